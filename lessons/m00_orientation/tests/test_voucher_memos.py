"""The sample memos of m00 quote the shipped bank: each of their figures is computed again."""

import pytest

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.questions.author.authoring import read_questions
from twinline.questions.policies import opened

MEMOS = (LESSONS / "m00_orientation" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m00")}
SPRING = tw.pilot("voucher_for_all")


def quoted(*figures):
    """Each figure stands in the English and in the Chinese memo."""
    for figure in figures:
        assert MEMOS.count(figure) >= 2, figure


@pytest.mark.parametrize("segment", [None, "regular", "asleep", "new_unused"])
def test_rises_and_their_intervals(segment):
    file = SPRING if segment is None else SPRING[SPRING["segment"] == segment]
    bought = file.groupby("arm", observed=True)["bought"].agg(["mean", "size"])
    rise = bought.loc["treated", "mean"] - bought.loc["control", "mean"]
    room = 1.96 * (bought["mean"] * (1 - bought["mean"]) / bought["size"]).sum() ** 0.5
    low, high = (f"{100 * value:.1f}".replace("-", "−") for value in (rise - room, rise + room))
    assert (
        f"{100 * rise:.1f} points (95 % interval {low} to {high})" in MEMOS
        or f"{100 * rise:.1f} ({low} to {high})" in MEMOS
    )
    quoted(f"{QUESTIONS['q3'].right(file):,.0f}")


def test_counts_shares_and_spending():
    texted = SPRING[SPRING["arm"] == "treated"]
    spent = texted.groupby("redeemed")["spent"].mean()
    quoted(f"{len(texted):,}", f"{(SPRING['arm'] == 'control').sum():,}", f"{spent[True]:,.0f}", f"{spent[False]:,.0f}")
    assert f"{texted['redeemed'].mean():.1%}".replace("%", " %") in MEMOS
    assert f"an increase of {spent[True] / spent[False] - 1:.0%}".replace("%", " %") in MEMOS
    assert f"20 % of them bring {100 * QUESTIONS['q2'].right(tw.load('transactions'), 0.2):.0f} %" in MEMOS
    complaints = tw.load("touches", columns=["campaign", "arm", "complained"])
    theirs = complaints[(complaints["campaign"] == "voucher_for_all") & (complaints["arm"] == "treated")]
    quoted(f"{1_000 * theirs['complained'].mean():.1f}")


def test_whom_and_what_it_costs():
    seen = tw.Bank.open("course").observed()
    new, asleep = ~seen["activated"], seen["activated"] & (seen["months_since_purchase"] >= 2)
    quoted(f"{len(seen):,}", f"{new.sum():,}", f"{asleep.sum():,}")
    quoted(f"{seen['sms_opt_out'].sum():,}", f"{seen['call_opt_out'].sum():,}")
    each = SPRING[SPRING["arm"] == "treated"].groupby("segment", observed=True)["cost"].mean()
    assert round((new.sum() * each["new_unused"] + asleep.sum() * each["asleep"]) / 2, -2) == 5_000
    statements = tw.load("statements")
    earned = tw.margin(statements).groupby(statements["purchases"] > 0).mean()
    assert round(earned[True] - earned[False]) == 79


def test_what_answering_those_who_ask_earns():
    question = QUESTIONS["q6"]
    score = opened(question.rules).run(question.right, futures=8).score(references=False)
    quoted(f"{round(score.profit, -4):,.0f} ± {round(score.half, -3):,.0f}", f"{round(score.cost, -2):,.0f}")
