"""What grading found out about each submission: one JSON file a submission, from which the class report is made.

nbgrader's gradebook holds the scores, and stays the one place for them. These records hold what it has no room for: which
mistake was made, how long grading took, and why a submission could not be graded.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from twinline.base.files import write
from twinline.base.words import Words
from twinline.classroom import history
from twinline.questions.judging import State

FOLDER = "records"

Graded = Literal["graded", "partly", "refused"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answered(_Record):
    """One question of one submission. `code` names the typical mistake that the answer is ("" for none of them)."""

    id: str
    title: Words
    points: float
    out_of: float
    state: State
    code: str = ""
    message: Words | None = None
    share: float | None = None
    """Of the best observable policy's profit, for a policy that ran on the unseen worlds."""


class Record(_Record):
    """One submission: "graded", "partly" (a kernel that died, a cell without end) or "refused" (no notebook, a link …)."""

    student: str
    assignment: str
    module: str
    outcome: Graded
    reason: Words | None = None
    note: Words | None = None
    """What an instructor should know although it was graded, such as an older version of the exercise."""
    submitted: datetime | None = None
    graded: datetime
    seconds: float = 0.0
    digest: str = ""
    """Of the notebook, the exercise and the kit that it was graded with: the same digest is not graded twice."""
    questions: tuple[Answered, ...] = ()

    @property
    def points(self) -> float:
        """What the questions earned; memos are in the gradebook."""
        return sum(each.points for each in self.questions)


def place(course: Path, assignment: str, student: str) -> Path:
    """Where the record of a submission lies in a course's folder."""
    return course / FOLDER / assignment / f"{student}.json"


def save(course: Path, record: Record) -> None:
    """Keep a record, in place of an older one of the same submission."""
    write(place(course, record.assignment, record.student), (record.model_dump_json(indent=1) + "\n").encode())
    told = {"outcome": record.outcome, "points": record.points, "reason": record.reason}
    history.add(course, record.student, record.assignment, "graded", **told)


def read(course: Path, assignment: str, student: str) -> Record | None:
    """The record of a submission; None where there is none, or an unreadable one."""
    try:
        return Record.model_validate_json(place(course, assignment, student).read_bytes())
    except (OSError, ValueError):
        return None


def read_all(course: Path, assignment: str | None = None) -> Iterator[Record]:
    """Every record of a course, or of one assignment, by assignment and student."""
    for path in sorted((course / FOLDER).glob(f"{assignment or '*'}/*.json")):
        record = read(course, path.parent.name, path.stem)
        if record is not None:
            yield record
