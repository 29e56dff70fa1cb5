"""What lesson 1 of m13 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def margins_shrank_by_a_third_and_loans_grew(first):
    told = {trend.key: trend for trend in [*first["trends"].CHALLENGES, *first["trends"].CHANCES]}
    margin = told["margin"].figures
    return {
        "shrank": 1 - margin[2024] / margin[2013],
        "other_way": sorted(key for key, trend in told.items() if not trend.borne_out),
    }


@claim.holds
def _(shrank, other_way):
    assert shrank > 1 / 3
    assert other_way == ["consumption", "loans"]


@claim
def cards_in_use_fall_each_year(first):
    return {"cards": [int(count) for year, count in first["trends"].CARDS.items() if year >= 2021]}


@claim.holds
def _(cards):
    assert cards == sorted(cards, reverse=True)


@claim
def needs_hardly_moved(first):
    return {"rise": first["rise"]}


@claim.holds
def _(rise):
    assert abs(rise) < 0.25


@claim
def few_who_ask_are_rung_and_a_call_keeps_some(first):
    return {"rung": first["asked"]["called"].mean(), "gain": first["gain"], "error": first["margin_error"]}


@claim.holds
def _(rung, gain, error):
    assert rung < 0.25
    assert gain > error


@claim
def the_app_the_product_and_the_channel_change_little_by_themselves(first):
    per = first["per"]["mean"]
    return {
        "with_app": per.loc[True],
        "without": per.loc[False],
        "instalment": first["page"].mean(),
        "seen": first["seen_in_app"],
    }


@claim.holds
def _(with_app, without, instalment, seen):
    assert abs(with_app / without - 1) < 0.1
    assert instalment < 0.25
    assert 0.33 < seen < 0.45


@claim
def people_cost_hundreds_of_times_as_much(first):
    return {"times": first["cost"].iloc[-1] / first["cost"].iloc[0]}


@claim.holds
def _(times):
    assert 100 < times < 10_000


@claim
def income_is_interest_and_more_products_do_not_keep_people(first):
    closed = first["closed"]
    return {
        "heavy": first["heavy"],
        "none": closed[0],
        "many": closed[2],
        "overdue": [float(share) for share in first["overdue"]],
    }


@claim.holds
def _(heavy, none, many, overdue):
    assert heavy > 0.7
    assert abs(none - many) < 4
    assert overdue[-1] > overdue[0]


@claim
def the_product_tells_most(first):
    return {"order": list(first["gap"].index), "gaps": [float(yuan) for yuan in first["gap"]]}


@claim.holds
def _(order, gaps):
    assert order[0] == "product"
    assert gaps[0] > 2 * gaps[1]


@claim
def the_lab_wins_by_stopping(first):
    return {"bet": first["bet"].mean(), "lab": first["lab"].mean()}


@claim.holds
def _(bet, lab):
    assert bet < 0 < lab


@claim
def many_register_fewer_come_few_act(first):
    return {"steps": [float(share) for share in first["steps"]]}


@claim.holds
def _(steps):
    assert steps[0] > steps[1] + 10 > steps[1] > steps[2] + 10


@claim
def speed_is_splendid_and_most_cards_never_look_in(first):
    return {"hours": first["hours"].median(), "seen": first["seen_in_app"], "spent": first["spent"]}


@claim.holds
def _(hours, seen, spent):
    assert hours < 1
    assert 0.35 < seen < 0.45
    assert spent < 0.05
