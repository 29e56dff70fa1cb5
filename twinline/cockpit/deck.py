"""The deck: the cards of a round in their order. One of them is open, and its controls lie beside."""

import html
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import ipywidgets as w

from twinline.base.text import t
from twinline.cockpit.choice import Choice
from twinline.cockpit.controls import Controls
from twinline.cockpit.newcomers import Newcomers
from twinline.cockpit.round_plan import MOST_CARDS, SHARE, RoundPlan

if TYPE_CHECKING:
    from twinline.cockpit.game import Game
    from twinline.cockpit.preview import Preview


class Deck:
    """Cards, the one that is open, and the tick of the control group. `plan` is what they say; `told` is called on each change."""

    def __init__(self, game: "Game", told: Callable[[], None]) -> None:
        self._told, self._silent = told, False
        self.cards: list[Choice] = [Choice()]
        self.open = 0
        self.controls = Controls(game, self._edited)
        self.list = w.Box().add_class("tw-cards")
        self.add_button = self._button(t("Add a card", "加一张卡"), self.add)
        self.control = w.Checkbox(
            value=False,
            indent=False,
            description=t(f"Hold back a control group ({SHARE:.0%})", f"留出对照组（{SHARE:.0%}）"),
        )
        self.control.observe(lambda _: None if self._silent else self._told(), "value")
        self.newcomers = Newcomers(self._told)
        self.set(RoundPlan())

    @property
    def plan(self) -> RoundPlan:
        """What the deck says now."""
        return RoundPlan(tuple(self.cards), self.control.value, self.newcomers.acquire)

    @property
    def faults(self) -> list[str]:
        """What was typed and cannot be."""
        return [*self.controls.faults, *self.newcomers.faults]

    @property
    def place(self) -> int:
        """The open card's place, counted from 1."""
        return self.open + 1

    def set(self, plan: RoundPlan) -> None:
        """Lay a plan out, without telling; the first card is open."""
        self._silent = True
        self.cards, self.open = list(plan.cards), 0
        self.control.value = plan.control
        self.newcomers.set(plan.acquire)
        self._silent = False
        self._lay()

    def change(self, plan: RoundPlan) -> None:
        """Put other values on the same cards, and tell."""
        self.cards = list(plan.cards)
        self._lay()
        self._told()

    def add(self) -> None:
        """A new card at the end, open."""
        self._put(len(self.cards), Choice())

    def copy(self, at: int) -> None:
        """A card once more, below itself, open."""
        self._put(at + 1, self.cards[at])

    def move(self, at: int, by: int) -> None:
        """A card up or down; it is open where it was."""
        to = at + by
        if 0 <= to < len(self.cards):
            self.cards[at], self.cards[to] = self.cards[to], self.cards[at]
            self.open = to if self.open == at else at if self.open == to else self.open
            self._lay()
            self._told()

    def remove(self, at: int) -> None:
        """Away with a card; one always stays."""
        if len(self.cards) > 1:
            del self.cards[at]
            self.open = min(self.open - (at < self.open), len(self.cards) - 1)
            self._lay()
            self._told()

    def select(self, at: int) -> None:
        """Open a card."""
        self.open = at
        self._lay()
        self._told()

    def switch(self, at: int, on: bool) -> None:
        """A card on or off."""
        self.cards[at] = replace(self.cards[at], on=on)
        if at == self.open:
            self.controls.set(self.cards[at])
        self._told()

    def column(self) -> w.Box:
        """The deck as a column: its cards, and what belongs to the whole round."""
        head = w.HTML(f"<h2>{t('Cards of this round', '本轮动作卡')}</h2>")
        return (
            w.Box([head, self.list, self.add_button, self.control, self.newcomers.row()])
            .add_class("tw-column")
            .add_class("tw-deck")
        )

    def tell(self, look: "Preview") -> None:
        """Say on each card how many it contacts."""
        reached = {each.place: each for each in look.dealt}
        for place, row in enumerate(self.list.children, start=1):
            card, name, each = self.cards[place - 1], row.children[1], reached.get(place)
            said = t("off", "已关闭") if each is None else f"{len(each.contacts.customers):,}"
            name.description = f"{place} · {card.name} · {said}"
            name.tooltip = html.unescape(card.details)

    def _put(self, at: int, card: Choice) -> None:
        if len(self.cards) < MOST_CARDS:
            self.cards.insert(at, card)
            self.open = at
            self._lay()
            self._told()

    def _edited(self) -> None:
        self.cards[self.open] = self.controls.choice
        self._told()

    def _lay(self) -> None:
        """Lay the cards out anew and open one."""
        self.list.children = [self._row(at, card) for at, card in enumerate(self.cards)]
        self.add_button.disabled = len(self.cards) >= MOST_CARDS
        self.controls.set(self.cards[self.open])

    def _row(self, at: int, card: Choice) -> w.Box:
        tick = w.Checkbox(value=card.on, indent=False, description=t(f"Card {at + 1}", f"{at + 1} 号卡"))
        tick.observe(lambda change: self.switch(at, change["new"]), "value")
        name = self._button(f"{at + 1} · {card.name}", lambda: self.select(at)).add_class("tw-name")
        last = len(self.cards) - 1
        buttons = [
            self._icon("arrow-up", lambda: self.move(at, -1), t("Move up", "上移"), off=at == 0),
            self._icon("arrow-down", lambda: self.move(at, 1), t("Move down", "下移"), off=at == last),
            self._icon("copy", lambda: self.copy(at), t("Copy", "复制"), off=len(self.cards) >= MOST_CARDS),
            self._icon("times", lambda: self.remove(at), t("Remove", "删除"), off=last == 0),
        ]
        row = w.Box([tick.add_class("tw-tick"), name, *buttons])
        return row.add_class("tw-card").add_class("tw-open" if at == self.open else "tw-shut")

    def _button(self, title: str, act: Callable[[], None]) -> w.Button:
        button = w.Button(description=title)
        button.on_click(lambda _: act())
        return button

    def _icon(self, icon: str, act: Callable[[], None], tip: str, *, off: bool) -> w.Button:
        button = w.Button(icon=icon, tooltip=tip, disabled=off).add_class("tw-small")
        button.on_click(lambda _: act())
        return button
