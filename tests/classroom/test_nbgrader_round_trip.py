"""An assignment goes round: released, fetched, handed in by four learners, collected, graded, fed back, exported."""

import csv
import logging
import os
import re
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.validator import Validator

from tests.support import classes
from twinline.base import paths
from twinline.base.text import LANGUAGES, Language
from twinline.build import build_all, write
from twinline.build.nbgrader_config import CODE_STUB, TEXT_STUB, GradesCsv, course_config
from twinline.build.notebook import to_bytes
from twinline.questions.author.authoring import PolicyQuestion

FIXTURE = Path(__file__).parents[1] / "lessons_fixture"
ASSIGNMENT = "m00_orientation"
NOTEBOOK = "m00-exercise"
# Learners' ids: nbgrader takes Chinese ones as well, all the way to the feedback's file names.
RIGHT, WRONG, UNTOUCHED, CHINESE = "zhangwei", "lina", "chenjie", "王小明"
NAMES = {RIGHT: ("张", "伟"), WRONG: ("李", "娜"), UNTOUCHED: ("陈", "洁, 二班"), CHINESE: ("王", "小明")}


@pytest.fixture(autouse=True)
def nbgraders_own_warnings() -> Iterator[None]:
    """Three warnings are nbgrader 0.9.6's own and harmless; every other warning stays an error."""
    with warnings.catch_warnings():
        # Gradebook.add_submission reads a lazy list between making an object and adding it to the session.
        warnings.filterwarnings("ignore", r"Object of type <\w+> not in session")
        # NbGraderAPI misspells "authenticator" when it makes these two.
        warnings.filterwarnings("ignore", r"Passing unrecognized arguments to super\(Exchange(Release|Fetch)Feedback\)")
        # Releasing and hashing feedback opens files and leaves closing them to the garbage collector.
        warnings.filterwarnings("ignore", r"unclosed file .*(timestamp\.txt|\.html)'", ResourceWarning)
        yield


@pytest.fixture(autouse=True)
def alembic_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader calls `alembic` by name when it makes a gradebook."""
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts") + os.pathsep + os.environ["PATH"])


class Course:
    """A course directory with its instructor and learners, in a folder whose name is Chinese."""

    def __init__(
        self,
        folder: Path,
        language: Language,
        files: dict[str, bytes],
        assignment: str = ASSIGNMENT,
        notebook: str = NOTEBOOK,
    ) -> None:
        self.language, self.files = language, files
        self.assignment, self.notebook = assignment, notebook
        self.root, self.exchange, self.homes = folder / "课程", folder / "exchange", folder / "homes"
        write(self.root, {path: content for path, content in files.items() if path.startswith("solutions/")})
        (self.root / "classroom" / language).mkdir(parents=True)
        self.api = NbGraderAPI(config=course_config(language, self.root, self.exchange), log_level=logging.ERROR)

    def built(self, top: str) -> nbformat.NotebookNode:
        return nbformat.reads(
            self.files[f"{top}/{self.language}/{self.assignment}/{self.notebook}.ipynb"].decode(), as_version=4
        )

    def instructor(self, step: str, *arguments: str) -> None:
        result = getattr(self.api, step)(self.assignment, *arguments)
        assert result["success"], result["log"]

    def learner(self, name: str) -> NbGraderAPI:
        """nbgrader as it runs for a learner, with a home of their own."""
        config = course_config(self.language, exchange=self.exchange)
        config.Exchange.assignment_dir = str(self.homes / name)
        config.Exchange.cache = str(self.homes / name / "cache")
        config.CourseDirectory.student_id = name
        config.CourseDirectory.assignment_id = self.assignment
        return NbGraderAPI(config=config, log_level=logging.ERROR)

    def exchanged(self, name: str, step: str) -> None:
        api = self.learner(name)
        getattr(api.exchange, step)(coursedir=api.coursedir, authenticator=api.authenticator, parent=api).start()

    def notebook_of(self, name: str) -> Path:
        return self.homes / name / self.assignment / f"{self.notebook}.ipynb"

    def hand_in(self, name: str, edit: Callable[[nbformat.NotebookNode], None]) -> None:
        (self.homes / name).mkdir(parents=True)
        self.exchanged(name, "FetchAssignment")
        book = nbformat.read(self.notebook_of(name), as_version=4)
        edit(book)
        nbformat.write(book, self.notebook_of(name))
        self.exchanged(name, "Submit")

    def answer_all(self, book: nbformat.NotebookNode) -> None:
        answers = {cell.id: cell.source for cell in self.built("solutions").cells}
        for cell in book.cells:
            if is_answer(cell):
                cell.source = answers[cell.id]

    def grades(self) -> dict[str, dict[str, tuple[float | None, bool]]]:
        """{student: {cell: (automatic score, waits for a person)}}."""
        with self.api.gradebook as gradebook:
            return {
                submission.student_id: {
                    grade.name: (grade.auto_score, grade.needs_manual_grade)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(self.assignment)
            }


def is_answer(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def points(book: nbformat.NotebookNode, kind: str) -> dict[str, float]:
    """{cell: points} of the cells graded by tests ("code") or by hand ("markdown")."""
    return {
        cell.id: cell.metadata.nbgrader.points
        for cell in book.cells
        if cell.cell_type == kind and cell.metadata.get("nbgrader", {}).get("grade")
    }


def answer_nothing_right(book: nbformat.NotebookNode) -> None:
    """Code that runs and is wrong, and tests emptied as a cheat would."""
    for cell in book.cells:
        if cell.cell_type == "code" and is_answer(cell):
            cell.source = re.sub(r"raise NotImplementedError\(.*\)", "pass", cell.source)
        elif cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "pass"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return build_all(FIXTURE)


@pytest.fixture(params=LANGUAGES)
def course(request: pytest.FixtureRequest, tmp_path: Path, files: dict[str, bytes]) -> Course:
    """The sample lessons' course: small and quick."""
    return Course(tmp_path, request.param, files)


@pytest.fixture(params=LANGUAGES)
def graded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Course]:
    """An exercise whose questions grade themselves, but for the policy, which no learner here answers."""
    policies = {question.id for question in classes.stated().values() if isinstance(question, PolicyQuestion)}
    root = classes.built()
    files = {
        path.relative_to(root).as_posix(): without(path.read_bytes(), policies)
        for path in root.rglob(f"{classes.NOTEBOOK}.ipynb")
    }
    with classes.small_course():
        yield Course(tmp_path, request.param, files, classes.EXERCISE, classes.NOTEBOOK)


def without(content: bytes, questions: set[str]) -> bytes:
    """A built notebook without the cells of some questions; other files as they are."""
    if not content.startswith(b"{") or b"nbformat" not in content:
        return content
    book = nbformat.reads(content.decode(), as_version=4)
    book.cells = [cell for cell in book.cells if cell.id.split("-")[0] not in questions]
    return to_bytes(book)


def test_an_exercise_goes_round(graded: Course, tmp_path: Path) -> None:
    course = graded
    course.instructor("generate_assignment")
    released = f"exercises/{course.language}/{course.assignment}/{course.notebook}.ipynb"
    assert (course.root / released).read_bytes() == course.files[released]  # nbgrader makes what the build made
    course.instructor("release_assignment")
    with course.api.gradebook as gradebook:
        for id_, (family, given) in NAMES.items():
            gradebook.update_or_create_student(id_, last_name=family, first_name=given)

    course.hand_in(RIGHT, course.answer_all)
    course.hand_in(WRONG, answer_nothing_right)
    course.hand_in(UNTOUCHED, lambda book: None)
    course.hand_in(CHINESE, course.answer_all)
    course.instructor("collect")
    assert course.api.get_submitted_students(course.assignment) == set(NAMES)
    for name in NAMES:
        course.instructor("autograde", name)

    tests, memos = points(course.built("solutions"), "code"), points(course.built("solutions"), "markdown")
    full = {cell: (value, False) for cell, value in tests.items()} | dict.fromkeys(memos, (None, True))
    nothing = dict.fromkeys([*tests, *memos], (0.0, False))
    assert course.grades() == {RIGHT: full, CHINESE: full, WRONG: nothing, UNTOUCHED: nothing}

    grade_memos_by_hand(course, CHINESE, {cell: value - 1 for cell, value in memos.items()})
    course.instructor("generate_feedback")
    course.instructor("release_feedback")
    fetched = course.learner(CHINESE).fetch_feedback(course.assignment, CHINESE)
    assert fetched["success"], fetched["log"]
    (feedback,) = course.homes.joinpath(CHINESE, course.assignment, "feedback").rglob("*.html")
    total = sum(tests.values()) + sum(memos.values()) - len(memos)
    assert f"{float(total)} / {float(sum(tests.values()) + sum(memos.values()))}" in feedback.read_text(
        encoding="utf-8"
    )

    exported = tmp_path / "成绩.csv"
    with course.api.gradebook as gradebook:
        GradesCsv(to=str(exported)).export(gradebook)
    assert exported.read_bytes().startswith(b"\xef\xbb\xbf")  # without it Excel reads the names in its local code page
    with exported.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert [float(rows[name]["score"]) for name in NAMES] == [sum(tests.values()), 0.0, 0.0, total]
    assert {id_: (row["last_name"], row["first_name"]) for id_, row in rows.items()} == NAMES


def grade_memos_by_hand(course: Course, student: str, scores: dict[str, float]) -> None:
    with course.api.gradebook as gradebook:
        assert gradebook.find_submission(course.assignment, student).needs_manual_grade
        for cell, score in scores.items():
            grade = gradebook.find_grade(cell, course.notebook, course.assignment, student)
            grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()
        assert not gradebook.find_submission(course.assignment, student).needs_manual_grade


def test_learners_see_stubs_in_their_language_and_validate_tells_right_from_wrong(
    course: Course, tmp_path: Path
) -> None:
    student = course.built("exercises")
    stubs = [cell for cell in student.cells if is_answer(cell)]
    assert stubs
    for cell in stubs:
        if cell.cell_type == "markdown":
            assert cell.source.endswith(TEXT_STUB[course.language])
        else:
            assert CODE_STUB[course.language].split("\n")[0] in cell.source

    found = {}
    for name, edit in [("right", course.answer_all), ("untouched", lambda book: None)]:
        book = course.built("exercises")
        edit(book)
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(book, path)
        found[name] = Validator().validate(str(path))
    assert found["right"] == {}
    assert len(found["untouched"]["failed"]) == len(points(student, "code") | points(student, "markdown"))


SETTINGS = """
from pathlib import Path

from twinline.build.nbgrader_config import course_config

c = get_config()
c.merge(course_config("zh", Path({root!r})))
"""


def test_the_stock_command_reads_the_same_settings(tmp_path: Path, files: dict[str, bytes]) -> None:
    course = Course(tmp_path, "zh", files)
    course.instructor("generate_assignment")
    with Gradebook(course.api.coursedir.db_url) as gradebook:
        gradebook.add_student("王小明", last_name="王", first_name="小明")
    (course.root / "nbgrader_config.py").write_text(SETTINGS.format(root=str(course.root)), encoding="utf-8")
    command = [Path(sys.executable).with_name("nbgrader"), "export", "--to", "grades.csv"]
    environment = os.environ | {"PYTHONPATH": str(paths.HOME), "JUPYTER_CONFIG_DIR": str(tmp_path / "none")}
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = (course.root / "grades.csv").read_text(encoding="utf-8-sig")
    assert f"{ASSIGNMENT},,,王小明,王,小明,,0.0,0.0,0.0,13.0" in text
