"""What the lesson m04 says in words is what its data show, on the course's bank and on others."""

import pytest

import twinline as tw
from generators.errors import BilingualError
from twinline.questions.grading import hidden_bank


@pytest.fixture(scope="module", params=["course", 90_210_101, 90_210_102])
def bank(request):
    return request.param if isinstance(request.param, str) else hidden_bank(request.param)


def test_nothing_in_a_row_comes_from_after_its_morning(bank):
    morning = "2025-07-01"
    before = tw.load("transactions", bank, columns=["customer_id", "timestamp", "category"])
    meals = before[(before["timestamp"] >= "2025-04-01") & (before["timestamp"] < morning)]
    meals = meals[meals["category"] == "dining"].groupby("customer_id").size()
    seen = tw.insight.portrait(morning, bank).set_index("customer_id")["dining_3m"]
    assert (seen == meals.reindex(seen.index, fill_value=0)).all()


def test_service_speaks_of_the_fewest_customers(bank):
    view = tw.insight.portrait(dataset=bank)
    called = (view["calls_in_12m"] > 0).mean()
    assert called < ((view["visits_12m"] > 0) | (view["wecom_replies_12m"] > 0)).mean()
    assert called < (view["spend_12m"] > 0).mean()
    assert view[["sms_opt_out", "call_opt_out", "wecom_opt_out"]].mean().idxmax() == "sms_opt_out"


def test_a_tag_over_three_months_is_stale_sooner(bank):
    months = tw.insight.tagged(dataset=bank)
    first, last = months["morning"].min(), months["morning"].max()
    left = {}
    for tag in ("eats_out", "traveller"):
        tagged = months[months[tag]]
        start, end = (tagged.loc[tagged["morning"] == day, "customer_id"] for day in (first, last))
        left[tag] = start.isin(end).mean()
    assert left["eats_out"] < left["traveller"] < 1


def test_paying_interest_is_worth_more_than_being_young(bank):
    later = tw.insight.outcomes(bank)
    average = later["value_after"].mean()
    assert later.loc[later["interest_3m"] > 0, "value_after"].mean() > 1.4 * average
    assert later.loc[later["age"] < 30, "value_after"].mean() < 1.2 * average


def test_a_card_says_what_a_row_holds_in_both_languages(monkeypatch):
    view = tw.insight.portrait(dataset="course")
    read = tw.insight.card(view, int(view["customer_id"].iloc[0]))
    assert read["Source"].nunique() == 5
    assert not read["Value"].isna().any()
    with pytest.raises(BilingualError, match="no open account"):
        tw.insight.card(view, 1)
