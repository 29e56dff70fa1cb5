"""What the lessons m04 say in words is what their own code finds, also on banks of other seeds."""

import numpy as np
import pytest


def test_service_speaks_of_the_fewest_customers(first):
    assert first["share"].idxmin() == "Service data"
    assert first["share"].min() < 60


def test_one_in_seven_is_silent_and_most_of_them_buy(first):
    assert 12 < first["traces"]["On none of these"] < 18
    assert first["traces"].idxmax() == "App"
    assert first["buys"] > 0.6


def test_lobby_and_friends_bring_users_and_checkouts_bring_forms(first):
    scenes = first["by_scene"]
    assert {"Bank lobby", "A friend's link"} <= set(scenes.index[:3])
    assert {"E-commerce checkout", "Fuel partner"} <= set(scenes.index[-4:])
    assert scenes.iloc[0] - scenes.iloc[-1] > 8


def test_many_look_at_instalments_and_few_finish(first):
    look, click, finish = first["steps"]
    assert look > click > 2 * finish


def test_tags_cover_from_a_few_in_a_hundred_to_four_in_ten(first):
    assert first["coverage"].idxmin() == "Abnormal: overdue"
    assert first["coverage"].min() < 7
    assert 35 < first["coverage"].max() < 50


def test_the_employer_is_known_least_and_colleagues_are_guesses(first):
    assert first["held"].idxmin() == "Basic: employer"
    assert 17 < first["held"].min() < 27
    assert first["guessed"]["Colleague"] > 65
    assert first["guessed"][["Spouse", "Parent and child"]].max() < 50


def test_meals_peak_at_noon_and_after_work_and_travel_in_the_evening(first):
    by_hour = first["by_hour"]
    assert set(by_hour.iloc[:, 0].nlargest(4).index) <= {11, 12, 13, 17, 18, 19, 20}
    assert by_hour.iloc[:, 1].idxmax() in (20, 21, 22)


def test_eating_out_and_travel_are_half_the_same_people(first):
    assert first["pairs"].index[0] == "Eats out and travels"
    assert 45 < first["pairs"].iloc[0] < 65
    assert first["pairs"].iloc[-1] < 20


def test_a_tag_over_three_months_is_stale_sooner(first):
    assert first["still"]("eats_out")[-1] < first["still"]("traveller")[-1] < 100


def test_paying_interest_is_worth_more_than_being_young(first):
    assert first["lift"].iloc[0] == first["lift"].max()
    assert first["lift"]["Pays interest"] > 1.4
    assert first["lift"]["Basic: under 30"] < 1.1
    assert first["lift"]["Abnormal: overdue"] > 1.3


def test_the_best_tenth_holds_about_46_percent_of_value(first):
    assert 0.43 < first["hindsight"] < 0.50
    assert first["tenth"] < first["hindsight"]


def test_text_is_refused_most(first):
    assert first["said_no"].idxmax() == "Text"
    assert first["kept"].sum() < first["asked_for"].sum()


def test_half_of_those_contacted_heard_from_two_campaigns_and_some_twice_in_a_month(first):
    two, three, close = first["history"]
    assert 0.45 < two < 0.65
    assert 0.12 < three < 0.27
    assert 0.09 < close < 0.17


def test_spending_goes_up_and_down_for_most(second):
    moved = second["moved"]
    assert moved["About the same"] < 35
    assert 8 < moved["Fell by half or more"] < 22


def test_two_fifths_bring_seven_tenths_of_the_margin(second):
    assert 64 < second["by_money"].iloc[-2:].sum() < 76


def test_clusters_change_with_choices_that_nobody_voted_on(second):
    assert second["same"].max() < 0.92
    assert second["same"].idxmin() == "Without one scale"


def test_asking_parts_best_whom_a_call_helps(second):
    change = second["parted"]["change"].to_numpy()
    gaps = change[::2] - change[1::2]
    assert gaps[0] == gaps.max() > 1


def test_the_branch_s_list_comes_first_and_champions_earn_nothing(second):
    earned = second["earned"]
    metric, champions, model, branch = earned["profit"]
    error = earned["error"]
    assert branch - model > 1.96 * np.hypot(error.iloc[3], error.iloc[2])
    assert model - metric > 1.96 * np.hypot(error.iloc[2], error.iloc[0])
    assert champions < 1.96 * error.iloc[1]
    assert all(len(chosen.customers) == second["LIMIT"] for chosen in second["lists"].values())


def test_askers_ranked_by_risk_save_more_cards_and_earn_less(second):
    by_value = list(second["results"].values())[3]
    assert second["score"].saved > 1.6 * by_value.saved
    assert second["score"].profit < by_value.profit


def test_the_lists_hardly_share_customers(second):
    common = second["common"].to_numpy()
    apart = common[~np.eye(4, dtype=bool)]
    assert apart.max() < 0.3 * second["LIMIT"]


def test_every_cut_widens_chance(second):
    assert second["width"].is_monotonic_increasing
    assert 6 < second["width"].iloc[-1] < 10
    assert second["width"].iloc[-1] > abs(second["parted"]["change"].iloc[0])


def test_cards_differ_by_limit_and_travel_not_by_age_above_30(second):
    sketch = second["sketch"]
    assert sketch["Limit"].iloc[3] / sketch["Limit"].iloc[0] == pytest.approx(4, abs=0.6)
    assert sketch["Travel a year"].is_monotonic_increasing
    assert np.ptp(sketch["Age"].iloc[1:]) <= 4
    assert np.ptp(sketch["Online, %"].iloc[1:]) < 3


def test_scene_names_promise_more_than_they_hold_and_half_of_the_ladies_are_men(second):
    worth = second["worth"]
    assert worth.idxmax() == second["ladies"]
    assert worth.max() > 1.4
    assert worth.drop(second["ladies"]).between(0.8, 1.25).all()
    assert 0.4 < second["women"] < 0.6


def test_an_age_band_is_as_good_as_the_lot(second):
    people, by_age, by_margin = second["share"]
    assert abs(by_age - people) < 4
    assert by_margin > 75


def test_two_of_three_slogans_about_age_hold(second):
    online, points, app = (second["by_band"].iloc[:, place] for place in range(3))
    assert online.is_monotonic_decreasing
    assert app.is_monotonic_decreasing
    assert app.iloc[-1] > 45
    assert np.ptp(points) < 8


def test_the_city_tells_neither(second):
    assert np.ptp(second["shown"].iloc[:, 0]) < 2
    assert np.ptp(second["shown"].iloc[:, 1]) < 3


def test_a_look_is_no_wish_and_an_invitation_finds_those_who_never_looked(third):
    took = third["took"]
    apart = took.loc[(True, "control"), "mean"] - took.loc[(False, "control"), "mean"]
    error = np.hypot(took.loc[(True, "control"), "sem"], took.loc[(False, "control"), "sem"])
    assert abs(apart) < 1.96 * error
    assert took.loc[(True, "control"), "mean"] < 10
    never = third["added"].loc["Never looked"]
    assert never["points"] > 1.96 * never["error"]
    assert third["added"]["error"].iloc[1] > 2 * never["error"]


def test_three_kinds_double_on_the_day_of_low_prices(third):
    busy = third["busy"]
    assert set(busy.index[:3]) == {"Apparel", "Electronics", "Home"}
    assert busy.iloc[2] > 1.7
    assert busy.iloc[3:].max() < 1.2


def test_a_voucher_wakes_sleepers_and_is_used_by_regulars(third):
    moved = third["moved"]
    assert moved.loc["Asleep", "points"] > 1.96 * moved.loc["Asleep", "error"]
    assert abs(moved.loc["Regular buyers", "points"]) < 1.96 * moved.loc["Regular buyers", "error"]
    assert third["used"] > 0.8


def test_fraud_contacts_and_closing_are_resolved_least(third):
    resolved = third["resolved"]
    assert set(resolved.index[:3]) == {"Suspected fraud", "Complaint about contact", "Cancel the card"}
    assert resolved.iloc[3:].between(74, 90).all()


def test_the_loudest_theme_is_not_the_dearest(third):
    posts, calls, left = (third["heard"].iloc[:, place] for place in range(3))
    assert posts.idxmax() == "Points"
    assert calls.idxmax() == "Fees and closing"
    assert left["Fees and closing"] > 2 * left["Points"]
    assert left["Our contacts, campaigns"] > 2 * left["Points"]


def test_a_fifth_each_have_an_employer_or_a_family_in_the_books(third):
    used, paid, family, advocate = third["roles"]
    assert used > 0.7
    assert 0.16 < paid < 0.28
    assert 0.16 < family < 0.28
    assert 0.06 < advocate < 0.16


def test_saving_grows_with_age_and_the_rest_hardly_differs(third):
    savings, interest, spending = (third["cohorts"].iloc[:, place] for place in range(3))
    assert savings.is_monotonic_decreasing
    assert np.ptp(savings) > 8
    assert np.ptp(interest) < 6
    assert np.ptp(spending) < 6


def test_online_grows_as_the_line_said_and_travel_does_not_grow(third):
    assert third["miss"]["online"] < third["stays"] / 2
    months = third["months"]
    assert months["online"].iloc[-1] - months["online"].iloc[0] > 8
    assert np.ptp(months["travel"]) < 0.6
