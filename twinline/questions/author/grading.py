"""Grading: the points for an answer, on banks that its author has never seen. Needs the questions' source.

The answering and the judging are apart: `hidden_cases` gives inputs, `attempt` (see `judging`) lets a function answer them,
which may happen anywhere, and `points` compares the answers with the model answer, which never leaves this side.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from generators.errors import UnknownChoice
from generators.parameters import world
from twinline.base.paths import LESSONS
from twinline.data.kept_banks import kept_bank
from twinline.questions.author.answers import answers
from twinline.questions.author.authoring import PolicyQuestion, Question, read_questions
from twinline.questions.cases import Case
from twinline.questions.judging import Found, Known, Tried, attempt, judge, together
from twinline.questions.marks import Plain

# Seeds of the banks that answers are graded on where there is no class: everybody can read them, so each class has its own.
HIDDEN = (90_210_001, 90_210_002, 90_210_003)


@dataclass(frozen=True)
class HiddenCase:
    """One call that counts: a case on one of the hidden banks."""

    case: Case
    bank: Path

    def read(self) -> list[Any]:
        """Its inputs."""
        return self.case.read(self.bank)


def hidden_bank(seed: int) -> Path:
    """The folder of a hidden bank: 2,000 customers, made on first use."""
    return kept_bank(replace(world("tiny"), seed=seed), workers=1, quiet=True)


def hidden_cases(question: Question, banks: Sequence[Path] | None = None) -> Iterator[HiddenCase]:
    """The calls that count: every case on the bank's data, on every hidden bank. Small tables are known, and do not.

    A class has `banks` of its own; in an exam they are but the trainee's.
    """
    for bank in [hidden_bank(seed) for seed in HIDDEN] if banks is None else banks:
        for case in question.cases:
            if case.on_bank:
                yield HiddenCase(case, bank)


def found(question: Question, hidden: HiddenCase, tried: Tried) -> Found:
    """What an answer to a hidden case is by itself; see `judging.together` for what it is beside others."""
    return judge(tried, _known(question, hidden.case.name, hidden.bank))


def points(question: Question, results: list[Found]) -> float:
    """The points for the answers to all hidden cases, looked at together: the mean of their credits, as a plain float with two digits.

    0 where the function stopped with an error: it is not known what else it would have answered.
    """
    if not results or results[-1].state in ("not_attempted", "error"):
        return 0.0
    return round(question.points * sum(each.credit for each in results) / len(results), 2)


def grade(module: str, id_: str, function: Callable[..., Any], lessons: Path = LESSONS) -> float:
    """The points of a function, called here and now; see `Checker.grade`."""
    question = stated(module, id_, lessons)
    if isinstance(question, PolicyQuestion):
        from twinline.questions.author.policy_points import grade_policy

        return grade_policy(question, function)
    results = []
    for hidden in hidden_cases(question):
        tried = attempt(function, hidden.read(), question.returns, (), question.seconds)
        results.append((hidden.case.name, tried, found(question, hidden, tried)))
        if tried.outcome.trouble in ("not_attempted", "error"):
            break
    return points(question, together(results))


def stated(module: str, id_: str, lessons: Path = LESSONS) -> Question | PolicyQuestion:
    """A question by its id. Raises `UnknownChoice`."""
    every = {each.id: each for each in read_questions(module, lessons)}
    if id_ not in every:
        raise UnknownChoice("question", "题目", id_, list(every))
    return every[id_]


@lru_cache(maxsize=256)
def _known(question: Question, name: str, bank: Path) -> tuple[Known, ...]:
    case = next(each for each in question.cases if each.name == name)
    tolerance = question.returns.tolerance
    return tuple(
        Known(each.code, each.state, {part: Plain(atoms, tolerance) for part, atoms in each.parts.items()})
        for each in answers(question, case.read(bank), name)
    )
