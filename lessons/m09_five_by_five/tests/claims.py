"""What the lessons of m09 say in words holds on banks of other seeds."""

from twinline.measure.claims import Claims
from twinline.modules.m09 import board

claim = Claims()


@claim
def the_companies_with_the_deposits_are_not_those_with_the_cardholders(first):
    share = first["share"]
    return {
        "deposits": share["Deposits"],
        "cardholders": share["Cardholders paid by them"],
        "margin": share["Their card margin"],
    }


@claim.holds
def _(deposits, cardholders, margin):
    assert deposits > 0.6
    assert cardholders < 0.3
    assert margin < 0.35


@claim
def a_call_changes_those_who_asked_and_drives_off_those_who_refused(first):
    change = first["found"]["change"]
    return {"refused": change["Had refused texts"], "asked": change["Had asked"], "never": change["Never asked"]}


@claim.holds
def _(refused, asked, never):
    assert refused < 0
    assert asked > refused
    assert asked > never


@claim
def dealing_from_the_top_loses_much_and_skill_alone_some(first):
    at_once, skill, best_free, first_free = first["worth"]
    return {"at_once": at_once, "skill": skill, "best_free": best_free, "first_free": first_free}


@claim.holds
def _(at_once, skill, best_free, first_free):
    assert 0.12 < 1 - best_free / at_once < 0.35
    assert first_free < best_free * 1.02
    assert 0.05 < 1 - skill / at_once < 0.3


@claim
def the_order_of_plans_survives_a_weaker_assumption(first):
    return {"then": first["then"].iloc[:3]}


@claim.holds
def _(then):
    assert then[0] > then[1] * 0.999
    assert then[1] > then[2]


@claim
def the_star_cannot_take_them_all(first):
    return {"problems": [each.code for each in first["bank"].check(first["all_hers"]).problems]}


@claim.holds
def _(problems):
    assert problems == ["capacity"]


@claim
def the_nearest_friends_and_the_wrong_short_cut(first):
    nearest = first["nearest"]
    return {
        "two_nearest": nearest.iloc[:2].sum() / nearest.sum(),
        "no_path": nearest.iloc[3] / nearest.sum(),
        "knows": first["checked"]["knows"].mean(),
    }


@claim.holds
def _(two_nearest, no_path, knows):
    assert 0.4 < two_nearest < 0.6
    assert no_path > 0.4
    assert knows < 0.1


@claim
def adjusting_saves_most_and_deciding_again_a_little_more(first):
    leave, hand_out, again = first["still"]
    return {"leave": leave, "hand_out": hand_out, "again": again}


@claim.holds
def _(leave, hand_out, again):
    assert leave < hand_out <= again + 1e-9
    assert again - hand_out < hand_out - leave


@claim
def dealing_from_the_top_loses_in_every_centre(first):
    return {"lost": list(first["lost"].values())}


@claim.holds
def _(lost):
    assert len(lost) == 7
    assert min(lost) > 0
    assert max(lost) < 42
    assert 15 < sum(lost) / 7 < 27


@claim
def those_to_be_woken_spend_least_and_those_short_of_limit_are_the_most(first):
    portrait = first["portrait"]
    return {"most": portrait.index[0], "least": portrait["Spending, yuan a month"].idxmin()}


@claim.holds
def _(most, least):
    assert most == "Short of limit"
    assert least == "To be woken"


@claim
def every_second_attempt_ends_at_nobody(second):
    return {"through": second["through"]}


@claim.holds
def _(through):
    assert all(35 <= each <= 65 for each in through)


@claim
def three_in_four_need_no_cold_call(second):
    counts = second["counts"]
    return {"cold": counts["Telephone"] / counts.sum()}


@claim.holds
def _(cold):
    assert cold < 0.35


@claim
def the_bill_page_and_dining_come_first(second):
    return {name: second[name].index[0] for name in ("seen_by", "known_to", "have")}


@claim.holds
def _(seen_by, known_to, have):
    assert seen_by == "bill"
    assert known_to == "dining"
    assert have == "debit"


@claim
def the_first_tenth_holds_about_a_quarter_of_the_worth(second):
    return {"tenth": second["points"].iloc[0]}


@claim.holds
def _(tenth):
    assert 18 < tenth < 35


@claim
def most_stay_without_any_call_and_all_centres_together_gain(second):
    table = second["table"]
    together = table.loc["All centres together"]
    inside = (table["gain"] - together["gain"]).abs() < 1.96 * table["error"]
    return {
        "uncalled": second["layers"]["Stayed without any call"],
        "talked": second["talked"],
        "gain": together["gain"],
        "error": together["error"],
        "outside": (~inside).sum(),
    }


@claim.holds
def _(uncalled, talked, gain, error, outside):
    assert uncalled > 0.65
    assert talked > 0.8
    assert gain > 1.96 * error
    assert outside <= 2


@claim
def the_screened_list_earns_and_the_others_do_not(second):
    screened, richest, top = second["scores"].values()
    return {"screened": screened.profit, "error": screened.error, "others": [richest.profit, top.profit]}


@claim.holds
def _(screened, error, others):
    assert screened > 1.96 * error
    assert max(others) < screened / 2


@claim
def the_screened_list_holds_more_persuadables(second):
    return {"caught": second["caught"].loc["persuadable"].iloc[:2]}


@claim.holds
def _(caught):
    assert caught[0] > 1.5 * caught[1]


@claim
def the_board_shows_who_owes_what(second):
    steps = board.standing(second["log"], 17)
    return {
        "owed": steps["owed"],
        "overdue": (steps["state"] == "overdue").sum(),
        "last_but_one_part": steps.loc["5.1", "state"],
    }


@claim.holds
def _(owed, overdue, last_but_one_part):
    assert len(owed) == 25
    assert min(owed) > 0
    assert 3 <= overdue <= 12
    assert last_but_one_part == "overdue"
