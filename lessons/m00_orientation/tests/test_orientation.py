"""The map, the paths, the days in class and the tour of the tables say what the registry, progress and data hold."""

import pandas as pd
import pytest

import twinline as tw
from generators.errors import UnknownChoice
from twinline.base.paths import LESSONS
from twinline.base.text import use_language
from twinline.modules.m00 import orientation
from twinline.progress import store
from twinline.progress.view import catalogue
from twinline.syllabus.modules import read_syllabus

MODULES = [module.id for module in read_syllabus(LESSONS)[0].modules]


@pytest.fixture(autouse=True)
def own_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_module_stands_once_on_the_map(language):
    use_language(language)
    drawn = orientation.map_picture()
    for id_ in MODULES:
        assert drawn.count(f"<b>{id_[1:]}</b>") == 1
    assert all(drawn.count(step[language == "zh"]) for step in orientation.STEPS.values())


def test_the_map_fills_up_with_ones_own_progress():
    questions = catalogue()["m10"]
    before = orientation.map_picture()
    store.checked("m10", "q1", "wrong", 0.2)
    begun = orientation.map_picture()
    assert (before.count("◐"), begun.count("◐")) == (1, 2)  # one is the key below the map
    for question in questions:
        store.checked("m10", question.id, "right", 1.0)
    done = orientation.map_picture()
    assert f"{len(questions)} of {len(questions)}" in done
    assert (done.count("◐"), done.count("✓")) == (1, 2)


def test_choosing_a_role_dims_what_is_not_on_its_path():
    page = orientation.live_map()
    role, shown = page.children
    assert "opacity" not in shown.value
    role.value = "front"
    front = next(row for row in orientation.role_paths().itertuples(index=False) if row[0] == "Front line")
    assert shown.value.count("opacity") == len(MODULES) - len(front[2].split())
    with pytest.raises(UnknownChoice, match="front"):
        orientation.map_picture("nobody")


def test_every_path_begins_here_and_every_module_is_on_one():
    paths = [row.split() for row in orientation.role_paths()["Modules"]]
    assert all(path[0] == "00" for path in paths)
    assert {f"m{number}" for path in paths for number in path} == set(MODULES)


@pytest.mark.parametrize(("course", "days"), [("S0", 1), ("S1", 1), ("S2", 1), ("S2", 2)])
def test_a_day_in_class_is_six_hours_and_in_the_courses_order(course, days):
    plan = orientation.agenda(course, days)
    assert plan["Day"].nunique() == days
    lessons = plan[~plan["What"].str.startswith("Exercise")]
    assert lessons["What"].is_monotonic_increasing
    assert lessons["What"].iloc[0].startswith("00")
    for _, day in plan.groupby("Day"):
        begin, end = day["Time"].str.split("–").str[0].min(), day["Time"].str.split("–").str[1].max()
        assert begin == "09:00"
        assert end <= "17:00"
        assert day["Time"].is_unique
        assert not day["Time"].str.startswith(("12", "13")).any()


def test_a_course_that_is_not_taught_or_not_so_long_is_refused():
    with pytest.raises(UnknownChoice, match="S0, S1, S2"):
        orientation.agenda("S3")
    with pytest.raises(UnknownChoice, match="1"):
        orientation.agenda("S1", days=5)


def test_a_life_is_told_by_every_table_that_holds_its_days():
    customer = orientation.somebody()
    told = orientation.story(customer)
    assert told["when"].is_monotonic_increasing
    assert told["table"].nunique() >= 10
    bought = tw.load("transactions", columns=["customer_id"])["customer_id"].eq(customer).sum()
    assert (told["table"] == "transactions").sum() == bought
    assert not any(name.startswith("truth") for name in told["table"])
    assert pd.isna(tw.load("accounts").set_index("customer_id").loc[customer, "close_date"])
    with pytest.raises(UnknownChoice, match="10000001"):
        orientation.story(7)
