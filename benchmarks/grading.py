"""`python -m benchmarks.grading`: one class graded twice, by stock nbgrader and by `twinline class grade`; and a long one, for leaks.

Both run as their own commands, one after the other, on the same notebooks and the same unseen worlds, their start included. Stock
nbgrader runs learners' code unprotected, in the process that judges it; ours in the sandbox.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import indent

import nbformat
import psutil
from rich.console import Console
from rich.table import Table

from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.gradebook import open_gradebook
from twinline.classroom.grading.grade import grade
from twinline.classroom.nbgrader_config import NBGRADER_CONFIG
from twinline.classroom.students import Student
from twinline.questions.author.authoring import Question, read_questions

_STOCK = """from pathlib import Path
from twinline.classroom.course import Course
c = get_config()
c.merge(Course.open(Path(__file__).parent).config())
c.Autograde.pop("autograde_preprocessors")

"""
_EVERY = 50  # submissions between two looks at memory, processes and files


@dataclass
class Cost:
    """What grading a class took, wall clock, and each student's points by check."""

    seconds: float
    points: dict[tuple[str, str], float]


def make(folder: Path, module: str, number: int) -> Course:
    """A class whose members handed in honest work: every third all right, the others with typical mistakes or a gap."""
    students = [Student(f"s{place:03d}", "王", f"小明{place}") for place in range(1, number + 1)]
    course = setup.new(folder, "zh", [module], students)
    course = replace(
        course, settings=course.settings.model_copy(update={"secret": ""})
    )  # stock knows no class's own worlds
    course.save()
    setup.release(course)
    (assignment,) = course.settings.exercises
    for place, student in enumerate(students):
        for released in (course.folder / "release" / assignment).glob("*.ipynb"):
            book = nbformat.read(released, as_version=4)
            for cell, source in _answers(course.folder / "source" / assignment / released.name, module, place):
                next(each for each in book.cells if each.id == cell).source = source
            target = course.folder / "submitted" / student.id / assignment
            target.mkdir(parents=True, exist_ok=True)
            nbformat.write(book, target / released.name)
            (target / "timestamp.txt").write_text("2026-03-01 02:00:00 UTC", encoding="utf-8")
    return course


def _answers(solved: Path, module: str, place: int) -> Iterator[tuple[str, str]]:
    questions = {question.id: question for question in read_questions(module)}
    for number, cell in enumerate(nbformat.read(solved, as_version=4).cells):
        question = questions.get(cell.id)
        if question is None or (number + place) % 7 == 3:
            continue
        wrongs = [each for each in question.wrongs if isinstance(question, Question)]
        if place % 3 and wrongs and (number + place) % 2:
            head, body = question.source(wrongs[place % len(wrongs)])
            yield cell.id, f"{head}\n{indent(body, '    ')}"
        else:
            yield cell.id, cell.source


def stock(course: Course) -> Cost:
    """Stock nbgrader on a class's folder: its own preprocessors, its own kernels."""
    (course.folder / NBGRADER_CONFIG).write_text(_STOCK, encoding="utf-8")
    (assignment,) = course.settings.exercises
    return _cost(course, [sys.executable, "-m", "nbgrader", "autograde", assignment], course.folder)


def ours(course: Course) -> Cost:
    """`twinline class grade` on a class's folder."""
    return _cost(course, [sys.executable, "-m", "twinline", "class", "grade", "-c", str(course.folder)], Path.cwd())


def _cost(course: Course, command: list[str], where: Path) -> Cost:
    path = os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH", "")]))
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PYTHONPATH": path, "PATH": scripts}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    (assignment,) = course.settings.exercises
    with open_gradebook(course) as gradebook:
        points = {
            (submission.student_id, each.name): each.auto_score or 0.0
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for each in notebook.grades
        }
    return Cost(seconds, points)


def compare(modules: list[str], number: int) -> Table:
    """A row a module: how much sooner ours is done, and whether all points are the same."""
    table = Table(
        "",
        "submissions",
        "stock, s each",
        "ours, s each",
        "times as fast",
        "points that differ",
        title=f"{os.cpu_count()} cores",
    )
    for module in modules:
        with tempfile.TemporaryDirectory() as place:
            course = make(Path(place) / "stock", module, number)
            shutil.copytree(course.folder, Path(place) / "ours")
            theirs, mine = stock(course), ours(Course.open(Path(place) / "ours"))
        differ = [key for key, points in theirs.points.items() if mine.points.get(key) != points]
        table.add_row(
            module,
            str(number),
            f"{theirs.seconds / number:.2f}",
            f"{mine.seconds / number:.2f}",
            f"{theirs.seconds / mine.seconds:.1f}",
            f"{len(differ)} of {len(theirs.points)} {', '.join(' '.join(key) for key in differ[:4])}",
        )
    return table


@dataclass
class Look:
    """What grading holds at one moment: memory in MiB, by process apart from what is shared; processes; open files."""

    done: int
    seconds: float
    memory: float
    processes: int
    files: int


@dataclass
class Watch:
    """Looks at this process and all below it, now and then."""

    begun: float = field(default_factory=time.perf_counter)
    looks: list[Look] = field(default_factory=list)

    def tell(self, done: int, total: int) -> None:
        """After each submission."""
        if done and (done % _EVERY == 0 or done == total):
            self.look(done)
            print(f"{done} of {total}", file=sys.stderr)

    def look(self, done: int) -> None:
        """Now."""
        memory, processes, files = 0.0, 0, 0
        for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
            try:
                memory += process.memory_full_info().uss / 2**20
                files += process.num_fds()
            except psutil.Error:
                continue
            processes += 1
        self.looks.append(Look(done, time.perf_counter() - self.begun, memory, processes, files))


def leaks(module: str, number: int) -> Table:
    """A long class: what grading holds on the way, and what is left when it is done."""
    table = Table("graded", "seconds", "memory, MiB", "processes", "open files", "in the temporary folder")
    with tempfile.TemporaryDirectory() as place:
        course = make(Path(place) / "class", module, number)
        temporary = Path(tempfile.gettempdir())
        before = {path.name for path in temporary.iterdir()}
        watch = Watch()
        watch.look(0)
        records = grade(course, tell=watch.tell).records
        watch.look(len(records))
        left = {path.name for path in temporary.iterdir()} - before
        for look in watch.looks:
            row = (look.done, look.seconds, look.memory, look.processes, look.files)
            table.add_row(*(f"{each:,.0f}" for each in row), "")
        table.add_row("left behind", "", "", "", "", ", ".join(sorted(left)) or "nothing")
        table.title = f"{module}, {len(records)} graded, {sum(each.outcome != 'graded' for each in records)} not"
    return table


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", nargs="+", default=["m10", "m04"])
    parser.add_argument("--submissions", type=int, default=30)
    parser.add_argument(
        "--leaks", type=int, metavar="NUMBER", help="grade so many of the first module, and look for leaks"
    )
    chosen = parser.parse_args()
    table = leaks(chosen.modules[0], chosen.leaks) if chosen.leaks else compare(chosen.modules, chosen.submissions)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
