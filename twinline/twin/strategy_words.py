"""What people call the columns, channels and offers of a strategy's table, in either language."""

from typing import TYPE_CHECKING, Final

from generators.schema import levels
from twinline.base.cell_text import word
from twinline.base.headed_table import HeaderProblem, columns
from twinline.twin.strategy import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

# By column: its title in English and in Chinese, then what people also write.
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "customer_id": ("Customer", "客户号", "customer number", "客户编号", "客户ID"),
    "month": ("Month of the plan", "计划月份", "第几个月", "月份", "月"),
    "channel": ("Channel", "渠道", "触达渠道"),
    "offer": ("Offer", "权益", "优惠", "优惠权益"),
    "wave": ("Wave", "波次"),
    "manager_id": ("Manager", "客户经理", "客户经理号", "manager number"),
    "hypothesis": ("Hypothesis", "假设"),
}
NUMBERS: Final = ("customer_id", "month", "wave", "manager_id")
_LEVELS: Final = {"channel": levels.CONTACT_CHANNEL, "offer": levels.ACTION}
_CODES: Final = {
    column: {word(name): code for code, pair in known.items() for name in (code, *pair)}
    for column, known in _LEVELS.items()
}


def codes(column: "pd.Series", name: str) -> "pd.Series":
    """The channels or offers of a column by their codes; what is none stays as it was written, empty cells are None."""
    meant = {value: _code(value, _CODES[name]) for value in column.dropna().unique()}
    found = column.astype(object)
    return found.map(meant).where(found.notna(), None)


def _code(value: object, known: dict[str, str]) -> object:
    return known.get(word(value), value) if isinstance(value, str) else value


def named(table: "pd.DataFrame") -> "tuple[pd.DataFrame, tuple[int, tuple[str, str]] | None]":
    """A frame with its columns called by their codes, and how many of them are wrong with that told in both languages.

    Columns that are no strategy's are left out, unless something is wrong. A column that became the index comes back.
    """
    heads = [str(name) for name in table.columns]
    lacking = [name for name in COLUMNS if heads.count(name) != 1]
    if not lacking and isinstance(table.columns[0], str):
        return table, None
    back = [name for name in table.index.names if name in lacking and name not in heads]
    table = table.reset_index(back) if back else table
    heads = [str(name) for name in table.columns]
    try:
        found = columns(heads, HEADERS)
    except HeaderProblem as problem:
        return table, (1, (f"In the table {problem.en}", f"表中{problem.zh}"))
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        return table, (
            len(missing),
            (
                f"The table lacks the column(s) {', '.join(missing)}; it has {', '.join(heads)}.",
                f"表中缺少字段 {'、'.join(missing)}；现有字段：{'、'.join(heads)}。",
            ),
        )
    mine = table.iloc[:, list(found.values())]
    return mine.set_axis(list(found), axis="columns"), None
