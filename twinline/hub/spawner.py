"""Starts a person's server as a process of their own account, within limits that the system keeps."""

import asyncio
import os
import resource
from collections.abc import Callable
from typing import ClassVar

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Integer

NICER = 5  # than the hub and the proxy, which must answer while thirty kernels compute


class LimitedSpawner(LocalProcessSpawner):  # type: ignore[misc]
    """JupyterHub's `LocalProcessSpawner`, which ignores `mem_limit`, with limits set before the account is taken on.

    A limit set by root cannot be raised by the process or its children. `mem_limit` bounds the data of each process
    (RLIMIT_DATA: heap and private memory, not what is merely reserved), `processes` all processes and threads of an
    account together, `largest_file` one file. There is no bound for the sum of memory, and none for time: numeric
    libraries are told `cpu_limit` as their number of threads, and everything runs at a lower priority than the hub.
    """

    processes = Integer(256, config=True, help="Processes and threads of one account, all together.")
    largest_file = Integer(1 << 30, config=True, help="Bytes of the largest file that may be written.")
    starting = Integer(
        4, config=True, help="How many servers may be starting at a time; the others wait for their turn."
    )

    _turns: ClassVar[asyncio.Semaphore | None] = None

    async def start(self) -> tuple[str, int]:
        """Start the server when it is its turn, and hold the turn until the server listens or has ended.

        JupyterHub's own `concurrent_spawn_limit` sends people away with an error, and a class comes all at once.
        """
        shared = LimitedSpawner
        if shared._turns is None:
            shared._turns = asyncio.Semaphore(self.starting)
        async with shared._turns:
            ip, port = await super().start()
            while await self.poll() is None and not await _listens(ip, port):
                await asyncio.sleep(0.3)
        return ip, port

    def limits(self) -> dict[int, int]:
        """What `resource.setrlimit` is to set, soft and hard alike."""
        found = {
            resource.RLIMIT_NPROC: self.processes,
            resource.RLIMIT_FSIZE: self.largest_file,
            resource.RLIMIT_CORE: 0,
        }
        if self.mem_limit:
            found[resource.RLIMIT_DATA] = int(self.mem_limit)
        return found

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """What the new process does before anything of the person's runs."""
        become, limits = super().make_preexec_fn(name), self.limits()

        def before() -> None:
            for kind, most in limits.items():
                resource.setrlimit(kind, (most, most))
            os.nice(NICER)
            become()

        return before

    def get_env(self) -> dict[str, str]:
        """The environment, with the number of threads that numeric libraries may use."""
        found: dict[str, str] = super().get_env()
        if self.cpu_limit:
            threads = str(max(1, int(self.cpu_limit)))
            found.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS"), threads))
        return found


async def _listens(ip: str, port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(ip, port)
    except OSError:
        return False
    writer.close()
    return True
