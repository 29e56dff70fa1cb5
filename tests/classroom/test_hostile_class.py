"""A class of hostile submissions and honest ones, graded in one go: nobody gains, nobody loses, nothing is left behind."""

import contextlib
import functools
import hashlib
import json
import socket
import threading
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import psutil
import pytest

from generators import cache
from tests.support.classes import EXERCISE, MODULE, built, small_course
from tests.support.hostile import CHEATS, HONEST, Hostile
from tests.support.hostile_files import FILES, FULL, NAME, File
from tests.support.hostile_harm import HARM
from twinline.base import paths
from twinline.classroom import marks_table, setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading import records
from twinline.classroom.grading.grade import grade
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.students import Student
from twinline.questions.author.grading import hidden_bank

QUESTIONS = ("q1", "q2", "q3")
LIMITS = Limits(cell_seconds=9.0, seconds=100.0)
CODES: tuple[Hostile, ...] = (*CHEATS, *HARM)
CLASSMATES = [f"{place}honest-{number}" for number, place in enumerate(["", "a-", "f-", "m-", "s-", "z-"])]
pytestmark = [
    pytest.mark.needs("bubblewrap"),
    pytest.mark.filterwarnings(r"ignore:unclosed file .*(timestamp\.txt|\.html):ResourceWarning"),  # nbgrader's own
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments to super"),
]


class Class:
    """The graded class, and what the machine looked like before and after."""

    def __init__(self, folder: Path) -> None:
        students = [*CLASSMATES, *(each.name for each in (*CODES, *FILES))]
        self.course = setup.new(folder / "班级", "en", [MODULE], [Student(id_, "王", "小明") for id_ in students])
        for seed in self.course.settings.banks:
            hidden_bank(seed)  # it is there, and no change of the machine
        self._shorten()
        setup.release(self.course)
        self._submit()
        (self.course.folder / "secret.txt").write_text("CANARY-COURSE")
        self.called: list[str] = []
        self.started: set[psutil.Process] = set()
        self.folders: set[str] = set()
        over = threading.Event()
        looking = threading.Thread(target=self._look, args=(over,))
        with self._listening():
            before = self._machine()
            self._there = set(
                psutil.Process().children(recursive=True)
            )  # a worker that another test's command left waiting
            looking.start()
            self.records = {each.student: each for each in grade(self.course, workers=4, limits=LIMITS).records}
            over.set()
            looking.join()
            self.changed = {what: now for what, now in self._machine().items() if now != before[what]}
        with open_gradebook(self.course) as gradebook:
            self.scores = {each.student_id: each.score for each in gradebook.assignment_submissions(EXERCISE)}

    def _shorten(self) -> None:
        """Only the quick questions."""
        path = self.course.folder / "source" / EXERCISE / NAME
        book = nbformat.read(path, as_version=4)
        book.cells = [cell for cell in book.cells if cell.id.split("-")[0] in ("task", "setup", "memo", *QUESTIONS)]
        for cell in book.cells:
            if cell.id == "memo":
                cell.source += "\n\nCANARY-SOLUTION"
        nbformat.write(book, path)

    def _submit(self) -> None:
        full = nbformat.read(self.course.folder / "source" / EXERCISE / NAME, as_version=4)
        answers = {cell.id: cell.source for cell in full.cells if cell.id in QUESTIONS}
        honest, cheating = (
            json.loads((self.course.folder / "release" / EXERCISE / NAME).read_text("utf-8")) for _ in range(2)
        )
        for book, answered in ((honest, QUESTIONS), (cheating, ("q3",))):
            for cell in book["cells"]:
                cell["source"] = answers[cell["id"]] if cell["id"] in answered else cell["source"]
        for name in CLASSMATES:
            mine = json.dumps(honest).replace("m90 · Exercise", "CANARY-NEIGHBOUR").encode()
            (self._folder(name) / NAME).write_bytes(mine)
        for code in CODES:
            (self._folder(code.name) / NAME).write_text(self._filled(code, cheating), encoding="utf-8")
        for file in FILES:
            folder = self._folder(file.name)
            content = file.make(honest, cheating, folder)
            if content is not None:
                (folder / NAME).write_bytes(content)

    def _folder(self, student: str) -> Path:
        folder = self.course.folder / "submitted" / student / EXERCISE
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text("2026-11-23 01:02:03 UTC")
        return folder

    def _filled(self, code: Hostile, released: dict) -> str:
        book = json.loads(json.dumps(released))
        for cell in book["cells"]:
            cell["source"] = code.answers.get(cell["id"], cell["source"])
        first = next(number for number, cell in enumerate(book["cells"]) if cell["id"] == "q1-task")
        book["cells"][first:first] = [
            {
                "cell_type": "code",
                "metadata": {},
                "source": source,
                "outputs": [],
                "execution_count": None,
                "id": f"x{n}",
            }
            for n, source in enumerate(code.cells)
        ]
        text = json.dumps(book)
        places = {
            "COURSE": self.course.folder,
            "KIT": paths.HOME,
            "DATASETS": paths.datasets(),
            "CACHE": cache.folder(),
            "SOCKET": "twinline-canary",
        }
        for word, place in places.items():
            text = text.replace(word, json.dumps(str(place))[1:-1])
        return text.replace("'PORT'", f"'{self._port}'")

    @functools.cached_property
    def _sockets(self) -> list[socket.socket]:
        tcp, unix = socket.socket(), socket.socket(socket.AF_UNIX)
        tcp.bind(("127.0.0.1", 0))
        unix.bind("\0twinline-canary")
        for each in (tcp, unix):
            each.listen()
        return [tcp, unix]

    @property
    def _port(self) -> int:
        return int(self._sockets[0].getsockname()[1])

    def _listening(self):
        def accept(server: socket.socket) -> None:
            with contextlib.suppress(OSError):
                while True:
                    server.accept()
                    self.called.append(str(server.family))

        @contextlib.contextmanager
        def listening():
            threads = [threading.Thread(target=accept, args=(server,), daemon=True) for server in self._sockets]
            for thread in threads:
                thread.start()
            yield
            for server in self._sockets:
                server.shutdown(socket.SHUT_RDWR)
                server.close()
            for thread in threads:
                thread.join()

        return listening()

    def _machine(self) -> dict[str, object]:
        """What grading must not change."""
        folder = self.course.folder
        given = [folder / name for name in ("source", "release", "submitted", "secret.txt", "twinline-class.yml")]
        kit = [paths.HOME / name for name in ("twinline", "generators", "lessons", "solutions")]
        kit.append(built())
        return {
            "class": digest(*given),
            "kit": digest(*kit),
            "data": digest(paths.datasets() / "tiny"),
            "opened": Path("/tmp/CANARY-OPENED").exists(),
            "left behind": self._left(),
        }

    def _look(self, over: threading.Event) -> None:
        """Every process that grading starts, and the folders that it makes; other tests may be grading at the same time."""
        while not over.wait(0.3):
            for process in set(psutil.Process().children(recursive=True)) - self._there:
                with contextlib.suppress(psutil.Error):
                    words = process.cmdline()
                    self.folders |= {word for word in words if word.startswith("/tmp/tw-")}
                    if not tracker(process):
                        self.started.add(process)

    def _left(self) -> list[str]:
        processes = [str(each) for each in self.started if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
        return [*processes, *(name for name in self.folders if Path(name).exists())]


def tracker(process: psutil.Process) -> bool:
    """Python's own process beside spawned ones, which stays until this one ends."""
    return "resource_tracker" in " ".join(process.cmdline())


def digest(*places: Path) -> str:
    found = hashlib.sha256()
    for place in places:
        for path in [place, *sorted(place.rglob("*"))]:
            if "__pycache__" in path.parts:  # another worker may import something meanwhile
                continue
            found.update(str(path).encode())
            if path.is_symlink():
                found.update(str(path.readlink()).encode())
            elif path.is_file():
                found.update(path.read_bytes())
    return found.hexdigest()


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    with small_course():
        yield Class(tmp_path_factory.mktemp("hostile"))


def shown(graded: Class, student: str) -> str:
    """The autograded notebook as a text."""
    path = graded.course.folder / "autograded" / student / EXERCISE / NAME
    return path.read_text("utf-8") if path.is_file() else ""


def test_every_submission_has_a_record_and_a_row_in_the_gradebook(graded):
    everybody = {*CLASSMATES, *(each.name for each in (*CODES, *FILES))}
    assert set(graded.records) == set(graded.scores) == everybody
    assert {each.student for each in records.read_all(graded.course.folder)} == everybody


@pytest.mark.parametrize("student", CLASSMATES)
def test_classmates_keep_their_points(graded, student):
    record = graded.records[student]
    assert (record.outcome, record.points, graded.scores[student]) == ("graded", FULL, FULL), record


def test_the_machine_is_as_it_was(graded):
    assert graded.started
    assert graded.folders
    assert graded.changed == {}
    assert graded.called == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_code_gains_nothing(graded, code):
    record = graded.records[code.name]
    assert graded.scores[code.name] == record.points
    assert [each.points for each in record.questions if each.id != "q3"] == [0.0, 0.0], record
    assert record.points == HONEST if code.keeps else record.points <= HONEST, record
    assert code.says in (record.reason.en if record.reason else ""), record
    told = shown(graded, code.name)
    assert told
    for word in ("SECRET", "WROTE", "KILLED", "CONNECTED", "GOT"):
        said = [line for cell in json.loads(told)["cells"] for line in texts(cell) if line.startswith(word)]
        assert said == []
    assert "CANARY-NEIGHBOUR" not in told
    assert "CANARY-SOLUTION" not in told


def texts(cell: dict):
    for output in cell.get("outputs", ()):
        yield from "".join(output.get("text", "")).splitlines()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_files_gain_nothing(graded, file):
    record = graded.records[file.name]
    assert (record.points, graded.scores[file.name]) == (file.points, file.points), record
    assert record.outcome == ("refused" if file.says else "graded"), record
    assert file.says in (record.reason.en if record.reason else ""), record
    assert bool(shown(graded, file.name)) == (not file.says)


class Scripts(HTMLParser):
    """What on a page would run, or load, something: tags, attributes, and links whose letters were hidden."""

    TAGS = ("script", "iframe", "object", "embed", "form", "base", "svg", "meta", "frame", "link", "applet")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.typed = 0

    def handle_endtag(self, tag):
        self.typed -= tag == "pre"

    def handle_starttag(self, tag, attributes):
        self.typed += tag == "pre"
        if tag in self.TAGS:
            self.found.append(tag)
        for name, value in attributes:
            link = "".join((value or "").split()).lower()
            if name.startswith("on") or link.startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, text):
        if r"\href{javascript:" in text and not self.typed:  # MathJax makes a link of it, but not of what was typed
            self.found.append(text)


@pytest.mark.parametrize(
    "student", ["script-outputs", "memo-scripts", "forged-words", "forged-reply", "endless-cleaning"]
)
def test_no_script_is_left_for_who_looks(graded, student):
    plain, hostile = (page(graded, name) for name in (CLASSMATES[0], student))
    assert sorted(hostile.found) == sorted(plain.found)
    assert "onmouseover" not in str(hostile.found)


@functools.cache
def page(graded: Class, student: str) -> Scripts:
    """nbgrader's feedback for one student, read by a parser."""
    from nbgrader.apps import NbGraderAPI

    api = NbGraderAPI(config=graded.course.config())
    made = api.generate_feedback(EXERCISE, student, force=True)
    assert made["success"], made["log"]
    (path,) = (graded.course.folder / "feedback" / student / EXERCISE).glob("*.html")
    text = path.read_text("utf-8")
    assert "HIDDEN TESTS" not in text
    assert "q1.grade" not in text
    found = Scripts()
    found.feed(text)
    return found


def test_an_honest_memo_stays_as_it_was_written(graded):
    assert "Our data: 30 % of 1 &lt; 2 customers." in shown(graded, "memo-scripts")


def test_grading_again_finds_the_same(graded):
    again = [*CLASSMATES[:2], "equal-float", "forged-answers", "os-exit", "tests-twice", "gbk"]
    found = grade(graded.course, students=again, again=True, workers=2, limits=LIMITS)
    assert {each.student: each.points for each in found.records} == {name: graded.scores[name] for name in again}
    with open_gradebook(graded.course) as gradebook:
        assert graded.scores == {each.student_id: each.score for each in gradebook.assignment_submissions(EXERCISE)}
    assert marks_table.marks(graded.course)["score"].sum() == pytest.approx(sum(graded.scores.values()))
    assert Course.open(graded.course.folder).settings.secret


def test_every_file_is_one_thing():
    names = [each.name for each in (*CODES, *FILES)]
    assert len(names) == len(set(names))
    assert all(isinstance(each, File) for each in FILES)
