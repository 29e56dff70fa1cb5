"""Actions: all that a contact may be about, in one table: what it costs, by which channels, with whose leave, what it does.

The first ones are the offers of the history; the others are made on the twin alone. All of it is (a).
"""

from dataclasses import dataclass
from typing import Final

from generators.parameters.channels import CHANNEL_NAMES, OFFERS, SLEEPING_DOG_OFFER, Offer
from generators.parameters.limit_rise import RISE_TENURE

EFFECTS: Final = ("sells", "raises_limit", "instalment", "warms", "settles")
CONSENTS: Final = ("marketing", "service")


@dataclass(frozen=True, kw_only=True)
class Action(Offer):
    """An offer, or something else that a contact does.

    `consent`: "marketing" needs leave to be contacted by the channel, "service" answers what the customer came with and
    needs none. `where` is a condition on what the bank observes that a customer must meet; `en` and `zh` say it. `effect`
    is one of EFFECTS and `amount` how much of it: of the usual fee that is asked ("instalment"), of a friendship
    that is added in the month ("warms"), of the doubt that is gone ("settles"). What the action costs is due once it is
    taken.
    """

    channels: tuple[str, ...] = CHANNEL_NAMES
    consent: str = "marketing"
    where: str = ""
    en: str = ""
    zh: str = ""
    effect: str = "sells"
    amount: float = 0.0
    annoys: float = SLEEPING_DOG_OFFER  # its strength with a sleeping dog, should it sell anything at all


_MESSAGES: Final = ("sms", "app_push", "wecom", "call")
_PAYS: Final = "activated and bucket == 0"
_INSTALMENT: Final = {
    "strength": 0.30,
    "cost_fen": 0,
    "channels": _MESSAGES,
    "where": _PAYS,
    "en": "instalments are offered on cards in use that are not overdue",
    "zh": "分期只向已激活且未逾期的客户推荐",
    "effect": "instalment",
}
ACTIONS: Final = (
    *(Action(**vars(offer)) for offer in OFFERS),
    # What it does to spending, paying and staying is `limit_rise`'s; the cost is the check, and capital for what is not drawn.
    Action(
        name="limit_rise",
        cost_fen=2_000,
        strength=0.30,
        channels=_MESSAGES,
        where=f"{_PAYS} and tenure_months >= {RISE_TENURE} and not (sms_opt_out and call_opt_out and wecom_opt_out)",
        en=f"a bigger limit needs the customer's consent, and a card in use that is held for {RISE_TENURE} months and not overdue",
        zh=f"提额须经客户同意，且卡片已激活、持卡满 {RISE_TENURE} 个月、未逾期",
        effect="raises_limit",
    ),
    # Three prices: the usual fee, seven tenths and a half of it. What is forgone shows in the interest that is earned.
    Action(name="instalment", amount=1.0, **_INSTALMENT),  # type: ignore[arg-type]
    Action(name="instalment_70", amount=0.7, **_INSTALMENT),  # type: ignore[arg-type]
    Action(name="instalment_50", amount=0.5, **_INSTALMENT),  # type: ignore[arg-type]
    # A message of the standard rhythm: useful, hardly selling. It tires like any other.
    Action(
        name="sop_message", cost_fen=0, strength=0.15, channels=("wecom",), effect="warms", amount=0.35, annoys=0.30
    ),
    Action(
        name="service_fix",
        cost_fen=1_800,
        strength=0.0,
        channels=("wecom", "call", "branch"),
        consent="service",
        where="enquired_1m or complaints_12m > 0",
        en="a service fix answers something: the customer asked last month, or complained within the year",
        zh="服务补救要有事可补：客户上个月来问过，或一年内投诉过",
        effect="settles",
        amount=0.80,
    ),
)
ACTION_NAMES: Final = tuple(action.name for action in ACTIONS)
# An offer of instalments, on the log odds that the month's biggest purchase is paid so: at the usual fee, and how much more
# for each tenth off.
INSTALMENT_PUSH: Final = 1.10
INSTALMENT_PUSH_A_TENTH: Final = 0.20
