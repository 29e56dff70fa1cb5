"""What runs in a policy's process: it is handed what the bank observes, month after month, and nothing else.

What comes in is the policy (cloudpickle) and tables (Arrow); what goes out is tables (Arrow) and text (JSON).

The audit hook refuses files, the network, other processes and the simulator, and says so kindly. It is all that there is where
there is no wall (see `twinline.twin.apart.alone`): it catches honest mistakes and idle curiosity, and libraries that open files
by themselves pass it by.
"""

import contextlib
import io
import os
import sys
import traceback
from typing import Any, BinaryIO

import cloudpickle

from twinline.base.text import use_language
from twinline.twin.apart.wire import receive, send, to_bytes, to_frame

MOST_SAID = 10_000  # characters of what the policy printed
CPU_SECONDS = 3_600  # of one future, with all its months
# Of the kit, a policy may use what puts strategies together.
_OURS = (
    "generators",
    "generators.errors",
    "twinline",
    "twinline.base",
    "twinline.base.text",
    "twinline.twin",
    "twinline.twin.apart.probe",
    "twinline.twin.strategy",
)
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "shutil.",
    "ftplib.",
    "urllib.",
    "http.",
    "webbrowser.",
    "winreg.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "pty.",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HARMLESS = ("/dev/null", "/dev/urandom", "/proc/cpuinfo", "/proc/meminfo", "/proc/self/status", "/sys/devices/system")


class Refused(PermissionError):
    """A policy reached for something that it may not have."""


def close_the_doors(kit: str, private: list[str], megabytes: int) -> None:
    """From now on nothing is read but Python and its libraries, and nothing is written or started.

    `kit` is the folder of the kit, `private` are folders of which nothing is read even where they lie among the libraries.
    """
    kit = os.path.realpath(kit)
    homes = (sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path)
    roots = tuple({os.path.realpath(path) for path in homes if path and path != kit})
    ours = {os.path.join(kit, *name.split(".")) for name in _OURS}  # noqa: PTH118 - a hook must not build objects
    secret = tuple(os.path.realpath(path) for path in private)

    def inside(path: str, folders: tuple[str, ...]) -> bool:
        return any(path == folder or path.startswith(folder + os.sep) for folder in folders)

    def may_read(path: Any) -> bool:
        if isinstance(path, int) or path is None:
            return True
        real = os.path.realpath(os.fsdecode(path))
        if real.startswith(_HARMLESS):
            return True
        if inside(real, secret):
            return False
        if inside(real, roots):
            return True
        folder, name = os.path.split(real)
        stem = name.split(".")[0]
        if os.path.basename(folder) == "__pycache__":  # noqa: PTH119
            folder = os.path.dirname(folder)  # noqa: PTH120
        module = folder if stem == "__init__" else os.path.join(folder, stem)  # noqa: PTH118
        return module in ours or real in (kit, *ours)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITES)
            harmless = isinstance(path, str) and path in _HARMLESS
            if not may_read(path) or (writes and not isinstance(path, int) and not harmless):
                raise Refused(f"a policy may not open {path!r}")
        elif event == "import":
            name = str(arguments[0])
            if name.split(".")[0] in ("generators", "twinline") and name not in _OURS:
                raise Refused(f"a policy may not import {name}: it sees what the bank observes, and tw.segment")
        elif event in ("os.listdir", "os.scandir"):
            if not may_read(arguments[0]):
                raise Refused(f"a policy may not look into {arguments[0]!r}")
        elif event.startswith(_FORBIDDEN):
            raise Refused(f"a policy may not do this: {event}")

    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(hook)


def _frames(error: BaseException) -> list[list[Any]]:
    """Where the error came about, as (file, line, function), without our own frames."""
    frames = traceback.extract_tb(error.__traceback__)
    return [[frame.filename, frame.lineno, frame.name] for frame in frames if frame.filename != __file__]


def _reached_out(error: BaseException) -> bool:
    """Whether a policy wanted something that it may not have: it is refused here, or is not there behind the wall."""
    ours = isinstance(error, ModuleNotFoundError) and str(error.name).split(".")[0] in ("generators", "twinline")
    return ours or isinstance(error, Refused | FileNotFoundError | PermissionError)


def planned(policy: Any, seen: Any, month: int, budget: float | None) -> Any:
    """A policy's table for a month, with the month in it."""
    from twinline.twin.strategy import MONTH, as_table

    seen.attrs[MONTH] = month
    table = as_table(policy(seen, month, budget))
    return table if "month" in table else table.assign(month=month)


def _answer(policy: Any, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        given = planned(policy, to_frame(body), head["month"], head["budget"])
        return {"said": said.getvalue()[:MOST_SAID]}, to_bytes(given)


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Answer for one policy until nobody asks any more: take it in, plan a month, hand it out as it is now."""
    policy: Any = None
    while (message := receive(source)) is not None:
        head, body = message
        reply: dict[str, Any] = {}
        sent = b""
        try:
            if head["do"] == "load":
                use_language(head["language"])
                policy = cloudpickle.loads(body)
            elif head["do"] == "keep":
                sent = cloudpickle.dumps(policy)
            else:
                reply, sent = _answer(policy, head, body)
        except MemoryError:
            reply = {"memory": True}
        except BaseException as error:  # whatever a learner's code raises is told to them
            text = "".join(traceback.format_exception_only(error)).strip().removeprefix(f"{__name__}.")
            reply = {"error": text, "frames": _frames(error), "refused": _reached_out(error)}
        send(out, reply, sent)


def main(kit: str) -> None:
    """Serve one policy on standard input and output, behind no wall."""
    source = sys.stdin.buffer
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # whatever a library prints must not fall between the messages
    first = receive(source)
    if first is None:
        return
    close_the_doors(kit, first[0]["private"], first[0]["megabytes"])
    send(out, {})
    serve(source, out)
