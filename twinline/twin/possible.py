"""Possible: what of a plan made on one bank can be done on another bank of the same game, or later."""

from dataclasses import replace

import numpy as np

from generators.arrays import Rows
from generators.rows import take
from generators.twin.run import Plan, Twin
from generators.twin.snapshot import Snapshot
from twinline.twin.allowed import Allowed
from twinline.twin.check import PlanLimits, beyond

NOBODY = -1


def the_same(rows: Rows, there: Snapshot, here: Snapshot) -> Rows:
    """Where the customers at `rows` of one bank are on another of the same world; NOBODY for those who are not.

    Newcomers may stand in other rows here: a budget brought more of them, or fewer.
    """
    one, other = (np.arange(len(now)) if now.luck is None else now.luck for now in (there, here))
    order = np.argsort(other, kind="stable")
    place = np.minimum(np.searchsorted(other[order], one[rows]), len(other) - 1)
    found = order[place]
    return np.where(other[found] == one[rows], found, NOBODY)


def still_possible(plan: Plan, there: Snapshot, twin: Twin) -> Plan:
    """What of a plan can be made here: contacts with accounts that are open and may be contacted so about that.

    `there` is the bank that it was made on.
    """
    row = the_same(plan.row, there, twin.now)
    known = np.flatnonzero(row != NOBODY)
    here = replace(take(plan, known), row=row[known])
    return take(here, np.flatnonzero(Allowed(twin).each(here.row, here.channel, here.offer)))


def within(plan: Plan, twin: Twin, limits: PlanLimits) -> Plan:
    """What of a plan a round's limits allow, month after month, until they are used up; all of it where they allow that."""
    if not beyond(plan, twin, limits):
        return plan
    whole = take(plan, np.argsort(plan.month, kind="stable"))
    low, high = 0, len(whole.row)  # so many contacts are allowed, and so many are not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if beyond(take(whole, np.arange(middle)), twin, limits) else (middle, high)
    return take(whole, np.arange(low))


__all__ = ["NOBODY", "still_possible", "the_same", "within"]
