"""The catalogue of metrics, its faults and its sources: what a learner relies on when a line is changed."""

import pytest
import yaml

from generators.errors import BilingualError
from twinline.base.paths import LESSONS
from twinline.base.text import speaking
from twinline.data.tables import ensure
from twinline.modules.m13 import catalogue, faults, metrics_asked, metrics_business, metrics_customer, metrics_technical
from twinline.modules.m13 import log as app
from twinline.syllabus.modules import read_syllabus

EVERY = [
    line
    for room in (metrics_asked, metrics_customer, metrics_business, metrics_technical)
    for value in vars(room).values()
    if isinstance(value, tuple)
    for line in value
]


@pytest.fixture(scope="module")
def steps():
    ensure("tiny", quiet=True)
    return app.steps("tiny")


@pytest.fixture(scope="module")
def log(steps):
    return app.read(steps)


def test_each_item_of_the_catalogue_has_one_line_or_repeats_another():
    promised = {
        item.id: item for item in read_syllabus(LESSONS)[0].items.values() if item.id.startswith(("S4-2.8.", "S4-2.9."))
    }
    lines = [line.item for line in EVERY]
    assert len(lines) == len(set(lines))
    assert set(lines) <= set(promised)
    left = set(promised) - set(lines)
    assert all(promised[item].same_as in lines for item in left), left
    assert len({line.key for line in EVERY}) == len(EVERY)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_can_be_told(log, language):
    with speaking(language):
        for line in EVERY:
            assert line.told(log)
        shown = catalogue.table(EVERY, log).to_html()
    assert shown.count("</tr>") == len(EVERY) + 1


def test_a_line_that_cannot_run_says_which_one(log):
    broken = catalogue.recoded(EVERY[0], 'visits["nobody_has_this"].mean()')
    with pytest.raises(BilingualError, match="Complete visits"):
        broken.run(log)


def test_visits_add_up_to_their_steps(steps, log):
    assert log.visits["pages"].sum() == steps["event_id"].notna().sum() == len(log.views)
    assert log.visits["session_id"].is_unique
    assert not log.visits.loc[log.visits["complete"], "last_failed"].any()


def test_faults_move_what_they_must_and_leave_the_rest(steps):
    far = faults.trial(
        [line for line in EVERY if line.key in {"page_views", "users", "errors", "name_known", "device"}], steps
    )
    assert far.loc["page_views", "twice"] > 0
    assert far.loc["users", "twice"] == 0
    assert far.loc["errors", "swallowed"] == 1
    assert far.loc["name_known", "nameless"] > 0
    assert far.loc["device", "missing"] > faults.ALARM
    assert (far["clock"] == 0).all()


def test_a_guard_is_judged_by_its_usual_moves(steps):
    lines = {line.key: line for line in EVERY}
    found = faults.guards(
        lines, {"twice": "depth"}, {"twice": "users"}, steps, steps[steps["timestamp"] < "2025-08-01"]
    )
    assert found.loc["twice", "moved"] > found.loc["twice", "usual"] > 0
    assert found.loc["twice", "still_moved"] == 0
    with speaking("zh"):
        assert "页面重复上报" in faults.guard_table(found, lines).to_html()


def test_healthy_steps_move_some_lines_too(steps):
    far = faults.trial([line for line in EVERY if line.key in {"page_views", "name_known"}], steps, later=steps[::2])
    assert far.loc["page_views", faults.NONE] > 0
    assert far.loc["name_known", faults.NONE] == 0


def test_each_public_fact_has_year_source_and_a_lesson_that_tells_it():
    facts = yaml.safe_load((LESSONS / "m13_digital" / "sources.yml").read_text(encoding="utf-8"))
    assert len({fact["id"] for fact in facts}) == len(facts)
    for fact in facts:
        assert set(fact) == {"id", "fact_en", "fact_zh", "year", "source", "used_in"}, fact["id"]
        assert fact["source"]
        assert (LESSONS / "m13_digital" / f"{fact['used_in']}.md").exists()
        assert 1950 < fact["year"] < 2027
