"""Dissection: the gap between a strategy and the best observable policy, part by part.

The parts of one plan are put in the place of the other's, one at a time and in every order, on the same futures; each is
told by the mean of what its swaps change (Shapley's value; for pieces of a difference Shorrocks 2013). So the parts add up to
the gap whatever the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np
import numpy.typing as npt

from generators.errors import BilingualError
from generators.rows import take
from generators.twin.run import Comparison, Plan, Twin
from twinline.twin.allowed import Allowed
from twinline.twin.noise import estimate
from twinline.twin.references import REFERENCES, measure
from twinline.twin.regret import Autopsy
from twinline.twin.swaps import PARTS, Swapping

FEWEST: Final = 4  # futures, by fewer of which luck cannot be told from the rest
_HALF: Final = 0.5  # of the futures, in which a contact is made that could be planned on the first morning
_SUBSETS: Final = [frozenset(some) for size in range(len(PARTS) + 1) for some in combinations(PARTS, size)]
_NONE, _ALL = _SUBSETS[0], _SUBSETS[-1]
Profits = npt.NDArray[np.float64]  # yuan, one entry a future


@dataclass(frozen=True)
class Lived:
    """One future of a strategy: both worlds, and the contacts that were made.

    Where some were left alone by lot or a pilot ran beside, `to_all` are the contacts had there been no control group, and
    `own` these without the pilot's.
    """

    pair: Comparison
    plan: Plan
    to_all: Plan | None = None
    own: Plan | None = None


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

    `lived` are futures 1, 2, … of the strategy and `charge` is in yuan of earlier pilots. A strategy that is `asked_monthly`
    could have known what the best policy knew. Raises `BilingualError` for fewer futures than FEWEST.
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
    own = [each.plan if each.own is None else each.own for each in lived]
    watched = twin.scenario.watched(months)
    by_lot, meant = _by_lot(twin, watched, lived, mine)
    if asked_monthly:
        goals, reached = [each.plan for each in best], theirs
    else:
        goal, reached = _best_table(twin, watched, [each.plan for each in best], own[0], most)
        goals = [goal] * len(best)
    by_part = _parts(twin, watched, own, goals, meant, reached) | by_lot
    gaps = theirs - mine + charge
    parts = {code: estimate(values) for code, values in by_part.items()}
    if not asked_monthly:
        parts["unknowable"] = estimate(theirs - reached)
    if charge:
        parts["pilot"] = estimate(np.full(len(lived), charge))
    gap = estimate(gaps)
    oracle = measure(twin, "oracle", most, months, len(lived)).profit
    return Autopsy(name, gap, parts, float(mine.mean()) - charge, float(theirs.mean()), oracle, len(lived))


def best_profit(twin: Twin, most: int, months: int, future: int, watched: int) -> float:
    """What the best observable policy, in a round of so many months, earns in one future, watched for so many; in yuan."""
    best = _best(twin, most, months, future)
    again = watched != twin.scenario.watched(months)
    return _profit(twin.run(best.plan, watched, future) if again else best.pair)


def _best(twin: Twin, most: int, months: int, future: int) -> Lived:
    return Lived(*REFERENCES["observable"].play(twin, most, months, future))


def _profit(pair: Comparison) -> float:
    return float((pair.with_plan.profit - pair.without.profit).sum())


def _best_table(twin: Twin, watched: int, best: Sequence[Plan], mine: Plan, most: int) -> tuple[Plan, Profits]:
    """What of the best policy could be planned on the first morning, and its profits.

    Places that the best policy keeps for those who will ask are filled from the strategy's own list, by lot, where that pays.
    """
    usual = _usual(best)
    usual = take(usual, np.flatnonzero(Allowed(twin).each(usual.row, usual.channel, usual.offer)))
    others = np.setdiff1d(mine.row, usual.row)
    room = max(most - len(np.unique(usual.row)), 0)
    rng = np.random.default_rng([twin.now.world.seed, len(usual.row)])
    chosen = rng.permutation(others)[:room]
    filled = Plan.join([usual, take(mine, np.flatnonzero(np.isin(mine.row, chosen)))])
    tried = [
        (plan, np.array([_profit(twin.run(plan, watched, future)) for future in range(1, len(best) + 1)]))
        for plan in ([usual, filled] if len(chosen) else [usual])
    ]
    return max(tried, key=lambda each: float(each[1].mean()))


def _by_lot(twin: Twin, watched: int, lived: Sequence[Lived], mine: Profits) -> tuple[dict[str, Profits], Profits]:
    """What a control group and a pilot beside the strategy take, future by future, and what the strategy alone would earn."""
    found: dict[str, Profits] = {}
    for code, name in (("control", "to_all"), ("beside", "own")):
        plans = [getattr(each, name) for each in lived]
        before = mine + sum(found.values())
        if all(plan is not None for plan in plans):
            alone = np.array([_profit(twin.run(plan, watched, future)) for future, plan in enumerate(plans, start=1)])
            if not np.allclose(alone, before, rtol=0, atol=0.005):  # the same to the fen: there was nobody
                found[code] = alone - before
    return found, mine + sum(found.values())


def _parts(
    twin: Twin, watched: int, mine: Sequence[Plan], goals: Sequence[Plan], own: Profits, reached: Profits
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
                known[key] = _profit(twin.run(each, watched, future))
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


__all__ = ["FEWEST", "Lived", "autopsy", "best_profit"]
