"""The strategy cockpit: a page on which a strategy is chosen, looked at, run, carried out and tried again."""

from typing import TYPE_CHECKING

from twinline.base.callable_module import make_callable

if TYPE_CHECKING:
    from twinline.cockpit.page import CockpitPage
    from twinline.twin.bank import Bank


def cockpit(bank: "Bank | None" = None, language: str | None = None) -> "CockpitPage":
    """Show the strategy cockpit on a bank (by default the `course` bank), in the language in use or another.

    A game that begins on a bank's own first morning is kept in `workspace/cockpit/` and goes on where it ended, also after
    a restart of the kernel. Returns the page: `page.game` holds the bank of the round being planned and all that was run.
    Raises `UnknownChoice` for a language that there is not.
    """
    from IPython.display import HTML, display

    from twinline.base.text import t, use_language
    from twinline.cockpit.fragments import message
    from twinline.cockpit.game import Game
    from twinline.cockpit.page import CockpitPage
    from twinline.pictures import style
    from twinline.twin.bank import Bank

    if language is not None:
        use_language(language)
    style.setup()
    game = Game.of(Bank.open() if bank is None else bank)
    opening = display(HTML(message(t("Opening the cockpit …", "正在打开驾驶舱……"))), display_id=True)
    broken = game.resume(
        lambda done, total: (
            opening
            and opening.update(HTML(message(t("Going on where you ended …", "正在恢复上次的进度……"), done, total)))
        )
    )
    page = CockpitPage(game)
    if opening:
        opening.update(HTML(""))
    page.display()
    if broken:
        page.tell(
            t(
                f"The earlier log could not be used on this bank; it is kept as {broken}. A new game begins.",
                f"之前的记录无法用于当前银行，已另存为 {broken}，新的一局开始。",
            )
        )
    return page


make_callable(__name__, cockpit)

__all__ = ["cockpit"]
