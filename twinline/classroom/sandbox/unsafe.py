"""Kernels without a sandbox, for those who typed --unsafe: learners' code runs with all the rights of whoever grades.

For machines without bubblewrap, and for a class that one would hand one's own laptop to. Verdicts are still made outside.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.connect import write_connection_file

from twinline.base.paths import HOME
from twinline.classroom.sandbox.folders import observed_only
from twinline.classroom.sandbox.limits import Limits
from twinline.classroom.sandbox.wall import BANK
from twinline.questions.exam import GIVEN as EXAM_BANK


class OpenServer:
    """Starts an ordinary kernel for each submission. Has the methods of `kernels.ForkServer`."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="twinline-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def alive(self) -> bool:
        """Always: there is nothing that could have ended."""
        return True

    def close(self) -> None:
        """End the kernel and remove its folder."""
        self.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def give(self, name: str, content: bytes) -> str:
        """Hand a file in. Returns its path."""
        path = self._folder / name
        path.write_bytes(content)
        return str(path)

    def give_bank(self, folder: Path) -> None:
        """Hand in what a trainee sees of a bank, in the place of the one before."""
        observed_only(folder, self._folder / BANK)

    def take_back(self) -> None:
        """Take back everything that was handed in."""
        for path in self._folder.iterdir():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()

    def warm(self, code: str, questions: str | None = None) -> None:
        """Nothing: each kernel is a new one."""

    def fork(self, limits: Limits) -> dict[str, Any]:
        """Start a kernel in an empty folder; returns its connection file's content."""
        work = self._folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        path, info = write_connection_file(str(self._folder / "connection.json"))
        settings = {
            "PYTHONSAFEPATH": "1",
            "PYTHONPATH": str(HOME),
            "TWINLINE_SOLUTIONS": "never",
            "IPYTHONDIR": str(work),
            "TWINLINE_CACHE": str(work / ".cache"),  # what is there tells what a policy should have done
            EXAM_BANK: str(self._folder / BANK),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ipykernel_launcher", "-f", path, "--HistoryManager.enabled=False"],
            cwd=work,
            env={**os.environ, **settings, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        found: dict[str, Any] = dict(info)
        return found

    def end(self) -> None:
        """End the kernel and the processes below it."""
        import psutil

        if self._process is None:
            return
        with contextlib.suppress(psutil.Error):
            for process in psutil.Process(self._process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self._process.kill()
        self._process.wait()
        self._process = None

    def has_ended(self) -> bool:
        """Whether the kernel has ended by itself."""
        return self._process is None or self._process.poll() is not None

    def excess(self, limits: Limits) -> str:
        """Nothing is watched."""
        return ""

    def clean(self) -> None:
        """Remove what the kernel left in its folder."""
        shutil.rmtree(self._folder / "work", ignore_errors=True)
