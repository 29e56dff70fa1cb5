"""Sheets that people made in Excel, WPS or a program, saved as a workbook or as CSV in one of the encodings of China."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generators.errors import BilingualError
from twinline.base.cell_text import unquoted
from twinline.base.files import MOST_BYTES, read_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_EXCEL: Final = (".xlsx", ".xlsm")
_OTHER: Final = (".xls", ".xlsb", ".ods", ".numbers", ".et")
_LOOKED_AT: Final = 10  # rows by which a CSV file's separator is told
# What some programs write for a cell without a fill, and the reader of workbooks stumbles over.
_NO_FILL: Final = re.compile(rb"<(\w+:)?fill\s*/>|<(\w+:)?fill>\s*</(?:\w+:)?fill>")


@dataclass(frozen=True)
class Sheet:
    """One sheet as texts: a row's number as the program shows it, and its cells, "" for an empty one.

    `hidden` are the numbers of rows that somebody hid or filtered away; they are among the rows. `uncounted` are the cells
    (number of the row, place in it) that hold a formula without a result.
    """

    title: str
    rows: list[tuple[int, list[str]]]
    hidden: frozenset[int] = frozenset()
    uncounted: frozenset[tuple[int, int]] = frozenset()


def read_sheets(path: Path) -> list[Sheet]:
    """The visible sheets of an Excel workbook in their order, or the one of a CSV file (UTF-8, GBK; comma, semicolon or tab).

    Raises `BilingualError` for what is no table.
    """
    if path.suffix.lower() in _OTHER:
        raise BilingualError(
            f"{path.name}: this kind of table cannot be read. Save it as .xlsx, or as CSV.",
            f"{path.name}：无法读取这种格式，请另存为 .xlsx 或 CSV。",
        )
    return _workbook(path) if path.suffix.lower() in _EXCEL else [_csv(path)]


def _csv(path: Path) -> Sheet:
    text = read_text(path)
    told = re.match(r"\s*sep=([,;\t])\s*\r?\n", text)  # Excel's own way of telling
    if told:
        separator, skipped, text = told[1], 1, text[told.end() :]
    else:
        first = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
        separator, skipped = max(",;\t", key=lambda sign: max(line.count(sign) for line in first)), 0
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise BilingualError(
            f"{path.name} is not a table: {error}.", f"{path.name} 不是一张完整的表：{error}。"
        ) from error
    return Sheet(
        path.stem, [(number, [each.strip() for each in cells]) for number, cells in enumerate(found, 1 + skipped)]
    )


def _workbook(path: Path) -> list[Sheet]:
    import warnings

    import openpyxl

    if not path.is_file():
        raise BilingualError(f"There is no file {path}.", f"找不到文件 {path}。")
    if path.stat().st_size > MOST_BYTES:
        raise BilingualError(f"{path} is larger than {MOST_BYTES >> 20} MB.", f"{path} 超过 {MOST_BYTES >> 20} MB。")
    try:
        content = _with_fills(path.read_bytes())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and the like that are no table
            written = openpyxl.load_workbook(io.BytesIO(content))
            formulas = any(cell.data_type == "f" for row in _cells(written) for cell in row)
            counted = openpyxl.load_workbook(io.BytesIO(content), data_only=True) if formulas else written
        return [_sheet(sheet, counted[sheet.title]) for sheet in written.worksheets if _visible(sheet)]
    except (OSError, ValueError, KeyError, TypeError, IndexError, SyntaxError, EOFError, zipfile.BadZipFile) as error:
        raise BilingualError(
            f"{path.name} cannot be read as an Excel workbook. Save it again as .xlsx, or as CSV.",
            f"无法把 {path.name} 作为 Excel 工作簿读取。请重新另存为 .xlsx 或 CSV。",
        ) from error


def _visible(sheet: "Worksheet") -> bool:
    return str(sheet.sheet_state) == "visible"


def _cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        yield from sheet.iter_rows()


def _with_fills(content: bytes) -> bytes:
    """A workbook in which every fill says what it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        styles = next((name for name in book.namelist() if name.endswith("xl/styles.xml")), None)
        if styles is None or not _NO_FILL.search(book.read(styles)):
            return content
        mended = io.BytesIO()
        with zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED) as copy:
            for each in book.infolist():
                part = book.read(each)
                if each.filename == styles:
                    part = _NO_FILL.sub(
                        lambda found: (
                            b"<%(at)sfill><%(at)spatternFill/></%(at)sfill>" % {b"at": found[1] or found[2] or b""}
                        ),
                        part,
                    )
                copy.writestr(each, part)
    return mended.getvalue()


def _sheet(written: "Worksheet", counted: "Worksheet") -> Sheet:
    """`counted` is the same sheet with what its formulas came to when it was last saved."""
    below = _merged(written)
    rows: list[tuple[int, list[str]]] = []
    uncounted: set[tuple[int, int]] = set()
    for number, cells in enumerate(written.iter_rows(), start=1):
        texts = []
        for place, cell in enumerate(cells):
            result = counted.cell(number, cell.column) if cell.data_type == "f" else cell
            if cell.data_type == "f" and result.value is None:  # saved by a program that does not count
                texts.append(unquoted(cell.value))
                uncounted |= {(number, place)} if texts[-1].startswith("=") else set()
            else:
                texts.append(_text(result))
        above = rows[-1][1] if rows else []
        for column in below.get(number, ()):
            texts[column] = above[column]
        rows.append((number, texts))
    hidden = [number for number, row in written.row_dimensions.items() if row.hidden]
    return Sheet(written.title, rows, frozenset(hidden), frozenset(uncounted))


def _merged(sheet: "Worksheet") -> dict[int, list[int]]:
    """By row, the columns (from 0) in which a cell is merged with the one above it."""
    below: dict[int, list[int]] = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row + 1, area.max_row + 1):
            below.setdefault(row, []).append(area.min_col - 1)
    return below


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value).strip()
    if isinstance(value, int) and re.fullmatch("0+", str(cell.number_format)):
        text = text.zfill(len(cell.number_format))  # 0001 as it is shown, kept as the number 1
    return text
