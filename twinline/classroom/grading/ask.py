"""The trusted side of a question: hand its inputs into the sandbox, read what comes out, and judge it here.

What comes out is JSON of limited size, read with a strict schema. The expected results stay on this side.
"""

import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr, TypeAdapter, ValidationError

from twinline.base.paths import FEEDBACK
from twinline.base.words import Words
from twinline.classroom.grading.records import Answered
from twinline.classroom.sandbox.answer import MIME, Asked
from twinline.classroom.sandbox.kernels import Kernel, Ran
from twinline.classroom.sandbox.limits import Limits
from twinline.questions.author import grading
from twinline.questions.author.authoring import PolicyQuestion, Question
from twinline.questions.author.policy_points import UNSEEN, play_unseen, policy_points
from twinline.questions.calling import CallOutcome, Trouble
from twinline.questions.checker import Checker
from twinline.questions.judging import SLIPS, Found, State, Tried, together
from twinline.questions.policies import Played, policy_verdict
from twinline.questions.sheet import FunctionSheet, PolicySheet, read_sheet
from twinline.questions.verdict import Verdict
from twinline.twin.apart.wire import to_bytes
from twinline.twin.policy import SECONDS, PolicyError
from twinline.twin.problems import StrategyError

if TYPE_CHECKING:
    import pandas as pd

_WORDS = 2_000  # characters that a learner's process may say about an answer
_ROWS = 200_000  # of a policy's table for one month
_PARTS = 100_000  # of an answer, such as groups
_COLUMNS = 20
_NOT_SENT = "The policy cannot be sent to its own process.", "策略函数无法送入独立进程。"
_OBSERVED, _POLICY = "observed.arrow", "policy.txt"

Stated = Question | PolicyQuestion
Give = Callable[[str, bytes], str]


class _AnswerWords(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    en: str = Field(max_length=_WORDS)
    zh: str = Field(max_length=_WORDS)


# It stops at the first that does not fit: an error for each of millions would fill the memory.
_Atoms = Annotated[list[StrictFloat | StrictInt | StrictStr], Field(fail_fast=True)]
_Short = Annotated[str, Field(strict=True, max_length=200)]
_Cells = Annotated[list[StrictFloat | StrictInt | _Short | bool | None], Field(max_length=_ROWS, fail_fast=True)]


class _AnswerOutcome(BaseModel):
    """An answer as the sandbox hands it out; see `twinline.questions.calling.Outcome`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    parts: dict[str, _Atoms] | None
    trouble: Trouble | None
    words: _AnswerWords | None
    detail: str = Field(max_length=4 * _WORDS)
    shown: str = Field(max_length=_WORDS)
    changed_input: bool


_ANSWERS = TypeAdapter(Annotated[list[_AnswerOutcome], Field(fail_fast=True)])
_PLAN = TypeAdapter(dict[Annotated[str, Field(max_length=100)], _Cells])


@dataclass(frozen=True)
class Sealed:
    """A policy as it was at its check, as text that nobody on this side opens. It is played when the notebook is through."""

    id: str
    text: str


class NoAnswer(Exception):
    """Nothing that can be read came out of the sandbox."""


class Exercise:
    """The questions of an exercise, put to learners' functions in a sandbox.

    Made once a worker; in an exam once a submission, with the trainee's own bank.
    """

    def __init__(
        self,
        module: str,
        questions: Sequence[Stated],
        limits: Limits,
        worlds: tuple[int, ...] = UNSEEN,
        banks: Sequence[Path] | None = None,
    ) -> None:
        self.module, self.limits, self.worlds = module, limits, worlds
        self.questions = {question.id: question for question in questions}
        self._hidden = {
            each.id: list(grading.hidden_cases(each, banks)) for each in questions if isinstance(each, Question)
        }
        self._sheets = {sheet.id: sheet for sheet in read_sheet(module, FEEDBACK).questions}

    def calls(self) -> bytes:
        """What the sandbox needs in order to ask: `answering.Asked` by question, pickled for that side only."""
        content = {}
        for id_, question in self.questions.items():
            function = question.right.__name__
            if isinstance(question, Question):
                inputs = tuple(hidden.read() for hidden in self._hidden[id_])
                content[id_] = Asked(function, question.returns, question.seconds, inputs)
            else:
                content[id_] = Asked(function, None, SECONDS)
        return pickle.dumps(content)

    def ask(self, kernel: Kernel, id_: str, path: str) -> tuple[Answered, Verdict] | Sealed:
        """What a learner's function in the kernel is worth, and what its author is told; or a policy, to be played later.

        `path` is where `calls` lies for the sandbox. Raises `KernelGone`.
        """
        question = self.questions[id_]
        if isinstance(question, Question):
            return self._function(kernel, question, path)
        try:
            text = _sealed(kernel, f"begin({path!r}, {id_!r}, globals())", self.limits)
            if not text:
                raise PolicyError("There is no such function.", "没有找到题目要求的函数。", "NotImplementedError")
        except PolicyError as trouble:
            return self._policy(question, [], trouble)
        return Sealed(id_, text)

    def play(self, sealed: Sealed, path: str, kernels: Callable[[], Kernel], give: Give) -> tuple[Answered, Verdict]:
        """What a policy earns on the unseen worlds, in kernels of its own.

        `kernels` makes one, in the place of the one before; `give` hands a table in and says where it lies there. Raises
        `KernelGone`.
        """
        question = self.questions[sealed.id]
        assert isinstance(question, PolicyQuestion)
        asker = _Asker(kernels, sealed, path, give, self.limits)
        try:
            return self._policy(question, play_unseen(question, _Remote(asker), self.worlds))
        except (StrategyError, PolicyError) as error:
            return self._policy(question, [], error)
        finally:
            asker.end()

    def unanswered(self, id_: str, why: Words | None = None) -> Answered:
        """A question that could not even be asked."""
        question = self.questions[id_]
        state: State = "error" if why else "not_attempted"
        return Answered(
            id=id_, title=Words.of(question.title), points=0.0, out_of=question.points, state=state, message=why
        )

    def _function(self, kernel: Kernel, question: Question, path: str) -> tuple[Answered, Verdict]:
        hidden = self._hidden[question.id]
        seconds = (question.seconds + 2.0) * len(hidden) + 5.0
        ran = _probe(kernel, f"answer({path!r}, {question.id!r}, globals())", seconds, self.limits)
        tried = [Tried(outcome) for outcome in _outcomes(ran, len(hidden))]
        if not tried:
            tried = [
                Tried(
                    CallOutcome(
                        trouble="not_attempted" if not ran.stopped else "error",
                        words=_TOO_SLOW if ran.stopped else None,
                    )
                )
            ]
        found = together(
            [(case.case.name, each, _found(question, case, each)) for case, each in zip(hidden, tried, strict=False)]
        )
        whole = len(found) == len(hidden) or found[-1].state in ("not_attempted", "error")
        points = grading.points(question, found) if whole else 0.0
        sheet = self._sheets[question.id]
        assert isinstance(sheet, FunctionSheet)
        verdict = Checker(self.module, sheet).verdict_on(
            [(case.case, each, what) for case, each, what in zip(hidden, tried, found, strict=False)]
        )
        verdict = replace(verdict, tried=())  # which of the hidden banks it was says nothing to anybody
        return self._answered(question, points, found, verdict, tried), verdict

    def _answered(
        self, question: Question, points: float, found: list[Found], verdict: Verdict, tried: list[Tried]
    ) -> Answered:
        bad = [each for each in found if each.state != "right"]
        code = next((each.code for each in bad if each.code), "")
        sheet = self._sheets[question.id]
        message = (sheet.messages | SLIPS).get(code) or next(
            (each.outcome.words for each in tried if each.outcome.words), None
        )
        return Answered(
            id=question.id,
            title=Words.of(question.title),
            points=points,
            out_of=question.points,
            state=verdict.state,  # type: ignore[arg-type]
            code=code,
            message=message,
        )

    def _policy(
        self, question: PolicyQuestion, played: list[Played], trouble: StrategyError | PolicyError | None = None
    ) -> tuple[Answered, Verdict]:
        sheet = self._sheets[question.id]
        assert isinstance(sheet, PolicySheet)
        points = policy_points(question, played) if played else 0.0
        verdict = policy_verdict(sheet, played, trouble)
        habit = (
            next((each.habit for each in played if each.habit in sheet.messages), "")
            if points < question.points
            else ""
        )
        code = habit or next(
            (each.code for each in getattr(trouble, "problems", ()) if each.code in sheet.messages), ""
        )
        share = sum(each.share for each in played) / len(played) if played else None
        answered = Answered(
            id=question.id,
            title=Words.of(question.title),
            points=points,
            out_of=question.points,
            state=verdict.state,  # type: ignore[arg-type]
            code=code,
            message=sheet.messages.get(code),
            share=share,
        )
        return answered, verdict


class _Asker:
    """Asks a policy in the sandbox. Each future has a kernel of its own, so that none can be remembered in another."""

    def __init__(self, kernels: Callable[[], Kernel], sealed: Sealed, path: str, give: Give, limits: Limits) -> None:
        self._kernels, self._sealed, self._path, self._give, self._limits = kernels, sealed, path, give, limits
        self._kernel: Kernel | None = None
        self._kept: str | None = None

    def end(self) -> None:
        """End the last kernel, and leave nothing of this policy for the next one."""
        if self._kernel is not None:
            self._kernel.end()
        self._give(_POLICY, b"")
        self._give(_OBSERVED, b"")

    def wake(self, *, again: bool) -> None:
        """Into a new kernel: the policy of the notebook, or that after its first answer. Raises `PolicyError`, `KernelGone`."""
        self.end()
        self._give(_OBSERVED, b"")  # nothing of another future lies there
        kept = self._kept if again else None
        lies = self._give(_POLICY, (self._sealed.text if kept is None else kept).encode())
        self._kept = kept
        self._kernel = self._kernels()
        _say(self._kernel, f"wake({lies!r})", self._limits)

    def plan(self, observed: "pd.DataFrame", month: int, budget: float | None) -> Ran:
        """What the kernel says when it is asked for a month. Raises `PolicyError` and `KernelGone`."""
        assert self._kernel is not None
        seen = self._give(_OBSERVED, to_bytes(observed))
        call = f"plan({self._path!r}, {self._sealed.id!r}, {seen!r}, {month}, {budget!r})"
        ran = _say(self._kernel, call, self._limits)
        if self._kept is None:  # once, after the first answer: later it could have seen a future
            self._kept = _sealed(self._kernel, "keep()", self._limits)
            if not self._kept:
                raise PolicyError(*_NOT_SENT)
        return ran


def _sealed(kernel: Kernel, call: str, limits: Limits) -> str:
    try:
        sealed = _handed_out(_say(kernel, call, limits))
    except NoAnswer:
        sealed = None
    if not isinstance(sealed, str) or not sealed.isascii():
        raise PolicyError(*_NOT_SENT)
    return sealed


def _say(kernel: Kernel, call: str, limits: Limits) -> Ran:
    """Run a call of `answering`. Raises `PolicyError` and `KernelGone`."""
    ran = _probe(kernel, call, SECONDS + 10.0, limits)
    error = next((output for output in ran.outputs if output.output_type == "error"), None)
    if ran.stopped or error is not None:
        said = "TooSlow" if ran.stopped else f"{error.ename}: {error.evalue}"[:_WORDS] if error else ""
        raise PolicyError("The policy failed:", "策略函数出错：", said)
    return ran


class _Remote:
    """A policy in the sandbox, asked month after month."""

    def __init__(self, asker: _Asker) -> None:
        self._asker = asker

    def __enter__(self) -> "_Remote":
        self._asker.wake(again=False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def answer(
        self, observed: "pd.DataFrame", month: int, budget: float | None, *, quiet: bool = False
    ) -> "pd.DataFrame":
        """The policy's table for a month. Raises `PolicyError` and `KernelGone`."""
        import pandas as pd

        ran = self._asker.plan(observed, month, budget)
        try:
            handed = _handed_out(ran)
            if not isinstance(handed, dict) or len(handed) > _COLUMNS:
                raise NoAnswer
            columns = _PLAN.validate_python(handed)
        except (NoAnswer, ValidationError) as error:
            raise PolicyError("It handed out no table.", "没有返回名单。") from error
        if len({len(rows) for rows in columns.values()}) > 1:
            raise PolicyError("It handed out no table.", "没有返回名单。")
        return pd.DataFrame(columns)

    def again(self) -> None:
        """Go back to the policy as it was after its first answer."""
        self._asker.wake(again=True)


def _probe(kernel: Kernel, call: str, seconds: float, limits: Limits) -> Ran:
    return kernel.run(
        f"__import__('twinline.classroom.sandbox.answer', fromlist=['answer']).{call}", seconds, limits.answer
    )


def _handed_out(ran: Ran) -> Any:
    """The last thing that was handed out. Raises `NoAnswer`."""
    for output in reversed(ran.outputs):
        data = output.get("data")
        if isinstance(data, dict) and isinstance(data.get(MIME), str):
            try:
                return json.loads(data[MIME])
            except (ValueError, RecursionError) as error:
                raise NoAnswer from error
    raise NoAnswer


def _outcomes(ran: Ran, most: int) -> list[CallOutcome]:
    try:
        handed = _handed_out(ran)
        if not isinstance(handed, list) or any(_parts(each) > _PARTS for each in handed[:most]):
            return []
        read = _ANSWERS.validate_python(handed[:most])
    except (NoAnswer, ValidationError, RecursionError):
        return []
    return [
        CallOutcome(
            each.parts,
            each.trouble if each.parts is None else None,
            Words(en=each.words.en, zh=each.words.zh) if each.words else None,
            each.detail,
            each.shown,
            each.changed_input,
        )
        for each in read
    ]


def _parts(outcome: Any) -> int:
    parts = outcome.get("parts") if isinstance(outcome, dict) else None
    return len(parts) if isinstance(parts, dict) else 0


def _found(question: Question, hidden: grading.HiddenCase, tried: Tried) -> Found:
    try:
        return grading.found(question, hidden, tried)
    except Exception:  # parts that are no honest function's: numbers beyond all bounds, names that are not there
        return Found("wrong")


_TOO_SLOW = Words(en="It gave no answer in time, and was stopped.", zh="超时没有返回，已停止。")
