"""Control groups: some of those who would be contacted are left alone by lot, and compared when the round is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generators.arrays import Flags, Ints
from generators.twin.run import Twin

if TYPE_CHECKING:
    import pandas as pd

CONTROL, CONTACTED = "control", "contacted"  # the two arms of a control group's data
FEW: Final = 30  # left alone: below it, a difference is seldom told from luck
ALONE: Final = 10  # left alone: strata with fewer are read together
OUTCOMES: Final = ("margin", "open", "bought", "spent")  # the first is the one to decide by; the others explain


class Purpose(IntEnum):
    """What a draw is for, 2261 to 2269. Append only."""

    CONTROL = 2261


def lot(twin: Twin, share: float) -> Flags:
    """By row of the bank: whom a round leaves alone should it mean to contact them, the share in the long run.

    The lot falls on a customer and a morning: neither the order of the actions nor trying again draws anew.
    """
    return np.asarray(twin.now.draws(0).uniform(twin.now.month, Purpose.CONTROL) < share)


@dataclass(frozen=True)
class Difference:
    """What the contacted did more than those left alone: a mean a customer, and half its 95 % interval (Welch 1947).

    `stratum` is a part of the round, such as a card of the cockpit, 0 for all of it: strata are weighted by those contacted.
    """

    stratum: int
    outcome: str
    contacted: int
    held: int
    with_contact: float
    without: float
    value: float
    half: float


_Stratum = tuple[int, Any, Any]  # its number, and the outcomes of those contacted and of those left alone


def differences(data: "pd.DataFrame", strata: Ints | None = None) -> list[Difference]:
    """A control group's data by outcome and stratum; nothing where too few were left alone for a variance.

    `data` has a row a customer with arm and OUTCOMES; `strata` numbers their strata from 1, an entry a row (one by default).
    """
    numbers = np.ones(len(data), dtype=np.int64) if strata is None else strata
    found: list[Difference] = []
    for outcome in OUTCOMES:
        groups = _strata(numbers, data["arm"].to_numpy() == CONTROL, data[outcome].to_numpy(dtype=float))
        if not groups:
            continue
        found.append(_difference(0, outcome, groups))
        if (
            outcome == OUTCOMES[0] and len(groups) > 1
        ):  # of every outcome for every stratum, some would stand out by luck
            large = [each for each in groups if len(each[2]) >= FEW]
            found += [_difference(each[0], outcome, [each]) for each in large]
    return found


def _strata(numbers: Ints, held: Flags, values: Any) -> list[_Stratum]:
    """The strata with a control group; those of which too few were left alone for a variance of their own are one."""
    strata: list[_Stratum] = []
    small: list[_Stratum] = []
    for number in np.unique(numbers[held]).tolist():
        here = numbers == number
        one = (number, values[here & ~held], values[here & held])
        (strata if len(one[2]) >= ALONE else small).append(one)
    if small:
        together = [np.concatenate([one[at] for one in small]) for at in (1, 2)]
        strata.append((small[0][0] if len(small) == 1 else 0, together[0], together[1]))
    return [each for each in strata if min(len(each[1]), len(each[2])) >= 2]


def _difference(stratum: int, outcome: str, strata: Sequence[_Stratum]) -> Difference:
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
    return Difference(stratum, outcome, int(sizes.sum()), held, with_contact, without, with_contact - without, half)


__all__ = ["CONTACTED", "CONTROL", "FEW", "OUTCOMES", "Difference", "differences", "lot"]
