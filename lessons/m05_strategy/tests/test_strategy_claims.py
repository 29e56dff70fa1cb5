"""What the lessons m05 say in words is what their own code finds, also on banks of other seeds."""

import numpy as np


def test_half_of_the_sleeping_look_in_and_most_never_used_the_card(first):
    signs = first["signs"]
    assert 0.4 < signs["Opened the app in 3 months"] < 0.6
    assert signs["Never used the card at all"] > 0.5
    assert signs["Has refused calls"] < 0.1


def test_four_arms_of_600_are_enough_and_there_are_customers_for_them(first):
    assert first["sizes"][6] <= 600 < first["sizes"][4]
    assert len(first["asleep"]) > 2_600


def test_the_voucher_wakes_most_and_a_bigger_card_hardly_anybody(first):
    gain, error = first["effects"]["difference"], first["effects"]["error"]
    assert gain["benefit"] > 2.39 * error["benefit"]
    assert gain["benefit"] > gain["activity"] > gain["product"]
    assert gain["product"] < 2.39 * error["product"]


def test_much_of_the_response_comes_without_a_hook(first):
    alone = first["trial"].data.groupby("arm")["bought"].mean()
    assert alone["alone"] > 0.25 * alone["benefit"]


def test_looking_every_week_lets_a_useless_hook_win_one_time_in_five(first):
    often, once = first["false_win"].iloc[-1]
    assert 17 < often < 27
    assert once < 7


def test_on_a_random_list_more_calls_keep_no_more(first):
    above_chance = first["change"] > 2.39 * first["error"]
    assert not above_chance.any()


def test_every_call_raises_reach_and_cost(first):
    assert np.all(np.diff(first["side"].iloc[:, :2], axis=0) > 0)
    assert first["side"].iloc[2, 2] > first["side"].iloc[0, 2]


def test_the_last_texts_eat_up_what_the_first_earned(first):
    earned, texted = first["profit"].iloc[:, 0], first["texted"]
    assert earned[1] > 0
    assert earned[6] < earned.max() / 2
    assert texted[6].complaints > 2 * texted[2].complaints > 4 * texted[1].complaints


def test_the_next_yuan_belongs_to_those_who_asked(first):
    asked, others = first["earned"].iloc[-1]
    assert asked > 50
    assert others < 20
    steps = first["earned"].iloc[:, 0].diff() / first["earned"].index.to_series().diff()
    assert steps.iloc[1] > steps.iloc[-1]


def test_the_truth_calls_keep_the_persuadable_and_drive_sleeping_dogs_off(first):
    kinds = first["by_type"]
    assert kinds.loc["two_waves", "persuadable"] > 0
    assert abs(kinds.loc["three_waves", "loyal"]) < 3
    assert 0 > kinds.loc["one_wave", "sleeping_dog"] > kinds.loc["three_waves", "sleeping_dog"]


def test_the_events_that_matter_most_are_the_rarest(second):
    counts = second["counts"]
    assert counts.iloc[:3].sum() < counts.iloc[3:].min()
    assert second["sources"].idxmin() == "Calls and chats"


def test_nobody_changed_the_phone_and_some_named_other_banks(second):
    assert (second["devices"] > 1).sum() == 0
    assert second["rivals"].sum() > 20


def test_a_month_comes_down_to_some_hundred_urgent_moments_and_a_dozen_calls_a_day(second):
    assert 500 < second["left"].iloc[-1] < 1_500
    assert 8 < second["a_day"].mean() < 16


def test_the_call_soon_after_the_question_earns_most(second):
    now, listed, late = second["timing"].values()
    assert now.profit > listed.profit
    assert now.profit - late.profit > 1.96 * np.hypot(now.error, late.error)


def test_for_those_who_asked_a_second_wave_pays_and_a_text_is_cheapest(second):
    text, call, mixed, _, twice = second["played"].values()
    assert twice.profit - call.profit > 1.96 * np.hypot(twice.error, call.error)
    assert text.profit / text.cost > call.profit / call.cost > twice.profit / twice.cost
    assert mixed.cost < 0.95 * call.cost


def test_the_campaign_beats_one_text_to_all(second):
    assert second["score"].profit > second["plain"].profit


def test_round_two_costs_less_and_earns_about_as_much(second):
    again, new = second["second"].values()
    assert new.cost < 0.95 * again.cost
    assert abs(new.profit - again.profit) < 2.5 * np.hypot(new.error, again.error)
