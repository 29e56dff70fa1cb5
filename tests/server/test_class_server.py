"""A class on a server, all at once: everybody's work arrives, nobody's can be forged, nobody sees another's."""

import json

import pytest

pytestmark = pytest.mark.needs("bubblewrap", "proxy", "accounts")


def test_everybody_gets_an_account(morning):
    assert morning["accounts"] == ["teacher", *morning["class"]]


def test_every_submission_is_there_and_is_what_was_handed_in(morning):
    assert morning["collect"]["success"], morning["collect"]
    assert morning["submitted"] == [f"{name}/m00_orientation/m00-exercise.ipynb" for name in morning["class"]]
    assert morning["unchanged"] == morning["class"]
    for name, text in morning["texts"].items():
        assert [other for other in morning["class"] if f"{other} 的答案" in text] == [name]


def test_cells_ran_in_everybodys_own_kernel(morning):
    for number, name in enumerate(morning["class"], 1):
        wrong = ["AssertionError"] if number % 3 == 0 else []
        assert morning["trainees"][name]["errors"] == wrong


def test_a_submission_in_anothers_name_is_refused_and_the_others_own_stands(morning):
    assert morning["forged"].strip() == "0"  # nbgrader let it through into the drop box
    assert ["u04", "u03"] in morning["drop box"]
    assert "u04 的答案" in morning["texts"]["u04"]
    assert "u03 的答案" not in morning["texts"]["u04"]
    assert morning["collect"]["log"].count("handed in under another's name") == 1
    assert "claims to be u04's but belongs to u03" in morning["collect"]["log"]


def test_a_link_put_into_the_drop_box_is_refused(morning):
    assert morning["pried"]["link to another's folder"] == "None"  # it was made
    assert "no folder but a link" in morning["collect"]["log"]


def test_lessons_work_and_show_no_answers(morning):
    rows, refusal = morning["in a lesson"].splitlines()[-1].split(maxsplit=1)
    assert int(rows) >= 2000
    assert refusal == "This copy holds no answers: ask your instructor."
    assert "(homework/m10_churn/m10-exercise.ipynb)" in morning["index"]


@pytest.mark.parametrize(
    "attempt",
    [
        "list the drop box",
        "list feedback",
        "the course",
        "the gradebook",
        "solutions",
        "lessons",
        "another's home",
        "the hub's state",
        "move the course away",
        "write the kit",
        "write the data",
        "release a task",
    ],
)
def test_a_trainee_reads_and_changes_nothing_that_is_not_theirs(morning, attempt):
    assert morning["pried"][attempt] in ("PermissionError", "OSError"), json.dumps(morning["pried"])


def test_a_trainee_reaches_their_own_server_alone(morning):
    assert (morning["own server"], morning["another's server"]) == (200, 403)


def test_memory_is_limited_and_the_limit_stays(morning):
    assert morning["pried"]["an honest gigabyte"] == str(1 << 30)
    assert morning["pried"]["more memory than allowed"] == "MemoryError"
    assert morning["pried"]["raise the limit"] == "ValueError"


def test_the_class_stays_within_300_megabytes_a_head(morning):
    assert morning["bytes"] < len(morning["class"]) * (300 << 20)
