"""Credit: paying last month's balance, being late, and this month's statement."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Ints
from generators.draws import Draws, Purpose
from generators.month.state import State
from generators.parameters import World
from generators.population import Population


@dataclass(frozen=True)
class Payments:
    """What each customer paid of the opening balance, and how many months the account is overdue after it."""

    opening_fen: Ints
    paid_fen: Ints
    bucket: Ints


@dataclass(frozen=True)
class Statement:
    """The month's account of each customer: closing = opening - payments + purchases + interest + fees."""

    opening_fen: Ints
    payments_fen: Ints
    purchases_fen: Ints
    interest_fen: Ints
    fees_fen: Ints
    closing_fen: Ints
    minimum_due_fen: Ints
    bucket: Ints


def pay(population: Population, state: State, month: int, draws: Draws) -> Payments:
    """Payments towards last month's balance. Those who close pay all that they owe; those who default pay nothing."""
    opening = state.balance_fen
    luck = draws.uniform(month, Purpose.PAY)
    style = population.pay_style
    misses = luck < np.array(p.MISS_PAYMENT)[style]
    # Once late, paying gets harder with every month: a missed chance to cure is a further month overdue.
    cures = luck > 1 - p.CURE * p.CURE_FADE ** np.maximum(state.bucket - 1, 0)
    pays = (opening > 0) & np.where(state.bucket > 0, cures, ~misses)
    # Permille arithmetic keeps the payment a whole number of fen on every machine.
    permille = np.array([round(1000 * fraction) for fraction in p.PAY_FRACTIONS])[style]
    paid = np.where(pays, np.maximum(opening * permille // 1000, np.minimum(opening, minimum_due(opening))), 0)
    paid = np.where(state.leaving >= 0, opening, paid)
    bucket = np.where((opening > 0) & ~pays & (state.leaving < 0), state.bucket + 1, 0)
    return Payments(opening, paid, bucket)


def minimum_due(balance_fen: Ints) -> Ints:
    """What is asked of a balance: `parameters.MINIMUM_DUE` of it, rounded up to a whole fen."""
    tenth = round(1 / p.MINIMUM_DUE)
    return -(-balance_fen // tenth)


def statement(
    population: Population, state: State, payments: Payments, purchases_fen: Ints, month: int, world: World
) -> Statement:
    """The month's account. Interest runs on what was carried over; a card used this month pays no annual fee."""
    carried = payments.opening_fen - payments.paid_fen
    interest = np.where(state.open, np.rint(carried * (p.APR / 12)).astype(np.int64), 0)
    tenure = month - population.open_month
    due = state.open & (tenure > 0) & (tenure % 12 == 0) & (purchases_fen == 0)
    fees = np.where(due, np.array(p.ANNUAL_FEE_FEN)[state.product], 0)
    closing = carried + purchases_fen + interest + fees
    return Statement(
        opening_fen=payments.opening_fen,
        payments_fen=payments.paid_fen,
        purchases_fen=purchases_fen,
        interest_fen=interest,
        fees_fen=fees,
        closing_fen=closing,
        minimum_due_fen=minimum_due(closing),
        bucket=payments.bucket,
    )
