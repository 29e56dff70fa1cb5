"""Behind the wall: a process that imports what policies need once, and forks one for each policy and future.

It is told on a socket, its standard input, and answers there: `{"modules": […], "megabytes": n}` with a line's other end forks
one and gives its number, `{"end": number}` ends it. What a policy is asked and answers goes by that line alone: nothing of one
future is ever in this process, and so in none that it forks later.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any

import cloudpickle
import numpy as np

from twinline.twin.apart import child
from twinline.twin.apart.wire import to_bytes, to_frame
from twinline.twin.strategy import segment
from twinline.walls import namespaces, syscalls

_MESSAGE = 1 << 16


def main(kit: str) -> None:
    """Fork processes for policies until nobody asks any more. `kit` is the folder of the kit."""
    syscalls.refuse_clone3()
    namespaces.not_to_be_traced()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=0)
    _rehearse()
    _tell(control, {"ready": True})
    alive: set[int] = set()
    while True:
        content, lines, _, _ = socket.recv_fds(control, _MESSAGE, 1)
        if not content:
            return
        asked = json.loads(content)
        if "end" in asked:
            _end(asked["end"], alive)
            _tell(control, {"ended": asked["end"]})
            continue
        _bring(asked["modules"])
        number = os.fork()
        if number == 0:
            os._exit(_policy(lines[0], kit, int(asked["megabytes"])))
        alive.add(number)
        os.close(lines[0])
        _tell(control, {"began": number})


def _bring(modules: Any) -> None:
    """Import what policies will need, and keep it out of what the processes to come copy."""
    missing = [name for name in modules if name not in sys.modules]
    for name in missing:
        with contextlib.suppress(Exception):  # the policy that asks for it is told
            importlib.import_module(name)
    if missing:
        gc.collect()
        gc.freeze()


def _rehearse() -> None:
    """Do once what every answer does, for all that libraries only import and work out then. It must start no thread."""
    import pandas as pd

    frame = pd.DataFrame({"customer_id": [1, 2], "value": [0.5, 1.5], "flag": [True, False], "name": ["a", "b"]})

    def policy(seen: Any, month: int, budget: float | None) -> Any:
        return segment(seen, "value > 1 and not flag").cap(1, by="value").action("call").waves(2)

    cloudpickle.loads(cloudpickle.dumps(policy))
    to_bytes(child.planned(policy, to_frame(to_bytes(frame), threads=False), 1, None))
    gc.collect()
    gc.freeze()


def _tell(control: socket.socket, message: dict[str, Any]) -> None:
    control.send(json.dumps(message).encode())


def _end(number: int, alive: set[int]) -> None:
    if number in alive:
        alive.remove(number)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)


def _policy(line: int, kit: str, megabytes: int) -> int:
    """Answer for one policy, without any power, seeing nothing of whoever forked it. Returns the process's status."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    kept = os.dup2(line, 3, inheritable=False) if line != 3 else line
    os.closerange(4, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") > 0 else 4096)
    np.random.seed()  # noqa: NPY002 - a fork would draw what every other draws, by the generator that all of Python shares
    os.environ.clear()  # nothing in it is a policy's business
    namespaces.give_up_power()
    syscalls.refuse_processes()
    with socket.socket(fileno=kept) as ours:
        source, out = ours.makefile("rb"), ours.makefile("wb")
        child.close_the_doors(kit, [], megabytes)
        child.serve(source, out)
    return 0
