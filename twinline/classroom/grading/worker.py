"""A worker of the grader: a process with a sandbox of its own, that grades one submission after the other.

It never opens the gradebook, and does not import nbgrader: a worker is ready seconds sooner.
"""

import atexit
import faulthandler
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from twinline.base.paths import LESSONS
from twinline.base.shown import shown
from twinline.base.text import Language, use_language
from twinline.base.words import Words
from twinline.classroom.grading.ask import Exercise
from twinline.classroom.grading.fixed_cells import FixedCells
from twinline.classroom.grading.submission import Done, Marker, SandboxLost, Task, refused
from twinline.classroom.sandbox.fresh import FreshServer
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.outputs import text
from twinline.classroom.sandbox.server import ForkServer, KernelGone, Server
from twinline.classroom.sandbox.unsafe import OpenServer
from twinline.questions.author.authoring import read_questions
from twinline.questions.author.grading import HIDDEN, hidden_bank

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

_JUDGING_SECONDS = 1_800  # for what is done out here with a submission; a policy's best rival takes minutes to find
_MOST_EXTRA = 64 << 20  # bytes of the files beside a submitted notebook
WORKER_LOST = Words(
    en="Grading this notebook brought its worker down. Look at it before you run it.",
    zh="批改这份笔记本时工作进程意外退出。请先查看内容，不要直接运行。",
)


@dataclass(frozen=True)
class WorkerSettings:
    """What a worker needs besides the submissions, on whatever machine it is."""

    fixed_cells: dict[str, FixedCells]
    """By assignment."""
    graders: dict[str, str]
    """By assignment the digest of all that grades it, see `digest`: where it changed, another worker is needed."""
    limits: Limits
    worlds: tuple[int, ...]
    unsafe: bool
    code: str | None
    """The exam's; None for a class without an exam."""
    language: Language
    banks: tuple[int, ...] = HIDDEN
    """Seeds of the hidden banks that functions are graded on."""


@dataclass
class Worker:
    """What this process has made for grading: its sandbox, and by module and assignment what asks and judges."""

    settings: WorkerSettings
    slot: int
    """Which user of the machine's its sandbox runs as; no two workers have the same."""
    server: Server | None = None
    exercises: dict[str, Exercise] = field(default_factory=dict)
    markers: dict[str, Marker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        atexit.register(self.close)

    def close(self) -> None:
        """End the sandbox."""
        if self.server is not None:
            self.server.close()
            self.server = None

    def mark(self, task: Task) -> Done:
        """Grade one submission; whatever happens, it is a result."""
        use_language(self.settings.language)
        try:
            extra = _extra_files(task.path.parent)
            if extra:
                return Done(refused(task, extra))
            try:
                return self._marker(task).mark(task, last=False)
            except SandboxLost:
                self.close()
            return self._marker(task).mark(task)
        except KernelGone as gone:
            self.close()
            return Done(refused(task, Words(en=gone.en, zh=gone.zh)))
        except Exception as error:
            return Done(refused(task, not_graded(error)))

    def _marker(self, task: Task) -> Marker:
        settings = self.settings
        if self.server is None or not self.server.alive:
            self.server = _server(self.slot, settings.limits, unsafe=settings.unsafe)
            self.markers.clear()
        if task.module not in self.exercises:
            questions = read_questions(task.module, LESSONS)
            banks = [hidden_bank(seed) for seed in settings.banks]
            self.exercises[task.module] = Exercise(task.module, questions, settings.limits, settings.worlds, banks)
        if task.assignment not in self.markers:
            self.markers[task.assignment] = Marker(
                self.server,
                self.exercises[task.module],
                settings.fixed_cells[task.assignment],
                settings.limits,
                settings.code,
            )
        return self.markers[task.assignment]


_pools: Worker | None = None
"""This process, where it is a worker of the pool."""


def begin_in_pool(settings: WorkerSettings, slots: "Queue[int]") -> None:
    """Make this process a worker of the pool, which may be lost: it ends itself sooner than that it stops the machine."""
    global _pools
    if sys.platform.startswith("linux"):
        from twinline.walls import namespaces

        namespaces.die_with_parent()  # a grader that was killed leaves no worker, and no learner's code running
    _pools = Worker(settings, slots.get())
    be_limited(settings)


def mark_in_pool(task: Task) -> Done:
    """Grade one submission; the worker is lost where it takes for ever."""
    assert _pools is not None
    with in_time(_pools.settings):
        return _pools.mark(task)


def be_limited(settings: WorkerSettings) -> None:
    """Let this process hold no more than a grader may: what a kernel sends is read here."""
    if sys.platform.startswith("linux"):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (settings.limits.grader, most))


@contextmanager
def in_time(settings: WorkerSettings) -> Iterator[None]:
    """End this process where one submission takes longer than any may.

    A thread of faulthandler's does it, which needs neither Python's lock nor a signal: a library may hold the one for hours,
    and whoever started the program may have had the other ignored.
    """
    seconds = settings.limits.seconds + _JUDGING_SECONDS
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@lru_cache(maxsize=1)
def _nowhere() -> IO[str]:
    return Path(os.devnull).open("w")


def not_graded(error: Exception) -> Words:
    """What a record says of an error that is none of the learner's."""
    said = text(f"{type(error).__name__}: {error}")[:300]
    return Words(en=f"It could not be graded: {said}", zh=f"无法批改：{said}")


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
            name = shown(path.name)
            return Words(
                en=f"The submission holds a link or no ordinary file, {name}: links are not followed.",
                zh=f"提交内容里有链接或非普通文件 {name}：不接受链接。",
            )
        size += path.stat().st_size if path.is_file() else 0
    if size > _MOST_EXTRA:
        return Words(en=f"The submission has over {_MOST_EXTRA >> 20} MB.", zh=f"提交内容超过 {_MOST_EXTRA >> 20} MB。")
    return None
