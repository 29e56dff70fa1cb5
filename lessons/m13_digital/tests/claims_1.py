"""What lesson 1 of m13 says in words is what its own code finds, also on banks of other seeds."""

from twinline.measure.claims import Claims

claim = Claims()


@claim
def margins_shrank_by_a_third_and_four_of_seven_depend_on_the_year(first):
    told = {trend.key: trend for trend in [*first["trends"].CHALLENGES, *first["trends"].CHANCES]}
    margin = told["margin"].figures
    return {
        "shrank": 1 - margin[2024] / margin[2013],
        "verdicts": sorted(f"{trend.verdict} {key}" for key, trend in told.items()),
        "loans": list(first["trends"].loan_share().values()),
        "table": [told["loans"].figures[year] for year in (2013, 2018, 2023, 2024)],
    }


@claim.holds
def _(shrank, verdicts, loans, table):
    assert shrank > 1 / 3
    assert [verdict for verdict in verdicts if verdict.startswith("held")] == [
        "held margin",
        "held mobile",
        "held towns",
    ]
    assert [verdict for verdict in verdicts if not verdict.startswith("held")] == [
        f"turned {key}" for key in ("bad", "consumption", "loans", "yuan")
    ]
    assert abs(loans[-1] - loans[0]) < 3
    assert max(loans) == loans[5] > 80
    assert [round(loans[year - 2013], 1) for year in (2013, 2018, 2023, 2024)] == table


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
    return {
        "rung": first["asked"]["called"].mean(),
        "gain": first["gain"],
        "error": first["margin_error"],
        "months": first["paid_back"],
    }


@claim.holds
def _(rung, gain, error, months):
    assert rung < 0.25
    assert gain > error
    assert 0 < months < 6


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
def a_word_by_people_costs_more_than_one_by_machine(first):
    return {"order": list(first["cost"].index), "yuan": [float(yuan) for yuan in first["cost"]]}


@claim.holds
def _(order, yuan):
    assert "push" in order[0].lower()
    assert "WeCom" in order[2]
    assert yuan[0] == 0.01
    assert yuan[3] > 100 * yuan[1]
    assert yuan[4] > 1_000 * yuan[0]


@claim
def income_is_interest_and_more_products_do_not_keep_people(first):
    closed = first["closed"]
    return {
        "heavy": first["heavy"],
        "opens": first["opens"],
        "sends": first["sends"],
        "none": closed[0],
        "many": closed[2],
        "overdue": [float(share) for share in first["overdue"]],
    }


@claim.holds
def _(heavy, opens, sends, none, many, overdue):
    assert heavy > 0.7
    assert opens > 2 * sends
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
def the_lab_wins_by_choosing(first):
    chosen = first["measured"].argmax(axis=1) < first["WORK"]
    return {"bet": first["bet"].mean(), "lab": first["lab"].mean(), "found": chosen.mean()}


@claim.holds
def _(bet, lab, found):
    assert bet < 0 < lab
    assert found > 0.6


@claim
def two_in_three_register_and_one_in_five_acts(first):
    return {"steps": [float(share) for share in first["steps"]]}


@claim.holds
def _(steps):
    assert 62 < steps[0] < 71
    assert steps[0] > steps[1] + 3
    assert 16 < steps[2] < 24


@claim
def the_middle_is_quick_the_slowest_wait_and_most_cards_do_not_look_in(first):
    absent = first["open_now"][~first["open_now"].isin(first["app_month"])]
    return {
        "hours": first["hours"].median(),
        "slowest": first["hours"].quantile(0.9),
        "seen": first["seen_in_app"],
        "unregistered": 1 - first["people"][absent].mean(),
        "spent": first["spent"],
    }


@claim.holds
def _(hours, slowest, seen, unregistered, spent):
    assert hours < 1
    assert slowest > 48
    assert unregistered > 0.5
    assert 0.35 < seen < 0.45
    assert spent < 0.05
