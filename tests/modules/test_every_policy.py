"""Every question that a policy answers keeps its promises too; and every question helps, step by step, in both languages.

What a policy is told on the bank in use, right or typically wrong, is seen on a trainee's walk (`test_trainee`).
"""

import inspect

import pandas as pd
import pytest

from tests.support.modules import EVERY, checker, named, policies, stub
from twinline.base.chinese import CHINESE, NOT_ENGLISH
from twinline.base.text import LANGUAGES, speaking
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.author.grading import grade
from twinline.questions.habits import Habit
from twinline.questions.policies import Played, policy_verdict
from twinline.twin.check import PlanProblem, StrategyError

POLICIES = named(pair for pair in EVERY if isinstance(pair[1], PolicyQuestion))


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_a_policy_is_graded_on_unseen_worlds(module, question):
    known = policies(question)
    assert grade(module, question.id, known["right"]) == question.points
    for wrong in question.wrongs:
        assert grade(module, question.id, known[wrong.code]) <= question.points / 3, wrong.code


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_the_stub_is_not_attempted(module, question):
    assert checker(module, question).verdict(stub).state == "not_attempted"
    assert checker(module, question).verdict(None).state == "not_attempted"


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


MISTAKES = [
    pytest.param(module, question, wrong, language, id=f"{module}-{question.id}-{wrong.code}-{language}")
    for module, question in EVERY
    if isinstance(question, PolicyQuestion)
    for wrong in question.wrongs
    for language in LANGUAGES
]


@pytest.mark.parametrize(("module", "question", "wrong", "language"), MISTAKES)
def test_a_mistake_is_told_in_the_readers_language_alone(module, question, wrong, language):
    """What the policy did is made up: that the bank finds it out is seen on a trainee's walk, in English of one mistake."""
    sheet = checker(module, question)._sheet
    with speaking(language):
        if wrong.code in list(Habit):
            said = policy_verdict(sheet, [Played(profit=1.0, best=1_000.0, contacted=1_234, habit=Habit(wrong.code))])
        else:
            rows = pd.DataFrame({"row": [1, 2]})
            refused = PlanProblem(wrong.code, "2 rows break a rule.", "有 2 行违反规则。", 2, rows)
            said = policy_verdict(sheet, [], StrategyError([refused]))
        told = [line for line in str(said).splitlines() if "row=" not in line]
        mine = str(wrong.words)
    assert said.state != "right"
    assert mine in told
    if language == "en":
        assert not [line for line in told if NOT_ENGLISH.search(line)]
    else:
        assert not [line for line in told if not CHINESE.search(line)]


@pytest.mark.parametrize(("module", "question"), named(EVERY))
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
        assert not NOT_ENGLISH.search(words[0]), words[0]
        assert CHINESE.search(words[1]), words[1]
