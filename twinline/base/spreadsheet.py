"""Tables that people made in Excel, saved as a workbook or as CSV in one of the encodings of China."""

from pathlib import Path
from typing import TYPE_CHECKING

from generators.errors import BilingualError
from twinline.base.files import read_text

if TYPE_CHECKING:
    import pandas as pd

_EXCEL = (".xlsx", ".xlsm")
_OTHER = (".xls", ".xlsb", ".ods", ".numbers", ".et")


def read_spreadsheet(path: Path) -> "pd.DataFrame":
    """The first sheet of an Excel workbook, or a CSV file (UTF-8, GBK; comma, semicolon or tab), as texts, without empty rows.

    Raises `BilingualError` for what is no table.
    """
    if path.suffix.lower() in _OTHER:
        raise BilingualError(
            f"{path.name}: this kind of table cannot be read. Save it as .xlsx, or as CSV.",
            f"{path.name}：无法读取这种格式，请另存为 .xlsx 或 CSV。",
        )
    raw = _workbook(path) if path.suffix.lower() in _EXCEL else _csv(path)
    return raw.replace("", None).dropna(how="all")


def _csv(path: Path) -> "pd.DataFrame":
    import io

    import pandas as pd

    text = read_text(path).lstrip("\r\n")
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        table = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            dtype=str,
            skipinitialspace=True,
            keep_default_na=False,
            skip_blank_lines=False,
        )
        if not isinstance(table.index, pd.RangeIndex):  # what pandas makes of rows that are longer than the first
            raise ValueError("rows with more cells than the first row")
        return table
    except (ValueError, pd.errors.ParserError) as error:
        said = " ".join(str(error).split())
        raise BilingualError(
            f"{path.name} is not a table: {said}.", f"{path.name} 不是一张完整的表：{said}。"
        ) from error


def _workbook(path: Path) -> "pd.DataFrame":
    import zipfile

    import pandas as pd

    if not path.is_file():
        raise BilingualError(f"There is no file {path}.", f"找不到文件 {path}。")
    try:
        return pd.read_excel(path, dtype=str, engine="openpyxl", keep_default_na=False)
    except (OSError, ValueError, KeyError, SyntaxError, zipfile.BadZipFile) as error:
        raise BilingualError(
            f"{path.name} cannot be read as an Excel workbook. Save it again as .xlsx, or as CSV.",
            f"无法把 {path.name} 作为 Excel 工作簿读取。请重新另存为 .xlsx 或 CSV。",
        ) from error
