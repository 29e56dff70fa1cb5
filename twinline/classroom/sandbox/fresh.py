"""Kernels that are started anew behind the outer wall, one after the other: where the system forbids the inner one.

Some distributions let bubblewrap make namespaces, and nobody inside it (AppArmor on Ubuntu 24.04). Slower than forking warm
kernels, and as tight: each kernel has a wall of its own, and nothing is shared between two of them.
"""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from twinline.classroom.sandbox import limited_kernel, wall
from twinline.classroom.sandbox.folders import connection, empty, observed_only, remove, scratch
from twinline.classroom.sandbox.limits import Limits
from twinline.walls.bubblewrap import uid


class FreshServer:
    """Starts a sandbox for each kernel. Has the methods of `kernels.ForkServer`."""

    def __init__(self, slot: int = 0) -> None:
        why_not = wall.refusal()
        if why_not:
            raise why_not
        self._slot = slot
        self._folder = scratch()
        self._exchange, self._given = self._folder / "x", self._folder / "given"
        self._given.mkdir()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Always: there is nothing that could have ended."""
        return True

    def close(self) -> None:
        """End the kernel and remove its folder."""
        self.end()
        remove(self._folder)

    def give(self, name: str, content: bytes) -> str:
        """Hand a file in, where nobody inside can change it. Returns its path as it is called inside."""
        path = self._given / name
        path.write_bytes(content)
        path.chmod(0o644)
        return f"{wall.GIVEN}/{name}"

    def give_bank(self, folder: Path) -> None:
        """Hand in what a trainee sees of a bank, in the place of the one before."""
        observed_only(folder, self._given / wall.BANK)

    def take_back(self) -> None:
        """Take back everything that was handed in: the next submission must not find it."""
        empty(self._given)

    def warm(self, code: str, questions: str | None = None) -> None:
        """Nothing: each kernel is a new one."""

    def fork(self, limits: Limits) -> dict[str, Any]:
        """Start a sandbox and a kernel in it; returns its connection file's content."""
        remove(self._exchange)
        self._exchange.mkdir()
        if os.geteuid() == 0:
            os.chown(self._exchange, uid(self._slot), uid(self._slot))
        info = connection(self._exchange)
        inside = [sys.executable, "-P", str(limited_kernel.__file__), f"{wall.EXCHANGE}/connection.json"]
        inside.append(",".join(f"{name}={value}" for name, value in limits.as_json().items()))
        self._process = subprocess.Popen(
            wall.command(self._exchange, self._given, inside, self._slot, forks=False),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return info

    def end(self) -> None:
        """End the sandbox, and everything in it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def has_ended(self) -> bool:
        """Whether the kernel has ended by itself."""
        return self._process is None or self._process.poll() is not None

    def excess(self, limits: Limits) -> str:
        """Which limit all processes together have passed: "memory", "processes", "output", or "" for none."""
        if self._process is None:
            return ""
        memory = count = 0
        with contextlib.suppress(psutil.Error):
            for process in psutil.Process(self._process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    count += 1
                    memory += process.memory_info().rss
        if self._is_full(limits):
            return "output"
        return "processes" if count > limits.processes + 2 else "memory" if memory > limits.memory else ""

    def _is_full(self, limits: Limits) -> bool:
        """Whether the shared folder, in which a kernel of this kind may write, holds more than sockets need."""
        files = written = 0
        for folder, folders, names in os.walk(self._exchange):
            files += len(folders) + len(names)
            for name in names:
                with contextlib.suppress(OSError):
                    written += Path(folder, name).lstat().st_size
            if files > limits.files or written > limits.file_size:
                return True
        return False

    def clean(self) -> None:
        """Remove what the kernel left."""
        remove(self._exchange)
