"""The answers that we know to a case: the model answer's, those of the typical mistakes, and the model answer rounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generators.errors import BilingualError
from twinline.questions.author.authoring import Question
from twinline.questions.calling import call
from twinline.questions.judging import significant
from twinline.questions.marks import Plain
from twinline.questions.returns import Atom, Parts

_DIGITS = (0, 1, 2, 3, 4)  # that learners round to
_LEFT = 2  # significant digits that rounding must leave, else it is a guess
_PATIENCE = 60.0  # seconds for an answer of ours


@dataclass(frozen=True)
class Answer:
    """One known answer to one case."""

    code: str
    state: Literal["right", "nearly", "wrong"]
    parts: Parts


def answers(question: Question, inputs: list[Any], title: str = "") -> list[Answer]:
    """What the model answer and the typical mistakes return for a case's inputs.

    A mistake that fails on this case, or that makes no difference here, is left out. Raises `BilingualError` where the model
    answer itself fails.
    """
    outcome = call(question.right, inputs, question.returns, _PATIENCE)
    if outcome.parts is None or outcome.changed_input:
        said = outcome.words.en if outcome.words else "it changes its input"
        raise BilingualError(
            f"The reference of {question.id} fails on {title}: {said}\n{outcome.detail}",
            f"{question.id} 的参考答案在“{title}”上出错：{said}\n{outcome.detail}",
        )
    right = outcome.parts
    found = [Answer("right", "right", right)]
    for wrong in question.wrongs:
        parts = call(wrong.function, inputs, question.returns, _PATIENCE).parts
        if parts is not None and not same(parts, right, question.returns.tolerance):
            found.append(Answer(wrong.code, wrong.state, parts))
    found += _rounded(right, question.returns.tolerance)
    return found


def same(one: Parts, other: Parts, tolerance: float) -> bool:
    """Whether two answers are equal within the tolerance."""
    return one.keys() == other.keys() and all(Plain(other[name], tolerance).matches(one[name]) for name in other)


def _rounded(right: Parts, tolerance: float) -> Iterator[Answer]:
    """The right answer with fewer digits. With so few that one could guess it, nothing shows that anybody computed it."""
    seen = [right]
    for digits in _DIGITS:
        parts = {name: [_round(atom, digits) for atom in atoms] for name, atoms in right.items()}
        if not any(same(parts, known, tolerance) for known in seen):
            seen.append(parts)
            yield Answer("rounded", "nearly", parts) if _tells(parts, right) else Answer("coarse", "wrong", parts)


def _tells(rounded: Parts, right: Parts) -> bool:
    """Whether rounding left two digits at least to the largest number, nothing that was not 0 became 0, nor all one value."""
    before, after = (
        [atom for part in parts.values() for atom in part if isinstance(atom, float)] for parts in (right, rounded)
    )
    return (
        max(map(significant, after), default=0) >= _LEFT
        and all((one == 0) == (other == 0) for one, other in zip(before, after, strict=True))
        and (len(set(before)) == 1 or len(set(after)) > 1)
    )


def _round(atom: Atom, digits: int) -> Atom:
    return round(atom, digits) if isinstance(atom, float) else atom
