"""Profit and loss of a game: what the rounds brought, what they cost, and what became of their budgets."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from twinline.base.text import t

if TYPE_CHECKING:
    from twinline.cockpit.game import Game

_WORTH = ("gross", "anyway", "others")  # steps of a score's waterfall that are no costs


@dataclass(frozen=True)
class Line:
    """A line of the account: yuan for each round and in all; None where there is no limit."""

    code: str
    title: str
    yuan: tuple[float | None, ...]
    kind: Literal["plain", "sum"] = "plain"


def account(game: "Game") -> list[Line]:
    """The lines of the rounds carried out: worth, costs, profit; then the budgets, if the game has any."""
    scores = [trial.happened for trial in game.played if trial.happened is not None]
    steps = [dict(score.waterfall) for score in scores]
    titles = {code: title for score in scores for code, title in score.step_titles().items()}
    lines = [
        _line("worth", t("Worth added", "增加的价值"), [sum(step.get(code, 0.0) for code in _WORTH) for step in steps])
    ]
    costs = dict.fromkeys(code for step in steps for code in step if code not in (*_WORTH, "profit"))
    lines += [_line(code, titles[code], [step.get(code, 0.0) for step in steps]) for code in costs]
    lines.append(_line("profit", t("Incremental profit", "增量利润"), [score.profit for score in scores], "sum"))
    if any(budget is not None for budget in game.budgets):
        budgets = tuple(game.budgets[: len(scores)])
        lines.append(Line("budget", t("Budget of the round", "本轮预算"), (*budgets, None)))
        left = [None if budget is None else budget - score.cost for budget, score in zip(budgets, scores, strict=True)]
        lines.append(Line("left", t("Left of it", "预算结余"), (*left, None)))
    return lines


def _line(code: str, title: str, yuan: list[float], kind: Literal["plain", "sum"] = "plain") -> Line:
    return Line(code, title, (*yuan, sum(yuan)), kind)
