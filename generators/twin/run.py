"""Running: the months to come under a plan, for the customers whom it touches and those whom they brought.

Chance is keyed by customer, so nobody else's life differs from the world without the plan, which is lived once.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from generators.company import Company, uses_the_card
from generators.draws import Ints
from generators.month import Actions, Events, State, step
from generators.month.state import Codes, Flags
from generators.people.referrers import NOBODY
from generators.population import Population
from generators.rows import take
from generators.twin.books import Page, page
from generators.twin.outcomes import Outcome, Tally
from generators.twin.scenario import OPEN, Scenario
from generators.twin.snapshot import Snapshot

Rows = npt.NDArray[np.intp]
Chooser = Callable[[int, tuple[Page, ...]], "Plan"]  # (month of the plan from 0, books so far) -> that month's contacts
_KEPT = 64  # months-to-come without a plan that are kept in memory


@dataclass(frozen=True)
class Plan:
    """Contacts to be made, one entry each: whose (row of the bank), in which month of the plan from 0, how, offering what.

    Channels and offers are codes of `parameters.CHANNELS` and `OFFERS`. A customer has one contact a month at most.
    """

    row: Rows
    month: Ints
    channel: Codes
    offer: Codes

    @classmethod
    def nothing(cls) -> "Plan":
        """A plan that leaves everyone alone."""
        none = np.zeros(0, dtype=np.intp)
        return cls(none, none.astype(np.int64), none, none)

    @classmethod
    def join(cls, plans: list["Plan"]) -> "Plan":
        """All contacts of several plans."""
        return cls(*(np.concatenate([getattr(plan, name) for plan in plans]) for name in ("row", "month", "channel", "offer")))  # fmt: skip

    def of(self, month: int) -> "Plan":
        """The contacts of one month."""
        now = self.month == month
        return Plan(self.row[now], self.month[now], self.channel[now], self.offer[now])

    def actions(self, month: int, rows: Rows) -> Actions:
        """What the engine is to do in a month to the customers at `rows` (sorted), which hold all that are touched."""
        now = self.of(month)
        place = np.searchsorted(rows, now.row)
        actions = Actions.none(len(rows))
        channel, offer, treated = actions.channel.copy(), actions.offer.copy(), actions.treated.copy()
        channel[place], offer[place], treated[place] = now.channel, now.offer, True
        return replace(actions, channel=channel, offer=offer, treated=treated)


@dataclass(frozen=True)
class Without:
    """One future without a plan: every customer's outcome, and who used the card as each month began."""

    outcome: Outcome
    uses: tuple[Flags, ...]


@dataclass(frozen=True)
class Pair:
    """One future with a plan beside the same one without it: outcomes of the customers at `rows`; all others' are equal."""

    rows: Rows
    with_plan: Outcome
    without: Outcome


class Twin:
    """A snapshot and a scenario, ready to run plans. `began` is the month in which the game began."""

    def __init__(self, now: Snapshot, scenario: Scenario = OPEN, began: int | None = None) -> None:
        self.now, self.scenario = now, scenario
        self.began = now.month if began is None else began
        self.remembered: dict[tuple[object, ...], Any] = {}  # what others found out about this bank and may ask again
        self._without: OrderedDict[tuple[int, int], Without] = OrderedDict()

    def without(self, months: int, future: int) -> Without:
        """A future in which nothing is done, lived when it is first asked for."""
        key = (months, future)
        if key not in self._without:
            tally, uses = Tally(self.now, months, self.scenario), []
            for before, events in self._live(self.now.state, Plan.nothing(), months, future):
                uses.append(uses_the_card(before))
                tally.note(before, events)
            self._without[key] = Without(tally.close(), tuple(uses))
            if len(self._without) > _KEPT:
                self._without.popitem(last=False)
        return self._without[key]

    def run(self, plan: Plan, months: int, future: int) -> Pair:
        """The customers whom the plan touches, and those whom they brought, with the plan and without."""
        rows = self.reached(np.unique(plan.row))
        alone = self.without(months, future)
        tally = Tally(self.now, months, self.scenario, rows)
        if len(rows):
            company = self._company_among(rows)
            for before, events in self._some(rows, company, alone.uses, plan, months, future):
                tally.note(before, events)
        return Pair(rows, tally.close(), alone.outcome.take(rows))

    def run_policy(self, choose: Chooser, months: int, future: int) -> tuple[Pair, Plan, tuple[Page, ...], State]:
        """The whole bank under month after month's choice, made from the books so far.

        Also returns all contacts chosen, the new pages of the books and the state at the end.
        """
        books, plans, state = self.now.books, [Plan.nothing()], self.now.state
        everyone = np.arange(len(self.now))
        tally, draws = Tally(self.now, months, self.scenario), self.now.draws(future)
        for month in range(months):
            plans.append(choose(month, books))
            before = state
            people, together = self._under(self.now.population, month), self.now.company.now(state, month)
            actions = plans[-1].actions(month, everyone)
            state, events = step(people, state, actions, together, self.now.month + month, draws, self.now.world)
            tally.note(before, events)
            books = (*books, page(people, events, draws, self.now.world))
        plan = Plan.join(plans)
        pair = Pair(everyone, tally.close(), self.without(months, future).outcome)
        return pair, plan, books[len(self.now.books) :], state

    def reached(self, touched: Rows) -> Rows:
        """Those customers, those whom they brought, whom these brought, and so on; sorted."""
        found = touched
        while True:
            more = np.union1d(found, self._brought(found))
            if len(more) == len(found):
                return found
            found = more

    def _brought(self, rows: Rows) -> Rows:
        brought_by = self.now.company.row[self._referred]
        return np.asarray(self._referred[np.isin(brought_by, rows)])

    @cached_property
    def _referred(self) -> Rows:
        return np.flatnonzero(self.now.company.row != NOBODY)

    def _company_among(self, rows: Rows) -> Company:
        """Where each one's referrer is among the rows; NOBODY for those who are elsewhere."""
        senders = self.now.company.row[rows]
        place = np.searchsorted(rows, senders)
        inside = (senders != NOBODY) & (rows[np.minimum(place, len(rows) - 1)] == senders)
        return Company(np.where(inside, place, NOBODY))

    def _under(self, people: Population, month: int) -> Population:
        return self.scenario.under(people, self.now.month + month - self.began + 1)

    def _live(self, state: State, plan: Plan, months: int, future: int) -> Iterator[tuple[State, Events]]:
        """The whole bank's months: the state before each, and its events."""
        people, draws, everyone = self.now.population, self.now.draws(future), np.arange(len(self.now))
        for month in range(months):
            before, together = state, self.now.company.now(state, month)
            actions = plan.actions(month, everyone)
            now = self.now.month + month
            state, events = step(self._under(people, month), state, actions, together, now, draws, self.now.world)
            yield before, events

    def _some(
        self, rows: Rows, company: Company, uses: tuple[Flags, ...], plan: Plan, months: int, future: int
    ) -> Iterator[tuple[State, Events]]:
        """The months of some customers; whoever brought them and is not among them lives as without the plan."""
        people, state = take(self.now.population, rows), take(self.now.state, rows)
        draws, world = self.now.draws(future).take(rows), self.now.world
        senders = self.now.company.row[rows]
        elsewhere = (senders != NOBODY) & (company.row == NOBODY)
        for month in range(months):
            before = state
            together = company.now(state, month) | (elsewhere & uses[month][senders])
            actions = plan.actions(month, rows)
            state, events = step(self._under(people, month), state, actions, together, self.now.month + month, draws, world)  # fmt: skip
            yield before, events
