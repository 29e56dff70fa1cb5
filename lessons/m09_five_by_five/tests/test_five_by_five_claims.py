"""What the lessons of m09 say in words holds on banks of other seeds."""

import numpy as np

from twinline.modules.m09 import board


def test_the_companies_with_the_deposits_are_not_those_with_the_cardholders(lessons):
    share = lessons[0]["share"]
    assert share["Deposits"] > 0.6
    assert share["Cardholders paid by them"] < 0.3
    assert share["Their card margin"] < 0.35


def test_a_call_changes_those_who_asked_and_drives_off_those_who_refused(lessons):
    change = lessons[0]["found"]["change"]
    assert change["Had refused calls"] < 0
    assert change["Had asked"] > change["Had refused calls"]
    assert change["Had asked"] > change["Never asked"]


def test_dealing_from_the_top_loses_much_and_skill_alone_some(lessons):
    worth = lessons[0]["worth"]
    at_once, skill, best_free, first_free = worth
    assert 0.12 < 1 - best_free / at_once < 0.35
    assert first_free < best_free * 1.02
    assert 0.03 < 1 - skill / at_once < 0.25


def test_the_order_of_plans_survives_a_weaker_assumption(lessons):
    then = lessons[0]["then"]
    assert then.iloc[0] > then.iloc[1] * 0.999
    assert then.iloc[1] > then.iloc[2]


def test_the_star_cannot_take_them_all(lessons):
    space = lessons[0]
    problems = space["bank"].check(space["all_hers"]).problems
    assert [each.code for each in problems] == ["capacity"]


def test_the_nearest_friends_and_the_wrong_short_cut(lessons):
    nearest, checked = lessons[0]["nearest"], lessons[0]["checked"]
    assert 0.3 < nearest.iloc[:2].sum() / nearest.sum() < 0.6
    assert checked["knows"].mean() < 0.1


def test_adjusting_saves_most_and_deciding_again_a_little_more(lessons):
    leave, hand_out, again = lessons[0]["still"]
    assert leave < hand_out <= again + 1e-9
    assert again - hand_out < hand_out - leave


def test_dealing_from_the_top_loses_in_every_centre(lessons):
    lost = np.array(list(lessons[0]["lost"].values()))
    assert len(lost) == 7
    assert (lost > 3).all()
    assert lost.mean() > 12


def test_every_second_attempt_ends_at_nobody(lessons):
    assert lessons[1]["through"].between(35, 65).all()


def test_three_in_four_need_no_cold_call(lessons):
    counts = lessons[1]["counts"]
    assert counts["Telephone"] / counts.sum() < 0.35


def test_the_bill_page_and_dining_come_first(lessons):
    assert lessons[1]["seen_by"].index[0] == "bill"
    assert lessons[1]["known_to"].index[0] == "dining"
    assert lessons[1]["have"].index[0] == "debit"


def test_the_first_tenth_holds_about_a_quarter_of_the_worth(lessons):
    assert 18 < lessons[1]["points"].iloc[0] < 35


def test_most_stay_without_any_call_and_all_centres_together_gain(lessons):
    layers, table = lessons[1]["layers"], lessons[1]["table"]
    assert layers["Stayed without any call"] > 0.65
    together = table.loc["All centres together"]
    assert together["gain"] > 1.96 * together["error"]
    inside = (table["gain"] - together["gain"]).abs() < 1.96 * table["error"]
    assert inside.sum() >= len(table) - 2


def test_the_screened_list_earns_and_the_others_do_not(lessons):
    screened, richest, top = lessons[1]["scores"].values()
    assert screened.profit > 1.96 * screened.error
    assert max(richest.profit, top.profit) < screened.profit / 2


def test_the_screened_list_holds_more_persuadables(lessons):
    caught = lessons[1]["caught"].loc["persuadable"]
    assert caught.iloc[0] > 1.5 * caught.iloc[1]


def test_the_board_shows_who_owes_what(lessons):
    log = lessons[1]["log"]
    steps = board.standing(log, 17)
    assert len(steps) == 25
    assert (steps["owed"] > 0).all()
    assert 3 <= (steps["state"] == "overdue").sum() <= 12
    assert steps.loc["5.1", "state"] == "overdue"
