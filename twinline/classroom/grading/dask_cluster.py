"""Grade on a Dask cluster, where a class outgrows one machine. The unit of work is the same: one submission, in a sandbox.

Every machine has the kit and its data, and sees the class's folder under the same path, on a disk that they share. The
gradebook is written here alone.
"""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generators import cluster
from generators.errors import BilingualError
from twinline.classroom.grading import worker
from twinline.classroom.grading.submission import Done, Task, refused
from twinline.classroom.grading.worker import WorkerSettings
from twinline.classroom.grading.worker_process import mark_apart
from twinline.classroom.sandbox import wall


@contextmanager
def graded(scheduler: str, folder: Path, tasks: list[Task], settings: WorkerSettings) -> Iterator[Iterator[Done]]:
    """Results as they come from the workers of a Dask cluster.

    Raises `BilingualError` where no scheduler answers, or a machine lacks the class's folder or a sandbox.
    """
    with cluster.connected(scheduler) as client:
        lacking = {where: what for where, what in client.run(_lacks, str(folder), settings.unsafe).items() if what}
        if lacking:
            where, what = next(iter(lacking.items()))
            raise BilingualError(f"The worker {where} cannot grade: {what}", f"工作节点 {where} 无法批改：{what}")
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise BilingualError(
                f"The scheduler {scheduler} has no workers. Start some with: dask worker {scheduler} --nthreads 1",
                f"调度器 {scheduler} 没有工作节点。请先启动：dask worker {scheduler} --nthreads 1",
            )
        yield _results(client, list(reversed(tasks)), workers, settings)


def _results(client: Any, tasks: list[Task], workers: int, settings: WorkerSettings) -> Iterator[Done]:
    from distributed import KilledWorker

    known = client.scatter(settings, broadcast=True, hash=False)
    flying: dict[Future[Done], Task] = {}
    with client.get_executor(pure=False) as pool:
        while tasks or flying:
            while tasks and len(flying) <= workers:
                task = tasks.pop()
                flying[pool.submit(mark_apart, known, task)] = task
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                task = flying.pop(future)
                try:
                    result = future.result()
                except KilledWorker:  # after it was tried on several
                    result = Done(refused(task, worker.WORKER_LOST))
                except Exception as error:
                    result = Done(refused(task, worker.not_graded(error)))
                yield result


def _lacks(folder: str, unsafe: bool) -> str:
    """What keeps this worker from grading; "" for nothing."""
    if not Path(folder).is_dir():
        return f"{folder} is not there"
    why_not = None if unsafe else wall.refusal()
    return str(why_not or "")
