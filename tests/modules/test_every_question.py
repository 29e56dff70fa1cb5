"""Every question of every module keeps the promises that its learners and graders rely on: those that a function answers.

What the known answers get is read from a table that the run makes once (`tests/support/answer_table.py`).
"""

import numpy as np
import pandas as pd
import pytest

from tests.support.answer_table import OWN, functions, in_rotation, known_answers
from tests.support.modules import MODULES, checker, named, stub
from twinline.base.text import LANGUAGES, speaking, t
from twinline.questions.author.authoring import Question
from twinline.questions.author.grading import HIDDEN, grade, hidden_bank

FUNCTIONS = named((module, question) for module in MODULES for question in functions(module))


def pytest_generate_tests(metafunc):
    option = metafunc.config.option
    if "scale" in metafunc.fixturenames:
        # On the course bank a trainee's walk hears every answer's message: see `test_trainee`.
        metafunc.parametrize("scale", OWN if option.full else ("tiny",))
    if "another_bank" in metafunc.fixturenames:
        metafunc.parametrize("another_bank", in_rotation(option.turn, option.full))
    if "garbage_in_turn" in metafunc.fixturenames:
        kinds = list(GARBAGE)
        turns = [kinds[(option.turn + number) % len(kinds)] for number in range(len(FUNCTIONS))]
        cases = [
            pytest.param(*each.values, kind, id=f"{each.id}-{kind}")
            for each, kind in zip(FUNCTIONS, turns, strict=True)
        ]
        metafunc.parametrize(("module", "question", "garbage_in_turn"), cases)


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_model_answer_is_right(module, question, scale, tables):
    told = tables.told(module, scale)[question.id, "right"]
    for language in LANGUAGES:
        with speaking(language):
            assert told[language].state == "right", str(told[language])
            assert told[language].share == 1
            assert told[language].lines[0] == t(*question.success)


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_each_typical_mistake_is_told_by_its_own_message(module, question, scale, tables):
    for wrong in question.wrongs:
        told = tables.told(module, scale)[question.id, wrong.code]
        for language in LANGUAGES:
            with speaking(language):
                assert told[language].state == wrong.state, f"{wrong.code}: {told[language]}"
                assert told[language].lines[0] == str(wrong.words), f"{wrong.code}: {told[language]}"
                assert told[language].share < 1


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_stub_is_not_attempted(module, question):
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


def refused(module, question, kind):
    """Garbage gets a message, and never an exception."""
    verdict = checker(module, question).verdict(lambda *given: GARBAGE[kind]())
    assert verdict.state in ("wrong", "error", "nearly")
    assert verdict.lines
    assert verdict.lines[0]
    assert verdict._repr_html_().startswith("<div")


@pytest.mark.parametrize("kind", GARBAGE)
@pytest.mark.parametrize("returns", sorted({type(each.values[1].returns).__name__ for each in FUNCTIONS}))
def test_garbage_gets_a_message_whatever_was_asked_for(returns, kind, request, monkeypatch):
    """Each kind of garbage in place of each kind of result, on one of its questions, by turns."""
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    alike = [each.values for each in FUNCTIONS if type(each.values[1].returns).__name__ == returns]
    refused(*alike[request.config.option.turn % len(alike)], kind)


def test_garbage_gets_a_message_at_each_question(module, question, garbage_in_turn, monkeypatch):
    """Each question gets one kind of garbage, by turns."""
    monkeypatch.setenv("TWINLINE_SCALE", "tiny")
    refused(module, question, garbage_in_turn)


def the_same_twice(answered):
    """The answer is there, its numbers are finite, a second call gives it again, and the inputs stay as they were."""
    outcome = answered.outcome
    assert outcome.parts, outcome
    assert not outcome.changed_input
    floats = [atom for atoms in outcome.parts.values() for atom in atoms if isinstance(atom, float)]
    assert np.isfinite(floats).all()
    assert answered.again.parts == outcome.parts


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_model_answer_holds_on_the_hidden_banks(module, question, tables):
    answers = tables.graded(module)[question.id, "right"]
    assert len(answers) == 3 * sum(case.on_bank for case in question.cases)
    for answered in answers:
        the_same_twice(answered)
        assert answered.found.state == "right"


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_model_answer_holds_on_banks_in_rotation(module, question, another_bank, tables):
    answers = tables.repeated(module, another_bank)[question.id]
    assert len(answers) == sum(case.on_bank for case in question.cases)
    for answered in answers:
        the_same_twice(answered)


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_the_points_are_those_expected(module, question, tables):
    assert tables.points(module, question, "right") == question.points
    assert tables.points(module, question, "stub") == 0.0
    assert tables.points(module, question, "nothing") == 0.0
    for wrong in question.wrongs:
        gained = tables.points(module, question, wrong.code)
        assert type(gained) is float
        assert gained <= question.points * (0.75 if wrong.state == "nearly" else 0.5), wrong.code


@pytest.mark.parametrize("module", MODULES)
def test_grading_gives_what_the_table_says(module, tables):
    """`grade` is what instructors' notebooks call: on one question of each module."""
    question: Question = functions(module)[0]
    for code, function in {**known_answers(question), "stub": stub}.items():
        assert grade(module, question.id, function) == tables.points(module, question, code), code


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_what_nobody_computed_gains_nothing(module, question, tables):
    """Numbers and tables typed in, one's own bank's result known by heart, objects that claim to be equal to anything."""
    codes = [code for id_, code in tables.graded(module) if id_ == question.id and code.startswith("typed")]
    assert len(codes) >= 10
    for code in [*codes, "copied"]:
        assert tables.points(module, question, code) == 0.0, code
        assert not [each for each in tables.graded(module)[question.id, code] if each.found.state == "nearly"], code


@pytest.mark.parametrize(("module", "question"), FUNCTIONS)
def test_what_was_typed_in_is_not_called_nearly_right(module, question, tables):
    """Also where a learner checks it, on the small table and on their own bank."""
    told = tables.told(module, "tiny")
    codes = [code for id_, code in told if id_ == question.id and code.startswith("typed") and code != "typed: its own"]
    assert len(codes) >= 10
    for code in codes:
        for language in LANGUAGES:
            assert told[question.id, code][language].state == "wrong", code


def test_hidden_banks_are_not_the_learners():
    from twinline.data.tables import dataset_folder
    from twinline.questions.cases import bank_name

    shipped = {bank_name(dataset_folder(scale)) for scale in OWN}
    assert "" not in shipped
    assert not shipped & {bank_name(hidden_bank(seed)) for seed in HIDDEN}
