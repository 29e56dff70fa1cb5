"""Potential outcomes: what each arm of each randomised test would have done to every customer who was drawn for it.

The factual arm is watched as the history runs. The others are lived beside it from each customer's entry on, with the
same luck and the referrers' presence that they have in fact: what changes is one customer's lot in one test. Once the
lot has left no trace, since a message was not read, the rest of the life is the one that is lived in fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import reduce

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Ints, Rows
from generators.draws import Draws
from generators.month import Actions, Events, State, step
from generators.pages import Columns, recode
from generators.parameters import World
from generators.policy import NOT_DRAWN, TESTS, BusinessAsUsual
from generators.population import Population
from generators.referrer_presence import ReferrerPresence
from generators.rows import join, take
from generators.schema import levels


@dataclass
class PilotOutcomes:
    """What became of customers from their entry into a test on."""

    bought: Flags
    bought_later: Flags
    activated: Flags
    upgraded: Flags
    stayed: Flags
    spent_fen: Ints

    @classmethod
    def none_yet(cls, size: int) -> "PilotOutcomes":
        """Before the test."""
        no = np.zeros(size, dtype=bool)
        return cls(no, no.copy(), no.copy(), no.copy(), ~no, np.zeros(size, dtype=np.int64))

    def note(self, events: Events, since: Ints, who: Rows | None = None) -> None:
        """Add a month that lies `since` months after each customer's entry; a negative number is before it.

        `who` says at which positions of the events they are, if not all in order.
        """
        rows = np.flatnonzero((since >= 0) & (since <= p.PILOT_MONTHS))
        who = rows if who is None else who[rows]
        since, spent = since[rows], events.statement.purchases_fen[who]
        buys, window = spent > 0, since < p.PILOT_MONTHS
        self.bought[rows] |= (since == 0) & buys
        self.bought_later[rows] |= (since == p.PILOT_LATER) & buys
        self.activated[rows] |= events.after.activated[who]
        self.upgraded[rows] |= window & events.upgraded[who]
        self.stayed[rows] &= ~events.closed[who]
        self.spent_fen[rows] += np.where(window, spent, 0)


@dataclass(frozen=True)
class Others:
    """Lives under another lot: of the customer at `row` of the block, in `test` (an index of TESTS), at this `turn`.

    A customer's arm is the one that comes `turn` places after the assigned one, in the test's circle of arms.
    """

    row: Rows
    test: Codes
    turn: Codes
    start: Ints  # the month of entry
    alike: Ints  # months after it from whose end on either lot means the same
    outcomes: PilotOutcomes

    def __getitem__(self, rows: Rows) -> "Others":
        """Those at positions `rows`."""
        return Others(
            self.row[rows],
            self.test[rows],
            self.turn[rows],
            self.start[rows],
            self.alike[rows],
            take(self.outcomes, rows),
        )


class PotentialOutcomes:
    """Business as usual with a second account beside it, of how each test would have gone under another lot."""

    def __init__(self, population: Population, draws: Draws, world: World, presence: ReferrerPresence) -> None:
        self.population, self.draws, self.world, self.presence = population, draws, world, presence
        self.policy = BusinessAsUsual(population, draws, world)
        self.fact = {test.campaign: PilotOutcomes.none_yet(len(population)) for test in TESTS}
        nobody = np.zeros(0, dtype=np.intp)
        self.others = self.as_in_fact = Others(nobody, nobody, nobody, nobody, nobody, PilotOutcomes.none_yet(0))
        self.their_policy, self.of_theirs = self.policy.of(nobody), nobody  # of whom it knows, the positions of others
        self.their_state: State | None = None
        self.ended: list[Others] = []

    def plan(self, state: State, month: int) -> Actions:
        """The month's actions, which are those of business as usual."""
        self.referrer_present = self.presence.now(state, month)
        actions = self.policy.plan(state, month)
        self._enter(state, month)
        return actions

    def watch(self, history: Iterable[Events]) -> Iterator[Events]:
        """The same events, noted; beside them the others live their month."""
        for events in history:
            for campaign, outcomes in self.fact.items():
                entered = self.policy.arms[campaign] != NOT_DRAWN
                outcomes.note(events, np.where(entered, events.month - self.policy.starts[campaign], -1))
            self._note_as_in_fact(events)
            self._live_on(events)
            yield events
        self.ended += self.others, self.as_in_fact

    def pages(self) -> list[Columns]:
        """A row for each customer drawn, test and arm, once the history has been watched to its end."""
        ended = reduce(join, self.ended)
        ended = ended[np.lexsort((ended.row, ended.turn, ended.start))]
        pages = []
        for number, test in enumerate(TESTS):
            # A test that the history ends before has no rows.
            entered = (self.policy.arms[test.campaign] != NOT_DRAWN) & (
                self.policy.starts[test.campaign] < self.world.months
            )
            rows = np.flatnonzero(entered)
            pages.append(self._page(test, rows, 0, take(self.fact[test.campaign], rows)))
            theirs = ended[np.flatnonzero(ended.test == number)]
            pages.append(self._page(test, theirs.row, theirs.turn, theirs.outcomes))
        return pages

    def _page(self, test: p.Pilot | p.Hook, row: Rows, turn: Codes | int, outcomes: PilotOutcomes) -> Columns:
        arm = (self.policy.arms[test.campaign][row] + turn) % len(test.arms)
        return {
            "customer_id": self.population.customer_id[row],
            "campaign": np.full(len(row), recode([test.campaign], levels.PILOT)[0]),
            "arm": recode([arm.name for arm in test.arms], levels.ARM)[arm],
            "assigned": np.broadcast_to(np.asarray(turn) == 0, row.shape),
            **vars(outcomes),
        }

    def _enter(self, state: State, month: int) -> None:
        """Everyone who entered a test this month begins a life under each of its other arms."""
        new = []
        for code, test in enumerate(TESTS):
            drawn = np.flatnonzero(
                (self.policy.arms[test.campaign] != NOT_DRAWN) & (self.policy.starts[test.campaign] == month)
            )
            for place in range(1, len(test.arms)):
                new.append((drawn, np.full(len(drawn), code), np.full(len(drawn), place)))
        row, number, turn = (np.concatenate(parts) for parts in zip(*new, strict=True))
        if not len(row) and len(self.of_theirs) == len(self.their_policy.population):
            return
        former, policy = self.their_policy, self.policy.of(np.concatenate([self.others.row, row]))
        policy.remember(former, self.of_theirs)
        self.their_policy, self.of_theirs = policy, np.arange(len(policy.population))
        if not len(row):
            return
        begun = take(state, row)
        self.their_state = begun if self.their_state is None else join(self.their_state, begun)
        alike = np.zeros(len(row), dtype=np.int64)
        for code, test in enumerate(TESTS):
            mine = np.flatnonzero(number == code)
            arms, theirs, last = policy.arms[test.campaign], len(self.others.row) + mine, _last_contacts(test)
            fact = self.policy.arms[test.campaign][row[mine]]
            arms[theirs] = (fact + turn[mine]) % len(test.arms)
            alike[mine] = np.maximum(last[fact], last[arms[theirs]])
        start = np.full(len(row), month)
        self.others = join(self.others, Others(row, number, turn, start, alike, PilotOutcomes.none_yet(len(row))))

    def _live_on(self, events: Events) -> None:
        """The others' month beside the one in fact; those whose outcomes are complete leave."""
        if self.their_state is None or not len(self.others.row):
            return
        row, policy, month = self.others.row, self.their_policy, events.month
        actions = policy.plan(self.their_state, month)
        present = self.referrer_present[row]
        self.their_state, theirs = step(
            policy.population, self.their_state, actions, present, month, policy.draws, self.world
        )
        since = month - self.others.start
        self.others.outcomes.note(theirs, since)
        done = since == p.PILOT_MONTHS
        same = np.flatnonzero(~done & (since == self.others.alike))
        same = same[self._stand_as_in_fact(same, events.after)]
        if not done.any() and not len(same):
            return
        self.ended.append(self.others[np.flatnonzero(done)])
        self.as_in_fact = join(self.as_in_fact, self.others[same])
        done[same] = True
        self.of_theirs = stay = np.flatnonzero(~done)
        self.their_state, self.others = take(self.their_state, stay), self.others[stay]

    def _stand_as_in_fact(self, rows: Rows, fact: State) -> Flags:
        """Which of the others at `rows` ended the month as they did in fact, and will be treated alike from now on."""
        assert self.their_state is not None
        row, test = self.others.row[rows], self.others.test[rows]
        same: Flags = self.their_policy.quiet_until[rows] == self.policy.quiet_until[row]
        for field in fields(fact):
            same &= getattr(self.their_state, field.name)[rows] == getattr(fact, field.name)[row]
        for code, each in enumerate(TESTS):
            name = each.campaign
            same &= (test == code) | (self.their_policy.arms[name][rows] == self.policy.arms[name][row])
            same &= self.their_policy.starts[name][rows] == self.policy.starts[name][row]
        return same

    def _note_as_in_fact(self, events: Events) -> None:
        """The month of those whose other lot left no trace."""
        group = self.as_in_fact
        since = events.month - group.start
        group.outcomes.note(events, since, group.row)
        done = since == p.PILOT_MONTHS
        if done.any():
            self.ended.append(group[np.flatnonzero(done)])
            self.as_in_fact = group[np.flatnonzero(~done)]


def _last_contacts(test: p.Pilot | p.Hook) -> Ints:
    """The month after the entry in which each arm is contacted for the last time; 0 if never."""
    return np.array([max(arm.months, default=0) for arm in test.arms])
