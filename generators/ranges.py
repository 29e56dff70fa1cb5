"""Which parameters are shares, chances, numbers of nought or more, numbers above nought, months, one for each of a list.

`generators.validate` asks them. An entry is a list of `generators.parameters` and a field of its entries, or nothing where
the list holds the numbers themselves. Names tell most of it: what ends in `_DAYS` or `_SIGMA` is not below nought, a `_SHARE`
is between 0 and 1, a `_MONTH` one of the history; only what no name tells is listed here. Every number is finite.
"""

import re
from typing import Final

Listed = tuple[tuple[str, str], ...]


def whole(names: str) -> Listed:
    """Parameters that hold the numbers themselves."""
    return tuple((name, "") for name in names.split())


# What the names of parameters, and of their entries' fields, tell.
A_CHANCE: Final = re.compile(r"(^share|^chance|_(SHARES?|CHANCE|FEE))$")
A_SIZE: Final = re.compile(
    r"(^months|^days|^sigma|^noise|^tenure|_fen"
    r"|_(SIGMA|SPREAD|NOISE|SKEW|DAYS|HOURS|MINUTES|SECONDS|MS|WEEKS|MONTHS|FEN|YUAN|FROM|UNTIL))$"
)
A_MONTH: Final = re.compile(r"(^month|(?<!_A)(?<!_ANY)_MONTH)$")

# What adds up to 1.
SHARES: Final[Listed] = (
    ("TYPES", "share"),
    ("CATEGORIES", "share"),
    ("CITIES", "weight"),
    ("HALVES", "share"),
    ("WAVES", "share"),
    ("TIMINGS", "share"),
    ("TERMS", "share"),
    ("ENQUIRY_QUEUES", "share"),
    *whole("""
        WALLET_SHARES GOAL_SHARES PAID_BY_APP_USERS PAID_BY_OTHERS PAY_SHARES OCCUPATION_SHARES ACQUISITION_SHARES
        STOP_AT DELINQUENT INDUSTRY_SHARES TEAM_SHARES TRIP_DAYS APP_DEVICES OFFERS_IN_APP MESSAGES PLATFORMS
        MOOD_BEFORE_LEAVING CARRIER_SHARES APP_SOURCES
    """),
)
CHANCES: Final[Listed] = (
    ("TYPES", "closure"),
    ("TYPES", "redeem"),
    ("TYPES", "complain"),
    ("CHANNELS", "reach"),
    ("OPERATIONAL_RISKS", "recovered"),
    ("TERMS", "fee"),
    ("POINTS_RULES", "redeems"),
    ("JOIN_PLACES", "in_vain"),
    ("ITEMS", "click"),
    ("ITEMS", "take"),
    ("ENQUIRY_QUEUES", "handed_on"),
    ("ENQUIRY_QUEUES", "applies"),
    ("PROBLEMS", "raised_by"),
    ("PATH_TOUCHES", "phone"),
    *whole("""
        ENQUIRE_ELSE OPT_OUT_ELSE OPT_OUT_WAYS CONSENT_ELSE DOUBT_DECAY FULL_PAYS_PART ROUNDED_UP DEFAULT_OF_CURRENT
        REFUNDED_ELSE REFUNDED_LATER TAKES_INSTALMENTS TAKES_CASH TAKES_CASH_PLAN FRAUD FRAUD_SEEN FALSE_DISPUTES FORGED
        ACTIVATION MISS_PAYMENT AUTOPAY CLEARS_BILL PRODUCT_CUTS OPENED_BEFORE ACTIVATED_BEFORE FALL_ASLEEP WAKE_UP
        ASLEEP_AT_START RATE_MEMORY AUTOPAY_MISS PAYS_SOMETHING VISITING ASKS_FOR_MORE SEARCH_ORGANIC SECOND_DEVICE
        OTHERS_WITH_APP LEAVES_NUMBER APR INTERCHANGE POINTS_COST FUNDING MINIMUM_DUE WALLET_MIDDLE RHYTHM_QUIET
        FRIEND_FADE THEME_HOLDOUT OUTCRY_POSTS OUTCRY_REPLIES OUTCRY_TO_BANK OUTCRY_CALLS OUTCRY_RESOLVED
        REDEEM_CHANCE_ELSE FATIGUE_DECAY RETENTION_DECAY SPEND_DECAY ASKED FAMILY_ACCOUNT COLLECTED RING_CIRCLE
        RING_QUIET RING_JOINS RING_DEVICE BESIDE_DEVICE FRIENDS_DEVICE MEETING_HALF BINDS_UNASKED WALLET_USUAL GOAL_NEAR
        EXPLORES RECOMMENDED RISE_OFFERED RISE_ACCEPTS FAILED_BEFORE STUCK APPLIES_UNHANDED COBRAND_ACTIVE LOANS_PAID
        LOANS_NEW LOANS_OVERDUE HOLIDAY_PAID DIP_PAID DIP_AFTER DIP_NEW SEARCH_CLICK_RATE PLAY_CARRIED_OUT PLAY_UNASKED
        JOINS JOINS_AGAIN UNSUBSCRIBE_ELSE WORK_EFFORT WORK_TO_ACTIVE WORK_ACTIVATES WORK_COMPLAINTS TRAINING_ATTENDED COMMISSION_EFFORT COMMISSION_MOST
        COMMISSION_TO_ACTIVE COMMISSION_COMPLAINTS SHOCK_MIX
    """),
)
NOT_NEGATIVE: Final[Listed] = (
    ("CHANNELS", "strength"),
    ("OFFERS", "strength"),
    ("ACTIONS", "strength"),
    ("ACTIONS", "amount"),
    ("OPERATIONAL_RISKS", "monthly"),
    ("POINTS_RULES", "visits"),
    ("POINTS_RULES", "yuan"),
    ("THEMES", "lift"),
    ("THEMES", "after"),
    ("ITEMS", "margin_yuan"),
    ("ITEMS", "better_off"),
    ("PROBLEMS", "monthly"),
    ("PROBLEMS", "complaints"),
    ("PROBLEMS", "customers"),
    *whole("""
        HONEYMOON SECOND_WAVE FATIGUE_SLOPE RATE_SHOCK SEASON MONTHS_OWED_AT_START MISS_BY_RISK WALLET_GROWTH
        WALLET_YEARS UPGRADE_BY_WALLET UPGRADE_ROOM_PUSH ATTENTION_MOST ATTENTION_FALLS IN_VAIN_BY_ORIGIN MALL_ORDERS
        UNSOLVED_DOUBT DESK_LOAD GIVES_UP BROKEN_ATTEMPTS FRIENDS_UNASKED FRIENDS_ASKED FRIENDS_BY_TYPE RISE_MISS
        INSTALMENT_PUSH INSTALMENT_PUSH_A_TENTH
        RISE_TENURE ASK_TENURE DIP_OVERDUE SPEND_A_CARD WORK_BY_MANAGER YUAN_A_CONTACT YUAN_AN_ACTIVATION
    """),
)
POSITIVE: Final[Listed] = (
    ("CATEGORIES", "ticket_yuan"),
    ("CITIES", "branches"),
    ("PROBLEMS", "yuan"),
    ("ENQUIRY_QUEUES", "hours"),
    *whole("""
        OUTCRY_RISE DESK_CALLS DESK_HANDLE_MINUTES DESK_PATIENCE_MINUTES DESK_TARGET_LOAD WALLET_HALF_YUAN WALLET_ROOM
        OTHER_FRIENDS FRIENDS_KEPT RHYTHM_MONTHS POINTS_RULE_MONTHS MALL_TASTE MALL_YUAN RATE_SHAPE RATE_MEAN
        MEAN_TENURE LIMIT_MEAN_YUAN MEAN_PURCHASE_FEN LOAD_MS UPDATE_LAG OWN_SCORE_UNIT CANDIDATES SCENARIO_PACE
        SEARCH_YUAN_A_CLICK RISE_LIMIT GOALS_FEN BINDS_WITHIN ASK_DAYS RECOMMENDER_MONTHS COLLECTORS RING_PAYEES
        WELL_TO_DO_YUAN COBRAND_ISSUED COBRAND_FADES COBRAND_YUAN LOANS_DUE_A_BRANCH LOANS_SEASON ENQUIRIES_A_MONTH
        HOLIDAY_BACK DIP_MONTHS MERCHANT_YUAN LEAST_VISITORS
    """),
)

# Months of the history, counted from 0, besides those whose names say so: a shorter history than the usual one ends before
# them.
MONTHS: Final = (
    "MEETING_OPENED",
    "WEAK_MONTHS",
)
# One number for each of these, or for each of some of them: (parameter, field, of which list).
ONE_EACH: Final = (
    ("RISE_MISS", "", "PAY_STYLES"),
    ("RISE_STAYS", "", "PAY_STYLES"),
    ("GOAL_SHARES", "", "GOALS_FEN"),
    ("WALLET_SHARES", "", "WALLETS"),
    ("CARRIER_SHARES", "", "CARRIERS"),
    ("PATH_TOUCHES", "chance", "ACQUISITION"),
)
# What is named must be there: (parameter, whose keys or value are among which list).
NAMED: Final = (
    ("FRIENDS_BY_TYPE", "TYPE_NAMES"),
    ("UNSUBSCRIBE", "TYPE_NAMES"),
    ("JOINS", "CHANNEL_NAMES"),
    ("BROADCAST", "CHANNEL_NAMES"),
    ("DRIFT_CHANNEL", "ACQUISITION"),
    ("SPEND_A_CARD", "ACQUISITION"),
    ("IN_VAIN_BY_ORIGIN", "ACQUISITION"),
    ("STUCK_ON", "FORM_DEVICES"),
    ("BROKEN_DEVICE", "APP_SYSTEMS"),
)
