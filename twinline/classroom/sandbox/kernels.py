"""The trusted side of a sandboxed kernel: start it, run code in it with limits, end it. Nothing that it says is believed.

A kernel is an ordinary IPython kernel, spoken to over jupyter_client's sockets in a folder that both sides see.
"""

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, cast

import nbformat
import zmq
from jupyter_client.blocking.client import BlockingKernelClient

from generators.errors import BilingualError
from twinline.classroom.sandbox import bubblewrap, forkserver, watch
from twinline.classroom.sandbox.folders import connection, empty, observed_only, remove, scratch
from twinline.classroom.sandbox.limits import MIB, Limits
from twinline.classroom.sandbox.outputs import SHOWING, read_output

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

_START_SECONDS = 120.0  # for Python to import everything, on a slow disk
_FORK_SECONDS = 20.0
_POLL_SECONDS = 0.2
_GRACE_SECONDS = 3.0  # for a kernel to stop when it is asked to
_END_SECONDS = 15.0  # for all of a kernel's processes to be gone
_MESSAGE = 16 * MIB
_REPLY = 4_096  # bytes of an ordinary reply, which does not count as output
_SEND_SECONDS = 5.0  # for a kernel to take a message


class KernelGone(BilingualError):
    """A kernel that is no more: it ended itself, or was ended for what it used."""


@dataclass
class Ran:
    """What a cell did: its outputs, as a notebook holds them, whether it raised an error, whether it was stopped."""

    outputs: list[nbformat.NotebookNode] = field(default_factory=list)
    failed: bool = False
    stopped: bool = False
    displays: dict[str, nbformat.NotebookNode] = field(default_factory=dict, repr=False)


class Server(Protocol):
    """What kernels come from: the fork server, or, where somebody insists, nothing but this machine."""

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        ...

    def close(self) -> None:
        """End it, and all that it started."""
        ...

    def give(self, name: str, content: bytes) -> str:
        """Hand a file in. Returns its path as kernels call it."""
        ...

    def give_bank(self, folder: Path) -> None:
        """Hand in what a trainee sees of a bank, in the place of the one before."""
        ...

    def take_back(self) -> None:
        """Take back everything that was handed in: the next submission must not find it."""
        ...

    def warm(self, code: str, questions: str | None = None) -> None:
        """Run the kit's own code before the next kernels."""
        ...

    def fork(self, limits: Limits) -> dict[str, Any]:
        """Start a kernel; returns its connection file's content. Raises `KernelGone`."""
        ...

    def end(self) -> None:
        """End the kernel and every process that it started."""
        ...

    def has_ended(self) -> bool:
        """Whether the kernel has ended by itself."""
        ...

    def excess(self, limits: Limits) -> str:
        """Which limit all processes together have passed; "" for none."""
        ...

    def clean(self) -> None:
        """Forget what the kernel left."""
        ...


class ForkServer:
    """A worker's fork server behind its wall, and the folder that both sides see. A context manager."""

    def __init__(self, slot: int = 0, modules: tuple[str, ...] = ()) -> None:
        why_not = bubblewrap.refusal()
        if why_not:
            raise why_not
        self._folder = scratch()
        self.exchange, self.given = self._folder / "x", self._folder / "given"
        self.exchange.mkdir()
        self.given.mkdir()
        if os.geteuid() == 0:
            os.chown(self.exchange, bubblewrap.uid(slot), bubblewrap.uid(slot))
        inside = [sys.executable, "-P", str(forkserver.__file__), bubblewrap.EXCHANGE, bubblewrap.LEARNER, *modules]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the server lives
        self._process = subprocess.Popen(
            bubblewrap.command(self.exchange, self.given, inside, slot),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._waiting = b""
        self._running = False
        self._watch: watch.Watch | None = None
        try:
            self._hear("ready", _START_SECONDS)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "ForkServer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, and with it everything behind the wall; remove the folder."""
        if self._watch is not None:
            self._watch.stop()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        remove(self._folder)

    def clean(self) -> None:
        """Empty the shared folder."""
        empty(self.exchange)

    def give(self, name: str, content: bytes) -> str:
        """Hand a file in, where nobody inside can change it. Returns its path as it is called inside."""
        path = self.given / name
        path.write_bytes(content)
        path.chmod(0o644)
        return f"{bubblewrap.GIVEN}/{name}"

    def give_bank(self, folder: Path) -> None:
        """Hand in what a trainee sees of a bank, in the place of the one before."""
        observed_only(folder, self.given / bubblewrap.BANK)

    def take_back(self) -> None:
        """Take back everything that was handed in: the next submission must not find it."""
        empty(self.given)

    def warm(self, code: str, questions: str | None = None) -> None:
        """Let it run the kit's own code, and read a file of questions, before the next kernels. Raises `KernelGone`."""
        self._say({"warm": code, "questions": questions})
        self._hear("warmed", _START_SECONDS)

    def fork(self, limits: Limits) -> dict[str, Any]:
        """Start a kernel; returns its connection file's content, as it is to be read out here. Raises `KernelGone`."""
        info = connection(self.exchange)
        self._say({"start": True, "limits": limits.as_json()})
        answer = self._hear("started", _FORK_SECONDS)
        if "failed" in answer:
            said = str(answer["failed"])[:300]
            raise KernelGone(f"The sandbox could not start a kernel: {said}", f"沙箱未能启动内核：{said}")
        self._running = True
        self._watch = watch.Watch(self._process.pid, limits, self._process.kill)
        return info

    def end(self) -> None:
        """End the kernel and every process that it started."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if not (self.alive and self._running):
            return
        self._running = False
        try:
            self._say({"end": True})
            self._hear("ended", _END_SECONDS)
        except KernelGone:
            self.close()  # everything behind the wall goes with it; the worker makes a new one

    def has_ended(self) -> bool:
        """Whether the kernel has ended by itself."""
        with contextlib.suppress(KernelGone):
            self._hear("ended", 0.0)
            self._running = False
        return not (self.alive and self._running)

    def excess(self, limits: Limits) -> str:
        """Which limit all processes together have passed: "memory", "processes", or "" for none."""
        return watch.excess(self._process.pid, limits)

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise self._gone() from error

    def _hear(self, what: str, seconds: float) -> dict[str, Any]:
        """The next message about `what`; what it said of earlier kernels is passed over."""
        assert self._process.stdout is not None
        until = time.monotonic() + seconds
        while True:
            while b"\n" in self._waiting:
                line, self._waiting = self._waiting.split(b"\n", 1)
                message: dict[str, Any] = json.loads(line)
                if what in message or (what == "started" and "failed" in message):
                    return message
            left = max(until - time.monotonic(), 0.0)
            readable, _, _ = select.select([self._process.stdout], [], [], left)
            if not readable:
                raise KernelGone("The sandbox does not answer.", "沙箱没有响应。")
            part = os.read(self._process.stdout.fileno(), 1 << 16)
            if not part:
                raise self._gone()
            self._waiting += part

    def _gone(self) -> KernelGone:
        self._process.wait()
        self._errors.seek(0)
        said = " ".join(self._errors.read(4000).decode(errors="replace").split())[-300:]
        return KernelGone(f"The sandbox ended: {said}", f"沙箱意外结束：{said}")


class Kernel:
    """A kernel of its own for one submission. A context manager."""

    def __init__(self, server: Server, limits: Limits, until: float | None = None) -> None:
        self._server, self._limits = server, limits
        self._until = time.monotonic() + limits.seconds if until is None else until
        self._shown = 0
        self._ended = False
        info = server.fork(limits)
        context = zmq.Context()
        context.setsockopt(zmq.MAXMSGSIZE, _MESSAGE)
        context.setsockopt(zmq.LINGER, 0)
        context.setsockopt(
            zmq.SNDTIMEO, int(_SEND_SECONDS * 1_000)
        )  # one that cut its line would make us wait for ever
        self._context = context
        self._client = BlockingKernelClient(context=context)
        self._client.load_connection_info(cast("KernelConnectionInfo", info))
        self._client.start_channels(stdin=False, hb=False)
        self._greet()

    def __enter__(self) -> "Kernel":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """End the kernel and all its processes, and forget what it left in the shared folder."""
        if self._ended:
            return
        self._ended = True
        self._client.stop_channels()
        self._context.destroy(linger=0)
        self._server.end()
        if self._server.alive:
            self._server.clean()

    @property
    def ended(self) -> bool:
        """Whether it is no more."""
        return self._ended

    def run(self, code: str, seconds: float | None = None, most: int | None = None) -> Ran:
        """Run code, for at most so many seconds, showing at most so many bytes more than before.

        Code that takes longer is interrupted, and `stopped` says so. Raises `KernelGone` where the kernel ends, does not let
        itself be interrupted, or uses more than it may.
        """
        ran = Ran()
        room = (self._limits.output if most is None else most) + (0 if most is None else self._shown)
        until = min(time.monotonic() + (seconds or self._limits.cell_seconds), self._until)
        try:
            sent = self._client.execute(code, store_history=False, allow_stdin=False, stop_on_error=False)
        except zmq.ZMQError as error:
            raise self._give_up("garbled") from error
        looked = time.monotonic()
        while True:
            message = self._message(until)
            self._shown += self._unread()
            now = time.monotonic()
            if now - looked > _POLL_SECONDS:
                looked = now
                self._look()
            if now > until:
                if ran.stopped or now > self._until:
                    raise self._give_up("seconds")
                ran.stopped = True
                until = now + _GRACE_SECONDS
                self._interrupt()
            self._shown += message["size"] if message else 0  # also of what answers nothing that was asked
            if self._shown > room:
                raise self._give_up("output")
            if message is None:
                continue
            if message["parent_header"].get("msg_id") == sent and self._take(message, ran):
                return ran

    def _take(self, message: dict[str, Any], ran: Ran) -> bool:
        """Keep an output; whether the cell is done."""
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            return bool(content.get("execution_state") == "idle")
        if kind == "clear_output":
            ran.outputs.clear()
        elif kind == "update_display_data":
            shown = ran.displays.get(_display_id(content))
            if shown is not None and isinstance(content.get("data"), dict):
                shown.data = nbformat.from_dict(content["data"])
        elif kind in SHOWING:
            ran.failed |= kind == "error"
            output = read_output(kind, content)
            last = ran.outputs[-1] if ran.outputs else None
            name = _display_id(content)
            if name:
                ran.displays[name] = output
            if kind == "stream" and last is not None and last.get("name") == output.name:
                last.text += output.text
            else:
                ran.outputs.append(output)
        return False

    def _message(self, until: float) -> dict[str, Any] | None:
        try:
            left = min(max(until - time.monotonic(), 0.01), _POLL_SECONDS)
            message: dict[str, Any] = self._client.get_iopub_msg(timeout=left)
            if not all(isinstance(message[part], dict) for part in ("parent_header", "content")):
                raise TypeError
            message["size"] = _size(message)
        except Empty:
            if self._server.has_ended():
                raise self._give_up("ended") from None
            return None
        except Exception as error:  # whatever a kernel that is no honest one puts on the wire
            raise self._give_up("garbled") from error
        return message

    def _unread(self) -> int:
        """Throw away what came where nobody listens: else it would fill our memory. Returns its bytes beyond plain replies."""
        size = 0
        for channel in (self._client.shell_channel, self._client.control_channel):
            while True:
                try:
                    parts = channel.socket.recv_multipart(zmq.NOBLOCK, copy=False)
                except zmq.ZMQError:
                    break
                size += max(sum(len(part) for part in parts) - _REPLY, 0)
        return size

    def _look(self) -> None:
        excess = self._server.excess(self._limits)
        if excess:
            raise self._give_up(excess)

    def _interrupt(self) -> None:
        with contextlib.suppress(zmq.ZMQError):
            self._client.control_channel.send(self._client.session.msg("interrupt_request", content={}))

    def _greet(self) -> None:
        """Wait until messages come through: the first ones may be sent before the line is up."""
        until = time.monotonic() + _FORK_SECONDS
        while time.monotonic() < until:
            self._client.kernel_info()
            with contextlib.suppress(Empty):
                self._client.get_iopub_msg(timeout=0.05)
                return
            if self._server.has_ended():
                break
        raise self._give_up("ended")

    def _give_up(self, why: str) -> KernelGone:
        self.end()
        return KernelGone(*_WHY[why])


def _display_id(content: dict[str, Any]) -> str:
    """The name under which an output may be shown anew, such as a progress bar's; "" for none."""
    transient = content.get("transient")
    name = transient.get("display_id") if isinstance(transient, dict) else None
    return name if isinstance(name, str) else ""


def _size(message: dict[str, Any]) -> int:
    """Characters and bytes of a message, in all its parts."""
    return len(json.dumps(message, default=str)) + sum(len(part) for part in message["buffers"])


_WHY: dict[str, tuple[str, str]] = {
    "ended": ("The notebook ended its own kernel.", "笔记本中途结束了自己的内核。"),
    "seconds": ("A cell ran without an end and could not be interrupted.", "有单元格无休止地运行，且无法中断。"),
    "output": ("The notebook printed or showed too much.", "笔记本的输出过多。"),
    "memory": ("The notebook used more memory than it may.", "笔记本占用内存过多。"),
    "processes": ("The notebook started more processes than it may.", "笔记本启动的进程过多。"),
    "garbled": ("The notebook's kernel sent what no kernel sends.", "笔记本的内核发来了无法识别的消息。"),
}
