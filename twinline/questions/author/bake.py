"""Baking: from a module's `questions/` to the sheet that learners get, with every answer sealed."""

from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from twinline.base.paths import LESSONS
from twinline.base.words import Words
from twinline.data.tables import ensure
from twinline.questions.author.answers import answers, same
from twinline.questions.author.authoring import PolicyQuestion, Question, read_questions
from twinline.questions.cases import ANY_BANK, Case, bank_name
from twinline.questions.judging import attempt
from twinline.questions.marks import Mark
from twinline.questions.sheet import FunctionSheet, PolicySheet, Sealed, SealedCase, Sheet

SHIPPED = ("course", "tiny")  # the datasets that learners make for themselves


def bake(module: str, lessons: Path = LESSONS, banks: list[Path] | None = None) -> Sheet:
    """The sheet of a module. `banks` are the datasets' folders whose answers it shall know: the shipped ones by default.

    For an exam, where each learner has their own bank, bake a sheet for each. Raises `BilingualError` for a question that
    its own model answer fails, or a mistake that no case tells from the right answer or from another mistake.
    """
    stated = read_questions(module, lessons)
    needed = any(case.on_bank for each in stated if isinstance(each, Question) for case in each.cases)
    folders = ([ensure(scale, quiet=True) for scale in SHIPPED] if needed else []) if banks is None else banks
    return Sheet(module=module, questions=tuple(_question(module, each, folders) for each in stated))


def _question(module: str, stated: Question | PolicyQuestion, banks: list[Path]) -> FunctionSheet | PolicySheet:
    common: dict[str, Any] = {
        "id": stated.id,
        "title": Words.of(stated.title),
        "function": stated.right.__name__,
        "arguments": stated.arguments,
        "points": stated.points,
        "hints": tuple(Words.of(each) for each in stated.hints),
        "success": Words.of(stated.success),
        "messages": {wrong.code: wrong.words for wrong in stated.wrongs},
    }
    if isinstance(stated, PolicyQuestion):
        return PolicySheet(**common, rules=stated.rules)
    if not any(case.on_bank for case in stated.cases):
        raise BilingualError(
            f"{module} {stated.id}: no case uses the bank's data, so an answer typed in by hand would pass.",
            f"{module} {stated.id}：没有用到银行数据的检验，手工写死答案也能通过。",
        )
    caught_by: dict[str, set[str]] = {wrong.code: set() for wrong in stated.wrongs}
    cases = tuple(_sealed(module, stated, case, banks, caught_by) for case in stated.cases)
    silent = [code for code, where in caught_by.items() if not where]
    if silent:
        raise BilingualError(
            f"{module} {stated.id}: no case tells {', '.join(silent)} from the right answer and the mistakes before.",
            f"{module} {stated.id}：没有检验能把 {'、'.join(silent)} 与正确答案及前面的错法区分开。",
        )
    return FunctionSheet(
        **common,
        returns=stated.returns,
        seconds=stated.seconds,
        properties=tuple(stated.properties),
        cases=cases,
    )


def _sealed(module: str, stated: Question, case: Case, banks: list[Path], caught_by: dict[str, set[str]]) -> SealedCase:
    known: dict[str, tuple[Sealed, ...]] = {}
    expected = None
    for bank, folder in [(bank_name(folder), folder) for folder in banks] if case.on_bank else [(ANY_BANK, None)]:
        inputs = case.read(folder)
        found = answers(stated, inputs, case.name)
        if not case.on_bank:
            expected = found[0].parts
            _caught_by_properties(stated, inputs, case.name, caught_by)
        for number, each in enumerate(found):
            twin = any(same(each.parts, other.parts, stated.returns.tolerance) for other in found[:number])
            if each.code in caught_by and not twin:
                caught_by[each.code].add(case.name)
        salt = f"{module}/{stated.id}/{case.name}/{bank}"
        known[bank] = tuple(
            Sealed(
                code=each.code,
                state=each.state,
                parts={
                    name: Mark.make(atoms, stated.returns.tolerance, f"{salt}/{number}/{name}")
                    for name, atoms in each.parts.items()
                },
            )
            for number, each in enumerate(found)
        )
    return SealedCase(name=case.name, title=case.title, inputs=case.inputs, known=known, expected=expected)


def _caught_by_properties(stated: Question, inputs: list[Any], name: str, caught_by: dict[str, set[str]]) -> None:
    """Mistakes that a property names: for those whose answers differ each time, such as a random split."""
    named = {each.code for each in stated.properties}
    for wrong in stated.wrongs:
        if (
            wrong.code in named
            and wrong.code in attempt(wrong.function, inputs, stated.returns, stated.properties, stated.seconds).lacks
        ):
            caught_by[wrong.code].add(name)
