"""The control group: some of those whom a card chose are left alone by lot, and compared when the round is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generators import parameters as p
from twinline.twin.pilot import seen_afterwards

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

SHARE: Final = 0.1  # of those whom a card chose
FEW: Final = 30  # held back: below it, a difference is seldom told from luck
ALONE: Final = 10  # held back: cards with fewer are read together
OUTCOMES: Final = ("margin", "open", "bought", "spent")  # the first is the one to decide by; the others explain


def held_back(customers: "pd.DataFrame", bank: "Bank") -> Any:
    """Ids of a tenth of the customers, drawn by lot.

    The lot belongs to a customer and a morning, so that neither the order of the cards nor trying again draws anew.
    """
    ids = customers["customer_id"].to_numpy()
    now = bank.twin.now
    lots = np.random.default_rng([now.world.seed, now.month]).random(len(now))
    ordered = ids[np.argsort(lots[ids - p.FIRST_CUSTOMER_ID], kind="stable")]
    return np.sort(ordered[: round(SHARE * len(ids))])


@dataclass(frozen=True)
class Difference:
    """What the contacted did more than those held back: a mean a customer, and half its 95 % interval (Welch 1947).

    `card` is a card's place, 0 for all of them: cards are strata, weighted by those whom they contacted.
    """

    card: int
    outcome: str
    contacted: int
    held: int
    with_contact: float
    without: float
    value: float
    half: float


Groups = tuple[int, Any, Any]  # a card's place, ids of those it contacted, ids of those held back
_Stratum = tuple[int, Any, Any]  # the same with their outcomes


def reading(groups: Sequence[Groups], after: "Bank", months: int) -> list[Difference]:
    """The control group read after a round of so many months, by outcome and card; nothing where nobody was held back.

    `after` is the bank at the round's end; outcomes are what its books say: margin and spending in yuan over the round, and shares
    of those who hold their card and who bought in the last month.
    """
    pages = after.twin.now.monthly_pages[-months:]
    found: list[Difference] = []
    for outcome in OUTCOMES:
        strata = _strata(groups, pages, outcome)
        if not strata:
            continue
        found.append(_difference(0, outcome, strata))
        if outcome == OUTCOMES[0] and len(strata) > 1:  # of every outcome for every card, some would stand out by luck
            large = [each for each in strata if len(each[2]) >= FEW]
            found += [_difference(each[0], outcome, [each]) for each in large]
    return found


def _strata(groups: Sequence[Groups], pages: Any, outcome: str) -> list[_Stratum]:
    """The cards with a control group; those of which too few are held back for a variance of their own are one stratum."""
    strata: list[_Stratum] = []
    small: list[_Stratum] = []
    for place, contacted, held in groups:
        if len(held):
            one = (place, _values(contacted, pages, outcome), _values(held, pages, outcome))
            (strata if len(held) >= ALONE else small).append(one)
    if small:
        together = [np.concatenate([one[at] for one in small]) for at in (1, 2)]
        strata.append((small[0][0] if len(small) == 1 else 0, together[0], together[1]))
    return [each for each in strata if min(len(each[1]), len(each[2])) >= 2]


def _difference(card: int, outcome: str, strata: list[_Stratum]) -> Difference:
    """The groups' means, weighted by those contacted, and their difference with Welch's and Satterthwaite's degrees of freedom."""
    from scipy import stats

    sizes = np.array([len(one) for _, one, _ in strata], dtype=float)
    weights = (sizes / sizes.sum())[:, None]
    means = (weights * [(one.mean(), other.mean()) for _, one, other in strata]).sum(axis=0)
    spread = weights**2 * [(one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)) for _, one, other in strata]
    free = np.array([(len(one) - 1, len(other) - 1) for _, one, other in strata])
    total = float(spread.sum())
    half = 0.0
    if total > 0:
        half = float(stats.t.ppf(0.975, total**2 / (spread**2 / free).sum()) * np.sqrt(total))
    held = sum(len(other) for *_, other in strata)
    with_contact, without = map(float, means)
    return Difference(card, outcome, int(sizes.sum()), held, with_contact, without, with_contact - without, half)


def _values(ids: Any, pages: Any, outcome: str) -> Any:
    return np.asarray(seen_afterwards(pages, ids - p.FIRST_CUSTOMER_ID)[outcome], dtype=float)
