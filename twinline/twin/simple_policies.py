"""Simple policies to be compared with: a list made on the first morning, by lot, by risk, or by uplift times value."""

from collections.abc import Iterator
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.parameters import Floats
from generators.policy import CAMPAIGNS
from generators.twin.observed import observed, observed_rows
from generators.twin.run import Plan, Twin
from generators.twin.snapshot import Snapshot
from twinline.twin.learning import one_thread, plan_of
from twinline.twin.observed import Observed
from twinline.twin.trees import Matrix

USUAL: Final = ("call", "fee_waiver")  # what the simple policies do, as the bank's own call pilots did
CALLED: Final = ("after_enquiry", "retention_call", "call_waves")  # pilots that call to keep customers
UPLIFT_TREES, CHURN_TREES = 20, 60
WATCHED: Final = 6  # months after a pilot's call in which customers stay or leave
# By bank and months: each account's chance to be left within them.
_LEAVING: Final[WeakKeyDictionary[Twin, dict[int, Floats]]] = WeakKeyDictionary()


def _ranked(seen: Observed, score: Floats, action: tuple[str, str], most: int, floor: float = -np.inf) -> Plan:
    """One action for those with the highest scores among whom it may reach."""
    best = np.argsort(-np.where(seen.may(action[0]), score, -np.inf), kind="stable")[:most]
    best = best[np.where(seen.may(action[0]), score, -np.inf)[best] > floor]
    return plan_of(np.sort(seen.rows[best]), action)


def plan_random(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Anybody."""
    rng = np.random.default_rng([twin.now.world.seed, twin.now.month])
    return _ranked(seen, rng.random(len(seen.rows)), USUAL, most)


def plan_all(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Everybody who may be called, whatever the limit."""
    return _ranked(seen, np.zeros(len(seen.rows)), USUAL, len(seen.rows))


def plan_churn(twin: Twin, seen: Observed, months: int, most: int) -> Plan:
    """Those likeliest to leave, as learned from who left in the last months."""
    leaving = _LEAVING.setdefault(twin, {})
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


__all__ = ["plan_all", "plan_churn", "plan_random", "plan_uplift", "uplift"]
