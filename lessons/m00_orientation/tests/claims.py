"""What the lessons of m00 say in words is what their data show, on banks that nobody wrote them for."""

import twinline as tw
from twinline.measure.claims import Claims

SEEN_ELSEWHERE = {"first-answer", "four-purchases", "module-map", "my-path", "paths", "timetable", "joins"}
SHOP = {"notebook", "four-quarters", "week-by-week", "my-plan"}  # the same on every bank; see test_fruit_shop.py

claim = Claims(skip=SEEN_ELSEWHERE | SHOP)


@claim
def a_statement_and_its_purchases_agree_to_the_fen(first):
    *parts, (_, closing) = first["steps"]
    online = first["shown"]["Online"]
    return {
        "bought": first["bought"],
        "stated": first["month"]["purchases"],
        "sum_of_parts": sum(value for _, value in parts),
        "closing": closing,
        "online": [online.iloc[0], online.iloc[-1]],
    }


@claim.holds
def _(bought, stated, sum_of_parts, closing, online):
    assert abs(bought - stated) <= 0.005
    assert abs(sum_of_parts - closing) <= 0.01
    assert online[1] > online[0] + 5


@claim
def the_slide_says_success_and_the_lot_says_no_more_than_chance(second):
    return {
        "used": second["used"],
        "used_it": second["by_use"]["Used the voucher"],
        "did_not": second["by_use"]["Did not use it"],
        "gap": second["gap"],
        "chance": second["chance"],
        "price": second["price"],
        "worth": second["worth"],
    }


@claim.holds
def _(used, used_it, did_not, gap, chance, price, worth):
    assert 13.5 < used < 17.5  # one in six or seven
    assert used_it > 1.4 * did_not
    assert abs(gap) < 2 * chance
    assert abs(gap) < 0.25 * (used_it - did_not)
    assert price > worth > 75


@claim
def most_of_the_money_went_to_regular_customers_where_it_costs_most(second):
    texted = second["texted"]
    return {
        "regular": texted.loc[texted["segment"] == "regular", "cost"].sum() / texted["cost"].sum(),
        "asleep": second["spring"].filter(like="sleep").iloc[0],
        "worth": second["worth"],
    }


@claim.holds
def _(regular, asleep, worth):
    assert regular > 0.6
    assert asleep < worth


@claim
def the_second_turn_pays_for_itself(second):
    spring, autumn = second["rounds"]
    return {"spring": spring, "autumn": autumn, "worth": second["worth"]}


@claim.holds
def _(spring, autumn, worth):
    assert autumn < worth < spring


@claim
def the_reveal_persuadables_rise_more_than_sleeping_dogs(second):
    by_type = second["by_type"].rename({title: code for code, title in tw.titles("latent_type").items()})
    return {"persuadable": by_type["persuadable"], "sleeping_dog": by_type["sleeping_dog"]}


@claim.holds
def _(persuadable, sleeping_dog):
    assert persuadable > 10
    assert sleeping_dog < 5


@claim
def cards_are_issued_and_hardly_used_more(third):
    issued, _, used = third["more"]
    return {"issued": issued, "used": used}


@claim.holds
def _(issued, used):
    assert issued > 3.5 * used > 0


@claim
def lending_grew_with_accounts_and_the_limits_lie_idle(third):
    accounts, borrowers, _ = third["share_of_growth"]
    return {"accounts": accounts, "borrowers": borrowers, "idle": third["idle"]}


@claim.holds
def _(accounts, borrowers, idle):
    assert accounts > 50
    assert abs(borrowers) < 15
    assert idle > 0.2


@claim
def who_has_just_asked_is_kept_and_a_list_of_everybody_is_not(third):
    change, error = third["found"]["change"], third["found"]["error"]
    asked = "B: who has just asked"
    return {"asked": change[asked], "error": error[asked], "everybody": change["A: everybody in turn"]}


@claim.holds
def _(asked, error, everybody):
    assert asked - 1.96 * error > 0
    assert everybody < 0


@claim
def customers_differ_and_no_offer_fits_a_third(third):
    average = third["average"]
    return {"top": average.iloc[0], "second": average.iloc[1], "last": average.iloc[-1], "fits": third["fits"].iloc[0]}


@claim.holds
def _(top, second, last, fits):
    assert top > 2 * second
    assert last < 0.02 * top
    assert fits < 33


@claim
def some_hear_nothing_and_some_from_three_campaigns(third):
    nothing, *_, three = third["shares"]
    return {"nothing": nothing, "three": three}


@claim.holds
def _(nothing, three):
    assert nothing > 15
    assert three > 10


@claim
def a_handful_of_names_for_each_manager(third):
    return {"names_each": third["names_each"]}


@claim.holds
def _(names_each):
    assert all(2 <= each < 30 for each in names_each)
    assert sorted(names_each)[3] < 10


@claim
def more_products_do_not_keep_customers(third):
    return {"left": third["left"]}


@claim.holds
def _(left):
    assert max(left) - min(left) < 4


@claim
def a_few_hundred_new_cards_show_a_large_effect_only(third):
    return {"rose": third["rose"], "error": third["error"], "cards": third["new"]["size"].sum()}


@claim.holds
def _(rose, error, cards):
    assert rose > 0
    assert 4 < error < 7
    assert 200 < cards < 1_000
