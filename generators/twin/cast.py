"""The cast of some months: those who are customers in them. Whoever has closed, or comes later, is not lived: nothing happens."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from generators.arrays import Flags, Rows
from generators.draws import Draws
from generators.month import State
from generators.people.referrers import NOBODY
from generators.population import Population
from generators.referrer_presence import ReferrerPresence, uses_the_card
from generators.rows import take
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.outcomes import Outcome
from generators.twin.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Cast:
    """Some rows of a snapshot, sorted; all of them where `rows` is None. Referrers of theirs elsewhere use no card."""

    now: Snapshot
    rows: Rows | None
    people: Population
    state: State
    presence: ReferrerPresence

    @classmethod
    def of(cls, now: Snapshot, months: int, left_out: Rows | None = None) -> "Cast":
        """Who has a card this morning or opens one before so many months are over, but those who are `left_out`."""
        opens = now.population.open_month
        inside = now.state.open | ((opens >= now.month) & (opens < now.month + months))
        if left_out is not None:
            inside[left_out] = False
        if inside.all():
            return cls(now, None, now.population, now.state, now.presence)
        rows = np.flatnonzero(inside)
        place = np.cumsum(inside) - 1
        senders = now.presence.row[rows]
        here = (senders != NOBODY) & inside[senders]
        presence = ReferrerPresence(np.where(here, place[senders], NOBODY))
        return cls(now, rows, take(now.population, rows), take(now.state, rows), presence)

    @property
    def everyone(self) -> Rows:
        """Their rows in the snapshot."""
        return np.arange(len(self.now)) if self.rows is None else self.rows

    def draws(self, future: int) -> Draws:
        """Their luck in a future."""
        draws = self.now.draws(future)
        return draws if self.rows is None else draws.take(self.rows)

    def uses(self, state: State) -> Flags:
        """Who of the whole snapshot uses the card, by the cast's state."""
        return np.asarray(self._whole(uses_the_card(state)))

    def outcome(self, outcome: Outcome) -> Outcome:
        """The cast's outcome as one of the whole snapshot: nothing came of whoever is not in it."""
        whole: Outcome = self._record(outcome)
        return whole

    def page(self, page: MonthlyPage) -> MonthlyPage:
        """The cast's page as one of the whole snapshot."""
        whole: MonthlyPage = self._record(page, MonthlyPage.EMPTY)
        return whole

    def whole_state(self, state: State) -> State:
        """The cast's state in the whole snapshot's: whoever is not in it stands as this morning."""
        if self.rows is None:
            return state
        found = {}
        for name, values in vars(self.now.state).items():
            found[name] = values.copy()
            found[name][self.rows] = getattr(state, name)
        return State(**found)

    def _record(self, record: Any, empty: dict[str, int] | None = None) -> Any:
        if self.rows is None:
            return record
        kind, empty = type(record), empty or {}
        return kind(
            *(self._whole(getattr(record, each.name), empty.get(each.name, 0)) for each in fields(kind) if each.init)
        )

    def _whole(self, values: Any, nothing: int = 0) -> Any:
        if self.rows is None:
            return values
        found = np.full((len(self.now), *values.shape[1:]), nothing, dtype=values.dtype)
        found[self.rows] = values
        return found
