"""What lessons 3 and 4 of m01 say in words is what their own code finds, also on banks of other seeds."""

import pandas as pd


def test_rules_took_five_to_nine_years(third):
    years = (third["facts"]["end"] - third["facts"]["start"]).dt.days / 365.25
    assert years.min() > 4.5
    assert years.max() < 9.5
    assert "P2P" in years.idxmax()


def test_phone_users_stopped_growing(third):
    assert third["yearly"].round().iloc[0] == 17
    assert third["yearly"].round().iloc[-1] == 3


def test_most_modes_became_a_function_under_licence(third):
    assert third["ends"].sum() == 16
    assert third["ends"]["Became a function under licence"] > 8


def test_trends_stand_still(third):
    moved = third["marks"].iloc[-1] - third["marks"].iloc[0]
    assert moved.abs().max() < 3
    now = third["marks"].iloc[-1]
    assert 40 < now["platform"] < 55
    assert now["open"] > 18
    assert 8 < now["social"] < 14
    assert now["ubiquitous"] > 90


def test_a_third_of_the_margin_never_opens_the_app_in_every_generation(third):
    never = third["never"]
    assert 30 < never["margin"].iloc[-1] < 40
    ages = never["people"].iloc[:-1]
    assert ages.iloc[0] > 43
    assert ages.iloc[-1] < 28
    assert ages.min() > 10


def test_the_card_knows_the_place(third):
    known, new, away = third["places"]
    assert 100 - away > 90
    assert known > 60 > new


def test_pooled_points_open_the_gift_to_many_more(third):
    assert third["reach"].iloc[1] > third["reach"].iloc[0] + 15


def test_digital_first_customers_are_worth_what_their_age_is(third):
    margin = third["groups"]["margin"]
    assert abs(margin["first"] - margin["young"]) < 0.15 * margin["young"]
    assert margin["older"] > margin["first"]
    assert margin["older"] > margin["young"]


def test_customers_who_bank_elsewhere_use_our_app_like_all_others(third):
    guests, based = (third["compared"].loc[third[name]] for name in ("guests", "based"))
    assert 18 < guests["share"] < 32
    assert abs(guests["visits"] - based["visits"]) < 6
    assert abs(guests["fund"] - based["fund"]) < 5


def test_wallets_hide_what_customers_like(third):
    seen = third["seen"]
    assert seen.iloc[0].min() == 1
    assert (seen.diff().dropna() < 0).all(axis=None)
    assert 0.5 < seen["favourite"].iloc[-1] < 0.65
    assert seen.iloc[-1].idxmin() == "favourite"


def test_transport_and_bills_are_paid_inside_apps_fuel_and_health_in_shops(third):
    phones = third["phones"]
    assert set(phones["in_app"].nlargest(2).index) == {"Transport", "Utilities"}
    assert set(phones["qr"].nlargest(2).index) == {"Fuel", "Health"}
    assert third["cheapest"] == "Transport"
    assert "Transport" in third["event"].index[:4]


def test_a_restaurants_guests_return_and_eat_elsewhere(third):
    again, elsewhere, top = third["facts_for_owner"]
    assert again > 70
    assert elsewhere > 50
    assert top > 25


def test_the_open_market_is_declined_most(fourth):
    approved = fourth["layers"].iloc[:, 1]
    assert approved[fourth["market"]] < approved.drop(fourth["market"]).min() - 3
    assert approved.drop(fourth["market"]).diff().abs().max() < 4


def test_six_scenes_carry_three_quarters(fourth):
    assert 72 < fourth["together"].iloc[5, 0] < 82


def test_forgotten_refusals_multiply_complaints(fourth):
    complaints, broken = fourth["complaints"], fourth["broken"]
    assert complaints[fourth["unwanted"]] > 3 * complaints[fourth["wanted"]]
    assert broken["rules"] == 0
    assert broken["project"] > 0.03


def test_more_than_a_quarter_is_met_on_no_net_channel(fourth):
    assert 25 < fourth["met"][fourth["neither"]] < 35
    assert fourth["met"].idxmin() == "WeCom only"


def test_chat_settles_like_the_hotline_and_neither_what_is_serious(fourth):
    settled = fourth["settled"]
    serious = ["Suspected fraud", "Cancel the card", "Complaint about contact"]
    assert settled.drop(serious).to_numpy().min() > settled.loc[serious].to_numpy().max()
    assert set(settled.index[-3:]) == set(serious)
    assert abs(settled.drop(serious).mean().diff().iloc[-1]) < 3


def test_who_asks_waits(fourth):
    week, month, two_months = fourth["heard"]
    assert week < 12
    assert 25 < month < 42
    assert two_months < 55


def test_few_cardholders_are_only_a_card(fourth):
    assert fourth["shares"][fourth["nothing"]] < 0.1
    assert fourth["shares"].drop(fourth["nothing"]).idxmax() == "Debit card or savings"


def test_no_way_in_brings_clearly_worse_cards_than_the_branch(fourth):
    gap: pd.Series = fourth["against_branch"]
    assert (gap > -1.96 * fourth["error"].drop("branch") - 1).all()


def test_four_of_ten_cards_earn_nothing(fourth):
    opened, activated, used, earned = fourth["funnel"]
    assert opened > activated > used
    assert abs(used - earned) < 5
    assert 35 < 100 - earned < 48


def test_risk_differs_several_times_over_and_the_safe_leave_first(fourth):
    bad, curves = fourth["bad"], fourth["curves"]
    assert bad.iloc[0] > 4 * bad.iloc[-1]
    hoped, real = (curves.index[curves[fourth[name]] > 0][0] for name in ("hoped", "real"))
    assert hoped < 21
    assert real > hoped + 5
