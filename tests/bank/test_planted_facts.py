"""What the lessons teach is there to be found: in the tables that a learner sees, at course scale, for three seeds."""

import numpy as np
import pandas as pd
import pytest

from generators import parameters as p

VOUCHERS = [pilot for pilot in p.PILOTS if pilot.campaign.startswith("voucher")]
VOUCHER_FOR_ALL, VOUCHER_WHERE_IT_COUNTS = VOUCHERS


def months(dates: pd.Series) -> pd.Series:
    return (dates.dt.year - 2024) * 12 + dates.dt.month - 1


@pytest.fixture(scope="module")
def purchases(course):
    bought = course("transactions", ["customer_id", "timestamp", "side", "amount_fen"])
    return bought.assign(month=months(bought.timestamp), online=bought.side == "online")


@pytest.fixture(scope="module")
def touches(course):
    return course("touches")


@pytest.fixture(scope="module")
def statements(course):
    return course("statements", ["customer_id", "month", "purchases_fen", "closing_fen", "limit_fen"])


@pytest.fixture(scope="module")
def pilots(touches, statements):
    """Both voucher pilots' customers, whether they bought in the pilot's month, and for how much."""
    files = []
    for pilot in VOUCHERS:
        drawn = touches[touches.campaign == pilot.campaign]
        spent = statements[months(statements.month) == pilot.month].set_index("customer_id").purchases_fen
        spent = drawn.customer_id.map(spent).fillna(0) / 100
        files.append(drawn.assign(spent=spent, bought=spent > 0))
    return pd.concat(files)


def lift(arms: pd.DataFrame, outcome: str = "bought") -> tuple[float, float]:
    """Treated less control, and its standard error."""
    treated, control = (arms[arms.arm == arm][outcome] for arm in ("treated", "control"))
    error = np.sqrt(treated.var() / len(treated) + control.var() / len(control))
    return treated.mean() - control.mean(), error


def cost_of_one_more(arms: pd.DataFrame) -> float:
    """Yuan a customer who bought because of the pilot."""
    return arms.cost_fen.sum() / 100 / (lift(arms)[0] * (arms.arm == "treated").sum())


def test_the_top_fifth_of_customers_hold_most_of_the_spending(purchases):
    spent = purchases[purchases.timestamp.dt.year == 2025].groupby("customer_id").amount_fen.sum()
    top = spent.sort_values(ascending=False).head(len(spent) // 5)
    assert 0.55 < top.sum() / spent.sum() < 0.75


def test_the_online_share_rises_every_quarter(purchases):
    share = purchases.groupby(purchases.month // 3).online.mean()
    assert share.is_monotonic_increasing
    assert share.iloc[-1] - share.iloc[0] > 0.08


def test_a_voucher_wakes_new_and_sleeping_cards(pilots):
    difference, error = lift(pilots[pilots.segment != "regular"])
    assert difference / error > 3
    assert 0.02 < difference < 0.12


def test_a_voucher_does_next_to_nothing_for_regular_customers(pilots):
    regular = pilots[pilots.segment == "regular"]
    assert set(regular.campaign) == {VOUCHER_FOR_ALL.campaign}
    difference, _ = lift(regular)
    assert abs(difference) < 0.03
    assert difference < lift(pilots[pilots.segment != "regular"])[0] - 0.02


def test_the_second_pilot_buys_an_active_customer_for_less_than_half(pilots):
    first, second = (cost_of_one_more(pilots[pilots.campaign == pilot.campaign]) for pilot in VOUCHERS)
    assert 0 < second < first / 2


def test_those_who_redeem_outspend_those_who_do_not_though_the_voucher_adds_little(pilots):
    first = pilots[pilots.campaign == VOUCHER_FOR_ALL.campaign]
    treated = first[first.arm == "treated"]
    claimed = treated[treated.redeemed].spent.mean() - treated[~treated.redeemed].spent.mean()
    difference, error = lift(first, "spent")
    assert claimed > 1_000
    assert difference + 3 * error < claimed / 2


def test_contacted_customers_look_worse_than_those_left_alone(purchases, touches, statements):
    """Business as usual calls those who stopped buying: compare them with the rest, and a call seems to harm."""
    contact = touches[touches.campaign == "keep"]
    called = set(zip(contact.customer_id, months(contact.date), strict=True))
    bought = set(zip(purchases.customer_id, purchases.month, strict=True))
    here = statements[months(statements.month) < 23]
    here = pd.DataFrame({"customer_id": here.customer_id, "month": months(here.month)})
    was_called = np.array([pair in called for pair in zip(here.customer_id, here.month, strict=True)])
    next_month = np.array([pair in bought for pair in zip(here.customer_id, here.month + 1, strict=True)])
    assert next_month[was_called].mean() < next_month[~was_called].mean() - 0.2


def test_most_first_uses_come_early_and_few_after_month_three(course):
    accounts = course("accounts")
    new = accounts[accounts.open_date.between("2024-01-01", "2025-06-30")]
    wait = months(new.activation_date) - months(new.open_date)
    share = [(wait == month).mean() for month in range(7)]
    assert share[0] > 0.35
    assert share[0] > share[1] > share[2] > share[3]
    assert sum(share[4:7]) < share[2]
    assert 0.65 < wait.notna().mean() < 0.85


def test_double_eleven_is_busier_and_dearer_than_october(purchases):
    october = purchases[(purchases.timestamp >= "2025-10-01") & (purchases.timestamp < "2025-11-01")]
    feast = purchases[purchases.timestamp.dt.normalize() == "2025-11-11"]
    assert 1.10 < len(feast) / (len(october) / 31) < 1.30
    assert 1.30 < feast.amount_fen.sum() / (october.amount_fen.sum() / 31) < 1.70


def test_the_bank_looks_like_a_card_centre(course, statements):
    settled = statements[statements.month >= "2024-04-01"]
    active = settled.purchases_fen > 0
    assert 0.66 < active.mean() < 0.74
    assert 3_900 < settled.purchases_fen[active].mean() / 100 < 4_800
    assert 0.22 < settled.closing_fen.sum() / settled.limit_fen.sum() < 0.40
    accounts = course("accounts")
    closed_2025 = (accounts.close_date.dt.year == 2025).sum()
    assert 0.13 < closed_2025 / ((statements.month.dt.year == 2025).sum() / 12) < 0.19
    assert accounts.limit_fen.mean() / 100 == pytest.approx(p.LIMIT_MEAN_YUAN, rel=0.06)


def test_the_first_month_is_no_cold_start(statements):
    """Older cards come with a balance: utilisation does not climb from nothing as the history begins."""
    by_month = statements.groupby("month")[["closing_fen", "limit_fen"]].sum()
    use = by_month.closing_fen / by_month.limit_fen
    assert use.iloc[0] > 0.8 * use.iloc[-1]


def test_retention_rises_with_tenure(course):
    accounts = course("accounts")
    before = accounts[accounts.open_date < "2024-01-01"]
    left = before.close_date < "2025-01-01"
    years = (pd.Timestamp("2024-01-01") - before.open_date).dt.days // 365
    assert left[years == 0].mean() > left[years == 2].mean() > left[years >= 4].mean()
