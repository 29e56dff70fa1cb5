"""What lesson 6 of m13 says in words is what its own code finds, also on banks of other seeds."""

import numpy as np

from twinline.measure.claims import Claims

claim = Claims()


@claim
def simple_is_used_more_and_costs_less(sixth):
    cost = sixth["cost"]["mean"]
    return {"gap": sixth["gap"], "error": sixth["error"], "simple": cost["simple"], "generous": cost["generous"]}


@claim.holds
def _(gap, error, simple, generous):
    assert gap > 1.96 * error
    assert simple < generous


@claim
def the_points_mall_finishes_least(sixth):
    return {"page": sixth["pages"]["finished"].idxmin()}


@claim.holds
def _(page):
    assert page == "points_mall"


@claim
def the_long_talk_shows_nothing_and_the_task_works(sixth):
    change, spread = sixth["change"], sixth["spread"]
    minutes = sixth["minutes"]
    return {
        "change": [float(points) for points in change],
        "spread": [float(error) for error in spread],
        "minutes": minutes[True] - minutes[False],
    }


@claim.holds
def _(change, spread, minutes):
    talk, task, wallet = change
    assert abs(talk) < 2.6 * spread[0]
    assert talk < task - 2
    assert task > 1.96 * spread[1]
    assert wallet > 0
    assert 11 < minutes < 13


@claim
def many_pages_are_rare(sixth):
    return {"rare": len(sixth["rare"]), "all": len(sixth["used"])}


@claim.holds
def _(rare, all):
    assert rare >= 4
    assert all == 11


@claim
def few_act_within_five_seconds(sixth):
    return {
        "share": (sixth["to_click"] <= 5).mean(),
        "click": sixth["to_click"].median(),
        "form": sixth["seconds"].median(),
    }


@claim.holds
def _(share, click, form):
    assert share < 0.1
    assert click < form


@claim
def small_steps_win_by_time(sixth):
    return {"big": sixth["big"].mean(), "small": sixth["small"].mean(), "even": sixth["even_at"]}


@claim.holds
def _(big, small, even):
    assert small > big * 1.05
    assert 0.25 < even < 0.33


@claim
def most_clicked_is_not_what_earns_most_and_groups_add_little(sixth):
    return {
        "less": [float(number) for number in sixth["less_clicked"]],
        "personal": [float(number) for number in sixth["more_personal"]],
        "value": [float(yuan) for yuan in sixth["value"]],
        "error": [float(yuan) for yuan in sixth["value_error"]],
    }


@claim.holds
def _(less, personal, value, error):
    assert less[0] < -1.96 * less[1]
    assert personal[0] < -less[0]
    clicked, earned, group = value
    assert clicked < earned - 2
    assert abs(group - earned) < 1.96 * (error[1] ** 2 + error[2] ** 2) ** 0.5


@claim
def enough_tips_and_with_a_third_less_only_one_side_alone(sixth):
    paths = sixth["paths"]
    last = paths.iloc[-1]
    return {
        "enough": [float(share) for share in last.iloc[:3]],
        "one_side": last.iloc[3],
        "split": last.iloc[4],
        "later": int((paths.iloc[:, 3] > 50).idxmax() - (paths.iloc[:, 0] > 50).idxmax()),
    }


@claim.holds
def _(enough, one_side, split, later):
    assert min(enough) > 70
    assert one_side > 70
    assert split < 10
    assert later > 12


@claim
def income_leans_on_interest_of_a_tenth(sixth):
    return {
        "share": sixth["share"].iloc[0],
        "kind": sixth["share"].index[0],
        "top": sixth["top"],
        "at_risk": float(sixth["at_risk"]),
    }


@claim.holds
def _(share, kind, top, at_risk):
    assert at_risk > 0.3
    assert kind == "interest"
    assert share > 70
    assert top > 0.4


@claim
def some_of_forty_empty_tests_differ(sixth):
    return {"differ": sixth["differ"]}


@claim.holds
def _(differ):
    assert 0 <= differ <= 7


@claim
def app_users_ring_as_often(sixth):
    rings = sixth["rings"]
    return {"ratio": rings[True] / rings[False]}


@claim.holds
def _(ratio):
    assert 0.9 < ratio < 1.1


@claim
def trying_saves_from_the_worst(sixth):
    never, tenth = sixth["games"].values()
    return {"never": float(np.quantile(never, 0.1)), "tenth": float(np.quantile(tenth, 0.1))}


@claim.holds
def _(never, tenth):
    assert tenth > never + 0.3
