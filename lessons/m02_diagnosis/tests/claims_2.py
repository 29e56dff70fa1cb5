"""What lessons 2 and 3 of m02 say in words is what their own code finds, also on banks of five other seeds."""

from twinline.measure.claims import Claims

claim = Claims(skip={"tree-live", "tree-still"})


@claim
def the_loudest_problem_is_not_the_dearest(second):
    sized = second["sized"]
    first, follower = sized.iloc[0], sized.iloc[1]
    return {
        "dearest": sized.index[0],
        "loudest": sized["complaints"].idxmax(),
        "times": first["yuan"] / sized.loc["points", "yuan"],
        "gap": first["yuan"] - follower["yuan"],
        "error": (first["error"] ** 2 + follower["error"] ** 2) ** 0.5,
    }


@claim.holds
def _(dearest, loudest, times, gap, error):
    assert dearest == "limits"
    assert loudest == "points"
    assert times > 5
    assert gap > 1.96 * error


@claim
def the_front_line_reports_points_most_and_its_own_limits_cost_most(second):
    log = second["log"]
    front = log[log["raised_by"] == "front_line"].groupby("area", observed=True)["cost"].agg(["size", "sum"])
    return {
        "most": front["size"].idxmax(),
        "dearest": front["sum"].idxmax(),
        "loud_share": (front["size"]["points"] + front["size"]["service"]) / front["size"].sum(),
    }


@claim.holds
def _(most, dearest, loud_share):
    assert most == "points"
    assert dearest == "limits"
    assert loud_share > 0.5


@claim
def gold_and_platinum_are_used_for_the_same_things_as_classic(second):
    apart = second["apart"].to_dict()
    return {name.split()[0].lower(): share for name, share in apart.items()}


@claim.holds
def _(gold, platinum, young):
    assert max(gold, platinum) < 7
    assert young > 1.5 * max(gold, platinum)


@claim
def six_kinds_of_offer_and_nearly_half_of_the_money_offline(second):
    return {"kinds": int((second["kinds"] > 0).sum()), "offline": second["offline"]}


@claim.holds
def _(kinds, offline):
    assert kinds == 6
    assert 0.42 < offline < 0.5


@claim
def nine_in_ten_daily_contacts_go_to_one_segment_and_none_is_at_a_branch(second):
    beside = second["beside"].iloc[:, 0]
    return {
        "share": second["share_regular"],
        "regular": beside.iloc[0],
        "to_wake": beside.iloc[1:].sum(),
        "channels": (second["usual"]["channel"].value_counts() > 0).sum(),
    }


@claim.holds
def _(share, regular, to_wake, channels):
    assert 86 < share < 93
    assert 72 < regular < 79
    assert to_wake > 20
    assert channels == 2


@claim
def the_score_sees_the_risk_and_the_limit_heeds_it_weakly_at_one_income(second):
    by_score = second["by_score"]
    return {
        "late": by_score["late"].to_list(),
        "limit": by_score["limit"].to_list(),
        "low": second["low"],
        "wish": second["inside"]["requested_limit"],
        "score": second["inside"]["score"],
    }


@claim.holds
def _(late, limit, low, wish, score):
    assert late[0] > 5 * late[-1]
    assert low > 3
    assert late == sorted(late, reverse=True)
    assert 1.8 < limit[-1] / limit[0] < 2.8
    assert wish > 0.85
    assert 0.1 < score < 0.4


@claim
def no_channel_brings_more_than_two_in_five_applications(second):
    return {"most": second["entry"].max()}


@claim.holds
def _(most):
    assert most < 40


@claim
def most_cards_in_use_cannot_be_matched(second):
    return {"unseen": int(second["unseen"]), "own": int(second["own"])}


@claim.holds
def _(unseen, own):
    assert unseen > 2 * own


@claim
def one_version_breaks_one_kind_of_phone(second):
    rates = second["crashed"].stack().sort_values()
    return {"worst": rates.iloc[-1], "next": rates.iloc[-2]}


@claim.holds
def _(worst, next):
    assert worst > 50
    assert next < 2


@claim
def the_slower_the_page_the_more_are_given_up(second):
    return {"extra": second["extra"].to_list(), "wide": second["wide"].to_list()}


@claim.holds
def _(extra, wide):
    assert extra == sorted(extra)
    assert extra[-1] - 1.96 * wide[-1] > 0
    assert 4 < extra[-1] < 10


@claim
def fraud_and_closing_are_solved_least(second):
    solved = second["solved"]
    return {"two": sorted(solved.index[:2]), "least": solved.to_list(), "calls": second["rare"]["size"]}


@claim.holds
def _(two, least, calls):
    assert two == ["Cancel the card", "Suspected fraud"]
    assert 300 < calls < 430
    assert 44 < least[0] < 58
    assert 57 < least[1] < 64
    assert least[2] > 73


@claim
def a_quarter_redeemed_nothing_for_a_year_and_hold_a_third_of_the_points(second):
    return {"shares": second["zombie"].to_list()}


@claim.holds
def _(shares):
    people, points = shares
    assert 23 < people < 30
    assert 31 < points < 39


# --- lesson 3 -----------------------------------------------------------------------------------------------------------


@claim
def one_step_breaks_on_one_device_beyond_what_25_looks_allow(third):
    rates = third["lost"].stack().sort_values()
    return {
        "worst": "/".join(rates.index[-1]),
        "cells": len(rates),
        "gap": third["gap"],
        "before": (third["by_quarter"]["iphone"] - third["by_quarter"]["android"]).loc[:"2025Q1"].mean(),
        "after": third["by_quarter"]["iphone"].iloc[-2:].to_list(),
    }


@claim.holds
def _(worst, cells, gap, before, after):
    assert worst == "consent/iphone"
    assert cells == 25
    assert gap > 6
    assert abs(before) < 2
    assert min(after) > 8


@claim
def one_box_is_never_emptied(third):
    by_queue = third["by_queue"]
    others = by_queue.drop("evening_box")
    return {
        "box": by_queue.loc["evening_box", "handed"],
        "others": others["handed"].to_list(),
        "hours": [others.loc["app_chat", "hours"], others.loc["head_office", "hours"]],
        "fewer": third["fewer"],
        "could": third["could"],
    }


@claim.holds
def _(box, others, hours, fewer, could):
    assert box < 8
    assert all(75 < each < 97 for each in others)
    assert hours[0] < 5
    assert hours[1] > 24
    assert -16 < fewer < -6
    assert could > 0.06


@claim
def each_break_costs_some_ten_thousands(third):
    return {"yuan": third["breaks_in_yuan"]["yuan"].to_list(), "a_day": third["a_day"]}


@claim.holds
def _(yuan, a_day):
    assert all(0.5 < each < 12 for each in yuan)
    assert a_day < 2


@claim
def the_voucher_wakes_more_where_cards_sleep(third):
    return {
        "gains": third["found"]["gain"].to_list(),
        "errors": third["found"]["error"].to_list(),
        "would": third["would"],
        "people": len(third["drawn"]),
    }


@claim.holds
def _(gains, errors, would, people):
    assert gains[1] - gains[0] > 1.96 * (errors[0] ** 2 + errors[1] ** 2) ** 0.5
    assert gains[1] > 1.96 * errors[1]
    assert would > 0.6
    assert 8_500 < people < 10_000


@claim
def the_centres_see_few_cards_and_hardly_any_margin(third):
    return {"seen": third["seen"].to_list()}


@claim.holds
def _(seen):
    cards, spent, margin = seen
    assert 6 < cards < 9
    assert 4.5 < spent < 7.5
    assert margin < 2


@claim
def five_channels_claim_more_buyers_than_there_are(third):
    return {"together": third["claimed"].sum(), "app": third["claimed"]["app"], "blind": third["blind"]}


@claim.holds
def _(together, app, blind):
    assert together > 125
    assert app > 50
    assert 0.2 < blind < 0.35


@claim
def paid_by_the_contact_they_call_more_and_achieve_less(third):
    change = third["change"]
    return {
        "change": change["change"].to_list(),
        "error": change["error"].to_list(),
        "annoyed": third["annoyed"],
        "base": third["base"],
        "cities": [third["changed"].max(), third["kept"].min(), len(third["changed"]), len(third["kept"])],
        "paid": [third["more_paid"], third["wide"]],
        "logged_less": third["logged_less"],
    }


@claim.holds
def _(change, error, annoyed, base, cities, paid, logged_less):
    contacts, activations, easy = change
    assert 3.5 < base < 5
    assert cities[0] < cities[1]
    assert cities[2:] == [3, 4]
    assert paid[0] > -paid[1]
    assert logged_less > 800
    assert contacts > 40
    assert activations + 1.96 * error[1] < 0
    assert activations < -10
    assert easy > 28
    assert annoyed > 2


@claim
def shown_how_they_wake_more_cards(third):
    return {"more": third["more"], "error": third["error"], "waiting": third["groups"]["mean"].to_dict()[False]}


@claim.holds
def _(more, error, waiting):
    assert more > 2.5 * error
    assert 2 < more < 8
    assert abs(waiting) < 2
