"""Presence of referrers: whether who brought a customer still uses the card, the one way in which lives touch.

A referrer is of the same circle of customers. Blocks hold whole circles at every scale of ours; where one does not,
the referrers outside it, and theirs, are lived as well, and nothing is kept of them but this.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generators.arrays import Flags, Ints, Rows
from generators.draws import Draws
from generators.month import State
from generators.parameters import World
from generators.people.circles import CIRCLE, circle
from generators.people.referrers import NOBODY, referrers
from generators.population import Population
from generators.rows import take


@dataclass(frozen=True)
class ReferrerPresence:
    """Of a block's customers: where their referrer is in the block, and what is known of referrers outside it."""

    row: Rows  # of the referrer in the block; NOBODY for none, and for one outside
    outside: tuple[Flags, ...] = ()  # by month: whether a referrer outside uses the card; empty where there are none

    def now(self, state: State, month: int) -> Flags:
        """Whose referrer is a customer and uses the card as month number `month` begins; `state` is the block's."""
        inside = (self.row != NOBODY) & uses_the_card(state)[self.row]
        return np.asarray(inside | self.outside[month] if self.outside else inside)


def uses_the_card(state: State) -> Flags:
    """Who is a customer and in the habit of buying."""
    return np.asarray(state.open & state.activated & ~state.asleep)


def inside(world: World, first: int, stop: int) -> tuple[ReferrerPresence, Ints]:
    """The presence of the referrers of customers `first` … `stop - 1` among them, and the number of each one outside.

    That number is NOBODY for those who have none, or one inside.
    """
    brought_by = referrers(world, first, stop)
    here = (brought_by >= first) & (brought_by < stop)
    return ReferrerPresence(np.where(here, brought_by - first, NOBODY)), np.where(here, NOBODY, brought_by)


def with_their_referrers(world: World, numbers: Ints) -> Iterator[tuple[Draws, Population, ReferrerPresence, Ints]]:
    """Those customers, who brought them, and so on to the first: a group a circle, with their numbers.

    Each group is complete: it holds every referrer of its people.
    """
    for number in np.unique(numbers // CIRCLE):
        whole = circle(world, int(number))
        brought_by, _ = inside(world, whole.first, whole.first + len(whole.people))
        rows = np.unique(numbers[numbers // CIRCLE == number] - whole.first)
        while True:
            more = np.union1d(rows, brought_by.row[rows][brought_by.row[rows] != NOBODY])
            if len(more) == len(rows):
                break
            rows = more
        senders = brought_by.row[rows]
        place = np.where(senders == NOBODY, NOBODY, np.searchsorted(rows, senders))
        draws = Draws(world.seed, whole.first, whole.first + len(whole.people)).take(rows)
        yield draws, take(whole.people, rows), ReferrerPresence(place), rows + whole.first
