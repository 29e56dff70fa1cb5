"""A round, month by month, under the best that somebody can do who knows this: whom to contact now, how, and whom to leave.

Each month every customer is looked at again. A customer who was contacted before may be contacted once more for what that adds;
one who was not takes one of the places that the round has, and must be worth more than the last of those whom the places are kept for.
"""

from dataclasses import dataclass, field, replace
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from generators import parameters as p
from generators.month import State
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.run import Comparison, Plan, Twin
from twinline.twin.ceilings import ceiling
from twinline.twin.learning import MENU, Ceiling, Knowing, plan_of
from twinline.twin.months import after
from twinline.twin.observed import Observed
from twinline.twin.planned import MINUTES, available_hours, friend_minutes, minutes, planned_cost
from twinline.twin.prices import Limits, choice

# By bank: the first morning's contacts, by what is known, most customers, months.
_FIRST: Final[WeakKeyDictionary[Twin, dict[tuple[str, int, int], Plan]]] = WeakKeyDictionary()
_LEAST: Final = 1.0  # yuan that a contact must be expected to add: what promises less is as often a loss


def play(knowing: Knowing, twin: Twin, most: int, months: int, future: int) -> tuple[Comparison, Plan]:
    """A future under the best that somebody can do who knows this, with `most` customers at most."""
    rules = twin.scenario
    first = _FIRST.setdefault(twin, {})
    round_ = BestRound(
        twin, ceiling(twin.now.world, rules, months), knowing, most, months, first.get((knowing, most, months))
    )
    pair, plan, _, _ = twin.run_insider(round_.choose, rules.watched(months), future)
    first[knowing, most, months] = plan.of(0)
    return pair, plan


@dataclass(eq=False)
class BestRound:
    """One future's round: what is expected of contacts, what is left of the limits, and who was contacted so far."""

    twin: Twin
    expected: Ceiling
    knowing: Knowing
    most: int
    months: int
    first: Plan | None = None  # of the first morning, where it is known: it is the same in every future
    plans: list[Plan] = field(default_factory=lambda: [Plan.nothing()])

    def __post_init__(self) -> None:
        self.touched = np.zeros(len(self.twin.now), dtype=bool)
        self.least = max(self.expected.least(self.knowing, self.most / max(self.twin.accounts, 1)), _LEAST)
        one = [plan_of(np.array([0]), action) for action in MENU]
        self.costs = np.array([planned_cost(plan, self.twin) for plan in one])
        self.minutes = np.array([MINUTES[plan.channel[0]] for plan in one])
        self.broadcast = np.array([channel in p.BROADCAST for channel, _ in MENU])

    def choose(self, month: int, pages: tuple[MonthlyPage, ...], state: State) -> Plan:
        """The contacts of a month; see `Twin.run_insider`."""
        if month >= self.months:
            return Plan.nothing()
        if month == 0 and self.first is not None:
            return self._noted(self.first)
        now, past = self.twin.now, len(self.twin.now.monthly_pages)
        seen = Observed.of(self.twin.on(after(now, month, pages[past:], state)))
        gains = self.expected.gains(seen, self.knowing, self.twin.scenario.watched(self.months) - month)
        new = ~self.touched[seen.rows]
        chosen = choice(gains, np.where(new, self.least, _LEAST), new, self._limits(month), self)
        at = np.flatnonzero(chosen >= 0)
        plan = Plan.join([plan_of(seen.rows[at[chosen[at] == place]], how) for place, how in enumerate(MENU)])
        return self._noted(replace(plan, month=np.full(len(plan.row), month)))

    def _noted(self, plan: Plan) -> Plan:
        self.touched[plan.row] = True
        self.plans.append(plan)
        return plan

    def _limits(self, month: int) -> Limits:
        """What this month may take."""
        twin, spent = self.twin, Plan.join(self.plans)
        budget = twin.scenario.budget
        if budget is not None:  # early months have longer to bear fruit
            budget = (budget - planned_cost(spent, twin)) * 2 / (self.months - month + 1)
        friends = float(friend_minutes(spent, month + 1)[month] + minutes(Plan.nothing(), twin)[0])
        return Limits(
            customers=self.most - int(self.touched.sum()),
            yuan=budget,
            minutes=max(available_hours(twin) * 60 - friends, 0.0),
            accounts=twin.accounts,
            texts_free=twin.scenario.texts_free,
        )
