"""What tests of the classroom share: a small frozen course to be graded, classes on it, and what its students hand in.

`tests/graded_fixture` holds the course, with one exercise, m90: three functions and a policy, see its `questions`. It is built
once a session. Everything that is asked of a class goes through the kit as for the course's own modules: workers, sandboxes and
nbgrader's commands find it by TWINLINE_COURSEWARE.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from textwrap import indent

import nbformat
import pytest

from twinline.base import paths
from twinline.build import build_all, write
from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.grading import ask, digest
from twinline.classroom.report import notebooks, questions
from twinline.data.tables import ensure
from twinline.questions.author import bake
from twinline.questions.author.authoring import PolicyQuestion, Question, Wrong, read_questions

FIXTURE = Path(__file__).parents[1] / "graded_fixture"
MODULE, EXERCISE, NOTEBOOK = "m90", "m90_list", "m90-exercise"
BOOK = f"{NOTEBOOK}.ipynb"
WHEN = "2026-03-01 02:00:00 UTC"
# Where this process has read already where the kit's own courseware lies.
_READ = {
    setup: ("LESSONS", "SOLUTIONS"),
    ask: ("FEEDBACK",),
    digest: ("LESSONS", "FEEDBACK"),
    notebooks: ("EXERCISES", "SOLUTIONS"),
    questions: ("FEEDBACK",),
}


@contextmanager
def small_course() -> Iterator[pytest.MonkeyPatch]:
    """The frozen course in the place of the kit's own, on tiny banks, for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_SCALE", "tiny")
        ensure("tiny", quiet=True)
        patch.setattr(setup, "new_secret", lambda: "0" * 32)  # one secret: its banks are made once
        folder = built()
        patch.setenv("TWINLINE_COURSEWARE", str(folder))
        for module, names in _READ.items():
            for name in names:
                patch.setattr(module, name, folder / getattr(paths, name).relative_to(paths.HOME))
        yield patch


@lru_cache(maxsize=1)
def built() -> Path:
    """A folder with the course's sources and all that is built from them, laid out like the kit; gone with this process."""
    place = tempfile.TemporaryDirectory(prefix="courseware-")
    _kept.append(place)
    folder = Path(place.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bake, "SHIPPED", ("tiny",))  # no test of the classroom's looks at the course bank
        write(folder, build_all(FIXTURE))
    (folder / "lessons").symlink_to(FIXTURE)
    return folder


_kept: list[tempfile.TemporaryDirectory[str]] = []


def stated() -> dict[str, Question | PolicyQuestion]:
    """The exercise's questions by id."""
    return {question.id: question for question in read_questions(MODULE, built() / "lessons")}


def answer(question: Question | PolicyQuestion, wrong: Wrong | None = None) -> str:
    """The model answer as a cell, or a typical mistake."""
    head, body = question.source(wrong)
    return f"{head}\n{indent(body, '    ')}"


def answered(course: Course, answers: dict[str, str], exercise: str = EXERCISE) -> nbformat.NotebookNode:
    """The trainees' notebook of an exercise with some answers."""
    (path,) = (course.folder / "release" / exercise).glob("*.ipynb")
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        cell.source = answers.get(cell.id, cell.source)
    return book


def hand_in(
    course: Course, student: str, book: nbformat.NotebookNode, when: str = WHEN, exercise: str = EXERCISE
) -> Path:
    """Put a student's notebook where collecting would; returns its path."""
    (released,) = (course.folder / "release" / exercise).glob("*.ipynb")
    path = course.folder / "submitted" / student / exercise / released.name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    (path.parent / "timestamp.txt").write_text(when, encoding="utf-8")
    return path
