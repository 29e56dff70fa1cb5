"""Orders: all that a round is to do at once: several actions, a welcome for newcomers, a control group, a pilot beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.errors import BilingualError, UnknownChoice
from generators.rows import take
from generators.schema import levels
from generators.twin.run import Plan, Twin
from twinline.twin.action_rules import by_name
from twinline.twin.pilot import Pilot
from twinline.twin.policy import is_policy
from twinline.twin.strategy import as_table

if TYPE_CHECKING:
    import pandas as pd

MOST_HELD = 0.5  # share of a control group: more would leave the plan undone
Rows = npt.NDArray[np.intp]


class Purpose(IntEnum):
    """What a draw is for, 2261 to 2269. Append only."""

    CONTROL = 2261


@dataclass(frozen=True)
class Welcome:
    """A standing order: whoever opens a card gets this, so many months after the month of opening, and 0 is that month.

    `acquisition` names the channels by which they came; all by default. Nobody is contacted who has not allowed marketing
    or has refused the channel.
    """

    channel: str
    offer: str = "reminder"
    month: int = 0
    acquisition: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Order:
    """What a round is to do. Run it as one runs a strategy.

    `strategy` is what `bank.run` takes, or a list of tables: where two of them would contact a customer in the same month,
    the one that comes first does. `welcome` is for newcomers. Of those whom the strategy would contact, the share
    `control` is left alone by lot; the lot falls on the customer, for the whole round. `pilot` draws among customers whom
    no table of the strategy names; a function is not shown them.
    """

    strategy: Any = None
    welcome: "Welcome | Sequence[Welcome]" = ()
    control: float = 0.0
    pilot: Pilot | None = None

    @classmethod
    def of(cls, given: Any) -> "Order":
        """What was handed in, as an order. Raises `BilingualError` for one that cannot be."""
        order = given if isinstance(given, cls) else cls(given)
        if not (isinstance(order.control, int | float) and 0 <= order.control <= MOST_HELD):
            raise BilingualError(
                f"control = {order.control!r}: use a share from 0 to {MOST_HELD:g}, such as 0.1.",
                f"control = {order.control!r} 不可用：请填 0 到 {MOST_HELD:g} 之间的占比，如 0.1。",
            )
        several = order.strategy if isinstance(order.strategy, list | tuple) else [order.strategy]
        if len(several) > 1 and any(is_policy(each) for each in several):
            raise BilingualError(
                "A function decides about the whole month: order it alone, not in a list.",
                "函数会安排整个月的动作：请单独下达，不要放在列表里。",
            )
        for rule in order.welcomes:
            _check_welcome(rule)
        return order

    @property
    def welcomes(self) -> tuple[Welcome, ...]:
        """The standing orders for newcomers."""
        return (self.welcome,) if isinstance(self.welcome, Welcome) else tuple(self.welcome)

    @property
    def policy(self) -> Any:
        """The function that decides month by month; None where the strategy is made of tables."""
        return self.strategy if is_policy(self.strategy) else None

    def table(self) -> tuple["pd.DataFrame", int]:
        """All tables in one, and how many contacts of later ones gave way to earlier ones."""
        import pandas as pd

        several = self.strategy if isinstance(self.strategy, list | tuple) else [self.strategy]
        tables = [as_table(each) for each in several] or [as_table(None)]
        if len(tables) == 1:
            return tables[0], 0
        whole = pd.concat([each.assign(_place=number) for number, each in enumerate(tables)], ignore_index=True)
        first = whole.groupby(["customer_id", "month"], dropna=False)["_place"].transform("min")
        kept = whole[whole["_place"] == first]
        return kept.drop(columns="_place").reset_index(drop=True), len(whole) - len(kept)


@dataclass(frozen=True, eq=False)
class Prepared:
    """An order on a bank: contacts of newcomers and of the pilot, by whom nobody else is contacted, and who is held out."""

    order: Order
    welcome: Plan
    pilot: Plan
    drawn: "pd.DataFrame | None"  # customer_id, arm, propensity of the pilot's customers
    lot: "npt.NDArray[np.bool_]"  # by row of the bank: left alone should the strategy contact them
    held: dict[int, list[Rows]] = field(default_factory=dict)  # by future: rows that the lot left alone

    @property
    def in_pilot(self) -> Rows:
        """Rows of the customers whom the pilot drew."""
        if self.drawn is None:
            return np.zeros(0, dtype=np.intp)
        return np.asarray(self.drawn["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID, dtype=np.intp)

    def beside(self, month: int | None = None) -> Plan:
        """The contacts of newcomers and of the pilot: of a month, or all of them."""
        both = Plan.join([self.welcome, self.pilot])
        return both if month is None else both.of(month)

    def made(self, chosen: Plan, future: int, month: int | None = None) -> Plan:
        """The strategy's contacts, but for those whom the lot leaves alone, with those of newcomers and of the pilot.

        A newcomer whom the strategy itself contacts in a month is not welcomed besides.
        """
        out = self.lot[chosen.row]
        self.held.setdefault(future, []).append(np.unique(chosen.row[out]))
        mine, besides = take(chosen, np.flatnonzero(~out)) if out.any() else chosen, self.beside(month)
        if not len(besides.row):
            return mine
        key = [plan.month * len(self.lot) + plan.row for plan in (chosen, besides)]
        return Plan.join([mine, take(besides, np.flatnonzero(~np.isin(key[1], key[0])))])

    def left_alone(self, future: int) -> Rows:
        """Rows of those whom the lot left alone in a future."""
        return np.unique(np.concatenate([*self.held.get(future, []), np.zeros(0, dtype=np.intp)])).astype(np.intp)


def prepared(
    order: Order, twin: Twin, months: int, pilot: Plan | None = None, drawn: "pd.DataFrame | None" = None
) -> Prepared:
    """An order on a bank for so many months, with what the pilot has drawn."""
    luck = twin.now.draws(0).uniform(twin.now.month, Purpose.CONTROL)
    lot = luck < order.control
    ready = Prepared(order, Plan.nothing(), pilot or Plan.nothing(), drawn, lot)
    lot[ready.in_pilot] = False
    return replace(
        ready, welcome=Plan.join([Plan.nothing(), *(_welcomed(rule, twin, months) for rule in order.welcomes)])
    )


def _welcomed(rule: Welcome, twin: Twin, months: int) -> Plan:
    """The contacts that a standing order makes of those whose cards open in the coming months."""
    now, people = twin.now, twin.now.population
    month = people.open_month + rule.month - now.month
    rows = np.flatnonzero((people.open_month >= now.month) & (month < months))
    if rule.acquisition:
        rows = rows[np.isin(people.acquisition[rows], [p.ACQUISITION.index(name) for name in rule.acquisition])]
    if rule.channel == "app_push":
        rows = rows[people.app[rows]]
    at = month[rows]
    starts = now.world.month_starts(now.month, now.month + months)
    morning = (starts[at] - np.datetime64(now.world.start, "D")).astype(np.int64)
    if rule.month == 0:  # after the form, in which they have allowed it or not, and before anything was refused
        opened = morning + people.open_day[rows]
        may = people.consent_day[rows] <= opened
    else:
        refused = {"sms": now.traits.sms_opt_out, "call": now.traits.call_opt_out}.get(rule.channel)
        may = people.consent_day[rows] <= morning
        if refused is not None:
            may &= ~(refused[rows] & (now.traits.opt_out_day[rows] < starts[at]))
    rows, at = rows[may], at[may]
    channel, offer = p.CHANNEL_NAMES.index(rule.channel), p.ACTION_NAMES.index(rule.offer)
    return Plan(rows, at.astype(np.int64), np.full(len(rows), channel), np.full(len(rows), offer))


def _check_welcome(rule: Welcome) -> None:
    if rule.channel not in p.CHANNEL_NAMES:
        raise UnknownChoice("channel", "渠道", rule.channel, list(p.CHANNEL_NAMES))
    action = by_name(rule.offer)
    if action is None:
        raise UnknownChoice("offer", "权益", rule.offer, list(p.ACTION_NAMES))
    for name in rule.acquisition:
        if name not in p.ACQUISITION:
            raise UnknownChoice("acquisition", "获客渠道", name, list(p.ACQUISITION))
    if isinstance(rule.month, bool) or not isinstance(rule.month, int) or not 0 <= rule.month < p.NEWCOMER_MONTHS:
        raise BilingualError(
            f"Welcome(month={rule.month!r}): use whole months since the opening, 0 to {p.NEWCOMER_MONTHS - 1}.",
            f"Welcome(month={rule.month!r}) 不可用：请填开卡后的整月数，0 到 {p.NEWCOMER_MONTHS - 1}。",
        )
    if rule.channel == "wecom":
        raise BilingualError(
            "A newcomer is not the manager's friend on WeCom yet: welcome them by another channel, with add_wecom if you like.",
            "新户还不是客户经理的企微好友：请换一个渠道迎新，也可以用 add_wecom 邀请添加。",
        )
    if action.where or rule.channel not in action.channels:
        en, zh = levels.ACTION[action.name]
        raise BilingualError(
            f"“{en}” ({action.name}) is not for newcomers, or not by this channel.",
            f"“{zh}”（{action.name}）不适用于新户，或不能通过该渠道办理。",
        )


__all__ = ["Order", "Prepared", "Welcome", "prepared"]
