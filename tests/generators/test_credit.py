"""The credit books as an analyst reads them: how bills are paid, who is late, what a late account does next."""

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from generators import manifest
from generators import parameters as p
from generators.history import block_history
from generators.identities import broken
from generators.run import generate
from tests.support.banks import block_tables, frames, small_world


@pytest.fixture(scope="module")
def bank():
    return frames(block_tables(small_world(3_000, 77), 0, 3_000))


def test_the_late_roll_as_the_matrix_says():
    counts = np.zeros((p.WRITE_OFF_BUCKET, p.WRITE_OFF_BUCKET + 1))
    for events in block_history(small_world(9_000, 31), 0, 9_000)[2]:
        account = events.statement
        late = (account.bucket_before > 0) & events.open
        np.add.at(counts, (account.bucket_before[late], account.bucket[late]), 1)
    for bucket, rates in enumerate(p.ROLL_RATES, start=1):
        seen = counts[bucket].sum()
        # Who is a month late is cured by going a month back.
        said = np.bincount([0, bucket - 1, bucket, bucket + 1], rates, minlength=bucket + 2)
        error = np.sqrt(said * (1 - said) / seen)
        assert seen > 10
        assert (np.abs(counts[bucket, : bucket + 2] / seen - said) <= 4 * error + 0.01).all(), bucket
        assert counts[bucket, bucket + 2 :].sum() == 0


def test_who_is_a_greater_risk_forgets_a_bill_more_often():
    """Also among those who pay alike: or a score would tell how people pay, and nothing beside."""
    population, _, months = block_history(small_world(9_000, 31), 0, 9_000)
    alike = population.pay_style == p.MINIMUM_PAYER
    low, high = np.quantile(population.risk[alike], [1 / 3, 2 / 3])
    missed, paid_on_time = np.zeros(2), np.zeros(2)
    for events in months:
        account = events.statement
        billed = alike & events.open & (account.bucket_before == 0) & (account.opening_fen > 0)
        for side, theirs in enumerate((population.risk < low, population.risk > high)):
            missed[side] += (billed & theirs & (account.bucket > 0)).sum()
            paid_on_time[side] += (billed & theirs & (account.bucket == 0)).sum()
    share = missed / (missed + paid_on_time)
    assert 1.5 < share[1] / share[0] < 2.4


def test_bills_are_paid_in_every_way_between_nothing_and_all(bank):
    rows = bank["statements"].sort_values(["account_id", "month"])
    bill = (rows.opening_fen - rows.groupby("account_id").unbilled_fen.shift(fill_value=0)).rename("bill")
    share = (rows.payments_fen / bill)[(bill > 100_000) & (rows.refunds_fen == 0)]
    assert (share == 1).mean() == pytest.approx(0.32, abs=0.08)  # a good third pays in full
    assert (share == 0).mean() < 0.06
    between = share[(share > 0.11) & (share < 1)]
    assert len(between) > 0.15 * len(share)
    assert between.round(3).nunique() > 150
    assert between.round(3).value_counts(normalize=True).max() < 0.10


def test_balances_do_not_crowd_at_the_limit(bank):
    assert (bank["statements"].utilisation > 1).mean() < 0.02
    assert (bank["statements"].utilisation > 0.97).mean() < 0.12


def test_the_late_pay_a_fee_on_what_is_lacking(bank):
    rows = bank["statements"].sort_values(["account_id", "month"])
    rows = rows[rows.refunds_fen == 0]  # a refund may settle what a payment lacks
    lacking = (rows.groupby("account_id").minimum_due_fen.shift() - rows.payments_fen).clip(lower=0)
    lacking = lacking.where(
        rows.month.dt.to_period("M") == rows.groupby("account_id").month.shift().dt.to_period("M") + 1
    )
    fee = (lacking * p.LATE_FEE).round()
    closed = rows.account_id.map(bank["accounts"].set_index("account_id").close_date).dt.to_period("M")
    open_ = closed.isna() | (rows.month.dt.to_period("M") < closed)
    # No annual fee falls due to those who bought, and no fee for cash to those who drew none.
    bought = open_ & (rows.purchases_fen > 0) & (rows.cash_fen == 0) & lacking.notna()
    assert (fee[bought] > 0).any()
    assert (rows.fees_fen[bought] == fee[bought]).all()


def test_payments_come_on_the_due_day_or_when_wages_do(bank):
    paid = bank["payments"].merge(bank["accounts"], on="account_id")
    late = bank["statements"].sort_values(["account_id", "month"])
    late = late.assign(before=late.groupby("account_id").bucket.shift(), date=late.month.dt.to_period("M"))
    paid = paid.assign(month=paid.date.dt.to_period("M")).merge(
        late[["account_id", "date", "before"]].rename(columns={"date": "month"}), on=["account_id", "month"]
    )
    usual = paid[(paid.before == 0) & (paid.close_date.isna() | (paid.date < paid.close_date))]
    day = usual.date.dt.day
    assert (day >= usual.bill_day).all()
    assert (day <= usual.due_day).all()
    automatic = usual.method == "autopay"
    assert (day[automatic] == usual.due_day[automatic]).all()
    assert 0.15 < automatic.mean() < 0.5
    by_hand = day[~automatic].value_counts(normalize=True)
    assert by_hand[10] + by_hand[15] > 0.25  # most wages come on the 10th or the 15th


def test_used_offers_leave_their_worth_in_the_books(bank):
    used = bank["touches"][bank["touches"].redeemed]
    worth = {offer.name: offer.cost_fen for offer in p.OFFERS}
    credited = bank["charges"].dropna(subset="touch_id").merge(used, on="touch_id")
    assert {"voucher", "fee_waiver"} == set(credited.kind)
    assert (credited.kind.astype(str) == credited.offer.astype(str)).all()
    assert (-credited.amount_fen == credited.offer.map(worth).astype(int)).all()
    assert len(credited) == used.offer.isin(["voucher", "fee_waiver"]).sum() > 0
    # "30 off 300": a voucher is used by those only who spend as much in its month.
    spent = bank["statements"].assign(month=bank["statements"].month.dt.to_period("M"))
    vouchers = used[used.offer == "voucher"].assign(month=used.date.dt.to_period("M"))
    asked = next(offer.from_fen for offer in p.OFFERS if offer.name == "voucher")
    assert asked > worth["voucher"]
    assert (vouchers.merge(spent, on=["customer_id", "month"]).purchases_fen >= asked).all()
    given = bank["points"][bank["points"].entry == "gift"]
    assert len(given) == (used.offer == "points_gift").sum() > 0
    assert (given.points * p.POINT_FEN == worth["points_gift"]).all()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("books") / "bank"
    generate(small_world(600, 3, block_size=400), out, workers=1)
    return out


def offended(folder) -> set[str]:
    tables = manifest.read(folder)["tables"]
    with duckdb.connect() as database:
        return {identity.en for identity, _ in broken(database, folder, tables)}


def test_the_books_hold_together(folder):
    assert offended(folder) == set()


@pytest.mark.parametrize(
    ("table", "column", "says"),
    [
        ("payments", "amount_fen", "sum of the month's payments"),
        ("statements", "closing_fen", "closing = opening"),
        ("statements", "bucket", "months overdue"),
        ("transactions", "amount_fen", "sum of the month's transactions"),
        ("charges", "amount_fen", "fees and credits add up"),
    ],
)
def test_a_changed_figure_is_found(folder, table, column, says):
    path = next((folder / table).glob("*.parquet"))
    whole = pq.read_table(path)
    values = whole[column].to_numpy().copy()
    values[len(values) // 2] += 1
    place = whole.schema.get_field_index(column)
    try:
        pq.write_table(whole.set_column(place, whole.schema.field(place), [values]), path)
        assert any(says in text for text in offended(folder))
    finally:
        pq.write_table(whole, path)
    assert offended(folder) == set()


def test_clothes_come_back_more_often_than_groceries_and_within_weeks(bank):
    bought = bank["transactions"]
    back = bank["refunds"].merge(bought, on="transaction_id")
    back = back[~back.transaction_id.isin(bank["disputes"].transaction_id)]
    share = back.groupby("category", observed=True).size() / bought.groupby("category", observed=True).size()
    assert 0.02 < share["apparel"] <= p.REFUNDED["apparel"]
    assert share["supermarket"] < 0.01
    wait = (back.date - back.timestamp.dt.normalize()).dt.days
    assert wait.min() == 0
    assert wait.max() <= 31 + p.REFUND_DAYS
    assert (wait <= p.REFUND_DAYS).mean() > 0.6
    assert (back.date.dt.month != back.timestamp.dt.month).mean() == pytest.approx(p.REFUNDED_LATER, abs=0.06)


def test_a_plan_bills_its_price_in_equal_parts_at_its_annual_rate(bank):
    plans = bank["instalment_plans"]
    assert len(plans) > 100
    for plan in plans[plans.months <= 6].head(50).itertuples():
        parts = bank["instalments"][bank["instalments"].plan_id == plan.plan_id].sort_values("month")
        if len(parts) < plan.months or not parts.fee_fen.all():  # not over yet, or settled with the account
            continue
        assert parts.principal_fen.sum() == plan.principal_fen
        assert parts.principal_fen.max() - parts.principal_fen.min() < plan.months
        assert parts.month.iloc[0].to_period("M") == plan.month.to_period("M") + 1
        paid = parts.principal_fen + parts.fee_fen
        worth = paid / (1 + plan.annual_rate / 12) ** np.arange(1, plan.months + 1)
        assert worth.sum() == pytest.approx(plan.principal_fen, rel=1e-3)
    # Banks in China must show the rate a year, which is about twice what the fees add up to.
    assert plans.annual_rate.between(0.12, 0.15).all()


def test_what_is_not_billed_yet_bears_no_interest(bank):
    rows = bank["statements"].sort_values(["account_id", "month"])
    rows = rows.assign(later=rows.groupby("account_id").unbilled_fen.shift())
    fees = bank["instalments"].groupby(["account_id", "month"]).fee_fen.sum()
    rows = rows.join(fees.rename("fee"), on=["account_id", "month"])
    full = rows[(rows.later > 0) & (rows.cash_fen == 0) & (rows.payments_fen == rows.opening_fen - rows.later)]
    assert len(full) > 50
    assert (full.interest_fen == full.fee.fillna(0)).all()


def test_a_card_activated_now_is_used_at_once(bank):
    cards = bank["accounts"][bank["accounts"].activation_date >= "2024-01-01"]
    first = bank["transactions"].groupby("account_id").timestamp.min().dt.normalize()
    first = first.reindex(cards.account_id).to_numpy()
    assert len(cards) > 500
    assert (first >= cards.activation_date.to_numpy()).all()
    assert (first > cards.activation_date.to_numpy()).mean() > 0.2  # on a day of its own


def test_cash_costs_a_fee_and_interest_from_its_day(bank):
    drawn = bank["cash_advances"]
    assert len(drawn) > 100
    assert (drawn.amount_fen % p.CASH_STEP_FEN == 0).all()
    assert (drawn.fee_fen >= p.LEAST_CASH_FEE_FEN).all()
    assert (drawn.fee_fen >= drawn.amount_fen * p.CASH_FEE - 1).all()
    # Drawn on the first day, it costs a month's interest; on the last one, hardly any.
    early, late = drawn[drawn.date.dt.day <= 3], drawn[drawn.date.dt.day >= 26]
    rate = [(some.interest_fen / some.amount_fen).mean() * 12 for some in (early, late)]
    assert rate[0] == pytest.approx(p.APR, rel=0.08)
    assert rate[1] < 0.1 * p.APR
    limit = bank["statements"].assign(month=bank["statements"].month.dt.to_period("M"))
    limit = drawn.assign(month=drawn.date.dt.to_period("M")).merge(limit, on=["account_id", "month"])
    assert (limit.amount_fen <= limit.limit_fen / p.CASH_LIMIT).all()
    plans = bank["instalment_plans"]
    assert (plans.transaction_id.isna() == (plans.kind == "cash")).all()
    assert 0.02 < (plans.kind == "cash").mean() < 0.3


@pytest.fixture(scope="module")
def hit():
    return frames(block_tables(small_world(9_000, 8, block_size=9_000), 0, 9_000))


def test_stolen_cards_are_used_in_bursts_online(hit):
    stolen = hit["truth_fraud"].merge(hit["transactions"], on=["transaction_id", "customer_id"])
    share = stolen.amount_fen.sum() / hit["transactions"].amount_fen.sum()
    assert 0.0002 < share < 0.003  # of value: more than banks report, so that a class finds some
    assert (stolen.side == "online").all()
    bursts = stolen.groupby([stolen.customer_id, stolen.timestamp.dt.to_period("M")]).timestamp
    assert bursts.size().mean() > 2
    assert ((bursts.max() - bursts.min()).dt.total_seconds() < 6 * 3_600).mean() > 0.95
    # They look like the owner's: no amount and no category tells them.
    own = hit["transactions"][hit["transactions"].side == "online"]
    assert own.amount_fen.quantile(0.05) < stolen.amount_fen.median() < own.amount_fen.quantile(0.98)
    by_month = stolen.timestamp.dt.to_period("M").value_counts()
    assert len(by_month) >= 20  # at any time, not in a season


def test_most_fraud_is_disputed_and_comes_back(hit):
    stolen, disputes = hit["truth_fraud"], hit["disputes"]
    accepted = disputes[disputes.outcome == "accepted"]
    assert set(accepted.transaction_id) < set(stolen.transaction_id)
    assert len(accepted) / len(stolen) == pytest.approx(p.FRAUD_SEEN, abs=0.1)
    assert set(accepted.transaction_id) <= set(hit["refunds"].transaction_id)
    wrong = disputes[disputes.outcome == "rejected"]
    assert len(wrong) > 20
    assert set(wrong.transaction_id).isdisjoint(stolen.transaction_id)
    when = disputes.merge(hit["transactions"], on="transaction_id")
    assert (when.date >= when.timestamp.dt.normalize()).all()


def test_forged_cards_are_used_at_once_and_never_paid(hit):
    forged = hit["truth_customers"].customer_id[hit["truth_customers"].forged]
    cards = hit["accounts"][hit["accounts"].customer_id.isin(forged)]
    new = (hit["accounts"].open_date >= "2024-01-01").sum()
    assert len(cards) == pytest.approx(p.FORGED * new, abs=4 * np.sqrt(p.FORGED * new))
    assert (cards.open_date >= "2024-01-01").all()
    assert not set(hit["payments"].customer_id) & set(forged)
    used = cards.activation_date.notna() & (
        cards.activation_date.dt.to_period("M") == cards.open_date.dt.to_period("M")
    )
    assert used.mean() > 0.9
    assert not (cards.status == "closed").any()
    # Nine bills unpaid, and the bank writes them off.
    old = cards[cards.open_date < "2024-10-01"]
    assert (old.status == "written_off").mean() > 0.8
