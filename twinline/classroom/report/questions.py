"""Each question of an exercise: how hard it was, whether it tells strong from weak, and which mistakes were made."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from generators.errors import BilingualError
from twinline.base.paths import FEEDBACK
from twinline.base.words import Words
from twinline.classroom.grading.records import Answered
from twinline.classroom.report.gather import ExerciseResults, Submission
from twinline.questions.judging import SLIPS, State
from twinline.questions.sheet import PolicySheet, Sheet, read_sheet

STATES: tuple[State, ...] = ("right", "nearly", "wrong", "error", "not_attempted")
FEWEST = 10
"""Submissions below which nothing is said about how a question separates."""
_INTERVAL = 1.96


@dataclass(frozen=True)
class Separation:
    """The correlation of a question's points with the points of all other questions, and its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def says(self) -> Literal["separates", "unclear", "reversed"]:
        """What it is worth: clearly above zero, not to be told from zero, or clearly below."""
        return "separates" if self.low > 0 else "reversed" if self.high < 0 else "unclear"


@dataclass(frozen=True)
class QuestionResults:
    """How a class did on one question. `separation` is None below `FEWEST` submissions, and where all did alike."""

    about: Answered
    states: dict[State, int]
    difficulty: float
    """Mean share of its points."""
    separation: Separation | None
    unknown: int
    """Wrong answers that are none of the typical mistakes."""

    @property
    def id(self) -> str:
        """Its id."""
        return self.about.id

    @property
    def title(self) -> Words:
        """Its title."""
        return self.about.title

    @property
    def answers(self) -> int:
        """How many submissions were looked at."""
        return sum(self.states.values())


@dataclass(frozen=True)
class Mistake:
    """A typical mistake, who made it, of how many submissions, and what those who make it are told."""

    question: QuestionResults
    code: str
    message: Words
    made_by: tuple[Submission, ...]

    @property
    def count(self) -> int:
        """How many made it."""
        return len(self.made_by)


@dataclass(frozen=True)
class Placed:
    """A policy on the leaderboard: its rank (the same for equal shares), whose it is, its share of the best one's profit."""

    rank: int
    submission: Submission
    share: float


@dataclass(frozen=True)
class Board:
    """The leaderboard of one policy question; `full` is the share from which all points are given, where it is known.

    Who handed in no policy is counted apart from those whose policy did not run.
    """

    question: QuestionResults
    places: tuple[Placed, ...]
    not_run: int
    not_attempted: int
    full: float | None


def separation(points: list[float], others: list[float]) -> Separation | None:
    """The corrected item-total correlation with its interval by Fisher's z; None where there is none to speak of."""
    number = len(points)
    if number < FEWEST or np.ptp(points) < 1e-9 or np.ptp(others) < 1e-9:
        return None
    value = float(np.clip(np.corrcoef(points, others)[0, 1], -0.9999, 0.9999))
    width = _INTERVAL / math.sqrt(number - 3)
    return Separation(value, math.tanh(math.atanh(value) - width), math.tanh(math.atanh(value) + width))


def questions(exercise: ExerciseResults) -> list[QuestionResults]:
    """Every question that grading found, in the exercise's order."""
    return [_question(exercise, about) for about in exercise.titles.values()]


def _question(exercise: ExerciseResults, about: Answered) -> QuestionResults:
    found = [(each, answered) for each in exercise.graded if (answered := each.answered(about.id)) is not None]
    points = [each.points(answered) for each, answered in found]
    others = [sum(map(each.points, each.record.questions)) for each, _ in found if each.record is not None]
    most = about.out_of or 1.0
    return QuestionResults(
        about=about,
        states={state: sum(answered.state == state for _, answered in found) for state in STATES},
        difficulty=float(np.mean(points)) / most,
        separation=separation(points, [every - own for every, own in zip(others, points, strict=True)]),
        unknown=sum(answered.state == "wrong" and not answered.code for _, answered in found),
    )


def mistakes(exercise: ExerciseResults, asked: list[QuestionResults]) -> list[Mistake]:
    """The typical mistakes that were made, the most frequent first."""
    made: dict[tuple[str, str], list[tuple[Submission, Answered]]] = {}
    for each in exercise.graded:
        for answered in each.record.questions if each.record is not None else ():
            if answered.code and answered.state in ("wrong", "nearly"):
                made.setdefault((answered.id, answered.code), []).append((each, answered))
    by_id = {each.id: each for each in asked}
    order = {each.id: place for place, each in enumerate(asked)}
    found = [
        Mistake(by_id[id_], code, _message(exercise.module, answers[0][1]), tuple(each for each, _ in answers))
        for (id_, code), answers in made.items()
    ]
    return sorted(found, key=lambda mistake: (-mistake.count, order[mistake.question.id], mistake.code))


def boards(exercise: ExerciseResults, asked: list[QuestionResults]) -> list[Board]:
    """The leaderboard of each question whose answers ran on unseen worlds."""
    found = []
    for question in asked:
        rows = [(each, answered) for each in exercise.graded if (answered := each.answered(question.id)) is not None]
        ran = sorted(
            ((answered.share, each) for each, answered in rows if answered.share is not None),
            key=lambda row: (-row[0], row[1].student.id),
        )
        if ran:
            ranks = [1 + sum(other > share for other, _ in ran) for share, _ in ran]
            places = tuple(Placed(rank, each, share) for rank, (share, each) in zip(ranks, ran, strict=True))
            blank = sum(answered.state == "not_attempted" for _, answered in rows)
            full = _full(exercise.module, question.id)
            found.append(Board(question, places, len(rows) - len(ran) - blank, blank, full))
    return found


def _message(module: str, answered: Answered) -> Words:
    """What the mistake's message says: grading kept it, else the module's sheet has it."""
    if answered.message is not None:
        return answered.message
    sheet = _sheet(module)
    known = next((each.messages for each in sheet.questions if each.id == answered.id), {}) if sheet else {}
    return known.get(answered.code) or SLIPS.get(answered.code) or Words(en=answered.code, zh=answered.code)


def _full(module: str, id_: str) -> float | None:
    sheet = _sheet(module)
    asked = next((each for each in sheet.questions if each.id == id_), None) if sheet else None
    return asked.rules.full if isinstance(asked, PolicySheet) else None


@lru_cache(maxsize=32)
def _sheet(module: str) -> Sheet | None:
    try:
        return read_sheet(module, FEEDBACK)
    except (BilingualError, ValueError, OSError):
        return None
