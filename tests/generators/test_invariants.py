"""What must hold in every bank: accounts add up, nobody acts before they came or after they left."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import parameters as p
from tests.support.banks import block_tables, frames, small_world

TESTS = (*p.PILOTS, p.HOOK)


def month_number(dates: pd.Series) -> pd.Series:
    return (dates.dt.year - p.World("", 0, 0).start.year) * 12 + dates.dt.month - 1


def hold(bank: dict[str, pd.DataFrame]) -> None:
    """Every invariant of a bank's tables."""
    accounts_add_up(bank)
    statements_match_transactions(bank)
    points_add_up(bank)
    nothing_happens_outside_an_accounts_life(bank)
    a_statement_for_every_open_month(bank)
    touches_make_sense(bank)
    traits_fit(bank)


def accounts_add_up(bank):
    month = bank["statements"].sort_values(["account_id", "month"])
    assert (
        month.closing_fen
        == month.opening_fen
        - month.payments_fen
        + month.purchases_fen
        - month.refunds_fen
        + month.cash_fen
        + month.interest_fen
        + month.fees_fen
        - month.credits_fen
    ).all()
    same = month.account_id.eq(month.account_id.shift())
    assert (month.opening_fen[same] == month.closing_fen.shift()[same]).all()
    spending = month[month.purchases_fen > 0]
    assert (spending.closing_fen <= spending.limit_fen).all()
    assert (month.payments_fen <= month.opening_fen).all()
    assert (spending.bucket <= 1).all()
    assert np.allclose(month.utilisation, month.closing_fen / month.limit_fen, rtol=0, atol=1e-12)
    billed = month.closing_fen - month.unbilled_fen
    assert (billed >= 0).all()
    assert (month.minimum_due_fen <= billed).all()
    assert (month.minimum_due_fen * 10 >= billed).all()
    # A bucket rises by one month at a time, stays where a minimum was paid, or falls by a month for each further one.
    before, minimum = month.bucket.shift()[same], month.minimum_due_fen.shift()[same]
    owed = billed.shift()[same]
    refunds = bank["refunds"].merge(bank["transactions"], on="transaction_id", suffixes=("", "_of"))
    refunds = refunds.assign(month=refunds.date.dt.to_period("M").dt.to_timestamp())
    earlier = refunds[refunds.timestamp < refunds.month].groupby(["account_id", "month"]).amount_fen.sum()
    keys = pd.MultiIndex.from_frame(month.loc[same, ["account_id", "month"]])
    paid = month.payments_fen[same] - earlier.reindex(keys, fill_value=0).to_numpy()
    fell = (before + 1 - paid // minimum.where(minimum > 0, 1)).clip(lower=0).where(paid < owed, 0)
    assert (month.bucket[same] == fell).all()


def statements_match_transactions(bank):
    spent = bank["transactions"].assign(month=bank["transactions"].timestamp.dt.to_period("M").dt.to_timestamp())
    spent = spent.groupby(["account_id", "month"]).amount_fen.sum()
    stated = bank["statements"].set_index(["account_id", "month"]).purchases_fen
    stated = stated[stated > 0]
    assert len(stated) == len(spent)
    assert (stated == spent.reindex(stated.index)).all()


def points_add_up(bank):
    points = bank["points"]
    monthly = points.groupby(["customer_id", "month"]).points.sum()
    assert (monthly.groupby("customer_id").cumsum() >= 0).all()
    # Points die with the account, and at the end of the year after they were earned.
    closed = bank["accounts"].customer_id[bank["accounts"].close_date.notna()]
    assert (points[points.customer_id.isin(closed)].groupby("customer_id").points.sum() == 0).all()
    for year in (2024, 2025):
        held = points[points.month.dt.year <= year].groupby("customer_id").points.sum()
        fresh = (
            points[(points.month.dt.year == year) & points.entry.isin(["earn", "gift"])]
            .groupby("customer_id")
            .points.sum()
        )
        assert (held <= fresh.reindex(held.index, fill_value=0)).all()
    sign = points.entry.map({"carry": 1, "earn": 1, "redeem": -1, "expire": -1, "gift": 1}).astype(int)
    assert (np.sign(points.points) == sign).all()
    earned = points[points.entry == "earn"].set_index(["customer_id", "month"]).points
    spent = bank["statements"].set_index(["customer_id", "month"]).purchases_fen // 100
    assert (earned == spent[spent > 0].reindex(earned.index)).all()
    assert len(earned) == (spent > 0).sum()


def nothing_happens_outside_an_accounts_life(bank):
    accounts = bank["accounts"].set_index("customer_id")
    bought = bank["transactions"].join(accounts[["open_date", "activation_date", "close_date"]], on="customer_id")
    day = bought.timestamp.dt.normalize()
    assert (day >= bought.open_date).all()
    assert (day >= bought.activation_date).all()
    assert not (day >= bought.close_date).any()
    touched = bank["touches"].join(accounts[["open_date", "close_date"]], on="customer_id")
    assert (touched.date >= touched.open_date).all()
    assert not (touched.date >= touched.close_date).any()
    refunded = bank["refunds"].join(accounts[["close_date"]], on="customer_id")
    assert not (refunded.date > refunded.close_date).any()
    assert (accounts.activation_date.dropna() >= accounts.open_date[accounts.activation_date.notna()]).all()
    assert (accounts.close_date.dropna() >= accounts.open_date[accounts.close_date.notna()]).all()
    gone = accounts.status.isin(["closed", "written_off"])
    assert (gone == accounts.close_date.notna()).all()
    assert (accounts.activation_date[accounts.status == "new"].isna()).all()
    assert (accounts.activation_date[accounts.status == "active"].notna()).all()


def a_statement_for_every_open_month(bank):
    accounts = bank["accounts"]
    first = month_number(accounts.open_date).clip(lower=0)
    last = month_number(accounts.close_date).where(accounts.close_date.notna(), 23)
    last = last - (accounts.status == "written_off")
    months = (last - first + 1).clip(lower=0)
    held = bank["statements"].groupby("account_id").size().reindex(accounts.account_id, fill_value=0)
    assert (held.to_numpy() == months.to_numpy()).all()


def touches_make_sense(bank):
    touches = bank["touches"]
    assert not touches.duplicated(["customer_id", "date"]).any()
    assert not (touches.redeemed & ~touches.delivered).any()
    assert not (touches.complained & ~touches.delivered).any()
    spared = touches[touches.wave == 0]
    assert not spared.delivered.any()
    assert (spared.cost_fen == 0).all()
    assert (spared.assignment == "randomised").all()
    assert set(touches.arm[touches.wave > 0]).isdisjoint({"control"})
    assert (touches.cost_fen[touches.wave > 0] > 0).all()
    # Who redeemed an offer bought something in that month.
    bought = set(zip(bank["transactions"].customer_id, month_number(bank["transactions"].timestamp), strict=True))
    redeemed = touches[touches.redeemed]
    assert set(zip(redeemed.customer_id, month_number(redeemed.date), strict=True)) <= bought
    for test in TESTS:
        left_in_peace_but_for_the_test(touches, test)


def left_in_peace_but_for_the_test(touches, test):
    """Everyone drawn is contacted when their arm says so, and by nothing else while the test runs."""
    month = month_number(touches.date)
    drawn = touches[touches.campaign == test.campaign]
    start = month[drawn.index].groupby(drawn.customer_id).min()
    months = test.opened if isinstance(test, p.Hook) else range(test.month, (test.last or test.month) + 1)
    assert start.isin(list(months)).all()
    since = month[drawn.index] - drawn.customer_id.map(start)
    for arm in test.arms:
        in_arm = drawn.arm == arm.name
        assert set(since[in_arm]) <= {0, *arm.months}
        assert ((drawn.wave > 0) == since.isin(arm.months))[in_arm].all()
    others = touches[touches.campaign != test.campaign]
    running = month[others.index] - others.customer_id.map(start)
    assert not running.between(0, test.quiet_months - 1).any()


def disordered(rows: pd.DataFrame) -> bool:
    """Whether rows do not lie by customer and time."""
    return not rows.sort_values(["customer_id", "timestamp"], kind="stable").index.equals(rows.index)


def traits_fit(bank):
    people = bank["customers"].merge(bank["accounts"], on="customer_id")
    age = people.open_date.dt.year - people.birth_year
    assert age.between(18, 80).all()
    assert (age[people["product"] == "young"] <= p.YOUNG_CARD_UNTIL).all()
    assert (people.limit_fen >= 200_000).all()
    assert (people.income_fen > 0).all()
    transactions = bank["transactions"]
    assert (transactions.amount_fen >= 100).all()
    assert transactions.timestamp.between("2024-01-01", "2025-12-31 23:59:59").all()
    assert transactions.transaction_id.is_unique
    month = transactions.timestamp.dt.to_period("M")
    # A customer who never bought leaves no month to look at.
    assert not any(disordered(rows) for _, rows in transactions[["customer_id", "timestamp"]].groupby(month))
    online = transactions.channel.isin(["ecommerce", "in_app"])
    assert (online == (transactions.side == "online")).all()
    for table, frame in bank.items():
        if table.startswith("dirty_"):
            continue
        for name in frame.columns.intersection(["customer_id", "account_id", "transaction_id", "touch_id"]):
            assert frame[name].dropna().between(1, 2**53).all()  # exact in Excel's and JavaScript's doubles too


def test_they_hold_in_the_bank_that_learners_get_at_tiny_scale(tiny):
    hold(tiny)


@settings(max_examples=8)
@given(
    seed=st.integers(0, 2**63 - 1),
    first=st.one_of(st.integers(0, 5_000), st.just(99_999_700)),
    size=st.integers(1, 300),
)
def test_they_hold_for_any_seed_and_any_block(seed, first, size):
    bank = small_world(customers=first + size, seed=seed)
    hold(frames(block_tables(bank, first, first + size)))


def test_customers_merchants_and_branches_resolve(tiny):
    shops = tiny["merchants"].set_index("merchant_id")
    bought = tiny["transactions"].join(shops, on="merchant_id", suffixes=("", "_shop"))
    assert (bought.category.astype(str) == bought.category_shop.astype(str)).all()
    assert (bought.side.astype(str) == bought.side_shop.astype(str)).all()
    assert (shops.city.isna() == (shops.side == "online")).all()
    assert shops.merchant_name.is_unique
    assert tiny["branches"].branch_name.is_unique
    homes = tiny["customers"].merge(tiny["branches"], on="branch_id", suffixes=("", "_branch"))
    assert len(homes) == len(tiny["customers"])
    assert (homes.city == homes.city_branch).all()
    mccs = {category.name: category.mcc for category in p.CATEGORIES}
    assert (shops.mcc == shops.category.map(mccs).astype(int)).all()


def test_names_fit_the_sex(tiny):
    from generators.names import name_pools

    pools = {sex: {name[1:] for name in pool} for sex, pool in name_pools().items()}
    women, given = tiny["customers"].gender == "f", tiny["customers"].name.str[1:]  # some have their father's surname
    assert set(given[women]) <= pools["f"]
    assert set(given[~women]) <= pools["m"]


@pytest.mark.parametrize("seed", [2026, 1])
def test_pilots_are_drawn_fairly(seed, tiny):
    touches = frames(block_tables(small_world(customers=4_000, seed=seed), 0, 4_000))["touches"]
    for test in TESTS:
        drawn = touches[touches.campaign == test.campaign].sort_values("date").drop_duplicates("customer_id")
        for arm in test.arms:
            rows = drawn[drawn.arm == arm.name]
            assert (rows.propensity == arm.share).all()
            error = np.sqrt(arm.share * (1 - arm.share) / len(drawn))
            assert abs(len(rows) / len(drawn) - arm.share) < 4 * error
        if isinstance(test, p.Pilot):
            assert set(drawn.segment) == set(test.segments)


def test_a_touch_tells_the_segment_that_the_tables_show(tiny):
    """A learner who rebuilds the segments from accounts and purchases finds those of the list."""
    accounts = tiny["accounts"].set_index("customer_id")
    opened, activated = month_number(accounts.open_date), month_number(accounts.activation_date)
    bought = tiny["transactions"].assign(month=month_number(tiny["transactions"].timestamp))
    for pilot in p.PILOTS:
        rows = tiny["touches"][tiny["touches"].campaign == pilot.campaign]
        rows = rows.sort_values("date").drop_duplicates("customer_id")
        for month, drawn in rows.groupby(month_number(rows.date)):
            who = drawn.customer_id
            new = (month - opened.reindex(who) <= 2) & ~(activated.reindex(who) < month)
            assert ((drawn.segment == "new_unused").to_numpy() == new.to_numpy()).all()
            lately = bought[bought.month.between(month - 2, month - 1)].customer_id
            asleep = ~who.isin(lately).to_numpy() & ~new.to_numpy()
            # Purchases from before the data are not in it.
            established = (opened.reindex(who) <= month - 2).to_numpy() & (month >= 2)
            assert ((drawn.segment == "asleep").to_numpy() == asleep)[established].all()
