"""Branching: a game lived again with another strategy in one round, and all that came later as it was."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generators.errors import BilingualError
from twinline.twin.branches import FUTURES, Branch
from twinline.twin.courses import worth
from twinline.twin.game_log import Trials
from twinline.twin.happening import again
from twinline.twin.passed import Passed


def grow(game: Any, number: int, strategy: Any, reason: str, name: str | None) -> Branch:
    """A branch of a game (a bank) with another strategy in round `number`; see `Bank.branch`."""
    at = next((place for place, step in enumerate(game.path) if step.number == number), None)
    if at is None:
        raise BilingualError(
            f"Round {number} has not been played in this game; rounds played: {len(game.log)}.",
            f"这局还没有第 {number} 轮；已完成 {len(game.log)} 轮。",
        )
    if not reason.strip():
        raise BilingualError(
            'Say why you would have done so: branch(…, reason="…"). Afterwards nobody remembers.',
            '请写下理由：branch(…, reason="…")。事后谁都记不清当时怎么想的。',
        )
    forked = game.path[at]
    fork = forked.before
    result = fork.run(strategy, forked.months, FUTURES, name=name)
    bank, unmade, unspent = fork.advance(result, reason=reason), 0, 0.0
    for step in game.path[at + 1 :]:
        bank, lost, left = again(bank, step)
        unmade, unspent = unmade + lost, unspent + left
    done = _worth(game.trials, game.path[at:])
    differences = [worth(bank.path[at:], future) - done[future] for future in range(FUTURES + 1)]
    tried = len(game.trials.branches) + 1
    bank = replace(bank, branched=tried)
    branch = Branch(
        number=tried,
        parent=game.branched,
        round=number,
        name=result.name,
        reason=reason,
        bank=bank,
        path=bank.path,
        happened=differences[0],
        futures=tuple(differences[1:]),
        unmade=unmade,
        tried=tried,
        unspent=unspent,
    )
    game.trials.branches.append(branch)
    return branch


def _worth(trials: Trials, course: Sequence[Passed]) -> list[float]:
    """What was done came to, in what happened and in FUTURES others; lived once for all branches that fork there."""
    key = tuple(course)
    if key not in trials.courses:
        trials.courses[key] = [worth(course, future) for future in range(FUTURES + 1)]
    return trials.courses[key]


__all__ = ["grow"]
