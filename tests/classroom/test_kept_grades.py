"""A grade is kept while nothing that grades has changed, and made anew when anything has."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import grimp
import pytest

from tests.support.classes import EXERCISE, FIXTURE, MODULE, answered, built, hand_in, small_course
from twinline.base import paths
from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading import digest, records
from twinline.classroom.grading.records import Record
from twinline.classroom.grading.tasks import work
from twinline.classroom.settings import Exam
from twinline.classroom.students import Student

CODE = {
    "a question is judged": "twinline/questions/judging.py",
    "references are learned": "twinline/twin/references.py",
    "data is prepared": "twinline/prepared/churn.py",
    "a module prepares its data": "twinline/modules/m09/board.py",
    "a bank is made": "generators/history.py",
    "an answer is asked for": "twinline/classroom/grading/ask.py",
    "a kernel is limited": "twinline/classroom/sandbox/limits.py",
}


class Kit:
    """A class that is graded, and all that grades it in folders of its own, where it can be changed."""

    def __init__(self, root, released, patch):
        shutil.copytree(released, root / "class")
        self.course = Course.open(root / "class")
        self.submitted = hand_in(self.course, "s1", answered(self.course, {}))
        self.lessons, self.feedback, self.data = root / "lessons", root / "feedback", root / "datasets"
        shutil.copytree(FIXTURE, self.lessons)
        shutil.copytree(built() / "twinline" / "feedback", self.feedback)
        (self.data / "tiny").mkdir(parents=True)
        (self.data / "tiny" / "manifest.json").write_text("{}")
        self.code, self.lock = root / "code", root / "requirements.lock"
        for name in [*CODE.values(), "twinline/hub/settings.py", "twinline/classroom/report/page.py"]:
            self.file(self.code / name).write_text("pass\n")
        self.lock.write_text("pandas==3.0.1 \\\n    --hash=sha256:00\n")
        patch.setenv("TWINLINE_SCALE", "tiny")
        patch.setenv("TWINLINE_DATASETS", str(self.data))
        patch.setattr(digest, "LESSONS", self.lessons)
        patch.setattr(digest, "FEEDBACK", self.feedback)
        patch.setattr(digest, "CODE", (self.code / "twinline", self.code / "generators"))
        patch.setattr(digest, "LOCK", self.lock)
        self.grade()

    def file(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def change(self, path):
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")

    def set(self, **settings):
        self.course = replace(self.course, settings=self.course.settings.model_copy(update=settings))

    def grade(self):
        """Leave behind what grading would; the tests of a class's day look at the rest."""
        (task,) = work(self.course, [EXERCISE], again=True).tasks
        record = Record(
            student="s1",
            assignment=EXERCISE,
            module=MODULE,
            outcome="graded",
            graded=datetime.now(UTC),
            digest=task.digest,
        )
        records.save(self.course.folder, record)
        (self.course.folder / "autograded" / "s1" / EXERCISE).mkdir(parents=True, exist_ok=True)

    @property
    def kept(self):
        found = work(self.course, [EXERCISE])
        assert found.kept + len(found.tasks) == 1
        return found.kept == 1


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The folder of a class whose exercise was handed out."""
    with small_course():
        course = setup.new(tmp_path_factory.mktemp("kept") / "class", "en", [MODULE], [Student("s1")])
        setup.release(course)
    return course.folder


@pytest.fixture
def kit(tmp_path, released, monkeypatch):
    digest._installed.cache_clear()
    yield Kit(tmp_path, released, monkeypatch)
    digest._installed.cache_clear()


def test_nothing_changed_and_it_is_kept(kit):
    assert kit.kept
    kit.set(title="Another title")
    kit.change(kit.code / "twinline/hub/settings.py")
    kit.change(kit.code / "twinline/classroom/report/page.py")
    assert kit.kept


def test_windows_line_ends_are_no_change(kit):
    for name in CODE.values():
        (kit.code / name).write_bytes(b"pass\r\n")
    assert kit.kept


@pytest.mark.parametrize("name", CODE.values(), ids=CODE)
def test_code_changed_and_it_is_graded_again(kit, name):
    kit.change(kit.code / name)
    assert not kit.kept
    kit.grade()
    assert kit.kept


def test_the_exercise_changed(kit):
    """Its questions' source, its sheet, and the class's own copies, each by itself; another module's are none of it."""
    (kit.feedback / "m91.json").write_text("{}")
    kit.file(kit.lessons / "m91_other" / "questions" / "q1.py").write_text("")
    kit.file(kit.lessons / EXERCISE / "tests" / "test_claims.py").write_text("")
    assert kit.kept
    for path in [
        *sorted((kit.lessons / EXERCISE).glob("questions/*.py")),
        kit.feedback / f"{MODULE}.json",
        *(kit.course.folder / step / EXERCISE / kit.submitted.name for step in ("source", "release")),
    ]:
        kit.change(path)
        assert not kit.kept, path
        kit.grade()
        assert kit.kept, path


def test_the_classs_secret_language_or_exam_changed(kit):
    exam = Exam(code="KM3T-9QXA", closes=datetime(2026, 3, 1, 12))
    for settings in [
        {"secret": "another"},
        {"language": "zh"},
        {"exam": exam},
        {"exam": exam.model_copy(update={"code": "AAAA-BBBB"})},
        {"exam": exam.model_copy(update={"closes": datetime(2026, 3, 2)})},
    ]:
        kit.set(**settings)
        assert not kit.kept, settings
        kit.grade()
        assert kit.kept, settings
    with open_gradebook(kit.course) as gradebook:
        gradebook.update_or_create_assignment(EXERCISE, duedate=datetime(2026, 3, 2))
    assert not kit.kept  # it may be late now


def test_packages_changed(kit, monkeypatch):
    kit.change(kit.lock)
    assert not kit.kept
    kit.grade()
    monkeypatch.setattr(digest, "version", lambda name: "99.0")
    assert kit.kept  # what is installed meanwhile is not what this process runs
    digest._installed.cache_clear()
    assert not kit.kept


def test_the_data_changed(kit, monkeypatch):
    (kit.data / "tiny" / "manifest.json").write_text('{"engine": "another"}')
    assert not kit.kept
    kit.grade()
    monkeypatch.setenv("TWINLINE_SCALE", "course")
    assert not kit.kept


def test_the_submission_changed(kit):
    (kit.submitted.parent / "timestamp.txt").write_text("2026-03-09 02:00:00 UTC")
    assert not kit.kept
    kit.grade()
    book = json.loads(kit.submitted.read_text("utf-8"))
    book["cells"][0]["source"] = "changed"
    kit.submitted.write_text(json.dumps(book), "utf-8")
    assert not kit.kept


def test_what_is_left_out_of_the_digest_has_no_part_in_grading():
    graph = grimp.build_graph("twinline", "generators", cache_dir=None)
    left_out = {
        module
        for module in graph.modules
        if any(f"{module.replace('.', '/')}/".startswith(f"{each.removesuffix('.py')}/") for each in digest.NOT_GRADING)
    }
    assert {"twinline.cli", "twinline.hub.settings", "twinline.classroom.report.page"} <= left_out
    grades = (
        "twinline.classroom.grading",
        "twinline.classroom.sandbox",
        "twinline.walls",
        "twinline.questions",
        "twinline.twin",
        "generators",
    )
    for package in grades:
        reached = graph.find_upstream_modules(package, as_package=True)
        assert reached & left_out == set(), package
    for name in digest.NOT_GRADING:
        assert (paths.HOME / name).exists(), name
