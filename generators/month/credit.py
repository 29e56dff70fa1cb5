"""Credit: paying last month's bill, being late, and this month's statement."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Floats, Ints
from generators.draws import Draws, Purpose, lane, unit
from generators.month.cash import Cash
from generators.month.state import State
from generators.population import Population

_PERMILLE = 1_000


@dataclass(frozen=True)
class Payments:
    """What each customer paid of the opening balance, and how many months the account is overdue after it."""

    opening_fen: Ints
    paid_fen: Ints
    refunded_fen: Ints  # of last month's purchases: counts towards the bill like a payment
    carried_fen: Ints  # of the bill, unpaid
    lacking_fen: Ints  # of the minimum, unpaid
    bucket: Ints


@dataclass(frozen=True)
class Statement:
    """The month's account of each customer: closing = opening - payments + purchases - refunds + cash + interest + fees -
    credits."""

    opening_fen: Ints
    payments_fen: Ints
    purchases_fen: Ints
    refunds_fen: Ints
    cash_fen: Ints  # paid out: an advance, or an instalment plan
    interest_fen: Ints  # with the fees of instalments
    annual_fee_fen: Ints
    late_fee_fen: Ints
    cash_fee_fen: Ints
    credit_fen: Ints  # what offers that were used are worth, where they are worth money
    closing_fen: Ints
    unbilled_fen: Ints  # of it, not due yet
    minimum_due_fen: Ints
    bucket_before: Ints
    bucket: Ints

    @property
    def fees_fen(self) -> Ints:
        """All fees of the month."""
        return self.annual_fee_fen + self.late_fee_fen + self.cash_fee_fen


def pay(population: Population, state: State, month: int, draws: Draws) -> Payments:
    """Payments towards last month's bill. Those who close pay all that they owe; those who default pay nothing.

    Whoever is late rolls as `parameters.ROLL_RATES` say, which says how many minimums are paid. The bucket is what the
    books say then: a month more for each bill, a month less for each minimum that was settled.
    """
    bill = state.balance_fen - state.unbilled_fen
    minimum = minimum_due(bill)
    luck = draws.uniform(month, Purpose.PAY)
    paid = _current(population, state, bill, minimum, luck, month, draws)
    late = np.flatnonzero(state.bucket)
    paid[late] = _late(state.bucket[late], paid[late], minimum[late], luck[late])
    paid = np.where(population.forged, 0, np.minimum(paid, bill - state.refund_fen))
    paid = np.where(state.leaving >= 0, state.balance_fen - state.refund_fen, paid)
    settled = paid + state.refund_fen
    overdue = np.maximum(state.bucket + 1 - settled // np.maximum(minimum, 1), 0)
    return Payments(
        opening_fen=state.balance_fen,
        paid_fen=paid,
        refunded_fen=state.refund_fen,
        carried_fen=np.maximum(bill - settled, 0),
        lacking_fen=np.maximum(minimum - settled, 0),
        bucket=np.where(settled >= bill, 0, overdue),
    )


def minimum_due(balance_fen: Ints) -> Ints:
    """What is asked of a balance: `parameters.MINIMUM_DUE` of it, rounded up to a whole fen."""
    tenth = round(1 / p.MINIMUM_DUE)
    return -(-balance_fen // tenth)


def _current(
    population: Population, state: State, bill: Ints, minimum: Ints, luck: Floats, month: int, draws: Draws
) -> Ints:
    """What those who are not late would pay, in fen, above the bill perhaps; what is below the minimum is missed."""
    style = population.pay_style
    words = draws.words(month, Purpose.PAY_SHARE)
    habit = unit(words)
    share = np.where(style == p.FULL_PAYER, 1.0, 0.0)
    least, most = p.FULL_PART_BETWEEN
    strays = (style == p.FULL_PAYER) & (habit < p.FULL_PAYS_PART)
    share = np.where(strays, least + (most - least) * habit / p.FULL_PAYS_PART, share)
    part = np.flatnonzero(style == p.PART_PAYER)
    share[part] = population.pay_share[part] * np.exp(p.PART_SIGMA[1] * ndtri(habit[part]))
    share = np.where(habit > 1 - np.array(p.CLEARS_BILL)[style], 1.0, share)
    # Permille arithmetic keeps the payment a whole number of fen on every machine.
    paid = np.maximum(bill * np.rint(share * _PERMILLE).astype(np.int64) // _PERMILLE, minimum)
    by_hand = ~population.autopay & (lane(words, 0) < round(p.ROUNDED_UP * 65_536))
    rounds = by_hand & (paid >= p.ROUND_PAYMENT_FEN) & (paid < bill)
    paid = np.where(rounds, -(-paid // p.ROUND_PAYMENT_FEN) * p.ROUND_PAYMENT_FEN, paid)
    usual = np.array(p.MISS_PAYMENT)[style]
    chance = usual * np.where(population.autopay, p.AUTOPAY_MISS, np.array(p.MANUAL_MISS)[style])
    chance *= np.exp(p.MISS_BY_RISK * population.risk - p.MISS_BY_RISK**2 / 2)
    chance *= np.where(state.raised, np.array(p.RISE_MISS)[style], 1.0)
    missed = np.flatnonzero(luck < chance)
    paid[missed] = _below(minimum[missed], luck[missed] / chance[missed])
    return np.asarray(paid)


def _late(bucket: Ints, usual: Ints, minimum: Ints, luck: Floats) -> Ints:
    """What those who are late pay, in fen, by how they roll."""
    edges = np.cumsum(p.ROLL_RATES, axis=1)[np.minimum(bucket, len(p.ROLL_RATES)) - 1]
    cured, one_back, stays = (luck < edges[:, code] for code in range(3))
    below = _below(minimum, (luck - edges[:, 2]) / (1 - edges[:, 2]))
    return np.select(
        [cured, one_back, stays],
        [np.maximum(usual, (bucket + 1) * minimum), 2 * minimum, minimum],
        below,
    )


def _below(minimum: Ints, luck: Floats) -> Ints:
    """What is paid on a missed bill: nothing by most, by the rest some of the minimum. `luck` is uniform."""
    permille = np.floor(np.clip(luck / p.PAYS_SOMETHING, 0, 1) * _PERMILLE).astype(np.int64)
    return np.where(permille < _PERMILLE, minimum * permille // _PERMILLE, 0)


def interest(payments: Payments) -> Ints:
    """A month's interest on what was carried over, in fen."""
    return np.asarray(np.rint(payments.carried_fen * (p.APR / 12)), dtype=np.int64)


def late_fee(payments: Payments) -> Ints:
    """The fee for what is lacking of the minimum, in fen."""
    return np.asarray(np.rint(payments.lacking_fen * p.LATE_FEE), dtype=np.int64)


def available(population: Population, state: State, payments: Payments, month: int, draws: Draws) -> Ints:
    """What customers can and will charge to the card this month, in fen; 0 on a blocked card.

    The limit keeps the month's interest and fees free. Who does not pay in full stops short of it, each at a share of
    it that is their own and moves a little from month to month.
    """
    ease = population.ease + p.EASE_MOVES * (draws.uniform(month, Purpose.PAY_EASE) - 0.5)
    ease = np.where(population.pay_style == p.FULL_PAYER, 1.0, np.minimum(ease, 1.0))
    used = state.limit_fen * np.rint(ease * _PERMILLE).astype(np.int64) // _PERMILLE
    carried = payments.opening_fen - payments.paid_fen - payments.refunded_fen
    fees = interest(payments) + late_fee(payments) + np.where(state.plan_left > 0, state.plan_fee_fen, 0)
    left = used - carried - fees
    return np.where(payments.bucket >= p.BLOCKED_FROM_BUCKET, 0, np.maximum(left, 0))


def statement(
    population: Population,
    state: State,
    payments: Payments,
    purchases_fen: Ints,
    refunded_fen: Ints,
    taken: Cash,
    credit_fen: Ints,
    plan_fee_fen: Ints,
    unbilled_fen: Ints,
    month: int,
) -> Statement:
    """The month's account. Interest runs on what was carried over; a card used this month pays no annual fee.

    `refunded_fen` is given back of this month's purchases, `taken` is cash, `credit_fen` is what used offers are worth, `plan_fee_fen`
    the month's fee of an instalment plan and `unbilled_fen` what the plan leaves for later bills.
    """
    refunds = payments.refunded_fen + refunded_fen
    carried = payments.opening_fen - payments.paid_fen - refunds
    charged = np.where(state.open, interest(payments), 0) + plan_fee_fen + taken.interest_fen
    tenure = month - population.open_month
    due = state.open & (tenure > 0) & (tenure % 12 == 0) & (purchases_fen == 0)
    annual = np.where(due, np.array(p.ANNUAL_FEE_FEN)[state.product], 0)
    late = np.where(state.open, late_fee(payments), 0)
    closing = carried + purchases_fen + taken.total_fen + charged + annual + late + taken.fee_fen - credit_fen
    return Statement(
        opening_fen=payments.opening_fen,
        payments_fen=payments.paid_fen,
        purchases_fen=purchases_fen,
        refunds_fen=refunds,
        cash_fen=taken.total_fen,
        interest_fen=charged,
        annual_fee_fen=annual,
        late_fee_fen=late,
        cash_fee_fen=taken.fee_fen,
        credit_fen=credit_fen,
        closing_fen=closing,
        unbilled_fen=unbilled_fen,
        minimum_due_fen=minimum_due(closing - unbilled_fen),
        bucket_before=state.bucket,
        bucket=payments.bucket,
    )
