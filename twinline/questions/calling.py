"""Calling a learner's function: whatever it does, what comes out is an outcome and never an exception."""

import contextlib
import inspect
import io
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from twinline.base.slips.stopped import own_slip
from twinline.base.tracebacks import own_lines, plain
from twinline.base.words import Words
from twinline.questions.cases import changed, handed
from twinline.questions.returns import Parts, Returns, WrongShape
from twinline.questions.time_limit import TooSlow, within

SHOWN = 160  # characters of a result that are shown

Trouble = Literal["not_attempted", "error", "wrong"]


@dataclass(frozen=True)
class CallOutcome:
    """What came of a call: the answer's parts, or what kept it from being one.

    `shown` is the answer as text, shortened; `detail` the learner's own lines of a traceback; `changed_input` says that the
    function changed a table it was given.
    """

    parts: Parts | None = None
    trouble: Trouble | None = None
    words: Words | None = None
    detail: str = ""
    shown: str = ""
    changed_input: bool = False


def call(function: Callable[..., Any], inputs: list[Any], returns: Returns, seconds: float) -> CallOutcome:
    """Call a function on copies of the inputs, with so many seconds to answer, and read what it returns."""
    try:
        with quiet():
            return within(seconds, lambda: _outcome(function, inputs, returns))
    except TooSlow as slow:
        return CallOutcome(trouble="error", words=_too_slow(seconds, slow.runs_on))
    except RuntimeError as error:  # not even a thread can be had: it has started so many
        return CallOutcome(trouble="error", words=_explained(error, function, inputs), detail=_traced(error))


def _outcome(function: Callable[..., Any], inputs: list[Any], returns: Returns) -> CallOutcome:
    """All that touches what a learner made: even reading or showing it may be without an end."""
    given = handed(inputs)
    try:
        answer = function(*given)
        try:
            parts = returns.parts(answer)
        except WrongShape as shape:
            return CallOutcome(trouble="wrong", words=shape.words, shown=_shown(answer))
        return CallOutcome(parts, shown=_shown(answer), changed_input=_is_changed(inputs, given))
    except NotImplementedError as error:
        return CallOutcome(trouble="not_attempted", words=Words(en=str(error), zh=str(error)))
    except (TooSlow, KeyboardInterrupt):
        raise
    except BaseException as error:
        return CallOutcome(trouble="error", words=_explained(error, function, given), detail=_traced(error))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing on standard error and no warnings from within: nbgrader takes either for a failed test."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def _too_slow(seconds: float, runs_on: bool) -> Words:
    stopped = Words(en="so it was stopped", zh="已停止")
    if runs_on:
        stopped = Words(
            en="and it cannot be stopped: restart the kernel (menu Kernel → Restart Kernel)",
            zh="也停不下来：请重启内核（菜单“内核 → 重启内核”）",
        )
    return Words(
        en=f"No answer within {seconds:g} seconds, {stopped.en}. Is there a loop without an end, or one over every row? "
        "Work on whole columns, or use groupby.",
        zh=f"超过 {seconds:g} 秒没有返回，{stopped.zh}。是不是有死循环，或者在逐行循环？请对整列运算，或用 groupby。",
    )


def _is_changed(inputs: list[Any], given: list[Any]) -> bool:
    try:
        return changed(inputs, given)
    except Exception:  # a frame turned into something that cannot even be compared
        return True


def _shown(answer: Any) -> str:
    """A result as one short text. Frames tell their size: their content would not fit."""
    try:
        if isinstance(answer, pd.DataFrame):
            return f"DataFrame {len(answer):,} × {answer.shape[1]}"
        if isinstance(answer, tuple | list) and any(isinstance(each, pd.DataFrame) for each in answer):
            return ", ".join(_shown(each) for each in answer[:4])
        text = repr(answer.to_dict() if isinstance(answer, pd.Series) and len(answer) <= 12 else answer)
    except Exception:
        return type(answer).__name__
    text = plain(" ".join(text.split()))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _traced(error: BaseException) -> str:
    frames = [(frame.filename, frame.lineno or 0, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    said = plain(" ".join(str(error).split()))
    if len(said) > 2 * SHOWN:
        said = said[: 2 * SHOWN] + "…"
    return "\n".join([*own_lines(frames), f"{type(error).__name__}: {said}".rstrip(": ")])


def _explained(error: BaseException, function: Callable[..., Any], inputs: list[Any]) -> Words:
    """What an error usually means, in words for somebody new to Python."""
    if isinstance(error, TypeError) and not takes(function, len(inputs)):
        wanted = len(inputs)
        return Words(
            en=f"The function is called with {wanted} value(s): keep the first line (def …) as it was given.",
            zh=f"调用时会传入 {wanted} 个值：请保留题目给的第一行（def …），不要改参数。",
        )
    if isinstance(error, SystemExit):
        return Words(en="The function calls exit(). Use return.", zh="函数里调用了 exit()，请改用 return。")
    found = own_slip(error, [each for each in inputs if isinstance(each, pd.DataFrame)])
    if found is not None:
        return Words(en=found.en, zh=found.zh)
    return Words(en="Your code stopped with an error:", zh="您的代码运行出错：")


def takes(function: Any, number: int) -> bool:
    """Whether a function can be called with so many values; also where Python cannot tell."""
    try:
        inspect.signature(function).bind(*range(number))
    except TypeError:
        return False
    except ValueError:
        return True
    return True
