"""References: what other policies would have earned on the same bank, from contacting at random to knowing everything.

The best policy on observed columns and the oracle are asked every month (`twinline.twin.best_rounds`) and keep to the game's limits; the
simple ones make one list on the first morning (`twinline.twin.simple_policies`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np

from generators.twin.run import Comparison, Plan, Twin
from twinline.twin import best_rounds
from twinline.twin.observed import Observed
from twinline.twin.simple_policies import plan_all, plan_churn, plan_random, plan_uplift

SHARE: Final = 0.05  # of the open accounts, contacted where nothing else is said


@dataclass(frozen=True)
class Earned:
    """What a reference earns: mean profit in yuan with its standard error, mean customers contacted, mean cost in yuan."""

    profit: float
    error: float
    reach: float
    cost: float


@dataclass(frozen=True)
class _Known:
    """What was found out about a bank and may be asked again."""

    # Of the first morning, by whose, most, months.
    lists: dict[tuple[Any, int, int], Plan] = field(default_factory=dict)
    measured: dict[tuple[str, int, int, int], Earned] = field(default_factory=dict)  # by what `measure` is given


_KNOWN: Final[WeakKeyDictionary[Twin, _Known]] = WeakKeyDictionary()


def _known(twin: Twin) -> _Known:
    return _KNOWN.setdefault(twin, _Known())


# (bank, most customers, months, future) -> that future with and without the policy, and its contacts
Player = Callable[[Twin, int, int, int], tuple[Comparison, Plan]]


def _one_list(plan: Callable[[Twin, Observed, int, int], Plan]) -> Player:
    """A policy that makes its list on the first morning, the same in every future."""

    def play(twin: Twin, most: int, months: int, future: int) -> tuple[Comparison, Plan]:
        lists = _known(twin).lists
        key = (plan, most, months)
        if key not in lists:
            lists[key] = plan(twin, Observed.of(twin), months, most)
        return twin.run(lists[key], twin.scenario.watched(months), future), lists[key]

    return play


@dataclass(frozen=True)
class Reference:
    """A policy to be compared with, and its title."""

    play: Player
    en: str
    zh: str


REFERENCES: Final = {
    "oracle": Reference(partial(best_rounds.play, "everything"), "The oracle: knows everything", "先知：知道一切真相"),
    "observable": Reference(partial(best_rounds.play, "observable"), "The best on what the bank sees", "可观测最优"),
    "uplift": Reference(
        _one_list(plan_uplift), "Uplift × value, from the bank's pilots", "增益×价值（用银行试点学得）"
    ),
    "churn": Reference(_one_list(plan_churn), "Those likeliest to leave", "按流失概率"),
    "random": Reference(_one_list(plan_random), "At random", "随机"),
    "all": Reference(_one_list(plan_all), "Call everybody", "人人都打电话"),
}


def measure(twin: Twin, name: str, most: int, months: int, futures: int) -> Earned:
    """What a reference earns on this bank in so many months, contacting `most` customers at most; futures 1, 2, …"""
    measured, key = _known(twin).measured, (name, most, months, futures)
    if key not in measured:
        played = [REFERENCES[name].play(twin, most, months, future) for future in range(1, futures + 1)]
        profit = [float((pair.with_plan.profit - pair.without.profit).sum()) for pair, _ in played]
        error = float(np.std(profit, ddof=1) / np.sqrt(futures)) if futures > 1 else float("nan")
        cost = float(np.mean([(pair.with_plan.cost - pair.without.cost).sum() for pair, _ in played]))
        reach = float(np.mean([len(np.unique(plan.row)) for _, plan in played]))
        measured[key] = Earned(float(np.mean(profit)), error, reach, cost)
    return measured[key]


def best_profits(twin: Twin, most: int, months: int, futures: int) -> tuple[float, float]:
    """Profit, in yuan, of the best policy on observed columns and of the oracle, with `most` customers at most."""
    best, oracle = (measure(twin, name, most, months, futures) for name in ("observable", "oracle"))
    return best.profit, oracle.profit


__all__ = ["REFERENCES", "SHARE", "Earned", "best_profits", "measure"]
