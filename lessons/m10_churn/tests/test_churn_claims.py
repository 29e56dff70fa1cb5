"""What the lesson m10 says in words is what its own code finds, also on banks of five other seeds."""

import numpy as np


def test_in_every_city_most_who_ask_are_not_rung(lesson):
    assert len(lesson["rung"]) == 7
    assert lesson["rung"].max() < 25


def test_about_three_in_ten_new_cards_are_gone_after_18_months_and_dearer_ones_last(lesson):
    assert 62 < lesson["everyone"][18] < 76
    last = lesson["curves"].iloc[-1]
    assert last[["Gold card", "Platinum card"]].mean() > last[["Young card", "Classic card"]].mean()


def test_no_half_year_is_safe(lesson):
    everyone = lesson["everyone"]
    risks = [1 - (everyone[last] / everyone[last - 6]) ** (1 / 6) for last in (6, 12, 18)]
    assert min(risks) > 0.6 * max(risks)


def test_nearly_half_leave_without_a_word(lesson):
    assert 40 < lesson["words"]["Not a single call"] < 52


def test_leavers_ask_months_ahead_and_hardly_stop_buying(lesson):
    asks, visits, used = (lesson["times"].iloc[:, place] for place in range(3))
    assert asks[-1] > 5
    assert asks[-3] > 2
    assert used.min() > 0.7
    assert visits.min() > 0.8
    assert visits.max() < 1.5


def test_ringing_those_who_just_asked_keeps_more_than_chance_would(lesson):
    change, error = lesson["effect"](lesson["enquirers"])
    assert change > 1.96 * error


def test_the_forecast_is_good_on_a_later_morning(lesson):
    assert lesson["earlier"]["morning"].max() < lesson["later"]["morning"].min()
    assert lesson["auc"] > 0.64
    assert lesson["left_share"][1] > 2.2 * lesson["later"]["left"].mean() * 100
    assert lesson["left_share"][1] > lesson["left_share"][2] > lesson["left_share"][10]


def test_the_leap_is_the_future_s(lesson):
    leap = lesson["leaky_auc"] - lesson["auc"]
    assert leap > 0.04
    assert lesson["fair_auc"] - lesson["auc"] < leap / 2


def test_the_naive_comparison_has_the_wrong_sign_because_the_called_were_asleep(lesson):
    assert lesson["next_month"][True] < lesson["next_month"][False] - 20
    assert lesson["asleep"][True] > 60 > lesson["asleep"][False]


def test_the_call_keeps_nobody_overall_some_who_asked_and_drives_off_who_refused(lesson):
    everyone, had_asked, never, had_refused = lesson["table"]["change"]
    assert -4 < everyone < 0.5
    assert had_asked > max(never, everyone)
    assert had_refused < -5
    assert had_refused < never


def test_many_of_the_riskiest_leave_and_more_of_them_are_overdue(lesson):
    assert 1 - lesson["no_call"]["stayed"].mean() > 0.15
    assert (lesson["riskiest"]["bucket"] > 0).mean() > 2 * (lesson["pilot"]["bucket"] > 0).mean()


def test_further_down_the_churn_list_the_gain_is_lost_again(lesson):
    by_uplift, by_risk = lesson["race"].iloc[:, 0], lesson["race"].iloc[:, 1]
    assert by_risk.loc[60] < by_risk.loc[:30].max() - 4
    assert by_risk.loc[100] < 0
    assert abs(by_uplift.loc[5] - by_risk.loc[5]) < 6  # as much as chance makes of five in a hundred


def test_who_dipped_comes_back_anyway(lesson):
    assert 0.65 < lesson["own"] < 1.2
    months = lesson["months"]
    assert (months.loc["month before"] < months.loc["usual"] / 2).all()
    assert (months.loc["three months after"] > 2 * months.loc["month before"]).all()


def test_on_the_twin_the_valuable_askers_earn_more_though_fewer_cards_are_saved(lesson):
    head, _, mine = lesson["scores"].values()
    assert head.reach <= lesson["LIMIT"] >= mine.reach
    assert mine.profit > head.profit
    assert head.saved > mine.saved


def test_the_second_round_keeps_more_cards_with_no_more_calls(lesson):
    if "second" not in lesson:  # costly: on the first of the banks alone
        assert "scores" in lesson
        return
    again, monthly = lesson["second"].values()
    assert monthly.contacts <= lesson["LIMIT"]
    assert monthly.contacts < 1.05 * again.contacts
    assert monthly.saved - monthly.lost > again.saved - again.lost
    assert monthly.profit > again.profit - 1.96 * np.hypot(again.error, monthly.error)


def test_the_truth_of_lists_and_calls(lesson):
    caught, by_type = lesson["caught"], lesson["by_type"]
    assert caught.loc["lost_cause"].iloc[0] > caught.loc["lost_cause"].iloc[1]
    assert caught.loc["persuadable"].min() > 40
    assert by_type["persuadable"] == by_type.max() or by_type["persuadable"] > 1
    assert by_type["sleeping_dog"] < -8
    assert lesson["mine"].customers["margin_12m"].mean() > 2 * lesson["head_office"].customers["margin_12m"].mean()
