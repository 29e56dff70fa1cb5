"""Every question of every module keeps the promises that its learners and graders rely on."""

import inspect

import numpy as np
import pandas as pd
import pytest

from twinline.base.paths import FEEDBACK
from twinline.base.text import LANGUAGES, t, use_language
from twinline.questions.author.authoring import PolicyQuestion, Question, read_questions
from twinline.questions.author.grading import found, grade, hidden_bank, hidden_cases
from twinline.questions.calling import call
from twinline.questions.checker import Checker
from twinline.questions.judging import attempt
from twinline.questions.sheet import read_sheet

TWENTY = range(90_210_001, 90_210_021)
MODULES = sorted(path.stem for path in FEEDBACK.glob("m*.json"))
EVERY = [(module, question) for module in MODULES for question in read_questions(module)]


def of(kind):
    """Parameters (module, question) for every question of a kind, called "m10-q1"."""
    return [pytest.param(module, each, id=f"{module}-{each.id}") for module, each in EVERY if isinstance(each, kind)]


FUNCTIONS, POLICIES = of(Question), of(PolicyQuestion)


def checker(module, question):
    sheet = next(each for each in read_sheet(module).questions if each.id == question.id)
    return Checker(module, sheet)


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_model_answer_is_right(module, question, scale):
    verdict = checker(module, question).verdict(question.right)
    assert verdict.state == "right", str(verdict)
    assert verdict.share == 1
    assert str(verdict.lines[0]) == t(*question.success)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_each_typical_mistake_is_told_by_its_own_message(module, question, language, scale):
    use_language(language)
    for wrong in question.wrongs:
        verdict = checker(module, question).verdict(wrong.function)
        assert verdict.state == wrong.state, f"{wrong.code}: {verdict}"
        assert verdict.lines[0] == str(wrong.words), f"{wrong.code}: {verdict}"
        assert verdict.share < 1


@pytest.mark.parametrize(("module", "question"), [*FUNCTIONS, *POLICIES])
def test_the_stub_is_not_attempted(module, question):
    def stub(*given):
        raise NotImplementedError("Not answered yet.")

    assert checker(module, question).verdict(stub).state == "not_attempted"
    assert checker(module, question).verdict(None).state == "not_attempted"


class Rude:
    """Raises whatever is asked of it."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __iter__(self):
        raise RuntimeError("iter")

    def __len__(self):
        raise RuntimeError("len")


class AlwaysEqual:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1

    def __float__(self):
        return 1.0


GARBAGE = {
    "none": lambda: None,
    "nan": lambda: float("nan"),
    "infinite": lambda: float("inf"),
    "text": lambda: "0.5",
    "a number": lambda: 7,
    "nothing in it": list,
    "a dictionary": lambda: {"a": [1]},
    "missing": lambda: pd.NA,
    "wrong columns": lambda: pd.DataFrame({"x": [1, 2]}),
    "two wrong frames": lambda: (pd.DataFrame({"x": [1]}), pd.DataFrame()),
    "texts": lambda: pd.Series(["a", "b"]),
    "nans": lambda: [float("nan")] * 10,
    "twice the same": lambda: pd.Series([1, 1]),
    "duplicate groups": lambda: pd.Series([0.1, 0.2], index=["a", "a"]),
    "huge": lambda: pd.DataFrame(np.zeros((2_500_000, 2)), columns=["customer_id", "morning"]),
    "endless": lambda: iter(int, 1),
    "rude": Rude,
    "always equal": AlwaysEqual,
    "a type": lambda: dict,
    "itself": lambda: GARBAGE,
}


@pytest.mark.parametrize("kind", GARBAGE)
@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_garbage_gets_a_message_and_never_an_exception(module, question, kind, monkeypatch):
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    verdict = checker(module, question).verdict(lambda *given: GARBAGE[kind]())
    assert verdict.state in ("wrong", "error", "nearly")
    assert verdict.lines
    assert verdict.lines[0]
    assert verdict._repr_html_().startswith("<div")


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_model_answer_holds_on_twenty_banks(module, question):
    for hidden in hidden_cases(question, [hidden_bank(seed) for seed in TWENTY]):
        outcome = call(question.right, hidden.read(), question.returns, question.seconds)
        assert outcome.parts, (hidden.bank.name, outcome)
        assert not outcome.changed_input
        floats = [atom for atoms in outcome.parts.values() for atom in atoms if isinstance(atom, float)]
        assert np.isfinite(floats).all(), hidden.bank.name
        again = call(question.right, hidden.read(), question.returns, question.seconds)
        assert again.parts == outcome.parts


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_points_are_those_expected(module, question):
    assert grade(module, question.id, question.right) == question.points

    def stub(*given):
        raise NotImplementedError

    assert grade(module, question.id, stub) == 0.0
    assert grade(module, question.id, lambda *given: None) == 0.0
    for wrong in question.wrongs:
        gained = grade(module, question.id, wrong.function)
        assert type(gained) is float
        assert gained <= question.points * 0.75 if wrong.state == "nearly" else gained <= question.points / 2, (
            wrong.code
        )


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_an_answer_copied_from_ones_own_bank_gains_nothing(module, question, monkeypatch):
    """A function that knows the right results of the learner's bank by heart, and nothing else."""
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    known = [question.right(*case.read()) for case in question.cases if case.on_bank]
    results = []
    for hidden in hidden_cases(question):
        tried = attempt(
            lambda *given, hidden=hidden: known[[c.name for c in question.cases if c.on_bank].index(hidden.case.name)],
            hidden.read(),
            question.returns,
            (),
            20,
        )
        results.append(found(question, hidden, tried))
    assert sum(each.credit for each in results) / len(results) <= 0.25


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_the_policies_get_their_messages(module, question):
    ask = checker(module, question)
    verdict = ask.verdict(question.right)
    assert verdict.state == "right", str(verdict)
    for wrong in question.wrongs:
        verdict = ask.verdict(question.policy(wrong))
        assert verdict.state == wrong.state, f"{wrong.code}: {verdict}"
        assert str(wrong.words) in verdict.lines, f"{wrong.code}: {verdict}"


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_a_policy_is_graded_on_unseen_worlds(module, question):
    assert grade(module, question.id, question.right) == question.points
    for wrong in question.wrongs:
        assert grade(module, question.id, question.policy(wrong)) <= question.points / 3, wrong.code


@pytest.mark.parametrize(
    "policy",
    [
        lambda *given: 5,
        lambda *given: "call",
        lambda *given: pd.DataFrame({"x": [1]}),
        lambda *given: 1 / 0,
        lambda: None,
    ],
    ids=["number", "text", "wrong columns", "error", "no arguments"],
)
@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_a_broken_policy_gets_a_message(module, question, policy, monkeypatch):
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    verdict = checker(module, question).verdict(policy)
    assert verdict.state in ("wrong", "error")
    assert verdict.code


@pytest.mark.parametrize(("module", "question"), [*FUNCTIONS, *POLICIES])
def test_it_helps_step_by_step_in_both_languages(module, question):
    assert len(question.hints) >= 2
    assert len(question.wrongs) >= 3
    assert list(inspect.signature(question.right).parameters) == list(checker(module, question)._sheet.arguments)
    for words in [
        question.title,
        question.success,
        *question.hints,
        *((w.words.en, w.words.zh) for w in question.wrongs),
    ]:
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in words[0]), words[0]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words[1]), words[1]


def test_hidden_banks_are_not_the_learners():
    from twinline.questions.cases import bank_name

    shipped = {
        name for module in ("course", "tiny") for name in [bank_name(hidden_bank(TWENTY[0]).parent.parent / module)]
    }
    assert not shipped & {bank_name(hidden_bank(seed)) for seed in TWENTY[:3]}
