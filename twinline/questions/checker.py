"""A question as a learner meets it in a notebook: check, hint, solution."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from generators.parameters import SCALES
from twinline.base import failed_cells
from twinline.base.text import t
from twinline.data.tables import default_scale, ensure
from twinline.questions.cases import ANY_BANK, Case, bank_name, handed
from twinline.questions.examples import Expected, Inputs, as_text
from twinline.questions.judging import Found, Known, Tried, attempt, judge, together
from twinline.questions.reading import unmatched
from twinline.questions.sheet import FunctionSheet, PolicySheet, SealedCase, Sheet, read_sheet
from twinline.questions.telling import CHANGES_INPUT, said, telling
from twinline.questions.verdict import Verdict, display

_VALIDATING = "validate"
_PATIENCE = 3  # times that a mistake is made before its lesson is named
NOT_CHECKED = "not_checked"  # neither right nor wrong: the sheet does not know the bank in use
OLDER = "older"  # nor this: the function's cell stopped, and what would be judged is not what stands there


class Checker:
    """One question. `check(f)` tells whether an answer is right and what is wrong with it; `hint()` helps, step by step."""

    def __init__(self, module: str, sheet: FunctionSheet | PolicySheet) -> None:
        self._module, self._sheet = module, sheet
        self._hints = 0
        self._mistakes: Counter[str] = Counter()

    @property
    def id(self) -> str:
        """The question's name in its module, such as "q1"."""
        return self._sheet.id

    @property
    def points(self) -> float:
        """What it is worth."""
        return self._sheet.points

    def __repr__(self) -> str:
        sheet = self._sheet
        return t(
            f"{sheet.id} · {sheet.title} ({sheet.points:g} points): {sheet.id}.check({sheet.function}), {sheet.id}.hint()",
            f"{sheet.id} · {sheet.title}（{sheet.points:g} 分）：{sheet.id}.check({sheet.function})、{sheet.id}.hint()",
        )

    def check(self, function: Any = None) -> None:
        """Say whether the function answers the question, and if not, what it got wrong."""
        verdict = self._with_lesson(self.verdict(function))
        self._remember(verdict)
        verdict.show()
        if not verdict.right and os.environ.get("NBGRADER_EXECUTION") == _VALIDATING:
            raise AssertionError(str(verdict))  # else nbgrader's Validate button would call it passed

    def verdict(self, function: Any) -> Verdict:
        """What `check` shows."""
        refusal = self._refuse(function)
        if refusal:
            return refusal
        if isinstance(self._sheet, PolicySheet):
            from twinline.questions.policies import play_and_judge

            return play_and_judge(self._module, self._sheet, function)
        return self._tried(self._sheet, function)

    def _with_lesson(self, verdict: Verdict) -> Verdict:
        """From the third time on that the same mistake is made, the place in the lessons that teaches its idea."""
        if verdict.state not in ("wrong", "nearly"):
            return verdict
        self._mistakes[verdict.idea] += 1
        taught = self._sheet.taught
        if taught is None or self._mistakes[verdict.idea] < _PATIENCE:
            return verdict
        said = t(
            f"The third time: read “{taught.title}” in the lesson again.",
            f"第三次了：请再读一遍课程里的“{taught.title}”。",
        )
        return replace(verdict, link=(said, f"{taught.notebook}#{str(taught.title).replace(' ', '-')}"))

    def hint(self) -> None:
        """Show a hint; the next call goes a step further."""
        from twinline.progress import store

        stages = self._sheet.hints
        self._hints = min(max(self._hints, 0) + 1, len(stages))
        store.hinted(self._module, self.id, self._hints)
        lines = tuple(f"{number}. {words}" for number, words in enumerate(stages[: self._hints], 1))
        more = len(stages) - self._hints
        after = (
            t(f"{more} more: run `{self.id}.hint()` again.", f"还有 {more} 条：再运行一次 `{self.id}.hint()`。")
            if more
            else t(
                f"That was the last hint. `{self.id}.solution()` shows an answer where your instructor allows it.",
                f"提示到此为止。讲师允许时，`{self.id}.solution()` 可以看参考答案。",
            )
        )
        self._message("hint", lines, next=after).show()

    def solution(self) -> None:
        """Show a model answer, where the instructor allows it."""
        from twinline.progress import store

        solutions = _authors("solutions")
        why_not = solutions.refusal(self._module, self.id)
        if why_not:
            self._message("solution", (str(why_not),)).show()
            return
        store.revealed(self._module, self.id)
        self._message(
            "solution", (), code=solutions.source(self._module, self.id), next=str(self._sheet.success)
        ).show()

    def example(self) -> Any:
        """The small case to try a function on by hand: its input, or a list of all: `f(*q3.example())`.

        What a right answer gives for it is shown beside it. Questions that have no small case, such as a policy's, have None.
        """
        case = self._small()
        if case is None:
            return None
        inputs = handed(case.read())
        if case.expected is not None and isinstance(self._sheet, FunctionSheet):
            expected = as_text(case.expected, self._sheet.returns)
            display(Expected(str(case.title), self._sheet.function, inputs, expected))
        return Inputs(inputs, self._sheet.arguments) if len(inputs) > 1 else inputs[0]

    def _small(self) -> SealedCase | None:
        cases = self._sheet.cases if isinstance(self._sheet, FunctionSheet) else ()
        return next((case for case in cases if not case.on_bank), None)

    def grade(self, function: Callable[..., Any]) -> float:
        """The points for an answer, found on banks that its author has not seen. For instructors' copies of the exercise.

        Returns a plain float, as nbgrader needs it for partial credit. Raises `BilingualError` where the questions' source
        is not there.
        """
        points: float = _authors("grading").grade(self._module, self.id, function)
        return points

    def _refuse(self, function: Any) -> Verdict | None:
        name = self._sheet.function
        if function is None:
            return self._message(
                "not_attempted",
                (
                    t(
                        f"Put your function between the brackets: `{self.id}.check({name})`.",
                        f"把函数名放进括号里：`{self.id}.check({name})`。",
                    ),
                ),
            )
        if not callable(function):
            text = t(
                f"Check the function itself, without calling it: `{self.id}.check({name})`.",
                f"请检查函数本身，不要带括号调用：`{self.id}.check({name})`。",
            )
            return self._message("wrong", (text,))
        older = failed_cells.why_older(getattr(function, "__name__", name))
        return self._message(OLDER, (t(*older),)) if older else None

    def _tried(self, sheet: FunctionSheet, function: Callable[..., Any], dataset: Path | None = None) -> Verdict:
        if dataset is None and default_scale() in SCALES:
            ensure()  # made on first use, as wherever it is read
        bank = bank_name(dataset)
        results: list[tuple[Case, Tried, Found]] = []
        unknown: list[Case] = []
        for case in sheet.cases:
            known = case.known.get(bank if case.on_bank else ANY_BANK)
            if known is None:  # a bank that this sheet knows nothing of
                unknown.append(case)
                continue
            properties = () if case.on_bank else sheet.properties
            tried = attempt(function, case.read(dataset), sheet.returns, properties, sheet.seconds)
            found = judge(tried, [Known(each.code, each.state, each.parts) for each in known])
            results.append((case, tried, found))
            if found.state in ("not_attempted", "error"):
                break
        notes = unmatched(function, (each for case, *_ in results for each in case.read(dataset)))
        verdict = self.verdict_on(results, notes)
        return self._not_checked(verdict, unknown) if verdict.right and unknown else verdict

    def _not_checked(self, verdict: Verdict, unknown: list[Case]) -> Verdict:
        """What is said of an answer with which nothing is wrong, but that nobody could check on the bank in use."""
        said = t(
            "Nothing is wrong with it so far. But this exercise does not know the right answer for the bank that you have in use.",
            "目前没有发现问题。但这份练习不知道当前这家银行的正确答案。",
        )
        what_to_do = t(
            'Go back to the course\'s bank and check again: `import os; os.environ.pop("TWINLINE_SCALE", None)`. Or ask your '
            "instructor for an exercise that knows this bank.",
            '请换回课程自带的银行再检查一次：`import os; os.environ.pop("TWINLINE_SCALE", None)`；'
            "或请讲师提供适用于这家银行的练习。",
        )
        tried = (*verdict.tried, *((str(case.title), NOT_CHECKED) for case in unknown))
        return self._message(NOT_CHECKED, (said,), tried=tried, next=what_to_do)

    def verdict_on(self, results: Sequence[tuple[Case, Tried, Found]], notes: tuple[str, ...] = ()) -> Verdict:
        """What its author is told about a function's answers: to each case in turn, up to the first error.

        `notes` is what reading the function's code showed; it is said of an answer that has no other name.
        """
        sheet = self._sheet
        assert isinstance(sheet, FunctionSheet)
        settled = together([(case.name, each, found) for case, each, found in results])
        results = [(case, each, found) for (case, each, _), found in zip(results, settled, strict=True)]
        tried = tuple((str(case.title), found.state) for case, _, found in results)
        share = sum(found.credit for *_, found in results) / max(len(sheet.cases), len(results))
        bad = [result for result in results if result[2].state != "right" or result[2].lacks]
        changes = any(each.outcome.changed_input for _, each, _ in results)
        if not bad and not changes:
            return self._message("right", (str(sheet.success),), tried=tried, share=share)
        if not bad:
            return self._message("nearly", (str(CHANGES_INPUT),), tried=tried, share=share)
        case, attempted, found = telling(bad)
        outcome = attempted.outcome
        lines: tuple[str, ...]
        if found.state == "not_attempted":
            lines = (self._begin(),)
        elif outcome.words:
            lines = (str(outcome.words),)
        else:
            lines = said(sheet, case, attempted, found, notes)
        state = "nearly" if found.state == "right" else found.state
        idea = found.lacks[0] if found.state == "right" and found.lacks else found.code
        return self._message(state, lines, code=outcome.detail, tried=tried, share=share, next=self._ask(), idea=idea)

    def _begin(self) -> str:
        return t(
            f"Write your code in `{self._sheet.function}`, delete the line `raise NotImplementedError…`, run that cell, then "
            "this one.",
            f"请在 `{self._sheet.function}` 里写代码，删掉 `raise NotImplementedError…` 那一行；先运行那一格，再运行这一格。",
        )

    def _ask(self) -> str:
        return t(
            f"Stuck? `{self.id}.hint()` helps, `{self.id}.example()` shows the small table and its right answer.",
            f"卡住了？`{self.id}.hint()` 给提示，`{self.id}.example()` 给出小表和它的正确结果，可以拿来试。",
        )

    def _message(self, state: str, lines: tuple[str, ...], **more: Any) -> Verdict:
        return Verdict(self.id, str(self._sheet.title), state, lines, **more)

    def _remember(self, verdict: Verdict) -> None:
        from twinline.progress import store

        if verdict.state in (NOT_CHECKED, OLDER):
            return
        store.checked(self._module, self.id, verdict.state, verdict.share)


def exercise(module: str) -> tuple[Checker, ...]:
    """The questions of a module's exercise, in order: `q1, q2, q3 = tw.exercise("m10")`.

    Raises `UnknownChoice` for a module that has none.
    """
    sheet: Sheet = read_sheet(module)
    return tuple(Checker(module, each) for each in sheet.questions)


def _authors(part: str) -> Any:
    """A module of the author's side: by its name, so that no import leads there from what learners use.

    It needs the questions' source, and says so where a copy has none.
    """
    return import_module(f"twinline.questions.author.{part}")
