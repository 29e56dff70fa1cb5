"""What the lessons of m00 say in words is what their data show, on banks that nobody wrote them for."""

import pytest

import twinline as tw
from generators.errors import UnknownChoice
from twinline.base.paths import COURSE
from twinline.data.pilots import CAMPAIGNS

FOLDER = COURSE / "en" / "m00_orientation"
LESSONS = [FOLDER / f"m00-lesson-{number}.ipynb" for number in (1, 2, 3)]
SEEN_ELSEWHERE = {
    "first-answer",
    "four-purchases",
    "module-map",
    "my-path",
    "paths",
    "timetable",
    "joins",
}
SHOP = {"notebook", "four-quarters", "week-by-week", "my-plan"}  # the same on every bank; see test_fruit_shop.py


@pytest.fixture(scope="module", params=[11, 12, 13, 31, 32])
def lessons(request, on_another_bank):
    """What the lessons find on a bank of another seed."""
    return on_another_bank(LESSONS, request.param, SEEN_ELSEWHERE | SHOP)


def test_a_statement_and_its_purchases_agree_to_the_fen(lessons):
    first = lessons[0]
    assert first["bought"] == pytest.approx(first["month"]["purchases"], abs=0.005)
    *parts, (_, closing) = first["steps"]
    assert sum(value for _, value in parts) == pytest.approx(closing, abs=0.01)
    assert first["shown"]["Online"].iloc[-1] > first["shown"]["Online"].iloc[0] + 5


def test_the_slide_says_success_and_the_lot_says_no_more_than_chance(lessons):
    second = lessons[1]
    assert 13 < second["used"] < 19  # nearly one in six
    assert second["by_use"]["Used the voucher"] > 1.4 * second["by_use"]["Did not use it"]
    assert abs(second["gap"]) < 2 * second["chance"]
    assert second["price"] > second["worth"] > 75


def test_most_of_the_money_went_to_regular_customers_where_it_costs_most(lessons):
    second = lessons[1]
    texted = second["texted"]
    assert texted.loc[texted["segment"] == "regular", "cost"].sum() > 0.6 * texted["cost"].sum()
    assert second["spring"].filter(like="sleep").iloc[0] < second["worth"]


def test_the_second_turn_pays_for_itself(lessons):
    spring, autumn = lessons[1]["rounds"]
    assert autumn < lessons[1]["worth"] < spring


def test_the_reveal_persuadables_rise_more_than_sleeping_dogs(lessons):
    by_type = lessons[1]["by_type"].rename({title: code for code, title in tw.titles("latent_type").items()})
    assert by_type["persuadable"] > 3 > by_type["sleeping_dog"]


def test_cards_are_issued_and_hardly_used_more(lessons):
    issued, _, used = lessons[2]["more"]
    assert issued > 3.5 * used > 0


def test_lending_grew_with_accounts_and_the_limits_lie_idle(lessons):
    third = lessons[2]
    accounts, borrowers, _ = third["share_of_growth"]
    assert accounts > 50
    assert abs(borrowers) < 15
    assert third["idle"] > 0.2


def test_who_has_just_asked_is_kept_and_a_list_of_everybody_is_not(lessons):
    found = lessons[2]["found"]
    low = found["change"] - 1.96 * found["error"]
    assert low["B: who has just asked"] > 0
    assert found["change"]["A: everybody in turn"] < 0


def test_customers_differ_and_no_offer_fits_a_third(lessons):
    third = lessons[2]
    assert third["average"].iloc[0] > 2 * third["average"].iloc[1]
    assert third["average"].iloc[-1] < 0.02 * third["average"].iloc[0]
    assert third["fits"].iloc[0] < 33


def test_some_hear_nothing_and_some_from_three_campaigns(lessons):
    nothing, *_, three = lessons[2]["shares"]
    assert nothing > 15
    assert three > 10


def test_a_handful_of_names_for_each_manager(lessons):
    assert lessons[2]["names_each"].between(2, 25).all()


def test_more_products_do_not_keep_customers(lessons):
    left = lessons[2]["left"]
    assert left.max() - left.min() < 4


def test_the_autumn_voucher_moved_new_cards(lessons):
    assert lessons[2]["rose"] > 4


def test_on_the_shipped_bank_the_lot_shows_no_more_than_chance():
    by_arm = tw.pilot("voucher_for_all").groupby("arm", observed=True)["spent"]
    gap = by_arm.mean()["treated"] - by_arm.mean()["control"]
    assert abs(gap) < 1.96 * (by_arm.sem() ** 2).sum() ** 0.5


def test_every_pilot_has_its_file_and_another_name_is_refused():
    assert all(len(tw.pilot(campaign)) > 1_000 for campaign in CAMPAIGNS)
    with pytest.raises(UnknownChoice, match="voucher_for_all"):
        tw.pilot("no_such_pilot")
