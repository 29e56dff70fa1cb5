"""One footing: what may be said of two plans that were run through the same futures, and of the best of several."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from twinline.base.text import t

if TYPE_CHECKING:
    from twinline.twin.result import Result

Profits = tuple[float, ...]  # yuan, one entry a future


def profits_of(result: "Result") -> Profits:
    """What a result earned in each future."""
    return tuple(float(profit) for profit in result.by_future["profit"])


def half_interval(profits: Sequence[float]) -> float:
    """Half the 95 % interval of a mean over futures, by Student's t."""
    from scipy import stats

    count = len(profits)
    if count < 2:
        return float("nan")
    return float(stats.t.ppf(0.975, count - 1) * np.std(profits, ddof=1) / np.sqrt(count))


def ahead(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether one is better than the other by more than luck: the interval of their difference, future by future, is above 0."""
    difference = np.subtract(one, other)
    return bool(difference.mean() > half_interval(difference.tolist()))


def leaders(found: Mapping[int, Profits]) -> list[int]:
    """The best of several, and those that cannot be told from it, best first."""
    ranked = sorted(found, key=lambda number: -float(np.mean(found[number])))
    return [number for number in ranked if not ahead(found[ranked[0]], found[number])]


def number_name(number: int) -> str:
    """What a trial is called."""
    return t(f"No. {number}", f"{number} 号")


def round_name(number: int) -> str:
    """What a round is called within a sentence."""
    return t(f"round {number}", f"第 {number} 轮")


def leading(found: Mapping[int, Profits], name: Callable[[int], str] = number_name) -> str:
    """A sentence on who leads, without its full stop."""
    first, *others = leaders(found)
    if not others:
        return t(f"{name(first)} earns the most", f"{name(first)}增量利润最高")
    names = [name(number) for number in sorted([first, *others])]
    return t(
        f"{', '.join(names)} cannot be told apart: the gap is within luck",
        f"{'、'.join(names)}难分高下，差距在运气范围内",
    )
