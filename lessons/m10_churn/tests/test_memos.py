"""The sample memos quote the shipped bank: each of their figures is computed again."""

import pytest

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.questions.author.authoring import read_questions
from twinline.questions.policies import opened

MEMOS = (LESSONS / "m10_churn" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m10")}


def points(row):
    effect, low, high = (f"{100 * value:+.1f}".replace("-", "−") for value in row[["effect", "low", "high"]])
    return effect, low, high


def test_effects_are_those_of_the_pilots():
    effect_by = QUESTIONS["q4"].right
    for campaign, group in [("retention_call", None), ("retention_call", True), ("after_enquiry", None)]:
        file = tw.churn.pilot_file(campaign)
        by = "sms_opt_out" if group else "everyone"
        found = effect_by(file.assign(everyone=1), by)
        effect, low, high = points(found.loc[group or 1])
        assert MEMOS.count(effect) >= 2, (campaign, effect)  # in each language
        assert low in MEMOS
        assert high.lstrip("+") in MEMOS
    sizes = tw.churn.pilot_file("retention_call")["arm"].value_counts()
    assert f"{sizes['treated']:,} to be rung, {sizes['control']:,} not" in MEMOS
    assert f"{len(tw.churn.pilot_file('after_enquiry')):,} customers over many months" in MEMOS


def test_customers_and_win_back_are_those_of_the_bank():
    seen = tw.Bank.open("course").observed()
    refused = seen["call_opt_out"].sum()
    others = len(seen) - len(QUESTIONS["q1"].right(seen)) - refused
    assert f"{refused} customers have refused calls. Another {others} " in MEMOS
    file = tw.churn.win_back()
    means = file.groupby("arm")[["before", "after"]].mean().round().astype(int)
    for arm in ("treated", "control"):
        before, after = (f"{value:,}" for value in means.loc[arm])
        assert f"from {before} to {after}" in MEMOS
    assert f"lost us {-QUESTIONS['q6'].right(file, 0.01, 3):.2f} yuan" in MEMOS
    kept = QUESTIONS["q3"].right(tw.churn.careers(), "product", 12)
    assert f"{1 - kept['classic']:.0%}".replace("%", " %") + " are closed within a year" in MEMOS
    assert f"{1 - kept['platinum']:.0%}".replace("%", " %") + " of platinum" in MEMOS


@pytest.mark.parametrize(
    ("code", "profit", "lost"), [(None, "128,000 ± 40,000", None), ("risk", "44,000 ± 46,000", "30 accounts")]
)
def test_strategies_earn_what_is_said(code, profit, lost):
    question = QUESTIONS["q7"]
    policy = question.policy(next(w for w in question.wrongs if w.code == code)) if code else question.right
    score = opened(question.rules).run(policy, futures=8).score(references=False)
    assert f"{round(score.profit, -3):,.0f} ± {round(score.half, -3):,.0f}" == profit
    assert profit in MEMOS
    assert lost is None or f"{score.lost:.0f} accounts" == lost
