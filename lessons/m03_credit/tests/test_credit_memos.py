"""The sample memos quote the shipped bank: each of their figures is computed again."""

import pandas as pd
import pytest

from twinline.base.paths import LESSONS
from twinline.modules.m03 import applicants, capital, limits
from twinline.questions.author.authoring import read_questions

MEMOS = (LESSONS / "m03_credit" / "memos.md").read_text(encoding="utf-8").replace(" %", "%")
QUESTIONS = {question.id: question for question in read_questions("m03")}


@pytest.fixture(scope="module")
def trial():
    return limits.trial()


def quoted(figure, times=2):
    return MEMOS.count(figure.replace("-", "−")) >= times


def plus_minus(change, error, form):
    return f"{format(change, '+' + form)} ± {format(1.96 * error, form)}"


def test_the_trial_s_sizes(trial):
    asked = trial["asked"]
    for count in (len(trial), asked.sum(), (~asked).sum()):
        assert quoted(f"{count:,}")
    assert quoted(f"{trial.loc[asked, 'accepted'].mean():.0%}")
    few = trial[trial["few_minimum"]]
    bearable = (few["old_limit"] + few["lines_elsewhere"]) / few["income"] <= 1
    assert quoted(f"{len(few):,}")
    assert quoted(f"{bearable.sum():,}")


def test_the_list_at_nine_tenths_of_the_limit(trial):
    full_up = trial[trial["utilisation"] >= 0.9]
    assert quoted(f"{len(full_up):,}")
    assert quoted(f"{(full_up['pays'] == 'minimum').mean():.0%}")
    for column in ("margin", "loss", "profit"):
        assert quoted(plus_minus(*limits.effect(full_up, column), ",.0f"))


def test_minimum_payers_and_the_others(trial):
    found = QUESTIONS["q4"].right(trial, "pays", 0.85).loc["minimum"]
    assert quoted(f"{found['effect']:,.0f}")
    assert quoted(f"{found['low']:,.0f}")
    assert quoted(f"{found['high']:,.0f}")
    assert QUESTIONS["q4"].right(trial, "pays", 0.6).loc["minimum", "high"] < 0
    least = trial[trial["pays"] == "minimum"]
    for asked in (True, False):
        assert quoted(f"{least.loc[least['asked'] == asked, 'bad'].mean():.1%}")
    bad = limits.effects(trial, "pays", "bad") * 100
    for way in ("minimum", "part"):
        assert quoted(plus_minus(bad.loc[way, "change"], bad.loc[way, "error"], ".1f"))
    few = trial[trial["few_minimum"]]
    assert quoted(plus_minus(*limits.effect(few), ",.0f"))
    lost, error = limits.effect(few, "lost")
    assert quoted(f"{-100 * lost:.1f} ± {196 * error:.1f}")


def test_the_weak_memo_s_figures_are_right_as_far_as_they_go(trial):
    alone = trial[~trial["asked"]]
    quarter = pd.qcut(alone["old_limit"].rank(method="first"), 4, labels=False)
    bad = alone.groupby(quarter)["bad"].mean()
    assert quoted(f"{bad[3]:.1%}")
    assert quoted(f"{bad[0]:.1%}")
    spent = trial[trial["asked"]].groupby("accepted")["spent"].mean()
    assert quoted(f"{spent[True]:,.0f}")
    assert quoted(f"{spent[False]:,.0f}")
    assert quoted(f"{spent[True] / spent[False] - 1:.0%}")
    ks = QUESTIONS["q3"].right(applicants.approved(), "own_score", pd.Timestamp("2024-09-01"))
    assert quoted(f"{ks:.2f}")
    assert quoted(f"{capital.annual_rate(0.006, 12):.1%}")
