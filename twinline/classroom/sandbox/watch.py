"""What all processes behind a wall use together: limits of each process alone say nothing of their number."""

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import psutil

from twinline.classroom.sandbox.limits import MIB, Limits

_OURS = 5  # processes behind the wall: bubblewrap's two, the fork server, the two that wait for the kernel
_WARM = (_OURS + 1) * 400 * MIB  # what was imported lies in each process, and is counted each time
_SECONDS = 0.5


def excess(wall: int, limits: Limits) -> str:
    """Which limit the processes below one have passed: "memory", "processes", or "" for none."""
    try:
        below = psutil.Process(wall).children(recursive=True)
    except psutil.Error:
        return ""
    if len(below) > limits.processes + _OURS:
        return "processes"
    return "memory" if sum(_held(process.pid) for process in below) > limits.memory + _WARM else ""


def _held(process: int) -> int:
    """Bytes of memory that are a process's own, or shared without a file."""
    with contextlib.suppress(OSError, ValueError):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
    return 0


class Watch:
    """Looks on while nobody waits for the kernel, as when its answers are judged, and ends it when it uses too much.

    Whoever waits for it looks more often, ends it sooner, and says why.
    """

    def __init__(self, wall: int, limits: Limits, end: Callable[[], None]) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, args=(wall, limits, end), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No longer look on."""
        self._over.set()
        self._thread.join()

    def _look_on(self, wall: int, limits: Limits, end: Callable[[], None]) -> None:
        times = 0
        while not self._over.wait(_SECONDS):
            times = times + 1 if excess(wall, limits) else 0
            if times == 2:
                end()
                return
