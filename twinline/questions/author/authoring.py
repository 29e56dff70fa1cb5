"""How a module's `questions/q1.py`, `q2.py` … state its questions: the answer, the wrong answers with their messages, the hints.

>>> share = Question("q1", title=("Online share", "线上占比"), points=2, returns=Number(), cases=[...], hints=[...], success=(...))
>>> @share.reference
... def online_share(transactions): ...
>>> @share.wrong("counted", ("That is the share of purchases …", "这是笔数占比……"))
... def counted(transactions): ...

Nothing in here reaches a learner's copy but what `twinline.questions.author.bake` writes into the module's sheet.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any, Literal, TypeVar

from generators.errors import BilingualError, UnknownChoice
from twinline.base.paths import LESSONS
from twinline.base.words import Pair, Words
from twinline.questions.cases import Case, Data, SmallTable, Value
from twinline.questions.habits import REFUSALS, USUALLY, Habit
from twinline.questions.properties import Property
from twinline.questions.returns import Returns
from twinline.questions.sheet import Rules

Function = TypeVar("Function", bound=Callable[..., Any])

BANK: Pair = ("your bank's data", "您这家银行的数据")  # the title of a case on the data in use


@dataclass(frozen=True)
class Wrong:
    """An answer that learners typically give, and what to tell them."""

    code: str
    state: Literal["wrong", "nearly"]
    words: Words
    function: Callable[..., Any]


@dataclass(kw_only=True, eq=False)
class _Stated:
    """What every question states."""

    id: str
    title: Pair
    points: float
    hints: Sequence[Pair]
    success: Pair
    taught: str = ""
    """The lesson's cell that teaches its idea, "lesson-2:voucher": shown after the same mistake for the third time."""
    answer: Callable[..., Any] | None = field(default=None, init=False)
    wrongs: list[Wrong] = field(default_factory=list, init=False)

    def reference(self, function: Function) -> Function:
        """Mark the model answer; its name and arguments are those that learners get."""
        self.answer = function
        return function

    def wrong(
        self, code: str, words: Pair | None = None, state: Literal["wrong", "nearly"] = "wrong"
    ) -> Callable[[Function], Function]:
        """Mark an answer that learners typically give, with the message that names the mistake.

        Raises `BilingualError` without a message, where there is none that is usual.
        """
        said = self._message(code, words)

        def mark(function: Function) -> Function:
            self.wrongs.append(Wrong(code, state, said, function))
            return function

        return mark

    def _message(self, code: str, words: Pair | None) -> Words:
        if words is None:
            raise BilingualError(
                f"{self.id}: the mistake {code} needs a message.", f"{self.id}：错法 {code} 缺少提示语。"
            )
        return Words.of(words)

    @property
    def right(self) -> Callable[..., Any]:
        """The model answer."""
        if self.answer is None:
            raise BilingualError(
                f"The question {self.id} has no reference.", f"题目 {self.id} 缺少参考答案（reference）。"
            )
        return self.answer

    @property
    def arguments(self) -> tuple[str, ...]:
        """Names of the function's arguments."""
        return tuple(inspect.signature(self.right).parameters)

    def source(self, wrong: Wrong | None = None) -> tuple[str, str]:
        """The first line (`def …:`) of the model answer, and its body as it stands in the file; or the body of a wrong one."""
        head, body = _parts(self.right)
        return head, body if wrong is None else _parts(wrong.function)[1]


def _parts(function: Callable[..., Any]) -> tuple[str, str]:
    written = textwrap.dedent(inspect.getsource(function))
    tree = ast.parse(written).body[0]
    assert isinstance(tree, ast.FunctionDef)
    lines = written.splitlines()
    begin = tree.body[0].lineno - 1
    head = "\n".join(lines[tree.lineno - 1 : begin])
    if ":" not in head or not head.rstrip().endswith(":"):  # comments between the first line and the body
        cut = next(
            number for number, line in enumerate(lines[tree.lineno - 1 :], tree.lineno) if line.rstrip().endswith(":")
        )
        head, begin = "\n".join(lines[tree.lineno - 1 : cut]), cut
    return head, textwrap.dedent("\n".join(lines[begin:]))


@dataclass(kw_only=True, eq=False)
class Question(_Stated):
    """A question answered by a function that returns a value; `seconds` is what one call may take."""

    returns: Returns
    cases: Sequence[Case]
    properties: Sequence[Property] = ()
    seconds: float = 20.0


@dataclass(kw_only=True, eq=False)
class PolicyQuestion(_Stated):
    """A question answered by a policy, which is run on the twin (see `twinline.questions.policies`).

    Its wrong answers are named by a `Habit`, most of which have a usual message, or by what the bank refuses. One that needs
    a model is a function without arguments that makes the policy.
    """

    rules: Rules

    def _message(self, code: str, words: Pair | None) -> Words:
        known = [*map(str, Habit), *REFUSALS]
        if code not in known:
            raise UnknownChoice(f"mistake of a policy in {self.id}", f"策略错法（{self.id}）", code, known)
        usual = USUALLY.get(Habit(code)) if code in set(Habit) else None
        return usual if usual and words is None else super()._message(code, words)

    def policy(self, wrong: Wrong) -> Callable[..., Any]:
        """A wrong answer as the policy that it is, or makes."""
        made: Callable[..., Any] = wrong.function if inspect.signature(wrong.function).parameters else wrong.function()
        return made


def case(name: str, title: Pair, *inputs: Any) -> Case:
    """A case. Inputs are `table(...)`, `data(...)`, `day(...)`, or plain numbers, texts and lists."""
    read = [each if isinstance(each, SmallTable | Data | Value) else Value(value=each) for each in inputs]
    return Case(name=name, title=Words.of(title), inputs=tuple(read))


def table(columns: dict[str, list[Any]], dates: Sequence[str] = ()) -> SmallTable:
    """A small table, column by column; those in `dates` hold days such as "2025-06-01"."""
    return SmallTable(columns=columns, dates=tuple(dates))


def data(function: str, **arguments: Any) -> Data:
    """What a public function of the kit reads from the bank in use: `data("twinline.prepared.churn:careers")`."""
    return Data(function=function, arguments=arguments)


def day(text: str) -> Value:
    """A day."""
    return Value(value=text, date=True)


def questions_files(module: str, lessons: Path = LESSONS) -> list[Path]:
    """Where a module such as "m10" states its questions: `questions/q1.py`, `questions/q2.py` …, and what they share."""
    return sorted(lessons.glob(f"{module}_*/questions/*.py"), key=lambda path: (len(path.stem), path.stem))


@lru_cache(maxsize=32)
def read_questions(module: str, lessons: Path = LESSONS) -> "tuple[Question | PolicyQuestion, ...]":
    """A module's questions as its source states them, in order.

    Raises `UnknownChoice` for a module without any, `BilingualError` for two of the same id.
    """
    paths = questions_files(module, lessons)
    if not paths:
        there = sorted({found.parent.parent.name.split("_")[0] for found in lessons.glob("*/questions/*.py")})
        raise UnknownChoice("module with questions", "带练习题的模块", module, there)
    package = _package(paths[0].parent)
    found = [each for path in paths for each in _stated_in(f"{package}.{path.stem}")]
    ids = [each.id for each in found]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise BilingualError(f"{module} has two questions {id_}.", f"{module} 里有两个 {id_}。")
    return tuple(found)


def _package(folder: Path) -> str:
    """Make a folder of questions a package, so that one may say `from .shared import …`; returns the package's name.

    Read from another place, such as a class's copy, the questions of a module are other ones: each reading begins anew.
    """
    name = f"twinline_lessons_{folder.parent.name}"
    for known in [each for each in sys.modules if each == name or each.startswith(f"{name}.")]:
        del sys.modules[known]
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    sys.modules[name] = module_from_spec(spec)
    return name


def _stated_in(name: str) -> "list[Question | PolicyQuestion]":
    return [value for value in vars(import_module(name)).values() if isinstance(value, Question | PolicyQuestion)]
