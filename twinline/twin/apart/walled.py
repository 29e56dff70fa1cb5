"""A policy's process behind a wall: nothing of the bank's truth or of the simulator is there, no network, nobody's files.

A server is started once for all policies of this process, see `twinline.twin.apart.server`: a policy's process is forked from it
in milliseconds.
"""

import atexit
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from generators import cache
from twinline.base.paths import COURSE, EXERCISES, HOME, LEARNED, LESSONS, SOLUTIONS, TESTS, datasets, workspace
from twinline.twin.apart.line import START_SECONDS
from twinline.walls import bubblewrap

_SLOT = -1  # of the users that root becomes: none of the grader's
_PYTHON = (
    "bin",
    "lib",
    "lib64",
    "share",
    "pyvenv.cfg",
)  # of a folder in which a Python lies, perhaps among other things
_PACKAGES = ("generators", "twinline")
KIT = (
    "generators/__init__.py",
    "generators/errors.py",
    "twinline/__init__.py",
    "twinline/__init__.pyi",
    "twinline/base/__init__.py",
    "twinline/base/shown.py",
    "twinline/base/text.py",
    "twinline/twin/__init__.py",
    "twinline/twin/strategy.py",
    "twinline/twin/apart/__init__.py",
    "twinline/twin/apart/child.py",
    "twinline/twin/apart/probe.py",
    "twinline/twin/apart/server.py",
    "twinline/twin/apart/wire.py",
    "twinline/walls/__init__.py",
    "twinline/walls/namespaces.py",
    "twinline/walls/syscalls.py",
)
"""All of the kit that lies behind the wall: what puts strategies together, and what serves there."""
_START = "import sys; sys.path.append({kit!r}); from twinline.twin.apart import server; server.main({kit!r})"
_MESSAGE = 1 << 16
_END_SECONDS = 10.0


class NoWall(Exception):
    """This machine does not let a wall be built, or the server behind it has gone."""


class Server:
    """The process behind the wall from which policies' processes are forked."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        with theirs, tempfile.TemporaryFile() as errors:
            self._process = subprocess.Popen(
                _command(),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env={},  # bubblewrap's own lies open behind its wall
                start_new_session=True,  # who interrupts a notebook's cell does not mean it
            )
            theirs.close()
            try:
                self._hear()
            except BaseException as error:
                self.close()
                errors.seek(0)
                said = " ".join(errors.read(2_000).decode(errors="replace").split())
                raise NoWall(said) if isinstance(error, NoWall) else error from None

    @property
    def alive(self) -> bool:
        """Whether it still answers, and is this process's: after a fork it is the parent's alone."""
        return self.owner == os.getpid() and self._process.poll() is None

    def fork(self, modules: Sequence[str], megabytes: int) -> tuple[int, socket.socket]:
        """The number of a new process for a policy, and the line to it. Raises `NoWall`."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                answer = self._ask({"modules": list(modules), "megabytes": megabytes}, [theirs.fileno()])
            except BaseException:
                ours.close()
                raise
        return answer["began"], ours

    def end(self, number: int) -> None:
        """End a policy's process; it is gone when this returns."""
        with contextlib.suppress(NoWall):  # then all that were behind it are gone
            self._ask({"end": number})

    def close(self) -> None:
        """End it, and all behind the wall."""
        self._control.close()  # at which it ends
        if self.owner != os.getpid():
            self._process.returncode = 0  # the parent's to wait for, not this fork's
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self._process.kill()
        self._process.wait()

    def _ask(self, message: dict[str, Any], lines: Sequence[int] = ()) -> dict[str, Any]:
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(message).encode()], list(lines))
                return self._hear()
            except OSError as error:
                self.close()
                raise NoWall(str(error)) from error
            except BaseException:  # interrupted half-way: the next answer would be that of this question
                self.close()
                raise

    def _hear(self) -> dict[str, Any]:
        try:
            content = self._control.recv(_MESSAGE)
        except OSError as error:
            raise NoWall(str(error)) from error
        if not content:
            raise NoWall("it ended")
        answer: dict[str, Any] = json.loads(content)
        return answer


class Walled:
    """A `Line` to a process behind the wall. Raises `NoWall` where there can be none."""

    def __init__(self, modules: Sequence[str], megabytes: int) -> None:
        self._modules, self._megabytes = modules, megabytes
        try:
            self._server = _server()
            self._number, self._socket = self._server.fork(modules, megabytes)
        except NoWall:  # it has gone since the last policy, as with the thread that had started it
            self._server = _server()
            self._number, self._socket = self._server.fork(modules, megabytes)
        self.source: BinaryIO = self._socket.makefile("rb")
        self.out: BinaryIO = self._socket.makefile("wb")

    def fresh(self) -> "Walled":
        """A line to another process, which knows nothing of what this one saw."""
        self.close()
        return Walled(self._modules, self._megabytes)

    def end(self) -> None:
        """End the process."""
        self._server.end(self._number)

    def close(self) -> None:
        """End the process and let go of the line."""
        self.end()
        for each in (self.source, self.out, self._socket):
            with contextlib.suppress(OSError):  # what was on its way when the process ended
                each.close()


_kept: Server | None = None
_keeping = threading.Lock()


def _server() -> Server:
    """This process's server, started where there is none. Raises `NoWall`."""
    global _kept
    with _keeping:
        if _kept is None or not _kept.alive:
            if _kept is None:
                atexit.register(_let_go)
            else:
                _kept.close()
            _kept = None
            _kept = Server()
        return _kept


def _let_go() -> None:
    global _kept
    if _kept is not None:
        _kept.close()
        _kept = None


def _command() -> list[str]:
    start = [sys.executable, "-P", "-s", "-c", _START.format(kit=str(HOME))]
    words = bubblewrap.enclosed(
        _shown(), start, _environment(), home="/", hostname="policy", slot=_SLOT, forks=False, outlives=True
    )
    return [shutil.which(words[0]) or words[0], *words[1:]]


def _shown() -> list[str]:
    """Python, its libraries, and of the kit what a policy may use: nothing else of this machine's."""
    homes = [*map(Path, bubblewrap.prefixes()), Path(sys.executable).resolve().parents[1]]
    python = [home / name for home in dict.fromkeys(homes) for name in _PYTHON if home != Path("/usr")]
    words = bubblewrap.read_only(*python)
    private = (*cache.folders(), LEARNED, LESSONS, COURSE, EXERCISES, SOLUTIONS, TESTS, datasets(), workspace())
    words += bubblewrap.covered([Path("/usr"), *python], private)
    packages = [HOME / name for name in _PACKAGES]
    for package in packages:
        words += [*(word for folder in reversed(package.parents[:-1]) for word in ("--dir", str(folder)))]
        words += ["--tmpfs", str(package)]
    for name in KIT:
        for folder in reversed((HOME / name).relative_to(HOME).parents[:-2]):
            words += ["--dir", str(HOME / folder)]
        words += ["--ro-bind", str(HOME / name), str(HOME / name)]
    return [*words, *(word for package in packages for word in ("--remount-ro", str(package)))]


def _environment() -> dict[str, str]:
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": "/",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",  # a thread would not survive the fork
    }
