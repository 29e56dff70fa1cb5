"""Purchases: what was bought for how much, one entry a purchase, within the credit limit."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Rows, Words
from generators.draws import Draws, Purpose, choose, lane, lane_uniforms, split
from generators.month.life import FINE, category_table, mix, order_words, standing_orders
from generators.parameters import World
from generators.population import Population

CATEGORY_LANE, AMOUNT_LANE, ENDING_LANE = 0, 1, 2
_PRICE_LANE = 0  # of a standing order's word
_COARSE = 256  # eight bits of luck a table


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


def purchases(
    population: Population, count: Ints, available_fen: Ints, month: int, draws: Draws, world: World
) -> Purchases:
    """`count` purchases of each customer, from quantile tables into whole fen: first their standing orders, then the rest.

    A purchase above `available_fen`, what is left of the limit, is declined alone; once the limit is reached, so is the
    rest of the month's.
    """
    row = np.repeat(np.arange(len(count)), count)
    first = np.cumsum(count) - count
    slot = np.arange(len(row)) - first[row]
    words = split(draws.words(month, Purpose.PURCHASE)[row], slot)
    by_mix = FINE * mix(population, month, world)
    category = category_table()[by_mix[row] + (lane(words, CATEGORY_LANE) >> 4)].astype(np.intp)
    amount = _amount(words, category, population.ticket[row])
    _carry_out(population, count, first, words, category, amount)
    approved = _approved(row, amount, count, available_fen)
    return Purchases(row[approved], slot[approved], category[approved], amount[approved])


def _carry_out(population: Population, count: Ints, first: Ints, words: Words, category: Codes, amount: Ints) -> None:
    """Make the first of each customer's purchases those of their standing orders; writes into `category` and `amount`."""
    slot = np.zeros(len(count), dtype=np.int64)
    for number, has in enumerate(standing_orders(population).T):
        order = p.STANDING_ORDERS[number]
        who = np.flatnonzero(has & (slot < count))
        where = first[who] + slot[who]
        luck = lane(order_words(population, number), _PRICE_LANE)[who] >> 8
        category[where] = p.CATEGORY_NAMES.index(order.category)
        if order.prices:
            amount[where] = np.array(order.prices)[luck * len(order.prices) // _COARSE] * p.FEN
        else:
            bill = order.median_yuan * np.exp(order.sigma * _normals()[luck]) * p.FEN
            month = np.exp(order.noise * _normals()[lane(words[where], AMOUNT_LANE) >> 8])
            amount[where] = np.maximum(np.rint(bill * month), p.LEAST_PURCHASE_FEN)
        slot += has


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
    fen = _amount_table()[category * 65_536 + lane(words, AMOUNT_LANE)] * ticket
    # Prices are not spread evenly over the cents: see `parameters.ENDINGS`. A step of one fen leaves the amount as it is.
    ending = _ending_table()[category * _COARSE + (lane(words, ENDING_LANE) >> 8)]
    inverse, step, off = _endings()
    fen *= inverse[ending]
    amount = np.rint(fen, out=fen).astype(np.int64)
    amount *= step[ending]
    amount -= off[ending]
    # What is too small to be rounded so costs the least that its kind of price can be.
    return np.asarray(np.maximum(amount, np.maximum(step - off, p.LEAST_PURCHASE_FEN)[ending], out=amount))


@lru_cache(maxsize=1)
def _endings() -> tuple[Floats, Ints, Ints]:
    """One over the step, the step and what is taken off it, in fen, by code of `parameters.ENDINGS`."""
    step, off = (np.array([getattr(ending, field) for ending in p.ENDINGS]) for field in ("step_fen", "off_fen"))
    return 1.0 / step, step, off


@lru_cache(maxsize=1)
def _ending_table() -> npt.NDArray[np.int8]:
    """How a price ends by category times 256 plus eight bits of luck."""
    luck = (np.arange(_COARSE) + 0.5) / _COARSE
    return np.concatenate([choose(luck, p.ENDS[name]) for name in p.CATEGORY_NAMES]).astype(np.int8)


@lru_cache(maxsize=1)
def _amount_table() -> Floats:
    """Fen by category times 65,536 plus 16-bit luck: lognormal quantiles."""
    z = ndtri(lane_uniforms())
    yuan = [category.ticket_yuan * np.exp(category.sigma * z) for category in p.CATEGORIES]
    return np.concatenate(yuan) * p.FEN


@lru_cache(maxsize=1)
def _normals() -> Floats:
    """Standard normals by eight bits of luck."""
    return np.asarray(ndtri((np.arange(_COARSE) + 0.5) / _COARSE))
