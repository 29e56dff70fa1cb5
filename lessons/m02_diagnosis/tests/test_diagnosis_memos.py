"""The sample memos of m02 quote the shipped bank: their figures are computed again, and their marks add up."""

import re

import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import Table2x2

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.modules.m02 import limits, problems, summary
from twinline.questions.author.authoring import read_questions

MEMOS = (LESSONS / "m02_diagnosis" / "memos.md").read_text(encoding="utf-8")
QUESTIONS = {question.id: question for question in read_questions("m02")}


def millions(value):
    return f"{value / 1e6:.2f}"


def test_costs_and_complaints_are_those_of_the_log():
    sized = problems.yearly("course")
    for area in ("limits", "technology", "points"):
        row = sized.loc[area]
        assert f"{millions(row['yuan'])} ± {millions(1.96 * row['error'])} million" in MEMOS, area
        assert f"{row['yuan'] / 1e4:.0f} 万 ± {1.96 * row['error'] / 1e4:.0f} 万元" in MEMOS, area
    first, second = sized.iloc[0], sized.iloc[1]
    error = 1.96 * (first["error"] ** 2 + second["error"] ** 2) ** 0.5
    assert f"{millions(first['yuan'] - second['yuan'])} ± {millions(error)} million" in MEMOS
    assert MEMOS.count(f"{sized.loc['points', 'complaints']:,.0f}") >= 4  # in each language of both memos
    assert f"against {sized.loc['limits', 'complaints']:.0f} for limits" in MEMOS


def test_the_active_share_changed_as_quoted():
    cohorts = summary.cohorts("course")
    then, now = sorted(cohorts["month"].unique())[-13], cohorts["month"].max()
    sums = cohorts.groupby("month")[["active", "issued"]].sum()
    share = sums["active"] / sums["issued"] * 100
    same = 100 * QUESTIONS["q4"].right(cohorts, then, now)
    assert f"by {share[now] - share[then]:.1f} points from December to December" in MEMOS
    assert f"yet by {same:.1f} at the ages".replace("-", "−") in MEMOS
    assert f"stable at {share[now]:.0f} %" in MEMOS


def test_limits_and_arrears_are_those_of_the_lesson():
    given = limits.approved("course")
    fifth = pd.qcut(given["score"].rank(method="first"), 5, labels=False)
    times, low, high = limits.ratio(given.loc[fifth == 0, "late"], given.loc[fifth == 4, "late"])
    assert f"{times:.0f} times as often as the best (95 % interval {low:.0f} to {high:.0f})" in MEMOS
    assert f"{times:.0f} 倍（95% 区间 {low:.0f} 到 {high:.0f} 倍）" in MEMOS
    assert 0.4 < given.loc[fifth == 0, "approved_limit"].mean() / given.loc[fifth == 4, "approved_limit"].mean() < 0.5
    bands = given.groupby(pd.qcut(given["income"].rank(method="first"), 5, labels=False))
    for name in ("score", "requested_limit"):
        inside = [band["approved_limit"].corr(band[name], method="spearman") for _, band in bands]
        assert MEMOS.count(f"{sum(inside) / 5:.2f}") >= 2, name


def test_the_ratio_of_two_shares_agrees_with_statsmodels():
    one, other = (pd.Series([True] * hit + [False] * (200 - hit)) for hit in (30, 12))
    times, low, high = limits.ratio(one, other)
    table = Table2x2([[30, 170], [12, 188]])
    assert times == pytest.approx(table.riskratio)
    assert (low, high) == pytest.approx(table.riskratio_confint(), rel=1e-3)


def test_what_expires_agrees_with_what_the_ledger_strikes_off():
    ledger = tw.load("points", "course")
    december = ledger["month"].max()
    foreseen = QUESTIONS["q6"].right(ledger, december)["expires"]
    struck = (
        -ledger.loc[(ledger["month"] == december) & (ledger["entry"] == "expire")]
        .groupby("customer_id")["points"]
        .sum()
    )
    used = (
        -ledger.loc[(ledger["month"] == december) & (ledger["entry"] == "redeem")]
        .groupby("customer_id")["points"]
        .sum()
    )
    quiet = foreseen.index.difference(used.index)
    closed = tw.load("accounts", "course").set_index("customer_id")["close_date"].dropna()
    quiet = quiet.difference(closed.index)
    assert (struck.reindex(quiet) == foreseen[quiet]).all()


@pytest.mark.parametrize(
    ("head", "row"),
    [(r"### Marks .*: (\d+) of 20", r"\| (\d+) of \d+ \|"), (r"### .*的评分：(\d+) 分", r"\| (\d+) / \d+ \|")],
)
def test_the_marks_add_up(head, row):
    for cell in MEMOS.split("+++")[1:]:
        said = re.search(head, cell)
        if said:
            assert sum(map(int, re.findall(row, cell))) == int(said[1])
