"""Noise: a mean of few values with what it may be off by. One meaning of "±" for all that compares plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

LEVEL: Final = 0.95  # of an interval, where nothing else is said


@dataclass(frozen=True)
class Estimate:
    """A mean of `count` values and half the width of its interval; `half` is None where one value tells nothing of it."""

    value: float
    half: float | None
    count: int

    @property
    def beyond_noise(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.half is not None and abs(self.value) > self.half

    def __str__(self) -> str:
        error = "" if self.half is None else f" ± {self.half:,.0f}"
        return f"{self.value:,.0f}{error}"


def estimate(values: Iterable[float], tests: int = 1) -> Estimate:
    """The mean with its interval of LEVEL by Student's t, which is what a mean of few values needs.

    With `tests` the interval holds for so many such means at once (Bonferroni): whoever looks at many finds luck in one.
    """
    found = np.asarray(list(values), dtype=float)
    if len(found) < 2:
        return Estimate(float(found.mean()) if len(found) else 0.0, None, len(found))
    from scipy import stats

    error = found.std(ddof=1) / np.sqrt(len(found))
    wide = stats.t.ppf(1 - (1 - LEVEL) / 2 / max(tests, 1), len(found) - 1)
    return Estimate(float(found.mean()), float(wide * error), len(found))


__all__ = ["LEVEL", "Estimate", "estimate"]
