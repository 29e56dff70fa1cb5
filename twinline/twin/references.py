"""References: what other policies would have earned on the same bank, from contacting at random to knowing everything.

The best policy on observed columns and the oracle rank customers by their ceilings; see `twinline.twin.learning`. Both are
asked every month: some of the customers they may contact they choose on the first morning, the others month by month among
those who have just asked about fees or leaving. The simple ones make one list on the first morning.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.month import State
from generators.parameters import Floats
from generators.policy import CAMPAIGNS
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.observed import observed, observed_rows
from generators.twin.run import Comparison, Plan, Twin
from generators.twin.snapshot import Snapshot
from twinline.twin.ceilings import ceiling
from twinline.twin.learning import MENU, Knowing, half, one_thread, plan_of
from twinline.twin.months import after
from twinline.twin.observed import Observed
from twinline.twin.trees import Matrix

USUAL: Final = ("call", "fee_waiver")  # what the simple policies do, as the bank's own call pilots did
CALLED: Final = ("after_enquiry", "retention_call", "call_waves")  # pilots that call to keep customers
UPLIFT_TREES, CHURN_TREES = 20, 60
WATCHED: Final = 6  # months after a pilot's call in which customers stay or leave
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

    leaving: dict[int, Floats] = field(default_factory=dict)  # by months: each account's chance to be left within them
    lists: dict[tuple[Any, int, int], Plan] = field(
        default_factory=dict
    )  # of the first morning, by whose, most, months
    measured: dict[tuple[str, int, int, int], Earned] = field(default_factory=dict)  # by what `measure` is given


_KNOWN: Final[WeakKeyDictionary[Twin, _Known]] = WeakKeyDictionary()


def _known(twin: Twin) -> _Known:
    return _KNOWN.setdefault(twin, _Known())


def _ranked(seen: Observed, score: Floats, action: tuple[str, str], most: int, floor: float = -np.inf) -> Plan:
    """One action for those with the highest scores among whom it may reach."""
    best = np.argsort(-np.where(seen.may(action[0]), score, -np.inf), kind="stable")[:most]
    best = best[np.where(seen.may(action[0]), score, -np.inf)[best] > floor]
    return plan_of(np.sort(seen.rows[best]), action)


def _by_gain(seen: Observed, gains: Matrix, most: int, floor: float) -> Plan:
    """The best action for those whom it adds most to; nobody for whom it adds no more than `floor`."""
    best, action = gains.max(axis=1), gains.argmax(axis=1)
    top = np.argsort(-best, kind="stable")[:most]
    top = np.sort(top[best[top] > floor])
    return Plan.join([plan_of(seen.rows[top[action[top] == place]], how) for place, how in enumerate(MENU)])


def _month_by_month(knowing: Knowing, twin: Twin, most: int, months: int, future: int) -> tuple[Comparison, Plan]:
    """A future under the best that somebody can do who knows this, with `most` customers at most."""
    expected, touched = ceiling(twin.now.world, twin.scenario, months), np.zeros(len(twin.now), dtype=bool)
    past, lists, key = len(twin.now.monthly_pages), _known(twin).lists, (knowing, most, months)

    def choose(month: int, pages: tuple[MonthlyPage, ...], state: State) -> Plan:
        if month == 0 and key in lists:  # all futures begin with the same morning
            plan = lists[key]
        else:
            today = twin.on(after(twin.now, month, pages[past:], state))
            asked = Observed.of_those_who_asked(today)
            added = expected.gains(asked, knowing, later=True)
            weights = [min((months - coming) / half(months), 1.0) for coming in range(months)]
            seen = asked if month else Observed.of(today)
            gains = added * weights[month] if month else expected.gains(seen, knowing)
            # Who will ask in the months to come adds as much as who has just asked: places are kept for them. Every second
            # month counts, as half of those who ask have been contacted by then.
            to_come = [added.max(axis=1) * weight for weight in weights[month + 2 :: 2]]
            left = most - int(touched.sum())
            plan = _by_gain(seen, gains, left, _least([gains.max(axis=1)[~touched[seen.rows]], *to_come], left))
        if month == 0:
            lists[key] = plan
        touched[plan.row] = True
        return replace(plan, month=np.full(len(plan.row), month))

    pair, plan, _, _ = twin.run_insider(choose, months, future)
    return pair, plan


def _least(gains: list[Floats], most: int) -> float:
    """What somebody must add to be among the `most` who add most, and anything at all."""
    ranked = np.sort(np.concatenate(gains))[::-1]
    return max(float(ranked[most]), 0.0) if most < len(ranked) else 0.0


def plan_random(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Anybody."""
    rng = np.random.default_rng([twin.now.world.seed, twin.now.month])
    return _ranked(seen, rng.random(len(seen.rows)), USUAL, most)


def plan_all(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Everybody who may be called, whatever the limit."""
    return _ranked(seen, np.zeros(len(seen.rows)), USUAL, len(seen.rows))


def plan_churn(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Those likeliest to leave, as learned from who left in the last months."""
    leaving = _known(twin).leaving
    if months not in leaving:  # whatever the number of customers: every submission is graded beside it
        past = twin.now.monthly_pages[: len(twin.now.monthly_pages) - months]
        rows = observed_rows(past)
        then = Observed(twin.now, rows, observed(twin.now, past)).rates(len(past))
        left = ~twin.now.monthly_pages[-1].open[rows]
        leaving[months] = _chance(then, left, seen.rates(len(twin.now.monthly_pages)), CHURN_TREES)
    return _ranked(seen, leaving[months], USUAL, most)


def plan_uplift(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Those whose staying a call changes most times what they are worth, as learned from the bank's call pilots."""
    return _ranked(seen, uplift(twin.now, seen) * seen.value(), USUAL, most, 0.0)


def uplift(now: Snapshot, seen: Observed) -> Floats:
    """Added chance to stay, by customer: a model for each arm of the call pilots (a T-learner; Künzel et al. 2019).

    Few trees an arm: what two models differ in is mostly noise, and each further tree adds some.
    """
    features, stayed, called = (np.concatenate(parts) for parts in zip(*_call_pilots(now), strict=True))
    today = seen.rates(len(now.monthly_pages))
    with_call, alone = (_chance(features[arm], stayed[arm], today, UPLIFT_TREES) for arm in (called, ~called))
    return np.asarray(with_call - alone)


def _call_pilots(now: Snapshot) -> Iterator[tuple[Matrix, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """What was seen of those whom the pilots of CALLED drew each month, whether they stayed, and who was called.

    Put together although they differ in whom they draw and in how many they call: what matters is that the lot decides
    and not the customer. The second and third calls of the waves are taken for what a first one begins.
    """
    for test in p.PILOTS:
        if test.campaign not in CALLED:
            continue
        for month in range(test.month, (test.last or test.month) + 1):
            if month + WATCHED >= now.world.months:
                continue
            page, rows = now.monthly_pages[month], observed_rows(now.monthly_pages[:month])
            rows = rows[page.campaign[rows] == CAMPAIGNS.index(test.campaign)]
            then = Observed(now, rows, observed(now, now.monthly_pages[:month], rows)).rates(month)
            stayed = now.monthly_pages[month + WATCHED].open[rows]
            yield then, stayed, page.arm[rows] != p.ARM_NAMES.index("control")


def _chance(features: Matrix, happened: npt.NDArray[np.bool_], today: Matrix, trees: int) -> Floats:
    """The chance of what happened to customers with these features, for customers with today's."""
    with one_thread():
        from sklearn.ensemble import HistGradientBoostingClassifier

        model = HistGradientBoostingClassifier(max_leaf_nodes=4, max_iter=trees, min_samples_leaf=100, random_state=0)
        return np.asarray(model.fit(features, happened).predict_proba(today)[:, 1])


# (bank, most customers, months, future) -> that future with and without the policy, and its contacts
Player = Callable[[Twin, int, int, int], tuple[Comparison, Plan]]


def _one_list(plan: Callable[[Twin, Observed, int, int], Plan]) -> Player:
    """A policy that makes its list on the first morning, the same in every future."""

    def play(twin: Twin, most: int, months: int, future: int) -> tuple[Comparison, Plan]:
        lists = _known(twin).lists
        key = (plan, most, months)
        if key not in lists:
            lists[key] = plan(twin, Observed.of(twin), months, most)
        return twin.run(lists[key], months, future), lists[key]

    return play


@dataclass(frozen=True)
class Reference:
    """A policy to be compared with, and its title."""

    play: Player
    en: str
    zh: str


REFERENCES: Final = {
    "oracle": Reference(partial(_month_by_month, "everything"), "The oracle: knows everything", "先知：知道一切真相"),
    "observable": Reference(partial(_month_by_month, "observable"), "The best on what the bank sees", "可观测最优"),
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
        cost = float(np.mean([pair.with_plan.cost.sum() for pair, _ in played]))
        reach = float(np.mean([len(np.unique(plan.row)) for _, plan in played]))
        measured[key] = Earned(float(np.mean(profit)), error, reach, cost)
    return measured[key]


def best_profits(twin: Twin, most: int, months: int, futures: int) -> tuple[float, float]:
    """Profit, in yuan, of the best policy on observed columns and of the oracle, with `most` customers at most."""
    best, oracle = (measure(twin, name, most, months, futures) for name in ("observable", "oracle"))
    return best.profit, oracle.profit


__all__ = ["REFERENCES", "SHARE", "Earned", "best_profits", "measure"]
