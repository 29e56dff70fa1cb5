"""A worker of the grader: a process with a sandbox of its own, that grades one submission after the other.

It never opens the gradebook, and does not import nbgrader: a worker is ready seconds sooner.
"""

import atexit
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinline.base.paths import LESSONS
from twinline.base.text import Language, use_language
from twinline.base.words import Words
from twinline.classroom.grading.ask import Exercise
from twinline.classroom.grading.fixed_cells import Frame
from twinline.classroom.grading.submission import Done, Marker, Task, refused
from twinline.classroom.sandbox.fresh import FreshServer
from twinline.classroom.sandbox.kernels import Kernel
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.outputs import text
from twinline.classroom.sandbox.server import ForkServer, KernelGone, Server
from twinline.classroom.sandbox.unsafe import OpenServer
from twinline.questions.author.authoring import read_questions

_JUDGING_SECONDS = 1_800  # for what is done out here with a submission; a policy's best rival takes minutes to find
_MOST_EXTRA = 64 << 20  # bytes of the files beside a submitted notebook
WORKER_LOST = Words(
    en="Grading this notebook brought its worker down. Look at it before you run it.",
    zh="批改这份笔记本时工作进程意外退出。请先查看内容，不要直接运行。",
)


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


_here: dict[str, Any] = {}


def begin_in_pool(means: Means, slots: Any) -> None:
    """Make this process a worker of the pool, which may be lost: it ends itself sooner than that it stops the machine."""
    if sys.platform.startswith("linux"):
        from twinline.classroom.sandbox import namespaces

        namespaces.die_with_parent()  # a grader that was killed leaves no worker, and no learner's code running
    begin(means, slots.get())
    if sys.platform.startswith("linux"):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)  # what a kernel sends is read here
        resource.setrlimit(resource.RLIMIT_DATA, (means.limits.grader, most))


def mark_in_pool(task: Task) -> Done:
    """Grade one submission; the worker is lost where it takes for ever."""
    if sys.platform == "win32":
        return mark(task)
    signal.alarm(int(_here["means"].limits.seconds) + _JUDGING_SECONDS)
    try:
        return mark(task)
    finally:
        signal.alarm(0)


def mark_alone(task: Task, means: Means) -> Done:
    """Grade one submission in this process, which is a worker from its first one on."""
    if not _here:
        begin(means, os.getpid() % 1_000)
    _here["means"].frames.update(means.frames)
    return mark(task)


def begin(means: Means, slot: int) -> None:
    """Make this process a worker, with a user of its own for its sandbox: the `slot`-th of the machine."""
    _close()
    _here.update(means=means, slot=slot, server=None, markers={}, exercises={})
    atexit.register(_close)


def _close() -> None:
    if _here.get("server") is not None:
        _here["server"].close()


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
