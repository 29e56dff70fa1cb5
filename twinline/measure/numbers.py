"""Numbers as a record keeps them: plain, short, and compared with room for what processors do differently."""

from collections.abc import Iterable, Mapping
from math import isclose, isfinite
from typing import Any

import numpy as np
import pandas as pd

Plain = bool | int | float | str | list[Any]
Numbers = dict[str, Plain]

DIGITS = 9
CLOSE = 1e-6
"""Two processors add up in another order and round otherwise: some 1e-12 after a lesson's models, and a hundred times that
where many steps build on each other. A draw or a rule that changed moves a number by far more."""


def plain(found: Mapping[str, Any]) -> Numbers:
    """Numbers, texts, and lists of them, without numpy and pandas. Raises `TypeError` for what is none of these."""
    return {name: _plain(name, value) for name, value in found.items()}


def _plain(name: str, value: Any) -> Plain:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating) and isfinite(value):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, np.ndarray | pd.Series | pd.Index | pd.DataFrame):
        return [_plain(name, each) for each in np.asarray(value).tolist()]
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return [_plain(name, each) for each in value]
    raise TypeError(f"{name} is {value!r}: return numbers, texts, or lists of them.")


def differences(recorded: Mapping[str, Any], measured: Mapping[str, Any]) -> list[str]:
    """What two measurements of the same things do not agree on, a line each."""
    found = []
    for name in [*recorded, *(name for name in measured if name not in recorded)]:
        if name not in measured or name not in recorded:
            found.append(f"{name}: only {'recorded' if name in recorded else 'measured again'}")
        elif isinstance(recorded[name], dict) and isinstance(measured[name], dict):
            found += [f"{name}, {line}" for line in differences(recorded[name], measured[name])]
        elif not agree(recorded[name], measured[name]):
            found.append(f"{name}: {recorded[name]} recorded, {measured[name]} measured again")
    return found


def agree(one: Plain, other: Plain) -> bool:
    """Whether two numbers are the same but for rounding; whole numbers, texts and lists' lengths exactly."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    if isinstance(one, float) and isinstance(other, int | float) and not isinstance(other, bool):
        return isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return one == other and isinstance(other, bool) == isinstance(one, bool)
