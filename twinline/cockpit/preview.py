"""Previews: what a plan would do, found on every change and before anything is run."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generators import parameters as p
from twinline.base.text import t
from twinline.cockpit.choice import Choice
from twinline.cockpit.past import Response, response
from twinline.cockpit.round_plan import Dealt, RoundPlan, deal, order_of, plan_code, strategy_of
from twinline.cockpit.selection import cost_a_customer
from twinline.twin.planned import MINUTES, available_hours, complaints_to_come
from twinline.twin.problems import Check
from twinline.twin.strategy import Strategy

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

LIMITS: Final = {"budget", "customers", "hours"}  # problems that fewer customers would mend


@dataclass(frozen=True)
class Preview:
    """What a plan would do. Money in yuan, time in hours.

    `lines` is the planned cost by line: those of a score, and "other" for offers and what else is to be expected; `busiest` the
    hours of the month that needs most; `response` what was seen after earlier contacts like those of the card looked at;
    `empty` says why that card contacts nobody, "" where it does.
    """

    dealt: list[Dealt]
    strategy: Strategy
    check: Check
    lines: dict[str, float]
    busiest: float
    available: float
    looked_at: Dealt | None
    response: Response | None
    empty: str
    code: str
    fault: str = ""  # why newcomers cannot be bought so, "" where they can

    @property
    def held(self) -> int:
        """Customers in the control group."""
        return sum(len(each.held) for each in self.dealt)

    @property
    def runnable(self) -> bool:
        """Whether it can be run: also a plan in which every card is switched off, which lets the months pass."""
        return not self.fault and self.check.ok and (self.check.customers > 0 or not self.dealt)


def preview(
    plan: RoundPlan, place: int, bank: "Bank", seen: "pd.DataFrame", made: "pd.DataFrame", months: int
) -> Preview:
    """Look ahead: `place` is the card looked at, `seen` what the bank observes, `made` the contacts it made (see `past`)."""
    dealt = deal(plan, seen, bank, months)
    whole = strategy_of(dealt, seen)
    found = bank.check(order_of(plan, dealt, seen), months)
    looked_at = next((each for each in dealt if each.place == place), None)
    hours = whole.table["channel"].map(dict(zip(p.CHANNEL_NAMES, MINUTES / 60, strict=True))).astype(float)
    busiest = hours.groupby(whole.table["month"]).sum().max() if len(hours) else 0.0
    return Preview(
        dealt,
        whole,
        found,
        _lines(whole, found, bank),
        float(busiest),
        available_hours(bank.twin),
        looked_at,
        response(made, looked_at.card, seen) if looked_at else None,
        _empty(looked_at, bank) if looked_at and not len(looked_at.contacts) else "",
        plan_code(plan, seen, bank, months),
    )


def fitted(plan: RoundPlan, place: int, bank: "Bank", seen: "pd.DataFrame", months: int) -> RoundPlan | None:
    """The plan with the card at `place` cut to the most customers that the game's limits allow; None where none would do."""

    def within(customers: int) -> bool:
        fewer = _with(plan, place, customers=customers)
        order = order_of(fewer, deal(fewer, seen, bank, months), seen)
        return not LIMITS & {problem.code for problem in bank.check(order, months).problems}

    low, high = 1, min(plan.cards[place - 1].customers, len(seen))
    if not within(low):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if within(middle) else (low, middle - 1)
    return _with(plan, place, customers=low)


def _with(plan: RoundPlan, place: int, customers: int) -> RoundPlan:
    cards = list(plan.cards)
    cards[place - 1] = replace(cards[place - 1], customers=customers)
    return replace(plan, cards=tuple(cards))


def _lines(whole: Strategy, found: Check, bank: "Bank") -> dict[str, float]:
    """Planned cost by line: contacts by channel, complaints to come, friends to be won, and the rest, most of it for offers.

    The last is no part of it: what too many texts and pushes cost besides.
    """
    attempt = dict(zip(p.CHANNEL_NAMES, bank.scenario.attempt_fen() / 100, strict=True))
    made = whole.table["channel"].value_counts()
    lines = {f"contact.{way}": float(made[way] * attempt[way]) for way in p.CHANNEL_NAMES if way in made}
    lines["complaints"] = complaints_to_come(len(whole), bank.twin)
    lines["friends"] = found.friends
    lines["other"] = found.cost - sum(lines.values())
    lines["volume"] = found.volume
    return {line: yuan for line, yuan in lines.items() if yuan > 0.005}


def _empty(each: Dealt, bank: "Bank") -> str:
    """Why a card contacts nobody, and what to do."""
    card: Choice = each.card
    if not each.matching:
        return t("nobody fits its filters: widen them.", "没有客户符合筛选条件，请放宽条件。")
    if each.taken == each.matching:
        return t("cards above it have taken all who fit: move it up.", "符合条件的客户都被前面的卡选走了，可把它上移。")
    if each.left_out == each.matching - each.taken:
        return t(
            "the channel must not or cannot reach any of those who fit: take another one.",
            "符合条件的客户都不能用这个渠道触达，请换一个渠道。",
        )
    cost = cost_a_customer(card, bank)
    if card.budget and card.budget < cost:
        return t(
            f"its budget of {card.budget:,g} yuan is less than one customer costs ({cost:,.2f}): raise it or leave it empty.",
            f"本卡预算 {card.budget:,g} 元，不够触达一位客户（每位约 {cost:,.2f} 元），请提高预算，或留空不限。",
        )
    return t("all are in the control group: take more customers.", "选中的客户都留作对照组了，请增加客户数。")
