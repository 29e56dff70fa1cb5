"""The app's recommender: which next step it showed, with what chance, and what came of it. All (a)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Item:
    """A next step that the app may recommend.

    `weight` leads the logging policy's choice (log odds), with `by_spend` per band of last month's spending and
    `by_income` for the well-to-do. Of those who see it `click` do, of these `take`; each taking earns `margin_yuan` in six
    months on average, times `better_off` for the well-to-do.
    """

    name: str
    weight: float
    by_spend: float
    by_income: float
    click: float
    take: float
    margin_yuan: float
    better_off: float = 1.0


ITEMS: Final = (
    Item(name="bigger_card", weight=-0.3, by_spend=0.5, by_income=0.2, click=0.11, take=0.20, margin_yuan=70),
    # Everybody looks at money on credit: most clicked, but what it earns is mostly what cards would have earned anyway.
    Item(name="instalment", weight=0.6, by_spend=0.3, by_income=-0.2, click=0.24, take=0.25, margin_yuan=45),
    Item(name="debit_link", weight=-0.2, by_spend=-0.3, by_income=-0.2, click=0.10, take=0.50, margin_yuan=130),
    Item(
        name="wealth", weight=-0.8, by_spend=0.1, by_income=1.6, click=0.08, take=0.20, margin_yuan=110, better_off=4.0
    ),
    Item(name="nothing", weight=-0.9, by_spend=0.0, by_income=0.0, click=0.0, take=0.0, margin_yuan=0),
)
EXPLORES: Final = 0.25  # of recommendations, any item with the same chance
RECOMMENDED: Final = 0.35  # of app users, a month
RECOMMENDER_MONTHS: Final = 12  # months from the end of the history
SPEND_BANDS_YUAN: Final = (1_000, 5_000)  # of the month's purchases: low below, high from the second on
WELL_TO_DO_YUAN: Final = 180_000  # a year's income
MARGIN_SIGMA: Final = 0.5  # of the log of what a taking earns
LIKING_SIGMA: Final = 0.4  # of the log odds of a click: a customer's own taste, item by item
