"""Courses: rounds and pilots that follow each other, lived once more with the same contacts in one future or another.

What one step leaves to the next is lived as well: the bank's name, a rival's answer, newcomers. So a course that is changed
in nothing comes to the same to the fen.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generators import parameters as p
from generators.arrays import Rows
from generators.month import State
from generators.month.state import DEFAULT
from generators.rows import take
from generators.twin.run import Plan, Twin
from twinline.twin.acquire import ordered
from twinline.twin.carry_over import after_pilot, after_round
from twinline.twin.months import after
from twinline.twin.passed import Passed
from twinline.twin.possible import NOBODY, the_same


def worth(course: Sequence[Passed], future: int) -> float:
    """Yuan that the whole bank brings in a future, from the morning of a course's first step to its end, with what lies beyond.

    Contacts, complaints and new cards are paid for; contacts with customers who are not there in that future are not made.
    """
    twin, total = course[0].before.twin, 0.0
    for place, step in enumerate(course):
        if place:
            twin, paid = _buying(twin, step)
        else:
            paid = step.before.acquisition.cost if step.before.acquisition else 0.0
        plan = _there(step, twin)
        outcome, pages, state = twin.live(plan, step.months, future)
        total += float((outcome.earned - outcome.lost_credit - outcome.cost).sum()) - paid
        if place + 1 == len(course):
            return total + float(outcome.terminal.sum())
        total += _written_off_next(state)
        later, complaints = after(twin.now, step.months, pages, state), int(outcome.complaints.sum())
        carry = after_round(twin, later, plan, complaints, step.months) if step.number else None
        twin = carry or after_pilot(twin, later, complaints, step.months)
    return total


def _buying(twin: Twin, step: Passed) -> tuple[Twin, float]:
    """The bank with the customers whom a step's budget brings, and what that costs in yuan."""
    bought = step.before.acquisition
    if bought is None:
        return twin, 0.0
    return ordered(twin, bought.yuan, bought.months, None, twin.climate.pull)[0], bought.cost


def _there(step: Passed, twin: Twin) -> Plan:
    """A step's contacts with those who have a card in this future, or will open one."""
    row: Rows = the_same(step.plan.row, step.before.twin.now, twin.now)
    here = np.flatnonzero(row != NOBODY)
    plan = replace(take(step.plan, here), row=row[here])
    has = twin.now.state.open | (twin.now.population.open_month >= twin.now.month)
    return take(plan, np.flatnonzero(has[plan.row]))


def _written_off_next(state: State) -> float:
    """Yuan of balances that a run counts as lost as it ends, and the next one counts as they are written off."""
    return float(state.balance_fen[state.leaving == DEFAULT].sum()) * p.LOSS_GIVEN_DEFAULT / p.FEN


__all__ = ["worth"]
