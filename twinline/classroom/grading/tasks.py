"""What there is to grade in a class, and what a worker must know of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from generators.errors import BilingualError
from twinline.classroom.course import Course, module_of
from twinline.classroom.gradebook import due_dates, students_of
from twinline.classroom.grading import records
from twinline.classroom.grading.digest import graders_digest, submission_digest
from twinline.classroom.grading.fixed_cells import FixedCells, read_fixed_cells
from twinline.classroom.grading.submission import Task
from twinline.classroom.grading.worker import WorkerSettings
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.submissions import folder_of, handed_in, submitted


@dataclass(frozen=True)
class Work:
    """Submissions to be graded, how many are graded already, and what workers must know."""

    settings: WorkerSettings
    tasks: list[Task] = field(default_factory=list)
    kept: int = 0


def work(
    course: Course,
    assignments: list[str],
    students: list[str] | None = None,
    *,
    again: bool = False,
    limits: Limits | None = None,
    unsafe: bool = False,
) -> Work:
    """What is to be graded of the assignments: what is new, or everything `again`; of all students, or of some.

    Raises `BilingualError` for a student who is not in the class, and for an exercise that was not released.
    """
    _all_known(course, assignments, students or [])
    settings = _worker_settings(course, assignments, limits or Limits(), unsafe=unsafe)
    tasks, kept = [], 0
    for assignment in assignments:
        for task in _tasks(course, assignment, settings):
            if students and task.student not in students:
                continue
            if again or not _is_done(course, task):
                tasks.append(task)
            else:
                kept += 1
    return Work(settings, tasks, kept)


def fixed_cells_of(course: Course, assignment: str) -> FixedCells:
    """The exercise's fixed cells. Raises `BilingualError` for one that was not released."""
    found = sorted((course.folder / "release" / assignment).glob("*.ipynb"))
    source = course.folder / "source" / assignment
    if not found or not (source / found[0].name).is_file():
        raise BilingualError(
            f"{assignment} was not released yet: run `twinline class release` first.",
            f"{assignment} 还没有发布：请先运行 `twinline class release`。",
        )
    return read_fixed_cells(source / found[0].name, found[0])


def _worker_settings(course: Course, assignments: list[str], limits: Limits, *, unsafe: bool) -> WorkerSettings:
    settings = course.settings
    due = due_dates(course) if settings.exam else {}  # which counts for points in an exam alone
    return WorkerSettings(
        fixed_cells={assignment: fixed_cells_of(course, assignment) for assignment in assignments},
        graders={assignment: graders_digest(course, assignment, due.get(assignment)) for assignment in assignments},
        limits=limits,
        worlds=settings.worlds,
        banks=settings.banks,
        unsafe=unsafe,
        code=settings.exam.code if settings.exam else None,
        language=settings.language,
    )


def _tasks(course: Course, assignment: str, settings: WorkerSettings) -> Iterator[Task]:
    notebook = f"{settings.fixed_cells[assignment].notebook}.ipynb"
    for student in submitted(course, assignment):
        folder = folder_of(course, student, assignment)
        digest = submission_digest(folder, settings.graders[assignment])
        yield Task(student, assignment, module_of(assignment), folder / notebook, digest, handed_in(folder))


def _is_done(course: Course, task: Task) -> bool:
    record = records.read(course.folder, task.assignment, task.student)
    if record is None or record.digest != task.digest:
        return False
    return record.outcome == "refused" or (course.folder / "autograded" / task.student / task.assignment).is_dir()


def _all_known(course: Course, assignments: list[str], students: list[str]) -> None:
    known = {each.id for each in students_of(course)} if students else set()
    known.update(*(submitted(course, assignment) for assignment in assignments))
    for student in students:
        if student not in known:
            near = get_close_matches(student, known, 3)
            raise BilingualError(
                f"There is no student {student} in this class."
                + (f" Did you mean {' or '.join(near)}?" if near else ""),
                f"班里没有学员 {student}。" + (f"是不是 {'、'.join(near)}？" if near else ""),
            )
