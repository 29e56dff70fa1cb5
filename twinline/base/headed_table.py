"""Tables under headers: which column holds what, wherever on a sheet the headers stand and whatever people call them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generators.errors import BilingualError
from twinline.base.cell_text import word
from twinline.base.spreadsheet import Sheet, read_sheets

if TYPE_CHECKING:
    import pandas as pd

_TITLE_ROWS: Final = 10  # in which the headers are looked for
_TOLD: Final = 8  # rows that a message names

Titles = Mapping[str, Sequence[str]]  # by column: what people write above it, the best first


class HeaderProblem(BilingualError):
    """Columns that are missing, or that several columns mean. `held` says how many of the needed ones are there."""

    held = 0


@dataclass(frozen=True)
class HeadedTable:
    """What stands under the headers of a sheet.

    `frame` has a column for each code that was found, texts with "" for an empty cell; its index, called "row", holds the
    rows' numbers as the program shows them. `hidden` are those of them that are hidden.
    """

    frame: "pd.DataFrame"
    hidden: tuple[int, ...]


def read_headed(
    path: Path, titles: Titles, needed: Mapping[str, tuple[str, str]], *, best: bool = False
) -> HeadedTable:
    """The table with the `needed` columns of the visible sheet that has them, without its empty rows.

    `titles` says what columns are called, beside their codes; `needed` what a message calls them, in English and Chinese. With
    `best` a column that is called by an earlier one of a code's titles is taken before others; else there may be one only.
    Raises `BilingualError` where there is no such table, or more than one.
    """
    sheets = [sheet for sheet in read_sheets(path) if any(any(cells) for _, cells in sheet.rows)]
    if not sheets:
        raise BilingualError(f"{path.name} is not a table: it is empty.", f"{path.name} 不是一张完整的表：里面是空的。")
    faults, tables = [], {}
    for sheet in sheets:
        try:
            tables[sheet.title] = _under(path, sheet, *_headers(sheet, titles, needed, best=best))
        except HeaderProblem as fault:
            faults.append(fault)
    if not tables:
        nearest = max(faults, key=lambda each: each.held)
        raise BilingualError(f"{path.name}: {nearest.en}", f"{path.name}：{nearest.zh}")
    filled = {title: table for title, table in tables.items() if len(table.frame)} or tables
    if len(filled) > 1 and any(len(table.frame) for table in tables.values()):
        raise BilingualError(
            f"{path.name}: several sheets hold such a table: {', '.join(filled)}. Put all rows on one sheet.",
            f"{path.name}：有多张工作表都是这样的表：{'、'.join(filled)}。请把所有行放到同一张工作表里。",
        )
    return next(iter(filled.values()))


def columns(heads: Sequence[str], titles: Titles, *, best: bool = False) -> dict[str, int]:
    """The place of each code's column among the headers. Raises `HeaderProblem` for a code that several columns mean."""
    said = [word(head) for head in heads]
    found: dict[str, int] = {}
    for code, names in titles.items():
        known = list(dict.fromkeys([word(code), *map(word, names)] if not best else map(word, names)))
        ranked = sorted((known.index(text), place) for place, text in enumerate(said) if text in known)
        rivals = [place for rank, place in ranked if rank == ranked[0][0] or not best]
        if len(rivals) > 1:
            listed = [f"{heads[place]} ({letters(place)})" for place in rivals]
            raise HeaderProblem(
                f"several columns mean {code}: {', '.join(listed)}. Keep one of them.",
                f"有多列都表示 {code}：{'、'.join(listed)}，请只保留一列。",
            )
        found |= {code: rivals[0]} if rivals else {}
    return found


def letters(place: int) -> str:
    """A column's letters, as a spreadsheet shows them: 0 is A, 26 is AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def listed_rows(rows: Sequence[int], most: int = _TOLD) -> tuple[str, str]:
    """Rows by their numbers, in English and Chinese: "rows 3, 4, 9", the first few of many."""
    few = [str(row) for row in rows[:most]]
    more = len(rows) - len(few)
    en, zh = ", ".join(few), "、".join(few)
    return (
        f"row{'s' * (len(rows) > 1)} {en}" + (f" and {more:,} more" if more else ""),
        f"第 {zh} 行" + (f"等 {len(rows):,} 行" if more else ""),
    )


def _headers(
    sheet: Sheet, titles: Titles, needed: Mapping[str, tuple[str, str]], *, best: bool
) -> tuple[int, dict[str, int]]:
    """Where among the rows the headers stand, and the columns' places: the first row that names all that are needed."""
    filled = [place for place, (_, cells) in enumerate(sheet.rows) if any(cells)]
    nearest, doubt = (filled[0], -1), None
    for place in filled[:_TITLE_ROWS]:
        try:
            found = columns(sheet.rows[place][1], titles, best=best)
        except HeaderProblem as problem:
            problem.held = len(needed)
            doubt = doubt or problem
            continue
        held = len([code for code in needed if code in found])
        if held == len(needed):
            return place, found
        nearest = (place, held) if held > nearest[1] else nearest
    if doubt is not None:
        raise doubt
    number, cells = sheet.rows[nearest[0]]
    lacking = [name for code, name in needed.items() if code not in columns(cells, titles, best=best)]
    heads = [cell for cell in cells if cell]
    lack = HeaderProblem(
        f"it lacks the column(s) {', '.join(en for en, _ in lacking)}. Row {number} says: {', '.join(heads)}.",
        f"缺少字段 {'、'.join(zh for _, zh in lacking)}。第 {number} 行写的是：{'、'.join(heads)}。",
    )
    lack.held = nearest[1]
    raise lack


def _under(path: Path, sheet: Sheet, place: int, found: dict[str, int]) -> HeadedTable:
    import pandas as pd

    heads = sheet.rows[place][1]
    places = list(found.values())
    kept: dict[int, list[str]] = {}
    for number, cells in sheet.rows[place + 1 :]:
        if any(cells[len(heads) :]):
            raise BilingualError(
                f"{path.name} is not a table: row {number} has {len(cells)} cells, the headers have {len(heads)}. "
                "A comma inside a cell has to stand in quotes.",
                f"{path.name} 不是一张完整的表：第 {number} 行有 {len(cells)} 格，表头只有 {len(heads)} 格。"
                "单元格里含逗号时，请给内容加上英文引号。",
            )
        values = [cells[at] if at < len(cells) else "" for at in places]
        if not any(values) or values == [
            heads[at] for at in places
        ]:  # headers merged over two rows, or pasted once more
            continue
        for at in places:
            if (number, at) in sheet.uncounted:
                raise BilingualError(
                    f"{path.name}, row {number}: the formula {cells[at]} has no result yet. "
                    "Open the file in Excel, save it, and try again.",
                    f"{path.name} 第 {number} 行：公式 {cells[at]} 还没有计算结果。请用 Excel 打开并保存后再试。",
                )
        kept[number] = values
    frame = pd.DataFrame(list(kept.values()), columns=list(found), index=pd.Index(list(kept), name="row"), dtype=object)
    return HeadedTable(frame, tuple(sorted(sheet.hidden & kept.keys())))
