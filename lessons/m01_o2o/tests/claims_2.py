"""What lessons 3 and 4 of m01 say in words is what their own code finds, also on banks of other seeds."""

from itertools import pairwise

from twinline.measure.claims import Claims

claim = Claims()


@claim
def rules_took_five_to_nine_years(third):
    years = (third["facts"]["end"] - third["facts"]["start"]).dt.days / 365.25
    return {"least": years.min(), "most": years.max(), "longest": years.idxmax()}


@claim.holds
def _(least, most, longest):
    assert least > 4.5
    assert most < 9.5
    assert "P2P" in longest


@claim
def phone_users_stopped_growing(third):
    return {"yearly": third["yearly"]}


@claim.holds
def _(yearly):
    assert round(yearly[0]) == 17
    assert round(yearly[-1]) == 3


@claim
def most_modes_became_a_function_under_licence(third):
    return {"all": third["ends"].sum(), "function": third["ends"]["Became a function under licence"]}


@claim.holds
def _(all, function):
    assert all == 16
    assert function > 8


@claim
def trends_stand_still(third):
    now = third["marks"].iloc[-1]
    return {
        "moved": (now - third["marks"].iloc[0]).abs().max(),
        **{name: now[name] for name in ("platform", "open", "social", "ubiquitous")},
    }


@claim.holds
def _(moved, platform, open, social, ubiquitous):
    assert moved < 3
    assert 40 < platform < 55
    assert open > 18
    assert 8 < social < 14
    assert ubiquitous > 90


@claim
def a_third_of_the_margin_never_opens_the_app_in_every_generation(third):
    never = third["never"]
    return {"margin": never["margin"].iloc[-1], "people": never["people"].iloc[:-1]}


@claim.holds
def _(margin, people):
    assert 30 < margin < 40
    assert people[0] > 43
    assert people[-1] < 28
    assert min(people) > 10


@claim
def the_card_knows_the_place(third):
    known, new, away = third["places"]
    return {"known": known, "new": new, "away": away}


@claim.holds
def _(known, new, away):
    assert 100 - away > 90
    assert known > 60 > new


@claim
def pooled_points_open_the_gift_to_many_more(third):
    return {"reach": third["reach"].iloc[:2]}


@claim.holds
def _(reach):
    assert reach[1] > reach[0] + 15


@claim
def digital_first_customers_bring_about_what_the_others_bring(third):
    return {f"{name}_ones": third["groups"]["margin"][name] for name in ("first", "young", "older")}


@claim.holds
def _(first_ones, young_ones, older_ones):
    assert abs(first_ones - young_ones) < 0.15 * young_ones
    assert abs(first_ones - older_ones) < 0.15 * older_ones


@claim
def customers_who_bank_elsewhere_use_our_app_like_all_others(third):
    guests, based = (third["compared"].loc[third[name]] for name in ("guests", "based"))
    return {
        "guests": guests["share"],
        "visits": [guests["visits"], based["visits"]],
        "fund": [guests["fund"], based["fund"]],
    }


@claim.holds
def _(guests, visits, fund):
    assert 18 < guests < 32
    assert abs(visits[0] - visits[1]) < 6
    assert abs(fund[0] - fund[1]) < 5


@claim
def wallets_hide_what_customers_like(third):
    seen = third["seen"]
    return {
        "before": seen.iloc[0].min(),
        "smallest_falls": seen.diff().dropna().max(),
        "favourite": seen["favourite"].iloc[-1],
        "least": seen.iloc[-1].idxmin(),
    }


@claim.holds
def _(before, smallest_falls, favourite, least):
    assert before == 1
    assert max(smallest_falls) < 0
    assert 0.36 < favourite < 0.44
    assert least == "favourite"


@claim
def transport_and_bills_are_paid_inside_apps_fuel_and_health_in_shops(third):
    phones = third["phones"]
    return {
        "in_app": phones["in_app"].nlargest(2).index,
        "qr": phones["qr"].nlargest(2).index,
        "cheapest": third["cheapest"],
        "event": third["event"].index[:4],
    }


@claim.holds
def _(in_app, qr, cheapest, event):
    assert set(in_app) == {"Transport", "Utilities"}
    assert set(qr) == {"Fuel", "Health"}
    assert cheapest == "Transport"
    assert "Transport" in event


@claim
def a_restaurants_guests_return_and_eat_elsewhere(third):
    again, elsewhere, top = third["facts_for_owner"]
    return {"again": again, "elsewhere": elsewhere, "top": top}


@claim.holds
def _(again, elsewhere, top):
    assert again > 70
    assert elsewhere > 50
    assert top > 25


@claim
def the_open_market_is_declined_most(fourth):
    approved = fourth["layers"].iloc[:, 1]
    return {"market": approved[fourth["market"]], "others": approved.drop(fourth["market"])}


@claim.holds
def _(market, others):
    assert market < min(others) - 3
    assert max(abs(later - earlier) for earlier, later in pairwise(others)) < 4


@claim
def six_scenes_carry_three_quarters(fourth):
    return {"six": fourth["together"].iloc[5, 0]}


@claim.holds
def _(six):
    assert 72 < six < 82


@claim
def forgotten_refusals_multiply_complaints(fourth):
    complaints, broken = fourth["complaints"], fourth["broken"]
    return {
        "unwanted": complaints[fourth["unwanted"]],
        "wanted": complaints[fourth["wanted"]],
        "by_rules": broken["rules"],
        "by_project": broken["project"],
    }


@claim.holds
def _(unwanted, wanted, by_rules, by_project):
    assert unwanted > 3 * wanted
    assert by_rules == 0
    assert by_project > 0.03


@claim
def more_than_a_quarter_is_met_on_no_net_channel(fourth):
    return {"neither": fourth["met"][fourth["neither"]], "least": fourth["met"].idxmin()}


@claim.holds
def _(neither, least):
    assert 25 < neither < 35
    assert least == "WeCom only"


@claim
def chat_settles_like_the_hotline_and_neither_what_is_serious(fourth):
    settled, serious = fourth["settled"], ["Suspected fraud", "Cancel the card", "Complaint about contact"]
    usual = settled.drop(serious)
    return {
        "usual": usual.to_numpy().min(),
        "serious": settled.loc[serious].to_numpy().max(),
        "last": settled.index[-3:],
        "apart": usual.mean().diff().iloc[-1],
    }


@claim.holds
def _(usual, serious, last, apart):
    assert usual > serious
    assert set(last) == {"Suspected fraud", "Cancel the card", "Complaint about contact"}
    assert abs(apart) < 3


@claim
def who_asks_waits(fourth):
    week, month, two_months = fourth["heard"]
    return {"week": week, "month": month, "two_months": two_months}


@claim.holds
def _(week, month, two_months):
    assert week < 12
    assert 29 < month < 37
    assert two_months < 55


@claim
def few_cardholders_are_only_a_card(fourth):
    shares, nothing = fourth["shares"], fourth["nothing"]
    return {"nothing": shares[nothing], "most": shares.drop(nothing).idxmax()}


@claim.holds
def _(nothing, most):
    assert nothing < 0.1
    assert most == "Debit card or savings"


@claim
def no_way_in_brings_clearly_worse_cards_than_the_branch(fourth):
    gap = fourth["against_branch"]
    return {"gap": gap, "error": fourth["error"].drop("branch")[gap.index]}


@claim.holds
def _(gap, error):
    assert all(each > -1.96 * chance - 1 for each, chance in zip(gap, error, strict=True))


@claim
def four_of_ten_cards_earn_nothing(fourth):
    opened, activated, used, earned = fourth["funnel"]
    return {"opened": opened, "activated": activated, "used": used, "earned": earned}


@claim.holds
def _(opened, activated, used, earned):
    assert opened > activated > used
    assert abs(used - earned) < 5
    assert 35 < 100 - earned < 48


@claim
def risk_differs_several_times_over_and_the_safe_leave_first(fourth):
    bad, curves = fourth["bad"], fourth["curves"]
    return {
        "bad": [bad.iloc[0], bad.iloc[-1]],
        **{name: [*curves.index[curves[fourth[name]] > 0][:1]] for name in ("hoped", "real")},
    }


@claim.holds
def _(bad, hoped, real):
    assert bad[0] > 4 * bad[1]
    assert hoped[0] < 20
    assert not real or real[0] > hoped[0] + 5
