"""The points of a policy, played on worlds that its author has not seen."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from twinline.base.progress_bar import progress_bar
from twinline.base.text import t
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.policies import Played, credit, opened, play, pooled
from twinline.questions.sheet import Rules
from twinline.twin.bank import Bank
from twinline.twin.game_log import Trials
from twinline.twin.policy import Policy, PolicyError
from twinline.twin.problems import StrategyError

# Seeds of the worlds that policies are graded on where there is no class: everybody can read them, so each class has its own.
UNSEEN = (90_310_001, 90_310_002, 90_310_003)


def grade_policy(question: PolicyQuestion, policy: Policy, seeds: tuple[int, ...] = UNSEEN) -> float:
    """The points of a policy on unseen worlds; 0 where it does not run."""
    try:
        with progress_bar(t("Playing unseen worlds", "正在没见过的银行上推演")) as tell:
            played = play_unseen(question, policy, seeds, tell)
    except (StrategyError, PolicyError):
        return 0.0
    return policy_points(question, played)


def play_unseen(
    question: PolicyQuestion,
    policy: Policy,
    seeds: tuple[int, ...] = UNSEEN,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> list[Played]:
    """A policy on each unseen world. Raises `StrategyError` and `PolicyError` for one that does not run."""
    found = []
    for number, seed in enumerate(seeds, 1):
        # The bank is kept for the next submission, this one's results are not.
        found.append(play(policy, question.rules, replace(_unseen(question.rules, seed), trials=Trials())))
        tell(number, len(seeds))
    return found


def policy_points(question: PolicyQuestion, played: list[Played]) -> float:
    """The points for what a policy did on the unseen worlds together, as a plain float with two digits."""
    return round(question.points * credit(question.rules, pooled(played).share), 2)


@lru_cache(maxsize=8)
def _unseen(rules: Rules, seed: int) -> Bank:
    """An unseen world, kept for the next submission."""
    return opened(rules, seed=seed)
