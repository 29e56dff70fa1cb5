"""The sample memos of m13: their marks add up, and each of their figures is computed again from the shipped bank."""

import re

import numpy as np
import pandas as pd
import pytest

import twinline as tw
from twinline.base.paths import LESSONS
from twinline.modules.m13 import practice
from twinline.questions.author.authoring import read_questions

MEMOS = (LESSONS / "m13_digital" / "memos.md").read_text(encoding="utf-8")
BROKEN = ("harmony", "7.4.0")


@pytest.fixture(scope="module")
def steps():
    return practice.trail("course")


@pytest.fixture(scope="module")
def broken(steps):
    checks = steps[steps["step"] == "identity"]
    return checks[(checks["device"] == BROKEN[0]) & (checks["app_version"] == BROKEN[1])]


@pytest.mark.parametrize(
    ("head", "row"),
    [(r"### Marks .*: (\d+) of 20", r"\| (\d+) of \d+ \|"), (r"### .*的评分：(\d+) 分", r"\| (\d+) / \d+ \|")],
)
def test_the_marks_add_up(head, row):
    sections = re.split(head, MEMOS)[1:]
    assert len(sections) == 4
    for total, section in zip(sections[::2], sections[1::2], strict=True):
        marks = section.split("+++")[0]
        assert sum(int(points) for points in re.findall(row, marks)) == int(total)


def in_both(text):
    assert MEMOS.count(text) >= 2, text


def test_the_record_week_is_the_banks(steps):
    visits = (
        steps[steps["device"] == BROKEN[0]]
        .groupby("session_id")
        .agg(start=("timestamp", "min"), opened=("opened", "any"))
    )
    week = visits[visits["start"].between("2025-08-18", "2025-08-25")]
    in_both(str(len(week)))
    in_both(str(week["opened"].sum()))


def test_the_crash_is_the_banks(steps, broken):
    crashed = broken["error"] == "crash"
    rate = crashed.mean()
    by_customer = crashed.groupby(broken["customer_id"]).agg(["sum", "size"])
    off = by_customer["sum"] - rate * by_customer["size"]
    error = 1.96 * np.sqrt((off**2).sum()) / len(broken)
    for figure in (rate, rate - error, rate + error):
        assert f"{100 * figure:.1f}" in MEMOS
    for number in (crashed.sum(), len(broken), broken["customer_id"].nunique()):
        in_both(f"{number:,}")
    checks = steps[steps["step"] == "identity"]
    others = checks.drop(index=broken.index)
    in_both(f"{len(others):,}")
    assert f"{100 * (others['error'] == 'crash').mean():.1f}" == "0.6"
    alone = checks[checks["app_version"] == BROKEN[1]]
    assert f"{100 * (alone['error'] == 'crash').mean():.0f}" == "21"


def test_who_was_hit_is_the_banks(steps, broken):
    hit = set(broken.loc[broken["error"] == "crash", "customer_id"])
    in_both(str(len(hit)))
    assert (str(broken["timestamp"].min().date()), str(broken["timestamp"].max().date())) == (
        "2025-08-07",
        "2025-08-25",
    )
    window = steps[steps["timestamp"].between("2025-08-07", "2025-08-26") & steps["customer_id"].isin(hit)]
    never = (~window.groupby("customer_id")["opened"].any()).sum()
    in_both(str(never))
    contacts = tw.load("contacts", "course")
    in_both(str(contacts.loc[contacts["customer_id"].isin(hit), "sms_opt_out"].sum()))
    got_in = next(question for question in read_questions("m13") if question.id == "q2").right
    shares = got_in(steps, "app_version").map("{:.0%}".format)
    assert shares.pop(BROKEN[1]) == "78%"
    assert set(shares) == {"98%"}


def test_the_alarm_rings_on_the_first_day_and_for_nothing_else(steps):
    checks = steps[steps["step"] == "identity"]
    day = checks["timestamp"].dt.normalize()
    daily = (checks["error"] == "crash").groupby([day, checks["device"], checks["app_version"]]).agg(["size", "mean"])
    rings = daily[(daily["size"] >= 15) & (daily["mean"] > 0.2)]
    assert rings.index[0][0] == pd.Timestamp("2025-08-07")
    assert list(rings.index.droplevel(0).unique()) == [BROKEN]
