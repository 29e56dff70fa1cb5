"""Running: the months to come under a plan, for the customers whom it touches and those whom they brought.

Chance is keyed by customer, so nobody else's life differs from the world without the plan, which is lived once.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np

from generators.arrays import Codes, Flags, Ints, Rows
from generators.month import Actions, Events, State, step
from generators.people.referrers import NOBODY
from generators.population import Population
from generators.referrer_presence import ReferrerPresence
from generators.rows import take
from generators.twin.cast import Cast
from generators.twin.climate import Climate
from generators.twin.monthly_pages import MonthlyPage, monthly_page
from generators.twin.outcomes import Outcome, Tally
from generators.twin.scenario import OPEN, Scenario
from generators.twin.snapshot import Snapshot

# (month of the plan from 0, the bank's pages so far) -> that month's contacts
Chooser = Callable[[int, tuple[MonthlyPage, ...]], "Plan"]
# The same for somebody who also sees everybody's state on that morning.
Insider = Callable[[int, tuple[MonthlyPage, ...], State], "Plan"]
_KEPT = 64  # futures without a plan that are kept in memory


@dataclass(frozen=True)
class Plan:
    """Contacts to be made, one entry a contact, in any order. A customer has one contact a month at most."""

    row: Rows  # whose: positions in the snapshot
    month: Ints  # of the plan, from 0
    channel: Codes  # of `parameters.CHANNELS`
    offer: Codes  # of `parameters.ACTIONS`

    @classmethod
    def nothing(cls) -> "Plan":
        """A plan that leaves everyone alone."""
        none = np.zeros(0, dtype=np.intp)
        return cls(none, none.astype(np.int64), none, none)

    @classmethod
    def join(cls, plans: list["Plan"]) -> "Plan":
        """All contacts of several plans."""
        return cls(*(np.concatenate([getattr(plan, each.name) for plan in plans]) for each in fields(cls)))

    def of(self, month: int) -> "Plan":
        """The contacts of one month."""
        return take(self, np.flatnonzero(self.month == month))

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
    """One future without a plan, of every customer of the bank."""

    outcome: Outcome
    uses: tuple[Flags, ...]  # by month: who used the card as it began


@dataclass(frozen=True)
class Comparison:
    """One future with a plan beside the same one without it: outcomes of the customers at `rows`; all others' are equal."""

    rows: Rows
    with_plan: Outcome
    without: Outcome


@dataclass
class Futures:
    """The futures without a plan that a twin has lived: the latest few, as each holds an outcome of the whole bank."""

    most: int = _KEPT
    by_length_and_number: OrderedDict[tuple[int, int], Without] = field(default_factory=OrderedDict)

    def get(self, months: int, future: int) -> Without | None:
        """Future number `future` over so many months, if it was lived and is still kept."""
        return self.by_length_and_number.get((months, future))

    def keep(self, months: int, future: int, lived: Without) -> None:
        """Add a future; the one that was added first makes room for it."""
        self.by_length_and_number[months, future] = lived
        if len(self.by_length_and_number) > self.most:
            self.by_length_and_number.popitem(last=False)


class Twin:
    """A snapshot and a scenario, ready to run plans.

    `began` is the number of the month in which the game began, by default that of the snapshot: shocks count from it.
    Months of a run count from 0, on the morning of the snapshot; futures are numbered, and 0 is what will happen.
    `bought` are rows of customers whom a budget brings in these months: there are none of them without the plan. `climate`
    is what the rounds before have left. `accounts` are the open cards of the whole bank.
    """

    def __init__(
        self,
        now: Snapshot,
        scenario: Scenario = OPEN,
        began: int | None = None,
        bought: Rows | None = None,
        climate: Climate | None = None,
    ) -> None:
        self.now, self.scenario = now, scenario
        self.began = now.month if began is None else began
        self.bought = np.zeros(0, dtype=np.intp) if bought is None else bought
        self.climate = climate or Climate()
        self.futures, self.casts = Futures(), dict[tuple[int, bool], Cast]()
        self.accounts = int(now.monthly_pages[-1].open.sum()) if now.monthly_pages else 0
        self._richer = dict[float | None, "Twin"]()

    def with_budget(self, budget: float | None) -> "Twin":
        """The same morning with so many yuan for its round: what earlier ones have left, or taken. Futures are shared."""
        if budget == self.scenario.budget:
            return self
        if budget not in self._richer:
            rules = replace(self.scenario, budget=budget)
            other = Twin(self.now, rules, self.began, self.bought, self.climate)
            other.futures, other.casts, other.accounts = self.futures, self.casts, self.accounts
            self._richer[budget] = other
        return self._richer[budget]

    def with_bought(self, now: Snapshot, bought: Rows) -> "Twin":
        """The same game on the same morning with customers whom a budget brings, at these rows of `now`."""
        return Twin(now, self.scenario, self.began, bought, self.climate)

    def on(self, now: Snapshot) -> "Twin":
        """The same game on another morning, under the same climate."""
        return Twin(now, self.scenario, self.began, climate=self.climate)

    def without(self, months: int, future: int) -> Without:
        """A future of so many months in which nothing is done, lived when first asked for. Do not write into it."""
        found = self.futures.get(months, future)
        if found is None:
            cast, uses = self._cast(months, bought=False), []
            tally = Tally(self.now, months, self.scenario, self.accounts, cast.rows)
            for before, events in self._live(cast, Plan.nothing(), months, future):
                uses.append(cast.uses(before))
                tally.note(before, events)
            found = Without(cast.outcome(tally.close()), tuple(uses))
            self.futures.keep(months, future, found)
        return found

    def run(self, plan: Plan, months: int, future: int) -> Comparison:
        """The customers whom the plan touches, and those whom they brought, with the plan and without.

        Everybody else lives the same future either way, so their months are not lived again.
        """
        came = self.bought[self.now.population.open_month[self.bought] < self.now.month + months]
        rows = self.reached(np.concatenate([plan.row, came]))
        alone = self.without(months, future)
        tally = Tally(self.now, months, self.scenario, self.accounts, rows)
        if len(rows):
            presence = self._presence_among(rows)
            for before, events in self._some(rows, presence, alone.uses, plan, months, future):
                tally.note(before, events)
        return Comparison(rows, tally.close(), alone.outcome.take(rows))

    def run_policy(
        self, choose: Chooser, months: int, future: int
    ) -> tuple[Comparison, Plan, tuple[MonthlyPage, ...], State]:
        """The whole bank under month after month's choice, made from the bank's pages so far.

        `choose(month, pages)` gives the contacts of month 0 … `months - 1` of the run. Returns every customer with and
        without those contacts, the contacts, the `months` new pages, and the state at the end.
        """
        return self._month_by_month(lambda month, pages, _: choose(month, pages), months, future, insider=False)

    def run_insider(
        self, choose: Insider, months: int, future: int
    ) -> tuple[Comparison, Plan, tuple[MonthlyPage, ...], State]:
        """As `run_policy`, for a choice that may also look at the state of every customer."""
        return self._month_by_month(choose, months, future, insider=True)

    def live(self, plan: Plan, months: int, future: int) -> tuple[Outcome, tuple[MonthlyPage, ...], State]:
        """The whole bank under a plan, with nothing beside it: every customer's outcome, the new pages, the state at the end."""
        outcome, _, pages, state = self._lived(lambda month, *_: plan.of(month), months, future, insider=False)
        return outcome, pages, state

    def _month_by_month(
        self, choose: Insider, months: int, future: int, *, insider: bool
    ) -> tuple[Comparison, Plan, tuple[MonthlyPage, ...], State]:
        """The two above; a choice that does not look at the state is spared its making."""
        outcome, plan, pages, state = self._lived(choose, months, future, insider=insider)
        pair = Comparison(np.arange(len(self.now)), outcome, self.without(months, future).outcome)
        return pair, plan, pages, state

    def _lived(
        self, choose: Insider, months: int, future: int, *, insider: bool
    ) -> tuple[Outcome, Plan, tuple[MonthlyPage, ...], State]:
        pages, plans, state = self.now.monthly_pages, [Plan.nothing()], self.now.state
        cast = self._cast(months, bought=True)
        tally = Tally(self.now, months, self.scenario, self.accounts, cast.rows)
        draws, lived = cast.draws(future), cast.state
        for month in range(months):
            plans.append(choose(month, pages, state))
            before = lived
            people, present = self._under(cast.people, month), cast.presence.now(lived, month)
            actions = plans[-1].actions(month, cast.everyone)
            lived, events = step(people, lived, actions, present, self.now.month + month, draws, self.now.world)
            tally.note(before, events)
            pages = (*pages, cast.page(monthly_page(people, events, draws, self.now.world)))
            if insider or month + 1 == months:
                state = cast.whole_state(lived)
        plan = Plan.join(plans)
        return cast.outcome(tally.close()), plan, pages[len(self.now.monthly_pages) :], state

    def _cast(self, months: int, *, bought: bool) -> Cast:
        """Who lives these months: with or without those whom a budget brings."""
        key = (months, bought or not len(self.bought))
        if key not in self.casts:
            self.casts[key] = Cast.of(self.now, months, None if key[1] else self.bought)
        return self.casts[key]

    def reached(self, touched: Rows) -> Rows:
        """Rows of those customers, those whom they brought, whom these brought, and so on; sorted, each once."""
        inside = np.zeros(len(self.now), dtype=bool)
        inside[touched] = True
        brought_by = self.now.presence.row[self._referred]
        while (more := inside[brought_by] & ~inside[self._referred]).any():
            inside[self._referred[more]] = True
        return np.flatnonzero(inside)

    def among(self, rows: Rows) -> tuple["Twin", Rows]:
        """A smaller bank, for plans that touch some of `rows` (sorted) alone, and where these are in it.

        It has them, those whom they brought, and who brought any of these: a future takes as long as they are many, and
        everybody in it lives as in the whole bank.
        """
        inside = np.zeros(len(self.now), dtype=bool)
        lot = self.reached(rows)
        while len(lot):
            inside[lot] = True
            senders = self.now.presence.row[lot]
            lot = np.unique(senders[(senders != NOBODY) & ~inside[senders]])
        kept = np.flatnonzero(inside)
        now = self.now.of(kept, self._presence_among(kept))
        near = self.on(now)
        near.accounts = self.accounts
        return near, np.searchsorted(kept, rows)

    @cached_property
    def _referred(self) -> Rows:
        return np.flatnonzero(self.now.presence.row != NOBODY)

    def _presence_among(self, rows: Rows) -> ReferrerPresence:
        """Where each one's referrer is among the rows; NOBODY for those who are elsewhere."""
        senders = self.now.presence.row[rows]
        place = np.searchsorted(rows, senders)
        inside = (senders != NOBODY) & (rows[np.minimum(place, len(rows) - 1)] == senders)
        return ReferrerPresence(np.where(inside, place, NOBODY))

    def _under(self, people: Population, month: int) -> Population:
        of_the_game = self.now.month + month - self.began + 1
        return self.climate.under(self.scenario.under(people, of_the_game), of_the_game)

    def _live(self, cast: Cast, plan: Plan, months: int, future: int) -> Iterator[tuple[State, Events]]:
        """A cast's months: the state before each, and its events."""
        state, draws = cast.state, cast.draws(future)
        for month in range(months):
            before, present = state, cast.presence.now(state, month)
            people, actions, now = (
                self._under(cast.people, month),
                plan.actions(month, cast.everyone),
                self.now.month + month,
            )
            state, events = step(people, state, actions, present, now, draws, self.now.world)
            yield before, events

    def _some(
        self, rows: Rows, presence: ReferrerPresence, uses: tuple[Flags, ...], plan: Plan, months: int, future: int
    ) -> Iterator[tuple[State, Events]]:
        """The months of some customers; whoever brought them and is not among them lives as without the plan."""
        people, state = take(self.now.population, rows), take(self.now.state, rows)
        draws, world = self.now.draws(future).take(rows), self.now.world
        senders = self.now.presence.row[rows]
        elsewhere = (senders != NOBODY) & (presence.row == NOBODY)
        for month in range(months):
            before, now = state, self.now.month + month
            present = presence.now(state, month) | (elsewhere & uses[month][senders])
            actions = plan.actions(month, rows)
            state, events = step(self._under(people, month), state, actions, present, now, draws, world)
            yield before, events
