"""An instructor's day through the commands: from a list of names to feedback and marks, with one exam."""

import contextlib
import io
import json
import zipfile
from datetime import datetime

import nbformat
import pandas as pd
import pytest

from tests.support.classes import BOOK, EXERCISE, MODULE, answer, answered, hand_in, small_course, stated
from twinline.base import text
from twinline.base.text import use_language
from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook, students_of
from twinline.classroom.grading.grade import grade
from twinline.classroom.sandbox import wall
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.settings import Exam
from twinline.classroom.students import Student
from twinline.cli import app
from twinline.questions import exam
from twinline.walls import bubblewrap

pytestmark = pytest.mark.needs("bubblewrap")

NAMES = "学号,姓名,邮箱\n20260001,王小明,wang@example.com\n20260002,欧阳芳,\n20260003,=HYPERLINK(1),\n20260004,李雷,\n"
LOOP = "while True:\n    pass"


def command(*words: object) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        app([str(word) for word in ("class", *words)], prog_name="twinline", standalone_mode=False)
    return said.getvalue()


def right(*ids: str) -> dict[str, str]:
    """The model answers to some questions, as cells."""
    return {id_: answer(stated()[id_]) for id_ in ids}


@pytest.fixture(scope="module")
def small():
    with small_course():
        yield


@pytest.fixture(scope="module")
def day(small, tmp_path_factory):
    """Everything that the commands said, by command."""
    use_language("zh")
    root = tmp_path_factory.mktemp("三月 班")
    folder, mail = root / "班级", root / "邮件"
    (root / "名单.csv").write_bytes(NAMES.encode("gb18030"))
    said = {"new": command("new", folder, "--students", root / "名单.csv", "--modules", MODULE, "--lang", "zh")}
    said["release"] = command("release", "-c", folder)
    course = Course.open(folder)
    mail.mkdir()
    two = answered(course, right("q1", "q3"))
    loop = answered(course, right("q1"))
    loop.cells.insert(3, nbformat.v4.new_code_cell(LOOP))
    with zipfile.ZipFile(mail / "all.zip", "w") as archive:
        archive.writestr("王小明-m90-exercise.ipynb", nbformat.writes(two))
        archive.writestr("20260002/m90-exercise (1).ipynb", nbformat.writes(loop))
        archive.writestr("20260003-m90-exercise.ipynb", "no notebook")
        archive.writestr("m90-exercise.ipynb", nbformat.writes(two))
    said["collect"] = command("collect", mail / "all.zip", "-c", folder)
    said["collect again"] = command("collect", mail / "all.zip", "-c", folder)
    summary = grade(course, limits=Limits(cell_seconds=1.0))
    said["grade again"] = command("grade", "-c", folder)
    said["feedback"] = command("feedback", "-c", folder, "--zip", root / "feedback.zip")
    said["history"] = command("history", "20260001", MODULE, "-c", folder)
    said["export"] = command("export", root / "成绩.xlsx", "-c", folder)
    return {"said": said, "course": course, "records": {each.student: each for each in summary.records}, "root": root}


def test_a_class_begins_with_its_names_and_exercises(day):
    assert "4 位学员，1 份作业（m90_list）" in day["said"]["new"]
    assert [student.name for student in students_of(day["course"])] == ["王小明", "欧阳芳", "=HYPERLINK(1)", "李雷"]
    assert [path.name for path in (day["course"].folder / "release" / EXERCISE).iterdir()] == [BOOK]


def test_mailed_notebooks_find_their_owners_and_are_taken_once(day):
    assert "新收 3 份" in day["said"]["collect"]
    assert "m90-exercise.ipynb：路径里没有学员的学号或姓名" in day["said"]["collect"]
    assert "新收 0 份 · 更新 0 份 · 之前已收 3 份" in day["said"]["collect again"]


def test_each_gets_what_their_own_answers_are_worth(day):
    first, second, third = (day["records"][f"2026000{number}"] for number in (1, 2, 3))
    points = {each.id: each.points for each in first.questions}
    full = {id_: stated()[id_].points for id_ in ("q1", "q3")}
    assert points == dict.fromkeys(stated(), 0.0) | full
    assert (second.outcome, second.points) == ("partly", full["q1"])  # the endless cell costs nothing else
    assert (third.outcome, third.points) == ("refused", 0)
    assert "不是可读取的笔记本" in third.reason.zh


def test_the_gradebook_holds_the_same_scores(day):
    with open_gradebook(day["course"]) as gradebook:
        found = {each.student_id: each.score for each in gradebook.assignment_submissions(EXERCISE)}
    assert found == {student: record.points for student, record in day["records"].items()}


def test_what_is_graded_is_not_graded_again_unless_it_changes(day):
    assert "批改完成 0 份 · 部分完成 0 份 · 无法批改 0 份 · 之前已批改 3 份" in day["said"]["grade again"]


def test_feedback_is_in_the_readers_language_and_runs_nothing(day):
    with zipfile.ZipFile(day["root"] / "feedback.zip") as archive:
        assert archive.namelist() == [f"2026000{n}/{EXERCISE}/m90-exercise.html" for n in (1, 2)]
        page = archive.read(archive.namelist()[0]).decode()
    assert "您的作答" in page
    assert "答对了" in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "HIDDEN TESTS" not in page


def test_the_workbook_holds_the_totals_and_no_formula_of_a_name(day):
    sheets = pd.read_excel(day["root"] / "成绩.xlsx", sheet_name=None, dtype={"学号": str})
    totals = sheets["总分"].set_index("学号")
    assert totals.loc["20260001", "合计"] == day["records"]["20260001"].points
    assert totals.loc["20260003", "姓名"] == "'=HYPERLINK(1)"
    assert len(sheets["各题"]) == 2 * len(stated()) + 1
    for name, why in (("总分", "原因"), ("成绩", "原因"), ("各题", "原因")):
        refused = sheets[name].set_index("学号").loc["20260003"]
        assert "不是可读取的笔记本" in refused[why], name
        assert "未能评分" in refused.to_list(), name
    assert sheets["成绩"].set_index("学号").loc["20260003"].isna()["得分"]


def test_the_history_tells_what_became_of_a_hand_in(day):
    told = day["said"]["history"]
    assert "王小明-m90-exercise.ipynb" in told
    assert f"已批改 {day['records']['20260001'].points:g}" in told


def test_a_hand_in_is_taken_back_by_a_command(day):
    with text.speaking("zh"):
        told = command("undo", "20260003", "-c", day["course"].folder)
        assert "已撤回 20260003 m90_list" in told
        assert "视为未提交" in told
        assert "（已撤回）" in command("history", "20260003", "-c", day["course"].folder)
        command("collect", day["root"] / "邮件", "--undone", "-c", day["course"].folder)
    assert (day["course"].folder / "submitted" / "20260003" / EXERCISE / BOOK).is_file()


def test_no_sandbox_no_grading(day, monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    with pytest.raises(wall.NoSandbox, match="apt install bubblewrap"):
        grade(day["course"], again=True)


def test_in_an_exam_a_copied_number_is_worth_nothing(small, tmp_path):
    code = exam.new_code()
    closes = datetime(2026, 3, 1, 12, 0)
    students = [Student("a1"), Student("a2"), Student("late")]
    course = setup.new(tmp_path / "exam", "en", [MODULE], students, exam=Exam(code=code, closes=closes))
    setup.release(course)
    bundle = setup.exam_bundle(course, tmp_path / "exam.zip")
    question = stated()["q3"]
    number = question.right(
        *next(
            case.read(exam.bank_of("a1", code, tmp_path / "bank", quiet=True))
            for case in question.cases
            if case.on_bank
        )
    )
    typed = f"def earned(accounts, rate):\n    return {float(number)!r}"
    own = "def earned(accounts, rate):\n    return accounts['limit'].mean() * rate"
    for student in students:
        with zipfile.ZipFile(bundle) as archive:
            book = nbformat.reads(archive.read(f"{student.id}/{BOOK}").decode(), as_version=4)
        for cell in book.cells:
            if cell.id == "q3":
                cell.source = typed if student.id == "a2" else own
            assert f'student="{student.id}"' in cell.source or "tw.exam(" not in cell.source
            cell.source = cell.source.replace('code=""', f'code="{code.lower()}"')
            if student.id == "a2":  # a neighbour's whole notebook
                cell.source = cell.source.replace('student="a2"', 'student=" A1"')
        late = student.id == "late"
        hand_in(course, student.id, book, "2026-03-01 05:00:00 UTC" if late else "2026-03-01 03:00:00 UTC")
    records = grade(course).records
    found = {record.student: record.points for record in records}
    noted = {record.student: record.note.en for record in records if record.note is not None}
    assert noted.keys() == {"a2"}
    assert "names another id: A1." in noted["a2"]
    assert found["a1"] == question.points
    assert found["a2"] == 0
    with open_gradebook(course) as gradebook:
        left = {
            each.student_id: each.score - sum(book.late_submission_penalty or 0 for book in each.notebooks)
            for each in gradebook.assignment_submissions(EXERCISE)
        }
    assert left == {"a1": question.points, "a2": 0, "late": 0}


def test_without_the_code_nobody_has_a_bank():
    assert exam.seed_of("20260001", "KM3T-9QXA") == exam.seed_of(" 20260001 ", "km3t 9qxa")
    assert exam.seed_of("20260001", "KM3T-9QXA") != exam.seed_of("20260002", "KM3T-9QXA")
    with pytest.raises(Exception, match="announced at the start"):
        exam.exam(MODULE, "20260001", "")


def test_a_trainees_bank_is_kept_where_theirs_are_however_the_datasets_are_shared(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TWINLINE_DATASETS", str(tmp_path / "of all"))
    bank = exam.bank_of("20260001", "KM3T-9QXA", quiet=True)
    assert bank.is_relative_to(tmp_path / "cache")
    assert exam.bank_of("20260001", "KM3T-9QXA", quiet=True) == bank
    assert not (tmp_path / "of all").exists()


def test_records_are_plain_json(day):
    path = day["course"].folder / "records" / EXERCISE / "20260001.json"
    assert json.loads(path.read_text(encoding="utf-8"))["questions"][0]["id"] == "q1"
