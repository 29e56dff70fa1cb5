"""What becomes of purchases: refunds and instalment plans as pages. Both look up their purchase in the month's journal."""

import numpy as np

from generators import parameters as p
from generators.arrays import Ints, Rows
from generators.draws import Draws, Purpose
from generators.month import Events
from generators.month.instalments import CASH_PLAN
from generators.month.state import DEFAULT, STAYS
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population


def refunds_page(population: Population, events: Events, bought: Columns, draws: Draws, world: World) -> Columns:
    """Refunds of the month's purchases, also those that come in the next month; `bought` is the month's journal."""
    given, month = events.refunds, events.month
    place = _places(population, events, bought, given.at)
    after = np.datetime64(world.month_start(month + 1), "D")
    day = bought["timestamp"][place].astype("datetime64[D]")
    left = (after - day).astype(np.int64)  # days of the month from that of the purchase on
    now = day + np.floor(given.luck * np.minimum(left, p.REFUND_DAYS + 1)).astype(np.int64)
    later = after + np.floor(given.luck * p.REFUND_DAYS).astype(np.int64)
    # Those who close the account next month get it back before.
    leaving = events.after.leaving[given.row]
    closing = np.floor(draws.uniform(month + 1, Purpose.LEAVE_DAY)[given.row] * p.DAYS_OF_ANY_MONTH).astype(np.int64)
    later = np.where(leaving == STAYS, later, np.minimum(later, after + closing))
    # What comes after the last month, or to an account that is written off, is in nobody's books.
    rows = np.flatnonzero(~given.later | ((leaving != DEFAULT) & (month + 1 < world.months)))
    who = given.row[rows]
    return {
        "transaction_id": bought["transaction_id"][place[rows]],
        "customer_id": population.customer_id[who],
        "account_id": population.account_id[who],
        "date": np.where(given.later, later, now)[rows],
        "amount_fen": -given.amount_fen[rows],
    }


def instalment_pages(population: Population, events: Events, bought: Columns, world: World) -> dict[str, Columns]:
    """The plans that began this month, and the instalments that were billed."""
    began, month = events.plans, events.month
    of_purchase = began.at != CASH_PLAN
    transaction = np.full(len(began.at), np.nan)
    place = _places(population, events, bought, began.at[of_purchase])
    transaction[of_purchase] = bought["transaction_id"][place]  # exact below 2**53
    billed = np.flatnonzero(events.billed.principal_fen)
    start = np.datetime64(world.month_start(month), "D")
    number = population.customer_id * 100
    return {
        "instalment_plans": {
            "plan_id": number[began.row] + month,
            "customer_id": population.customer_id[began.row],
            "account_id": population.account_id[began.row],
            "kind": (~of_purchase).astype(np.int8),
            "transaction_id": transaction,
            "month": np.full(len(began.at), start),
            "principal_fen": began.principal_fen,
            "months": np.array([term.months for term in p.TERMS], dtype=np.int32)[began.term],
            "fee_rate": np.array([term.fee for term in p.TERMS])[began.term],
            "annual_rate": np.array([term.annual_rate for term in p.TERMS])[began.term],
        },
        "instalments": {
            "plan_id": number[billed] + events.plan_since[billed],
            "customer_id": population.customer_id[billed],
            "account_id": population.account_id[billed],
            "month": np.full(len(billed), start),
            "principal_fen": events.billed.principal_fen[billed],
            "fee_fen": events.billed.fee_fen[billed],
        },
    }


def _places(population: Population, events: Events, bought: Columns, at: Rows) -> Rows:
    """Where the purchases at positions `at` of the month's events lie in its journal, which is sorted by time."""
    ids = bought["transaction_id"]
    row, slot = events.purchases.row[at], events.purchases.slot[at]
    counts = events.purchases.count_by_row(len(population))
    first, theirs = (np.cumsum(counts) - counts)[row], counts[row]
    wanted = ids[first] // 1_000 * 1_000 + slot
    ends = np.cumsum(theirs)
    close = np.arange(int(theirs.sum())) + np.repeat(first - (ends - theirs), theirs)
    found: Ints = close[ids[close] == np.repeat(wanted, theirs)]
    return np.asarray(found, dtype=np.intp)
