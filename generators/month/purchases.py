"""Purchases: what was bought for how much, one entry a purchase, within the credit limit."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.draws import Draws, Ints, Purpose, Words, choose, lane, lane_uniforms, split
from generators.month.state import Codes
from generators.parameters import Floats
from generators.population import Population

FEN = 100
CATEGORY_LANE, AMOUNT_LANE, ROUND_LANE = 0, 1, 2
_ROUND_TO_FEN = 10 * FEN


@dataclass(frozen=True)
class Purchases:
    """One entry a purchase: whose (`row` in the block), which of the month (`slot`), category code and amount."""

    row: Codes
    slot: Ints
    category: Codes
    amount_fen: Ints

    def sum_by_row(self, size: int) -> Ints:
        """Total of each customer's purchases, in fen."""
        # Weights are doubles, exact up to 2**53 fen: ninety trillion yuan a customer.
        return np.bincount(self.row, weights=self.amount_fen, minlength=size).astype(np.int64)

    def count_by_row(self, size: int) -> Ints:
        """Number of each customer's purchases."""
        return np.bincount(self.row, minlength=size)


def purchases(population: Population, count: Ints, available_fen: Ints, month: int, draws: Draws) -> Purchases:
    """`count` purchases each, from quantile tables into whole fen.

    A purchase above the available limit is declined alone; once the limit is reached, so is the rest of the month's.
    """
    row = np.repeat(np.arange(len(count)), count)
    slot = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    words = split(draws.words(month, Purpose.PURCHASE)[row], slot)
    category = _category_table()[lane(words, CATEGORY_LANE)]
    amount = _amount(words, category, population.ticket[row])

    affordable = amount <= available_fen[row]
    spent = np.cumsum(np.where(affordable, amount, 0))
    before = np.concatenate([[0], spent])[np.cumsum(count) - count]
    approved = affordable & (spent - before[row] <= available_fen[row])
    return Purchases(row[approved], slot[approved], category[approved], amount[approved])


def _amount(words: Words, category: Codes, ticket: Floats) -> Ints:
    amount = np.rint(_amount_table()[category, lane(words, AMOUNT_LANE)] * ticket * FEN).astype(np.int64)
    # A till shows 200, not 197.36, more often than chance would have it.
    rounded = np.maximum((amount + _ROUND_TO_FEN // 2) // _ROUND_TO_FEN, 1) * _ROUND_TO_FEN
    is_round = lane(words, ROUND_LANE) < int(p.ROUND_AMOUNTS * 65_536)
    return np.maximum(np.where(is_round, rounded, amount), FEN)


@lru_cache(maxsize=1)
def _category_table() -> Codes:
    return choose(lane_uniforms(), [category.share for category in p.CATEGORIES])


@lru_cache(maxsize=1)
def _amount_table() -> Floats:
    """Yuan by category and 16-bit luck: lognormal quantiles."""
    z = ndtri(lane_uniforms())
    return np.array([category.ticket_yuan * np.exp(category.sigma * z) for category in p.CATEGORIES])
