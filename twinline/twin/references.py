"""References: what other policies would have earned on the same bank, from contacting at random to knowing everything.

The best policy on observed columns and the oracle are the same machine. Both learn, on sibling banks that share nothing with
this one but the parameters, what each action adds to each customer's stay and to the rest of their profit; all that differs
is what they may look at: the bank's observed columns, or those and the simulator's truth. So the one is a ceiling for what
can be got out of the bank's data, the other for what could be got at all.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from generators import manifest
from generators import parameters as p
from generators.pages import Columns
from generators.parameters import Floats, World
from generators.schema import VIEWS
from generators.twin.observed import observed, observed_rows
from generators.twin.run import Plan, Twin
from generators.twin.scenario import Ban, Scenario
from generators.twin.snapshot import Snapshot, lived
from twinline.base.paths import datasets
from twinline.base.progress_bar import progress_bar
from twinline.base.text import t
from twinline.twin.check import bans_now, reachable

if TYPE_CHECKING:
    pass

MENU: Final = (("call", "voucher"), ("call", "fee_waiver"), ("wecom", "voucher"), ("sms", "voucher"))
USUAL: Final = ("call", "fee_waiver")  # what the simple policies do, as the bank's own call pilots did
WATCHED: Final = 6  # months after a pilot's call in which customers stay or leave
SHARE: Final = 0.05  # of the open accounts, contacted where nothing else is said
SIBLINGS: Final = 2
SIBLING_CUSTOMERS: Final = 20_000
LEARNING_FUTURES: Final = 8
_FIRST_SIBLING: Final = 7_000_001  # seeds that no class will use
_NUMERIC = [column.name for column in VIEWS["observed"].columns if column.kind not in ("id", "text")]
_SUMS = [name for name in _NUMERIC if "_12m" in name and name != "margin_12m_fen"]  # this one is a month's already

Rows = npt.NDArray[np.intp]
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Book:
    """The open accounts on a morning: rows of the bank, the observed columns, and whom each action of MENU may reach."""

    now: Snapshot
    rows: Rows
    columns: Columns
    bans: tuple[Ban, ...] = ()

    @classmethod
    def of(cls, twin: Twin) -> "Book":
        """Today's, with the bans that hold in the coming month."""
        now = twin.now
        return cls(now, observed_rows(now.monthly_pages), observed(now, now.monthly_pages), bans_now(twin))

    def features(self) -> Matrix:
        """Observed columns as numbers."""
        return np.column_stack([np.asarray(self.columns[name], dtype=float) for name in _NUMERIC])

    def rates(self, seen: int) -> Matrix:
        """The same, with sums over a year a month of the `seen` ones: to compare mornings early and late in the history."""
        months = np.array([min(seen, 12) if name in _SUMS else 1 for name in _NUMERIC])
        return np.asarray(self.features() / months)

    def everything(self) -> Matrix:
        """Observed columns and the simulator's truth."""
        people, state, rows = self.now.population, self.now.state, self.rows
        truth = [people.latent_type == code for code in range(len(p.TYPES))]
        truth += [people.response, people.closure_logit, people.affinity, people.rate, people.ticket, people.pay_style]
        truth += [
            state.asleep,
            state.log_rate,
            state.retention,
            state.spend,
            state.fatigue,
            state.doubt,
            state.leaving >= 0,
        ]
        return np.column_stack([self.features(), *(np.asarray(trait[rows], dtype=float) for trait in truth)])

    def value(self) -> Floats:
        """Yuan that a customer is worth beyond the months watched, if they stay and go on as they are."""
        from generators.twin.money import TERMINAL_MONTHS

        earned = self.columns["margin_12m_fen"].astype(float) - p.OPERATIONS_FEN
        return np.asarray(np.maximum(earned, 0.0) / 100 * TERMINAL_MONTHS)

    def may(self, channel: str) -> npt.NDArray[np.bool_]:
        """Whom a channel may reach."""
        from twinline.data.tables import to_frame

        return reachable(to_frame("observed", self.columns), channel, self.bans)


def plan_of(rows: Rows, action: tuple[str, str]) -> Plan:
    """One contact each, in the first month."""
    size = len(rows)
    channel, offer = p.CHANNEL_NAMES.index(action[0]), p.OFFER_NAMES.index(action[1])
    return Plan(rows, np.zeros(size, dtype=np.int64), np.full(size, channel), np.full(size, offer))


# --- learning what actions add ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ceiling:
    """By action of MENU: a model of the added chance to stay and one of the rest of the profit; two of each by what is seen."""

    observable: tuple[tuple[Any, Any], ...]
    everything: tuple[tuple[Any, Any], ...]

    def gains(self, book: Book, knowing: str) -> Matrix:
        """Expected yuan by customer and action; minus infinity where the action may not be taken."""
        features = book.everything() if knowing == "everything" else book.features()
        found = np.full((len(book.rows), len(MENU)), -np.inf)
        for place, ((stays, rest), action) in enumerate(zip(getattr(self, knowing), MENU, strict=True)):
            may = book.may(action[0])
            found[may, place] = stays.predict(features[may]) * book.value()[may] + rest.predict(features[may])
        return found


def ceiling(world: World, scenario: Scenario, months: int) -> Ceiling:
    """The two ceilings, learned once for a kind of world and kept beside the datasets."""
    # How many may be contacted, and what the game is called, changes nothing in what a contact does.
    scenario = replace(scenario, name="", en="", zh="", share=None, budget=None, hours=None)
    source = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    kind = (manifest.engine(), source, scenario, months, world.months, world.start, SIBLINGS, SIBLING_CUSTOMERS)
    return _ceiling(hashlib.sha256(repr(kind).encode()).hexdigest()[:16], world, scenario, months)


@lru_cache(maxsize=8)
def _ceiling(key: str, world: World, scenario: Scenario, months: int) -> Ceiling:
    import joblib

    path = datasets() / ".twin" / f"references-{key}.joblib"
    with suppress(Exception):  # missing, cut short or of another version: learned again
        held = joblib.load(path)
        if isinstance(held, Ceiling):
            return held
    learned = _learn(world, scenario, months)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        joblib.dump(learned, part)
        part.replace(path)
    return learned


def _learn(world: World, scenario: Scenario, months: int) -> Ceiling:
    """Try every action on everyone whom it may reach, on sibling banks in several futures, and learn what it added."""
    lessons = []
    with progress_bar(t("Learning the references", "正在学习参照策略")) as tell:
        for number in range(SIBLINGS):
            tell(number, SIBLINGS)
            sibling = replace(world, seed=_FIRST_SIBLING + number, customers=SIBLING_CUSTOMERS)
            lessons.append(_lesson(sibling, scenario, months))
    models: dict[str, list[tuple[Any, Any]]] = {"observable": [], "everything": []}
    for place in range(len(MENU)):
        tried = [lesson[place] for lesson in lessons]
        stay, gain, value = (np.concatenate([each[name] for each in tried]) for name in ("stay", "gain", "value"))
        for knowing, found in models.items():
            features = np.concatenate([each[knowing] for each in tried])
            found.append(
                (_fit(features, stay, value + value.mean()), _fit(features, np.clip(gain - stay * value, -300, 300)))
            )
    return Ceiling(tuple(models["observable"]), tuple(models["everything"]))


def _lesson(world: World, scenario: Scenario, months: int) -> list[dict[str, Any]]:
    twin = Twin(lived(world), scenario)
    book = Book.of(twin)
    features, everything, value = book.features(), book.everything(), book.value()
    lessons = []
    for action in MENU:
        may = book.may(action[0])
        rows = book.rows[may]
        stay, gain = np.zeros(len(rows)), np.zeros(len(rows))
        for future in range(1, LEARNING_FUTURES + 1):
            pair = twin.run(plan_of(rows, action), months, future)
            at = np.searchsorted(pair.rows, rows)
            stay += (pair.with_plan.open.astype(float) - pair.without.open)[at] / LEARNING_FUTURES
            gain += (pair.with_plan.profit - pair.without.profit)[at] / LEARNING_FUTURES
        lessons.append({"observable": features[may], "everything": everything[may], "value": value[may], "stay": stay, "gain": gain})  # fmt: skip
    return lessons


def _fit(features: Matrix, target: Floats, weight: Floats | None = None) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    # Few bins: a quantile of weighted values costs more than the trees.
    model = HistGradientBoostingRegressor(
        max_leaf_nodes=8, max_iter=60, min_samples_leaf=100, learning_rate=0.1, max_bins=63, random_state=0
    )
    return model.fit(features, target, sample_weight=weight)


# --- policies ---------------------------------------------------------------------------------------------------------


def _ranked(book: Book, score: Floats, action: tuple[str, str], most: int, floor: float = -np.inf) -> Plan:
    """One action for those with the highest scores among whom it may reach."""
    best = np.argsort(-np.where(book.may(action[0]), score, -np.inf), kind="stable")[:most]
    best = best[np.where(book.may(action[0]), score, -np.inf)[best] > floor]
    return plan_of(np.sort(book.rows[best]), action)


def _by_gain(book: Book, gains: Matrix, most: int) -> Plan:
    """The best action for those whom it adds most to; nobody for whom it adds nothing."""
    best, action = gains.max(axis=1), gains.argmax(axis=1)
    top = np.argsort(-best, kind="stable")[:most]
    top = np.sort(top[best[top] > 0])
    return Plan.join([plan_of(book.rows[top[action[top] == place]], how) for place, how in enumerate(MENU)])


def plan_observable(twin: Twin, book: Book, months: int, most: int) -> Plan:
    """The best that the observed columns allow."""
    return _by_gain(book, ceiling(twin.now.world, twin.scenario, months).gains(book, "observable"), most)


def plan_oracle(twin: Twin, book: Book, months: int, most: int) -> Plan:
    """The best for somebody who knows everything but the luck to come."""
    return _by_gain(book, ceiling(twin.now.world, twin.scenario, months).gains(book, "everything"), most)


def plan_random(twin: Twin, book: Book, months: int, most: int) -> Plan:
    """Anybody."""
    lot = np.random.default_rng([twin.now.world.seed, twin.now.month])
    return _ranked(book, lot.random(len(book.rows)), USUAL, most)


def plan_all(twin: Twin, book: Book, months: int, most: int) -> Plan:
    """Everybody who may be called, whatever the limit."""
    return _ranked(book, np.zeros(len(book.rows)), USUAL, len(book.rows))


def plan_churn(twin: Twin, book: Book, months: int, most: int) -> Plan:
    """Those likeliest to leave, as learned from who left in the last months."""
    key = ("chance of leaving", months)
    if key not in twin.remembered:  # whatever the number of customers: every submission is graded beside it
        past = twin.now.monthly_pages[: len(twin.now.monthly_pages) - months]
        rows = observed_rows(past)
        then = Book(twin.now, rows, observed(twin.now, past))
        left = ~twin.now.monthly_pages[-1].open[rows]
        today = book.rates(len(twin.now.monthly_pages))
        twin.remembered[key] = _classifier().fit(then.rates(len(past)), left).predict_proba(today)[:, 1]
    return _ranked(book, twin.remembered[key], USUAL, most)


def plan_uplift(twin: Twin, book: Book, months: int, most: int) -> Plan:
    """Those whose staying a call changes most times what they are worth, as learned from the bank's call pilots."""
    return _ranked(book, uplift(twin.now, book) * book.value(), USUAL, most, 0.0)


def uplift(now: Snapshot, book: Book) -> Floats:
    """Added chance to stay, by customer: a model for each arm of the call pilots (a T-learner; Künzel et al. 2019)."""
    features, stayed, treated = (np.concatenate(parts) for parts in zip(*_call_pilots(now), strict=True))
    today = book.rates(len(now.monthly_pages))
    chances = [_classifier().fit(features[arm], stayed[arm]).predict_proba(today)[:, 1] for arm in (treated, ~treated)]
    return np.asarray(chances[0] - chances[1])


def _call_pilots(now: Snapshot) -> Iterator[tuple[Matrix, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]:
    """What was seen of those whom the pilots of USUAL drew each month, whether they stayed, and who was called.

    Both pilots toss a fair coin, so they can be put together: one draws anybody, the other those who just asked.
    """
    from generators.policy import CAMPAIGNS

    for test in p.PILOTS:
        if (test.channel, test.offer) != USUAL:
            continue
        for month in range(test.month, (test.last or test.month) + 1):
            if month + WATCHED >= now.world.months:
                continue
            page, rows = now.monthly_pages[month], observed_rows(now.monthly_pages[:month])
            rows = rows[page.campaign[rows] == CAMPAIGNS.index(test.campaign)]
            then = Book(now, rows, observed(now, now.monthly_pages[:month], rows)).rates(month)
            stayed = now.monthly_pages[month + WATCHED].open[rows]
            yield then, stayed, page.arm[rows] == p.ARM_NAMES.index("treated")


def _classifier() -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(max_leaf_nodes=4, max_iter=60, min_samples_leaf=100, random_state=0)


Policy = Callable[[Twin, Book, int, int], Plan]
POLICIES: Final[dict[str, tuple[Policy, str, str]]] = {
    "oracle": (plan_oracle, "The oracle: knows everything", "先知：知道一切真相"),
    "observable": (plan_observable, "The best on what the bank sees", "可观测最优"),
    "uplift": (plan_uplift, "Uplift × value, from the bank's pilots", "增益×价值（用银行试点学得）"),
    "churn": (plan_churn, "Those likeliest to leave", "按流失概率"),
    "random": (plan_random, "At random", "随机"),
    "all": (plan_all, "Call everybody", "人人都打电话"),
}


def measure(twin: Twin, name: str, most: int, months: int, futures: int) -> tuple[float, float, int, float]:
    """A reference on this bank: mean profit in yuan, its standard error, customers contacted, mean cost."""
    key = (name, most, months, futures)
    held = twin.remembered.get(key)
    if held is None:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):  # waiting threads cost more than they bring at this size
            plan = POLICIES[name][0](twin, Book.of(twin), months, most)
        pairs = [twin.run(plan, months, future) for future in range(1, futures + 1)]
        profit = [float((pair.with_plan.profit - pair.without.profit).sum()) for pair in pairs]
        error = float(np.std(profit, ddof=1) / np.sqrt(futures)) if futures > 1 else float("nan")
        held = (
            float(np.mean(profit)),
            error,
            len(plan.row),
            float(np.mean([pair.with_plan.cost.sum() for pair in pairs])),
        )
        twin.remembered[key] = held
    return held


__all__ = ["MENU", "POLICIES", "Book", "Ceiling", "ceiling", "measure"]
