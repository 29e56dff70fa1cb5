"""Ceilings: what could be got out of the bank's data, and what could be got at all.

Both learn, on sibling banks that share nothing with this one but the parameters, what one contact more adds to each customer's
stay and to the rest of their profit: on the first morning, and on later ones, after months in which customers were contacted
by lot. All that differs is what they may look at: the bank's observed columns, or those and the simulator's truth.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Rows
from generators.parameters import Floats, World
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Scenario
from generators.twin.snapshot import snapshot
from twinline.base.progress_bar import progress_bar
from twinline.base.text import t
from twinline.twin.months import after
from twinline.twin.observed import FEATURES, Observed
from twinline.twin.trees import BINS, LEAVES, Codes, Matrix, Trees, edges, encoded

MENU: Final = (
    ("call", "voucher"),
    ("call", "reminder"),
    ("wecom", "voucher"),
    ("sms", "voucher"),
    ("sms", "reminder"),
    ("app_push", "voucher"),
    ("call", "add_wecom"),
    ("call", "service_fix"),
)
SIBLINGS: Final = 2
SIBLING_CUSTOMERS: Final = 20_000
LEARNING_FUTURES: Final = (3, 2)  # of the first morning, and of each later one
PART: Final = 0.3  # of the customers are tried on a later morning
# Before a later morning customers are contacted by lot: some never, some now and then, some nearly every month, as a policy does
# with those whom it thinks worth it; and mostly in the same way.
CONTACTED: Final = (0.0, 0.35, 0.95)
SAME_WAY: Final = 0.7
TREES: Final = 26
PLACES: Final = 400  # of the curve that says which gain so many customers exceed
_FIRST_SIBLING: Final = 7_000_001  # seeds that no class will use
_PATH: Final = 100  # the future in which customers are contacted by lot, none of those that are learned from
_MOST_GAIN: Final = 300.0  # yuan, of a customer's profit without their stay: what lies beyond is luck

Knowing = Literal["observable", "everything"]


def plan_of(rows: Rows, action: tuple[str, str]) -> Plan:
    """One contact each, in the first month."""
    size = len(rows)
    channel, offer = p.CHANNEL_NAMES.index(action[0]), p.ACTION_NAMES.index(action[1])
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

    `curves` says, for what is observable and for everything, which gain the best action exceeds in the best month for each of
    evenly spaced shares of untouched customers: the first for none, the last for all.
    """

    edges: Matrix
    observable: tuple[Added, ...]
    everything: tuple[Added, ...]
    curves: Matrix

    @property
    def added(self) -> tuple[Added, ...]:
        """All that is added: of what is observable, then of everything."""
        return self.observable + self.everything

    def gains(self, seen: Observed, knowing: Knowing, left: int) -> Matrix:
        """Expected yuan by customer and action with so many months `left`; minus infinity where it may not be taken."""
        all_of_it = knowing == "everything"
        codes = encoded(_columns(seen, left, all_of_it), self.edges)
        added = self.everything if all_of_it else self.observable
        value, found = seen.value_less_losses(), np.full((len(seen.rows), len(MENU)), -np.inf)
        for place, (action, each) in enumerate(zip(MENU, added, strict=True)):
            may = seen.may_be(action)
            found[:, place] = np.where(may, each.gain(codes, value), -np.inf)
        return found

    def least(self, knowing: Knowing, share: float) -> float:
        """The gain that a share of the customers exceed in one month of the round or another."""
        curve = self.curves[int(knowing == "everything")]
        return float(np.interp(share, np.linspace(0.0, 1.0, len(curve)), curve))


@dataclass(frozen=True)
class Sample:
    """An action tried on customers of a sibling bank, a row each.

    `everything` is what is true of them, `value` as in `Added.gain`, `stay` what it added to the share of futures in which
    they stay, `gain` to their mean profit in yuan; `futures` were lived.
    """

    everything: Matrix
    value: Floats
    stay: Floats
    gain: Floats
    futures: int


def learn(world: World, scenario: Scenario, months: int) -> Ceiling:
    """Try every action on everyone whom it may reach, on sibling banks on some mornings of the round, and learn what it added."""
    # How many are texted in a month is for whoever chooses to think of: here all are.
    alone, samples = replace(scenario, texts_free=1.0), []
    with progress_bar(t("Learning the references", "正在学习参照策略")) as tell:
        for number in range(SIBLINGS):
            tell(number, SIBLINGS)
            twin = Twin(snapshot(_sibling(world, number)), alone)
            for month, today in enumerate(_mornings(twin, months)):
                if month not in mornings(months):
                    continue
                seen, futures = Observed.of(today), LEARNING_FUTURES[min(month, 1)]
                if month:
                    seen = seen.at(np.flatnonzero(np.random.default_rng(month).random(len(seen.rows)) < PART))
                samples.append(list(_tried(today, seen, scenario.watched(months) - month, futures)))
        with one_thread():
            learned = _learned(samples)
        return replace(learned, curves=_curves(learned, Twin(snapshot(_sibling(world, SIBLINGS)), alone), months))


def mornings(months: int) -> list[int]:
    """The months of a round, from 0, on whose first morning actions are tried."""
    return sorted({0, min(1, months - 1), months // 2, months - 1})


def _sibling(world: World, number: int) -> World:
    return World("sibling", _FIRST_SIBLING + number, SIBLING_CUSTOMERS, months=world.months, start=world.start)


def _mornings(twin: Twin, months: int) -> Iterator[Twin]:
    """The twin on each morning of a round in which customers are contacted by lot."""
    rng, past = np.random.default_rng(twin.now.world.seed), len(twin.now.monthly_pages)
    found: list[Twin] = []
    often, usual = rng.choice(CONTACTED, len(twin.now)), rng.integers(0, len(MENU), len(twin.now))

    def choose(month: int, pages: Any, state: Any) -> Plan:
        found.append(twin.on(after(twin.now, month, pages[past:], state)) if month else twin)
        seen = Observed.of(found[-1])
        size = len(seen.rows)
        drawn, other = rng.random(size) < often[seen.rows], rng.random(size) > SAME_WAY
        action = np.where(other, rng.integers(0, len(MENU), size), usual[seen.rows])
        plans = [plan_of(seen.rows[drawn & (action == n) & seen.may_be(how)], how) for n, how in enumerate(MENU)]
        made = Plan.join(plans)
        return replace(made, month=np.full(len(made.row), month))

    twin.run_insider(choose, months, _PATH)
    yield from found


def _columns(seen: Observed, left: int, all_of_it: bool) -> Matrix:
    known = np.column_stack([seen.features(), np.full(len(seen.rows), float(left))])
    return np.column_stack([known, seen.truth()]) if all_of_it else known


def _tried(twin: Twin, seen: Observed, left: int, futures: int) -> Iterator[Sample]:
    """Each action of MENU on all of these whom it may reach."""
    everything, value = _columns(seen, left, all_of_it=True), seen.value_less_losses()
    reached: dict[tuple[str, int], _FirstMonth] = {}
    may_be = {action: seen.may_be(action) for action in MENU}
    for action, may in may_be.items():
        for future in range(1, futures + 1):  # whom a channel gets through to is the same whatever it offers
            if (action[0], future) not in reached:
                anybody = np.any([each for (channel, _), each in may_be.items() if channel == action[0]], axis=0)
                reached[action[0], future] = _first_month(twin, seen.rows[anybody], action[0], future)
        by_future = {future: reached[action[0], future] for future in range(1, futures + 1)}
        stay, gain = _added(twin, seen.rows[may], action, left, by_future)
        yield Sample(everything[may], value[may], stay, gain, futures)


@dataclass(frozen=True)
class _FirstMonth:
    """By row of the bank: whom a channel gets through to, and what an attempt costs where it does not, in yuan."""

    through: npt.NDArray[np.bool_]
    in_vain: Floats


def _first_month(twin: Twin, rows: Rows, channel: str, future: int) -> _FirstMonth:
    tried = twin.run(plan_of(rows, (channel, "reminder")), 1, future)
    through, in_vain = np.zeros(len(twin.now), dtype=bool), np.zeros(len(twin.now))
    through[tried.rows] = tried.with_plan.reached > 0
    in_vain[tried.rows] = tried.with_plan.contact_cost + tried.with_plan.complaint_cost
    return _FirstMonth(through, in_vain)


def _added(
    twin: Twin, rows: Rows, action: tuple[str, str], months: int, futures: dict[int, _FirstMonth]
) -> tuple[Floats, Floats]:
    """What an action adds to the customers at `rows` in these futures: `stay` and `gain` of a `Sample`."""
    stay, gain = np.zeros(len(twin.now)), np.zeros(len(twin.now))
    for future, first in futures.items():
        # Whom a contact does not get through to goes on as without it: the months of the others are lived.
        through = first.through[rows]
        pair = twin.run(plan_of(rows[through], action), months, future)
        stay[pair.rows] += pair.with_plan.open.astype(float) - pair.without.open
        gain[pair.rows] += pair.with_plan.profit - pair.without.profit
        gain[rows[~through]] -= first.in_vain[rows[~through]]
    return stay[rows] / len(futures), gain[rows] / len(futures)


def _learned(samples: list[list[Sample]]) -> Ceiling:
    every = [sample for morning in samples for sample in morning]
    worth = np.concatenate([sample.value for sample in every])
    # Where much is at stake the trees shall tell finely: the codes are of equal worth, not of equally many customers.
    between = edges(np.concatenate([sample.everything for sample in every]), worth + worth.mean())
    observable: list[Added] = []
    everything: list[Added] = []
    for tried in zip(*samples, strict=True):
        codes = encoded(np.concatenate([sample.everything for sample in tried]), between)
        value = np.concatenate([sample.value for sample in tried])
        stay = np.concatenate([sample.stay for sample in tried])
        gain = np.concatenate([sample.gain for sample in tried])
        sure = np.concatenate([np.full(len(sample.gain), float(sample.futures)) for sample in tried])
        rest = np.clip(gain - stay * value, -_MOST_GAIN, _MOST_GAIN)
        for found, width in ((observable, len(FEATURES) + 1), (everything, codes.shape[1])):
            seen = codes[:, :width]
            found.append(Added(_fit(seen, stay, sure * (value + value.mean())), _fit(seen, rest, sure)))
    return Ceiling(between, tuple(observable), tuple(everything), np.zeros((2, PLACES)))


def _curves(learned: Ceiling, twin: Twin, months: int) -> Matrix:
    """The curves of `Ceiling`, from a sibling that it has not learned from, left alone."""
    best = np.full((2, len(twin.now)), -np.inf)
    past, watched = len(twin.now.monthly_pages), twin.scenario.watched(months)

    def look(month: int, pages: Any, state: Any) -> Plan:
        seen = Observed.of(twin.on(after(twin.now, month, pages[past:], state)))
        for place, knowing in enumerate(("observable", "everything")):
            gains = learned.gains(seen, knowing, watched - month).max(axis=1)  # type: ignore[arg-type]
            best[place, seen.rows] = np.maximum(best[place, seen.rows], gains)
        return Plan.nothing()

    twin.run_insider(look, months, 1)
    known = best[:, Observed.of(twin).rows]
    return np.asarray(np.quantile(np.maximum(known, 0.0), np.linspace(1.0, 0.0, PLACES), axis=1).T)


def _fit(codes: Codes, target: Floats, weight: Floats) -> Trees:
    from sklearn.ensemble import HistGradientBoostingRegressor

    class OfCodes(HistGradientBoostingRegressor):  # type: ignore[misc]
        """The library's trees without its search for bins, which takes half of the time: codes are bins already."""

        def _bin_data(self, x: Any, *given: Any, **more: Any) -> Any:
            self._bin_mapper.fit(np.repeat(np.arange(float(BINS))[:, None], x.shape[1], axis=1))
            return self._bin_mapper.transform(x)

    model = OfCodes(
        max_iter=TREES,
        learning_rate=0.18,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=100,
        max_bins=BINS,
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


__all__ = ["MENU", "Added", "Ceiling", "Knowing", "learn", "one_thread", "plan_of"]
