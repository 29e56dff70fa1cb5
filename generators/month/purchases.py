"""Purchases: what was bought for how much, one entry a purchase, within the credit limit."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Codes, Floats, Ints, Rows, Words
from generators.draws import Draws, Purpose, choose, lane, lane_uniforms, split
from generators.life import COARSE, FINE, category_table, coarse_normals
from generators.parameters import World
from generators.population import Population

CATEGORY_LANE, AMOUNT_LANE, ENDING_LANE = 0, 1, 2


@dataclass(frozen=True)
class Purchases:
    """One entry a purchase, customer by customer."""

    row: Rows  # whose
    slot: Ints  # which of the customer's month, from 0; those that were declined leave gaps
    category: Codes  # of `parameters.CATEGORIES`
    amount_fen: Ints
    _counts: dict[int, Ints] = field(default_factory=dict)  # found so far, by number of customers: all streams ask

    def sum_by_row(self, size: int) -> Ints:
        """Total of each of `size` customers' purchases, in fen."""
        # Weights are doubles, exact up to 2**53 fen: ninety trillion yuan a customer.
        return np.bincount(self.row, weights=self.amount_fen, minlength=size).astype(np.int64)

    def count_by_row(self, size: int) -> Ints:
        """Number of each of `size` customers' purchases. Do not write into it."""
        counts = self._counts.get(size)
        if counts is None:
            counts = self._counts[size] = np.bincount(self.row, minlength=size)
        return counts


def purchases(
    population: Population, count: Ints, available_fen: Ints, month: int, draws: Draws, world: World
) -> Purchases:
    """`count` purchases of each customer, from quantile tables into whole fen: first their standing orders, then the rest.

    A purchase above `available_fen`, what is left of the limit, is declined alone; once the limit is reached, so is the
    rest of the month's.
    """
    row = np.repeat(np.arange(len(count)), count)
    first = np.cumsum(count) - count
    slot = np.arange(len(row)) - np.repeat(first, count)
    words = split(np.repeat(draws.words(month, Purpose.PURCHASE), count), slot)
    mix = np.repeat(FINE * population.habits.mix(world.month_start(month).year), count)
    category = category_table()[mix + (lane(words, CATEGORY_LANE) >> 4)].astype(np.intp)
    amount = _amount(words, category, np.repeat(population.ticket, count))
    _carry_out(population, count, first, words, category, amount)
    declined = _declined(amount, count, available_fen)
    if not len(declined):
        return Purchases(row, slot, category, amount)
    approved = np.ones(len(row), dtype=np.bool_)
    approved[declined] = False
    kept = np.flatnonzero(approved)
    return Purchases(row[kept], slot[kept], category[kept], amount[kept])


def _carry_out(population: Population, count: Ints, first: Ints, words: Words, category: Codes, amount: Ints) -> None:
    """Make the first of each customer's purchases those of their standing orders; writes into `category` and `amount`."""
    orders = population.habits.orders
    for number, order in enumerate(p.STANDING_ORDERS):
        slot = orders.slot[:, number]
        who = np.flatnonzero(slot < count)
        where = first[who] + slot[who]
        bill = orders.fen[who, number]
        if order.noise:
            bill *= _bills(order.noise)[lane(words[where], AMOUNT_LANE) >> 8]
        category[where] = p.CATEGORY_NAMES.index(order.category)
        amount[where] = np.maximum(np.rint(bill), p.LEAST_PURCHASE_FEN)


def _declined(amount: Ints, count: Ints, available_fen: Ints) -> Rows:
    """Which purchases the limit does not allow. Looks closely only at those few customers whose month does not fit whole."""
    last = np.cumsum(count)
    total = np.zeros(len(amount) + 1, dtype=np.int64)
    np.cumsum(amount, out=total[1:])
    ends = total[last]
    over = np.flatnonzero(np.diff(ends, prepend=0) > available_fen)
    theirs = count[over]
    close = np.arange(theirs.sum()) + np.repeat(last[over] - np.cumsum(theirs), theirs)
    amount = amount[close]
    available = np.repeat(available_fen[over], theirs)
    affordable = amount <= available
    spent = np.concatenate([[0], np.cumsum(np.where(affordable, amount, 0))])
    before = np.repeat(spent[np.cumsum(theirs) - theirs], theirs)
    return np.asarray(close[~(affordable & (spent[1:] - before <= available))])


def _amount(words: Words, category: Codes, ticket: Floats) -> Ints:
    fen = _amount_table()[category * 65_536 + lane(words, AMOUNT_LANE)]
    fen *= ticket
    # Prices are not spread evenly over the cents: see `parameters.ENDINGS`. A step of one fen leaves the amount as it is.
    steps, offs = _steps()
    end = category * COARSE + (lane(words, ENDING_LANE) >> 8)
    step = steps[end]
    fen /= step
    np.rint(fen, out=fen)
    np.maximum(fen, 1, out=fen)
    fen *= step
    fen -= offs[end]
    return np.asarray(np.maximum(fen, p.LEAST_PURCHASE_FEN, out=fen).astype(np.int64))


@lru_cache(maxsize=1)
def _steps() -> tuple[Floats, Floats]:
    """To what a price is rounded and what is taken off it, in fen, by category times 256 plus eight bits of luck."""
    luck = (np.arange(COARSE) + 0.5) / COARSE
    ending = np.concatenate([choose(luck, p.ENDS[name]) for name in p.CATEGORY_NAMES])
    step, off = (np.array([getattr(kind, field) for kind in p.ENDINGS], float) for field in ("step_fen", "off_fen"))
    return step[ending], off[ending]


@lru_cache(maxsize=1)
def _amount_table() -> Floats:
    """Fen by category times 65,536 plus 16-bit luck: lognormal quantiles."""
    z = ndtri(lane_uniforms())
    yuan = [category.ticket_yuan * np.exp(category.sigma * z) for category in p.CATEGORIES]
    return np.concatenate(yuan) * p.FEN


@lru_cache(maxsize=8)
def _bills(noise: float) -> Floats:
    """How many times its middle a bill is, by eight bits of luck."""
    return np.asarray(np.exp(noise * coarse_normals()))
