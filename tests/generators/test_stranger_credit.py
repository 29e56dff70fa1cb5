"""What a stranger would look for in the credit books and in the shops that people go to. Ranges are wide, and argued."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def rolls(tiny) -> pd.DataFrame:
    """Shares of next month's months overdue (5 and more together), by this month's (4 and more together)."""
    made = tiny["statements"].sort_values(["account_id", "month"])
    before = made.groupby("account_id").bucket.shift()
    here = before.notna()
    now = made.bucket[here].clip(upper=5)
    return pd.crosstab(before[here].clip(upper=4).astype(int), now, normalize="index").reindex(
        columns=range(6), fill_value=0.0
    )


def test_the_roll_matrix_is_one_of_people_who_forget_and_people_who_cannot(rolls):
    """Most of the late pay within the month; who is three months late seldom does; nobody skips a month on the way down."""
    assert 0.01 < rolls.loc[0, 1] < 0.04
    assert rolls.loc[0, 2:].sum() == 0
    on = np.array([rolls.loc[late, late + 1] for late in range(1, 5)])
    assert (np.diff(on) > 0).all()
    assert 0.15 < on[0] < 0.35  # a fifth to a third of those a month late: (a), after the usual collections reports
    assert on[-1] > 0.85
    cured = rolls[0].loc[1:]
    assert cured.is_monotonic_decreasing
    assert cured.loc[1] > 0.6
    # Part payers stay where they are, or go one back: a matrix of zeros and ones would be a rule, not people.
    assert 0.01 < rolls.loc[2, 2] + rolls.loc[2, 1] < 0.25
    assert rolls.loc[1, 3:].sum() == 0


def test_what_does_not_fit_is_sent_back_and_a_meal_is_not(tiny):
    bought = tiny["transactions"].assign(back=lambda rows: rows.transaction_id.isin(tiny["refunds"].transaction_id))
    share = bought.back.groupby(bought.category.astype(str)).mean()
    # Clothes bought online are sent back by a tenth and more; half of ours are bought in shops, and few there.
    assert 0.03 < share["apparel"] < 0.08
    assert share["apparel"] > share["electronics"] > share["dining"]
    assert share[["dining", "supermarket", "transport", "fuel"]].max() < 0.008
    assert 0.006 < bought.back.mean() < 0.016
    when = tiny["refunds"].merge(bought[["transaction_id", "timestamp"]], on="transaction_id")
    days = (when.date - when.timestamp.dt.normalize()).dt.days
    assert (
        2 <= days.median() <= 14
    )  # seven days to change one's mind, by the Consumer Protection Law (2014), and a week to pay
    assert days.max() < 62


def test_a_year_takes_people_to_dozens_of_merchants_not_to_all_nor_to_a_few(tiny):
    """Regular shops, and now and then another: a generator that draws merchants evenly gives a new one every time."""
    year = tiny["transactions"][tiny["transactions"].timestamp >= "2025-01-01"]
    by_customer = year.groupby("customer_id").merchant_id
    number, merchants = by_customer.size(), by_customer.nunique()
    busy = number >= 100
    assert 35 < merchants[busy].median() < 100
    assert 0.25 < (merchants / number)[busy].median() < 0.55
    assert merchants[busy].quantile(0.95) > 1.5 * merchants[busy].median()
