"""Grade a class: many sandboxes at once, one writer for the gradebook. What is graded is kept, and not graded twice."""

import hashlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from twinline.classroom import records
from twinline.classroom.book import Book
from twinline.classroom.course import Course, module_of
from twinline.classroom.frame import Frame, read_frame
from twinline.classroom.records import Record
from twinline.classroom.run import Done, Marker, Task, refused
from twinline.classroom.sandbox import bubblewrap
from twinline.classroom.sandbox.fresh import FreshServer
from twinline.classroom.sandbox.kernels import ForkServer, Kernel, KernelGone, Server
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.outputs import text
from twinline.classroom.sandbox.unsafe import OpenServer
from twinline.paths import HOME, LESSONS
from twinline.questions.words import Words
from twinline.text import Language, use_language

_JUDGING_SECONDS = 1_800  # for what is done out here with a submission; a policy's best rival takes minutes to find
_MOST_EXTRA = 64 << 20  # bytes of the files beside a submitted notebook
WORKER_LOST = Words(
    en="Grading this notebook brought its worker down. Look at it before you run it.",
    zh="批改这份笔记本时工作进程意外退出。请先查看内容，不要直接运行。",
)
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
    Dask `scheduler` its workers grade, see `twinline.classroom.cluster`. `tell` is called with the number of submissions
    done, and of all. One submission never stops or taints another: whatever goes wrong with one becomes its record.
    """
    why_not = bubblewrap.refusal()
    if why_not and not unsafe and scheduler is None:
        raise why_not
    summary = Summary()
    chosen = course.assignments(assignments)
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
            from twinline.classroom import cluster

            results = stack.enter_context(cluster.graded(scheduler, course.folder, tasks, means))
        for done, result in enumerate(results, 1):
            summary.records.append(_keep(course, book, result))
            tell(done, total)
    summary.records.sort(key=lambda record: (record.assignment, record.student))
    return summary


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
        yield Task(student, assignment, module, path, _digest(folder, kit), _handed_in(folder))


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
    for path in [HOME / "twinline" / "feedback" / f"{module}.json", *sorted(LESSONS.glob(f"{module}_*/questions*.py"))]:
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()


def _handed_in(folder: Path) -> datetime | None:
    """nbgrader's time stamp of a submission."""
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        return datetime.fromisoformat(text.removesuffix(" UTC")).replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def _is_done(course: Course, task: Task) -> bool:
    record = records.read(course.folder, task.assignment, task.student)
    if record is None or record.digest != task.digest:
        return False
    return record.outcome == "refused" or (course.folder / "autograded" / task.student / task.assignment).is_dir()


@dataclass(frozen=True)
class Means:
    """What a worker needs besides the submissions, on whatever machine it is."""

    frames: dict[str, Frame]
    limits: Limits
    worlds: tuple[int, ...]
    unsafe: bool
    code: str | None
    """The exam's; None for a class without an exam."""
    language: Language


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
                    flying[pool.submit(_mark_in_worker, task)] = task
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
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin_worker, (means, slots))


_here: dict[str, Any] = {}


def _begin_worker(means: Means, slots: Any) -> None:
    """Make this process a worker of the pool, which may be lost: it ends itself sooner than that it stops the machine."""
    begin(means, slots.get())
    if sys.platform.startswith("linux"):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)  # what a kernel sends is read here
        resource.setrlimit(resource.RLIMIT_DATA, (means.limits.grader, most))


def _mark_in_worker(task: Task) -> Done:
    """Grade one submission; the worker is lost where it takes for ever."""
    if sys.platform == "win32":
        return mark(task)
    signal.alarm(int(_here["means"].limits.seconds) + _JUDGING_SECONDS)
    try:
        return mark(task)
    finally:
        signal.alarm(0)


def begin(means: Means, slot: int) -> None:
    """Make this process a worker, with a user of its own for its sandbox: the `slot`-th of the machine."""
    _close()
    _here.update(means=means, slot=slot, server=None, markers={}, exercises={})
    import atexit

    atexit.register(_close)


def _close() -> None:
    if _here.get("server") is not None:
        _here["server"].close()


def mark_here(course: Course, assignment: str, student: str) -> Done:
    """Grade one submission in this process; for nbgrader's own commands."""
    task = next(_tasks(course, assignment, [student]))
    if not _here:
        means = Means({}, Limits(), course.worlds, unsafe=False, code=_code(course), language=course.settings.language)
        begin(means, os.getpid() % 1_000)
    _here["means"].frames[assignment] = frame_of(course, assignment)
    return mark(task)


def mark(task: Task) -> Done:
    """Grade one submission in this worker; whatever happens, it is a result."""
    use_language(_here["means"].language)
    try:
        extra = _extra_files(task.path.parent)
        if extra:
            return Done(refused(task, extra))
        return _marker(task.assignment, task.module).mark(task)
    except KernelGone as gone:
        _here["server"] = None
        return Done(refused(task, Words(en=gone.en, zh=gone.zh)))
    except Exception as error:
        return Done(refused(task, not_graded(error)))


def not_graded(error: Exception) -> Words:
    """What a record says of an error that is none of the learner's."""
    said = text(f"{type(error).__name__}: {error}")[:300]
    return Words(en=f"It could not be graded: {said}", zh=f"无法批改：{said}")


def _marker(assignment: str, module: str) -> Marker:
    from twinline.classroom.asking import Exercise
    from twinline.questions.authoring import read_questions

    means: Means = _here["means"]
    if _here["server"] is None or not _here["server"].alive:
        _here.update(server=_server(_here["slot"], means.limits, unsafe=means.unsafe), markers={})
    if module not in _here["exercises"]:
        _here["exercises"][module] = Exercise(module, read_questions(module, LESSONS), means.limits, means.worlds)
    if assignment not in _here["markers"]:
        _here["markers"][assignment] = Marker(
            _here["server"], _here["exercises"][module], means.frames[assignment], means.limits, means.code
        )
    marker: Marker = _here["markers"][assignment]
    return marker


def _server(slot: int, limits: Limits, *, unsafe: bool) -> Server:
    """Where kernels come from on this machine: warm ones, where they can be walled in; else new ones, each in a sandbox."""
    if unsafe:
        return OpenServer()
    server = ForkServer(slot)
    try:
        Kernel(server, limits).end()
    except KernelGone:
        server.close()
        return FreshServer(slot)
    return server


def _extra_files(folder: Path) -> Words | None:
    """What is wrong with a submission's folder: links, or more than anybody needs."""
    size = 0
    for path in [folder.parent, folder, *folder.rglob("*")]:
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            name = text(path.name)
            return Words(
                en=f"The submission holds a link or no ordinary file, {name}: links are not followed.",
                zh=f"提交内容里有链接或非普通文件 {name}：不接受链接。",
            )
        size += path.stat().st_size if path.is_file() else 0
    if size > _MOST_EXTRA:
        return Words(en=f"The submission has over {_MOST_EXTRA >> 20} MB.", zh=f"提交内容超过 {_MOST_EXTRA >> 20} MB。")
    return None


def _keep(course: Course, book: Book, result: Done) -> Record:
    record = result.record
    try:
        if result.notebook is None:
            book.refuse(record.student, record.assignment)
        else:
            book.save(record.student, record.assignment, result.notebook)
    except Exception as error:  # one that nbgrader cannot take must not stop the class
        said = text(f"{type(error).__name__}: {error}")[:300]
        why = Words(en=f"nbgrader could not save it: {said}", zh=f"nbgrader 无法保存：{said}")
        record = record.model_copy(update={"outcome": "refused", "reason": why, "digest": ""})
    records.save(course.folder, record)
    return record
