"""The fork server: started once a worker behind the outer wall, it imports what exercises need and forks a kernel on each request.

Speaks lines of JSON. In: {"warm": code, "questions": path}, {"start": true, "limits": {...}}, {"end": true}. Out: {"ready": true}
once, {"warmed": true}, {"started": pid} or {"failed": "why"}, {"ended": status}. One kernel at a time. Learners' code never runs in this process, and
cannot see it: each kernel is in a process namespace of its own, whose first process keeps the only capabilities there are.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
from typing import Any

_WARM = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    # what a kernel imports while it starts
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "tornado.platform.asyncio",
    # what exercises need
    "cloudpickle",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy.stats",
    "twinline.classroom.sandbox.answer",
    "twinline.twin.apart.child",
)


def warm(modules: list[str]) -> None:
    """Import what kernels will need; what cannot be imported is left to the notebook to complain about."""
    without_debugger()
    for name in (*_WARM, *modules):
        try:
            importlib.import_module(name)
        except ImportError as error:
            print(f"{name}: {error}", file=sys.stderr)
    gc.collect()
    gc.freeze()  # so that collecting in a kernel does not copy the pages that all share


def without_debugger() -> None:
    """Nobody debugs a notebook that is graded, and the debugger takes ten times as long to start as the rest of the kernel."""
    sys.modules["debugpy"] = None  # type: ignore[assignment] # Python's way to say that there is none


def serve(exchange: str, learner: str) -> None:
    """Answer requests until standard input ends."""
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    child = 0
    _tell({"ready": True})
    warmed: set[str] = set()
    waiting = b""
    while True:
        readable, _, _ = select.select([0, wake], [], [])
        if wake in readable:
            os.read(wake, 512)
            child = _reap(child)
        if 0 not in readable:
            continue
        got = os.read(0, 1 << 16)
        if not got:
            return
        *lines, waiting = (waiting + got).split(b"\n")
        for line in lines:
            asked = json.loads(line)
            if "warm" in asked:
                _prepare(asked, warmed)
            elif "start" in asked:
                child = _fork(asked, exchange, learner, (wake, woken))
            elif child:
                os.kill(child, signal.SIGTERM)


def _prepare(wanted: dict[str, Any], warmed: set[str]) -> None:
    """Run an exercise's own first cells, and read its questions' calls, once for all its kernels: what they bring stays in memory.

    The code is the kit's, as it was handed out. What goes wrong in it goes wrong again in each kernel, and is told there.
    """
    if wanted["warm"] not in warmed:
        warmed.add(wanted["warm"])
        try:
            exec(compile(wanted["warm"], "<exercise>", "exec"), {"__name__": "__main__"})
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
    if wanted.get("questions"):
        from twinline.classroom.sandbox.answer import asked

        asked(wanted["questions"])
    gc.collect()
    gc.freeze()
    _tell({"warmed": True})


_SAY = os.dup(1)  # messages; whatever a library prints must not fall between them


def _tell(message: dict[str, Any]) -> None:
    os.write(_SAY, json.dumps(message).encode() + b"\n")


def _reap(child: int) -> int:
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0
        if ended == 0:
            return child
        if ended == child:
            child = 0
            _tell({"ended": os.waitstatus_to_exitcode(status)})


def _fork(asked: dict[str, Any], exchange: str, learner: str, ours: tuple[int, int]) -> int:
    """Fork the process that stays outside the kernel's process namespace and waits for it. Returns its id."""
    said, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        why = b""
        while part := os.read(said, 4096):
            why += part
        os.close(said)
        _tell({"failed": why.decode(errors="replace")} if why != b"ok" else {"started": child})
        return child
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for descriptor in (said, *ours):
            os.close(descriptor)
        nothing = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2, _SAY):
            os.dup2(nothing, descriptor)
        status = _outside(asked, exchange, learner, say)
    except BaseException as error:
        os.write(say, f"{type(error).__name__}: {error}".encode())
        status = 70
    os._exit(status)


def _outside(asked: dict[str, Any], exchange: str, learner: str, say: int) -> int:
    from twinline.walls import namespaces

    namespaces.die_with_parent()
    namespaces.unshare()
    first = os.fork()
    if first == 0:
        os._exit(_first(asked, exchange, learner, say))
    os.close(say)
    # Asked to end, it ends the first process and waits for it: by then every process of the namespace is gone.
    signal.signal(signal.SIGTERM, lambda number, frame: os.kill(first, signal.SIGKILL))
    _, status = os.waitpid(first, 0)
    return os.waitstatus_to_exitcode(status) & 0xFF


def _first(asked: dict[str, Any], exchange: str, learner: str, say: int) -> int:
    """The first process of the kernel's namespace: builds the walls, and when it ends everything in there ends."""
    from twinline.walls import namespaces

    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # the kernel may signal this process
        namespaces.die_with_parent()
        namespaces.private_folders(learner, int(asked["limits"]["disk"]))
        bound, binding = os.pipe()
        go, going = os.pipe()
        kernel = os.fork()
        if kernel == 0:
            for descriptor in (bound, going, say):
                os.close(descriptor)
            os._exit(_kernel(asked, exchange, binding, go))
        for descriptor in (binding, go):
            os.close(descriptor)
        namespaces.not_to_be_traced()
        why = b""
        while part := os.read(bound, 4096):
            why += part
        if why == b"bound":
            namespaces.read_only(exchange)
            why = b"ok"
        os.write(say, why or b"the kernel ended before it listened")
        os.close(say)
        os.write(going, b"!")
    except BaseException as error:
        os.write(say, f"{type(error).__name__}: {error}".encode())
        return 70
    while True:
        ended, status = os.wait()
        if ended == kernel:
            return os.waitstatus_to_exitcode(status) & 0xFF


def _kernel(asked: dict[str, Any], exchange: str, binding: int, go: int) -> int:
    """An ordinary IPython kernel, without any power."""
    try:
        from twinline.walls import namespaces

        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        namespaces.limit(asked["limits"])
        namespaces.give_up_power()
        connection = f"{exchange}/connection.json"
        from ipykernel.kernelapp import IPKernelApp

        app = IPKernelApp.instance()
        app.initialize(["-f", connection, "--HistoryManager.enabled=False"])
        os.write(binding, b"bound")
    except BaseException as error:
        os.write(binding, f"{type(error).__name__}: {error}".encode())
        return 71
    finally:
        os.close(binding)
    os.read(go, 1)
    os.close(go)
    app.start()
    return 0


if __name__ == "__main__":
    from twinline.walls import syscalls

    syscalls.refuse_clone3()
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # whoever started the grader may have held signals back
    os.dup2(2, 1)
    warm(sys.argv[3:])
    serve(sys.argv[1], sys.argv[2])
