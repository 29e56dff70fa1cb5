"""The data that lessons and exercise of m04 share, and the portrait card."""

import pandas as pd
import pytest

import twinline as tw
from generators.errors import BilingualError
from twinline.modules.m04 import demand, portrait_card
from twinline.questions.author.grading import hidden_bank


@pytest.fixture(scope="module", params=["course", 90_210_101])
def bank(request):
    return request.param if isinstance(request.param, str) else hidden_bank(request.param)


@pytest.fixture(scope="module")
def cards():
    return portrait_card.album("course")


def test_nothing_in_a_row_comes_from_after_its_morning(bank):
    morning = "2025-07-01"
    before = tw.load("transactions", bank, columns=["customer_id", "timestamp", "category"])
    meals = before[(before["timestamp"] >= "2025-04-01") & (before["timestamp"] < morning)]
    meals = meals[meals["category"] == "dining"].groupby("customer_id").size()
    seen = tw.insight.portrait(morning, bank).set_index("customer_id")["dining_3m"]
    assert (seen == meals.reindex(seen.index, fill_value=0)).all()


def test_a_card_says_what_a_row_holds():
    view = tw.insight.portrait(dataset="course")
    read = tw.insight.card(view, int(view["customer_id"].iloc[0]))
    assert read["Source"].nunique() == 5
    assert not read["Value"].isna().any()
    with pytest.raises(BilingualError, match="no open account"):
        tw.insight.card(view, 1)


def test_scenes_know_clothes_and_shops_of_before_that_morning(bank):
    rows = tw.insight.scenes(bank).set_index("customer_id")
    bought = tw.load("transactions", bank, columns=["customer_id", "timestamp", "category", "amount"])
    bought = bought[(bought["timestamp"] >= "2024-07-01") & (bought["timestamp"] < "2025-07-01")]
    clothes = bought[bought["category"] == "apparel"].groupby("customer_id")["amount"].sum()
    assert rows["apparel_12m"].to_numpy() == pytest.approx(clothes.reindex(rows.index, fill_value=0.0).to_numpy())
    assert rows.loc[rows["shop_payroll"], "payroll"].all()


def test_the_pilot_s_lookers_looked_before_they_were_drawn(bank):
    file = demand.bigger_card(bank)
    assert list(file) == ["customer_id", "looked", "arm", "took"]
    assert file["customer_id"].is_unique
    assert set(file["arm"]) == {"treated", "control"}
    events = tw.load("app_events", bank, columns=["customer_id", "timestamp", "page"])
    pages = events[(events["page"] == "card_application") & (events["timestamp"] < "2024-06-01")]
    assert set(file.loc[file["looked"], "customer_id"]) == set(file["customer_id"]) & set(pages["customer_id"])
    taken = tw.load("upgrades", bank)
    taken = taken[(taken["date"] >= "2024-06-01") & (taken["date"] < "2024-09-01")]
    assert set(file.loc[file["took"], "customer_id"]) == set(file["customer_id"]) & set(taken["customer_id"])


def test_voices_and_months_are_shares(bank):
    heard = demand.voices(bank)
    assert list(heard.index) == list(demand.THEMES)
    assert heard["calls"].sum() < 100
    months = demand.online_months(bank)
    assert len(months) == 24
    sheets = tw.load("statements", bank, columns=["month", "purchases"])
    january = sheets.loc[sheets["month"] == pd.Timestamp("2024-01-01"), "purchases"].sum()
    assert months.loc["2024-01-01", "spent"] == pytest.approx(january / 1e6, rel=0.01)


def test_a_portrait_card_places_customers_and_names_refusals(cards):
    refused = int(cards.view.index[cards.view["call_opt_out"]][0])
    drawn = portrait_card.picture(cards, refused)
    assert "Refused: " in drawn
    assert "call" in portrait_card.refusals(cards.view.loc[[refused]])
    assert "Spends" in drawn.split('alt="')[1].split('"')[0]
    assert cards.places.min().min() >= 0
    assert cards.places.max().max() <= 100
    assert cards.places["spend_12m"].mean() == pytest.approx(50, abs=1)


def test_a_portrait_card_does_not_show_names_or_tiny_segments(cards, monkeypatch):
    name = tw.load("customers", columns=["customer_id", "name"]).set_index("customer_id")["name"]
    first = int(cards.view.index[0])
    assert name[first] not in portrait_card.picture(cards, first)
    monkeypatch.setitem(portrait_card.SEGMENTS, "tiny", (("Tiny", "很小"), "age >= 74 and payroll"))
    with pytest.raises(BilingualError, match="tell of persons"):
        portrait_card.picture(cards, "tiny")
    with pytest.raises(BilingualError, match="no open account"):
        portrait_card.picture(cards, 1)


def test_choosing_another_card_redraws_it(cards):
    box = portrait_card.live(cards, cards.view.index[:1].tolist())
    chooser, shown = box.children
    before = shown.value
    chooser.value = int(cards.view.index[0])
    assert shown.value != before
    assert f"Customer {cards.view.index[0]}" in shown.value


def test_a_timeline_ends_with_the_history(cards):
    assert cards.months[-1] == pd.Timestamp("2025-12-01")
    assert cards.spent.shape == (len(cards.view), 12)
