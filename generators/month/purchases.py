"""Purchases: what was bought for how much, one entry a purchase, within the credit limit."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Rows, Words
from generators.draws import Draws, Purpose, choose, lane, lane_uniforms, split
from generators.population import Population

CATEGORY_LANE, AMOUNT_LANE, ROUND_LANE = 0, 1, 2


@dataclass(frozen=True)
class Purchases:
    """One entry a purchase, customer by customer."""

    row: Rows  # whose
    slot: Ints  # which of the customer's month, from 0; those that were declined leave gaps
    category: Codes  # of `parameters.CATEGORIES`
    amount_fen: Ints

    def sum_by_row(self, size: int) -> Ints:
        """Total of each of `size` customers' purchases, in fen."""
        # Weights are doubles, exact up to 2**53 fen: ninety trillion yuan a customer.
        return np.bincount(self.row, weights=self.amount_fen, minlength=size).astype(np.int64)

    def count_by_row(self, size: int) -> Ints:
        """Number of each of `size` customers' purchases."""
        return np.bincount(self.row, minlength=size)


def purchases(population: Population, count: Ints, available_fen: Ints, month: int, draws: Draws) -> Purchases:
    """`count` purchases of each customer, from quantile tables into whole fen.

    A purchase above `available_fen`, what is left of the limit, is declined alone; once the limit is reached, so is the
    rest of the month's.
    """
    row = np.repeat(np.arange(len(count)), count)
    slot = np.arange(len(row)) - (np.cumsum(count) - count)[row]
    words = split(draws.words(month, Purpose.PURCHASE)[row], slot)
    category = _category_table()[lane(words, CATEGORY_LANE)].astype(np.intp)
    amount = _amount(words, category, population.ticket[row])
    approved = _approved(row, amount, count, available_fen)
    return Purchases(row[approved], slot[approved], category[approved], amount[approved])


def _approved(row: Rows, amount: Ints, count: Ints, available_fen: Ints) -> Flags:
    """Which purchases the limit allows. Looks closely only at those few customers whose month does not fit whole."""
    last = np.cumsum(count)
    total = np.concatenate([[0], np.cumsum(amount)])
    over = np.flatnonzero(total[last] - total[last - count] > available_fen)
    approved = np.ones(len(row), dtype=np.bool_)
    theirs = count[over]
    close = np.arange(theirs.sum()) + np.repeat(last[over] - np.cumsum(theirs), theirs)
    row, amount = row[close], amount[close]
    available = available_fen[row]
    affordable = amount <= available
    spent = np.concatenate([[0], np.cumsum(np.where(affordable, amount, 0))])
    before = spent[np.searchsorted(row, row)]
    approved[close] = affordable & (spent[1:] - before <= available)
    return approved


def _amount(words: Words, category: Codes, ticket: Floats) -> Ints:
    yuan = _amount_table()[category * 65_536 + lane(words, AMOUNT_LANE)]
    yuan *= ticket
    yuan *= p.FEN
    amount = np.rint(yuan, out=yuan).astype(np.int64)
    # A till shows 200, not 197.36, more often than chance would have it.
    is_round = np.flatnonzero(lane(words, ROUND_LANE) < int(p.ROUND_AMOUNTS * 65_536))
    tens = np.maximum((amount[is_round] + p.ROUND_TO_FEN // 2) // p.ROUND_TO_FEN, 1)
    amount[is_round] = tens * p.ROUND_TO_FEN
    return np.asarray(np.maximum(amount, p.LEAST_PURCHASE_FEN))


@lru_cache(maxsize=1)
def _category_table() -> np.ndarray:
    return choose(lane_uniforms(), [category.share for category in p.CATEGORIES]).astype(np.int8)


@lru_cache(maxsize=1)
def _amount_table() -> Floats:
    """Yuan by category times 65,536 plus 16-bit luck: lognormal quantiles."""
    z = ndtri(lane_uniforms())
    return np.concatenate([category.ticket_yuan * np.exp(category.sigma * z) for category in p.CATEGORIES])
