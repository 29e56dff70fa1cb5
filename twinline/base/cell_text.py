"""What people type into a cell, and what they mean by it: full-width digits, stray blanks, 10,000,003, ="10000003"."""

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from twinline.base.shown import without_hidden_signs

if TYPE_CHECKING:
    import pandas as pd

    from generators.arrays import Floats

_AS_TEXT: Final = re.compile(r'=\s*"(.*)"|\'(.*)|(?<!\w)"(.*)"')  # how Excel is told to take digits for a text
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def plain(cell: Any) -> str:
    """A cell's text, with full-width letters and digits as everybody else writes them, and nothing in it that hides."""
    return without_hidden_signs(unicodedata.normalize("NFKC", str(cell))).strip()


def unquoted(cell: Any) -> str:
    """The plain text of a cell without what tells Excel to take digits for a text: ="0001" and '0001 are 0001."""
    text = plain(cell)
    found = _AS_TEXT.fullmatch(text)
    return text if found is None else next(part for part in found.groups() if part is not None).strip()


def digits(cell: Any) -> str:
    """The plain text of a cell, and if a number was meant, without thousands separators, blanks and an empty fraction."""
    text = unquoted(cell)
    joined = "".join(text.split())
    if _THOUSANDS.fullmatch(joined):
        joined = joined.replace(",", "")
    whole = re.fullmatch(r"([+-]?\d+)(\.0*)?", joined)
    if whole:
        return whole[1]
    return joined if re.fullmatch(r"[+-]?[\d.]+([eE][+-]?\d+)?", joined) else text


def word(cell: Any) -> str:
    """A cell's text for comparing: plain, in small letters, without blanks, underscores and a unit in brackets at its end."""
    text = "".join(unquoted(cell).lower().replace("_", " ").split())
    return re.sub(r"(?<=.)\([^()]*\)$", "", text)


def numbers(column: "pd.Series") -> "Floats":
    """A column of any type as floats, NaN where there is no number; texts are read as `digits` reads them."""
    import pandas as pd

    if pd.api.types.is_bool_dtype(column.dtype):
        return np.full(len(column), np.nan)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    values = column.astype(object)
    texts = values.map(lambda cell: digits(cell) if isinstance(cell, str) else cell)
    texts = texts.where(~texts.map(lambda cell: isinstance(cell, (bool, np.bool_))), None)
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
