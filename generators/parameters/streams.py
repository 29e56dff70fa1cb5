"""Streams: the app, WeCom, calls and posts, and how copies of tables get dirty. All of it is (a)."""

from dataclasses import dataclass
from typing import Final

# --- the app ----------------------------------------------------------------------------------------------------------
VISITS: Final = (0.15, 1.55)  # a month, of the least and the most digital customer in an ordinary month
VISITS_UNUSED: Final = 0.6  # times that, by how the card is used
VISITS_ASLEEP: Final = 0.35
VISITS_BUYING: Final = 1.15
VISITS_BEFORE_LEAVING: Final = 0.4  # further visits in the month before the account closes
VISITS_TO_REDEEM: Final = 0.8  # further visits in a month in which points are redeemed
APP_DEVICES: Final = (0.55, 0.27, 0.18)
OFFERS_IN_APP: Final = (0.40, 0.20, 0.16, 0.14, 0.10)  # which offer is shown
OFFER_AT_HOME: Final = 0.35  # share of views of the home page with an offer on it
MOST_PAGES: Final = 8  # of a visit
PAGE_SECONDS: Final = (4, 80)  # on a page: least, and how many more by luck
LONGEST_VISIT: Final = MOST_PAGES * 100  # seconds; a visit ends on the day it begins

# From a page to the next; what is left to one is the chance to put the phone away.
PATHS: Final[dict[str, dict[str, float]]] = {
    "home": {
        "bill": 0.33,
        "points_mall": 0.09,
        "offers": 0.17,
        "instalment": 0.05,
        "limit": 0.05,
        "fees": 0.012,
        "service": 0.04,
        "cancel_card": 0.008,
        "card_application": 0.02,
        "log_out": 0.05,
    },
    "bill": {"home": 0.16, "instalment": 0.14, "fees": 0.012, "service": 0.03, "log_out": 0.12},
    "points_mall": {"points_mall": 0.34, "home": 0.14, "offers": 0.10, "log_out": 0.08},
    "offers": {"offers": 0.28, "home": 0.16, "points_mall": 0.08, "card_application": 0.03, "log_out": 0.07},
    "instalment": {"bill": 0.18, "instalment": 0.20, "home": 0.10, "log_out": 0.10},
    "limit": {"limit": 0.18, "home": 0.16, "service": 0.06, "log_out": 0.10},
    "fees": {"service": 0.18, "cancel_card": 0.05, "home": 0.16, "log_out": 0.10},
    "service": {"service": 0.20, "cancel_card": 0.05, "fees": 0.05, "home": 0.14, "log_out": 0.10},
    "cancel_card": {"service": 0.30, "fees": 0.14, "home": 0.10, "log_out": 0.12},
    "card_application": {"card_application": 0.35, "home": 0.15, "log_out": 0.08},
    "log_out": {},
}
# How much likelier some pages are for those who are about to leave, and for those who redeem points this month.
PAGES_BEFORE_LEAVING: Final = {"fees": 5.0, "service": 3.0, "cancel_card": 7.0}
PAGES_TO_REDEEM: Final = {"points_mall": 5.0}
# Chance of a click and of a submission, by page.
PAGE_ACTIONS: Final = {
    "bill": (0.25, 0.12),
    "points_mall": (0.45, 0.06),
    "offers": (0.35, 0.08),
    "instalment": (0.35, 0.10),
    "limit": (0.25, 0.10),
    "service": (0.50, 0.08),
    "cancel_card": (0.30, 0.0),
    "card_application": (0.40, 0.15),
}

# --- WeCom ------------------------------------------------------------------------------------------------------------
MESSAGES: Final = (0.35, 0.45, 0.20)  # none, one, two messages in a month
MESSAGE_READ: Final = (0.40, 0.45)  # chance that a message is read, and how much more for the most digital
MESSAGE_REPLIED: Final = 0.20  # of the messages read
POSTER_SHARED: Final = 0.02  # chance a month
# Hours that each kind of event falls into, so that a day's events come in their natural order.
WECOM_HOURS: Final = {
    "added": (9, 11),
    "message": (11, 18),
    "read": (18, 20),
    "replied": (20, 21),
    "shared": (21, 22),
    "deleted": (22, 23),
}

# --- the service desk: chance a month of a call about each topic, for those whom it can concern -----------------------
ORDINARY_CALLS: Final = {
    "bill": 0.016,
    "limit": 0.007,
    "points": 0.008,
    "instalment": 0.006,
    "lost_card": 0.0015,
    "fraud": 0.0015,
}
CALLS_WHEN_LATE: Final = 2.5  # times more calls about the bill from those who are overdue
INSTALMENT_FROM_FEN: Final = 100_000  # balance from which instalments are worth a call
# Who asks about fees or about leaving (the engine's `enquired`) always calls: this share asks about leaving.
ENQUIRES_ABOUT_LEAVING: Final = 0.20
CALLS_BEFORE_LEAVING: Final = 0.32  # share of those who will close next month that call about it
CALLS_ABOUT_FEE: Final = 0.35  # share of those who were charged an annual fee
MOST_DAYS_TO_COMPLAIN: Final = 6  # after the contact
IN_CHAT: Final = (0.10, 0.60)  # share of chats of the least digital customer, and how much more of the most
CALL_MINUTES: Final = {"complaint": 6.5, "other": 3.2}  # median
CALL_SIGMA: Final = 0.55  # of the log of minutes
SHORTEST_CALL: Final = 10  # seconds
CALL_RESOLVED: Final = {"contact": 0.55, "fraud": 0.50, "cancel_card": 0.60}
CALL_RESOLVED_ELSE: Final = 0.82
CALL_GRADED: Final = 0.38  # share of calls with a mark
# Marks of 1 to 5, where the call settled it and where not.
MARKS_UNRESOLVED: Final = (0.36, 0.28, 0.20, 0.10, 0.06)
MARKS_RESOLVED: Final = (0.02, 0.04, 0.16, 0.37, 0.41)
CALLS_RECORDED_AS_COMPLAINTS: Final = {"contact": 1.0, "fee": 0.044, "fraud": 0.06, "bill": 0.021, "cancel_card": 0.017}
CALLS_RECORDED_AS_COMPLAINTS_ELSE: Final = 0.01
FRAUD_LEAST_FEN: Final = 9_900  # what a fraud is after, at least
FRAUD_PART_OF_LIMIT: Final = 5  # and up to one part in so many of the limit more

# --- posts: chance in a month by what happened, the first that fits; then topic and mood ------------------------------
POST_AFTER_COMPLAINT: Final = 0.20
POST_AFTER_FEE: Final = 0.10
POST_AFTER_OFFER: Final = 0.08
POST_AFTER_CONTACT: Final = 0.015
POST_BEFORE_LEAVING: Final = 0.02
POST_AFTER_POINTS: Final = 0.06
POST_ELSE: Final = 0.004
POST_ELSE_ABOUT: Final = {"app": 0.4, "service": 0.4, "points": 0.1, "campaign": 0.1}
PLATFORMS: Final = (0.38, 0.20, 0.24, 0.18)
# Negative, neutral, positive.
MOODS: Final = {
    "fee": (0.72, 0.18, 0.10),
    "contact": (0.80, 0.13, 0.07),
    "campaign": (0.12, 0.23, 0.65),
    "points": (0.30, 0.30, 0.40),
    "app": (0.45, 0.25, 0.30),
    "service": (0.46, 0.24, 0.30),
}
MOOD_BEFORE_LEAVING: Final = (0.80, 0.15, 0.05)

# --- dirty copies: whose rows are copied, and which share of the rows is spoilt how -----------------------------------
DIRTY_CUSTOMERS: Final = 0.05
DIRTY_CUSTOMERS_PURCHASES: Final = 0.01  # of all customers, within the others


@dataclass(frozen=True, kw_only=True)
class Defect:
    """Something that is wrong with a column (`generators.streams.dirty` knows how); `share` is of all rows."""

    kind: str
    column: str
    share: float


# Of a duplicate, a copy of the row is made instead of spoiling a value.
CUSTOMER_DEFECTS: Final = (
    Defect(kind="duplicate", column="row_id", share=0.04),
    Defect(kind="missing", column="name", share=0.02),
    Defect(kind="missing", column="income", share=0.04),
    Defect(kind="missing", column="city", share=0.03),
    Defect(kind="wrong_type", column="income", share=0.04),
    Defect(kind="impossible_age", column="birth_year", share=0.05),
    Defect(kind="yuan_as_fen", column="income", share=0.04),
    Defect(kind="spaces", column="name", share=0.03),
    Defect(kind="spaces", column="acquisition", share=0.02),
    Defect(kind="full_width", column="birth_year", share=0.03),
    Defect(kind="swapped_city", column="city", share=0.06),
    Defect(kind="outlier", column="income", share=0.03),
    Defect(kind="orphan", column="branch_id", share=0.04),
)
PURCHASE_DEFECTS: Final = (
    Defect(kind="duplicate", column="row_id", share=0.02),
    Defect(kind="missing", column="category", share=0.01),
    Defect(kind="missing", column="amount", share=0.01),
    Defect(kind="wrong_type", column="amount", share=0.015),
    Defect(kind="date_format", column="timestamp", share=0.06),
    Defect(kind="yuan_as_fen", column="amount", share=0.015),
    Defect(kind="spaces", column="category", share=0.015),
    Defect(kind="full_width", column="amount", share=0.015),
    Defect(kind="full_width", column="customer_id", share=0.005),
    Defect(kind="outlier", column="amount", share=0.005),
    Defect(kind="orphan", column="merchant_id", share=0.01),
)
