"""What becomes of purchases: refunds, disputes and instalment plans as pages, which look them up in the month's journal."""

from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.arrays import Days, Flags, Floats, Ints, Rows
from generators.draws import Draws, Purpose, split, unit
from generators.month import Events
from generators.month.fraud import is_fraud
from generators.month.instalments import CASH_PLAN
from generators.month.state import DEFAULT, STAYS
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population


def refunds_page(population: Population, events: Events, bought: Columns, draws: Draws, world: World) -> Columns:
    """Refunds of the month's purchases, also those that come in the next month; `bought` is the month's journal."""
    given = events.refunds
    place = _places(population, events, bought, given.at)
    day = _days_of_refunds(events, bought["timestamp"][place].astype("datetime64[D]"), draws, world)
    rows = _in_the_books(events, world)
    who = given.row[rows]
    return {
        "transaction_id": bought["transaction_id"][place[rows]],
        "customer_id": population.customer_id[who],
        "account_id": population.account_id[who],
        "date": day[rows],
        "amount_fen": -given.amount_fen[rows],
    }


def fraud_pages(
    population: Population, events: Events, bought: Columns, draws: Draws, world: World
) -> dict[str, Columns]:
    """Disputes of the month's purchases, right and wrong ones, and which purchases were fraudulent in truth."""
    size = len(bought["transaction_id"])
    given, fraud = events.refunds, is_fraud(events.fraud, size)
    rows = _in_the_books(events, world)
    rows = rows[fraud[given.at[rows]]]
    right = _places(population, events, bought, given.at[rows])
    made = bought["timestamp"].astype("datetime64[D]")
    # Theirs is settled by the refund.
    settled = _days_of_refunds(events, _days_at(made, right, rows, len(given.at)), draws, world)[rows]
    wait = (settled - made[right]).astype(np.int64)
    opened = made[right] + np.ceil(given.luck[rows] * wait).astype(np.int64)

    wrong, wrong_opened = _false_disputes(population, events, bought, fraud, draws, world)
    place = np.concatenate([right, wrong])
    true = _places(population, events, bought, events.fraud.at)
    return {
        "disputes": {
            "transaction_id": bought["transaction_id"][place],
            "customer_id": bought["customer_id"][place],
            "account_id": bought["account_id"][place],
            "date": np.concatenate([opened, wrong_opened]),
            "outcome": np.repeat(np.array([0, 1], dtype=np.int8), [len(right), len(wrong)]),
            "amount_fen": bought["amount_fen"][place],
        },
        "truth_fraud": {
            "transaction_id": bought["transaction_id"][true],
            "customer_id": bought["customer_id"][true],
            "kind": np.zeros(len(true), dtype=np.int8),
        },
    }


def _days_at(made: Days, place: Rows, rows: Rows, size: int) -> Days:
    """The days of some refunds' purchases, among all of the month's refunds."""
    day = np.full(size, made[0] if len(made) else np.datetime64("NaT"), dtype="datetime64[D]")
    day[rows] = made[place]
    return day


def _days_of_refunds(events: Events, day: Days, draws: Draws, world: World) -> Days:
    """The day of each refund whose purchase was made on `day`."""
    given, month = events.refunds, events.month
    after = np.datetime64(world.month_start(month + 1), "D")
    left = (after - day).astype(np.int64)  # days of the month from that of the purchase on
    now = day + np.floor(given.luck * np.minimum(left, p.REFUND_DAYS + 1)).astype(np.int64)
    later = after + np.floor(given.luck * p.REFUND_DAYS).astype(np.int64)
    # Those who close the account next month get it back before.
    leaving = events.after.leaving[given.row]
    closing = np.floor(draws.uniform(month + 1, Purpose.LEAVE_DAY)[given.row] * p.DAYS_OF_ANY_MONTH).astype(np.int64)
    later = np.where(leaving == STAYS, later, np.minimum(later, after + closing))
    return np.where(given.later, later, now)


def _in_the_books(events: Events, world: World) -> Rows:
    """Refunds that anybody sees: not those after the last month, nor those to an account that is written off."""
    given = events.refunds
    leaving = events.after.leaving[given.row]
    return np.flatnonzero(~given.later | ((leaving != DEFAULT) & (events.month + 1 < world.months)))


def _false_disputes(
    population: Population, events: Events, bought: Columns, fraud: Flags, draws: Draws, world: World
) -> tuple[Rows, Days]:
    """Places in the journal of purchases that their own customers dispute, and the days on which they do."""
    counts = events.purchases.count_by_row(len(population))
    words = draws.words(events.month, Purpose.DISPUTE)
    row = np.flatnonzero((unit(words) < p.FALSE_DISPUTES) & (counts > 0))
    which, wait = (unit(split(words[row], np.full(len(row), number))) for number in range(2))
    at = (np.cumsum(counts) - counts)[row] + np.floor(which * counts[row]).astype(np.int64)
    place = _places(population, events, bought, at)
    day = bought["timestamp"][place].astype("datetime64[D]") + 1 + np.floor(wait * p.DISPUTE_DAYS).astype(np.int64)
    end = np.datetime64(world.month_start(world.months), "D")
    mine = ~fraud[at] & (day < end) & (events.after.leaving[row] == STAYS)
    return place[mine], day[mine]


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
            "annual_rate": _annual_rates()[began.term],
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


@lru_cache(maxsize=1)
def _annual_rates() -> Floats:
    """By term: found by halving, which takes longer than a month's plans."""
    return np.array([term.annual_rate for term in p.TERMS])
