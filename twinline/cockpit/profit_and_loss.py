"""Profit and loss of a game: what its rounds changed in the bank's books, line by line, and what became of their budgets."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from twinline.base.text import t
from twinline.twin import pnl

if TYPE_CHECKING:
    from twinline.cockpit.game import Game


@dataclass(frozen=True)
class Line:
    """A line of the account: yuan for each round and in all; None where there is no limit."""

    code: str
    title: str
    yuan: tuple[float | None, ...]
    kind: Literal["plain", "sum"] = "plain"


def account(game: "Game") -> list[Line]:
    """The lines of the rounds carried out: what each changed in the bank's books; then the budgets, if the game has any."""
    rounds = game.bank.log[-len(game.played) :] if game.played else ()
    changes = [done.profit_and_loss["change"] for done in rounds if done.profit_and_loss is not None]
    lines = []
    for code in pnl.LINES:
        yuan = [float(change.get(code, 0.0)) for change in changes]
        if any(yuan) or code == "profit":
            title = t("Incremental profit", "增量利润") if code == "profit" else pnl.title(code)
            lines.append(Line(code, title, (*yuan, sum(yuan)), "sum" if code in pnl.ADDED_UP else "plain"))
    if any(budget is not None for budget in game.budgets):
        budgets, paid = tuple(game.budgets[: len(rounds)]), [done.happened.paid for done in rounds]
        lines.append(Line("budget", t("Budget of the round", "本轮预算"), (*budgets, None)))
        left = [None if budget is None else budget - yuan for budget, yuan in zip(budgets, paid, strict=True)]
        lines.append(Line("left", t("Left of it", "预算结余"), (*left, None)))
    return lines
