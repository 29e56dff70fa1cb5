"""Points rules and theme campaigns that the bank tried by lot. All of it is (a)."""

from dataclasses import dataclass
from typing import Final

# --- rules of bonus points ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PointsRule:
    """A rule of the trial's bonus points: chance that a customer redeems within the trial, mean number of days on which
    they look at their points, and what a redemption costs in yuan.
    """

    name: str
    redeems: float
    visits: float
    yuan: float


POINTS_RULES: Final = (
    PointsRule(name="usual", redeems=0.20, visits=1.6, yuan=12),
    # One point a yuan, a thousand points are ten yuan off the bill, no expiry: people know what they have.
    PointsRule(name="simple", redeems=0.30, visits=2.1, yuan=15),
    # Up to ten times the points by category, weekday and tier, capped, expiring by batch: worth more, used less.
    PointsRule(name="generous", redeems=0.22, visits=1.6, yuan=30),
)
POINTS_RULE_MONTH: Final = 15
POINTS_RULE_MONTHS: Final = 6
POINTS_RULE_SHARE: Final = 0.45  # of the app's users who allow marketing, drawn into the trial
POINTS_RULE_AFFINITY: Final = 1.5  # logit of redeeming, from the least digital customer to the most
POINTS_RULE_SIGMA: Final = 0.6  # own taste, on that logit and the log of visits
POINTS_RULE_SPREAD: Final = 0.4  # of the log of what a redemption costs

# --- theme campaigns of the app's mall ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A month's theme in the app's mall: factors on orders in its month and in the next for those who see it."""

    name: str
    month: int
    lift: float
    after: float


THEMES: Final = (
    # What people would have ordered for the eleventh of November they order in October.
    Theme(name="early_bird", month=9, lift=1.42, after=0.58),
    Theme(name="home", month=14, lift=1.42, after=1.0),
    Theme(name="car_care", month=17, lift=1.0, after=1.0),
)
THEME_SHARE: Final = 0.80  # of the app's users who allow marketing, drawn into a campaign
THEME_HOLDOUT: Final = 0.30  # of those, do not see it
MALL_ORDERS: Final = 0.26  # mean orders a month in the app's mall of a middling customer
MALL_TASTE: Final = 2.0  # gamma shape of their own number: the smaller, the more they differ
MALL_YUAN: Final = 240  # mean order
MALL_SIGMA: Final = 0.7  # of its log
