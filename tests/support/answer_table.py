"""What the answers that we know get, found once a run for each module and bank: the tests of a module read it, on whatever worker.

Answers go by their code: "right" for the model answer, a mistake's own code, "copied" for somebody who knows the right
results of the tiny bank by heart, "stub" for what stands in an exercise, "nothing" for a function that returns None.
"""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filelock import FileLock

from tests.support.modules import stub
from twinline.base.text import LANGUAGES, speaking
from twinline.data.tables import dataset_folder
from twinline.questions.author.authoring import PolicyQuestion, Question, read_questions
from twinline.questions.author.grading import HIDDEN, found, hidden_bank, hidden_cases, points
from twinline.questions.calling import CallOutcome, call
from twinline.questions.cases import Case
from twinline.questions.checker import Checker
from twinline.questions.judging import Found, Tried, attempt, together
from twinline.questions.sheet import read_sheet
from twinline.questions.verdict import Verdict

OWN = ("course", "tiny")  # the banks that a learner has
TWENTY = range(90_210_001, 90_210_021)  # the hidden three, and others that no one has seen

Key = tuple[str, str]  # question, code of the answer


@dataclass(frozen=True)
class Answered:
    """An answer to a hidden case: what came of two calls, and what the first is worth."""

    outcome: CallOutcome
    again: CallOutcome
    found: Found | None = None


class Tables:
    """The tables of a run, in the folder that its workers share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._here: dict[str, Any] = {}

    def told(self, module: str, scale: str) -> dict[Key, dict[str, Verdict]]:
        """What a learner with that bank is told about each answer, in each language."""
        return self._once(f"{module}-{scale}", lambda: dict(_told(module, scale)))

    def graded(self, module: str) -> dict[Key, list[Answered]]:
        """What each answer gets on the hidden banks, case by case up to the first error."""
        return self._once(f"{module}-hidden", lambda: dict(_graded(module)))

    def points(self, module: str, question: Question, code: str) -> float:
        """The points for an answer."""
        found = [each.found for each in self.graded(module)[question.id, code] if each.found]
        return points(question, found)

    def repeated(self, module: str, seed: int) -> dict[str, list[Answered]]:
        """What the model answers give on another bank, called twice."""
        return self._once(f"{module}-{seed}", lambda: dict(_repeated(module, seed)))

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._here:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = self._folder / f"{name}.pickle"
            with FileLock(f"{kept}.lock"):
                if not kept.exists():
                    kept.write_bytes(pickle.dumps(make()))
            self._here[name] = pickle.loads(kept.read_bytes())
        return self._here[name]


def functions(module: str) -> list[Question]:
    """The module's questions that a function answers."""
    return [each for each in read_questions(module) if not isinstance(each, PolicyQuestion)]


def known_answers(question: Question) -> dict[str, Callable[..., Any]]:
    """Code → function, the model answer first."""
    return {"right": question.right, **{wrong.code: wrong.function for wrong in question.wrongs}}


TRIVIAL = (0.0, 1.0, 0.5, 0.1, 3.0, 50.0)  # numbers that one types in


class AlwaysEqual(str):
    """A text that claims to be equal to any other."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class _EqualNumber(float):
    """A number that claims to be equal to any other."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


def typed_in(question: Question) -> dict[str, Callable[..., Any]]:
    """Answers that nobody computed, as somebody types them in who knows the right shape, and the right result of one bank."""
    case = next(case for case in question.cases if case.on_bank)
    right = question.right(*case.read(dataset_folder("tiny")))
    tables = {
        "its own": right,
        "equal": _like(right, lambda number: _EqualNumber(number)),
        **{
            f"{digits} digits": _like(right, lambda number, digits=digits: round(number, digits)) for digits in range(3)
        },
        **{f"{number:g}": _like(right, lambda _, number=number: number) for number in TRIVIAL},
    }
    return {f"typed: {name}": lambda *given, table=table: table for name, table in tables.items()}


def _like(answer: Any, number: Callable[[float], float]) -> Any:
    """An answer of the same shape with other numbers; of ids and rows none, one, or the first hundred."""
    if isinstance(answer, float | int):
        return number(float(answer))
    if isinstance(answer, pd.DataFrame):
        return answer.map(lambda each: number(float(each)))
    if isinstance(answer, tuple):
        return tuple(frame.iloc[: max(int(number(1.0)), 0)] for frame in answer)
    if isinstance(answer, dict):
        return {AlwaysEqual(name): number(float(each)) for name, each in answer.items()}
    if isinstance(answer, pd.Series) and answer.dtype.kind == "f":
        return pd.Series([number(float(each)) for each in answer], index=answer.index, dtype=object)
    return list(answer)[: max(int(number(1.0)), 0)]


class _Listening(Checker):
    """Keeps what it judged, so that it is said again in another language without being tried again."""

    results: Sequence[tuple[Case, Tried, Found]]

    notes: tuple[str, ...]

    def verdict_on(self, results: Sequence[tuple[Case, Tried, Found]], notes: tuple[str, ...] = ()) -> Verdict:
        self.results, self.notes = results, notes
        return super().verdict_on(results, notes)


def _told(module: str, scale: str) -> Any:
    sheets = {each.id: each for each in read_sheet(module).questions}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_SCALE", scale)
        for question in functions(module):
            for code, function in (known_answers(question) | (typed_in(question) if scale == "tiny" else {})).items():
                checker = _Listening(module, sheets[question.id])
                said = {}
                for language in LANGUAGES:
                    with speaking(language):
                        said[language] = (
                            checker.verdict_on(checker.results, checker.notes) if said else checker.verdict(function)
                        )
                yield (question.id, code), said


def _graded(module: str) -> Any:
    for question in functions(module):
        by_heart = [question.right(*case.read(dataset_folder("tiny"))) for case in question.cases if case.on_bank]
        others = {"copied": None, "stub": stub, "nothing": lambda *given: None, **typed_in(question)}
        for code, function in {**known_answers(question), **others}.items():
            answered: list[Answered] = []
            names: list[str] = []
            for number, hidden in enumerate(hidden_cases(question)):
                known = by_heart[number % len(by_heart)]
                asked = function or (lambda *given, known=known: known)
                inputs = hidden.read()
                tried = attempt(asked, inputs, question.returns, (), question.seconds)
                again = call(asked, inputs, question.returns, question.seconds) if code == "right" else tried.outcome
                answered.append(Answered(tried.outcome, again, found(question, hidden, tried)))
                names.append(hidden.case.name)
                if tried.outcome.trouble in ("not_attempted", "error") and code != "copied":
                    break
            yield (question.id, code), _together(names, answered)


def _together(names: list[str], answered: list[Answered]) -> list[Answered]:
    results = [
        (name, Tried(each.outcome), each.found) for name, each in zip(names, answered, strict=True) if each.found
    ]
    return [replace(each, found=found) for each, found in zip(answered, together(results), strict=True)]


def _repeated(module: str, seed: int) -> Any:
    for question in functions(module):
        answered = []
        for hidden in hidden_cases(question, [hidden_bank(seed)]):
            once, again = (call(question.right, hidden.read(), question.returns, question.seconds) for _ in range(2))
            answered.append(Answered(once, again))
        yield question.id, answered


def in_rotation(turn: int, full: bool) -> list[int]:
    """Seeds of the banks on which model answers are called besides the hidden three: two by turns, or all."""
    others = [seed for seed in TWENTY if seed not in HIDDEN]
    return others if full else [others[(turn * 2 + place) % len(others)] for place in range(2)]
