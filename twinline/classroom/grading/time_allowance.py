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

        It rings whether or not whoever started the program had the signal ignored or held back. Without signals (on Windows,
        and in a thread) only blocks that would begin too late are stopped: workers are processes, whose main thread this is.
        """
        left = min(seconds, self._until - time.process_time())
        if left < _LEAST:
            raise TooLong
        if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGPROF, _stop)
        held_back = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})
        try:
            signal.setitimer(signal.ITIMER_PROF, left, _AGAIN)
            yield
        finally:
            _be_quiet(before, held_back)


def _be_quiet(before: Any, held_back: set[int]) -> None:
    """No more interruptions: the last one may come while this is said, and must not be lost on somebody else."""
    while True:
        try:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            signal.signal(signal.SIGPROF, signal.SIG_DFL if before is None else before)
            signal.pthread_sigmask(signal.SIG_SETMASK, held_back)
            return
        except TooLong:
            continue


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooLong
