"""The process that kernels are forked from, and what a sandbox is to those who use it."""

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from generators.errors import BilingualError
from twinline.classroom.sandbox import forkserver, wall, watch
from twinline.classroom.sandbox.folders import connection, empty, observed_only, remove, scratch
from twinline.classroom.sandbox.limits import Limits
from twinline.walls.bubblewrap import uid

if TYPE_CHECKING:
    pass


_START_SECONDS = 120.0  # for Python to import everything, on a slow disk


_FORK_SECONDS = 20.0


_END_SECONDS = 15.0  # for all of a kernel's processes to be gone


class KernelGone(BilingualError):
    """A kernel that is no more: it ended itself, or was ended for what it used."""


class Server(Protocol):
    """What kernels come from: the fork server, or, where somebody insists, nothing but this machine."""

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        ...

    def close(self) -> None:
        """End it, and all that it started."""
        ...

    def give(self, name: str, content: bytes) -> str:
        """Hand a file in. Returns its path as kernels call it."""
        ...

    def give_bank(self, folder: Path) -> None:
        """Hand in what a trainee sees of a bank, in the place of the one before."""
        ...

    def take_back(self) -> None:
        """Take back everything that was handed in: the next submission must not find it."""
        ...

    def warm(self, code: str, questions: str | None = None) -> None:
        """Run the kit's own code before the next kernels."""
        ...

    def fork(self, limits: Limits) -> dict[str, Any]:
        """Start a kernel; returns its connection file's content. Raises `KernelGone`."""
        ...

    def end(self) -> None:
        """End the kernel and every process that it started."""
        ...

    def has_ended(self) -> bool:
        """Whether the kernel has ended by itself."""
        ...

    def excess(self, limits: Limits) -> str:
        """Which limit all processes together have passed; "" for none."""
        ...

    def clean(self) -> None:
        """Forget what the kernel left."""
        ...


class ForkServer:
    """A worker's fork server behind its wall, and the folder that both sides see. A context manager."""

    def __init__(self, slot: int = 0, modules: tuple[str, ...] = ()) -> None:
        why_not = wall.refusal()
        if why_not:
            raise why_not
        self._folder = scratch()
        self.exchange, self.given = self._folder / "x", self._folder / "given"
        self.exchange.mkdir()
        self.given.mkdir()
        if os.geteuid() == 0:
            os.chown(self.exchange, uid(slot), uid(slot))
        inside = [sys.executable, "-P", str(forkserver.__file__), wall.EXCHANGE, wall.LEARNER, *modules]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the server lives
        self._process = subprocess.Popen(
            wall.command(self.exchange, self.given, inside, slot),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._waiting = b""
        self._running = False
        self._watch: watch.Watch | None = None
        try:
            self._hear("ready", _START_SECONDS)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "ForkServer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, and with it everything behind the wall; remove the folder."""
        if self._watch is not None:
            self._watch.stop()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        remove(self._folder)

    def clean(self) -> None:
        """Empty the shared folder."""
        empty(self.exchange)

    def give(self, name: str, content: bytes) -> str:
        """Hand a file in, where nobody inside can change it. Returns its path as it is called inside. Raises `KernelGone`."""
        self._be_there()
        path = self.given / name
        path.write_bytes(content)
        path.chmod(0o644)
        return f"{wall.GIVEN}/{name}"

    def give_bank(self, folder: Path) -> None:
        """Hand in what a trainee sees of a bank, in the place of the one before."""
        observed_only(folder, self.given / wall.BANK)

    def take_back(self) -> None:
        """Take back everything that was handed in: the next submission must not find it."""
        empty(self.given)

    def warm(self, code: str, questions: str | None = None) -> None:
        """Let it run the kit's own code, and read a file of questions, before the next kernels. Raises `KernelGone`."""
        self._say({"warm": code, "questions": questions})
        self._hear("warmed", _START_SECONDS)

    def fork(self, limits: Limits) -> dict[str, Any]:
        """Start a kernel; returns its connection file's content, as it is to be read out here. Raises `KernelGone`."""
        self._be_there()
        info = connection(self.exchange)
        self._say({"start": True, "limits": limits.as_json()})
        answer = self._hear("started", _FORK_SECONDS)
        if "failed" in answer:
            said = str(answer["failed"])[:300]
            raise KernelGone(f"The sandbox could not start a kernel: {said}", f"沙箱未能启动内核：{said}")
        self._running = True
        self._watch = watch.Watch(self._process.pid, limits, self._process.kill)
        return info

    def end(self) -> None:
        """End the kernel and every process that it started."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if not (self.alive and self._running):
            return
        self._running = False
        try:
            self._say({"end": True})
            self._hear("ended", _END_SECONDS)
        except KernelGone:
            self.close()  # everything behind the wall goes with it; the worker makes a new one

    def has_ended(self) -> bool:
        """Whether the kernel has ended by itself."""
        with contextlib.suppress(KernelGone):
            self._hear("ended", 0.0)
            self._running = False
        return not (self.alive and self._running)

    def excess(self, limits: Limits) -> str:
        """Which limit all processes together have passed: "memory", "processes", or "" for none."""
        return watch.excess(self._process.pid, limits)

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError) as error:  # its pipe is broken, or closed
            raise self._gone() from error

    def _hear(self, what: str, seconds: float) -> dict[str, Any]:
        """The next message about `what`; what it said of earlier kernels is passed over."""
        assert self._process.stdout is not None
        until = time.monotonic() + seconds
        while True:
            while b"\n" in self._waiting:
                line, self._waiting = self._waiting.split(b"\n", 1)
                message: dict[str, Any] = json.loads(line)
                if what in message or (what == "started" and "failed" in message):
                    return message
            left = max(until - time.monotonic(), 0.0)
            readable, _, _ = select.select([self._process.stdout], [], [], left)
            if not readable:
                raise KernelGone("The sandbox does not answer.", "沙箱没有响应。")
            part = os.read(self._process.stdout.fileno(), 1 << 16)
            if not part:
                raise self._gone()
            self._waiting += part

    def _be_there(self) -> None:
        if not self.alive:  # its folder went with it: nobody's answer is wrong because of that
            raise self._gone()

    def _gone(self) -> KernelGone:
        self._process.wait()
        said = ""
        with contextlib.suppress(ValueError):  # closed with the rest
            self._errors.seek(0)
            said = " ".join(self._errors.read(4000).decode(errors="replace").split())[-300:]
        return KernelGone(f"The sandbox ended: {said}", f"沙箱意外结束：{said}")
