"""Potential outcomes: what each arm of each randomised test would have done to every customer who was drawn for it.

The factual arm is watched as the history runs. The others are lived beside it from each customer's entry on, with the
same luck and the referrers' presence that they have in fact: what changes is one customer's lot in one test.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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

    def note(self, events: Events, since: Ints) -> None:
        """Add a month that lies `since` months after each customer's entry; a negative number is before it."""
        buys = events.statement.purchases_fen > 0
        window = (since >= 0) & (since < p.PILOT_MONTHS)
        self.bought |= (since == 0) & buys
        self.bought_later |= (since == p.PILOT_LATER) & buys
        self.activated |= (since >= 0) & (since <= p.PILOT_MONTHS) & events.after.activated
        self.upgraded |= window & events.upgraded
        self.stayed &= ~((since >= 0) & (since <= p.PILOT_MONTHS) & events.closed)
        self.spent_fen += np.where(window, events.statement.purchases_fen, 0)


@dataclass(frozen=True)
class Others:
    """Lives under another lot: of the customer at `row` of the block, in `test` (an index of TESTS), at this `turn`.

    A customer's arm is the one that comes `turn` places after the assigned one, in the test's circle of arms.
    """

    row: Rows
    test: Codes
    turn: Codes
    start: Ints  # the month of entry
    outcomes: PilotOutcomes

    def some(self, rows: Rows) -> "Others":
        """Those at positions `rows`."""
        return Others(self.row[rows], self.test[rows], self.turn[rows], self.start[rows], take(self.outcomes, rows))

    def and_these(self, more: "Others") -> "Others":
        """Both groups."""
        return Others(
            np.concatenate([self.row, more.row]),
            np.concatenate([self.test, more.test]),
            np.concatenate([self.turn, more.turn]),
            np.concatenate([self.start, more.start]),
            join(self.outcomes, more.outcomes),
        )


class PotentialOutcomes:
    """Business as usual with a second account beside it, of how each test would have gone under another lot."""

    def __init__(self, population: Population, draws: Draws, world: World, presence: ReferrerPresence) -> None:
        self.population, self.draws, self.world, self.presence = population, draws, world, presence
        self.policy = BusinessAsUsual(population, draws, world)
        self.fact = {test.campaign: PilotOutcomes.none_yet(len(population)) for test in TESTS}
        nobody = np.zeros(0, dtype=np.intp)
        self.others = Others(nobody, nobody, nobody, nobody, PilotOutcomes.none_yet(0))
        self.their_policy = self.policy.of(nobody)
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
            self._live_on(events.month)
            yield events
        self.ended.append(self.others)

    def pages(self) -> list[Columns]:
        """A row for each customer drawn, test and arm, once the history has been watched to its end."""
        ended = reduce(Others.and_these, self.ended)
        pages = []
        for number, test in enumerate(TESTS):
            # A test that the history ends before has no rows.
            entered = (self.policy.arms[test.campaign] != NOT_DRAWN) & (
                self.policy.starts[test.campaign] < self.world.months
            )
            rows = np.flatnonzero(entered)
            pages.append(self._page(test, rows, 0, take(self.fact[test.campaign], rows)))
            theirs = ended.some(np.flatnonzero(ended.test == number))
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
        for number, test in enumerate(TESTS):
            arm, start = self.policy.arms[test.campaign], self.policy.starts[test.campaign]
            drawn = np.flatnonzero((arm != NOT_DRAWN) & (start == month))
            if not len(drawn):
                continue
            row, turn = np.tile(drawn, len(test.arms) - 1), np.repeat(np.arange(1, len(test.arms)), len(drawn))
            theirs = self.policy.of(row)
            theirs.arms[test.campaign] = (arm[row] + turn) % len(test.arms)
            begun = take(state, row)
            self.their_state = begun if self.their_state is None else join(self.their_state, begun)
            new = Others(row, np.full(len(row), number), turn, start[row], PilotOutcomes.none_yet(len(row)))
            self._become(self.others.and_these(new), self.their_policy, theirs)

    def _become(self, others: Others, former: BusinessAsUsual, latter: BusinessAsUsual) -> None:
        self.others, self.their_policy = others, self.policy.of(others.row)
        self.their_policy.remember(former, latter)

    def _live_on(self, month: int) -> None:
        """The others' month; those whose outcomes are complete leave."""
        if self.their_state is None or not len(self.others.row):
            return
        row, policy = self.others.row, self.their_policy
        actions = policy.plan(self.their_state, month)
        state, events = step(
            policy.population, self.their_state, actions, self.referrer_present[row], month, policy.draws, self.world
        )
        self.others.outcomes.note(events, month - self.others.start)
        done = month - self.others.start == p.PILOT_MONTHS
        self.their_state = state
        if done.any():
            self.ended.append(self.others.some(np.flatnonzero(done)))
            stay = np.flatnonzero(~done)
            self.their_state, self.others, self.their_policy = (
                take(state, stay),
                self.others.some(stay),
                policy.of(stay),
            )
