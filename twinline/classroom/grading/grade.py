"""Grade a class: many sandboxes at once, one writer for the gradebook. What is graded is kept, and not graded twice."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from generators.errors import BilingualError
from twinline.base.paths import HOME, LESSONS
from twinline.base.words import Words
from twinline.classroom.course import Course, database_troubles, handed_in, module_of
from twinline.classroom.gradebook import Book
from twinline.classroom.grading import records
from twinline.classroom.grading.fixed_cells import Frame, read_frame
from twinline.classroom.grading.records import Record
from twinline.classroom.grading.submission import Done, Task, refused
from twinline.classroom.grading.worker import WORKER_LOST, Means, begin_in_pool, mark_alone, mark_in_pool, not_graded
from twinline.classroom.sandbox import bubblewrap
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.outputs import text

Tell = Callable[[int, int], None]


@dataclass
class Summary:
    """What a run of `grade` did, by submission."""

    records: list[Record] = field(default_factory=list)
    kept: int = 0
    """Graded before, and unchanged since."""

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
    tell: Tell = lambda done, total: None,
) -> Summary:
    """Grade what was handed in and is new. Raises `NoSandbox` where learners' code cannot be shut in.

    With `unsafe` there is no sandbox: learners' code runs with all the rights of whoever grades. With the address of a
    Dask `scheduler` its workers grade, see `twinline.classroom.grading.dask_cluster`. `tell` is called with the number of submissions
    done, and of all. One submission never stops or taints another: whatever goes wrong with one becomes its record.
    """
    why_not = bubblewrap.refusal()
    if why_not and not unsafe and scheduler is None:
        raise why_not
    summary = Summary()
    chosen = course.assignments(assignments)
    _all_known(course, chosen, students or [])
    tasks: list[Task] = []
    frames = {assignment: frame_of(course, assignment) for assignment in chosen}
    for assignment in chosen:
        for task in _tasks(course, assignment, students):
            if not again and _is_done(course, task):
                summary.kept += 1
            else:
                tasks.append(task)
    means = Means(frames, limits or Limits(), course.worlds, unsafe, _code(course), course.settings.language)
    total = len(tasks)
    tell(0, max(total, 1))
    with Book(course) as book, ExitStack() as stack:
        if scheduler is None or not tasks:
            results = _graded(tasks, min(workers or os.cpu_count() or 1, max(len(tasks), 1)), means)
        else:
            from twinline.classroom.grading import dask_cluster

            results = stack.enter_context(dask_cluster.graded(scheduler, course.folder, tasks, means))
        for done, result in enumerate(results, 1):
            summary.records.append(_keep(course, book, result))
            tell(done, total)
    summary.records.sort(key=lambda record: (record.assignment, record.student))
    return summary


def _all_known(course: Course, assignments: list[str], students: list[str]) -> None:
    known = {each.id for each in course.students()} if students else set()
    known.update(*(course.submitted(assignment) for assignment in assignments))
    for student in students:
        if student not in known:
            near = get_close_matches(student, known, 3)
            raise BilingualError(
                f"There is no student {student} in this class."
                + (f" Did you mean {' or '.join(near)}?" if near else ""),
                f"班里没有学员 {student}。" + (f"是不是 {'、'.join(near)}？" if near else ""),
            )


def frame_of(course: Course, assignment: str) -> Frame:
    """The exercise's fixed cells. Raises `BilingualError` for one that was not released."""
    found = sorted((course.folder / "release" / assignment).glob("*.ipynb"))
    source = course.folder / "source" / assignment
    if not found or not (source / found[0].name).is_file():
        raise BilingualError(
            f"{assignment} was not released yet: run `twinline class release` first.",
            f"{assignment} 还没有发布：请先运行 `twinline class release`。",
        )
    return read_frame(source / found[0].name, found[0])


def _tasks(course: Course, assignment: str, students: list[str] | None) -> Iterator[Task]:
    module = module_of(assignment)
    kit = _kit_digest(module)
    for student in course.submitted(assignment):
        if students and student not in students:
            continue
        folder = course.folder / "submitted" / student / assignment
        path = folder / f"{frame_of(course, assignment).notebook}.ipynb"
        yield Task(student, assignment, module, path, _digest(folder, kit), handed_in(folder))


def _digest(folder: Path, kit: str) -> str:
    """Of a submission and of what it is graded with."""
    found = hashlib.sha256(kit.encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" and path.is_file() and not path.is_symlink():
            found.update(path.name.encode())
            with path.open("rb") as file:
                while part := file.read(1 << 20):
                    found.update(part)
    return found.hexdigest()


@lru_cache(maxsize=32)
def _kit_digest(module: str) -> str:
    """Of the questions of a module: when they change, its submissions are graded again."""
    found = hashlib.sha256()
    for path in [
        HOME / "twinline" / "feedback" / f"{module}.json",
        *sorted(LESSONS.glob(f"{module}_*/questions/*.py")),
    ]:
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()


def _is_done(course: Course, task: Task) -> bool:
    record = records.read(course.folder, task.assignment, task.student)
    if record is None or record.digest != task.digest:
        return False
    return record.outcome == "refused" or (course.folder / "autograded" / task.student / task.assignment).is_dir()


def _graded(tasks: list[Task], workers: int, means: Means) -> Iterator[Done]:
    """Results as they come. Where a worker is lost, each submission that may have done it is tried once more, alone."""
    waiting, suspects = list(reversed(tasks)), list[Task]()
    while waiting or suspects:
        tasks, number = (suspects, 1) if suspects else (waiting, workers)
        # One task more than workers in flight: results wait for the writer, and not in memory.
        most = 1 if suspects else workers + 1
        flying: dict[Future[Done], Task] = {}
        lost = False
        with _pool(number, means) as pool:
            while (tasks or flying) and not lost:
                while tasks and len(flying) < most:
                    task = tasks.pop()
                    flying[pool.submit(mark_in_pool, task)] = task
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        lost = True
                        continue
                    except Exception as error:  # a result that cannot even be handed over
                        result = Done(refused(flying[future], not_graded(error)))
                    del flying[future]
                    yield result
        if lost and most == 1:
            yield from (Done(refused(task, WORKER_LOST)) for task in flying.values())
        else:
            suspects += flying.values()


def _code(course: Course) -> str | None:
    return course.settings.exam.code if course.settings.exam else None


def _pool(workers: int, means: Means) -> ProcessPoolExecutor:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # for the workers: threads that wait for each other only burn time
    slots = get_context("spawn").Queue()
    for slot in range(workers):
        slots.put(slot)
    return ProcessPoolExecutor(workers, get_context("spawn"), begin_in_pool, (means, slots))


def mark_here(course: Course, assignment: str, student: str) -> Done:
    """Grade one submission in this process; for nbgrader's own commands."""
    task = next(_tasks(course, assignment, [student]))
    means = Means(
        {assignment: frame_of(course, assignment)},
        Limits(),
        course.worlds,
        unsafe=False,
        code=_code(course),
        language=course.settings.language,
    )
    return mark_alone(task, means)


def _keep(course: Course, book: Book, result: Done) -> Record:
    record = result.record
    try:
        with database_troubles(course.folder):
            if result.notebook is None:
                book.refuse(record.student, record.assignment)
            else:
                book.save(record.student, record.assignment, result.notebook)
    except BilingualError as error:
        record = record.model_copy(
            update={"outcome": "refused", "reason": Words(en=error.en, zh=error.zh), "digest": ""}
        )
    except Exception as error:  # one that nbgrader cannot take must not stop the class
        said = text(f"{type(error).__name__}: {error}")[:300]
        why = Words(en=f"nbgrader could not save it: {said}", zh=f"nbgrader 无法保存：{said}")
        record = record.model_copy(update={"outcome": "refused", "reason": why, "digest": ""})
        with suppress(Exception):  # the points of an earlier submission are not this one's
            book.refuse(record.student, record.assignment)
    records.save(course.folder, record)
    return record
