"""Orders: all that a round is to do at once: several actions, a welcome for newcomers, a control group, a pilot beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generators import parameters as p
from generators.errors import BilingualError, UnknownChoice
from generators.schema import levels
from twinline.twin.action_rules import by_name
from twinline.twin.pilot import Pilot
from twinline.twin.policy import is_policy
from twinline.twin.strategy import as_table

if TYPE_CHECKING:
    import pandas as pd

MOST_HELD = 0.5  # share of a control group: more would leave the plan undone


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


__all__ = ["Order", "Welcome"]
