"""Refunds: which purchases are given back, and whether this month's or the next one's statement sees it."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Rows
from generators.draws import Draws, Purpose, split, unit
from generators.month.purchases import Purchases

_WHICH, _DAY, _LATER = range(3)  # further luck of a customer whose month has a refund


@dataclass(frozen=True)
class Refunds:
    """One entry a purchase that is given back whole."""

    at: Rows  # positions in the month's purchases
    row: Rows  # whose
    amount_fen: Ints
    later: Flags  # comes in the next month
    luck: Floats  # uniform, for the day

    def sum_by_row(self, size: int, later: bool) -> Ints:
        """What each of `size` customers gets back in this month, or in the next one, in fen."""
        total = np.zeros(size, dtype=np.int64)
        mine = self.later == later
        np.add.at(total, self.row[mine], self.amount_fen[mine])
        return total


def refunds(bought: Purchases, counts: Ints, month: int, draws: Draws) -> Refunds:
    """The month's purchases that are given back, one a customer at most; `counts` is how many each customer made."""
    shares = np.array([p.REFUNDED.get(kind.name, p.REFUNDED_ELSE) for kind in p.CATEGORIES])
    most = shares.max()
    words = draws.words(month, Purpose.REFUND)
    luck = unit(words)
    # As if each purchase were given back with the greatest share, one at most; then by its own category's.
    chance = np.minimum(counts * most, 1.0)
    row = np.flatnonzero(luck < chance)
    which, day, later = (unit(split(words[row], np.full(len(row), number))) for number in (_WHICH, _DAY, _LATER))
    first = (np.cumsum(counts) - counts)[row]
    at = first + np.floor(which * counts[row]).astype(np.int64)
    kept = luck[row] / chance[row] < shares[bought.category[at]] / most
    at = at[kept]
    return Refunds(at, row[kept], bought.amount_fen[at], later[kept] < p.REFUNDED_LATER, day[kept])
