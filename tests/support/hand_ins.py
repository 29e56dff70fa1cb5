"""A released class of two, notebooks with some answers for it, and what collecting, grading and marking make of them."""

import os
import tempfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import nbformat

from tests.support.classes import BOOK, EXERCISE, MODULE, NOTEBOOK, answer, answered, stated
from twinline.classroom import setup
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading.fit import fit
from twinline.classroom.grading.fixed_cells import put_back
from twinline.classroom.grading.grade import _keep
from twinline.classroom.grading.gradebook_writer import GradebookWriter
from twinline.classroom.grading.records import Record
from twinline.classroom.grading.submission import Done
from twinline.classroom.grading.tasks import fixed_cells_of
from twinline.classroom.students import Student

DAY = datetime(2026, 3, 1, 2, tzinfo=UTC)
_kept = []


@lru_cache(maxsize=1)
def released():
    """The folder of a class whose exercise was handed out, made once a process; copy it. Needs `small_course`."""
    place = tempfile.TemporaryDirectory(prefix="released-")
    _kept.append(place)
    course = setup.new(
        Path(place.name) / "class", "zh", [MODULE], [Student("s1", "王", "小明"), Student("s2", "李", "雷")]
    )
    setup.release(course)
    return course.folder


def notebook(course, *ids, memo=None):
    """The trainees' notebook with the model answers to some questions."""
    return answered(course, {id_: answer(stated()[id_]) for id_ in ids} | ({"memo": memo} if memo else {}))


def put(folder, name, book, when=DAY):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(book if isinstance(book, str) else nbformat.writes(book), encoding="utf-8")
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def taken(course, student="s1"):
    """Which questions are answered in what lies in the class."""
    book = nbformat.read(course.folder / "submitted" / student / EXERCISE / BOOK, as_version=4)
    return [cell.id for cell in book.cells if cell.id in stated() and "NotImplementedError" not in cell.source]


def graded(course, student, *, points=1.0):
    """Write into gradebook and records what grading would."""
    fixed = fixed_cells_of(course, EXERCISE)
    path = course.folder / "submitted" / student / EXERCISE / BOOK
    given = nbformat.read(path, as_version=4)
    book = put_back(given, fixed)
    for cell in book.cells:
        if fixed.question(cell):
            cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": repr(points)})]
    record = Record(
        student=student,
        assignment=EXERCISE,
        module=MODULE,
        outcome="graded",
        graded=DAY,
        note=fit(given.cells, fixed).note,
    )
    with GradebookWriter(course) as gradebook:
        return _keep(course, gradebook, Done(record, book))


def grades(course, student="s1"):
    with open_gradebook(course) as book:
        found = book.find_submission(EXERCISE, student)
        return {each.name: (each.score, each.needs_manual_grade) for each in found.notebooks[0].grades}


def mark(course, points, student="s1"):
    """Mark a memo as formgrader does."""
    with open_gradebook(course) as book:
        grade = book.find_grade("memo", NOTEBOOK, EXERCISE, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()
