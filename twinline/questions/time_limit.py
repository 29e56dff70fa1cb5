"""A time limit for code of others that holds however Python was started, and whatever that code does.

The code runs in a thread of its own while we wait, so that the limit needs no signal: those may be ignored (`nohup`, a
service, the background of a script), and go to the main thread alone. When the time is up we go on at once; nothing of ours
is ever interrupted. What is interrupted is the thread, by an exception that Python raises between two of its instructions,
again and again until it is out.
"""

import contextvars
import ctypes
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_SLICE = 0.05  # seconds: on Windows Ctrl-C does not end a longer wait
_PATIENCE = 2.0  # seconds for interrupted code to end, before it is left to itself
_AGAIN = 0.1, 5.0  # seconds for an interruption to be noticed, and then to be heeded: at first and at last
# Interrupted in here, code could leave a lock behind that everybody waits for.
_LOCKING = frozenset({"coverage", "importlib", "logging", "threading"})

_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
_raise_in.argtypes = (ctypes.c_ulong, ctypes.py_object)
_NOTHING = ctypes.py_object()  # takes an exception back


class TooSlow(BaseException):
    """Code that did not come back in time. No `Exception`: code that catches everything should not catch this.

    `runs_on` says that it could not be stopped either, as in a call of C or a loop that catches what it is sent.
    """

    def __init__(self, runs_on: bool = False) -> None:
        super().__init__()
        self.runs_on = runs_on


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work()` returns. Raises `TooSlow` where it takes longer, else whatever `work` raises.

    C code that lets no other thread run, such as one huge power, is waited for. On Ctrl-C the work is interrupted where it is,
    and raises that.
    """
    running = _Running(work)
    try:
        back = running.wait(seconds)
    except KeyboardInterrupt as pressed:
        running.stop(KeyboardInterrupt)
        reached = running.error if isinstance(running.error, KeyboardInterrupt) else pressed
        raise reached from None  # it shows the line that the work had come to
    except BaseException:  # a time limit of somebody else's
        running.stop(TooSlow)
        raise
    if not back:
        raise TooSlow(runs_on=not running.stop(TooSlow))
    return running.answer()


class _Running(Generic[T]):
    """Work that goes on in a thread of its own, with the context variables of its caller."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._found: list[T] = []
        self.error: BaseException | None = None
        self._over = threading.Event()  # joining a thread is no use: Python 3.11 takes an interrupted join for its end
        context = contextvars.copy_context()
        self._thread = threading.Thread(target=context.run, args=(self._run,), daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            try:
                self._found = [self._work()]
            except BaseException as error:
                self.error = error
            for _ in range(2):  # an interruption that is on its way falls on nobody but us
                pass
        except BaseException as late:
            self.error = self.error or late
        finally:
            self._over.set()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._over.wait(min(left, _SLICE)):
            pass
        return self._over.is_set()

    def answer(self) -> T:
        """What it returned, or raises what it raised."""
        error, self.error = self.error, None  # else it would keep its frames alive, and their tables
        try:
            if error is not None:
                raise error
            return self._found[0]
        finally:
            del error

    def stop(self, kind: type[BaseException]) -> bool:
        """Interrupt it, until it ends. Returns whether it soon does; if not, that goes on in the background."""
        threading.Thread(target=self._insist, args=(kind,), daemon=True).start()
        return self.wait(_PATIENCE)

    def _insist(self, kind: type[BaseException]) -> None:
        pause, longest = _AGAIN
        while not self._over.is_set():
            if self._thread.ident is not None and self._may_be_interrupted():
                _interrupt(self._thread.ident, kind, pause)
            self._over.wait(pause)
            pause = min(2 * pause, longest)

    def _may_be_interrupted(self) -> bool:
        """Whether the thread is within the work, and nowhere that holds a lock of everybody's."""
        frame: Any = sys._current_frames().get(self._thread.ident or 0)
        within_work = False
        while frame is not None and frame.f_code is not _Running._run.__code__:
            if frame.f_globals.get("__name__", "").partition(".")[0] in _LOCKING:
                return False
            frame, within_work = frame.f_back, True
        return within_work and frame is not None


def _interrupt(thread: int, kind: type[BaseException], seconds: float) -> None:
    """Raise an exception in a thread, if it comes to its next instruction in so many seconds; in a call of C it may not.

    Until then Python 3.11 lets no thread go on that is traced, by `coverage` or a debugger, and calls a function: so none is
    called here, and what was not raised is taken back. That too leaves the sign up for all threads that there is something
    to be raised; it goes with the next exception that is, which we raise for ourselves.
    """
    me = threading.get_ident()
    _raise_in(thread, kind)
    until = time.monotonic() + seconds
    while thread in sys._current_frames() and time.monotonic() < until:
        time.sleep(min(seconds, _SLICE))
    _raise_in(thread, _NOTHING)
    try:
        _raise_in(me, TooSlow)
        for _ in range(2):
            pass
    except TooSlow:
        pass
