"""Take the last step of a trainee's work back: a hand-in, or a mark by hand. What is taken back stays in the history."""

import shutil
import warnings
from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING, Any

from generators.errors import BilingualError
from twinline.classroom import history
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook, students_of
from twinline.classroom.grading import records
from twinline.classroom.history import Step
from twinline.classroom.marks_by_hand import unwatched
from twinline.classroom.submissions import folder_of, handed_in

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def undo(course: Course, student: str, assignment: str, *, collect: bool = False) -> tuple[Step, Step | None]:
    """Undo the last hand-in or mark of a trainee's exercise; with `collect` the last hand-in, whatever was marked since.

    Returns the step that was undone and, for a hand-in, the one that is there again, to be graded anew; None where nothing
    is. The gradebook, nbgrader's pages and the records forget a hand-in that is taken back. Marks that were given for the one
    that is there again are put back, and wait to be looked at. Raises `BilingualError` where there is nothing to undo.
    """
    known_student(course, student)
    folder = folder_of(course, student, assignment)
    history.keep_what_was_there(course.folder, student, assignment, folder, handed_in(folder))
    found = history.steps(course.folder, student, assignment)
    last = (history.standing(found, "collected") if collect else history.standing(found, "collected", "marked"))[-1:]
    if not last:
        raise BilingualError(
            f"There is nothing to undo: no hand-in and no mark of {student} for {assignment} is known.",
            f"没有可撤回的：{student} 的 {assignment} 既没有收过，也没有人工评过分。",
        )
    step = last[0]
    if step.kind == "marked":
        with unwatched(), open_gradebook(course) as gradebook:
            _unmark(gradebook, student, assignment, step)
        history.add(course.folder, student, assignment, "undone", undoes=step.number)
        return step, None
    before = [each for each in history.standing(found, "collected") if each.number < step.number][-1:]
    _take_back(course, student, assignment)
    history.add(course.folder, student, assignment, "undone", undoes=step.number)
    if not before:
        return step, None
    shutil.copytree(history.kept(course.folder, student, assignment, before[0]), folder, symlinks=True)
    marks = {
        each.cell: each.after
        for each in history.standing(found, "marked")
        if before[0].number < each.number < step.number
    }
    if marks:
        with unwatched(), open_gradebook(course) as gradebook:
            _mark_again(gradebook, student, assignment, before[0], marks)
    return step, before[0]


def known_student(course: Course, student: str) -> None:
    """Raise `BilingualError` for somebody who is not in the class."""
    if student not in {each.id for each in students_of(course)}:
        raise BilingualError(f"There is no student {student} in this class.", f"班里没有学员 {student}。")


def _grades(gradebook: "Gradebook", student: str, assignment: str) -> list[Any]:
    from nbgrader.api import MissingEntry

    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return []
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def _unmark(gradebook: "Gradebook", student: str, assignment: str, step: Step) -> None:
    grade = next((each for each in _grades(gradebook, student, assignment) if each.name == step.cell), None)
    if grade is None or grade.manual_score != step.after:
        now = "none" if grade is None else f"{grade.manual_score}"
        raise BilingualError(
            f"The mark of {step.cell} is no longer {step.after:g} but {now}: set it in `twinline class serve`."
            if step.after is not None
            else f"{step.cell} has been marked meanwhile ({now}): set it in `twinline class serve`.",
            f"{step.cell} 的人工评分已另有改动（现为 {now}）：请在 `twinline class serve` 里直接改。",
        )
    grade.manual_score = step.before
    grade.needs_manual_grade = step.before is None and grade.auto_score is None
    gradebook.db.commit()


def _take_back(course: Course, student: str, assignment: str) -> None:
    from nbgrader.api import MissingEntry

    with open_gradebook(course) as gradebook, suppress(MissingEntry):  # it may not be graded yet
        gradebook.remove_submission(assignment, student)
    records.place(course.folder, assignment, student).unlink(missing_ok=True)
    for step in ("submitted", "autograded", "feedback"):
        shutil.rmtree(course.folder / step / student / assignment, ignore_errors=True)


def _mark_again(
    gradebook: "Gradebook", student: str, assignment: str, step: Step, marks: dict[str, float | None]
) -> None:
    """Put the marks of a hand-in back into the gradebook; grading it anew keeps them, and asks a person to look again."""
    from sqlalchemy.exc import SAWarning

    moment = step.handed_in and step.handed_in.astimezone(UTC).replace(tzinfo=None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader adds a submission to its lists before saving it
        gradebook.update_or_create_submission(assignment, student, timestamp=moment)
    for grade in _grades(gradebook, student, assignment):
        if grade.name in marks:
            grade.manual_score, grade.needs_manual_grade = marks[grade.name], True
    gradebook.db.commit()
