"""The sample memos quote the shipped bank: each of their figures is computed again."""

import pytest

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.data.statistics import difference, standardised
from twinline.modules.m01 import channel_views
from twinline.questions.author.authoring import read_questions

MEMOS = (LESSONS / "m01_o2o" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m01")}


@pytest.fixture(scope="module")
def care():
    rows = tw.channels.care()
    return rows.assign(called=rows["channel"] == "call")


def points(value):
    return f"{100 * value:+.1f}".replace("-", "−")


def quoted(measured):
    """Value, and both ends of its 95 % interval, as the memos write them: each twice, once in a language."""
    ends = [measured.value - 1.96 * measured.error, measured.value + 1.96 * measured.error]
    return all(MEMOS.count(points(each)) >= 2 for each in (measured.value, *ends))


def test_gaps_between_call_and_text(care):
    def gap(rows):
        return difference(rows.loc[rows["called"], "stayed"], rows.loc[~rows["called"], "stayed"])

    assert quoted(gap(care))
    assert quoted(gap(care[care["asked"]]))
    assert quoted(gap(care[~care["asked"]]))
    assert quoted(standardised(care, "stayed", "called", "asked"))
    assert f"Over {len(care):,} contacts" in MEMOS
    share = care.groupby("called")["asked"].mean()
    assert f"{share[True]:.0%} of the called".replace("%", " %") in MEMOS
    assert f"only {share[False]:.0%} of the texted".replace("%", " %") in MEMOS
    stayed = care.groupby("called")["stayed"].mean()
    for called in (True, False):
        assert f"{stayed[called]:.1%}".replace("%", " %") in MEMOS


def test_costs_and_what_a_call_earns(care):
    worth = QUESTIONS["q6"].right(care, "asked", 300.0)
    assert f"earns {worth[True]:.2f} yuan more" in MEMOS
    assert f"{-worth[False]:.2f} yuan less among the others" in MEMOS
    calls = care[care["called"]]
    cost = calls.groupby("asked")["cost"].mean()[True]
    assert f"costs {cost:.2f} yuan on average" in MEMOS
    assert f"a call {calls['cost'].mean():.2f}," in MEMOS
    a_month = care["asked"].sum() / 18  # contacts of the first 18 months have an outcome
    assert round(a_month, -1) == 70
    assert round(a_month * cost, -1) == 740


def test_the_offers_page_and_the_journey():
    visits = tw.channels.visits()
    after, before = channel_views.usual(visits)
    assert f"{after:.1%} buy in a shop".replace("%", " %") in MEMOS
    assert f"two weeks earlier: {before:.1%}".replace("%", " %") in MEMOS
    assert f"{QUESTIONS['q1'].right(visits)['buy']:.0%} go on".replace("%", " %") in MEMOS


def test_vouchers_and_the_call_by_lot():
    came = tw.channels.into_shops()
    assert f"by {points(came.loc['any', 'effect'])} points (±{196 * came.loc['any', 'error']:.1f})" in MEMOS
    for scene, name in {"dining": "dining", "supermarket": "supermarkets", "fuel": "fuel"}.items():
        assert f"{name} {points(came.loc[scene, 'effect'])}" in MEMOS
    lot = tw.churn.pilot_file("after_enquiry")
    effect = difference(lot.loc[lot["arm"] == "treated", "stayed"], lot.loc[lot["arm"] == "control", "stayed"])
    assert f"by {points(effect.value)} points against no contact (±{196 * effect.error:.1f})" in MEMOS


def test_cards_of_one_generation():
    bought = tw.channels.purchases()
    last = bought[(bought["quarter"] == "2025Q4") & (bought["decade"] == 1990)]
    product = tw.load("accounts").set_index("customer_id")["product"]
    shares = last.groupby(last["customer_id"].map(product), observed=True)["online"].mean()
    assert f"{shares.min():.1%} to {shares.max():.1%}".replace("%", " %") in MEMOS
