"""Every question that a policy answers keeps its promises too; and every question helps, step by step, in both languages.

What known policies earn is read from a record (`twinline measure`); one module's are played again on one bank, by turns.
"""

import inspect

import pandas as pd
import pytest

from tests.support.again import assert_agrees
from tests.support.modules import EVERY, checker, named, stub
from tests.support.slices import slice_of
from twinline.base.chinese import CHINESE, NOT_ENGLISH
from twinline.base.paths import LESSONS
from twinline.base.text import LANGUAGES, speaking
from twinline.measure.parts import policies_of
from twinline.measure.policies import OWN, known_policies, modules_with_policies, played
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.author.policy_points import UNSEEN, policy_points
from twinline.questions.policies import policy_verdict
from twinline.questions.sheet import read_sheet
from twinline.twin.problems import PlanProblem, StrategyError

POLICIES = named(pair for pair in EVERY if isinstance(pair[1], PolicyQuestion))
WITH_POLICIES = modules_with_policies()


def pytest_generate_tests(metafunc):
    if "again" in metafunc.fixturenames:
        option = metafunc.config.option
        modules = WITH_POLICIES if option.full else [WITH_POLICIES[option.turn % len(WITH_POLICIES)]]
        modules = [module for module in WITH_POLICIES if module in option.module] or modules
        again = [(module, seed) for module in modules for seed in slice_of(policies_of(module), metafunc.config)]
        metafunc.parametrize(("module", "again"), again, ids=[f"{module}-seed-{seed}" for module, seed in again])


@pytest.mark.parametrize("module", WITH_POLICIES)
def test_the_record_is_whole_and_of_this_code(module):
    for found in policies_of(module).recorded().values():
        questions = [each for of, each in EVERY if of == module and isinstance(each, PolicyQuestion)]
        assert found.keys() == {f"{each.id}-{code}" for each in questions for code in known_policies(each)}


def test_policies_played_again_agree_with_the_record(module, again):
    assert_agrees(policies_of(module), again)


def earned(module, question, code):
    """The points for a known policy on the unseen worlds, as `grade` gives them."""
    held = policies_of(module).held()
    games = [played(held[seed][f"{question.id}-{code}"]) for seed in UNSEEN]
    return 0.0 if None in games else policy_points(question, games)


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_a_policy_is_graded_on_unseen_worlds(module, question):
    assert earned(module, question, "right") == question.points
    for wrong in question.wrongs:
        assert earned(module, question, wrong.code) <= question.points / 3, wrong.code


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_the_task_names_the_shares_that_it_is_graded_by(module, question):
    (file,) = LESSONS.glob(f"{module}_*/exercise.md")
    text = file.read_text("utf-8")
    for share in (question.rules.full, question.rules.none):
        assert f"{share * 100:.0f} %" in text
        assert f"{share * 100:.0f}%" in text


@pytest.mark.parametrize(("module", "question"), POLICIES)
def test_each_typical_mistake_is_told_by_its_own_message(module, question):
    """On the learners' bank, in both languages; a trainee's walk hears the first of them where it is played."""
    sheet = next(each for each in read_sheet(module).questions if each.id == question.id)
    for wrong in question.wrongs:
        numbers = policies_of(module).held()[OWN][f"{question.id}-{wrong.code}"]
        refused = [PlanProblem(code, "", "", 1, pd.DataFrame()) for code in numbers.get("refused", ())]
        game = played(numbers)
        for language in LANGUAGES:
            with speaking(language):
                told = policy_verdict(sheet, [game] if game else [], StrategyError(refused) if refused else None)
                assert told.state == wrong.state, f"{wrong.code}: {told}"
                assert str(wrong.words) in told.lines, f"{wrong.code}: {told}"
                for line in told.lines:
                    assert not NOT_ENGLISH.search(line) if language == "en" else CHINESE.search(line), line


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
