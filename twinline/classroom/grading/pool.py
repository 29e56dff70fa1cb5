"""Workers of this machine, many at once: results as they come, and no submission that takes others down with it."""

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from twinline.classroom.grading.submission import Done, Task, refused
from twinline.classroom.grading.worker import WORKER_LOST, WorkerSettings, begin_in_pool, mark_in_pool, not_graded


def graded(tasks: list[Task], workers: int, settings: WorkerSettings) -> Iterator[Done]:
    """Results as they come. Where a worker is lost, each submission that may have done it is tried once more, alone."""
    waiting, suspects = list(reversed(tasks)), list[Task]()
    while waiting or suspects:
        tasks, number = (suspects, 1) if suspects else (waiting, workers)
        # One task more than workers in flight: results wait for the writer, and not in memory.
        most = 1 if suspects else workers + 1
        flying: dict[Future[Done], Task] = {}
        lost = False
        with _pool(number, settings) as pool:
            while (tasks or flying) and not lost:
                while tasks and len(flying) < most:
                    task = tasks.pop()
                    flying[pool.submit(mark_in_pool, task)] = task
                for future in wait(flying, return_when=FIRST_COMPLETED).done:
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        lost = True
                        continue
                    except Exception as error:  # a result that cannot even be handed over
                        result = Done(refused(flying[future], not_graded(error)))
                    del flying[future]
                    yield result
        if lost and most == 1:
            yield from (Done(refused(task, WORKER_LOST)) for task in flying.values())
        else:
            suspects += flying.values()


def _pool(workers: int, settings: WorkerSettings) -> ProcessPoolExecutor:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # for the workers: threads that wait for each other only burn time
    slots = get_context("spawn").Queue()
    for slot in range(workers):
        slots.put(slot)
    return ProcessPoolExecutor(workers, get_context("spawn"), begin_in_pool, (settings, slots))
