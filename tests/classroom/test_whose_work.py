"""Whose a file is and which exercise, by its path: names in other names, namesakes, copies, fresh versions, hidden signs."""

from pathlib import PurePosixPath

import pytest

from twinline.base.shown import legible, shown
from twinline.classroom.collect.names import exercise_of, owner
from twinline.classroom.students import Student
from twinline.commands.class_words import say

BOOK = "m00-exercise"
DAN, DANDAN = Student("2026001", "王", "丹"), Student("2026002", "王", "丹丹")
DAN_TOO, LEI = Student("2026007", "王", "丹"), Student("2026003", "李", "雷")
ANN, ANN_SMITH = Student("ann"), Student("2026009", "Smith", "Ann")
CLASS = [DAN, DANDAN, LEI, ANN, ANN_SMITH]


def whose(path, students=CLASS):
    return owner(PurePosixPath(path), BOOK, students)


@pytest.mark.parametrize(
    ("path", "student"),
    [
        ("王丹丹-m00-exercise.ipynb", DANDAN),
        ("王丹-m00-exercise.ipynb", DAN),
        ("m00-exercise-王丹同学.ipynb", DAN),
        ("三月班王丹的作业/m00-exercise.ipynb", DAN),
        ("王丹m00-exercise.ipynb", DAN),
        ("王丹练习m00-exercise-副本.ipynb", DAN),
        ("王 丹丹/m00-exercise.ipynb".replace(" ", "\u200b"), DANDAN),
        ("2026001王丹m00-exercise.ipynb", DAN),
        ("m00-exercise-ann-smith.ipynb", ANN_SMITH),
        ("Smith, Ann/m00-exercise.ipynb", ANN_SMITH),
        ("ann_m00-exercise.ipynb", ANN),
        ("2026-03-01 李雷 m00-exercise.new-2026-04-01.ipynb", LEI),
    ],
)
def test_the_longest_known_name_is_whose_it_is(path, student):
    assert whose(path) == student


@pytest.mark.parametrize("name", ["王丹丹", "小王丹", "王丹红", "欧阳王丹", "王丹新"])
def test_a_name_that_goes_on_in_more_chinese_is_somebody_elses(name):
    left = whose(f"{name}-m00-exercise.ipynb", [DAN, LEI])
    assert name in left.en
    assert "王丹 (2026001)" in left.en
    assert name in left.zh


@pytest.mark.parametrize("name", ["Mary Ann Smith", "ann-smith-jones", "Lee_Ann"])
def test_a_latin_name_that_goes_on_is_somebody_elses(name):
    assert (
        "Put the id into its name" in whose(f"{name} m00-exercise.ipynb", [ANN_SMITH, Student("2026010", "", "Ann")]).en
    )


def test_everyday_words_beside_a_latin_name_are_no_more_of_it():
    for name in ("homework ann-smith final", "Mail from Ann Smith", "2026-03-01_Smith_Ann_v2", "王/Ann Smith"):
        assert whose(f"{name}-m00-exercise.ipynb", [ANN_SMITH]) == ANN_SMITH


def test_namesakes_are_told_with_their_ids():
    left = whose("王丹-m00-exercise.ipynb", [DAN, DAN_TOO])
    assert "王丹 is 2026001 and 2026007" in left.en
    assert "2026001、2026007" in left.zh
    assert whose("2026007-王丹-m00-exercise.ipynb", [DAN, DAN_TOO]) == DAN_TOO


def test_two_trainees_in_one_path_are_both_told():
    left = whose("王丹李雷-m00-exercise.ipynb")
    assert "王丹 (2026001)" in left.en
    assert "李雷 (2026003)" in left.en
    assert "also 李雷" in whose("2026001李雷 m00-exercise.ipynb").en
    assert "2026001 and 2026003" in whose("2026001/2026003 m00-exercise.ipynb").en


def test_a_day_is_nobodys_id():
    assert "no trainee" in whose("2026-03-01/m00-exercise.ipynb", [Student("2026")]).en
    assert whose("2026/m00-exercise.ipynb", [Student("2026")]) == Student("2026")


ENDS = """
| -Copy1| (1)|(2)| - 副本| - 副本 (2)|-李雷|_2026001|-2026001|-ann-smith|-Copy2-李雷|的副本|.new-2026-04-01|.new-2026-04-01-2|-final|_v2
| 最终版| - Copy (3)
""".replace("\n", "").split("|")


@pytest.mark.parametrize("rest", ENDS)
def test_what_may_follow_an_exercises_name(rest):
    assert exercise_of(PurePosixPath(f"x-{BOOK}{rest}.ipynb"), {"m00": BOOK}, CLASS) == "m00"


def test_another_exercise_is_another_one():
    both = {"m00": BOOK, "m00b": "m00-exercise-b"}
    assert exercise_of(PurePosixPath("m00-exercise-b-李雷.ipynb"), both, CLASS) == "m00b"
    assert exercise_of(PurePosixPath("m00-exercise-李雷.ipynb"), both, CLASS) == "m00"
    left = exercise_of(PurePosixPath("m00-exercise-b.ipynb"), {"m00": BOOK}, CLASS)
    assert "“-b”" in left.en
    assert "“-b”" in left.zh
    assert "no exercise" in exercise_of(PurePosixPath("am00-exercise.ipynb"), both, CLASS).en


def test_a_name_from_outside_does_nothing_to_the_terminal(capsys):
    name = "王丹\x1b[2J\n新收 300 份\u202ebpyni.\u200b"
    say(f"  {name}", f"  {name}")
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert not set("\x1b\u202e\u200b") & set(said)
    assert "<U+202E>" in said
    assert shown("王丹 <b>é</b>") == "王丹 <b>é</b>"
    assert shown("one\ntwo\x07", lines=True) == "one\ntwo<U+0007>"


def test_a_memo_shows_what_is_written_in_it():
    assert (
        legible("赚了\u202e001\u202c 元\n\u200b👩\u200d💼❤\ufe0f\U000e0041")
        == "赚了⟨U+202E⟩001⟨U+202C⟩ 元\n👩\u200d💼❤\ufe0f"
    )
