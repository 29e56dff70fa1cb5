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
    shopping: bool = False  # busier on the shopping feasts


CATEGORIES: Final = (
    Category(name="dining", mcc=5812, share=0.215, ticket_yuan=142.0, sigma=0.75, online=-1.3, in_app=0.85),
    Category(name="supermarket", mcc=5411, share=0.185, ticket_yuan=158.0, sigma=0.70, online=-1.0),
    Category(name="apparel", mcc=5651, share=0.095, ticket_yuan=365.0, sigma=0.80, online=0.4, shopping=True),
    Category(name="electronics", mcc=5732, share=0.040, ticket_yuan=1280.0, sigma=1.00, online=0.7, shopping=True),
    Category(name="home", mcc=5712, share=0.045, ticket_yuan=680.0, sigma=1.05, online=0.1, shopping=True),
    Category(name="travel", mcc=4722, share=0.040, ticket_yuan=1090.0, sigma=0.90, online=1.1, in_app=0.55),
    Category(name="transport", mcc=4121, share=0.125, ticket_yuan=38.0, sigma=0.70, online=0.9, in_app=0.95),
    Category(name="fuel", mcc=5541, share=0.075, ticket_yuan=310.0, sigma=0.35, online=-3.0, in_app=0.95),
    Category(name="health", mcc=8062, share=0.045, ticket_yuan=340.0, sigma=0.95, online=-1.8),
    Category(name="education", mcc=8299, share=0.020, ticket_yuan=1600.0, sigma=0.95, online=-0.3),
    Category(name="leisure", mcc=7832, share=0.065, ticket_yuan=130.0, sigma=0.75, online=0.2, in_app=0.70),
    Category(name="utilities", mcc=4900, share=0.050, ticket_yuan=180.0, sigma=0.60, online=1.4, in_app=0.90),
)
CATEGORY_NAMES: Final = tuple(category.name for category in CATEGORIES)
MEAN_PURCHASE_FEN: Final = 39_000  # what the categories come to
LEAST_PURCHASE_FEN: Final = 1 * FEN
ROUND_AMOUNTS: Final = 0.16  # share of purchases that are a whole multiple of this many fen (a)
ROUND_TO_FEN: Final = 10 * FEN

PURCHASE_CHANNELS: Final = ("ecommerce", "in_app", "pos", "qr")
ONLINE_TREND: Final = 0.028  # rise of the online logit a month
ONLINE_BY_AFFINITY: Final = 2.4  # rise of it per unit of digital affinity, from its middle (a)
MIDDLE_AFFINITY: Final = 0.5
QR_PAID: Final = (0.25, 0.5)  # of purchases in shops: by the least digital, and how much more by the most (a)
AWAY: Final = 0.07  # share of purchases in shops made in another city (a)
