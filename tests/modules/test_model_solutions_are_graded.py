"""Handed in as they are, the model solutions of every module get all points through the classroom, and their memo waits."""

import shutil

import pytest

from twinline.base.paths import FEEDBACK
from twinline.classroom import results, setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading.grade import grade
from twinline.classroom.students import Student
from twinline.data.tables import ensure
from twinline.questions.sheet import read_sheet

MODULES = sorted(path.stem for path in FEEDBACK.glob("m*.json"))


def handed_in_whole(course: Course, student: str) -> str:
    """Hand in what the class's own copy holds, answers and memo; returns the exercise's name."""
    (exercise,) = course.settings.exercises
    (solution,) = (course.folder / "source" / exercise).glob("*.ipynb")
    folder = course.folder / "submitted" / student / exercise
    folder.mkdir(parents=True)
    shutil.copy(solution, folder)
    (folder / "timestamp.txt").write_text("2026-03-01 02:00:00 UTC", encoding="utf-8")
    return exercise


@pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session")  # nbgrader's own, harmless
@pytest.mark.parametrize("module", MODULES)
def test_the_model_solution_is_worth_all_points(module, tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    ensure("tiny", quiet=True)
    course = setup.new(tmp_path / "class", "en", [module], [Student("s1")])
    # The kit's own unseen worlds: their references are learned once a machine, those of a new class's every time.
    course = Course(course.folder, course.settings.model_copy(update={"secret": ""}))
    course.save()
    setup.release(course)
    exercise = handed_in_whole(course, "s1")
    (record,) = grade(course, workers=1).records
    full = {question.id: question.points for question in read_sheet(module).questions}
    assert (record.outcome, record.reason) == ("graded", None)
    assert {each.id: each.points for each in record.questions} == full, record
    assert {each.state for each in record.questions} == {"right"}
    (row,) = results.marks(course).to_dict("records")
    assert row["score"] == sum(full.values())
    assert row["waits_for_a_person"]
    with open_gradebook(course) as gradebook:
        (submission,) = gradebook.assignment_submissions(exercise)
        (notebook,) = submission.notebooks
        assert [each.name for each in notebook.grades if each.needs_manual_grade] == ["memo"]
