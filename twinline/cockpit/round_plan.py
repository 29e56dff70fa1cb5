"""The plan of a round: cards in their order, and a control group or none; dealt out on a morning, and in code."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generators import parameters as p
from generators.twin.acquiring import WAYS
from twinline.base.text import t
from twinline.cockpit.choice import MOST_BUDGET, Choice
from twinline.cockpit.selection import chosen, code, contacted, may_contact, pick, where
from twinline.twin.control import lot
from twinline.twin.order import Order
from twinline.twin.strategy import Strategy, segment

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

MOST_CARDS: Final = 8
SHARE: Final = 0.1  # of those whom the cards chose, left alone as the control group


@dataclass(frozen=True)
class RoundPlan:
    """Cards, the first one first, whether a control group is held back, and what is spent on newcomers.

    Whom a card has chosen, no later one contacts: nobody hears from the bank twice for two reasons.
    """

    cards: tuple[Choice, ...] = (Choice(),)
    control: bool = False
    acquire: tuple[tuple[str, str, float], ...] = ()  # what is spent on new cards: channel, scene, yuan

    @property
    def played(self) -> list[tuple[int, Choice]]:
        """The cards that are switched on, with their places counted from 1."""
        return [(place, card) for place, card in enumerate(self.cards, start=1) if card.on]

    @property
    def name(self) -> str:
        """What is done, in the language in use."""
        parts = [card.name for _, card in self.played]
        parts += [t(f"{yuan:,.0f} yuan for newcomers", f"获客 {yuan:,.0f} 元") for *_, yuan in self.acquire]
        return " + ".join(parts) or t("Nothing is done", "不做动作")

    def as_json(self) -> dict[str, Any]:
        """The plan as a file holds it."""
        return {"cards": [card.as_json() for card in self.cards], "control": self.control, "acquire": self.acquire}

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> "RoundPlan":
        """The plan that a file holds. Raises `ValueError`, `TypeError` or `KeyError` for what is none."""
        cards = tuple(Choice.of_json(card) for card in found["cards"])
        if not 1 <= len(cards) <= MOST_CARDS or not isinstance(found["control"], bool):
            raise ValueError("not a plan")
        acquire = tuple((channel, scene, float(yuan)) for channel, scene, yuan in found["acquire"])
        if any(way not in WAYS or not 0 < yuan <= MOST_BUDGET for *way_, yuan in acquire for way in [tuple(way_)]):
            raise ValueError("not a plan")
        return cls(cards, found["control"], acquire)


@dataclass(frozen=True, eq=False)
class Dealt:
    """A card as it falls on a morning.

    `matching` customers fit its segment and filters; of them `taken` belong to cards above it, and `left_out` may not or cannot
    be reached. `chosen` are the contacts that it means to make, `contacts` those that it makes; `held` are ids of its control group.
    """

    place: int
    card: Choice
    matching: int
    taken: int
    left_out: int
    chosen: Strategy
    contacts: Strategy
    held: Any = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def places_of(dealt: list[Dealt]) -> dict[int, int]:
    """The place of the card that chose each customer, by customer_id."""
    return {int(who): each.place for each in dealt for who in each.chosen.customers["customer_id"]}


def deal(plan: RoundPlan, seen: "pd.DataFrame", bank: "Bank", months: int) -> list[Dealt]:
    """The cards that are on, each with its customers among those whom no card above it has chosen."""
    dealt, left = [], seen
    alone = lot(bank.twin, SHARE if plan.control else 0.0)
    for place, card in plan.played:
        fit = pick(seen, where(card, seen))
        open_to = fit[fit["customer_id"].isin(left["customer_id"])]
        shut = int((~may_contact(card, open_to, bank, months)).sum()) if card.willing else 0
        customers = chosen(card, seen, left, bank, months).customers
        left = left[~left["customer_id"].isin(customers["customer_id"])]
        out = alone[customers["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID]
        whole, contacts = contacted(card, customers), contacted(card, customers[~out])
        held = customers["customer_id"].to_numpy()[out]
        dealt.append(Dealt(place, card, len(fit), len(fit) - len(open_to), shut, whole, contacts, held))
    return dealt


def strategy_of(dealt: list[Dealt], seen: "pd.DataFrame") -> Strategy:
    """All contacts that the cards make."""
    return sum((each.contacts for each in dealt), segment(seen.head(0)))


def order_of(plan: RoundPlan, dealt: list[Dealt], seen: "pd.DataFrame") -> Order:
    """The cards as the bank is to carry them out, with their control group if there is one."""
    whole = sum((each.chosen for each in dealt), segment(seen.head(0)))
    return Order(whole, control=SHARE if plan.control else 0.0)


def plan_code(plan: RoundPlan, seen: "pd.DataFrame", bank: "Bank", months: int) -> str:
    """The plan as a learner would write it; needs `tw` and `bank`."""
    cards = plan.played
    alone = len(cards) == 1
    lines = []
    if any(card.willing for _, card in cards):
        lines.append("from twinline.twin.reach import reachable")
    lines.append("seen = bank.observed()" if alone else "seen = left = bank.observed()")
    for place, card in cards:
        name = "strategy" if alone else f"card_{place}"
        lines += ["", code(card, name, seen, bank, months, alone=alone)]
    if not cards:
        lines.append("strategy = None")
    elif not alone:
        lines += ["", f"strategy = {' + '.join(f'card_{place}' for place, _ in cards)}"]
    length = "" if months == bank.scenario.months else f", months={months}"
    on = "bank"
    if plan.acquire:
        spent = ", ".join(f'("{channel}", "{scene}"): {yuan:g}' for channel, scene, yuan in plan.acquire)
        on = f"bank.acquire({{{spent}}}{length})"
    what = f"tw.Order(strategy, control={SHARE:g})" if plan.control and cards else "strategy"
    return "\n".join([*lines, f"result = {on}.run({what}{length})"])
