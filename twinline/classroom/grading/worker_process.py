"""A worker in a process of its own, for programs that cannot be one: nbgrader's own commands, and a thread of Dask's.

What limits a worker's time and memory wants a process's main thread, and may cost the process. Speaks in pickles, which only
this program and the worker that it started write: in, the settings and one task after the other; out, a result for each.
"""

import atexit
import os
import pickle
import queue
import subprocess
import sys
import threading
from typing import Any

from twinline.base.paths import HOME
from twinline.classroom.grading.submission import Done, Task, refused
from twinline.classroom.grading.worker import WORKER_LOST, Worker, WorkerSettings, be_limited, in_time

_TRIES = 2
_one = threading.Lock()  # a program has one such worker, however many threads ask
_current: "WorkerProcess | None" = None


class WorkerProcess:
    """The process, from this side."""

    def __init__(self, settings: WorkerSettings) -> None:
        self.settings = settings
        path = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1")},
        )
        self._send(settings)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def mark(self, task: Task) -> Done | None:
        """Grade one submission; None where that cost the process."""
        assert self._process.stdout is not None
        try:
            self._send(task)
            found: Done = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            return None
        return found

    def close(self) -> None:
        """End it, and with it its sandbox."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _send(self, what: WorkerSettings | Task) -> None:
        assert self._process.stdin is not None
        pickle.dump(what, self._process.stdin)
        self._process.stdin.flush()


def mark_apart(settings: WorkerSettings, task: Task) -> Done:
    """Grade one submission in a process apart, which stays for the next one with the same settings."""
    global _current
    with _one:
        for _ in range(_TRIES):
            if _current is None or not _current.alive or _current.settings != settings:
                _end()
                _current = WorkerProcess(settings)
            done = _current.mark(task)
            if done is not None:
                return done
    return Done(refused(task, WORKER_LOST))


@atexit.register
def _end() -> None:
    global _current
    if _current is not None:
        _current.close()
        _current = None


def _read(stream: Any, found: "queue.SimpleQueue[Any]") -> None:
    """Read what is asked, and end with whoever asks: even in the middle of a submission."""
    try:
        while True:
            found.put(pickle.load(stream))
    finally:
        os._exit(0)


def main() -> None:
    """Be the worker."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall between the results
    asked: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, asked), daemon=True).start()
    settings: WorkerSettings = asked.get()
    worker = Worker(settings, os.getpid() % 1_000)
    be_limited(settings)
    while True:
        task: Task = asked.get()
        with in_time(settings):
            done = worker.mark(task)
        pickle.dump(done, answers)
        answers.flush()


if __name__ == "__main__":
    main()
