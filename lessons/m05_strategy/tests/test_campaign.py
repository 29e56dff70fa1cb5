"""The module's prepared data are what their descriptions promise."""

import pandas as pd
import pytest

import twinline as tw
from twinline.questions.author.authoring import read_questions
from twinline.questions.policies import opened


def test_the_pilot_of_waves_has_every_look_and_nobody_comes_back():
    file = tw.campaign.waves()
    assert file["customer_id"].is_unique
    assert set(file["arm"]) == {"control", "one_wave", "two_waves", "three_waves"}
    assert (file["stayed_2"] >= file["stayed_4"]).all()
    assert (file["stayed_4"] >= file["stayed_6"]).all()
    assert (file.loc[file["arm"] == "control", "cost"] == 0).all()
    assert file.loc[file["stayed_6"], "earned"].mean() > file.loc[~file["stayed_6"], "earned"].mean()


def test_sleepers_are_those_whom_nobody_contacted_and_a_few_wake():
    file = tw.campaign.sleepers()
    assert (file["months_since_purchase"] >= 2).all()
    assert 0.03 < file["bought"].mean() < 0.15
    touches = tw.load("touches")
    last = touches[(touches["date"] >= "2025-12-01") & (touches["arm"] != "control")]
    assert not file["customer_id"].isin(last["customer_id"]).any()


def test_the_draft_holds_each_mistake_that_the_question_asks_for():
    draft = tw.campaign.draft()
    assert ((draft["channel"] == "sms") & draft["sms_opt_out"]).any()
    assert ((draft["channel"] == "call") & draft["call_opt_out"]).any()
    assert draft.duplicated(["customer_id", "month"]).any()
    assert draft.duplicated("customer_id").sum() > draft.duplicated(["customer_id", "month"]).sum()


def test_the_stream_holds_every_event_of_the_month_in_order():
    stream = tw.campaign.stream("2025-12")
    assert stream["timestamp"].is_monotonic_increasing
    assert stream["timestamp"].min() >= pd.Timestamp("2025-12-01")
    assert stream["timestamp"].max() < pd.Timestamp("2026-01-01")
    bought = tw.load("transactions", columns=["timestamp"])
    assert (stream["source"] == "payment").sum() == (bought["timestamp"] >= "2025-12-01").sum()
    assert stream.loc[stream["detail"] == "away", "kind"].str.endswith("/offline").all()


def test_a_campaign_question_plays_under_a_budget_that_grows_with_the_bank():
    rules = next(each for each in read_questions("m05") if each.id == "q6").rules
    bank = opened(rules)
    assert bank.budget == pytest.approx(len(bank.observed()), abs=1)
    small = opened(rules, seed=90_310_001)
    assert small.budget == pytest.approx(len(small.observed()), abs=1)
    assert small.budget < bank.budget
