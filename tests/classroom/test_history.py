"""What became of what was handed in: refused is no 0, only marked memos count, and the last step can be undone."""

import shutil
from datetime import timedelta

import nbformat
import pandas as pd
import pytest

from generators.errors import BilingualError
from tests.support.classes import BOOK, EXERCISE, MODULE, small_course
from tests.support.hand_ins import DAY, graded, grades, mark, notebook, put, released, taken
from twinline.base import text
from twinline.base.words import Words
from twinline.classroom import history, results
from twinline.classroom.collect.collect import collect_mailed
from twinline.classroom.course import Course
from twinline.classroom.grading import records
from twinline.classroom.grading.grade import _keep
from twinline.classroom.grading.gradebook_writer import GradebookWriter
from twinline.classroom.grading.records import Record
from twinline.classroom.grading.submission import Done
from twinline.classroom.report import gather
from twinline.classroom.submissions import handed_in
from twinline.classroom.undo import undo

pytestmark = pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless


@pytest.fixture(scope="module", autouse=True)
def small():
    with small_course():
        yield


@pytest.fixture
def course(tmp_path):
    shutil.copytree(released(), tmp_path / "class")
    return Course.open(tmp_path / "class")


@pytest.fixture
def mail(tmp_path):
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def elsewhere(book):
    book.cells.append(nbformat.v4.new_markdown_cell("My memo: call the ones who answer."))


def lost(book):
    elsewhere(book)
    book.cells = [cell for cell in book.cells if cell.id != "memo"]


@pytest.mark.parametrize(("change", "waits"), [(lambda book: None, False), (elsewhere, True), (lost, True)])
def test_a_written_memo_waits_for_a_person_wherever_it_stands(course, change, waits):
    book = notebook(course)
    change(book)
    put(course.folder / "submitted" / "s1" / EXERCISE, BOOK, book)
    graded(course, "s1")
    assert grades(course)["memo"][1] is waits


def test_a_refused_hand_in_is_no_0_in_any_sheet(course, mail, tmp_path):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", memo="First."))
    collect_mailed(course, mail)
    graded(course, "s1")
    mark(course, 15.0)
    why = Words(en="It is no notebook.", zh="不是笔记本。")
    record = Record(student="s1", assignment=EXERCISE, module=MODULE, outcome="refused", reason=why, graded=DAY)
    with GradebookWriter(course) as gradebook:
        _keep(course, gradebook, Done(record))
    (exercise,) = gather.gather(course)
    assert exercise.memo_mean is None
    results.export(course, tmp_path / "marks.csv")
    rows = pd.read_csv(tmp_path / "marks.csv").set_index("Student")
    assert rows.loc["s1", ["Outcome", "Reason"]].to_list() == ["refused", "It is no notebook."]
    assert rows["Score"].isna().to_dict() == {"s1": True, "s2": False}
    assert rows.loc["s2", "Outcome"] == "not handed in"
    results.export(course, tmp_path / "marks.xlsx")
    for name, sheet in pd.read_excel(tmp_path / "marks.xlsx", sheet_name=None).items():
        own = sheet[sheet["Student"] == "s1"].iloc[0].map(str).to_list()
        assert "refused" in own, name
        assert any("It is no notebook." in cell for cell in own), name
    with text.speaking("zh"):
        results.export(course, tmp_path / "marks.csv")
    assert pd.read_csv(tmp_path / "marks.csv")["批改结果"].to_list() == ["未能评分", "未提交"]


def test_only_memos_that_a_person_marked_are_counted(course, mail):
    for student, memo in (("s1", "Mine."), ("s2", None)):
        put(mail, f"{student}/{BOOK}", notebook(course, "q1", memo=memo))
    collect_mailed(course, mail)
    for student in ("s1", "s2"):
        graded(course, student)
    (exercise,) = gather.gather(course)
    assert (exercise.memo_mean, len(exercise.waiting)) == (None, 1)
    assert [each.no_memo for each in exercise.submissions] == [False, True]
    mark(course, 12.0)
    (exercise,) = gather.gather(course)
    assert exercise.memo_mean == (12.0, 1)


def test_feedback_before_marking_says_not_marked_yet(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", memo="Mine."))
    collect_mailed(course, mail)
    graded(course, "s1", points=1.0)
    (page,) = results.feedback(course)
    shown = page.read_text("utf-8")
    assert "尚未评阅" in shown
    assert "0 / 20" not in shown
    assert "目前得分：4 / 19" in shown
    mark(course, 12.0)
    results.feedback(course)
    shown = page.read_text("utf-8")
    assert "尚未评阅" not in shown
    assert "12 / 20" in shown


def test_every_hand_in_is_kept_and_the_last_one_can_be_taken_back(course, mail, tmp_path):
    put(mail, f"s1/{BOOK}", notebook(course, "q1", memo="First."))
    collect_mailed(course, mail)
    graded(course, "s1")
    mark(course, 15.0)
    put(tmp_path / "second", f"王小明-{BOOK}", notebook(course, "q2"), DAY + timedelta(hours=1))
    assert collect_mailed(course, tmp_path / "second").newer == [("s1", EXERCISE)]
    graded(course, "s1")
    found = history.steps(course.folder, "s1", EXERCISE)
    assert [step.kind for step in found] == ["collected", "graded", "marked", "collected", "graded"]
    first, second = history.standing(found, "collected")
    assert (first.file, second.file, second.handed_in) == (f"s1/{BOOK}", f"王小明-{BOOK}", DAY + timedelta(hours=1))
    assert first.sha256 == history.digest_of(history.kept(course.folder, "s1", EXERCISE, first)) != second.sha256

    undone, again = undo(course, "s1", EXERCISE)
    assert (undone, again) == (second, first)
    assert taken(course) == ["q1"]
    assert handed_in(course.folder / "submitted" / "s1" / EXERCISE) == DAY
    assert records.read(course.folder, EXERCISE, "s1") is None
    assert not (course.folder / "autograded" / "s1" / EXERCISE).exists()
    (exercise,) = gather.gather(course)
    assert [(each.student.id, each.outcome) for each in exercise.submissions] == [("s1", "ungraded")]
    graded(course, "s1")
    assert grades(course)["memo"] == (15.0, True)  # the mark that its memo had, to be looked at again

    put(tmp_path / "second", f"s1/{BOOK}", notebook(course, "q1", "q3"), DAY + timedelta(minutes=30))
    left = collect_mailed(course, tmp_path / "second")
    assert left.newer == [("s1", EXERCISE)]
    assert taken(course) == ["q1", "q3"]  # what was taken back hides no other
    assert "taken back" in left.left[0][1]
    assert collect_mailed(course, tmp_path / "second", undone=True).newer == [("s1", EXERCISE)]
    assert taken(course) == ["q2"]


def test_the_only_hand_in_is_taken_back_whole(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    collect_mailed(course, mail)
    graded(course, "s1")
    assert undo(course, "s1", EXERCISE)[1] is None
    assert not (course.folder / "submitted" / "s1" / EXERCISE).exists()
    (exercise,) = gather.gather(course)
    assert [student.id for student in exercise.absent] == ["s1", "s2"]
    with pytest.raises(BilingualError, match="nothing to undo"):
        undo(course, "s1", EXERCISE)
    with pytest.raises(BilingualError, match="no student s9"):
        undo(course, "s9", EXERCISE)


def test_a_mark_is_taken_back_to_the_one_before(course, mail):
    put(mail, f"s1/{BOOK}", notebook(course, memo="Mine."))
    collect_mailed(course, mail)
    graded(course, "s1")
    mark(course, 12.0)
    mark(course, 18.0)
    step, _ = undo(course, "s1", EXERCISE)
    assert (step.cell, step.before, step.after) == ("memo", 12.0, 18.0)
    assert grades(course)["memo"] == (12.0, False)
    undo(course, "s1", EXERCISE)
    assert grades(course)["memo"] == (0.0, True)
    mark(course, 9.0)
    undo(course, "s1", EXERCISE, collect=True)
    assert not (course.folder / "submitted" / "s1" / EXERCISE).exists()


def test_what_was_put_into_the_class_by_hand_is_kept_before_it_is_replaced(course, mail):
    put(course.folder / "submitted" / "s1" / EXERCISE, BOOK, notebook(course, "q3"))
    (course.folder / "submitted" / "s1" / EXERCISE / "timestamp.txt").write_text("2026-02-01 00:00:00 UTC")
    put(mail, f"s1/{BOOK}", notebook(course, "q1"))
    collect_mailed(course, mail)
    undo(course, "s1", EXERCISE)
    assert taken(course) == ["q3"]
