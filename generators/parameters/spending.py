"""Spending: what is bought, for how much, in a shop or online, and how it is paid."""

from dataclasses import dataclass
from typing import Final

from generators.parameters.money import FEN


@dataclass(frozen=True, kw_only=True)
class Category:
    """A group of merchants: its ISO 18245 merchant category code, share of purchases, ticket and online leaning (a)."""

    name: str
    mcc: int
    share: float
    ticket_yuan: float  # median
    sigma: float
    online: float  # logit of buying online for a customer of middling digital affinity, first month
    in_app: float = 0.25  # share of what is bought online that is paid inside an app rather than on a shopping site
    rhythm: str = "plain"  # of RHYTHMS: which days are busy


CATEGORIES: Final = (
    Category(
        name="dining", mcc=5812, share=0.215, ticket_yuan=142.0, sigma=0.75, online=-1.47, in_app=0.85, rhythm="outing"
    ),
    Category(name="supermarket", mcc=5411, share=0.185, ticket_yuan=158.0, sigma=0.70, online=-1.08),
    Category(name="apparel", mcc=5651, share=0.095, ticket_yuan=365.0, sigma=0.80, online=0.32, rhythm="shopping"),
    Category(name="electronics", mcc=5732, share=0.040, ticket_yuan=1280.0, sigma=1.00, online=0.62, rhythm="shopping"),
    Category(name="home", mcc=5712, share=0.045, ticket_yuan=680.0, sigma=1.05, online=0.02, rhythm="shopping"),
    Category(
        name="travel", mcc=4722, share=0.040, ticket_yuan=1090.0, sigma=0.90, online=1.0, in_app=0.55, rhythm="outing"
    ),
    Category(
        name="transport",
        mcc=4121,
        share=0.125,
        ticket_yuan=38.0,
        sigma=0.70,
        online=0.82,
        in_app=0.95,
        rhythm="commute",
    ),
    Category(name="fuel", mcc=5541, share=0.075, ticket_yuan=310.0, sigma=0.35, online=-3.1, in_app=0.95),
    Category(name="health", mcc=8062, share=0.045, ticket_yuan=340.0, sigma=0.95, online=-2.0),
    Category(name="education", mcc=8299, share=0.020, ticket_yuan=1600.0, sigma=0.95, online=-0.42),
    Category(
        name="leisure", mcc=7832, share=0.065, ticket_yuan=130.0, sigma=0.75, online=-0.26, in_app=0.70, rhythm="outing"
    ),
    Category(name="utilities", mcc=4900, share=0.050, ticket_yuan=180.0, sigma=0.60, online=1.4, in_app=0.90),
)
CATEGORY_NAMES: Final = tuple(category.name for category in CATEGORIES)
MEAN_PURCHASE_FEN: Final = 39_000  # what the categories come to
LEAST_PURCHASE_FEN: Final = 1 * FEN

# --- who buys what ----------------------------------------------------------------------------------------------------
# Times the whole bank's share of a category, by stage of life and by sex; drivers and the rest (all (a)). The categories'
# shares above hold over the whole bank all the same: see `generators.life`.
STAGES: Final = ("student", "young", "family", "middle", "retired")
BY_STAGE: Final[dict[str, tuple[float, float, float, float, float]]] = {
    "dining": (1.35, 1.30, 0.85, 0.90, 0.65),
    "supermarket": (0.70, 0.75, 1.15, 1.10, 1.55),
    "apparel": (1.15, 1.25, 1.00, 0.90, 0.65),
    "electronics": (1.25, 1.25, 0.95, 0.90, 0.50),
    "home": (0.25, 0.80, 1.35, 1.10, 0.90),
    "travel": (0.90, 1.15, 0.90, 1.00, 1.20),
    "transport": (1.30, 1.25, 0.95, 0.95, 0.55),
    "fuel": (0.15, 0.85, 1.15, 1.15, 0.60),
    "health": (0.45, 0.65, 1.15, 1.05, 2.40),
    "education": (1.60, 0.70, 2.20, 0.95, 0.15),
    "leisure": (1.60, 1.40, 0.85, 0.80, 0.75),
    "utilities": (0.50, 0.85, 1.10, 1.10, 1.25),
}
BY_WOMEN: Final[dict[str, float]] = {
    "apparel": 1.35,
    "supermarket": 1.12,
    "health": 1.15,
    "home": 1.10,
    "education": 1.10,
    "electronics": 0.65,
    "leisure": 0.95,
}
BY_MEN: Final[dict[str, float]] = {
    "apparel": 0.70,
    "supermarket": 0.90,
    "health": 0.88,
    "home": 0.92,
    "education": 0.92,
    "electronics": 1.35,
    "leisure": 1.05,
}
# Shares of women and of men with a car to fill. Others fill one now and then: a borrowed or hired one.
DRIVES: Final = (0.34, 0.54)
BY_DRIVERS: Final[dict[str, float]] = {"fuel": 2.15, "transport": 0.65}
BY_OTHERS: Final[dict[str, float]] = {"fuel": 0.06, "transport": 1.25}
# Of all purchases but standing orders, by stage: women with and without a car, men with and without one. Measured on six
# banks, seeds 1 to 5 and 2026.
MIX_WEIGHTS: Final = (
    (0.003, 0.006, 0.004, 0.004),
    (0.047, 0.098, 0.077, 0.069),
    (0.041, 0.081, 0.069, 0.059),
    (0.035, 0.072, 0.085, 0.076),
    (0.038, 0.077, 0.031, 0.027),
)

# --- stages of life, by age (all (a) but the ages of retirement) ------------------------------------------------------
# Age at which studies end, a first child comes, a pension begins: each age and its share of people.
STUDIES_END: Final = ((18, 0.40), (21, 0.10), (22, 0.26), (23, 0.10), (24, 0.06), (25, 0.08))
FIRST_CHILD: Final = ((24, 0.08), (26, 0.16), (28, 0.20), (30, 0.18), (32, 0.12), (35, 0.08), (38, 0.04), (200, 0.14))
CHILD_IS_SMALL: Final = 12  # years in which a family counts as young
MIDDLE_AGED: Final = 40  # without children, too
# State Council 1978/104: women at 50 or 55, men at 60; the rise that began in 2025 is left out. Some go earlier or stay.
PENSION_OF_WOMEN: Final = ((48, 0.05), (50, 0.40), (53, 0.10), (55, 0.38), (58, 0.07))
PENSION_OF_MEN: Final = ((53, 0.05), (55, 0.10), (58, 0.10), (60, 0.65), (63, 0.10))


@dataclass(frozen=True, kw_only=True)
class StandingOrder:
    """A payment that recurs every month on its day, inside an app: what for, and how much (all (a)).

    `prices` are equally likely, and stay; without any, the bill is lognormal around `median_yuan`, a person's own by
    `sigma`, and differs from month to month by `noise`.
    """

    name: str
    category: str
    share: float  # of those who use the card often enough
    part: float  # of all purchases, as measured on the same banks
    least_rate: float  # purchases in an awake month, below which a month without any would break the order
    prices: tuple[int, ...] = ()  # yuan
    median_yuan: float = 0.0
    sigma: float = 0.0
    noise: float = 0.0
    favourite: int = 0  # of the merchants that a customer is used to in the category, which one


STANDING_ORDERS: Final = (
    StandingOrder(
        name="phone",
        category="utilities",
        share=0.42,
        part=0.0290,
        least_rate=5.0,
        prices=(59, 79, 99, 99, 129, 129, 159, 199),
    ),
    StandingOrder(
        name="household",
        category="utilities",
        share=0.24,
        part=0.0135,
        least_rate=8.0,
        median_yuan=240.0,
        sigma=0.45,
        noise=0.15,
        favourite=1,
    ),
    StandingOrder(
        name="subscription",
        category="leisure",
        share=0.26,
        part=0.0127,
        least_rate=10.0,
        prices=(12, 15, 15, 19, 25, 25, 30, 68),
    ),
)
LAST_ORDER_DAY: Final = 28  # standing orders are due on a day that every month has
ORDER_WITHIN: Final = 900  # seconds from its hour within which an order is carried out

# --- how an amount ends -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How prices are rounded: to a multiple of `step_fen`, less `off_fen` (all (a)).

    `online` is what such an amount adds to the logit of having been paid online: websites ask 99.90 and 1,299, a menu 68, a
    pump is filled up to 300.
    """

    name: str
    step_fen: int
    off_fen: int
    online: float


ENDINGS: Final = (
    Ending(name="cents", step_fen=1, off_fen=0, online=0.10),
    Ending(name="tenths", step_fen=10, off_fen=0, online=-0.25),
    Ending(name="whole", step_fen=FEN, off_fen=0, online=-0.50),
    Ending(name="tens", step_fen=10 * FEN, off_fen=0, online=-0.90),
    Ending(name="x.90", step_fen=FEN, off_fen=10, online=1.00),
    Ending(name="x.99", step_fen=FEN, off_fen=1, online=1.40),
    Ending(name="x9", step_fen=10 * FEN, off_fen=1 * FEN, online=0.70),
)
# Shares of the endings of a category's amounts, in their order. Round tens come to some 17 % of all purchases.
ENDS: Final[dict[str, tuple[float, ...]]] = {
    "dining": (0.24, 0.14, 0.43, 0.12, 0.04, 0.02, 0.01),
    "supermarket": (0.42, 0.34, 0.06, 0.08, 0.07, 0.03, 0.00),
    "apparel": (0.21, 0.08, 0.14, 0.15, 0.10, 0.06, 0.26),
    "electronics": (0.16, 0.05, 0.14, 0.18, 0.08, 0.07, 0.32),
    "home": (0.24, 0.07, 0.18, 0.18, 0.08, 0.06, 0.19),
    "travel": (0.30, 0.06, 0.34, 0.20, 0.03, 0.02, 0.05),
    "transport": (0.42, 0.36, 0.16, 0.05, 0.01, 0.00, 0.00),
    "fuel": (0.50, 0.02, 0.06, 0.42, 0.00, 0.00, 0.00),
    "health": (0.48, 0.22, 0.14, 0.12, 0.02, 0.01, 0.01),
    "education": (0.06, 0.02, 0.28, 0.42, 0.02, 0.02, 0.18),
    "leisure": (0.16, 0.10, 0.40, 0.18, 0.07, 0.04, 0.05),
    "utilities": (0.58, 0.14, 0.08, 0.20, 0.00, 0.00, 0.00),
}

# --- online or in a shop, and how it is paid --------------------------------------------------------------------------
PURCHASE_CHANNELS: Final = ("ecommerce", "in_app", "pos", "qr")
ONLINE_TREND: Final = 0.032  # rise of the online logit a month
ONLINE_BY_AFFINITY: Final = 2.4  # rise of it per unit of digital affinity, from its middle (a)
MIDDLE_AFFINITY: Final = 0.5
# Of purchases in shops, paid by a QR code with the card behind it, by ticket in yuan; the rest is swiped or tapped at a
# terminal. In China wallets took the small tickets almost whole; the card itself lives on where tickets are large, at
# hotels, hospitals and department stores. The figures are (a).
QR_BY_TICKET: Final = ((20, 0.90), (100, 0.84), (300, 0.77), (1_000, 0.66), (3_000, 0.50), (10_000, 0.30))
QR_BY_AFFINITY: Final = 3.0  # on the logit, per unit of digital affinity from its middle (a)

# --- regular merchants ------------------------------------------------------------------------------------------------
# Of a category's purchases, in a shop and online, the shares that go to a customer's first, second … merchant of that
# place; the rest goes anywhere (a).
FAVOURITES: Final = 4  # that a customer has of a category in a place at most
HABITS: Final[dict[str, tuple[tuple[float, ...], tuple[float, ...]]]] = {
    "dining": ((0.22, 0.14, 0.09, 0.05), (0.28, 0.15, 0.08, 0.04)),
    "supermarket": ((0.55, 0.25, 0.05), (0.55, 0.25)),
    "apparel": ((0.20, 0.12, 0.08), (0.30, 0.18, 0.10)),
    "electronics": ((0.20, 0.10), (0.45, 0.25)),
    "home": ((0.20, 0.10), (0.35, 0.20)),
    "travel": ((0.10,), (0.50, 0.25)),
    "transport": ((0.62, 0.20), (0.70, 0.20)),
    "fuel": ((0.60, 0.25), (0.60, 0.25)),
    "health": ((0.50, 0.20), (0.45, 0.20)),
    "education": ((0.75, 0.15), (0.75, 0.15)),
    "leisure": ((0.28, 0.18, 0.10), (0.35, 0.20, 0.10)),
    "utilities": ((0.70, 0.25), (0.70, 0.25)),
}
