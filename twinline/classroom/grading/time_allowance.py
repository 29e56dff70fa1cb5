"""Processor time, handed out piece by piece: for libraries that some input keeps busy for hours."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_LEAST = 0.05  # seconds: with less, nothing is begun
_AGAIN = 0.5  # seconds: an interruption may fall where Python swallows it


class TooLong(BaseException):
    """What was going on took too long. No `Exception`: libraries that catch everything must not catch this."""


class Allowance:
    """Processor time for several things in a row."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + seconds

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Let the block go on for so long, and not beyond the allowance. Raises `TooLong`.

        Without signals (on Windows, and in a thread) only blocks that would begin too late are stopped.
        """
        left = min(seconds, self._until - time.process_time())
        if left < _LEAST:
            raise TooLong
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGPROF, _stop)
        signal.setitimer(signal.ITIMER_PROF, left, _AGAIN)
        try:
            yield
        finally:
            _be_quiet(before)


def _be_quiet(before: Any) -> None:
    """No more interruptions: the last one may come while this is said, and must not be lost on somebody else."""
    while True:
        try:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            signal.signal(signal.SIGPROF, before)
            return
        except TooLong:
            continue


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong
