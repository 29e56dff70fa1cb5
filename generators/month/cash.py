"""Cash: advances from a machine, which cost a fee and interest from their day on, and cash paid out as an instalment plan."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Floats, Ints, Rows
from generators.draws import Draws, Purpose, split, unit
from generators.month.state import State
from generators.population import Population

_AMOUNT, _DAY = range(2)  # further luck of those who take cash


@dataclass(frozen=True)
class Cash:
    """The month's cash of each customer, in fen: an advance or a plan, or neither."""

    advance_fen: Ints
    day: Ints  # of the month, from 0, of the advance
    fee_fen: Ints
    interest_fen: Ints  # of the advance, from its day to the month's end
    plan_fen: Ints

    @property
    def total_fen(self) -> Ints:
        """All that was paid out."""
        return self.advance_fen + self.plan_fen


def cash(population: Population, state: State, room_fen: Ints, month: int, draws: Draws) -> Cash:
    """Who takes cash, and how much; `room_fen` is what purchases have left of what each customer will charge to the card.

    Nobody takes cash who has never used the card or is late, or a plan who has one.
    """
    words = draws.words(month, Purpose.CASH)
    luck, style = unit(words), population.pay_style
    may = state.activated & state.open & (state.bucket == 0)
    advance, plan, day, fee, interest = (np.zeros(len(state), dtype=np.int64) for _ in range(5))

    def room(row: Rows) -> Ints:
        # The fee and a month's interest must fit, too.
        return (room_fen[row] - p.LEAST_CASH_FEE_FEN) * 1_000 // (1_000 + round(1_000 * (p.CASH_FEE + p.APR / 12)) + 1)

    row = np.flatnonzero(may & (luck < np.array(p.TAKES_CASH)[style]))
    most = np.minimum(room(row), state.limit_fen[row] // p.CASH_LIMIT)
    taken = _some(most, _more(words, row, _AMOUNT), p.CASH_SHARE, p.CASH_STEP_FEN, p.LEAST_CASH_FEN)
    at = np.floor(_more(words, row, _DAY) * p.DAYS_OF_ANY_MONTH).astype(np.int64)
    least = np.maximum(np.rint(taken * p.CASH_FEE).astype(np.int64), p.LEAST_CASH_FEE_FEN)
    rest = (p.DAYS_OF_ANY_MONTH - at) / p.DAYS_OF_ANY_MONTH
    advance[row], day[row], fee[row] = taken, at, np.where(taken > 0, least, 0)
    interest[row] = np.rint(taken * (p.APR / 12) * rest).astype(np.int64)

    row = np.flatnonzero(may & (state.plan_left == 0) & (luck > 1 - np.array(p.TAKES_CASH_PLAN)[style]))
    plan[row] = _some(
        room(row), _more(words, row, _AMOUNT), p.CASH_PLAN_SHARE, p.CASH_PLAN_STEP_FEN, p.LEAST_CASH_PLAN_FEN
    )
    return Cash(advance, day, fee, interest, plan)


def _more(words: np.ndarray, row: Rows, which: int) -> Floats:
    return unit(split(words[row], np.full(len(row), which)))


def _some(most: Ints, luck: Floats, share: tuple[float, float], step: int, least: int) -> Ints:
    """A share of `most` in whole steps, from `least` on; 0 where that is more than there is."""
    low, more = share
    amount = np.floor(most * (low + more * luck) / step).astype(np.int64) * step
    return np.where(amount >= least, amount, 0)
