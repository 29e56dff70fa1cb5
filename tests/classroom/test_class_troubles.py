"""What goes wrong on an instructor's day, and what they are told to do."""

import json
import shutil
import sqlite3

import nbformat
import pandas as pd
import pytest
from traitlets import import_item
from traitlets.config.loader import PyFileConfigLoader

from generators.errors import BilingualError
from tests.support.classes import BOOK, EXERCISE, MODULE, small_course
from twinline.classroom import results, setup
from twinline.classroom.course import Course, can_be_class
from twinline.classroom.gradebook import students_of
from twinline.classroom.grading.grade import grade
from twinline.classroom.nbgrader_config import NBGRADER_CONFIG
from twinline.classroom.report.notebooks import answers
from twinline.classroom.students import Student

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless

STUDENTS = [Student("s1", "王", "小明\x07", "wang@example.com"), Student("s2", "李", "雷")]


@pytest.fixture(scope="module", autouse=True)
def small():
    with small_course():
        yield


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """The folder of a class: its gradebook takes nbgrader seconds to make."""
    return setup.new(tmp_path_factory.mktemp("made") / "三月 班", "en", [MODULE], STUDENTS).folder


@pytest.fixture
def course(tmp_path, made):
    shutil.copytree(made, tmp_path / "三月 班")
    return Course.open(tmp_path / "三月 班")


@pytest.mark.parametrize(
    "name", ["班[3月]", "a*b", "a#b?c", "x" * 250 + "/" + "y" * 250 + "/" + "z" * 250 + "/" + "w" * 250]
)
def test_names_that_nbgrader_misreads_are_refused_before_anything_is_made(tmp_path, name):
    with pytest.raises(BilingualError):
        setup.new(tmp_path / name, "en", [MODULE], STUDENTS)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["三月 班", "100% class", "it's & <co>", "a{b}c", "a+b"])
def test_other_names_are_fine(tmp_path, name):
    can_be_class(tmp_path / name)


def test_a_file_is_no_folder_for_a_class(tmp_path):
    (tmp_path / "class").write_text("")
    with pytest.raises(BilingualError, match="is a file"):
        setup.new(tmp_path / "class", "en", [MODULE], STUDENTS)


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
    (first, *_) = students_of(course)
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


MADE_LONG_AGO = '''"""nbgrader's settings of this class, read from twinline-class.yml beside it."""

from pathlib import Path

from twinline.classroom.course import Course

c = get_config()  # noqa: F821
c.merge(Course.open(Path(__file__).parent).config())
'''


def test_a_class_made_long_ago_still_grades_in_the_sandbox_and_collects_what_is_ones_own(course):
    (course.folder / NBGRADER_CONFIG).write_text(MADE_LONG_AGO, encoding="utf-8")
    config = PyFileConfigLoader(NBGRADER_CONFIG, str(course.folder)).load_config()
    first, *_ = config.Autograde.autograde_preprocessors
    assert import_item(first).__name__ == "RunInSandbox"
    assert import_item(config.ExchangeFactory.collect).__name__ == "CollectOwn"
    assert config.CourseDirectory.root == str(course.folder)


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
    assert set(answers(course, EXERCISE, "s1")) == {f"q{number}" for number in range(1, 5)}
