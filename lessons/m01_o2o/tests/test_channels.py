"""The prepared tables of channels hold what their descriptions say."""

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from twinline.modules.m01 import channel_views


@pytest.fixture(scope="module")
def bought():
    return tw.channels.purchases(dataset="tiny")


@pytest.fixture(scope="module")
def visits():
    return tw.channels.visits(dataset="tiny")


def test_purchases_are_those_of_the_books(bought):
    books = tw.load("transactions", "tiny")
    assert len(bought) == len(books)
    assert bought["amount"].sum() == pytest.approx(books["amount"].sum())
    assert bought["online"].mean() == (books["side"] == "online").mean()
    assert list(bought["quarter"].cat.categories) == [
        f"{year}Q{part}" for year in (2024, 2025) for part in (1, 2, 3, 4)
    ]
    one = books.iloc[-1]
    year, part = one["timestamp"].year, (one["timestamp"].month - 1) // 3 + 1
    assert bought["quarter"].iloc[-1] == f"{year}Q{part}"


def test_some_of_the_customers_are_all_their_purchases(bought):
    tenth = tw.channels.purchases(every=10, dataset="tiny")
    kept = bought[bought["customer_id"] % 10 == 0]
    assert len(tenth) == len(kept) > 0
    assert set(tenth["customer_id"]) == set(kept["customer_id"])


def test_people_were_born_and_opened_their_cards_when_the_books_say():
    people = tw.channels.people("tiny").set_index("customer_id")
    customers = tw.load("customers", "tiny").set_index("customer_id")
    assert people["decade"].le(customers["birth_year"]).all()
    assert (customers["birth_year"] - people["decade"]).max() == 9
    opened = tw.load("accounts", "tiny").set_index("customer_id")["open_date"].dt.year
    assert (people["opened"] == opened.reindex(people.index)).all()


def test_the_cube_counts_every_purchase_once(bought):
    cube = tw.channels.ways("tiny")
    assert cube["purchases"].sum() == len(bought)
    assert (cube["purchases"] > 0).all()


def test_care_contacts_are_those_whose_six_months_are_over():
    care = tw.channels.care("tiny")
    touches = tw.load("touches", "tiny")
    rows = touches[touches["campaign"].isin(["care_call", "care_sms"]) & (touches["date"] < "2025-07-01")]
    assert len(care) == len(rows)
    assert (care["channel"] == "call").sum() == (rows["campaign"] == "care_call").sum()
    assert care["cost"].sum() == pytest.approx(rows["cost"].sum())


def test_a_wait_is_the_time_to_the_next_purchase_in_a_shop(visits):
    books = tw.load("transactions", "tiny")
    shops = books[books["side"] == "offline"]
    for visit in visits[visits["wait"].notna()].head(20).itertuples():
        theirs = shops[(shops["customer_id"] == visit.customer_id) & (shops["timestamp"] >= visit.timestamp)]
        days = (theirs["timestamp"].min() - visit.timestamp).total_seconds() / 86_400
        assert visit.wait == pytest.approx(days, abs=1e-6)
    assert visits["wait"].max() <= 7
    assert (visits["bought"] == visits["wait"].notna()).all()
    scenes = tw.titles("merchants.category").index
    assert np.allclose(visits[list(scenes)].min(axis=1).fillna(99), visits["wait"].fillna(99))


def test_the_usual_wait_looks_two_weeks_back(visits):
    shops = tw.load("transactions", "tiny")
    shops = shops[shops["side"] == "offline"]
    for visit in visits[visits["usual_wait"].notna()].head(20).itertuples():
        since = visit.timestamp - pd.Timedelta(days=14)
        theirs = shops[(shops["customer_id"] == visit.customer_id) & (shops["timestamp"] >= since)]
        assert visit.usual_wait == pytest.approx((theirs["timestamp"].min() - since).total_seconds() / 86_400, abs=1e-6)


def test_every_visit_that_clicked_had_looked(visits):
    assert visits.loc[visits["clicked"], "looked"].all()
    assert visits["session_id"].is_unique


def test_what_a_text_brought_into_any_shop_is_at_least_what_it_brought_into_one():
    came = tw.channels.into_shops("tiny")
    for arm in ("treated", "control"):
        assert (came.drop("any")[arm] <= came.loc["any", arm]).all()
    assert np.allclose(came["effect"], came["treated"] - came["control"])


def test_marks_of_scenes_run_from_nought_to_one():
    scores = tw.channels.scene_scores("tiny").set_index("scene")
    assert (scores.min() == 0).all()
    assert (scores.max() == 1).all()
    assert set(tw.channels.weights_table(3).columns) == set(scores.columns)


def test_weightings_sum_to_one_and_favour_no_criterion():
    drawn = tw.channels.weightings(5, draws=4_000)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert np.allclose(drawn.mean(axis=0), 0.2, atol=0.01)


def test_the_funnel_narrows_and_counts_what_is_asked(visits):
    people = channel_views.journey_counts(visits)
    assert people.is_monotonic_decreasing
    assert people["explore"] == visits["customer_id"].nunique()
    times = channel_views.journey_counts(visits, customers=False)
    assert times["explore"] == len(visits)
    assert times["find"] == visits["looked"].sum()
    assert (
        channel_views.journey_counts(visits, "dining", 3)["buy"]
        <= channel_views.journey_counts(visits, "dining", 7)["buy"]
        <= people["buy"]
    )


def test_first_places_are_shared_out():
    marks = pd.DataFrame({"a": [5, 5, 1], "b": [1, 1, 4]}, index=["x", "x too", "y"])
    won = channel_views.wins(marks)
    assert won.sum() == pytest.approx(1)
    assert won["x"] == won["x too"] > 0


def test_weights_turn_the_ranking():
    marks = pd.DataFrame({"near": [5, 1], "cheap": [1, 5]}, index=["branch", "phone"])
    near, cheap = (channel_views.modes_picture(marks, weights) for weights in ((5, 1), (1, 5)))
    assert near.index("branch") < near.index("phone")
    assert cheap.index("phone") < cheap.index("branch")
    assert "50%" in channel_views.modes_picture(marks, (0, 0))  # no weight at all: all alike


def test_the_map_shows_the_generation_and_quarter_that_was_chosen():
    cube = tw.channels.ways("tiny")
    page = channel_views.live_map(cube)
    controls, shown = page.children
    when, who = controls.children
    before = shown.value
    who.value = 1960
    assert shown.value != before
    rows = cube[(cube["decade"] == 1960) & (cube["quarter"] == when.value)]
    assert f"{rows['purchases'].sum():,}" in shown.value


def test_the_funnel_page_follows_its_controls(visits):
    page = channel_views.live_funnel(visits)
    controls, shown = page.children
    scene, days, unit = controls.children
    scene.value, days.value, unit.value = "fuel", 2, False
    assert shown.value == channel_views.funnel_picture(visits, "fuel", 2, False)
    assert f"{len(visits):,}" in shown.value
