"""Every number of the bank, in one table of contents: scales, calendar, customers, channels, offers, money.

A value marked (a) is an assumption, chosen so that the planted facts come out; one with a source names it. Money is in
fen, rates are fractions, hazards are monthly. Nothing in the engine writes a number that belongs here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from generators.errors import BilingualError, UnknownChoice

Floats = npt.NDArray[np.float64]

DEFAULT_SEED: Final = 2026
MOST_SEED: Final = 2**63 - 1
FIRST_CUSTOMER_ID: Final = 10_000_001


@dataclass(frozen=True)
class World:
    """One bank: how many customers, which months, which seed. Two equal worlds hold equal data."""

    scale: str
    seed: int
    customers: int
    months: int = 24
    start: date = date(2024, 1, 1)
    block_size: int = 2_000

    def month_start(self, month: int) -> date:
        """First day of month number `month` (0 is the first month of the history; negative is before it)."""
        year, rest = divmod(self.start.month - 1 + month, 12)
        return date(self.start.year + year, rest + 1, 1)

    def month_starts(self, first: int, last: int) -> npt.NDArray[np.datetime64]:
        """First days of months `first` … `last - 1`, as datetime64[D]."""
        origin = np.datetime64(self.start, "M")
        return (origin + np.arange(first, last)).astype("datetime64[D]")

    def blocks(self) -> list[tuple[int, int]]:
        """The (first, stop) customer numbers of each block."""
        starts = range(0, self.customers, self.block_size)
        return [(first, min(first + self.block_size, self.customers)) for first in starts]


SCALES: Final[dict[str, int]] = {"tiny": 2_000, "course": 20_000, "city": 1_000_000, "bank": 100_000_000}
# Bigger banks have bigger blocks, for fewer files; what is in them is the same. Others take `World.block_size`.
BLOCK_SIZES: Final[dict[str, int]] = {"city": 10_000, "bank": 20_000}


def world(scale: str = "course", seed: int = DEFAULT_SEED) -> World:
    """The world of a named scale. Raises `UnknownChoice` or `BilingualError` for a scale or seed that is not allowed."""
    if scale not in SCALES:
        raise UnknownChoice("scale", "数据规模", scale, list(SCALES))
    if not 0 <= seed <= MOST_SEED:
        raise BilingualError(
            f"Unknown seed {seed}: use a whole number from 0 to {MOST_SEED}.",
            f"随机种子 {seed} 不可用：请用 0 到 {MOST_SEED} 之间的整数。",
        )
    size = BLOCK_SIZES.get(scale, World.block_size)
    return World(scale=scale, seed=seed, customers=SCALES[scale], block_size=size)


# --- who the customers are: latent types ------------------------------------------------------------------------------
# Share, closure hazard and the fall of the closure logit per delivered contact are the starting values of the bank
# notes (a). `growth` and `pull` act on the log of the purchase rate; `wake` on the logit of buying again or at all.


@dataclass(frozen=True)
class LatentType:
    """How one kind of customer lives and what a contact does to them."""

    name: str
    share: float
    closure: float  # monthly hazard of closing the account, before any contact
    retention: float  # fall of the closure logit per unit of contact strength
    spend: float  # rise of log purchase rate per unit of contact strength, fading
    pull: float  # purchases pulled forward: log rate up now, down next month
    wake: float  # rise of the activation and re-activation logit per unit of contact strength
    redeem: float  # chance to redeem an offer that reached them
    complain: float  # chance to complain about a contact that reached them
    upgrade: float  # rise of the logit of taking a bigger card, per unit of strength of an invitation to do so


TYPES: Final = (
    LatentType("loyal", 0.21, 0.003, 0.10, 0.02, 0.00, 0.40, 0.45, 0.0015, 1.0),
    LatentType("persuadable", 0.18, 0.015, 1.60, 0.05, 0.00, 1.80, 0.40, 0.0015, 1.0),
    LatentType("lost_cause", 0.15, 0.046, 0.05, 0.00, 0.00, 0.10, 0.10, 0.0030, 0.0),
    LatentType("sleeping_dog", 0.16, 0.012, -2.65, -0.02, 0.00, -0.30, 0.12, 0.0240, -0.5),
    LatentType("deal_hunter", 0.14, 0.018, 0.05, 0.00, 0.20, 0.50, 0.75, 0.0010, 1.0),
    LatentType("growth", 0.16, 0.008, 0.10, 0.06, 0.00, 1.30, 0.50, 0.0010, 3.6),
)
TYPE_NAMES: Final = tuple(kind.name for kind in TYPES)


def by_type(field: str) -> Floats:
    """One value a latent type, in the order of `TYPES`, to be indexed by type code."""
    return np.array([getattr(kind, field) for kind in TYPES])


def by_name(values: dict[str, float], default: float) -> Floats:
    """One value a latent type, in the order of `TYPES`: the named ones, and a default for the rest."""
    return np.array([values.get(kind.name, default) for kind in TYPES])


# --- how the bank reaches them ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
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
    Channel("sms", 5, 0.45, 0.60, True),
    Channel("app_push", 1, 0.30, 0.55, True),
    Channel("wecom", 50, 0.75, 0.85, True, 0.22),
    Channel("call", 600, 0.55, 1.00, False, 0.54),
    Channel("branch", 2_500, 0.30, 1.10, False, 0.58),
)
CHANNEL_NAMES: Final = tuple(channel.name for channel in CHANNELS)
WECOM: Final = CHANNEL_NAMES.index("wecom")
APP_PUSH: Final = CHANNEL_NAMES.index("app_push")


@dataclass(frozen=True)
class Offer:
    """What a contact offers: cost when redeemed, and its strength beside a bare reminder (a)."""

    name: str
    cost_fen: int
    strength: float


OFFERS: Final = (
    Offer("reminder", 0, 0.60),
    Offer("points_gift", 1_200, 0.85),
    Offer("voucher", 3_000, 1.20),
    Offer("fee_waiver", 2_000, 1.00),
    Offer("add_wecom", 0, 0.00),  # an invitation to add the manager on WeCom: nothing is sold
    Offer("bigger_card", 0, 0.30),  # an invitation to take the next bigger card
)
OFFER_NAMES: Final = tuple(offer.name for offer in OFFERS)
ADD_WECOM: Final = OFFER_NAMES.index("add_wecom")
BIGGER_CARD: Final = OFFER_NAMES.index("bigger_card")

HONEYMOON: Final = (1.6, 1.8, 1.3, 1.3)  # contact strength by month since opening; 1 afterwards (bank notes)
SECOND_WAVE: Final = 1.15  # a second contact by another channel (bank notes)
FATIGUE_SLOPE: Final = 0.35
FATIGUE_DECAY: Final = 0.6
RETENTION_DECAY: Final = 0.85
SPEND_DECAY: Final = 0.7
COMPLAINT_COST_FEN: Final = 15_000

# --- a card's life ----------------------------------------------------------------------------------------------------
YOUNGEST: Final = 20  # age in the year of opening; banks ask for 18
AGE_SPAN: Final = 45  # years from the youngest to the oldest newcomer (a)
AGE_SKEW: Final = 1.35  # above 1: more young newcomers than old ones (a)
OPENED_BEFORE: Final = 0.58  # share of customers who hold their card when the history begins (a)
OLDEST_TENURE: Final = 96  # months
MEAN_TENURE: Final = 34.0
# Hazard of a first use by month since opening: most of it early, little after month 3. No public Chinese figure: (a).
ACTIVATION: Final = (0.46, 0.26, 0.13, 0.06, 0.025)  # the last value holds from then on
ACTIVATED_BEFORE: Final = 0.93
FALL_ASLEEP: Final = 0.0135  # a month; times (1 + closure / 2 %) by type
WAKE_UP: Final = 0.075
ACTIVATION_PUSH: Final = 1.8  # on the activation logit, per unit of a type's `wake` times contact strength
WAKE_PUSH: Final = 2.8  # the same for waking a sleeping card
ASLEEP_AT_START: Final = 0.16
SLEEP_CLOSURE_LOGIT: Final = 0.65  # a sleeping card is nearer to closing
RATE_SHAPE: Final = (
    1.15  # gamma shape of purchase rates: with Poisson counts, the NBD of the literature (Ehrenberg 1959)
)
RATE_MEAN: Final = 14.3  # purchases in an awake month
RATE_MEMORY: Final = 0.75  # AR(1) of log purchase rate
RATE_SHOCK: Final = 0.22
TICKET_SIGMA: Final = 0.55  # spread of customers' ticket sizes (log)
DECLINE: Final = 0.06  # a month, log purchase rate of lost causes: the early-warning signal

# --- ties: the manager's friends on WeCom, and friends who brought each other -----------------------------------------
FRIEND: Final = (0.12, 0.30)  # share that adds the manager unasked, and how much more of the most digital (a)
FRIEND_SOON: Final = 2.0  # above 1: added early rather than late (a)
FRIEND_LEFT: Final = 0.12  # share of those who are no friends at the end that once were (a)
JOINS: Final = 0.58  # of those reached by an invitation, add the manager (a)
FRIEND_WAKE: Final = 2.6  # what friendship adds to the logit of waking a sleeping card (a)
FRIEND_AWAKE: Final = 0.15  # factor on falling asleep (a)
FRIEND_STAYS: Final = 0.80  # fall of the closure logit (a)
# Those whom a customer brought are worth more for as long as that customer uses the card: Schmitt, Skiera and Van den
# Bulte (2011) found referred bank customers at least 16 % more valuable; how it comes about here is (a).
COMPANY_SPEND: Final = 0.30  # log purchase rate
COMPANY_AWAKE: Final = 0.40  # factor on falling asleep
COMPANY_STAYS: Final = 0.50  # fall of the closure logit

# --- a bigger card ----------------------------------------------------------------------------------------------------
UPGRADE: Final = 0.018  # monthly chance of somebody who buys at the mean rate (a)
UPGRADE_BY_RATE: Final = 0.80  # on its logit, per unit of the log rate: the busiest upgrade, asked or not (a)
UPGRADE_TENURE: Final = 6  # months that a card is held before (a)
UPGRADE_LIMIT: Final = 1.3  # the limit, times this (a)
UPGRADE_SPEND: Final = 0.06  # log purchase rate (a)

# --- money ------------------------------------------------------------------------------------------------------------
APR: Final = 0.165  # (a)
INTERCHANGE: Final = 0.0045  # share of a purchase: cap on issuers' fees, NDRC and PBOC 2016
NETWORK_FEE: Final = 0.000325  # share of a purchase: cap on network fees charged to issuers, NDRC and PBOC 2016
POINTS_COST: Final = 0.0015  # share of a purchase (a)
FUNDING: Final = 0.0022  # a month, of the balance (a)
OPERATIONS_FEN: Final = 3_300  # a month, of an open card: statements, service, systems (a)
MINIMUM_DUE: Final = 0.10  # share of the balance; 10 % is the customary first demand of Chinese cards
PAY_STYLES: Final = ("full", "part", "minimum")
PAY_SHARES: Final = (0.38, 0.33, 0.29)  # (a)
PAY_FRACTIONS: Final = (1.0, 0.15, 0.105)
# What an older card in use owes when the history begins: so many months' purchases by pay style, within the limit (a).
MONTHS_OWED_AT_START: Final = (1.0, 5.5, 8.5)
MOST_OWED_AT_START: Final = 0.75
MEAN_PURCHASE_FEN: Final = 39_000  # what the categories below come to
MISS_PAYMENT: Final = (0.005, 0.023, 0.060)  # monthly chance to miss, by pay style (a)
CURE: Final = 0.74  # chance that an account overdue by one month pays (a) …
CURE_FADE: Final = 0.55  # … times this for each further month: most of the late forget, few cannot
WRITE_OFF_BUCKET: Final = 10  # nine months overdue (a)
POINTS_PER_YUAN: Final = 1
REDEEM_FROM: Final = 6_000  # points a customer needs before a redemption
# Chance a month to redeem, of those who buy: those who look after their points are not those who drop the habit (a).
REDEEM_CHANCE: Final = {"loyal": 0.20, "growth": 0.25, "deal_hunter": 0.35}
REDEEM_CHANCE_ELSE: Final = 0.10
PRODUCTS: Final = ("young", "classic", "gold", "platinum")
YOUNG_CARD: Final = PRODUCTS.index("young")
YOUNG_CARD_UNTIL: Final = 35  # age at opening; above it, the next card (a)
PRODUCT_CUTS: Final = (0.30, 0.78, 0.95)  # quantiles of income at which a bigger card is issued (a)
ANNUAL_FEE_FEN: Final = (0, 0, 20_000, 68_000)
# At opening (a): with upgrades the mean comes to the 29.6 (2023) to 30.9 (2024) thousand yuan a card of the PBOC's reports.
LIMIT_MEAN_YUAN: Final = 28_400
LIMIT_SIGMA: Final = 0.70
ACQUISITION: Final = ("branch", "app", "partner_scene", "referral", "outbound")
ACQUISITION_SHARES: Final = (0.34, 0.24, 0.20, 0.12, 0.10)  # (a)

# --- where and when they buy ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Category:
    """A group of merchants: its ISO 18245 merchant category code, share of purchases, ticket and online leaning (a)."""

    name: str
    mcc: int
    share: float
    ticket_yuan: float  # median
    sigma: float
    online: float  # logit of buying online for a customer of middling digital affinity, first month


CATEGORIES: Final = (
    Category("dining", 5812, 0.215, 142.0, 0.75, -1.3),
    Category("supermarket", 5411, 0.185, 158.0, 0.70, -1.0),
    Category("apparel", 5651, 0.095, 365.0, 0.80, 0.4),
    Category("electronics", 5732, 0.040, 1280.0, 1.00, 0.7),
    Category("home", 5712, 0.045, 680.0, 1.05, 0.1),
    Category("travel", 4722, 0.040, 1090.0, 0.90, 1.1),
    Category("transport", 4121, 0.125, 38.0, 0.70, 0.9),
    Category("fuel", 5541, 0.075, 310.0, 0.35, -3.0),
    Category("health", 8062, 0.045, 340.0, 0.95, -1.8),
    Category("education", 8299, 0.020, 1600.0, 0.95, -0.3),
    Category("leisure", 7832, 0.065, 130.0, 0.75, 0.2),
    Category("utilities", 4900, 0.050, 180.0, 0.60, 1.4),
)
CATEGORY_NAMES: Final = tuple(category.name for category in CATEGORIES)
PURCHASE_CHANNELS: Final = ("ecommerce", "in_app", "pos", "qr")
ONLINE_TREND: Final = 0.028  # rise of the online logit a month
ROUND_AMOUNTS: Final = 0.16  # share of purchases that are a whole multiple of ten yuan (a)

# Month, day, and how much busier that day is for shopping and for everything else: set so that Double 11 comes near
# UnionPay's 2019 figures, +20 % purchases and +54 % value beside October's mean.
FEASTS: Final = ((6, 18, 1.65, 1.00), (11, 11, 2.20, 0.95))
SHOPPING: Final = ("apparel", "electronics", "home")
# Purchases by calendar month beside the year's mean (a).
SEASON: Final = (1.06, 0.90, 0.96, 0.96, 1.00, 1.05, 0.98, 0.99, 1.00, 1.03, 1.12, 1.06)
SPRING_FESTIVAL: Final = {
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
}


@dataclass(frozen=True)
class City:
    """A city with branches of the bank; real cities, a fictional bank. `weight` is its share of customers (a)."""

    name: str
    name_en: str
    weight: float
    branches: int


CITIES: Final = (
    City("上海", "Shanghai", 0.24, 4),
    City("杭州", "Hangzhou", 0.18, 3),
    City("南京", "Nanjing", 0.14, 2),
    City("武汉", "Wuhan", 0.13, 2),
    City("成都", "Chengdu", 0.13, 2),
    City("西安", "Xi'an", 0.10, 2),
    City("合肥", "Hefei", 0.08, 1),
)

# --- what the bank sees coming: hints that carry signal about the latent type (all (a)) ------------------------------
ENQUIRE: Final = {
    "persuadable": 0.16,
    "lost_cause": 0.10,
    "growth": 0.02,
}  # monthly chance to ask about fees or leaving
ENQUIRE_ELSE: Final = 0.012
DOUBT_LOGIT: Final = 1.55  # on the closure logit, in the month after an enquiry
DOUBT_DECAY: Final = 0.7
OPT_OUT: Final = {"sleeping_dog": 0.75}  # share that has refused marketing contacts
OPT_OUT_ELSE: Final = 0.05

# --- what the bank did yesterday: business as usual, and its experiments ---------------------------------------------


@dataclass(frozen=True)
class Rule:
    """A rule of business as usual: whom it picks (`generators.policy` knows how), with what chance, and what they get."""

    campaign: str
    channel: str
    offer: str
    chance: float


# Targeted by what the bank sees, so a comparison of contacted with not contacted customers is confounded on purpose.
RULES: Final = (
    Rule("welcome", "sms", "reminder", 0.35),  # the month after opening
    Rule("keep", "call", "fee_waiver", 0.18),  # no purchase for two to four months
    Rule("festival", "sms", "points_gift", 0.15),  # January and November, to those who buy
    Rule("care_call", "call", "fee_waiver", 0.010),  # those who buy; far more likely after an enquiry
    Rule("care_sms", "sms", "reminder", 0.080),  # those who buy; the channel for whoever did not enquire
)
# After an enquiry the care list turns to the phone: the reason why calls look worse than SMS and are not.
CARE_AFTER_ENQUIRY: Final = {"care_call": 0.62, "care_sms": 0.34}
FESTIVAL_MONTHS: Final = (1, 11)


@dataclass(frozen=True)
class Arm:
    """One arm of a pilot: its share of the drawn, and in which months after the start it is contacted."""

    name: str
    share: float
    months: tuple[int, ...]


@dataclass(frozen=True)
class Pilot:
    """A randomised test that the bank once ran: who could be drawn, what the arms got, when.

    Everyone drawn is left alone otherwise for `quiet_months` from the pilot's month on.
    """

    campaign: str
    month: int
    channel: str
    offer: str
    segments: tuple[str, ...]  # which of SEGMENTS may be drawn
    share: float  # of the eligible, drawn into the pilot
    arms: tuple[Arm, ...]
    quiet_months: int = 2
    last: int | None = None  # a rolling pilot draws every month until this one
    enquired: bool = False  # draws only those who asked about fees or leaving in the month before
    strangers: bool = False  # draws only those who are not the manager's friends on WeCom
    tenure: int = 0  # draws only cards held for so many months at least


@dataclass(frozen=True)
class Hook:
    """A randomised test of timing: every new card of some months is given by lot the month of its first contact."""

    campaign: str
    opened: tuple[int, int]  # first and last month of opening
    channel: str
    offer: str
    arms: tuple[Arm, ...]
    quiet_months: int


# What the bank sees when it draws a pilot: a new card (third month at most) that was never used; no purchase in the
# last two months; the rest.
SEGMENTS: Final = ("new_unused", "asleep", "regular")
HALVES: Final = (Arm("treated", 0.5, (0,)), Arm("control", 0.5, ()))
WAVES: Final = (
    Arm("control", 0.25, ()),
    Arm("one_wave", 0.25, (0,)),
    Arm("two_waves", 0.25, (0, 1)),
    Arm("three_waves", 0.25, (0, 1, 2)),
)
TIMINGS: Final = (
    Arm("control", 0.20, ()),
    Arm("month_0", 0.20, (0,)),
    Arm("month_1", 0.20, (1,)),
    Arm("month_3", 0.20, (3,)),
    Arm("month_5", 0.20, (5,)),
)
PILOTS: Final = (
    Pilot("after_enquiry", 1, "call", "fee_waiver", ("asleep", "regular"), 0.60, HALVES, 5, last=17, enquired=True),
    Pilot("points_reminder", 4, "call", "points_gift", ("asleep",), 0.90, HALVES),
    Pilot("bigger_card", 5, "call", "bigger_card", ("regular",), 0.80, HALVES, quiet_months=1, tenure=UPGRADE_TENURE),
    Pilot("add_wecom", 8, "call", "add_wecom", ("asleep", "regular"), 0.90, HALVES, quiet_months=1, strangers=True),
    # Late, so that a year of books lies before it; its outcome takes half a year, in which others may draw them again.
    Pilot("retention_call", 12, "call", "fee_waiver", ("asleep", "regular"), 0.85, HALVES),
    Pilot("voucher_for_all", 14, "sms", "voucher", SEGMENTS, 0.80, HALVES),
    Pilot("call_waves", 16, "call", "reminder", ("asleep", "regular"), 0.28, WAVES, quiet_months=4),
    Pilot("voucher_where_it_counts", 20, "sms", "voucher", ("new_unused", "asleep"), 0.90, HALVES),
)
ARM_NAMES: Final = tuple(dict.fromkeys(arm.name for arms in (HALVES, WAVES, TIMINGS) for arm in arms))
HOOK: Final = Hook("hook_timing", (1, 8), "call", "voucher", TIMINGS, quiet_months=6)
