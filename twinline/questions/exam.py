"""An exam: every trainee works on a bank of their own, and so has right answers of their own.

Whose bank it is follows from their id and the exam's code, which the instructor announces at the start: before that nobody has a
bank, and a number copied from a neighbour is wrong. Checks tell whether an answer can be read, not whether it is right.
"""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from generators import manifest
from generators.errors import BilingualError
from generators.parameters import World, world
from twinline.base.seeds import seed_from
from twinline.base.text import t
from twinline.data.kept_banks import kept_bank
from twinline.data.tables import generate_with_progress
from twinline.questions.checker import Checker
from twinline.questions.judging import attempt
from twinline.questions.sheet import FunctionSheet, read_sheet
from twinline.questions.verdict import Verdict

GIVEN = "TWINLINE_EXAM_BANK"  # the folder of a bank that is there already: while grading
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_GROUPS, _LETTERS_EACH = 3, 5  # of a code: 74 random bits, and three groups can be read out


def exam(module: str, student: str, code: str) -> tuple[Checker, ...]:
    """The questions of an exam on a trainee's own bank, which is made now: `q1, q2 = tw.exam("m10", "20260001", "KM3T9-QXA7B-CDE4F")`.

    From here on every table that the notebook reads is that bank's. Raises `BilingualError` without an id or a code.
    """
    if not student.strip() or not plain(code):
        raise BilingualError(
            "Fill in your id and the exam's code, which is announced at the start, then run this cell again.",
            "请填好您的学号和开考口令（开考时公布），再运行这一格。",
        )
    given = os.environ.get(GIVEN)
    os.environ["TWINLINE_SCALE"] = given or str(bank_of(student, code))
    return tuple(_Unjudged(module, sheet) for sheet in read_sheet(module).questions)


def plain(code: str) -> str:
    """A code as it was meant, however it was typed."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def new_code() -> str:
    """A code to announce, such as KM3T9-QXA7B-CDE4F: nobody can try them all beforehand."""
    import secrets

    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_EACH)) for _ in range(_GROUPS))
    return "-".join(groups)


def same_student(one: str, other: str) -> bool:
    """Whether two ids, however they were typed, are one person's."""
    return _plain_id(one) == _plain_id(other)


def _plain_id(student: str) -> str:
    return student.strip().casefold()


def seed_of(student: str, code: str) -> int:
    """The seed of a trainee's bank."""
    return seed_from(plain(code), _plain_id(student))


def bank_of(student: str, code: str, folder: Path | None = None, *, quiet: bool = False) -> Path:
    """The folder of a trainee's bank of 2,000 customers, in the cache or where it is wanted; made if it is not there."""
    wanted: World = replace(world("tiny"), seed=seed_of(student, code))
    if folder is None:
        return kept_bank(wanted, workers=1, quiet=quiet)
    if not manifest.is_current(folder, wanted):
        generate_with_progress(wanted, folder, workers=1, quiet=quiet)
    return folder


class _Unjudged(Checker):
    """A question of an exam: its check says whether an answer can be read."""

    def verdict(self, function: Any) -> Verdict:
        """What `check` shows: an error with its place, a result of another kind than asked for, or that it can be graded."""
        refusal = self._refuse(function)
        if refusal:
            return refusal
        if isinstance(self._sheet, FunctionSheet):
            for case in self._sheet.cases:
                outcome = attempt(function, case.read(), self._sheet.returns, (), self._sheet.seconds).outcome
                if outcome.trouble:
                    lines = (self._begin(),) if outcome.trouble == "not_attempted" else (str(outcome.words),)
                    return self._message(outcome.trouble, lines, code=outcome.detail)
        said = t("It runs, and will be graded after the exam.", "代码能运行，考试结束后统一评分。")
        return self._message("noted", (said,))

    def hint(self) -> None:
        """No hints in an exam."""
        self._message("hint", (t("There are no hints in an exam.", "考试中没有提示。"),)).show()

    def solution(self) -> None:
        """No solutions in an exam."""
        self._message("solution", (t("There are no solutions in an exam.", "考试中不能看答案。"),)).show()

    def _remember(self, verdict: Verdict) -> None:
        """An exam is no part of one's progress."""
