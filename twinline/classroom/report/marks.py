"""What nbgrader's gradebook says about an exercise: scores, late penalties, and whose cells wait for a person."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from twinline.classroom.course import Course


@dataclass(frozen=True)
class Waiting:
    """A cell that a person must mark. `number` is the one that nbgrader's formgrader shows instead of a name, if it does."""

    cell: str
    notebook: str
    submission: str
    number: int | None = None

    @property
    def address(self) -> str:
        """Where formgrader marks it, below the server's own address."""
        return f"formgrader/submissions/{self.submission}/"


@dataclass
class Marks:
    """One submission in the gradebook: points by cell, apart for the questions (code) and the memos (text)."""

    submitted: datetime | None = None
    seconds_late: float = 0.0
    penalty: float = 0.0
    questions: dict[str, float] = field(default_factory=dict)
    memos: dict[str, float] = field(default_factory=dict)
    """Of memos that a person marked, and no others."""
    empty: list[str] = field(default_factory=list)
    """Memos that nobody wrote: 0 points, and nothing for a person to read."""
    waiting: list[Waiting] = field(default_factory=list)


@dataclass
class ExerciseMarks:
    """An exercise in the gradebook: its due date, its most points, its submissions by student."""

    due: datetime | None = None
    questions: float = 0.0
    memos: float = 0.0
    of: dict[str, Marks] = field(default_factory=dict)


def aware(moment: datetime | None) -> datetime | None:
    """A moment with its time zone: nbgrader keeps moments in UTC and does not say so."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def read_marks(course: Course, gradebook: Any, assignment: str) -> ExerciseMarks:
    """What an open gradebook says about an exercise; empty ones where it does not know it."""
    from nbgrader import api

    found = gradebook.db.query(api.Assignment).filter(api.Assignment.name == assignment).one_or_none()
    if found is None:
        return ExerciseMarks()
    ours = ExerciseMarks(aware(found.duedate))
    text: dict[str, bool] = {}  # by a graded cell's id: whether a person marks it
    for cell in gradebook.db.query(api.BaseCell).join(api.Notebook).filter(api.Notebook.assignment_id == found.id):
        if isinstance(cell, api.GradeCell | api.TaskCell):
            text[cell.id] = isinstance(cell, api.TaskCell) or cell.cell_type == "markdown"
            if text[cell.id]:
                ours.memos += cell.max_score
            else:
                ours.questions += cell.max_score
    for submission in gradebook.db.query(api.SubmittedAssignment).filter_by(assignment_id=found.id):
        late = (
            submission.total_seconds_late if found.duedate else 0.0
        )  # an extension of no date is an error to nbgrader
        ours.of[submission.student_id] = Marks(aware(submission.timestamp), late)
    _fill(course, gradebook, found, ours, text)
    return ours


def _fill(course: Course, gradebook: Any, found: Any, ours: ExerciseMarks, text: dict[str, bool]) -> None:
    """Points, penalties and what waits, with three queries however large the class is."""
    from nbgrader import api

    handed_in = (
        gradebook.db.query(api.SubmittedNotebook, api.SubmittedAssignment.student_id, api.Notebook.name)
        .join(api.SubmittedAssignment, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
        .join(api.Notebook, api.SubmittedNotebook.notebook_id == api.Notebook.id)
        .filter(api.SubmittedAssignment.assignment_id == found.id)
        .order_by(api.SubmittedNotebook.id)
        .all()
    )
    numbers: dict[str, int] = {}
    owner: dict[str, tuple[str, str, int | None]] = {}
    for notebook, student, name in handed_in:
        number = None
        # Formgrader numbers those that have an autograded file, by the submissions' ids.
        if (course.folder / "autograded" / student / found.name / f"{name}.ipynb").is_file():
            number = numbers[name] = numbers.get(name, 0) + 1
        ours.of[student].penalty += notebook.late_submission_penalty or 0.0
        owner[notebook.id] = (student, name, number)
    scores = (api.Grade.score, api.Grade.auto_score, api.Grade.manual_score)
    columns = (api.Grade.notebook_id, api.Grade.cell_id, *scores, api.Grade.needs_manual_grade)
    grades = (
        gradebook.db.query(*columns, api.BaseCell.name)
        .join(api.BaseCell, api.Grade.cell_id == api.BaseCell.id)
        .filter(api.BaseCell.id.in_(list(text)))
    )
    for notebook_id, cell, score, machines, persons, waits, name in grades:
        if notebook_id not in owner:
            continue
        student, notebook_name, number = owner[notebook_id]
        marks = ours.of[student]
        if waits:
            marks.waiting.append(Waiting(name, notebook_name, notebook_id, number))
        elif text[cell] and persons is not None:
            marks.memos[name] = score
        elif text[cell]:
            marks.empty.append(name)
        if not text[cell] and (machines is not None or persons is not None):
            marks.questions[name] = score
