"""The sample memos quote the shipped bank: each of their figures is computed again."""

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.modules.m04 import demand
from twinline.questions.author.authoring import read_questions

MEMOS = (LESSONS / "m04_insight" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m04")}


def quoted(figure, times=2):
    """Whether a figure stands in both languages: percent signs are written with and without a space before."""
    return MEMOS.replace(" %", "%").count(figure) >= times


def test_coverage_and_refusals_are_those_of_all_open_cards():
    seen = tw.Bank.open("course").observed()
    assert quoted(f"{len(seen):,}")
    for column in ("sms_opt_out", "call_opt_out", "wecom_opt_out"):
        assert quoted(f"{seen[column].sum():,}")
    assert quoted(f"{seen['sms_opt_out'].mean():.1%}")
    assert quoted(f"{(seen['bucket'] > 0).mean():.1%}")
    assert quoted(f"{(seen['enquiries_12m'] > 0).mean():.1%}")


def test_coverage_overlap_and_stability_are_those_of_the_questions():
    tags, months = tw.insight.tag_table(), tw.insight.tagged()
    phones = QUESTIONS["q2"].right(tags, "iphone", "traveller")
    known = tags[tags["iphone"].notna()]
    assert quoted(f"{phones['coverage_other']:.1%}")
    assert quoted(f"{phones['coverage_one']:.0%}")
    assert quoted(f"{known['iphone'].eq(True).mean():.0%}", times=4)
    both = QUESTIONS["q2"].right(tags, "eats_out", "traveller")
    assert quoted(f"{both['overlap']:.0%}")
    assert quoted(f"{both['coverage_one']:.0%}")
    for tag in ("eats_out", "traveller"):
        assert quoted(f"{QUESTIONS['q3'].right(months, tag):.0%}")


def test_value_and_clusters_are_those_of_half_a_year_ago():
    later = tw.insight.outcomes()
    pays = later["interest_3m"] > 0
    average = later["value_after"].mean()
    assert quoted(f"{len(later):,}")
    assert quoted(f"{pays.mean():.1%}")
    assert quoted(f"{later.loc[pays, 'value_after'].mean() / average:.2f}", times=4)
    assert quoted(f"{later.loc[later['enquiries_12m'] > 0, 'value_after'].mean() / average:.2f}")
    assert quoted(f"{QUESTIONS['q5'].right(later, 'margin_12m', 0.1):.0%}")
    assert quoted(f"{QUESTIONS['q6'].right(tw.insight.segmented()):.2f}", times=4)


def test_what_was_said_and_done_is_that_of_the_pilots():
    pilot = demand.bigger_card()
    found = QUESTIONS["q7"].right(pilot) * 100
    assert quoted(f"{pilot['looked'].sum()}", times=4)
    assert quoted(f"{found.loc[True, 'own']:.1f}%")
    assert quoted(f"{found.loc[False, 'own']:.1f}%")
    assert quoted(f"{found.loc[False, 'added']:.1f}")
    stayed = tw.churn.pilot_file("after_enquiry").groupby("arm")["stayed"].mean()
    assert quoted(f"{stayed['treated']:.1%}")
    assert quoted(f"{stayed['control']:.1%}")
