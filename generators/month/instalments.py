"""Instalments: a big purchase, or cash, paid month by month, for a fee that counts as interest. One plan a customer at a time.

The principal is owed from the first day on and uses the limit; what is not billed yet bears no interest and need not be
paid. Whoever closes the account pays all of it.
"""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Floats, Ints, Rows
from generators.draws import Draws, Purpose, choose, logistic, logit, split, unit
from generators.month.purchases import Purchases
from generators.month.state import State
from generators.population import Population

CASH_PLAN = -1


@dataclass(frozen=True)
class Billed:
    """The month's instalment of each customer's plan, in fen; 0 where there is none."""

    principal_fen: Ints
    fee_fen: Ints


@dataclass(frozen=True)
class Offered:
    """An offer of instalments, an entry a customer: on the log odds of taking them, and the share of the usual fee."""

    push: Floats  # 0 for those who were offered none
    price: Floats  # 1 for those


@dataclass(frozen=True)
class Plans:
    """New plans, an entry each, and how each customer's plan stands after the month."""

    at: Rows  # positions in the month's purchases of what is paid by instalments; CASH_PLAN where it is cash
    row: Rows  # whose
    principal_fen: Ints
    term: Codes  # of `parameters.TERMS`
    unbilled_fen: Ints
    since: Ints  # month in which the plan began
    left: Ints  # instalments to come
    fee_fen: Ints  # a month


def bill(state: State) -> Billed:
    """What falls due of running plans: equal parts, and all that is left of those whose account closes."""
    part = -(-state.unbilled_fen // np.maximum(state.plan_left, 1))
    principal = np.where(state.open, part, state.unbilled_fen)
    return Billed(principal, np.where(state.open & (principal > 0), state.plan_fee_fen, 0))


def plans(
    population: Population,
    state: State,
    billed: Billed,
    bought: Purchases,
    counts: Ints,
    spare_fen: Ints,
    cash_fen: Ints,
    given_back: Rows,
    month: int,
    draws: Draws,
    offered: Offered | None = None,
) -> Plans:
    """Who pays this month's biggest purchase by instalments, and what is left of all plans.

    `spare_fen` is what each customer bought and neither got back nor was credited; `given_back` are purchases that
    were. `cash_fen` is paid out as a plan. Those who are late, or have a plan, get none. `offered` says whom the bank has
    just offered instalments.
    """
    words = draws.words(month, Purpose.INSTALMENT)
    may = state.open & (state.plan_left == 0) & (state.bucket == 0) & (counts > 0) & (cash_fen == 0)
    chance = np.array(p.TAKES_INSTALMENTS)[population.pay_style]
    if offered is not None:
        chance = logistic(logit(chance) + offered.push)
    row = np.flatnonzero(may & (unit(words) < chance))
    at = _biggest(bought, counts, row)
    amount = bought.amount_fen[at]
    takes = (amount >= p.INSTALMENTS_FROM_FEN) & (amount <= spare_fen[row]) & ~np.isin(at, given_back)
    paid_out = np.flatnonzero(cash_fen)
    at = np.concatenate([at[takes], np.full(len(paid_out), CASH_PLAN)])
    row, amount = np.concatenate([row[takes], paid_out]), np.concatenate([amount[takes], cash_fen[paid_out]])
    term = choose(unit(split(words[row], np.zeros(len(row), dtype=np.int64))), [each.share for each in p.TERMS])
    left = np.where(state.open, np.maximum(state.plan_left - 1, 0), 0)
    unbilled, since, fee = state.unbilled_fen - billed.principal_fen, state.plan_since.copy(), state.plan_fee_fen.copy()
    unbilled[row], since[row] = amount, month
    left[row] = np.array([each.months for each in p.TERMS])[term]
    price = np.array([each.fee for each in p.TERMS])[term]
    if offered is not None:
        price = price * np.where(at == CASH_PLAN, 1.0, offered.price[row])
    fee[row] = np.rint(amount * price).astype(np.int64)
    return Plans(at, row, amount, term, unbilled, since, left, fee)


def _biggest(bought: Purchases, counts: Ints, row: Rows) -> Rows:
    """Positions of the biggest purchase of each customer at `row`, all of whom bought something."""
    if not len(row):
        return np.zeros(0, dtype=np.intp)
    theirs = counts[row]
    start = np.cumsum(theirs) - theirs
    close = np.arange(theirs.sum()) + np.repeat((np.cumsum(counts) - counts)[row] - start, theirs)
    amount = bought.amount_fen[close]
    biggest = np.flatnonzero(amount == np.repeat(np.maximum.reduceat(amount, start), theirs))
    # Of equals the one that comes first.
    return np.asarray(close[biggest[np.searchsorted(biggest, start)]], dtype=np.intp)
