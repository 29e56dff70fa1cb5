"""A class as the report sees it: for each exercise, who handed in what, when, and how it was graded."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import fmean
from typing import Literal

from twinline.classroom.course import Course, module_of
from twinline.classroom.gradebook import open_gradebook, students_of
from twinline.classroom.grading import records
from twinline.classroom.grading.records import Answered, Record
from twinline.classroom.report.marks import ExerciseMarks, Marks, Waiting, aware, read_marks
from twinline.classroom.students import Student
from twinline.classroom.submissions import submitted

Standing = Literal["graded", "partly", "refused", "ungraded"]


@dataclass(frozen=True)
class Submission:
    """One student's work on one exercise."""

    student: Student
    record: Record | None
    marks: Marks | None
    due: datetime | None

    @property
    def outcome(self) -> Standing:
        """What grading made of it; "ungraded" where it has not looked at it yet."""
        if self.record is not None:
            return self.record.outcome
        return "graded" if self.marks is not None and self.marks.questions else "ungraded"

    @property
    def graded(self) -> bool:
        """Whether it has points, be it for a part of the questions."""
        return self.outcome in ("graded", "partly")

    @property
    def submitted(self) -> datetime | None:
        """When it was handed in, as far as anybody knows."""
        known = self.record.submitted if self.record is not None else None
        return aware(known or (self.marks.submitted if self.marks is not None else None))

    @property
    def late(self) -> bool:
        """Whether it came after its due date; an extension counts where the gradebook knows the hour of handing in."""
        if self.marks is not None and self.marks.submitted is not None:
            return self.marks.seconds_late > 0
        return self.submitted is not None and self.due is not None and self.submitted > self.due

    @property
    def penalty(self) -> float:
        """Points taken off for being late."""
        return self.marks.penalty if self.marks is not None else 0.0

    @property
    def questions(self) -> float:
        """Points for the questions: the gradebook's, with what a person changed there, else those that grading found."""
        if self.marks is not None and self.marks.questions:
            return sum(self.marks.questions.values())
        return self.record.points if self.record is not None else 0.0

    @property
    def memo(self) -> float | None:
        """Points that a person gave; None while it waits, where nobody wrote or marked anything, and of a refused one."""
        if self.marks is None or self.marks.waiting or not self.marks.memos or self.outcome == "refused":
            return None
        return sum(self.marks.memos.values())

    @property
    def no_memo(self) -> bool:
        """Whether nothing was written that a person could mark."""
        return self.marks is not None and bool(self.marks.empty) and not self.marks.waiting and not self.marks.memos

    @property
    def waiting(self) -> list[Waiting]:
        """The cells that a person must mark."""
        return self.marks.waiting if self.marks is not None else []

    @property
    def total(self) -> float:
        """All points so far, less the penalty for being late, and never below nothing."""
        return max(self.questions + (self.memo or 0.0) - self.penalty, 0.0)

    def points(self, answered: Answered) -> float:
        """Points for a question: the gradebook's, with what a person changed there, else those that grading found."""
        known = self.marks.questions if self.marks is not None else {}
        return known.get(f"{answered.id}-check", answered.points)

    def answered(self, question: str) -> Answered | None:
        """What grading found in a question; None where it got to nothing."""
        found = self.record.questions if self.record is not None else ()
        return next((each for each in found if each.id == question), None)


@dataclass(frozen=True)
class ExerciseResults:
    """One exercise of a class: its submissions by student id, and those who have handed in nothing."""

    name: str
    submissions: tuple[Submission, ...]
    absent: tuple[Student, ...]
    marks: ExerciseMarks

    @property
    def module(self) -> str:
        """The module that it belongs to."""
        return module_of(self.name)

    @cached_property
    def graded(self) -> list[Submission]:
        """Those with points."""
        return [each for each in self.submissions if each.graded]

    @cached_property
    def refused(self) -> list[Submission]:
        """Those that could not be graded at all."""
        return [each for each in self.submissions if each.outcome == "refused"]

    @cached_property
    def partly(self) -> list[Submission]:
        """Those of which something could not be graded."""
        return [each for each in self.submissions if each.outcome == "partly"]

    @cached_property
    def noted(self) -> list[Submission]:
        """Those that were graded, and of which an instructor should know something before the points count."""
        return [each for each in self.submissions if each.record is not None and each.record.note is not None]

    @cached_property
    def ungraded(self) -> list[Submission]:
        """Those that grading has not looked at yet."""
        return [each for each in self.submissions if each.outcome == "ungraded"]

    @cached_property
    def waiting(self) -> list[tuple[Submission, Waiting]]:
        """What a person must mark, by formgrader's number."""
        queue = [(each, cell) for each in self.submissions for cell in each.waiting]
        return sorted(queue, key=lambda one: (one[1].cell, one[1].number or 0, one[0].student.id))

    @cached_property
    def late(self) -> list[Submission]:
        """Those who handed in after the due date."""
        return [each for each in self.submissions if each.late]

    @cached_property
    def titles(self) -> dict[str, Answered]:
        """Each question by id, in order, as the first submission that has it states it."""
        found: dict[str, Answered] = {}
        for each in self.graded:
            for answered in each.record.questions if each.record is not None else ():
                found.setdefault(answered.id, answered)
        return found

    @property
    def out_of(self) -> float:
        """The most points for the questions."""
        return self.marks.questions or sum(each.out_of for each in self.titles.values())

    @property
    def mean(self) -> float | None:
        """Mean points for the questions of those graded."""
        return fmean(each.questions for each in self.graded) if self.graded else None

    @property
    def memo_mean(self) -> tuple[float, int] | None:
        """Mean points of the memos that are marked, and how many those are."""
        marked = [each.memo for each in self.submissions if each.memo is not None]
        return (fmean(marked), len(marked)) if marked else None

    @property
    def whole(self) -> bool:
        """Whether totals can be compared: there are memos, and none of them waits."""
        return bool(self.graded) and self.marks.memos > 0 and not self.waiting


def gather(course: Course) -> list[ExerciseResults]:
    """Every exercise of the class, in the order of its settings."""
    students = {each.id: each for each in students_of(course)}
    with open_gradebook(course) as gradebook:
        marks = {name: read_marks(course, gradebook, name) for name in course.settings.exercises}
    return [_exercise(course, name, students, marks[name]) for name in course.settings.exercises]


def _exercise(course: Course, name: str, students: dict[str, Student], ours: ExerciseMarks) -> ExerciseResults:
    found = {each.student: each for each in records.read_all(course.folder, name)}
    ids = sorted({*found, *ours.of, *submitted(course, name)})
    submissions = [
        Submission(students.get(id_, Student(id_)), found.get(id_), ours.of.get(id_), ours.due) for id_ in ids
    ]
    absent = [student for id_, student in sorted(students.items()) if id_ not in set(ids)]
    return ExerciseResults(name, tuple(submissions), tuple(absent), ours)
