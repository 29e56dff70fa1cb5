"""Payments: on which day each one came in, and how. What was paid is the engine's; when and how, no future depends on."""

import numpy as np

from generators import parameters as p
from generators.arrays import Ints
from generators.draws import Draws, Purpose, choose, split, unit
from generators.month import Events
from generators.pages import Columns, recode
from generators.parameters import World
from generators.population import Population
from generators.schema.credit_levels import PAYMENT_METHOD


def payments(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's payments, a row for each customer who paid something."""
    month, account = events.month, events.statement
    rows = np.flatnonzero(account.payments_fen)
    words = draws.words(month, Purpose.PAY_DAY)[rows]
    luck, more, which = unit(words), unit(split(words, np.zeros_like(rows))), unit(split(words, np.ones_like(rows)))
    closing = np.floor(draws.uniform(month, Purpose.LEAVE_DAY)[rows] * p.DAYS_OF_ANY_MONTH).astype(np.int64)
    bill = population.bill_day[rows]
    due = bill + p.DAYS_TO_PAY
    wage = np.array([day for day, _ in p.PAY_DAYS])[population.habits.pay_day[rows]]
    on_payday = (wage > bill) & (wage <= due) & (luck < p.PAYS_ON_PAYDAY)
    by_hand = np.where(on_payday, wage, due - np.floor(p.PAYS_BEFORE_DUE * more**2).astype(np.int64))
    late = account.bucket_before[rows] > 0
    closes = events.closed[rows]
    automatic = population.autopay[rows] & ~late & ~closes
    day = np.select(
        [closes, late, automatic],
        [closing, np.floor(more * p.DAYS_OF_ANY_MONTH).astype(np.int64), due - 1],
        by_hand - 1,
    )
    ways = np.where(population.app[rows], _method(which, p.PAID_BY_APP_USERS), _method(which, p.PAID_BY_OTHERS))
    codes = recode(("autopay", *p.PAID_BY_HAND), PAYMENT_METHOD)
    return {
        "payments": {
            "payment_id": population.customer_id[rows] * 100 + month,
            "customer_id": population.customer_id[rows],
            "account_id": population.account_id[rows],
            "date": np.datetime64(world.month_start(month), "D") + day,
            "method": codes[np.where(automatic, 0, 1 + ways)],
            "amount_fen": account.payments_fen[rows],
        }
    }


def _method(luck: np.ndarray, shares: tuple[float, ...]) -> Ints:
    return np.asarray(choose(luck, shares), dtype=np.int64)
