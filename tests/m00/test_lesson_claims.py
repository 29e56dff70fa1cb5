"""What the lesson m00 says in words is what its data show."""

import pytest

import twinline as tw
from twinline.pilots import CAMPAIGNS


def price_of_one(pilot):
    arms = pilot.groupby("arm", observed=True)[["bought", "cost"]].mean()
    return arms.loc["treated", "cost"] / (arms.loc["treated", "bought"] - arms.loc["control", "bought"])


@pytest.fixture(scope="module")
def spring():
    return tw.pilot("voucher_for_all")


@pytest.fixture(scope="module")
def autumn():
    return tw.pilot("voucher_where_it_counts")


@pytest.fixture(scope="module")
def worth():
    statements = tw.load("statements")
    earned = tw.margin(statements).groupby(statements["purchases"] > 0).mean()
    return earned[True] - earned[False]


def test_nearly_one_in_six_used_the_voucher_and_they_spend_far_more(spring):
    texted = spring[spring["arm"] == "treated"]
    assert 1 / 7 < texted["redeemed"].mean() < 1 / 6
    spent = texted.groupby("redeemed")["spent"].mean()
    assert spent[True] > 1.5 * spent[False]


def test_by_lot_spending_differs_no_more_than_chance(spring):
    by_arm = spring.groupby("arm", observed=True)["spent"]
    gap = by_arm.mean()["treated"] - by_arm.mean()["control"]
    assert abs(gap) < 1.96 * (by_arm.sem() ** 2).sum() ** 0.5


def test_the_memo_s_figures(spring, worth):
    arms = spring.groupby("arm", observed=True)["bought"].mean()
    assert 0.015 < arms["treated"] - arms["control"] < 0.03  # about two percentage points
    assert 110 < price_of_one(spring) < 300  # well over a hundred yuan
    assert 75 < worth < 90  # some eighty yuan


def test_most_of_the_money_went_to_regular_customers_where_it_costs_most(spring, worth):
    texted = spring[spring["arm"] == "treated"]
    assert texted.loc[texted["segment"] == "regular", "cost"].sum() > 0.6 * texted["cost"].sum()
    prices = spring.groupby("segment", observed=True)[["arm", "bought", "cost"]].apply(price_of_one)
    assert prices["regular"] > 3 * worth
    assert prices["new_unused"] < prices["regular"] / 3
    assert prices["asleep"] < worth


def test_the_second_turn_pays_for_itself(spring, autumn, worth):
    assert price_of_one(autumn) < worth < price_of_one(spring)
    assert price_of_one(autumn) < price_of_one(spring) / 3


def test_the_reveal_persuadables_rise_and_sleeping_dogs_do_not(spring, autumn):
    truth = tw.load("truth_customers").set_index("customer_id")["latent_type"]
    for_whom = [file[file["segment"] != "regular"] for file in (spring, autumn)]
    lifts = {}
    for kind in ("persuadable", "growth", "sleeping_dog"):
        rows = [file[file["customer_id"].map(truth) == kind] for file in for_whom]
        treated = sum(file.loc[file["arm"] == "treated", "bought"].sum() for file in rows)
        control = sum(file.loc[file["arm"] == "control", "bought"].sum() for file in rows)
        sizes = [sum((file["arm"] == arm).sum() for file in rows) for arm in ("treated", "control")]
        lifts[kind] = treated / sizes[0] - control / sizes[1]
    assert min(lifts["persuadable"], lifts["growth"]) > 0.05
    assert lifts["sleeping_dog"] < 0.01


def test_half_of_purchases_are_online_at_the_end_and_fuel_is_not():
    bought = tw.load("transactions", columns=["timestamp", "category", "side"])
    last = bought[bought["timestamp"] >= "2025-10-01"]
    online = (last["side"] == "online").groupby(last["category"], observed=True).mean()
    assert 0.5 < (last["side"] == "online").mean() < 0.6
    assert online["travel"] > 0.75
    assert online["fuel"] < 0.15


def test_every_pilot_has_its_file_and_another_name_is_refused():
    assert all(len(tw.pilot(campaign)) > 1_000 for campaign in CAMPAIGNS)
    from generators.errors import UnknownChoice

    with pytest.raises(UnknownChoice, match="voucher_for_all"):
        tw.pilot("no_such_pilot")
