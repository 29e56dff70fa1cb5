"""Handed in as they are, the model solutions of every module get all points through the classroom, and their memo waits.

One class does all exercises: starting its workers and sandboxes takes longer than marking one notebook.
"""

import shutil

import pytest

from tests.support import ran
from twinline.base.paths import FEEDBACK
from twinline.classroom import marks_table, setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading.grade import grade
from twinline.classroom.students import Student
from twinline.data.tables import ensure
from twinline.questions.sheet import read_sheet

MODULES = sorted(path.stem for path in FEEDBACK.glob("m*.json"))
STUDENT = "s1"
pytestmark = [
    pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session"),  # nbgrader's own, harmless
]


def handed_in_whole(course: Course) -> None:
    """Hand in what the class's own copies hold, answers and memos."""
    for exercise in course.settings.exercises:
        (solution,) = (course.folder / "source" / exercise).glob("*.ipynb")
        folder = course.folder / "submitted" / STUDENT / exercise
        folder.mkdir(parents=True)
        shutil.copy(solution, folder)
        (folder / "timestamp.txt").write_text("2026-03-01 02:00:00 UTC", encoding="utf-8")


def graded(folder, modules):
    """A class that does these modules' exercises, after grading, and its records by module."""
    course = setup.new(folder, "en", modules, [Student(STUDENT)])
    # The kit's own unseen worlds: their references are learned once a machine, those of a new class's every time.
    course = Course(course.folder, course.settings.model_copy(update={"secret": ""}))
    course.save()
    setup.release(course)
    handed_in_whole(course)
    return course, {record.module: record for record in grade(course, workers=2).records}


def test_every_model_solution_is_worth_all_points(tmp_path, monkeypatch, request):
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    ensure("tiny", quiet=True)
    modules = ran.due(ran.GRADED, MODULES, request.config.option)
    course, records = graded(tmp_path / "class", modules)
    assert records.keys() == set(modules)
    marks = {row["assignment"]: row for row in marks_table.marks(course).to_dict("records")}
    for module, record in records.items():
        full = {question.id: question.points for question in read_sheet(module).questions}
        assert (record.outcome, record.reason) == ("graded", None)
        assert {each.id: each.points for each in record.questions} == full, record
        assert {each.state for each in record.questions} == {"right"}
        assert marks[record.assignment]["score"] == sum(full.values())
        assert marks[record.assignment]["waits_for_a_person"]
        with open_gradebook(course) as gradebook:
            (submission,) = gradebook.assignment_submissions(record.assignment)
            (notebook,) = submission.notebooks
            assert [each.name for each in notebook.grades if each.needs_manual_grade] == ["memo"]
    ran.note(ran.GRADED, modules)
