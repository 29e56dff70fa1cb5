"""The sample memos quote the shipped bank: each of their figures is computed again."""

import numpy as np
import pytest

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.modules.m09 import five_by_five
from twinline.questions.author.authoring import read_questions

MEMOS = (LESSONS / "m09_five_by_five" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m09")}
WIDE = 1.96


@pytest.fixture(scope="module")
def staff():
    return five_by_five.team()


@pytest.fixture(scope="module")
def listed():
    return five_by_five.tasks()


def from_the_top(values, staff):
    """Each customer in turn to the best manager who still has a slot."""
    room, given = staff["slots"].to_numpy().copy(), []
    for row in values:
        given.append(int(np.argmax(np.where(room > 0, row, -1))))
        room[given[-1]] -= 1
    return np.array(given)


def in_both_languages(*texts):
    for text in texts:
        assert MEMOS.count(text) >= 2, text


def test_the_plans_are_worth_what_is_said(listed, staff):
    in_both_languages(str(len(listed)))
    assert f"same {len(staff)} managers" in MEMOS
    best, top = five_by_five.best_plan(listed, staff), from_the_top(five_by_five.expected(listed, staff), staff)
    for power in (1, 0.5):  # how much willingness matters
        rated = staff.assign(willingness=5 * (staff["willingness"] / 5) ** power)
        values = five_by_five.expected(listed, rated)
        worth = [values[np.arange(len(listed)), plan].sum() for plan in (best, top)]
        in_both_languages(*(f"{round(value, -1):,.0f}" for value in worth))
        lost = 1 - worth[1] / worth[0]
        assert f"The gap is {lost:.0%}".replace("%", " %") in MEMOS if power == 1 else lost > 0.2


def test_calls_gain_what_is_said_here_and_everywhere():
    drawn = tw.churn.pilot_file("after_enquiry")
    here = drawn[drawn["city"] == five_by_five.CITY]
    for rows in (drawn, here):
        arms = rows.groupby("arm")["stayed"].agg(["mean", "sem"])
        gain, error = arms.loc["treated", "mean"] - arms.loc["control", "mean"], (arms["sem"] ** 2).sum() ** 0.5
        in_both_languages(*(f"{100 * value:+.1f}" for value in (gain, gain - WIDE * error, gain + WIDE * error)))
    sizes = here["arm"].value_counts()
    assert f"{sizes['treated']} were to be called and {sizes['control']} not" in MEMOS
    called = here[here["arm"] == "treated"]
    assert f"the {called['reached'].mean():.0%} we reached".replace("%", " %") in MEMOS
    assert f"{called.loc[called['reached'], 'stayed'].mean():.0%} stayed".replace("%", " %") in MEMOS
    assert f"{called['redeemed'].sum() / called['reached'].sum():.0%} used".replace("%", " %") in MEMOS


def test_the_check_the_board_and_whom_to_leave_alone_are_those_of_the_centre(listed, staff):
    found = QUESTIONS["q3"].right(five_by_five.draft_plan(), listed, staff)
    assert (
        f"{found['double']} customers booked twice, {found['over']} managers over their slots and {found['missing']}"
        in MEMOS
    )
    late = QUESTIONS["q6"].right(five_by_five.month_log(), five_by_five.MONTH.replace(day=17), 3)
    assert f"the {len(late)} managers with three records overdue or more" in MEMOS
    centre = five_by_five.centre()
    assert f"{centre['call_opt_out'].sum()} customers in Hangzhou have refused calls" in MEMOS
    assert f"{(centre['bucket'] > 0).sum()} are overdue" in MEMOS
    assert round(len(five_by_five.matches(five_by_five.CITY)), -3) == 9_000  # "nearly nine thousand pairs"
