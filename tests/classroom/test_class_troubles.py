"""What goes wrong on an instructor's day, and what they are told to do."""

import json
import sqlite3

import nbformat
import pandas as pd
import pytest

from generators.errors import BilingualError
from twinline.classroom import results, setup
from twinline.classroom.course import Course, can_be_class
from twinline.classroom.grading.grade import grade
from twinline.classroom.report.notebooks import answers
from twinline.classroom.students import Student

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless

EXERCISE, BOOK = "m10_churn", "m10-exercise.ipynb"
STUDENTS = [Student("s1", "王", "小明\x07", "wang@example.com"), Student("s2", "李", "雷")]


@pytest.fixture
def course(tmp_path):
    return setup.new(tmp_path / "三月 班", "en", ["m10"], STUDENTS)


@pytest.mark.parametrize(
    "name", ["班[3月]", "a*b", "a#b?c", "x" * 250 + "/" + "y" * 250 + "/" + "z" * 250 + "/" + "w" * 250]
)
def test_names_that_nbgrader_misreads_are_refused_before_anything_is_made(tmp_path, name):
    with pytest.raises(BilingualError):
        setup.new(tmp_path / name, "en", ["m10"], STUDENTS)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["三月 班", "100% class", "it's & <co>", "a{b}c", "a+b"])
def test_other_names_are_fine(tmp_path, name):
    can_be_class(tmp_path / name)


def test_a_file_is_no_folder_for_a_class(tmp_path):
    (tmp_path / "class").write_text("")
    with pytest.raises(BilingualError, match="is a file"):
        setup.new(tmp_path / "class", "en", ["m10"], STUDENTS)


def test_marks_before_the_first_release_are_none_yet(course, tmp_path):
    with pytest.raises(BilingualError, match="no marks yet"):
        results.export(course, tmp_path / "marks.xlsx")


def test_marks_are_written_whatever_is_in_a_name(course, tmp_path):
    setup.release(course)
    results.export(course, tmp_path / "marks.xlsx")
    assert set(pd.read_excel(tmp_path / "marks.xlsx")["Name"]) == {"王小明", "李雷"}


@pytest.mark.parametrize("out", ["", "gone/marks.csv"])
def test_marks_into_nowhere(course, tmp_path, out):
    setup.release(course)
    with pytest.raises(BilingualError, match="folder"):
        results.export(course, tmp_path / out)


def test_a_busy_gradebook_says_so(course):
    with sqlite3.connect(course.folder / "gradebook.db") as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BilingualError) as found:
            setup.add(course, [], [Student("s3")])
        other.rollback()
    assert "Another program is using the gradebook" in found.value.en
    assert "成绩簿正被其他程序占用" in found.value.zh


def test_students_added_again_keep_what_the_new_list_does_not_say(course):
    setup.add(course, [], [Student("s1", "王", "大明")])
    (first, *_) = course.students()
    assert (first.name, first.email) == ("王大明", "wang@example.com")


@pytest.mark.needs("bubblewrap")
def test_a_mistyped_student_is_not_graded_in_silence(course):
    setup.release(course)
    with pytest.raises(BilingualError, match=r"no student s11 .* Did you mean s1"):
        grade(course, students=["s11"])


def test_a_class_is_opened_where_it_was_put(course, tmp_path):
    moved = course.folder.rename(tmp_path / "moved [1]")
    with pytest.raises(BilingualError, match="cannot hold a class"):
        Course.open(moved)


def test_the_report_reads_the_exercises_own_answers_and_no_others(course):
    setup.release(course)
    book = json.loads((course.folder / "release" / EXERCISE / BOOK).read_text("utf-8"))
    extra = nbformat.v4.new_code_cell("x = 1")
    extra.metadata["nbgrader"] = {"solution": True, "grade_id": "z1"}
    book["cells"] += [extra] * 50
    folder = course.folder / "submitted" / "s1" / EXERCISE
    folder.mkdir(parents=True)
    (folder / BOOK).write_text(json.dumps(book), "utf-8")
    (folder / "more.ipynb").write_text(json.dumps(book), "utf-8")
    assert set(answers(course, EXERCISE, "s1")) == {f"q{number}" for number in range(1, 8)}
