"""The process that a learner's policy runs in: it is handed what the bank observes, month after month, and nothing else.

Started by `twinline.twin.policy` as a script, with the folder of the kit as its only argument. What comes in on standard
input is the policy (cloudpickle) and tables (Arrow); what goes out is tables (Arrow) and text (JSON).

The audit hook refuses files, the network, other processes and the simulator. It is there to catch honest mistakes and
idle curiosity; whoever attacks the interpreter itself still finds no truth in this process, and is scored on banks that
nobody has seen.
"""

import contextlib
import io
import json
import os
import struct
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

HEADER = struct.Struct(">IQ")  # length of the JSON, length of the Arrow bytes
MOST_SAID = 10_000  # characters of what the policy printed
# Of the kit, a policy may use what puts strategies together.
_OURS = (
    "generators",
    "generators.errors",
    "twinline",
    "twinline.base",
    "twinline.base.text",
    "twinline.twin",
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


def send(out: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one message."""
    text = json.dumps(head, ensure_ascii=False).encode()
    out.write(HEADER.pack(len(text), len(body)) + text + body)
    out.flush()


def receive(source: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one message; None where the other side has gone."""
    lengths = _exactly(source, HEADER.size)
    if lengths is None:
        return None
    text_length, body_length = HEADER.unpack(lengths)
    text, body = _exactly(source, text_length), _exactly(source, body_length)
    return None if text is None or body is None else (json.loads(text), body)


def _exactly(source: BinaryIO, length: int) -> bytes | None:
    parts = []
    while length:
        part = source.read(min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def to_bytes(frame: Any) -> bytes:
    """A frame as an Arrow stream."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def to_frame(body: bytes) -> Any:
    """The frame of an Arrow stream."""
    import pyarrow as pa

    with pa.ipc.open_stream(body) as reader:
        return reader.read_all().to_pandas()


def _close_the_doors(kit: str, private: list[str], megabytes: int) -> None:
    """From now on nothing is read but Python and its libraries, and nothing is written or started."""
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
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(hook)


def _frames(error: BaseException, own: str) -> list[list[Any]]:
    """Where the error came about, as (file, line, function), without our own frames."""
    frames = traceback.extract_tb(error.__traceback__)
    return [[frame.filename, frame.lineno, frame.name] for frame in frames if frame.filename != own]


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


def main() -> None:
    """Serve one policy until nobody asks any more."""
    source = sys.stdin.buffer
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # whatever a library prints must not fall between the messages
    kit = sys.argv[1]
    sys.path.append(kit)
    import cloudpickle
    import pandas as pd
    import pyarrow as pa

    import twinline.twin.strategy

    del pd, pa, twinline
    own = str(Path(__file__))
    first = receive(source)
    if first is None:
        return
    head, body = first
    _close_the_doors(os.path.realpath(kit), head["private"], head["megabytes"])
    policy = morning = None
    reply: dict[str, Any]
    while True:
        try:
            if policy is None:
                policy = cloudpickle.loads(body)
                reply, sent = {}, b""
            elif head.get("again"):
                policy = cloudpickle.loads(morning) if morning else policy
                reply, sent = {}, b""
            else:
                reply, sent = _answer(policy, head, body)
                morning = morning or cloudpickle.dumps(policy)  # before it has seen any future
        except MemoryError:
            reply, sent = {"memory": True}, b""
        except BaseException as error:  # whatever a learner's code raises is told to them
            text = "".join(traceback.format_exception_only(error)).strip()
            reply, sent = {"error": text, "frames": _frames(error, own), "refused": isinstance(error, Refused)}, b""
        send(out, reply, sent)
        message = receive(source)
        if message is None:
            return
        head, body = message


if __name__ == "__main__":
    main()
