"""Judging: answers beside known ones. Works on data alone, so it can run where a learner's code never does."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from twinline.base.words import Words
from twinline.questions.calling import CallOutcome, call
from twinline.questions.marks import Matcher
from twinline.questions.properties import Property
from twinline.questions.returns import Atom, Parts, Returns

State = Literal["not_attempted", "error", "wrong", "nearly", "right"]
_PROPERTY_COSTS = 0.25  # of a case's credit, for each property that the answer lacks
_DIGITS = 3  # significant ones, from which on a number is no guess
CONSTANT = "constant"  # the code of an answer that is the same whatever it is asked


@dataclass(frozen=True)
class Known:
    """An answer that we know: the right one, or one of those that learners typically give."""

    code: str
    state: Literal["right", "nearly", "wrong"]
    parts: Mapping[str, Matcher]


@dataclass(frozen=True)
class Tried:
    """What a learner's function did with a case: its answer, and the properties that the answer lacks."""

    outcome: CallOutcome
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What the answer to one case is: its state, the code of the known answer that it equals, which parts are right.

    `still` are right parts that could as well have been typed in, and earn nothing; see `together`.
    """

    state: State
    code: str = ""
    right: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    still: tuple[str, ...] = ()

    @property
    def credit(self) -> float:
        """Share of the case's credit: all if right, half if nearly, up to a half for right parts, less what it lacks."""
        if self.state in ("not_attempted", "error") or self.code == CONSTANT:
            return 0.0
        number = len(self.right) + len(self.differ) + len(self.missing)
        earned = len(self.right) - len(self.still)
        whole = {"right": 1.0, "nearly": 0.5}.get(self.state, 0.5 * earned / max(number, 1) if not self.code else 0.0)
        return max(whole - _PROPERTY_COSTS * len(self.lacks), 0.0)


def attempt(
    function: Callable[..., Any], inputs: list[Any], returns: Returns, properties: Sequence[Property], seconds: float
) -> Tried:
    """Let a function answer a case, and look whether the answer has the properties."""
    outcome = call(function, inputs, returns, seconds)
    if outcome.parts is None:
        return Tried(outcome)

    def again(turned: list[Any]) -> Parts | None:
        return call(function, turned, returns, seconds).parts

    lacks = [each.code or each.kind for each in properties if each.lacking(again, inputs, outcome.parts)]
    return Tried(outcome, tuple(lacks))


def judge(tried: Tried, known: Iterable[Known]) -> Found:
    """Which known answer this is. The right one comes first, then named mistakes, then slips of unit, sign and rounding."""
    outcome = tried.outcome
    if outcome.parts is None:
        return Found(outcome.trouble or "error")
    answers = list(known)
    right = next(each for each in answers if each.state == "right")
    lacks = tried.lacks
    if _equal(outcome.parts, right):
        return Found("right", "right", right=tuple(right.parts), lacks=lacks)
    named = next((each for each in answers if each is not right and _equal(outcome.parts, each)), None)
    slip = "" if named else _slip(outcome.parts, right)
    state: State = named.state if named else ("nearly" if slip else "wrong")
    agree = tuple(name for name in right.parts if _has(outcome.parts, name, right))
    differ = tuple(name for name in right.parts if name in outcome.parts and name not in agree)
    missing = tuple(name for name in right.parts if name not in outcome.parts)
    return Found(state, named.code if named else slip, agree, differ, missing, lacks)


def together(results: Sequence[tuple[str, Tried, Found]]) -> list[Found]:
    """What answers to several cases (name, answer, what it is by itself) are worth beside each other.

    What does not move with the data may have been typed in: a right part that is the same in each call earns nothing, and an
    answer that is the same throughout is `CONSTANT` unless it is right throughout. A case's calls on other banks are looked at
    first, other cases where it has but one. Of a single call, numbers of one or two digits might be guesses.
    """
    answered = [(name, tried.outcome.parts, found) for name, tried, found in results if tried.outcome.parts is not None]
    constant = (
        len(answered) > 1
        and all(parts == answered[0][1] for _, parts, _ in answered)
        and any(found.state != "right" for *_, found in answered)
    )
    settled = []
    for name, tried, found in results:
        parts = tried.outcome.parts
        if parts is None:
            settled.append(found)
        elif constant and (found.state in ("right", "nearly") or found.code in ("", *SLIPS)):
            state: State = "wrong" if found.state == "nearly" else found.state
            settled.append(replace(found, state=state, code=CONSTANT))
        else:
            alike = [each for case, each, _ in answered if case == name]
            calls = alike if len(alike) > 1 else [each for _, each, _ in answered]
            still = tuple(part for part in found.right if not _moves(part, calls))
            guess = len(calls) == 1 and found.state == "nearly" and not any(map(_telling, parts.values()))
            settled.append(
                replace(found, still=still, state="wrong", code="") if guess else replace(found, still=still)
            )
    return settled


def _moves(name: str, calls: Sequence[Parts]) -> bool:
    if len(calls) == 1:
        return _telling(calls[0][name])
    return any(each.get(name) != calls[0].get(name) for each in calls)


def _telling(atoms: Sequence[Atom]) -> bool:
    """Whether nobody would guess this: a number with some digits; of answers without numbers, that there is something."""
    numbers = [atom for atom in atoms if isinstance(atom, float)]
    return any(significant(number) >= _DIGITS for number in numbers) if numbers else bool(atoms)


def significant(number: float) -> int:
    """How many digits a number is written with, zeros at either end not counted; 0 for 0, infinities and what is no number."""
    if number == 0 or not math.isfinite(number):
        return 0
    return len(f"{abs(number):.12e}".split("e")[0].replace(".", "").rstrip("0"))


def _has(parts: Parts, name: str, known: Known) -> bool:
    return name in parts and known.parts[name].matches(parts[name])


def _equal(parts: Parts, known: Known) -> bool:
    return parts.keys() == known.parts.keys() and all(_has(parts, name, known) for name in known.parts)


# How an answer became what it is, and what undoes it.
_SLIPS: dict[str, Callable[[float], float]] = {
    "percent": lambda given: given / 100,
    "fraction": lambda given: given * 100,
    "sign": lambda given: -given,
    "complement": lambda given: 1 - given,
    "thousand": lambda given: given * 1000,
    "per_thousand": lambda given: given / 1000,
}
SLIPS: dict[str, Words] = {
    "percent": Words(
        en="The method is right, the unit is not: yours is in percent (or fen). Give a fraction (or yuan): divide by 100.",
        zh="方法对了，单位不对：您给的是百分数（或分）。请除以 100，用小数（或元）表示。",
    ),
    "fraction": Words(
        en="The method is right, the unit is not: yours is a hundredth of what is asked for.",
        zh="方法对了，单位不对：您的结果是应有结果的百分之一。",
    ),
    "sign": Words(
        en="The size is right, the sign is not: which is taken from which?",
        zh="大小对了，正负号反了：是谁减谁？",
    ),
    "complement": Words(
        en="You give the others' share: take it from 1.",
        zh="您给的是另一部分的占比：用 1 减去它。",
    ),
    "thousand": Words(
        en="The method is right, the unit is not: yours is in thousands.", zh="方法对了，单位不对：您给的是以千为单位。"
    ),
    "per_thousand": Words(
        en="The method is right, the unit is not: yours is a thousand times what is asked for.",
        zh="方法对了，单位不对：您的结果是应有结果的一千倍。",
    ),
    "rounded": Words(
        en="Nearly: you rounded. Return the exact value; round only when you show it.",
        zh="就差一点：您做了四舍五入。请返回精确值，展示时再取整。",
    ),
    "coarse": Words(
        en="Too few digits to tell whether this is right. If you rounded, return the exact value; round only when you show it.",
        zh="位数太少，看不出对不对。如果您做了四舍五入，请返回精确值，展示时再取整。",
    ),
    CONSTANT: Words(
        en="Your function returns the same whatever table it is given. Was the result typed in, or does a filter match no row? "
        "Compute it from the table that comes in.",
        zh="不管传入什么表，函数返回的都一样。是直接写了一个结果，还是筛选条件一行都没选中？请用传进来的表计算。",
    ),
}


def _slip(parts: Parts, right: Known) -> str:
    for code, undo in _SLIPS.items():
        turned = {name: [_turned(atom, undo) for atom in atoms] for name, atoms in parts.items()}
        if turned != parts and _equal(turned, right):
            return code
    return ""


def _turned(atom: Atom, undo: Callable[[float], float]) -> Atom:
    return undo(atom) if isinstance(atom, float) else atom
