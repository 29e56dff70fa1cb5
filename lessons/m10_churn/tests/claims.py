"""What the lesson m10 says in words is what its own code finds, also on banks of five other seeds."""

from math import hypot

from twinline.measure.claims import Claims

claim = Claims(skip={"leaning"}, costly={"second-round", "second-round-shown", "one-future"})


@claim
def in_every_city_most_who_ask_are_not_rung(lesson):
    return {"cities": len(lesson["rung"]), "most_rung": lesson["rung"].max()}


@claim.holds
def _(cities, most_rung):
    assert cities == 7
    assert most_rung < 25


@claim
def about_three_in_ten_new_cards_are_gone_after_18_months_and_dearer_ones_last(lesson):
    last = lesson["curves"].iloc[-1]
    return {
        "still_here": lesson["everyone"][18],
        "dear": last[["Gold card", "Platinum card"]].mean(),
        "cheap": last[["Young card", "Classic card"]].mean(),
    }


@claim.holds
def _(still_here, dear, cheap):
    assert 62 < still_here < 76
    assert dear > cheap


@claim
def no_half_year_is_safe(lesson):
    everyone = lesson["everyone"]
    return {"risks": [1 - (everyone[last] / everyone[last - 6]) ** (1 / 6) for last in (6, 12, 18)]}


@claim.holds
def _(risks):
    assert min(risks) > 0.6 * max(risks)


@claim
def more_than_four_in_ten_leave_without_a_word(lesson):
    return {"silent": lesson["words"]["Not a single call"]}


@claim.holds
def _(silent):
    assert 40 < silent < 52


@claim
def leavers_ask_months_ahead_and_hardly_stop_buying(lesson):
    asks, visits, used = (lesson["times"].iloc[:, place] for place in range(3))
    return {"asks": asks, "visits": visits, "used": used}


@claim.holds
def _(asks, visits, used):
    assert asks[-1] > 5
    assert asks[-3] > 2
    assert min(used) > 0.7
    assert min(visits) > 0.8
    assert max(visits) < 1.5


@claim
def ringing_those_who_just_asked_keeps_more_than_chance_would(lesson):
    change, error = lesson["effect"](lesson["enquirers"])
    return {"change": change, "error": error}


@claim.holds
def _(change, error):
    assert change > 1.96 * error


@claim
def the_forecast_is_good_on_a_later_morning(lesson):
    earlier, later, left_share = lesson["earlier"], lesson["later"], lesson["left_share"]
    return {
        "is_later": earlier["morning"].max() < later["morning"].min(),
        "auc": lesson["auc"],
        "riskiest": left_share[1],
        "second": left_share[2],
        "safest": left_share[10],
        "all": later["left"].mean() * 100,
    }


@claim.holds
def _(is_later, auc, riskiest, second, safest, all):
    assert is_later
    assert auc > 0.64
    assert riskiest > 2.2 * all
    assert riskiest > second > safest


@claim
def the_leap_is_the_future_s(lesson):
    return {"auc": lesson["auc"], "leaky": lesson["leaky_auc"], "fair": lesson["fair_auc"]}


@claim.holds
def _(auc, leaky, fair):
    leap = leaky - auc
    assert leap > 0.04
    assert fair - auc < leap / 2


@claim
def the_naive_comparison_has_the_wrong_sign_because_the_called_were_asleep(lesson):
    buys, asleep = lesson["next_month"], lesson["asleep"]
    return {
        "called_buy": buys[True],
        "others_buy": buys[False],
        "called_asleep": asleep[True],
        "others_asleep": asleep[False],
    }


@claim.holds
def _(called_buy, others_buy, called_asleep, others_asleep):
    assert called_buy < others_buy - 20
    assert called_asleep > 60 > others_asleep


@claim
def the_call_keeps_nobody_overall_some_who_asked_and_drives_off_who_refused(lesson):
    everyone, had_asked, never, had_refused = lesson["table"]["change"]
    return {"everyone": everyone, "had_asked": had_asked, "never": never, "had_refused": had_refused}


@claim.holds
def _(everyone, had_asked, never, had_refused):
    assert -3.5 < everyone < -0.5
    assert had_asked > max(never, everyone)
    assert had_refused < -5
    assert had_refused < never


@claim
def many_of_the_riskiest_leave_and_more_of_them_are_overdue(lesson):
    return {
        "left": 1 - lesson["no_call"]["stayed"].mean(),
        "overdue": (lesson["riskiest"]["bucket"] > 0).mean(),
        "all_overdue": (lesson["pilot"]["bucket"] > 0).mean(),
    }


@claim.holds
def _(left, overdue, all_overdue):
    assert left > 0.15
    assert overdue > 2 * all_overdue


@claim
def further_down_the_churn_list_the_gain_is_lost_again(lesson):
    by_uplift, by_risk = lesson["race"].iloc[:, 0], lesson["race"].iloc[:, 1]
    return {
        "risk_best_of_30": by_risk.loc[:30].max(),
        "risk_at_60": by_risk.loc[60],
        "risk_at_100": by_risk.loc[100],
        "risk_at_5": by_risk.loc[5],
        "uplift_at_5": by_uplift.loc[5],
    }


@claim.holds
def _(risk_best_of_30, risk_at_60, risk_at_100, risk_at_5, uplift_at_5):
    assert risk_at_60 < risk_best_of_30 - 4
    assert risk_at_100 < 0
    assert abs(uplift_at_5 - risk_at_5) < 6  # as much as chance makes of five in a hundred


@claim
def who_dipped_comes_back_anyway(lesson):
    stages = lesson["months"].loc[["usual", "month before", "three months after"]]
    return {"own": lesson["own"], **dict(zip(("usual", "before", "after"), stages.to_numpy(), strict=True))}


@claim.holds
def _(own, usual, before, after):
    assert 0.65 < own < 1.2
    assert all(low < high / 2 for low, high in zip(before, usual, strict=True))
    assert all(high > 2 * low for low, high in zip(before, after, strict=True))


@claim
def most_sleeping_dogs_had_refused_texts_or_calls(lesson):
    seen = lesson["seen"]
    dogs = seen[seen["customer_id"].map(lesson["types"]) == "sleeping_dog"]
    return {"refused": (dogs["sms_opt_out"] | dogs["call_opt_out"]).mean()}


@claim.holds
def _(refused):
    assert 0.6 < refused < 0.95


@claim
def on_the_twin_the_valuable_askers_earn_more_though_fewer_cards_are_saved(lesson):
    head, _, mine = lesson["scores"].values()
    return {
        "limit": lesson["LIMIT"],
        "reach": [head.reach, mine.reach],
        "profit": [head.profit, mine.profit],
        "saved": [head.saved, mine.saved],
        "driven_off": [head.lost, mine.lost],
    }


@claim.holds
def _(limit, reach, profit, saved, driven_off):
    assert max(reach) <= limit
    assert profit[1] > profit[0]
    assert saved[0] > saved[1]
    assert driven_off[0] > 24 > driven_off[1]
    assert saved[0] - driven_off[0] < saved[1] - driven_off[1] + 10


@claim.costly
def the_second_round_keeps_more_cards_with_no_more_calls(lesson):
    again, monthly = lesson["second"].values()
    return {
        "limit": lesson["LIMIT"],
        "contacts": [again.contacts, monthly.contacts],
        "kept": [again.saved - again.lost, monthly.saved - monthly.lost],
        "profit": [again.profit, monthly.profit],
        "errors": [again.error, monthly.error],
    }


@claim.holds
def _(limit, contacts, kept, profit, errors):
    assert contacts[1] <= limit
    assert contacts[1] < 1.05 * contacts[0]
    assert kept[1] > kept[0]
    assert profit[1] > profit[0] - 1.96 * hypot(*errors)


@claim
def the_truth_of_lists_and_calls(lesson):
    caught, by_type = lesson["caught"], lesson["by_type"]
    return {
        "lost_causes": caught.loc["lost_cause"],
        "persuadables": caught.loc["persuadable"],
        "dogs_on_lists": caught.loc["sleeping_dog"],
        "helped": by_type["persuadable"],
        "most_helped": by_type.max(),
        "sleeping_dogs": by_type["sleeping_dog"],
        "margins": [lesson[name].customers["margin_12m"].mean() for name in ("head_office", "mine")],
    }


@claim.holds
def _(lost_causes, persuadables, dogs_on_lists, helped, most_helped, sleeping_dogs, margins):
    assert lost_causes[0] > lost_causes[1]
    assert min(persuadables) > 40
    assert dogs_on_lists[0] > 2 * dogs_on_lists[1]
    assert helped == most_helped or helped > 1
    assert sleeping_dogs < -8
    assert margins[1] > 2 * margins[0]
