"""The course's modules and their questions, as tests go through them."""

from collections.abc import Iterable
from typing import Any

import pytest

from twinline.base.paths import FEEDBACK
from twinline.questions.author.authoring import PolicyQuestion, Question, read_questions
from twinline.questions.checker import Checker
from twinline.questions.sheet import read_sheet

MODULES = sorted(path.stem for path in FEEDBACK.glob("m*.json"))
EVERY = [(module, question) for module in MODULES for question in read_questions(module)]


def named(pairs: Iterable[tuple[str, Question | PolicyQuestion]]) -> list[Any]:
    """Parameters (module, question), called "m10-q1"."""
    return [pytest.param(module, each, id=f"{module}-{each.id}") for module, each in pairs]


def checker(module: str, question: Question | PolicyQuestion) -> Checker:
    """A question as learners meet it."""
    return Checker(module, next(each for each in read_sheet(module).questions if each.id == question.id))


def stub(*given: Any) -> None:
    """What stands in an exercise before somebody answers."""
    raise NotImplementedError("Not answered yet.")
