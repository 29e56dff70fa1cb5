"""Steering: managers' own work by month, a training by lot, a commission rule, and shocks of branches. All (a)."""

from typing import Final

# --- what managers do on their own, month by month ----------------------------------------------------------------------
WORK_EFFORT: Final = (0.50, 0.25)  # of the capacity used, by an unwilling manager, and how much more by a willing one
WORK_NOISE: Final = 0.08  # of the log of the contacts, by manager and month
WORK_TO_ACTIVE: Final = 0.24  # of contacts, to customers who used the card in the month before anyhow
WORK_ACTIVATES: Final = 0.17  # of contacts with others, by a middling manager, lead to a use of the card
WORK_BY_CARE: Final = 0.30  # rise of the log odds with a spread of willingness times skill in activation
WORK_BY_MANAGER: Final = 0.25  # spread of the log odds that is the manager's own
WORK_COMPLAINTS: Final = 0.004  # of contacts

# --- a training, by lot among the managers of each branch ----------------------------------------------------------------
TRAINING_MONTH: Final = 18  # months from the end of the history in which it begins; the others are trained later
TRAINING_MONTHS: Final = 6  # over which those drawn and those waiting are compared
TRAINING_BEFORE: Final = 4  # months before it that are in the trial's file
TRAINING_ATTENDED: Final = 0.86  # of those drawn
TRAINING_LIFTS: Final = 0.34  # rise of the log odds for whoever attended

# --- a commission by the number of contacts, in some cities ---------------------------------------------------------------
COMMISSION_MONTH: Final = 8  # months from the end of the history from which it holds
COMMISSION_CITIES: Final = ("上海", "南京", "西安")  # half of the branches
COMMISSION_EFFORT: Final = 0.30  # of the capacity, used besides
COMMISSION_MOST: Final = 0.98  # of the capacity
COMMISSION_TO_ACTIVE: Final = 0.58  # of contacts, to the customers who are easy to reach
COMMISSION_COMPLAINTS: Final = 0.011  # of contacts
YUAN_A_CONTACT: Final = 8
YUAN_AN_ACTIVATION: Final = 60

# --- merchant business of branches, and shocks -----------------------------------------------------------------------------
# Classes of merchants: share of the volume, and the fee in basis points of it. Debit and credit taken together.
MERCHANT_CLASSES: Final = {
    "standard": (0.34, 55.0),
    "preferential": (0.26, 38.0),
    "micro_code": (0.30, 24.0),
    "public_service": (0.10, 8.0),
}
BASIS_POINTS: Final = 10_000
MERCHANT_YUAN: Final = 42_000_000  # a month, of a middling branch
MERCHANT_SPREAD: Final = 0.40  # of the log, by branch
MERCHANT_GROWTH: Final = 0.006  # of the log of the volume, a month
MERCHANT_VOLUME_NOISE: Final = 0.02  # of the log, by branch, class and month
MERCHANT_PRICE_NOISE: Final = 0.006  # likewise, of the fee's rate
SHOCK_BRANCHES: Final = 2  # with each kind of shock
SHOCK_EARLIEST: Final = 11  # months from the end of the history
SHOCK_LATEST: Final = 7
SHOCK_PRICE: Final = -0.20  # of the log of every class's rate
SHOCK_VOLUME: Final = -0.26  # of the log of the volume
SHOCK_MIX: Final = 0.55  # of the standard merchants' volume goes to those with a code
