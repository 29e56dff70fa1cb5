"""Which parameters are shares, chances, numbers of nought or more, numbers above nought, months, one for each of a list.

`generators.validate` asks them. An entry is a list of `generators.parameters` and a field of its entries, or nothing where
the list holds the numbers themselves.
"""

from typing import Final

Listed = tuple[tuple[str, str], ...]

# What adds up to 1.
SHARES: Final[Listed] = (
    ("TYPES", "share"),
    ("CATEGORIES", "share"),
    ("CITIES", "weight"),
    ("HALVES", "share"),
    ("WAVES", "share"),
    ("TIMINGS", "share"),
    ("TERMS", "share"),
    ("WALLET_SHARES", ""),
    ("GOAL_SHARES", ""),
    *((name, "") for name in ("PAID_BY_APP_USERS", "PAID_BY_OTHERS")),
    *(
        (name, "")
        for name in (
            "PAY_SHARES",
            "OCCUPATION_SHARES",
            "ACQUISITION_SHARES",
            "STOP_AT",
            "DELINQUENT",
            "INDUSTRY_SHARES",
            "TEAM_SHARES",
            "TRIP_DAYS",
        )
    ),
    *((name, "") for name in ("APP_DEVICES", "OFFERS_IN_APP", "MESSAGES", "PLATFORMS", "MOOD_BEFORE_LEAVING")),
    *((name, "") for name in ("CARRIER_SHARES",)),
    ("ENQUIRY_QUEUES", "share"),
    ("APP_SOURCES", ""),
)
CHANCES: Final[Listed] = (
    ("TYPES", "closure"),
    ("TYPES", "redeem"),
    ("TYPES", "complain"),
    ("CHANNELS", "reach"),
    ("RULES", "chance"),
    ("OPERATIONAL_RISKS", "recovered"),
    ("PILOTS", "share"),
    ("ENQUIRE_ELSE", ""),
    ("OPT_OUT_ELSE", ""),
    ("OPT_OUT_WAYS", ""),
    ("CONSENT_ELSE", ""),
    ("DOUBT_DECAY", ""),
    ("TERMS", "fee"),
    *((name, "") for name in ("FULL_PAYS_PART", "ROUNDED_UP", "DEFAULT_OF_CURRENT", "REFUNDED_ELSE", "REFUNDED_LATER")),
    *((name, "") for name in ("TAKES_INSTALMENTS", "TAKES_CASH", "TAKES_CASH_PLAN", "CASH_FEE")),
    *((name, "") for name in ("FRAUD", "FRAUD_SEEN", "FALSE_DISPUTES", "FORGED")),
    *((name, "") for name in ("ACTIVATION", "MISS_PAYMENT", "AUTOPAY", "CLEARS_BILL", "PRODUCT_CUTS", "OPENED_BEFORE")),
    *(
        (name, "")
        for name in (
            "ACTIVATED_BEFORE",
            "FALL_ASLEEP",
            "WAKE_UP",
            "ASLEEP_AT_START",
            "RATE_MEMORY",
            "AUTOPAY_MISS",
            "PAYS_SOMETHING",
            "LATE_FEE",
        )
    ),
    *(
        (name, "")
        for name in ("VISITING", "ASKS_FOR_MORE", "SEARCH_ORGANIC", "SECOND_DEVICE", "OTHERS_WITH_APP", "LEAVES_NUMBER")
    ),
    *((name, "") for name in ("APR", "INTERCHANGE", "NETWORK_FEE", "POINTS_COST", "FUNDING", "MINIMUM_DUE")),
    *((name, "") for name in ("WALLET_MIDDLE", "RHYTHM_SHARE", "RHYTHM_QUIET", "FRIEND_FADE")),
    *((name, "") for name in ("POINTS_RULE_SHARE", "THEME_SHARE", "THEME_HOLDOUT")),
    ("POINTS_RULES", "redeems"),
    ("JOIN_PLACES", "share"),
    ("JOIN_PLACES", "in_vain"),
    *((name, "") for name in ("OUTCRY_POSTS", "OUTCRY_REPLIES", "OUTCRY_TO_BANK", "OUTCRY_CALLS", "OUTCRY_RESOLVED")),
    *((name, "") for name in ("REDEEM_CHANCE_ELSE", "FATIGUE_DECAY", "RETENTION_DECAY", "SPEND_DECAY")),
    *((name, "") for name in ("ASK_SHARE", "ASKED", "FAMILY_ACCOUNT", "COLLECTED")),
    *(
        (name, "")
        for name in ("RING_CIRCLE", "RING_QUIET", "RING_JOINS", "RING_DEVICE", "BESIDE_DEVICE", "FRIENDS_DEVICE")
    ),
    *((name, "") for name in ("MEETING_HALF", "BINDS_UNASKED", "WALLET_USUAL", "GOAL_NEAR", "EXPLORES", "RECOMMENDED")),
    *((name, "") for name in ("RISE_SHARE", "RISE_OFFERED", "RISE_ACCEPTS", "FAILED_BEFORE", "STUCK")),
    ("ITEMS", "click"),
    ("ITEMS", "take"),
    ("ENQUIRY_QUEUES", "handed_on"),
    ("ENQUIRY_QUEUES", "applies"),
    ("PROBLEMS", "raised_by"),
    *((name, "") for name in ("APPLIES_UNHANDED", "COBRAND_ACTIVE", "LOANS_PAID", "LOANS_NEW", "LOANS_OVERDUE")),
    *((name, "") for name in ("HOLIDAY_PAID", "DIP_PAID", "DIP_AFTER", "DIP_NEW")),
    ("PATH_TOUCHES", "chance"),
    ("PATH_TOUCHES", "phone"),
    *((name, "") for name in ("SEARCH_CLICK_RATE", "PLAY_CARRIED_OUT", "PLAY_UNASKED")),
    *(
        (name, "")
        for name in ("WORK_EFFORT", "WORK_TO_ACTIVE", "WORK_ACTIVATES", "WORK_COMPLAINTS", "TRAINING_ATTENDED")
    ),
    *((name, "") for name in ("COMMISSION_EFFORT", "COMMISSION_MOST", "COMMISSION_TO_ACTIVE", "COMMISSION_COMPLAINTS")),
    ("SHOCK_MIX", ""),
)
NOT_NEGATIVE: Final[Listed] = (
    ("CHANNELS", "cost_fen"),
    ("CHANNELS", "strength"),
    ("OFFERS", "cost_fen"),
    ("OFFERS", "from_fen"),
    ("OFFERS", "strength"),
    ("CATEGORIES", "sigma"),
    ("PILOTS", "quiet_months"),
    ("OPERATIONAL_RISKS", "monthly"),
    *(
        (name, "")
        for name in ("HONEYMOON", "SECOND_WAVE", "FATIGUE_SLOPE", "RATE_SHOCK", "TICKET_SIGMA", "LIMIT_SIGMA")
    ),
    *(
        (name, "")
        for name in ("COMPLAINT_COST_FEN", "ANNUAL_FEE_FEN", "SEASON", "MONTHS_OWED_AT_START", "MISS_BY_RISK")
    ),
    *((name, "") for name in ("WALLET_GROWTH", "WALLET_YEARS", "UPGRADE_BY_WALLET", "UPGRADE_ROOM_PUSH")),
    *((name, "") for name in ("ATTENTION_MOST", "ATTENTION_FALLS", "OTHER_FRIENDS_SIGMA", "IN_VAIN_BY_ORIGIN")),
    ("POINTS_RULES", "visits"),
    ("POINTS_RULES", "yuan"),
    ("THEMES", "lift"),
    ("THEMES", "after"),
    *((name, "") for name in ("POINTS_RULE_SIGMA", "POINTS_RULE_SPREAD", "MALL_ORDERS", "MALL_SIGMA")),
    *((name, "") for name in ("UNSOLVED_DOUBT", "DESK_LOAD", "DESK_SPREAD")),
    *((name, "") for name in ("LOAD_SIGMA", "SLOW_MS", "GIVES_UP", "BROKEN_ATTEMPTS")),
    *(
        (name, "")
        for name in ("FRIENDS_UNASKED", "FRIENDS_ASKED", "FRIENDS_BY_TYPE", "REFERRAL_GIFT_YUAN", "REWARD_DAYS")
    ),
    *(
        (name, "")
        for name in ("MEETING_MINUTES", "WALLET_MINUTES", "FIRST_USE_MINUTES", "TALK_MINUTES", "MINUTES_SPREAD")
    ),
    *(
        (name, "")
        for name in ("RISE_MISS", "RISE_TENURE", "ASK_TENURE", "MARGIN_SIGMA", "LIKING_SIGMA", "SPEND_BANDS_YUAN")
    ),
    ("ITEMS", "margin_yuan"),
    ("ITEMS", "better_off"),
    *(("PROBLEMS", field) for field in ("monthly", "complaints", "customers", "sigma")),
    *((name, "") for name in ("COBRAND_YUAN_SIGMA", "LOANS_SPREAD", "LOANS_NOISE", "HANDED_SIGMA", "DIP_OVERDUE")),
    *((name, "") for name in ("SPEND_A_CARD", "SPEND_SIGMA", "SEARCH_SIGMA", "GIFT_YUAN", "PLAY_MINUTES")),
    *(
        (name, "")
        for name in ("WORK_NOISE", "WORK_BY_MANAGER", "YUAN_A_CONTACT", "YUAN_AN_ACTIVATION", "MERCHANT_SPREAD")
    ),
)
POSITIVE: Final[Listed] = (
    *(
        (name, "")
        for name in ("OUTCRY_RISE", "DESK_CALLS", "DESK_HANDLE_MINUTES", "DESK_PATIENCE_MINUTES", "DESK_TARGET_LOAD")
    ),
    *((name, "") for name in ("WALLET_HALF_YUAN", "WALLET_ROOM", "OTHER_FRIENDS", "FRIENDS_KEPT")),
    *((name, "") for name in ("RHYTHM_MONTHS", "POINTS_RULE_MONTHS", "MALL_TASTE", "MALL_YUAN")),
    ("CATEGORIES", "ticket_yuan"),
    ("CITIES", "branches"),
    *((name, "") for name in ("RATE_SHAPE", "RATE_MEAN", "MEAN_TENURE", "LIMIT_MEAN_YUAN", "MEAN_PURCHASE_FEN")),
    *(
        (name, "")
        for name in ("LOAD_MS", "UPDATE_LAG", "OWN_SCORE_UNIT", "CANDIDATES", "SCENARIO_PACE", "SEARCH_YUAN_A_CLICK")
    ),
    *((name, "") for name in ("RISE_LIMIT", "GOALS_FEN", "BINDS_WITHIN", "ASK_DAYS", "RECOMMENDER_MONTHS")),
    *((name, "") for name in ("COLLECTORS", "RING_PAYEES", "WELL_TO_DO_YUAN")),
    *((name, "") for name in ("COBRAND_ISSUED", "COBRAND_FADES", "COBRAND_YUAN", "LOANS_DUE_A_BRANCH", "LOANS_SEASON")),
    *(("PROBLEMS", field) for field in ("yuan",)),
    ("ENQUIRY_QUEUES", "hours"),
    *((name, "") for name in ("ENQUIRIES_A_MONTH", "HOLIDAY_BACK", "DIP_MONTHS", "MERCHANT_YUAN", "LEAST_VISITORS")),
)

# Months of the history, counted from 0: a shorter history than the usual one ends before them.
MONTHS: Final = (
    "ASK_MONTH",
    "RISE_MONTH",
    "DRIFT_MONTH",
    "OUTCRY_MONTH",
    "MEETING_OPENED",
    "WEAK_MONTHS",
    "RHYTHM_MONTH",
    "POINTS_RULE_MONTH",
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
    ("DRIFT_CHANNEL", "ACQUISITION"),
    ("SPEND_A_CARD", "ACQUISITION"),
    ("IN_VAIN_BY_ORIGIN", "ACQUISITION"),
    ("STUCK_ON", "FORM_DEVICES"),
    ("BROKEN_DEVICE", "APP_SYSTEMS"),
)
