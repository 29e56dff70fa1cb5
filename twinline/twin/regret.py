"""Autopsy of a regret: why a strategy earned less than the best policy on what the bank sees, part by part.

The parts of one plan are put in the place of the other's, one at a time and in every order, on the same futures; each is
told by the mean of what its swaps change (Shapley's value, as Shorrocks 2013 takes it to pieces of a difference). So the
parts add up to the gap whatever the order.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from generators.errors import BilingualError
from generators.rows import take
from generators.twin.run import Comparison, Plan, Twin
from twinline.base.text import t
from twinline.twin.noise import Estimate, estimate
from twinline.twin.references import REFERENCES, measure
from twinline.twin.swaps import PARTS, Swapping

FEWEST: Final = 4  # futures, by fewer of which luck cannot be told from the rest
_HALF: Final = 0.5  # of the futures, in which a contact is made that could be planned on the first morning
_SUBSETS: Final = [frozenset(some) for size in range(len(PARTS) + 1) for some in combinations(PARTS, size)]
_NONE, _ALL = _SUBSETS[0], _SUBSETS[-1]
Profits = npt.NDArray[np.float64]  # yuan, one entry a future

_TITLES: Final = {
    "whom": ("Whom, and how many", "找谁、找多少人"),
    "timing": ("When, and how often", "什么时候、几次"),
    "channel": ("Channel", "渠道"),
    "offer": ("Offer", "权益"),
    "unknowable": ("What nobody could know on the first morning", "第一天早上谁也不可能知道的"),
    "pilot": ("Pilots charged to this round", "记在本轮的试点成本"),
    "luck": ("Luck", "运气"),
}


@dataclass(frozen=True)
class Autopsy:
    """The gap between the best observable policy and a strategy, in yuan, and its parts, which add up to it.

    `parts` maps a code to what that part explains: whom, timing, channel and offer; `unknowable` is what the best policy
    earns by answering what happens in the months, which no table made on the first morning can; `luck` is what the months
    told of differ by from the mean of `futures`; `pilot` is there where the round carries the cost of one. `mine`, `best`
    and `oracle` are mean profits, and what the oracle has more than the best is hidden from every book.
    """

    name: str
    gap: Estimate
    parts: dict[str, Estimate]
    mine: float
    best: float
    oracle: float
    futures: int
    happened: bool = False

    def of_one(self, mine: float, best: float) -> "Autopsy":
        """The gap in one future, by the profits there: what it differs by from the mean is luck."""
        gap = best - mine
        parts = self.parts | {"luck": Estimate(gap - self.gap.value, None, 1)}
        return replace(self, gap=Estimate(gap, None, 1), parts=parts, mine=mine, happened=True)

    def titles(self) -> dict[str, str]:
        """The parts' titles in the language in use."""
        return {code: t(*_TITLES[code]) for code in self.parts}

    def headline(self) -> str:
        """How far the strategy is from the best, in a sentence."""
        gap = f"{abs(self.gap.value):,.0f}"
        if not self.happened and not self.gap.beyond_noise:
            return t(
                f"{self.name} and the best observable policy differ by no more than noise: there is nothing to explain.",
                f"“{self.name}”和“可观测最优”的差距没有超出噪声，没有什么需要解释。",
            )
        if self.gap.value <= 0:
            return t(
                f"{self.name} brings {gap} yuan more than the best observable policy: no regret.",
                f"“{self.name}”比“可观测最优”还多 {gap} 元，没有遗憾。",
            )
        return t(
            f"{self.name} is {gap} yuan behind the best observable policy.",
            f"“{self.name}”落后“可观测最优” {gap} 元。",
        )

    def finding(self) -> str:
        """The headline and what the parts allow to say of its cause, and no more."""
        if self.gap.value <= 0 or not (self.happened or self.gap.beyond_noise):
            return self.headline()
        choices = [code for code in PARTS if self.parts[code].value > 0 and self.parts[code].beyond_noise]
        if not choices:
            none = t(" No single choice explains it beyond noise.", "没有哪一项选择能在噪声之外解释这个差距。")
            return self.headline() + none
        worst = max(choices, key=lambda code: self.parts[code].value)
        yuan, title = f"{self.parts[worst].value:,.0f}", self.titles()[worst]
        return self.headline() + t(
            f" The choice that cost most: {title.lower()} ({yuan} yuan).", f"代价最大的选择：{title}（{yuan} 元）。"
        )

    def rows(self) -> list[tuple[str, str]]:
        """(title, yuan as text) of every part, and their sum."""
        shown = [(title, _told(self.parts[code])) for code, title in self.titles().items()]
        return [*shown, (t("The gap", "差距合计"), str(self.gap))]

    def notes(self) -> list[str]:
        """How the figures are to be read."""
        read = t(
            f"Yuan, measured on the same {self.futures} futures, ± half of the 95 % interval (Student's t). Parts in brackets lie "
            "within noise.",
            f"金额单位为元，在相同的 {self.futures} 种未来上测得，± 为 95% 区间的一半（学生 t 分布）。括号里的没有超出噪声。",
        )
        if self.oracle <= self.best:
            return [read]
        hidden = t(
            f"Knowing the truth as well, the oracle would earn {self.oracle - self.best:,.0f} yuan more than the best: no book shows "
            "that, and it is not in the gap.",
            f"连真相都知道的“先知”，比“可观测最优”还要多 {self.oracle - self.best:,.0f} 元：账上看不出来，不算在差距里。",
        )
        return [read, hidden]

    def plot(self) -> None:
        """Draw the way from the strategy's profit to the best observable policy's."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from twinline.pictures import charts

        titles, best = self.titles(), self.gap.value + self.mine
        steps = [(self.name, self.mine), *((titles[code], part.value) for code, part in self.parts.items())]
        steps.append((t("Best observable", "可观测最优"), best))
        told = t("; ", "；").join(f"{name} {value:,.0f}" for name, value in steps)
        return charts.waterfall_figure(steps, self.headline()), t(
            "From the strategy to the best, in yuan: ", "从策略到最优（元）："
        ) + told

    def __repr__(self) -> str:
        lines = [f"  {title}{t(': ', '：')}{value}" for title, value in self.rows()]
        return "\n".join([self.finding(), *lines, *self.notes()])

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><th scope='row' style='text-align:left'>{html.escape(title)}</th>"
            f"<td style='text-align:right'>{html.escape(value)}</td></tr>"
            for title, value in self.rows()
        )
        caption = html.escape(t("Autopsy of the gap (yuan)", "差距剖析（元）"))
        notes = "".join(f"<p style='font-size:.9em'>{html.escape(note)}</p>" for note in self.notes())
        table = f"<table><caption style='text-align:left'>{caption}</caption>{cells}</table>"
        return f"<p><b>{html.escape(self.finding())}</b></p>{table}{notes}"


@dataclass(frozen=True)
class Lived:
    """One future of a strategy: both worlds, and the contacts that were made."""

    pair: Comparison
    plan: Plan


def autopsy(
    twin: Twin,
    name: str,
    lived: Sequence[Lived],
    *,
    months: int,
    most: int,
    charge: float = 0.0,
    asked_monthly: bool = False,
) -> Autopsy:
    """Take the gap to the best observable policy, with `most` customers at most, to pieces.

    `lived` are futures 1, 2, … of the strategy and `charge` is in yuan of pilots. A strategy that is `asked_monthly` could
    have known what the best policy knew. With `told`, the strategy in `told_future`, the gap is that of this one future and
    luck is what it differs by from the mean. Raises `BilingualError` for fewer futures than FEWEST.
    """
    if len(lived) < FEWEST:
        raise BilingualError(
            f"An autopsy tells luck from choice over {FEWEST} futures or more; this result has {len(lived)}. "
            f"Run the strategy with futures=8 first.",
            f"剖析要靠至少 {FEWEST} 种未来才能分清运气和选择，这个结果只有 {len(lived)} 种。请先用 futures=8 运行策略。",
        )
    numbers = range(1, len(lived) + 1)
    best = [_best(twin, most, months, future) for future in numbers]
    mine, theirs = (np.array([_profit(each.pair) for each in runs]) for runs in (lived, best))
    if asked_monthly:
        goals, reached = [each.plan for each in best], theirs
    else:
        goal, reached = _best_table(twin, months, [each.plan for each in best], lived[0].plan, most)
        goals = [goal] * len(best)
    by_part = _parts(twin, months, [each.plan for each in lived], goals, mine, reached)
    gaps = theirs - mine + charge
    parts = {code: estimate(values) for code, values in by_part.items()}
    if not asked_monthly:
        parts["unknowable"] = estimate(theirs - reached)
    if charge:
        parts["pilot"] = estimate(np.full(len(lived), charge))
    gap = estimate(gaps)
    oracle = measure(twin, "oracle", most, months, len(lived)).profit
    return Autopsy(name, gap, parts, float(mine.mean()) - charge, float(theirs.mean()), oracle, len(lived))


def best_profit(twin: Twin, most: int, months: int, future: int) -> float:
    """What the best observable policy earns in one future, in yuan."""
    return _profit(_best(twin, most, months, future).pair)


def _best(twin: Twin, most: int, months: int, future: int) -> Lived:
    return Lived(*REFERENCES["observable"].play(twin, most, months, future))


def _profit(pair: Comparison) -> float:
    return float((pair.with_plan.profit - pair.without.profit).sum())


def _best_table(twin: Twin, months: int, best: Sequence[Plan], mine: Plan, most: int) -> tuple[Plan, Profits]:
    """What of the best policy could be planned on the first morning, and its profits.

    Places that the best policy keeps for those who will ask are filled from the strategy's own list, by lot, where that pays.
    """
    usual = _usual(best)
    others = np.setdiff1d(mine.row, usual.row)
    room = max(most - len(np.unique(usual.row)), 0)
    rng = np.random.default_rng([twin.now.world.seed, len(usual.row)])
    chosen = rng.permutation(others)[:room]
    filled = Plan.join([usual, take(mine, np.flatnonzero(np.isin(mine.row, chosen)))])
    tried = [
        (plan, np.array([_profit(twin.run(plan, months, future)) for future in range(1, len(best) + 1)]))
        for plan in ([usual, filled] if len(chosen) else [usual])
    ]
    return max(tried, key=lambda each: float(each[1].mean()))


def _parts(
    twin: Twin, months: int, mine: Sequence[Plan], goals: Sequence[Plan], own: Profits, reached: Profits
) -> dict[str, Profits]:
    """What each of PARTS explains, future by future; plans that come out alike are lived once."""
    explained = {name: np.zeros(len(mine)) for name in PARTS}
    swap = Swapping(twin)
    for place, (plan, goal) in enumerate(zip(mine, goals, strict=True)):
        pair, future = swap.pair(plan, goal), place + 1
        made = {subset: pair.plan(subset) for subset in _SUBSETS}
        known = {_content(made[_NONE]): float(own[place]), _content(made[_ALL]): float(reached[place])}
        value = {}
        for subset, each in made.items():
            key = _content(each)
            if key not in known:
                known[key] = _profit(twin.run(each, months, future))
            value[subset] = known[key]
        for name, yuan in _shapley(value).items():
            explained[name][place] = yuan
    return explained


def _shapley(value: dict[frozenset[str], float]) -> dict[str, float]:
    """Each part's mean share over all orders in which the parts may be swapped."""
    found = dict.fromkeys(PARTS, 0.0)
    for name in PARTS:
        for subset in _SUBSETS:
            if name not in subset:
                before, after = len(subset), len(PARTS) - len(subset) - 1
                weight = factorial(before) * factorial(after) / factorial(len(PARTS))
                found[name] += weight * (value[subset | {name}] - value[subset])
    return found


def _content(plan: Plan) -> tuple[bytes, ...]:
    return tuple(
        np.asarray(column, dtype=np.int64).tobytes() for column in (plan.row, plan.month, plan.channel, plan.offer)
    )


def _usual(plans: Sequence[Plan]) -> Plan:
    """The contacts that are made in half of the futures or more: those that do not answer what happens in one."""
    listed = np.concatenate([np.column_stack([plan.row, plan.month, plan.channel, plan.offer]) for plan in plans])
    contacts, times = np.unique(listed, axis=0, return_counts=True)
    usual, times = contacts[times >= _HALF * len(plans)], times[times >= _HALF * len(plans)]
    # Where a customer's month is filled in two ways, each in half of the futures, the commoner one stands.
    order = np.lexsort((-times, usual[:, 1], usual[:, 0]))
    usual = usual[order]
    first = np.ones(len(usual), dtype=bool)
    first[1:] = (usual[1:, :2] != usual[:-1, :2]).any(axis=1)
    row, month, channel, offer = usual[first].T
    return Plan(row.astype(np.intp), month.astype(np.int64), channel.astype(np.intp), offer.astype(np.intp))


def _told(part: Estimate) -> str:
    return str(part) if part.half is None or part.beyond_noise or not part.value else f"({part})"


__all__ = ["FEWEST", "Autopsy", "Lived", "autopsy", "best_profit"]
