"""Strategies from spreadsheets: CSV or Excel, with codes or with titles in either language, as people save them."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from generators.errors import BilingualError
from twinline.base.cell_text import numbers
from twinline.base.headed_table import listed_rows, read_headed
from twinline.twin.strategy import COLUMNS, MORE_COLUMNS
from twinline.twin.strategy_words import HEADERS, NUMBERS, codes

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = {code: (f"{code} ({HEADERS[code][0]})", f"{code}（{HEADERS[code][1]}）") for code in COLUMNS}


def read_strategy(path: Path) -> "pd.DataFrame":
    """A strategy's table from a CSV file (UTF-8, GBK; comma, semicolon or tab) or an Excel workbook.

    Columns may be named by their codes or titles, channels and offers too. Columns that no strategy has are left out, and so
    are empty rows; the index, called "row", holds the numbers of the rows in the file. What is wrong with the contacts is
    found by `bank.check`; raises `BilingualError` for what is no table, and for hidden rows: nobody can say whether they count.
    """
    read = read_headed(path, HEADERS, _NEEDED)
    if read.hidden:
        en, zh = listed_rows(read.hidden)
        raise BilingualError(
            f"{path.name}: {en} {'is' if len(read.hidden) == 1 else 'are'} hidden or filtered away. Show all rows and delete "
            "what you do not want, or copy what you see to a new sheet.",
            f"{path.name}：{zh}被隐藏或被筛选掉了。请取消隐藏和筛选，把不要的行删掉；或把看得见的行复制到新表里。",
        )
    table = read.frame.replace("", None)
    for code in ("channel", "offer"):
        table[code] = codes(table[code], code)
    for code in NUMBERS:
        if code in table:
            table[code] = _numbers(table[code])
    return table[[code for code in (*COLUMNS, *MORE_COLUMNS) if code in table]]


def _numbers(written: "pd.Series") -> "pd.Series":
    """Whole numbers where all are and none is missing; what is no number stays as it was written, for the check to show."""
    import pandas as pd

    found = pd.Series(numbers(written), index=written.index)
    other = written.notna() & found.isna()
    if other.any():
        return found.astype(object).where(~other, written)
    whole = found.notna().all() and (np.floor(found) == found).all()
    return found.astype("int64") if whole else found
