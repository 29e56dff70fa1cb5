"""Bet, then run: what a learner expects of a strategy, said before its result shows, and how well they know what they know."""

import html
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Floats
from generators.errors import BilingualError
from generators.parameters import World
from generators.twin.run import Plan, Twin
from generators.twin.snapshot import Snapshot
from twinline.base.text import t
from twinline.twin.acquire import Acquisition

CHANCE: Final = 0.8  # with which what comes is to lie in the interval
MOST_SEEN: Final = 0.5  # of a plan, shown before in other results, beyond which its bet is no bet
FEWEST: Final = 4  # futures, by fewer of which luck cannot be told
ENOUGH: Final = 30  # customers: of what fewer bring, next to all is luck, and there is nothing to know


@dataclass(frozen=True)
class Bet:
    """The profit expected of a strategy, in yuan, and the interval that it should lie in with a chance of 80 %.

    `seen` is the share of the strategy's contacts whose outcome was shown before the bet; the bank sets it as it runs. Raises
    `BilingualError` for an interval that is none.
    """

    expected: float
    low: float
    high: float
    seen: float = field(default=0.0, kw_only=True)

    def __post_init__(self) -> None:
        figures = (self.expected, self.low, self.high)
        try:
            right = all(isfinite(figure) for figure in figures) and self.low <= self.expected <= self.high
        except TypeError:
            right = False
        if not right:
            said = ", ".join(map(str, figures))
            raise BilingualError(
                f"tw.Bet({said}) is no bet: give three numbers in yuan, expected, low and high, with low ≤ expected ≤ high.",
                f"tw.Bet({said}) 不成立：请依次给出预期、下限、上限三个数（元），且下限 ≤ 预期 ≤ 上限。",
            )


@dataclass(frozen=True)
class Judged:
    """A bet beside what came: profits in yuan, one a future, or `happened` alone for a round that was carried out.

    `score` is the mean interval score (Gneiting and Raftery 2007, section 6.2), in yuan, smaller is better: the width, and for what lies
    outside ten times how far. `luck` is the score of the interval that fits the futures best, so `times` is 1 for somebody
    who knows all but luck. Whatever one believes, the interval of which one believes that it holds 80 % has the best score
    to be expected: neither a wider nor a narrower one does better.
    """

    name: str
    bet: Bet
    profits: tuple[float, ...]
    happened: float | None = None
    customers: int = ENOUGH

    @property
    def inside(self) -> float:
        """The share of the futures that lie in the interval."""
        return float(np.mean([self.bet.low <= profit <= self.bet.high for profit in self.profits]))

    @property
    def mean(self) -> float:
        """What came, in yuan: the mean over the futures."""
        return float(np.mean(self.profits))

    @property
    def score(self) -> float:
        """The interval score, in yuan: the mean over the futures."""
        return interval_score(self.bet.low, self.bet.high, self.profits)

    @property
    def luck(self) -> float:
        """The score, in yuan, of the interval that fits these futures best."""
        tail = (1 - CHANCE) / 2
        low, high = np.quantile(self.profits, [tail, 1 - tail], method="inverted_cdf")
        return interval_score(float(low), float(high), self.profits)

    @property
    def times(self) -> float | None:
        """The score over that of luck; None where nothing was left to luck."""
        return self.score / self.luck if self.luck > 0 else None

    def void(self) -> str:
        """Why the bet does not count; empty where it does."""
        if self.times is None:
            return t("not counted: nothing was left to luck here", "不计入：这里没有任何不确定")
        if len(self.profits) < FEWEST:
            return t(f"not counted: fewer than {FEWEST} futures", f"不计入：不足 {FEWEST} 种未来")
        if self.customers < ENOUGH:
            return t(f"not counted: fewer than {ENOUGH} customers", f"不计入：不足 {ENOUGH} 位客户")
        if self.bet.seen > MOST_SEEN:
            share = f"{self.bet.seen:.0%}"
            return t(
                f"not counted: {share} of its contacts had shown their result before",
                f"不计入：{share} 的触达之前已经看过结果",
            )
        return ""

    def told(self) -> list[str]:
        """The bet, what came, and what that says, line by line."""
        bet, number = self.bet, len(self.profits)
        hits = round(self.inside * number)
        lines = [
            t(
                f"You expected {bet.expected:,.0f} yuan, with 80 % chance {bet.low:,.0f} to {bet.high:,.0f}.",
                f"您的预期是 {bet.expected:,.0f} 元，80% 的把握在 {bet.low:,.0f} 到 {bet.high:,.0f} 元之间。",
            ),
            t(
                f"The mean of the futures is {self.mean:,.0f} yuan; {hits} of {number} lie in your interval.",
                f"各种未来平均 {self.mean:,.0f} 元，{number} 种里有 {hits} 种落在您的区间里。",
            ),
        ]
        if void := self.void():
            return [*lines, t(f"The bet is {void}.", f"这次预判{void}。")]
        return [
            *lines,
            t(
                f"Interval score {self.score:,.0f} yuan, {self.times:.1f} times that of luck alone (1.0 is the best there is).",
                f"区间得分 {self.score:,.0f} 元，是纯运气的 {self.times:.1f} 倍（1.0 倍最好）。",
            ),
        ]

    def __repr__(self) -> str:
        return "\n".join(self.told())

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(line)}</p>" for line in self.told())


def interval_score(low: float, high: float, values: Iterable[float], chance: float = CHANCE) -> float:
    """The mean interval score of a central interval that holds `chance`, in the unit of the values; smaller is better.

    S = (u − l) + 2/α (l − x)⁺ + 2/α (x − u)⁺ with α = 1 − chance (Gneiting and Raftery 2007, equation 43): proper, so that
    nobody can expect a better score than by their honest quantiles.
    """
    found = np.asarray(list(values), dtype=float)
    outside = np.maximum(low - found, 0.0) + np.maximum(found - high, 0.0)
    return float(high - low + 2 / (1 - chance) * outside.mean())


# --- what was shown before --------------------------------------------------------------------------------------------

# By bank and month, whatever the game: opening the bank anew does not make one forget.
_SHOWN: dict[tuple[World, int], set[tuple[int, int, int]]] = {}


@dataclass(frozen=True, eq=False)
class Deeds:
    """What a round does: each contact (whom, in which month, by which channel) and each card bought, with what it costs in yuan."""

    what: list[tuple[int, int, int]]
    cost: Floats

    @classmethod
    def of(cls, twin: Twin, plan: Plan, acquisition: Acquisition | None) -> "Deeds":
        """Those of a plan and of a budget of acquisition. People are told by their luck: rows differ from game to game."""
        now = twin.now
        who = np.arange(len(now)) if now.luck is None else now.luck
        contacts = list(zip(who[plan.row].tolist(), plan.month.tolist(), plan.channel.tolist(), strict=True))
        cost = twin.scenario.attempt_fen()[plan.channel] / p.FEN
        if acquisition is None or not len(acquisition.brought.rows):
            return cls(contacts, cost)
        bought = [(person, -1, -1) for person in who[acquisition.brought.rows].tolist()]
        return cls([*contacts, *bought], np.append(cost, np.full(len(bought), acquisition.cost / len(bought))))


def as_said(bet: object, now: Snapshot, deeds: Deeds) -> Bet | None:
    """A bet with the share of its plan that was shown before; None where there is none. Raises `BilingualError` for what is no bet."""
    if bet is None:
        return None
    if not isinstance(bet, Bet):
        raise BilingualError(
            "bet= takes a tw.Bet(expected, low, high), in yuan: bet=tw.Bet(50_000, 20_000, 80_000).",
            "bet= 要写成 tw.Bet(预期, 下限, 上限)，单位元：bet=tw.Bet(50_000, 20_000, 80_000)。",
        )
    return replace(bet, seen=seen_before(now, deeds))


def show_results_of(now: Snapshot, shown: Iterable[Deeds]) -> None:
    """Note the deeds whose outcomes are shown from now on."""
    for deeds in shown:
        _SHOWN.setdefault((now.world, now.month), set()).update(deeds.what)


def seen_before(now: Snapshot, deeds: Deeds) -> float:
    """The share of a plan whose outcome was shown before: of its deeds, or of what they cost if that is more."""
    known, cost = _SHOWN.get((now.world, now.month), set()), deeds.cost
    if not deeds.what:
        return 0.0
    seen = np.array([each in known for each in deeds.what])
    by_cost = float(cost[seen].sum() / cost.sum()) if cost.sum() else 0.0
    return max(float(seen.mean()), by_cost)


__all__ = ["CHANCE", "Bet", "Deeds", "Judged", "as_said", "interval_score", "show_results_of"]
