"""What lessons 1 and 2 of m01 say in words is what their own code finds, also on banks of other seeds."""

from twinline.data.statistics import standardised


def test_the_card_is_used_in_most_scenes_and_education_is_the_rarest(first):
    assert 7 < first["scenes"].mean() < 10
    assert list(first["buyers"].index[:2]) == ["Dining", "Supermarket"]
    assert first["buyers"].index[-1] == "Education"


def test_every_quarter_moves_from_the_counter_to_the_app(first):
    change = first["over_time"].diff().dropna()
    assert (change[["in_app", "ecommerce"]] > 0).all(axis=None)
    assert (change[["pos", "qr"]] < 0).all(axis=None)


def test_stages_stand_side_by_side_in_the_generations(first):
    ages = first["by_age"]
    assert ages["pos"].iloc[0] > 33
    assert 13 < ages["pos"].iloc[-1] < 20
    assert ages["pos"].iloc[1:].is_monotonic_decreasing
    for way in ("in_app", "ecommerce"):
        assert ages[way].iloc[-1] > ages[way].iloc[0] + 5
    assert first["phone"].iloc[-1] > first["phone"].iloc[0] + 0.15


def test_no_door_is_the_favourite_of_more_than_a_quarter(first):
    assert first["common"].max() < 25
    assert first["common"].iloc[0] < 2 * first["common"].iloc[1]


def test_most_customers_buy_on_both_sides(first):
    sides = first["last"].groupby("customer_id")["online"].mean()
    assert sides.between(0, 1, inclusive="neither").mean() > 0.9


def test_fuel_health_and_dining_keep_their_counters_among_the_youngest(first):
    cube = first["cube"]
    young = cube[(cube["decade"] == cube["decade"].max()) & (cube["quarter"] == cube["quarter"].max())]
    offline = young["purchases"].where(young["channel"].isin(["pos", "qr"]), 0)
    share = (
        offline.groupby(young["category"].astype(str)).sum()
        / young.groupby("category", observed=True)["purchases"].sum()
    )
    assert set(share.nlargest(3).index) == {"fuel", "health", "dining"}
    assert share.nlargest(3).min() > 0.5


def test_no_mode_wins_under_most_weights_and_the_open_one_is_good_and_seldom_first(first):
    won = first["won"]
    assert won.index[0] == "2 Branch + mobile"
    assert won.iloc[0] < 60
    means = first["marks"].mean(axis=1)
    assert means["Open + ecosystem"] == means.max()
    assert won["Open + ecosystem"] < won.iloc[0] / 2


def test_paying_comes_first_then_credit_then_points(second):
    pay, credit, points = second["reasons"]
    assert pay > credit + 0.1 > points + 0.3
    assert 0.2 < points < 0.35


def test_growth_is_more_buyers_rather_than_more_each(second):
    spending, buyers, each = second["growth"]
    assert spending > buyers > each


def test_only_the_young_card_differs_and_not_among_those_of_one_age(second):
    cards = second["by_card"].sort_values()
    assert second["young_card"] == "Young card"
    assert cards.iloc[-2] - cards.iloc[0] < 3 < cards.iloc[-1] - cards.iloc[-2]
    assert second["by_age"].iloc[-1] - second["by_age"].iloc[0] > 15
    assert second["peers"].max() - second["peers"].min() < 0.025


def test_the_income_page_loses_most(second):
    assert second["worst"] == "Income and job"


def test_new_cards_are_no_more_online_at_the_same_age_in_the_same_quarter(second):
    planner, quarter, age = second["rises"].values()
    assert planner > 6
    assert planner > quarter + 2
    assert abs(age) < 1.5
    assert quarter > age


def test_the_offers_page_brings_hardly_anybody(second):
    gap = second["compared"].iloc[:, 0] - second["compared"].iloc[:, 1]
    assert gap.abs().max() < 4


def test_a_text_brings_people_to_daily_scenes_by_lot(second):
    came = second["came"]
    assert came.loc["any", "effect"] > 1.96 * came.loc["any", "error"]
    daily = ["dining", "supermarket", "fuel"]
    rest = came.drop([*daily, "any"])["effect"].mean()
    assert came.loc[daily, "effect"].mean() > 2 * rest
    for scene in ("education", "utilities", "travel"):
        assert came.loc[scene, "effect"] < came.loc[daily, "effect"].mean() / 2


def test_calls_look_worse_and_do_not_once_enquiries_are_held_still(second):
    asked, silent = second["asked"], second["silent"]
    assert second["crude_gap"] < -1.5
    assert second["called"][asked] > second["called"][silent] + 30
    assert second["leaving"][asked] > second["leaving"][silent] + 3
    for group in (asked, silent):
        assert second["gap"][group] > -1.96 * second["error"][group]
    alone, everybody, called = second["one_number"]
    assert everybody > alone + 2
    assert called > alone + 2


def test_the_standardised_number_is_that_of_the_report(second):
    care = second["care"].assign(called=second["care"]["channel"] == "call")
    report = standardised(care, "stayed", "called", "asked")
    assert abs(second["one_number"].iloc[1] - 100 * report.value) < 1e-6
    assert abs(second["errors"].iloc[1] - 100 * report.error) < 0.05


def test_the_call_after_an_enquiry_works_by_lot(second):
    assert second["by_lot"] > 0


def test_a_call_pays_for_those_who_asked_where_it_keeps_more(second):
    worth = second["worth"]
    assert worth[second["silent"]] < 0
    assert worth[second["asked"]] > worth[second["silent"]]


def test_calls_went_to_the_persuadable_and_texts_to_the_loyal(second):
    kinds = second["kinds"]
    persuadable, loyal = (kinds.loc[second["types"][name]] for name in ("persuadable", "loyal"))
    assert persuadable["Called"] > 2 * persuadable["Texted"]
    assert loyal["Texted"] > loyal["Called"] + 8
