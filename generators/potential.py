"""Potential outcomes: what each arm of each randomised test would have done to every customer who was drawn for it.

The factual arm is watched as the history runs. The others are lived again from the test's first month on, by those who
were drawn, with the same luck and the company that they had: what changes is one customer's lot.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from generators import parameters as p
from generators.company import Company
from generators.draws import Draws, Ints
from generators.month import Actions, Events, State, step
from generators.month.state import Flags
from generators.pages import Columns, recode
from generators.parameters import World
from generators.policy import NOT_DRAWN, TESTS, BusinessAsUsual
from generators.population import Population
from generators.rows import take
from generators.schema import levels

WINDOW: Final = 6  # months after the entry that outcomes are taken from
LATER: Final = 3  # months from the entry to the later look
_FIRST = {test.campaign: test.opened[0] if isinstance(test, p.Hook) else test.month for test in TESTS}


@dataclass
class Outcomes:
    """What became of customers from their entry into a test on."""

    bought: Flags
    bought_later: Flags
    activated: Flags
    upgraded: Flags
    stayed: Flags
    spent_fen: Ints

    @classmethod
    def none_yet(cls, size: int) -> "Outcomes":
        """Before the test."""
        no = np.zeros(size, dtype=bool)
        return cls(no, no.copy(), no.copy(), no.copy(), ~no, np.zeros(size, dtype=np.int64))

    def note(self, events: Events, since: Ints) -> None:
        """Add a month that lies `since` months after each customer's entry; a negative number is before it."""
        buys = events.statement.purchases_fen > 0
        window = (since >= 0) & (since < WINDOW)
        self.bought |= (since == 0) & buys
        self.bought_later |= (since == LATER) & buys
        self.activated |= (since >= 0) & (since <= WINDOW) & events.after.activated
        self.upgraded |= window & events.upgraded
        self.stayed &= ~((since >= 0) & (since <= WINDOW) & events.closed)
        self.spent_fen += np.where(window, events.statement.purchases_fen, 0)


class Potential:
    """Business as usual that remembers what it needs to tell how a test would have gone under another lot."""

    def __init__(self, population: Population, draws: Draws, world: World, company: Company) -> None:
        self.population, self.draws, self.world, self.company = population, draws, world, company
        self.policy = BusinessAsUsual(population, draws, world)
        self.begun: dict[str, tuple[State, BusinessAsUsual]] = {}
        self.together: list[Flags] = []
        self.fact = {test.campaign: Outcomes.none_yet(len(population)) for test in TESTS}

    def plan(self, state: State, month: int) -> Actions:
        """The month's actions, which are those of business as usual."""
        self.together.append(self.company.now(state, month))
        for campaign, first in _FIRST.items():
            if month == first:
                self.begun[campaign] = state, self.policy.copy()
        return self.policy.plan(state, month)

    def watch(self, history: Iterable[Events]) -> Iterator[Events]:
        """The same events, noted."""
        for events in history:
            for campaign, outcomes in self.fact.items():
                outcomes.note(events, self._since(self.policy, campaign, events.month))
            yield events

    def pages(self) -> list[Columns]:
        """A row for each customer drawn, test and arm, once the history has been watched to its end."""
        return [page for test in TESTS if test.campaign in self.begun for page in self._arms(test)]

    def _arms(self, test: p.Pilot | p.Hook) -> Iterator[Columns]:
        drawn = self.policy.arms[test.campaign]
        rows = np.flatnonzero(drawn != NOT_DRAWN)
        names = recode([arm.name for arm in test.arms], levels.ARM)
        for turn in range(len(test.arms)):
            outcomes = take(self.fact[test.campaign], rows) if turn == 0 else self._again(test.campaign, rows, turn)
            yield {
                "customer_id": self.population.customer_id[rows],
                "campaign": np.full(len(rows), recode([test.campaign], levels.PILOT)[0]),
                "arm": names[(drawn[rows] + turn) % len(test.arms)],
                "assigned": np.full(len(rows), turn == 0),
                **vars(outcomes),
            }

    def _again(self, campaign: str, rows: "np.ndarray[tuple[int], np.dtype[np.intp]]", turn: int) -> Outcomes:
        """Live the months of a test again, with every customer's arm `turn` places further on."""
        before, policy = self.begun[campaign]
        policy, state, people = policy.of(rows, campaign, turn), take(before, rows), take(self.population, rows)
        outcomes, draws = Outcomes.none_yet(len(rows)), self.draws.take(rows)
        last = int(self.policy.starts[campaign][rows].max(initial=0)) + WINDOW
        for month in range(_FIRST[campaign], min(last + 1, self.world.months)):
            actions = policy.plan(state, month)
            state, events = step(people, state, actions, self.together[month][rows], month, draws, self.world)
            outcomes.note(events, self._since(policy, campaign, month))
        return outcomes

    @staticmethod
    def _since(policy: BusinessAsUsual, campaign: str, month: int) -> Ints:
        entered = policy.arms[campaign] != NOT_DRAWN
        return np.where(entered, month - policy.starts[campaign], -1)
