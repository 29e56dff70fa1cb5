"""The same class graded in other ways: by stock nbgrader, from its own commands, without a sandbox, on a cluster, into PostgreSQL."""

import functools
import getpass
import logging
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI

from tests.support import needs
from tests.support.classes import BOOK, EXERCISE, MODULE, answer, answered, hand_in, small_course, stated
from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading.grade import grade
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.sandbox import wall
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.students import Student
from twinline.walls import bubblewrap

QUESTIONS = ("q1", "q2", "q3")
STUDENTS = ("right", "wrong", "half")
PATIENT = Limits(cell_seconds=300.0)  # a busy machine makes nobody's work worse
pytestmark = [
    pytest.mark.needs("bubblewrap"),
    pytest.mark.filterwarnings(r"ignore:unclosed file .*timestamp\.txt:ResourceWarning"),  # nbgrader's own
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments to super"),
    pytest.mark.filterwarnings(r"ignore:Object of type <\w+> not in session"),
]


def answers(student: str) -> dict[str, str]:
    """What each typed: the model answers, typical mistakes, or every other answer."""
    typed = {}
    for number, id_ in enumerate(QUESTIONS):
        question = stated()[id_]
        if student != "half" or number % 2:
            typed[id_] = answer(question, question.wrongs[0] if student == "wrong" else None)
    return typed


def points(course: Course) -> dict[tuple[str, str], float]:
    """What the gradebook holds, by student and check."""
    with open_gradebook(course) as gradebook:
        return {
            (submission.student_id, each.name): each.auto_score
            for submission in gradebook.assignment_submissions(EXERCISE)
            for each in submission.notebooks[0].grades
            if each.name.endswith("-check")
        }


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Three students who handed in, and nothing graded. No policies: they are dear, and need no proof that they travel."""
    with small_course():
        students = [Student(id_) for id_ in STUDENTS]
        course = setup.new(tmp_path_factory.mktemp("elsewhere") / "班", "zh", [MODULE], students)
        source = course.folder / "source" / EXERCISE / BOOK
        book = nbformat.read(source, as_version=4)
        book.cells = [cell for cell in book.cells if not cell.id.startswith("q") or cell.id.split("-")[0] in QUESTIONS]
        nbformat.write(book, source)
        setup.release(course)
        for student in STUDENTS:
            hand_in(course, student, answered(course, answers(student)))
        yield course


@pytest.fixture(scope="module")
def ours(course):
    """The points that `twinline class grade` gives."""
    grade(course, workers=1, limits=PATIENT)
    return points(course)


@pytest.fixture
def copy(course, tmp_path):
    """The same class, once more."""
    shutil.copytree(course.folder, tmp_path / "班")
    return Course.open(tmp_path / "班")


def autograde(course: Course, config) -> None:
    api = NbGraderAPI(config=config, log_level=logging.ERROR)
    with scripts_on_path():
        for student in STUDENTS:
            done = api.autograde(EXERCISE, student, force=True)
            assert done["success"], done["log"][-2000:]


def test_honest_work_is_worth_the_same_as_in_stock_nbgrader(ours, copy):
    config = copy.config()
    del config.Autograde["autograde_preprocessors"]  # nbgrader's own: it runs learners' code beside the tests
    autograde(copy, config)
    assert points(copy) == ours
    assert {points for (student, _), points in ours.items() if student == "right"} == {
        float(stated()[id_].points) for id_ in QUESTIONS
    }
    assert (
        0
        < sum(points for (student, _), points in ours.items() if student == "half")
        < sum(stated()[id_].points for id_ in QUESTIONS)
    )


def test_nbgraders_own_command_in_a_class_uses_the_sandbox(ours, copy):
    path = copy.folder / "submitted" / "right" / EXERCISE / BOOK
    book = nbformat.read(path, as_version=4)
    book.cells.insert(
        3,
        nbformat.v4.new_code_cell(
            "import os\nprint('USER', os.getuid(), sorted(set(os.listdir(os.getcwd())) - {'.ipython'}))"
        ),
    )
    nbformat.write(book, path)
    autograde(copy, copy.config())
    assert points(copy) == ours
    graded = nbformat.read(copy.folder / "autograded" / "right" / EXERCISE / BOOK, as_version=4)
    outputs = [output for cell in graded.cells for output in cell.get("outputs", ())]
    said = [line for output in outputs for line in output.get("text", "").splitlines()]
    (user,) = [line for line in said if line.startswith("USER")]
    assert user.endswith("[]")  # an empty home: the gradebook and the other submissions are not there
    assert "USER 0 " not in user


def test_without_a_sandbox_only_who_insists_grades(ours, copy, monkeypatch):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    with pytest.raises(wall.NoSandbox):
        grade(copy, again=True, workers=1, limits=PATIENT)
    assert {record.outcome for record in grade(copy, again=True, workers=1, unsafe=True, limits=PATIENT).records} == {
        "graded"
    }
    assert points(copy) == ours


def test_a_cluster_grades_as_one_machine_does(ours, copy):
    """Also where Markdown that keeps a library busy for an hour is cleaned in what is only a thread of Dask's."""
    distributed = pytest.importorskip("distributed")
    path = copy.folder / "submitted" / "half" / EXERCISE / BOOK
    book = nbformat.read(path, as_version=4)
    book.cells.append(nbformat.v4.new_markdown_cell("*a " * 6_000 + "b*" * 900))
    nbformat.write(book, path)
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster:
        progress = []
        found = grade(copy, again=True, scheduler=cluster.scheduler_address, tell=lambda *state: progress.append(state))
    assert {record.outcome for record in found.records} == {"graded"}
    assert progress[-1] == (3, 3)
    assert points(copy) == ours


@pytest.fixture
def postgresql():
    """The address of a database on a server of its own, in a folder that pytest does not close to other users."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    become = []
    if os.geteuid() == 0:  # the server refuses to run as root
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres", "postgres")
    user = "postgres" if become else getpass.getuser()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    run = functools.partial(subprocess.run, check=True, capture_output=True, cwd="/")
    run([*become, needs.postgresql("initdb"), "--auth=trust", "--no-sync", "--username", user, str(data)])
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    control = [*become, needs.postgresql("pg_ctl"), "-D", str(data), "-w", "-t", "300"]
    run([*control, "-o", options, "-l", str(folder / "log"), "start"], stdin=subprocess.DEVNULL)
    try:
        run([needs.postgresql("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", user, "klass"])
        yield f"postgresql://{user}@127.0.0.1:{port}/klass"
    finally:
        run([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder)


@pytest.mark.needs("postgresql")
def test_a_gradebook_in_postgresql_holds_the_same(ours, copy, postgresql, monkeypatch):
    (copy.folder / "gradebook.db").unlink()
    shutil.rmtree(copy.folder / "autograded", ignore_errors=True)
    monkeypatch.setenv("TWINLINE_GRADEBOOK", postgresql)
    setup.add(copy, [], [Student(id_) for id_ in STUDENTS])
    setup.release(copy)
    grade(copy, again=True, workers=1, limits=PATIENT)
    assert points(copy) == ours
    assert not (copy.folder / "gradebook.db").exists()
