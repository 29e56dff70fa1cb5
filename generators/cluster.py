"""Making blocks on a Dask cluster: workers write the files, and only the entries of the manifest come back.

Needs the extra `cluster` (`pip install "twinline[cluster]"`). All workers see the same folder: a shared drive, unless
they are processes of this machine.
"""

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from generators.manifest import FileEntry
from generators.parameters import World
from generators.run import Missing, Pool, WorkerLost, make_block

WITHOUT_WORKERS = 60.0  # seconds that a cluster may be without any worker before the run ends
_LOOK = 1.0  # seconds between two looks at the workers
_PATIENCE = 5  # seconds for a scheduler to answer
# Dask's nanny makes every freed page go back to the system, which halves the rate of a program that lives in arrays.
_ENVIRONMENT = {"MALLOC_TRIM_THRESHOLD_": str(2**30), "OMP_NUM_THREADS": "1"}


@contextmanager
def local(workers: int | None = None) -> Iterator[Pool]:
    """A pool on a Dask cluster of so many processes of this machine, by default one a core, for as long as it is needed.

    Raises `BilingualError` where Dask is not installed.
    """
    distributed = _distributed()
    import dask

    with (
        _in_environment(_ENVIRONMENT),
        dask.config.set({"distributed.nanny.pre-spawn-environ": _ENVIRONMENT}),
        distributed.LocalCluster(
            n_workers=workers or os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            memory_limit=0,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield on(client)


@contextmanager
def _in_environment(settings: dict[str, str]) -> Iterator[None]:
    """Give this process some settings for a while, and then its own back.

    Dask's nanny leaves what it sets for its workers in this process, and takes what it finds there before its settings:
    a cluster that somebody had here before would decide for ours.
    """
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@contextmanager
def remote(address: str) -> Iterator[Pool]:
    """A pool on the cluster whose scheduler listens at `address`. Raises what `connected` raises."""
    with connected(address) as client:
        yield on(client)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """A Dask client of the cluster whose scheduler listens at `address`.

    Raises `BilingualError` where it cannot be reached, and where Dask is not installed.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise BilingualError(
            f"No Dask scheduler answers at {address!r}. Start one with: dask scheduler; and see docs/reference/scale.md.",
            f"无法连接 Dask 调度器“{address}”。请先运行 dask scheduler 启动调度器，详见 docs/reference/scale.md。",
        ) from error
    with client:
        yield client


def on(client: Any, without_workers: float = WITHOUT_WORKERS) -> Pool:
    """Makes blocks on a Dask client's workers.

    A block whose worker died goes to another worker, a few times. Once none will do, or none has been there for
    `without_workers` seconds, the rest is still made where it can be, and the run ends with `WorkerLost`.
    """

    def make(world: World, out: Path, missing: Missing) -> Iterator[tuple[int, list[FileEntry]]]:
        distributed = _distributed()
        _await_a_worker(client, without_workers)
        jobs = {
            client.submit(make_block, world, out.resolve(), number, good, pure=False): number
            for number, good in missing.items()
        }
        finished = distributed.as_completed(list(jobs))
        lost, idle = False, 0.0
        try:
            while finished.count():
                try:
                    job = finished.__next__() if _ready(finished) else None
                except StopIteration:
                    break
                if job is None:
                    idle = 0.0 if _workers(client) else idle + _LOOK
                    if idle >= without_workers:
                        raise WorkerLost
                    continue
                try:
                    entries = job.result()
                except distributed.KilledWorker:
                    lost = True
                    continue
                yield jobs.pop(job), entries
        finally:
            client.cancel(list(jobs), force=True)
        if lost:
            raise WorkerLost

    return make


def _await_a_worker(client: Any, at_most: float) -> None:
    waited = 0.0
    while not _workers(client):
        if waited >= at_most:
            raise WorkerLost
        time.sleep(_LOOK)
        waited += _LOOK


def _ready(finished: Any) -> bool:
    """Wait a little for the next block; whether there is one."""
    for _ in range(math.ceil(_LOOK / 0.02)):
        if not finished.queue.empty():
            return True
        time.sleep(0.02)
    return False


def _workers(client: Any) -> int:
    return len(client.scheduler_info(n_workers=-1)["workers"])


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise BilingualError(
            'Dask is not installed. Install it with: pip install "twinline[cluster]"',
            '尚未安装 Dask。请运行：pip install "twinline[cluster]"',
        ) from error
    return distributed
