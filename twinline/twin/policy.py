"""Policies: a learner's function `policy(observed, month, budget)`, run in a process of its own that sees nothing else."""

import sys
import sysconfig
import threading
from collections.abc import Callable
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeGuard, runtime_checkable

from generators.errors import BilingualError
from twinline.base.paths import HOME
from twinline.base.text import t
from twinline.base.tracebacks import own_lines
from twinline.twin.apart.begin import begin, libraries
from twinline.twin.apart.line import START_SECONDS
from twinline.twin.apart.walled import NoWall
from twinline.twin.apart.wire import receive, send, to_bytes, to_frame

if TYPE_CHECKING:
    import pandas as pd

SECONDS = 20.0  # for one answer
MEGABYTES = 4_096
MOST_BYTES = 32 << 20  # that a policy may weigh with all that it carries along


class PolicyError(BilingualError):
    """A policy that failed. `traceback` holds the learner's own lines, where the failure was one of their code."""

    def __init__(self, en: str, zh: str, traceback: str = "") -> None:
        super().__init__(en, zh)
        self.traceback = traceback

    def __str__(self) -> str:
        return f"{super().__str__()}\n{self.traceback}".rstrip()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.en, self.zh, self.traceback)

    def _render_traceback_(self) -> list[str]:  # what IPython shows instead of a traceback
        return [str(self)]


@runtime_checkable
class Answering(Protocol):
    """Whatever answers for a policy, month after month, for as long as its `with` block lasts: a process, a sandbox."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def answer(
        self, observed: "pd.DataFrame", month: int, budget: float | None, *, quiet: bool = False
    ) -> "pd.DataFrame":
        """The policy's table for a month. Raises `PolicyError`."""
        ...

    def again(self) -> None:
        """Go back to the policy as it was after its first answer."""
        ...


Policy = Callable[..., Any] | Answering


def is_policy(given: object) -> TypeGuard[Policy]:
    """Whether something is asked month after month, and is no table."""
    return callable(given) or isinstance(given, Answering)


def answering(policy: Policy, seconds: float = SECONDS) -> Answering:
    """Who answers for a policy: itself, where it can be asked, or a function's process, for so many `seconds` an answer."""
    return policy if isinstance(policy, Answering) else PolicyProcess(policy, seconds)


class PolicyProcess:
    """A policy in its process, for as long as the `with` block lasts."""

    def __init__(self, policy: Callable[..., Any], seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds, self.timed_out = seconds, False
        self._policy = _pickled(policy)
        self._after_first: bytes | None = None
        try:
            self._line = begin(libraries(self._policy), megabytes)
        except NoWall as error:
            raise PolicyError(
                f"The sandbox for policies ended: {error}. Run it again.",
                f"策略函数的沙箱意外结束：{error}。请重新运行。",
            ) from error
        try:
            self._load(self._policy)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "PolicyProcess":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._line.close()

    def answer(
        self, observed: "pd.DataFrame", month: int, budget: float | None, *, quiet: bool = False
    ) -> "pd.DataFrame":
        """The policy's table for a month. Raises `PolicyError`; what the policy printed is printed unless `quiet`."""
        head = {"do": "plan", "month": month, "budget": budget}
        body = self._ask(head, to_bytes(observed), self.seconds, quiet=quiet)
        if self._after_first is None:  # before it has seen any future
            self._after_first = self._ask({"do": "keep"}, b"", self.seconds)
        try:
            table: pd.DataFrame = to_frame(body)
        except Exception as error:  # Arrow's own, of many kinds: a policy that meddles with its process sends anything
            raise PolicyError("The policy handed out no table.", "策略函数没有返回名单。") from error
        return table

    def again(self) -> None:
        """Go back to the policy as it was after its first answer: it must not remember one future in another."""
        self._line = self._line.fresh()
        self._load(self._policy if self._after_first is None else self._after_first)

    def _load(self, content: bytes) -> None:
        self._ask({"do": "load", "language": t("en", "zh")}, content, START_SECONDS)

    def _ask(self, head: dict[str, Any], body: bytes, seconds: float, *, quiet: bool = False) -> bytes:
        watch = threading.Timer(seconds, self._end)
        watch.start()
        try:
            try:
                send(self._line.out, head, body)
                reply = receive(self._line.source)
            except OSError:
                reply = None
        finally:
            watch.cancel()
        if reply is None:
            raise self._gone(seconds)
        answer, sent = reply
        if answer.get("said") and not quiet:
            print(answer["said"], end="")
        if answer.get("memory"):
            raise PolicyError(
                "The policy used more memory than it may; it was ended.", "策略函数占用内存过多，已被终止。"
            )
        if "error" in answer:
            raise _failed(answer)
        return sent

    def _end(self) -> None:
        self.timed_out = True
        self._line.end()

    def _gone(self, seconds: float) -> PolicyError:
        if self.timed_out:
            return PolicyError(
                f"The policy gave no answer within {seconds:g} seconds and was ended: is there an endless loop?",
                f"策略函数在 {seconds:g} 秒内没有返回，已被终止：是不是有死循环？",
            )
        return PolicyError(
            "The policy's process ended without an answer, perhaps for want of memory.",
            "策略函数的进程意外结束，没有返回结果，可能是内存不足。",
        )


def _pickled(policy: Callable[..., Any]) -> bytes:
    """The policy by value, with the learner's module around it."""
    import cloudpickle

    module = sys.modules.get(getattr(policy, "__module__", None) or "")
    mine = isinstance(module, ModuleType) and module.__name__ != "__main__" and not _is_library(module)
    if mine:
        cloudpickle.register_pickle_by_value(module)
    try:
        content: bytes = cloudpickle.dumps(policy)
    except Exception as error:
        raise PolicyError(
            f"The policy cannot be sent to its own process: {error}.", f"策略函数无法送入独立进程：{error}。"
        ) from error
    finally:
        if mine:
            cloudpickle.unregister_pickle_by_value(module)
    if len(content) > MOST_BYTES:
        raise PolicyError(
            f"The policy carries {len(content) >> 20} MB along; at most {MOST_BYTES >> 20} MB are allowed. "
            "Keep a model in it, not a table.",
            f"策略函数附带了 {len(content) >> 20} MB 数据，上限为 {MOST_BYTES >> 20} MB。请只带模型，不要带整张表。",
        )
    return content


def _is_library(module: ModuleType) -> bool:
    """Whether a module is Python's, a package's or ours: those are imported over there, not sent."""
    path = str(getattr(module, "__file__", None) or "")
    homes = [sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    homes += [str(HOME / "twinline"), str(HOME / "generators")]
    return not path or any(path.startswith(home) for home in homes if home)


def _failed(answer: dict[str, Any]) -> PolicyError:
    """The learner's own lines of a traceback."""
    lines = [*own_lines(answer["frames"]), answer["error"]]
    if answer["refused"]:
        return PolicyError(
            "The policy reached for something that it may not have; it was ended. It sees what the bank observes.",
            "策略函数试图访问不允许的内容，已被终止。它只能看到银行的可观测信息。",
            "\n".join(lines),
        )
    return PolicyError("The policy failed in your code:", "策略函数在你的代码中出错：", "\n".join(lines))
