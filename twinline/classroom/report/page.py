"""The pages: one on the class, and one for each student, which is safe to hand to that student."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

from twinline.base.text import language, t
from twinline.classroom.course import Course
from twinline.classroom.report import notebooks
from twinline.classroom.report.gather import ExerciseResults, Submission
from twinline.classroom.report.questions import FEWEST, Board, Mistake, QuestionResults, boards, mistakes, questions
from twinline.classroom.report.similar import ALIKE, Likeness, likeness
from twinline.classroom.students import Student, is_id
from twinline.pictures.pages import house
from twinline.progress.view import module_titles
from twinline.questions.judging import State

TOP = 15  # of a leaderboard, before the rest is folded away


@dataclass(frozen=True)
class Studied:
    """An exercise and what was found out about it, in no language yet."""

    exercise: ExerciseResults
    questions: list[QuestionResults]
    mistakes: list[Mistake]
    boards: list[Board]
    likeness: Likeness

    @classmethod
    def of(cls, course: Course, exercise: ExerciseResults) -> "Studied":
        """Study an exercise."""
        asked = questions(exercise)
        return cls(
            exercise,
            asked,
            mistakes(exercise, asked),
            boards(exercise, asked),
            likeness(course, exercise),
        )

    @cached_property
    def by_id(self) -> dict[str, QuestionResults]:
        """Its questions by id."""
        return {each.id: each for each in self.questions}

    @cached_property
    def by_student(self) -> dict[str, Submission]:
        """Its submissions by student id."""
        return {each.student.id: each for each in self.exercise.submissions}

    def rubrics(self, course: Course) -> list[tuple[str, notebooks.Rubric]]:
        """The rubric of each cell that waits for a person, in the language in use."""
        cells = dict.fromkeys(cell.cell for _, cell in self.exercise.waiting)
        found = [(cell, notebooks.rubric(course, self.exercise.name, cell)) for cell in cells]
        return [(cell, rubric) for cell, rubric in found if rubric is not None]


def file_name(student: Student) -> str:
    """A student's page in the language in use: by id, or by its digest where an id is no file's name."""
    safe = student.id if is_id(student.id) else hashlib.sha256(student.id.encode()).hexdigest()[:16]
    return f"{safe}-{language()}.html"


class Pages:
    """The pages of a class in the language in use when it is made; `made` is the moment that they tell.

    Without `names` nothing on the class page tells who anybody is, and a student's page names nobody else.
    """

    def __init__(self, course: Course, studied: Sequence[Studied], made: datetime, names: bool) -> None:
        self.course, self.studied = course, studied
        self._house = house(Path(__file__).parent)
        known = module_titles()

        def title(exercise: ExerciseResults) -> str:
            """An exercise's name for people: its module's number and title."""
            return f"{exercise.module} · {known[exercise.module]}" if exercise.module in known else exercise.name

        self._house.globals |= {**_words(), "course": course, "made": made, "names": names, "title": title}
        self._house.globals["namesakes"] = namesakes(everybody(studied))

    def of_class(self, drawn: list[list[str]]) -> str:
        """The page on the class, with the pictures drawn for each exercise."""
        return self._house.get_template("class.html.j2").render(
            people=everybody(self.studied),
            rows=[(one, one.rubrics(self.course), pictures) for one, pictures in zip(self.studied, drawn, strict=True)],
            link=lambda student: "students/" + quote(file_name(student)),
        )

    def of_student(self, student: Student) -> str:
        """A student's own page."""
        own = [(one, one.by_student.get(student.id)) for one in self.studied]
        return self._house.get_template("student.html.j2").render(student=student, rows=own)


def everybody(studied: Sequence[Studied]) -> list[Student]:
    """All who are in the class or handed something in, by id."""
    found = {each.student.id: each.student for one in studied for each in one.exercise.submissions}
    found |= {each.id: each for one in studied for each in one.exercise.absent}
    return [found[id_] for id_ in sorted(found)]


def namesakes(people: list[Student]) -> set[str]:
    """Names that several people have; those are shown with their ids."""
    return {name for name, number in Counter(each.name for each in people).items() if number > 1}


def _words() -> dict[str, object]:
    """What both templates need in the language in use."""
    return {
        "language": language(),
        "states": _states(),
        "short": _short,
        "share": _share,
        "when": _when,
        "marked": _marked,
        "top": TOP,
        "alike": ALIKE,
        "outcome": _outcome,
        "fewest": FEWEST,
        "separation": {
            "separates": t("separates", "能区分"),
            "unclear": t("cannot tell yet", "尚难判断"),
            "reversed": t("the wrong way round", "方向反了"),
        },
    }


def _states() -> dict[State, str]:
    return {
        "right": t("right", "正确"),
        "nearly": t("nearly", "接近"),
        "wrong": t("wrong", "错误"),
        "error": t("does not run", "报错"),
        "not_attempted": t("not attempted", "未作答"),
    }


def _outcome(submission: Submission) -> str:
    return {
        "graded": t("graded", "已评"),
        "partly": t("graded in part", "部分已评"),
        "refused": t("refused", "未能评分"),
        "ungraded": t("not graded yet", "待评"),
    }[submission.outcome]


def _short(value: float | None) -> str:
    """Points with at most one digit."""
    return "–" if value is None else f"{round(value, 1):g}".replace("-", "−")


def _share(value: float) -> str:
    return f"{value:.0%}".replace("-", "−")


def _when(moment: datetime | None) -> str:
    """A moment as the clocks here show it."""
    return "–" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")


def _marked(text: object) -> Markup:
    """A message with what stands in `backticks` as code; everything in it is escaped first."""
    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(str(text)))))
