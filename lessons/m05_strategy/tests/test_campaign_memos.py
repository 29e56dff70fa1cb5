"""The sample memos quote the shipped bank: each of their figures is computed again."""

import pytest

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.questions.author.authoring import read_questions
from twinline.questions.policies import opened

MEMOS = (LESSONS / "m05_strategy" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m05")}
THREE_ARMS = 2.39  # standard errors to either side, where three comparisons share the 5 %


@pytest.fixture(scope="module")
def bank():
    return tw.Bank.open("course")


@pytest.fixture(scope="module")
def seen(bank):
    return bank.observed()


def points(*shares):
    return [f"{100 * share:.1f}".replace("-", "−") for share in shares]


def in_both_languages(*texts):
    for text in texts:
        assert MEMOS.count(text) >= 2, text


def played(score):
    return f"{abs(round(score.profit, -3)):,.0f} ± {round(score.half, -3):,.0f}"


def test_the_hooks_added_what_is_said(bank, seen):
    trial = bank.pilot(
        tw.Pilot(
            arms={
                "alone": None,
                "product": ("call", "bigger_card"),
                "activity": ("call", "points_gift"),
                "benefit": ("call", "voucher"),
            },
            size=2_400,
            eligible=tw.segment(seen, "months_since_purchase >= 2 and bucket == 0"),
            outcome="bought",
            months=1,
        )
    )
    for arm, row in trial.effects().iloc[1:].iterrows():
        wide = THREE_ARMS * row["error"]
        effect, low, high = points(row["difference"], row["difference"] - wide, row["difference"] + wide)
        in_both_languages(effect)
        assert f"({low} to {high})" in MEMOS, arm
        assert f"（{low} 到 {high}）" in MEMOS, arm
    (alone,) = points(tw.campaign.sleepers()["bought"].mean())
    assert f"{alone} % wake up" in MEMOS


def test_the_waves_kept_whom_they_are_said_to_keep():
    file = tw.campaign.waves()
    found = QUESTIONS["q3"].right(file, "stayed_6")
    sizes = file["arm"].value_counts()
    in_both_languages(str(sizes["control"]), str(sizes["three_waves"]))
    for arm in ("three_waves", "one_wave"):
        effect, low, high = points(*found.loc[arm])
        in_both_languages(effect)
        assert f"({low} to {high})" in MEMOS
    reached = file.groupby("arm")["reached"].mean()
    assert f"one call reaches {reached['one_wave']:.0%}".replace("%", " %") in MEMOS
    assert f"three calls reach {reached['three_waves']:.0%}".replace("%", " %") in MEMOS


def test_whom_not_to_contact_and_what_the_draft_breaks(seen):
    refused, unread = seen["call_opt_out"].sum(), seen["sms_opt_out"].sum()
    in_both_languages(f"{refused:,}", f"{unread:,}", f"{(seen['bucket'] > 0).sum():,}", f"{len(seen):,}")
    wrong = QUESTIONS["q1"].right(tw.campaign.draft(), 10_000)
    in_both_languages(f"{wrong['refused']:,}", f"{wrong['twice']:,}", f"{round(wrong['over'], -2):,.0f}")


def test_campaigns_earn_what_is_said(bank, seen):
    question = QUESTIONS["q6"]
    score = opened(question.rules).run(question.right, futures=8).score(references=False)
    in_both_languages(played(score), f"{round(score.cost, -2):,.0f}")
    for offer in ("reminder", "voucher"):
        text = tw.segment(seen, ~seen["sms_opt_out"]).action("sms", offer)
        score = bank.run(text, futures=8).score(references=False)
        assert score.profit < 0
        in_both_languages(played(score), f"{round(score.lines['volume'], -3):,.0f}")
    in_both_languages(f"{round(score.lines['offer.voucher'], -3):,.0f}")
