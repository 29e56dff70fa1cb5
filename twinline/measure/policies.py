"""What the policies that a module knows, right and typically wrong, earn: on the learners' bank and on the unseen worlds."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from generators.parameters import world
from twinline.measure.essence import Node
from twinline.measure.fingerprint import Code
from twinline.measure.numbers import Numbers, plain
from twinline.questions.author.authoring import PolicyQuestion, questions_files, read_questions
from twinline.questions.author.policy_points import UNSEEN, play_unseen
from twinline.questions.policies import Played, opened, play
from twinline.twin.problems import StrategyError

SCALE = "course"
OWN = world(SCALE).seed  # the learners' bank
SEEDS = (OWN, *UNSEEN)


def policy_questions(module: str) -> list[PolicyQuestion]:
    """The module's questions that a policy answers; none where it has no questions."""
    return (
        [each for each in read_questions(module) if isinstance(each, PolicyQuestion)] if questions_files(module) else []
    )


def modules_with_policies() -> list[str]:
    """Modules such as "m10" of which a question is answered by a policy."""
    found = {path.parent.parent.name.split("_")[0] for path in questions_files("m??")}
    return sorted(module for module in found if policy_questions(module))


@cache
def known_policies(question: PolicyQuestion) -> dict[str, Callable[..., Any]]:
    """Code → policy, the model answer ("right") first. A mistake that learns a model learns it once."""
    return {"right": question.right, **{wrong.code: question.policy(wrong) for wrong in question.wrongs}}


def measure_policies(module: str, seed: int) -> dict[str, Numbers]:
    """By "q6-rich": profit and best observable profit in yuan and the habit, or the codes of what the bank refused."""
    return {
        f"{question.id}-{code}": plain(_measured(question, policy, seed))
        for question in policy_questions(module)
        for code, policy in known_policies(question).items()
    }


def _measured(question: PolicyQuestion, policy: Callable[..., Any], seed: int) -> dict[str, Any]:
    try:
        if seed == OWN:
            played = play(policy, question.rules, opened(question.rules, world(SCALE)))
        else:
            (played,) = play_unseen(question, policy, (seed,))
    except StrategyError as refused:
        return {"refused": sorted({str(each.code) for each in refused.problems})}
    return {
        "profit": played.profit,
        "best": played.best,
        "contacted": played.contacted,
        "habit": str(played.habit or ""),
    }


def played(numbers: Numbers) -> Played | None:
    """What was measured of a policy, as it was played; None where the bank refused it."""
    return Played(**numbers) if "refused" not in numbers else None  # type: ignore[arg-type]


def code_of_policies(module: str) -> list[Code]:
    """The files that state the questions, without the words that learners read."""
    return [(path.read_text(encoding="utf-8"), _words) for path in questions_files(module)]


def _words(tree: ast.Module) -> Iterator[Node]:
    """Pairs of texts: the same in two languages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(map(_is_text, node.elts)):
            yield from node.elts


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
