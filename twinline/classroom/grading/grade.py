"""Grade a class: many sandboxes at once, one writer for the gradebook. What is graded is kept, and not graded twice."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from generators.errors import BilingualError
from twinline.base.words import Words
from twinline.classroom.course import Course
from twinline.classroom.gradebook import database_troubles
from twinline.classroom.grading import pool, records
from twinline.classroom.grading.gradebook_writer import GradebookWriter
from twinline.classroom.grading.records import Record
from twinline.classroom.grading.submission import Done
from twinline.classroom.grading.tasks import Work, work
from twinline.classroom.grading.worker_process import mark_apart
from twinline.classroom.progress import Tell, nobody
from twinline.classroom.sandbox import wall
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.outputs import text


@dataclass
class Summary:
    """What a run of `grade` did, by submission."""

    records: list[Record] = field(default_factory=list)
    kept: int = 0
    """Graded before, and nothing changed since."""

    def of(self, outcome: str) -> list[Record]:
        """Those with one outcome."""
        return [record for record in self.records if record.outcome == outcome]


def grade(
    course: Course,
    assignments: list[str] | None = None,
    students: list[str] | None = None,
    *,
    again: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
    unsafe: bool = False,
    scheduler: str | None = None,
    tell: Tell = nobody,
) -> Summary:
    """Grade what was handed in and is new. Raises `NoSandbox` where learners' code cannot be shut in.

    With `unsafe` there is no sandbox: learners' code runs with all the rights of whoever grades. With the address of a
    Dask `scheduler` its workers grade, see `twinline.classroom.grading.dask_cluster`. `tell` is called with the number of submissions
    done, and of all. One submission never stops or taints another: whatever goes wrong with one becomes its record.
    """
    why_not = wall.refusal()
    if why_not and not unsafe and scheduler is None:
        raise why_not
    found = work(course, course.assignments(assignments), students, again=again, limits=limits, unsafe=unsafe)
    summary = Summary(kept=found.kept)
    total = len(found.tasks)
    tell(0, max(total, 1))
    with GradebookWriter(course) as gradebook, _results(course, found, workers, scheduler) as results:
        for done, result in enumerate(results, 1):
            summary.records.append(_keep(course, gradebook, result))
            tell(done, total)
    summary.records.sort(key=lambda record: (record.assignment, record.student))
    return summary


@contextmanager
def _results(course: Course, found: Work, workers: int | None, scheduler: str | None) -> Iterator[Iterator[Done]]:
    """Results as they come, from workers of this machine or a cluster's."""
    if scheduler is None or not found.tasks:
        most = max(len(found.tasks), 1)
        yield pool.graded(found.tasks, min(workers or os.cpu_count() or 1, most), found.settings)
        return
    from twinline.classroom.grading import dask_cluster

    with dask_cluster.graded(scheduler, course.folder, found.tasks, found.settings) as results:
        yield results


def mark_one(course: Course, assignment: str, student: str) -> Done:
    """Grade one submission, and write nothing; for nbgrader's own commands, which write it themselves."""
    found = work(course, [assignment], [student], again=True)
    return mark_apart(found.settings, found.tasks[0])


def _keep(course: Course, gradebook: GradebookWriter, result: Done) -> Record:
    """Write a result into the gradebook and the records; what cannot be written is refused."""
    record = result.record
    try:
        with database_troubles(course.folder):
            if result.notebook is None:
                gradebook.refuse(record.student, record.assignment)
            else:
                gradebook.save(record.student, record.assignment, result.notebook)
    except BilingualError as error:
        record = record.model_copy(
            update={"outcome": "refused", "reason": Words(en=error.en, zh=error.zh), "digest": ""}
        )
    except Exception as error:  # one that nbgrader cannot take must not stop the class
        said = text(f"{type(error).__name__}: {error}")[:300]
        why = Words(en=f"nbgrader could not save it: {said}", zh=f"nbgrader 无法保存：{said}")
        record = record.model_copy(update={"outcome": "refused", "reason": why, "digest": ""})
        with suppress(Exception):  # the points of an earlier submission are not this one's
            gradebook.refuse(record.student, record.assignment)
    records.save(course.folder, record)
    return record
