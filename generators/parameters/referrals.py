"""Referrals: who is asked to name friends, what comes of it, and rings that refer themselves for the gifts. All (a)."""

from typing import Final

# --- an ask by lot ----------------------------------------------------------------------------------------------------
ASK_MONTH: Final = 15  # of the history, counted from 0
ASK_TENURE: Final = 3  # months for which the card has been held, at least
ASK_SHARE: Final = 0.60  # of the eligible, drawn
ASKED: Final = 0.50  # of the drawn, asked
FRIENDS_UNASKED: Final = 0.045  # mean number of friends named within `ASK_DAYS`, unasked
FRIENDS_ASKED: Final = 2.0  # times that if asked
# Times that by latent type; 1 for the rest.
FRIENDS_BY_TYPE: Final[dict[str, float]] = {"loyal": 2.2, "growth": 1.5, "persuadable": 1.2, "sleeping_dog": 0.4}
ASK_DAYS: Final = 30
# --- rewards, and rings -----------------------------------------------------------------------------------------------
REFERRAL_GIFT_YUAN: Final = 88  # for the referrer, and for the friend
REWARD_DAYS: Final = (3, 20)  # after the opening: least, and how many more by luck
RING_CIRCLE: Final = 0.60  # share of circles of customers in which somebody runs a ring
RING_QUIET: Final = 0.30  # quantile of purchases in an awake month below which a referred card may be one of a ring's
RING_JOINS: Final = 0.35  # of those
RING_PAYEES: Final = (2, 6)  # accounts that a ring is paid on: least, and how many kinds of more by luck
# Friends who accept on the referrer's device: of a ring, where one sits beside them (family, a collector), the rest.
RING_DEVICE: Final = 0.75
BESIDE_DEVICE: Final = 0.35
FRIENDS_DEVICE: Final = 0.04
# Honest people share an account too, so that no rule finds rings without mistakes.
FAMILY_ACCOUNT: Final = 0.60  # of referrers who live with family, paid on the account of its head
COLLECTED: Final = 0.035  # of referrers, bargain hunters of a chat group, paid on the account of the one who collects
COLLECTORS: Final = 2  # such accounts in a circle of customers
