"""Strategies from spreadsheets: CSV or Excel, with codes or with titles in either language, as people save them."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generators.errors import BilingualError
from generators.schema import levels
from twinline.base.spreadsheet import read_spreadsheet
from twinline.twin.strategy import COLUMNS, MORE_COLUMNS

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
_LEVELS: Final = {"channel": levels.CONTACT_CHANNEL, "offer": levels.ACTION}
_NUMBERS: Final = ("customer_id", "month", "wave", "manager_id")


def read_strategy(path: Path) -> "pd.DataFrame":
    """A strategy's table from a CSV file (UTF-8, GBK; comma, semicolon or tab) or the first sheet of an Excel workbook.

    Columns may be named by their codes or titles, channels and offers too. Columns that no strategy has are left out, and so
    are empty rows. What is wrong with the contacts is found by `bank.check`; raises `BilingualError` for what is no table.
    """
    import pandas as pd

    raw = read_spreadsheet(path)
    meant = {name: code for name in raw.columns if (code := _column(str(name)))}
    twice = sorted({code for code in meant.values() if list(meant.values()).count(code) > 1})
    if twice:
        raise BilingualError(
            f"{path.name}: several columns mean {', '.join(twice)}. Keep one of each.",
            f"{path.name}：有多列都表示 {'、'.join(twice)}，请各保留一列。",
        )
    lacking = [code for code in COLUMNS if code not in meant.values()]
    if lacking:
        raise BilingualError(
            f"{path.name} lacks the column(s) {', '.join(f'{code} ({HEADERS[code][0]})' for code in lacking)}. "
            f"Its first row says: {', '.join(map(str, raw.columns))}.",
            f"{path.name} 缺少字段 {'、'.join(f'{code}（{HEADERS[code][1]}）' for code in lacking)}。"
            f"首行现为：{'、'.join(map(str, raw.columns))}。",
        )
    table = raw[list(meant)].rename(columns=meant)[
        [code for code in (*COLUMNS, *MORE_COLUMNS) if code in meant.values()]
    ]
    for code, titles in _LEVELS.items():
        table[code] = table[code].map(lambda value, titles=titles: _level(value, titles))
    for code in _NUMBERS:
        if code in table:  # what is no number stays as it was written, so that the check can show it
            numbers = pd.to_numeric(table[code], errors="coerce")
            written = table[code].notna() & numbers.isna()
            table[code] = numbers.astype(object).where(~written, table[code]) if written.any() else _whole(numbers)
    return table.reset_index(drop=True)


def _column(name: str) -> str | None:
    plain = _plain(name)
    return next((code for code, known in HEADERS.items() if plain in (code, *map(_plain, known))), None)


def _plain(text: str) -> str:
    """A title without its unit in brackets, spaces at its ends, or capitals."""
    return re.sub(r"[(（].*[)）]\s*$", "", text).strip().lower()


def _level(value: object, titles: levels.Levels) -> object:
    said = str(value).strip().lower()
    return next((code for code, pair in titles.items() if said in (code, *(title.lower() for title in pair))), value)


def _whole(numbers: "pd.Series") -> "pd.Series":
    """Whole numbers where all are, and none is missing."""
    whole = numbers.notna().all() and (numbers % 1 == 0).all()
    return numbers.astype("int64") if whole else numbers
