"""Charges: the fees of a month and the offers that were credited, an entry each."""

import numpy as np

from generators import parameters as p
from generators.draws import Draws
from generators.month import Events
from generators.pages import Columns, recode
from generators.parameters import World
from generators.population import Population
from generators.schema.credit_levels import CHARGE

_KINDS = tuple(CHARGE)
_NO_TOUCH = -1


def charges(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's fees, charged (+), and used vouchers and waivers, credited (-); and the cash advances behind some."""
    account, month = events.statement, events.month
    used = np.array([_KINDS.index(name) if name in p.CREDITED else _NO_TOUCH for name in p.OFFER_NAMES])
    groups = (
        (account.annual_fee_fen, np.full(len(population), _KINDS.index("annual_fee")), False),
        (account.late_fee_fen, np.full(len(population), _KINDS.index("late_fee")), False),
        (account.cash_fee_fen, np.full(len(population), _KINDS.index("cash_fee")), False),
        (-account.credit_fen, used[events.actions.offer], True),
    )
    rows = [np.flatnonzero(amount) for amount, _, _ in groups]
    row = np.concatenate(rows)
    touched = np.concatenate([np.full(len(at), by_touch) for at, (_, _, by_touch) in zip(rows, groups, strict=True)])
    kind = np.concatenate([codes[at] for at, (_, codes, _) in zip(rows, groups, strict=True)])
    touch = (population.customer_id[row] * 100 + month).astype(np.float64)  # exact below 2**53
    return {
        "charges": {
            "customer_id": population.customer_id[row],
            "account_id": population.account_id[row],
            "month": np.full(len(row), np.datetime64(world.month_start(month), "D")),
            "kind": recode(_KINDS, CHARGE)[kind],
            "amount_fen": np.concatenate([amount[at] for at, (amount, _, _) in zip(rows, groups, strict=True)]),
            "touch_id": np.where(touched, touch, np.nan),
        },
        "cash_advances": _advances(population, events, world),
    }


def _advances(population: Population, events: Events, world: World) -> Columns:
    taken, month = events.cash, events.month
    row = np.flatnonzero(taken.advance_fen)
    return {
        "advance_id": population.customer_id[row] * 100 + month,
        "customer_id": population.customer_id[row],
        "account_id": population.account_id[row],
        "date": np.datetime64(world.month_start(month), "D") + taken.day[row],
        "amount_fen": taken.advance_fen[row],
        "fee_fen": taken.fee_fen[row],
        "interest_fen": taken.interest_fen[row],
    }
