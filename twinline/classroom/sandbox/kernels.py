"""The trusted side of a sandboxed kernel: start it, run code in it with limits, end it. Nothing that it says is believed.

A kernel is an ordinary IPython kernel, spoken to over jupyter_client's sockets in a folder that both sides see.
"""

import contextlib
import json
import time
from dataclasses import dataclass, field
from queue import Empty
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import nbformat
import zmq
from jupyter_client.blocking.client import BlockingKernelClient

from twinline.classroom.sandbox.limits import MIB, Limits
from twinline.classroom.sandbox.outputs import SHOWING, read_output
from twinline.classroom.sandbox.server import _FORK_SECONDS, KernelGone, Server

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

_POLL_SECONDS = 0.2
_GRACE_SECONDS = 1.5  # for a kernel to stop when it is asked to, …
_ASKED = 3  # … so many times: asked before a cell has begun, on a busy machine, it hears nothing
_MESSAGE = 16 * MIB
_REPLY = 4_096  # bytes of an ordinary reply, which does not count as output
_SEND_SECONDS = 5.0  # for a kernel to take a message


@dataclass
class Ran:
    """What a cell did: its outputs, as a notebook holds them, whether it raised an error, whether it was stopped."""

    outputs: list[nbformat.NotebookNode] = field(default_factory=list)
    failed: bool = False
    stopped: bool = False
    displays: dict[str, nbformat.NotebookNode] = field(default_factory=dict, repr=False)


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
        looked, asked = time.monotonic(), 0
        while True:
            message = self._message(until)
            self._shown += self._unread()
            now = time.monotonic()
            if now - looked > _POLL_SECONDS:
                looked = now
                self._look()
            if now > until:
                if asked == _ASKED or now > self._until:
                    raise self._give_up("seconds")
                asked += 1
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
