"""Channels: how the bank reaches customers, what it offers, and what makes a contact strong or tiresome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way to contact a customer; cost an attempt, chance to reach, strength of what is said, digital or human (a).

    `answers` is the share of a customer's doubt that is gone once somebody has talked with them.
    """

    name: str
    cost_fen: int
    reach: float
    strength: float
    digital: bool
    answers: float = 0.0


CHANNELS: Final = (
    Channel(name="sms", cost_fen=5, reach=0.45, strength=0.60, digital=True),
    Channel(name="app_push", cost_fen=1, reach=0.30, strength=0.55, digital=True),
    Channel(name="wecom", cost_fen=50, reach=0.75, strength=0.85, digital=True, answers=0.22),
    Channel(name="call", cost_fen=600, reach=0.55, strength=1.00, digital=False, answers=0.54),
    Channel(name="branch", cost_fen=2_500, reach=0.30, strength=1.10, digital=False, answers=0.58),
)
CHANNEL_NAMES: Final = tuple(channel.name for channel in CHANNELS)
SMS: Final = CHANNEL_NAMES.index("sms")
WECOM: Final = CHANNEL_NAMES.index("wecom")
APP_PUSH: Final = CHANNEL_NAMES.index("app_push")

STAFF_MINUTES: Final[Mapping[str, float]] = {"wecom": 2.0, "call": 8.0, "branch": 30.0}  # of a contact, by channel (a)
MINUTES_A_CONTACT: Final = 8.0  # a manager's monthly capacity is counted in contacts of this length (a)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a contact offers: cost when redeemed, and its strength beside a bare reminder (a).

    It can be used from `from_fen` on, spent in the month: "30 off 300" is how the trade writes it.
    """

    name: str
    cost_fen: int
    strength: float
    from_fen: int = 0


OFFERS: Final = (
    Offer(name="reminder", cost_fen=0, strength=0.60),
    Offer(name="points_gift", cost_fen=1_200, strength=0.85),
    Offer(name="voucher", cost_fen=3_000, strength=1.20, from_fen=30_000),
    Offer(name="fee_waiver", cost_fen=2_000, strength=1.00),
    # An invitation to add the manager on WeCom: nothing is sold.
    Offer(name="add_wecom", cost_fen=0, strength=0.00),
    # An invitation to take the next bigger card.
    Offer(name="bigger_card", cost_fen=0, strength=0.30),
)
OFFER_NAMES: Final = tuple(offer.name for offer in OFFERS)
ADD_WECOM: Final = OFFER_NAMES.index("add_wecom")
BIGGER_CARD: Final = OFFER_NAMES.index("bigger_card")
POINTS_GIFT: Final = OFFER_NAMES.index("points_gift")
CREDITED: Final = ("voucher", "fee_waiver")  # offers whose value is credited to the statement of the month

# --- how strong a contact is ------------------------------------------------------------------------------------------
HONEYMOON: Final = (1.6, 1.8, 1.3, 1.3)  # contact strength by month since opening; 1 afterwards (bank notes)
SECOND_WAVE: Final = 1.15  # a second contact by another channel (bank notes)
# Factors by a customer's leaning to digital channels: of the least digital, and how much more of the most (a).
DIGITAL_FIT: Final = (0.7, 0.6)  # strength by a digital channel
HUMAN_FIT: Final = (1.3, -0.6)  # strength by a human one
APP_PUSH_SEEN: Final = 0.5  # reach of a push to the least digital user; 1 more for the most
SLEEPING_DOG_OFFER: Final = 1.0  # strength of whatever a sleeping dog is offered: they do not listen (a)
RETENTION_DECAY: Final = 0.85
SPEND_DECAY: Final = 0.7

# --- and what too many do ---------------------------------------------------------------------------------------------
FATIGUE_SLOPE: Final = 0.35
FATIGUE_DECAY: Final = 0.6
ANNOYANCE: Final = 2  # rise of the chance to complain, as a multiple of a type's own, per unit of fatigue (a)
COMPLAINT_COST_FEN: Final = 15_000
# Of those whom a campaign's text gets through to, ask never to be texted again; tired ones more often, as with complaints.
UNSUBSCRIBE: Final[Mapping[str, float]] = {"sleeping_dog": 0.060}  # (a)
UNSUBSCRIBE_ELSE: Final = 0.004  # (a)
UNSUBSCRIBE_COST_FEN: Final = 4_000  # what the permission that is lost would have been worth (a)
# Texts and pushes are looked at by the regulator and the carriers, by volume: up to a share of the open cards a month is
# nobody's business, what lies beyond costs ever more a message (answers to be given, numbers blocked, fines).
BROADCAST: Final = ("sms", "app_push")
BROADCAST_SHARE: Final = 0.20  # (a)
BROADCAST_FEN: Final = 3_000  # of each open card, times the square of the share beyond (a)
CONTACT_DAYS: Final = 10  # contacts are made in the first so many days of a month (a)
