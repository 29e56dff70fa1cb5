"""Measuring banks, each in a process of its own, so that none finds what another left behind."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

from generators.errors import BilingualError
from twinline.base.paths import HOME
from twinline.measure.numbers import differences
from twinline.measure.record import Found, Part

Job = tuple[Part, int]

# A process for each core: threads beside them would wait for each other, and add up in another order.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def measure_again(part: Part, seed: int) -> Found:
    """What a part measures on the bank of a seed. Raises `BilingualError` with the child's last words where it fails."""
    with _Processes() as processes:
        return processes.measure(part, seed)


def lacking(parts: Sequence[Part], *, again: bool = False) -> list[Job]:
    """What was not measured of this code, or everything; modules' banks come in turn, as the first makes the data."""
    kept: dict[str, dict[int, Found]] = {part.name: {} if again else part.kept() for part in parts}
    return [(part, seed) for part in parts for seed in part.seeds if seed not in kept[part.name]]


def measure_all(jobs: Sequence[Job], workers: int, told: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Measure so many banks at a time; each is written into its record when it is done, so that a stop loses little.

    `told` hears (done, of all). Raises the first `BilingualError`; what is running then is ended.
    """
    asked = {(part.name, seed) for part, seed in jobs}
    before, found = {}, {}
    for part in dict.fromkeys(part for part, _ in jobs):
        before[part.name] = part.whatever_is_held()
        found[part.name] = {seed: held for seed, held in part.kept().items() if (part.name, seed) not in asked}
    told(0, len(jobs))
    with _Processes() as processes, _threads(workers) as pool:
        running: dict[Future[Found], Job] = {pool.submit(processes.measure, *job): job for job in jobs}
        total = len(running)
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                part, seed = running.pop(future)
                found[part.name][seed] = settled(before[part.name].get(seed, {}), future.result())
                part.keep(found[part.name])
            told(total - len(running), total)


def settled(before: Found, measured: Found) -> Found:
    """What was measured, with the old figures where they agree but for rounding, so that a commit shows what changed."""
    same = {name for name in measured if name in before and not differences(before[name], measured[name])}
    return {name: before[name] if name in same else numbers for name, numbers in measured.items()}


@contextmanager
def _threads(workers: int) -> Iterator[ThreadPoolExecutor]:
    """A pool that drops what it has not begun when the block ends in an error."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Processes:
    """Processes that measure; those that still run when the block ends are ended."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._over = False

    def __enter__(self) -> "_Processes":
        return self

    def __exit__(self, *exc: object) -> None:
        self._over = True
        for process in list(self._running):
            process.kill()

    def measure(self, part: Part, seed: int) -> Found:
        process = subprocess.Popen(
            [sys.executable, "-m", "twinline.measure", part.name, str(seed)],
            cwd=HOME,
            env={**os.environ, **_ONE_THREAD, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._running.add(process)
        if self._over:  # begun by another thread while the block ended
            process.kill()
        out, err = process.communicate()
        self._running.discard(process)
        if process.returncode:
            last = (err.strip().splitlines() or [f"{process.returncode}"])[-1]
            raise BilingualError(
                f"{part.name} cannot be measured on the bank of seed {seed}: {last}",
                f"无法在种子 {seed} 的银行上测量 {part.name}：{last}",
            )
        measured: Found = json.loads(out)
        return measured
