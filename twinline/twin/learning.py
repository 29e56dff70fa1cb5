"""Ceilings: what could be got out of the bank's data, and what could be got at all.

Both learn, on sibling banks that share nothing with this one but the parameters, what each action adds to each customer's
stay and to the rest of their profit; all that differs is what they may look at: the bank's observed columns, or those and the
simulator's truth. What a contact adds in a later month, with half the months to go, is learned from those who asked lately:
they are the ones who are worth another look.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from generators import parameters as p
from generators.arrays import Rows
from generators.parameters import Floats, World
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from generators.twin.snapshot import snapshot
from twinline.base.progress_bar import progress_bar
from twinline.base.text import t
from twinline.twin.observed import FEATURES, Observed
from twinline.twin.trees import BINS, LEAVES, Codes, Matrix, Trees, edges, encoded

MENU: Final = (("call", "voucher"), ("call", "fee_waiver"), ("wecom", "voucher"), ("sms", "voucher"))
SIBLINGS: Final = 2
SIBLING_CUSTOMERS: Final = 20_000
LEARNING_FUTURES: Final = 5
TREES: Final = 45
_FIRST_SIBLING: Final = 7_000_001  # seeds that no class will use
_MOST_GAIN: Final = 300.0  # yuan, of a customer's profit without their stay: what lies beyond is luck

Knowing = Literal["observable", "everything"]


def plan_of(rows: Rows, action: tuple[str, str]) -> Plan:
    """One contact each, in the first month."""
    size = len(rows)
    channel, offer = p.CHANNEL_NAMES.index(action[0]), p.OFFER_NAMES.index(action[1])
    return Plan(rows, np.zeros(size, dtype=np.int64), np.full(size, channel), np.full(size, offer))


@dataclass(frozen=True)
class Added:
    """What an action adds to a customer: to the chance that they stay, and in yuan to the rest of their profit."""

    stay: Trees
    rest: Trees

    def gain(self, codes: Codes, value: Floats) -> Floats:
        """Expected yuan by customer; `value` is what each is worth beyond the months watched."""
        return self.stay.predict(codes) * value + self.rest.predict(codes)


@dataclass(frozen=True)
class Ceiling:
    """By action of MENU what it adds, as told from the features and from everything; `edges` make codes of either.

    Those called `later` hold for a month in which half the months are left, and for customers who asked lately.
    """

    edges: Matrix
    observable: tuple[Added, ...]
    everything: tuple[Added, ...]
    later_observable: tuple[Added, ...]
    later_everything: tuple[Added, ...]

    @property
    def parts(self) -> tuple[tuple[Added, ...], ...]:
        """All there is besides the edges, in the order of the fields."""
        return self.observable, self.everything, self.later_observable, self.later_everything

    def gains(self, seen: Observed, knowing: Knowing, later: bool = False) -> Matrix:
        """Expected yuan by customer and action; minus infinity where the action may not be taken."""
        all_of_it = knowing == "everything"
        codes = encoded(seen.everything() if all_of_it else seen.features(), self.edges)
        added = self.parts[all_of_it + 2 * later]
        value, found = seen.value_less_losses(), np.full((len(seen.rows), len(MENU)), -np.inf)
        for place, ((channel, _), each) in enumerate(zip(MENU, added, strict=True)):
            may = seen.may(channel)
            found[may, place] = each.gain(codes[may], value[may])
        return found


@dataclass(frozen=True)
class Sample:
    """An action tried on customers of a sibling bank, a row each.

    `everything` is what is true of them, `value` as in `Added.gain`, `stay` what it added to the share of futures in which
    they stay, `gain` to their mean profit in yuan.
    """

    everything: Matrix
    value: Floats
    stay: Floats
    gain: Floats


def half(months: int) -> int:
    """The months that what may be added later is learned over."""
    return max(months // 2, 1)


def learn(world: World, scenario: Scenario, months: int) -> Ceiling:
    """Try every action on everyone whom it may reach, on sibling banks in several futures, and learn what it added."""
    siblings, later = [], []
    with progress_bar(t("Learning the references", "正在学习参照策略")) as tell:
        for number in range(SIBLINGS):
            tell(number, SIBLINGS)
            sibling = World(
                scale="sibling",
                seed=_FIRST_SIBLING + number,
                customers=SIBLING_CUSTOMERS,
                months=world.months,
                start=world.start,
            )
            twin = Twin(snapshot(sibling), scenario)
            seen = Observed.of(twin)
            siblings.append(list(_tried(twin, seen, months)))
            asked = np.flatnonzero(seen.columns["enquiries_12m"].astype(int) > 0)
            later.append(list(_tried(twin, seen.at(asked), half(months))))
    with one_thread():
        return _learned(siblings, later)


def _tried(twin: Twin, seen: Observed, months: int) -> Iterator[Sample]:
    """Each action of MENU on all of these whom it may reach."""
    everything, value = seen.everything(), seen.value_less_losses()
    for action in MENU:
        may = seen.may(action[0])
        stay, gain = _added(twin, seen.rows[may], action, months)
        yield Sample(everything[may], value[may], stay, gain)


def _added(twin: Twin, rows: Rows, action: tuple[str, str], months: int) -> tuple[Floats, Floats]:
    """What an action adds to the customers at `rows`: `stay` and `gain` of a `Sample`."""
    stay, gain = np.zeros(len(twin.now)), np.zeros(len(twin.now))
    for future in range(1, LEARNING_FUTURES + 1):
        # Whom a contact does not get through to goes on as without it: the months of the others are lived.
        tried = twin.run(plan_of(rows, action), 1, future)
        first = tried.with_plan.take(np.searchsorted(tried.rows, rows))
        through = first.reached > 0
        pair = twin.run(plan_of(rows[through], action), months, future)
        stay[pair.rows] += pair.with_plan.open.astype(float) - pair.without.open
        gain[pair.rows] += pair.with_plan.profit - pair.without.profit
        gain[rows[~through]] -= first.cost[~through]
    return stay[rows] / LEARNING_FUTURES, gain[rows] / LEARNING_FUTURES


def _learned(siblings: list[list[Sample]], later: list[list[Sample]]) -> Ceiling:
    every = [sample for sibling in siblings for sample in sibling]
    worth = np.concatenate([sample.value for sample in every])
    # Where much is at stake the trees shall tell finely: the codes are of equal worth, not of equally many customers.
    between = edges(np.concatenate([sample.everything for sample in every]), worth + worth.mean())
    return Ceiling(between, *_added_by_action(siblings, between), *_added_by_action(later, between))


def _added_by_action(siblings: list[list[Sample]], between: Matrix) -> tuple[tuple[Added, ...], tuple[Added, ...]]:
    """What each action adds, as told from the features and from everything."""
    observable: list[Added] = []
    everything: list[Added] = []
    for samples in zip(*siblings, strict=True):
        codes = encoded(np.concatenate([sample.everything for sample in samples]), between)
        value = np.concatenate([sample.value for sample in samples])
        stay = np.concatenate([sample.stay for sample in samples])
        gain = np.concatenate([sample.gain for sample in samples])
        rest = np.clip(gain - stay * value, -_MOST_GAIN, _MOST_GAIN)
        for found, width in ((observable, len(FEATURES)), (everything, codes.shape[1])):
            seen = codes[:, :width]
            found.append(Added(_fit(seen, stay, value + value.mean()), _fit(seen, rest)))
    return tuple(observable), tuple(everything)


def _fit(codes: Codes, target: Floats, weight: Floats | None = None) -> Trees:
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        max_iter=TREES,
        learning_rate=0.13,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=100,
        max_bins=BINS,  # a code keeps a bin of its own: the quantiles of weighted values would cost more than the trees
        early_stopping=False,
        random_state=0,
    )
    return Trees.of(model.fit(codes, target, sample_weight=weight))


@contextmanager
def one_thread() -> Iterator[Any]:
    """scikit-learn on one thread: threads that wait for each other cost more than they bring at this size."""
    import sklearn.ensemble  # noqa: F401 - the limit holds for what is loaded by then
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


__all__ = ["MENU", "Added", "Ceiling", "Knowing", "half", "learn", "one_thread", "plan_of"]
