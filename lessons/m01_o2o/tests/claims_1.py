"""What lessons 1 and 2 of m01 say in words is what their own code finds, also on banks of other seeds."""

from itertools import pairwise

from twinline.data.statistics import standardised
from twinline.measure.claims import Claims

claim = Claims()


@claim
def the_card_is_used_in_most_scenes_and_education_is_the_rarest(first):
    return {"scenes": first["scenes"].mean(), "order": first["buyers"].index}


@claim.holds
def _(scenes, order):
    assert 7 < scenes < 10
    assert order[:2] == ["Dining", "Supermarket"]
    assert order[-1] == "Education"


@claim
def every_quarter_moves_from_the_counter_to_the_app(first):
    change = first["over_time"].diff().dropna()
    return {"app_rises": change[["in_app", "ecommerce"]].min(), "counter_rises": change[["pos", "qr"]].max()}


@claim.holds
def _(app_rises, counter_rises):
    assert min(app_rises) > 0
    assert max(counter_rises) < 0


@claim
def stages_stand_side_by_side_in_the_generations(first):
    return {**{way: first["by_age"][way] for way in ("pos", "in_app", "ecommerce")}, "phone": first["phone"]}


@claim.holds
def _(pos, in_app, ecommerce, phone):
    assert 20 < pos[0] < 25
    assert 4 < pos[-1] < 6
    assert all(younger <= older for older, younger in pairwise(pos[1:]))
    assert in_app[-1] > in_app[0] + 5
    assert ecommerce[-1] > ecommerce[0] + 5
    assert phone[-1] > phone[0] + 0.15


@claim
def no_door_is_the_favourite_of_more_than_a_quarter(first):
    return {"common": first["common"]}


@claim.holds
def _(common):
    assert max(common) < 25
    assert common[0] < 2 * common[1]


@claim
def most_customers_buy_on_both_sides(first):
    sides = first["last"].groupby("customer_id")["online"].mean()
    return {"both": sides.between(0, 1, inclusive="neither").mean()}


@claim.holds
def _(both):
    assert both > 0.9


@claim
def fuel_health_and_dining_keep_their_counters_among_the_youngest(first):
    cube = first["cube"]
    young = cube[(cube["decade"] == cube["decade"].max()) & (cube["quarter"] == cube["quarter"].max())]
    offline = young["purchases"].where(young["channel"].isin(["pos", "qr"]), 0)
    kind = young["category"].astype(str)
    share = (offline.groupby(kind).sum() / young.groupby(kind)["purchases"].sum()).nlargest(3)
    return {"kinds": share.index, "least": share.min()}


@claim.holds
def _(kinds, least):
    assert set(kinds) == {"fuel", "health", "dining"}
    assert least > 0.5


@claim
def no_mode_wins_under_most_weights_and_the_open_one_is_good_and_seldom_first(first):
    won, means = first["won"], first["marks"].mean(axis=1)
    return {
        "first_mode": won.index[0],
        "wins": won.iloc[0],
        "open_wins": won["Open + ecosystem"],
        "open_mark": means["Open + ecosystem"],
        "best_mark": means.max(),
    }


@claim.holds
def _(first_mode, wins, open_wins, open_mark, best_mark):
    assert first_mode == "2 Branch + mobile"
    assert wins < 60
    assert open_mark == best_mark
    assert open_wins < wins / 2


@claim
def paying_comes_first_then_credit_then_points(second):
    pay, credit, points = second["reasons"]
    return {"pay": pay, "credit": credit, "points": points}


@claim.holds
def _(pay, credit, points):
    assert pay > credit + 0.1 > points + 0.3
    assert 0.57 < credit < 0.65
    assert 0.2 < points < 0.35


@claim
def growth_is_more_buyers_rather_than_more_each(second):
    spending, buyers, each = second["growth"]
    return {"spending": spending, "buyers": buyers, "each": each}


@claim.holds
def _(spending, buyers, each):
    assert spending > buyers > each


@claim
def only_the_young_card_differs_and_not_among_those_of_one_age(second):
    by_age, peers = second["by_age"], second["peers"]
    return {
        "young_card": second["young_card"],
        "cards": second["by_card"].sort_values(),
        "by_age": [by_age.iloc[0], by_age.iloc[-1]],
        "peers": [peers.min(), peers.max()],
    }


@claim.holds
def _(young_card, cards, by_age, peers):
    assert young_card == "Young card"
    assert cards[-2] - cards[0] < 3 < cards[-1] - cards[-2]
    assert by_age[1] - by_age[0] > 15
    assert peers[1] - peers[0] < 0.025


@claim
def the_income_page_loses_most(second):
    return {"worst": second["worst"]}


@claim.holds
def _(worst):
    assert worst == "Income and job"


@claim
def new_cards_are_no_more_online_at_the_same_age_in_the_same_quarter(second):
    planner, quarter, age = second["rises"].values()
    return {"planner": planner, "quarter": quarter, "age": age}


@claim.holds
def _(planner, quarter, age):
    assert planner > 6
    assert planner > quarter + 2
    assert abs(age) < 1.5
    assert quarter > age


@claim
def the_offers_page_brings_hardly_anybody(second):
    return {"largest_gap": (second["compared"].iloc[:, 0] - second["compared"].iloc[:, 1]).abs().max()}


@claim.holds
def _(largest_gap):
    assert largest_gap < 4


@claim
def a_text_brings_people_to_daily_scenes_by_lot(second):
    came, daily = second["came"], ["dining", "supermarket", "fuel"]
    return {
        "any": came.loc["any", "effect"],
        "error": came.loc["any", "error"],
        "daily": came.loc[daily, "effect"].mean(),
        "rest": came.drop([*daily, "any"])["effect"].mean(),
        "rare": came.loc[["education", "utilities", "travel"], "effect"],
    }


@claim.holds
def _(any, error, daily, rest, rare):
    assert any > 1.96 * error
    assert daily > 2 * rest
    assert max(rare) < daily / 2


@claim
def calls_look_worse_and_do_not_once_enquiries_are_held_still(second):
    groups = [second["asked"], second["silent"]]
    alone, everybody, called = second["one_number"]
    return {
        "crude": second["crude_gap"],
        **{name: [second[name][group] for group in groups] for name in ("called", "leaving", "gap", "error")},
        "alone": alone,
        "everybody": everybody,
        "for_the_called": called,
    }


@claim.holds
def _(crude, called, leaving, gap, error, alone, everybody, for_the_called):
    asked, silent = 0, 1
    assert crude < -1.5
    assert called[asked] > called[silent] + 30
    assert leaving[asked] > leaving[silent] + 3
    assert gap[asked] > -1.96 * error[asked]
    assert gap[silent] > -1.96 * error[silent]
    assert everybody > alone + 2
    assert for_the_called > alone + 2


@claim
def the_standardised_number_is_that_of_the_report(second):
    care = second["care"].assign(called=second["care"]["channel"] == "call")
    report = standardised(care, "stayed", "called", "asked")
    return {
        "number": second["one_number"].iloc[1],
        "error": second["errors"].iloc[1],
        "report_number": 100 * report.value,
        "report_error": 100 * report.error,
    }


@claim.holds
def _(number, error, report_number, report_error):
    assert abs(number - report_number) < 1e-6
    assert abs(error - report_error) < 0.05


@claim
def the_call_after_an_enquiry_works_by_lot(second):
    return {"by_lot": second["by_lot"]}


@claim.holds
def _(by_lot):
    assert by_lot > 0


@claim
def a_call_pays_for_those_who_asked_where_it_keeps_more(second):
    return {"silent": second["worth"][second["silent"]], "asked": second["worth"][second["asked"]]}


@claim.holds
def _(silent, asked):
    assert silent < 0
    assert asked > silent


@claim
def calls_went_to_the_persuadable_and_texts_to_the_loyal(second):
    kinds, types = second["kinds"], second["types"]
    return {name: kinds.loc[types[name], ["Called", "Texted"]].to_list() for name in ("persuadable", "loyal")}


@claim.holds
def _(persuadable, loyal):
    called, texted = 0, 1
    assert persuadable[called] > 2 * persuadable[texted]
    assert loyal[texted] > loyal[called] + 8
