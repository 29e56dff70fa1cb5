"""Money: what the bank earns and pays, how customers pay, points, and the cards with their limits and fees."""

from typing import Final

FEN: Final = 100  # in a yuan
THOUSAND_YUAN: Final = 1_000 * FEN  # incomes and limits are whole multiples of it

# --- what the bank earns and pays -------------------------------------------------------------------------------------
APR: Final = 0.165  # (a)
INTERCHANGE: Final = 0.0045  # share of a purchase: cap on issuers' fees, NDRC and PBOC 2016
NETWORK_FEE: Final = 0.000325  # share of a purchase: cap on network fees charged to issuers, NDRC and PBOC 2016
POINTS_COST: Final = 0.0015  # share of a purchase (a)
FUNDING: Final = 0.0022  # a month, of the balance (a)
OPERATIONS_FEN: Final = 3_300  # a month, of an open card: statements, service, systems (a)

# --- what a customer is worth: assumptions (a), shown as such wherever a score is shown -------------------------------
LOSS_GIVEN_DEFAULT: Final = 0.85  # of a balance that is written off
TERMINAL_MONTHS: Final = 18  # months' margin that whoever stays is worth beyond the months watched; not discounted
RECENT_MONTHS: Final = 12  # months over which that margin is averaged
WORTH_UNTIL_BUCKET: Final = 3  # months overdue beyond which nothing is expected of a customer

# --- paying -----------------------------------------------------------------------------------------------------------
MINIMUM_DUE: Final = 0.10  # share of the balance; 10 % is the customary first demand of Chinese cards
PAY_STYLES: Final = ("full", "part", "minimum")
PAY_SHARES: Final = (0.33, 0.35, 0.32)  # (a)
PAY_FRACTIONS: Final = (1.0, 0.15, 0.105)
# What an older card in use owes when the history begins: so many months' purchases by pay style, within the limit (a).
MONTHS_OWED_AT_START: Final = (1.0, 5.5, 8.5)
MOST_OWED_AT_START: Final = 0.75
MISS_PAYMENT: Final = (0.005, 0.023, 0.060)  # monthly chance to miss, by pay style (a)
CURE: Final = 0.74  # chance that an account overdue by one month pays (a) …
CURE_FADE: Final = 0.55  # … times this for each further month: most of the late forget, few cannot
BLOCKED_FROM_BUCKET: Final = 2  # months overdue from which on a card is blocked (a)
WRITE_OFF_BUCKET: Final = 10  # nine months overdue (a)

# --- points -----------------------------------------------------------------------------------------------------------
POINTS_PER_YUAN: Final = 1
REDEEM_FROM: Final = 6_000  # points a customer needs before a redemption
REDEEM_STEP: Final = 500  # a redemption takes a whole multiple of this many points
REDEEM_SHARE: Final = (0.4, 0.6)  # of the balance: how much at least, and how much more by luck (a)
# Chance a month to redeem, of those who buy: those who look after their points are not those who drop the habit (a).
REDEEM_CHANCE: Final = {"loyal": 0.20, "growth": 0.25, "deal_hunter": 0.35}
REDEEM_CHANCE_ELSE: Final = 0.10
# What an older card in use holds when the history begins: so many points a purchase, of a year at most, times luck (a).
POINTS_A_PURCHASE_AT_START: Final = 200
POINT_MONTHS_AT_START: Final = 12

# --- cards ------------------------------------------------------------------------------------------------------------
PRODUCTS: Final = ("young", "classic", "gold", "platinum")
YOUNG_CARD: Final = PRODUCTS.index("young")
YOUNG_CARD_UNTIL: Final = 35  # age at opening; above it, the next card (a)
PRODUCT_CUTS: Final = (0.30, 0.78, 0.95)  # quantiles of income at which a bigger card is issued (a)
ANNUAL_FEE_FEN: Final = (0, 0, 20_000, 68_000)
# At opening (a): with upgrades the mean comes to the 29.6 (2023) to 30.9 (2024) thousand yuan a card of the PBOC's reports.
LIMIT_MEAN_YUAN: Final = 28_400
LIMIT_SIGMA: Final = 0.76
LEAST_LIMIT_YUAN: Final = 2_000  # (a)
