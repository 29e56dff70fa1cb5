"""Money: what the bank earns and pays, how customers pay, points, and the cards with their limits and fees."""

from dataclasses import dataclass
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
COUNTED_MONTHS: Final = 24  # that count in all, lived or estimated: where more are watched, fewer are estimated
# Share of balances that are not overdue which is written off in those months: what happens in the bank untreated, over
# six worlds (a). Of those overdue it follows from the roll rates.
DEFAULT_OF_CURRENT: Final = 0.025
RECENT_MONTHS: Final = 12  # months over which that margin is averaged
WORTH_UNTIL_BUCKET: Final = 3  # months overdue beyond which nothing is expected of a customer

# --- paying -----------------------------------------------------------------------------------------------------------
MINIMUM_DUE: Final = 0.10  # share of the balance; 10 % is the customary first demand of Chinese cards
PAY_STYLES: Final = ("full", "part", "minimum")
FULL_PAYER, PART_PAYER, MINIMUM_PAYER = range(len(PAY_STYLES))
PAY_SHARES: Final = (0.33, 0.35, 0.32)  # (a)
# Share of a bill that somebody pays (a). Full payers pay all of it, but in some months only a part between these two;
# part payers have a habit of their own, log-normal around this median, and stray from it month by month; minimum payers
# pay the minimum, some of them rounded up. Part and minimum payers clear the whole bill now and then.
FULL_PAYS_PART: Final = 0.02
FULL_PART_BETWEEN: Final = (0.10, 0.90)
PART_MEDIAN: Final = 0.123
PART_SIGMA: Final = (0.45, 0.35)  # between people, and from month to month
CLEARS_BILL: Final = (0.0, 0.006, 0.003)  # monthly chance, by pay style
ROUNDED_UP: Final = 0.45  # share of payments below the whole bill that people round up to whole hundreds
ROUND_PAYMENT_FEN: Final = 100 * FEN
# Share of their limit up to which part and minimum payers use the card (a): nobody plans to be declined.
AT_EASE: Final = (0.87, 0.21)  # the least, and how much more at most
EASE_MOVES: Final = 0.08  # between its least and its most, from month to month
# What an older card in use owes when the history begins: so many months' purchases by pay style, within the limit (a).
MONTHS_OWED_AT_START: Final = (1.0, 5.5, 8.5)
MOST_OWED_AT_START: Final = 0.75
MISS_PAYMENT: Final = (0.005, 0.024, 0.063)  # monthly chance to miss, by pay style (a) …
MISS_BY_RISK: Final = 0.30  # … times e to this times the customer's risk, so that the mean of all about stays …
AUTOPAY: Final = (0.50, 0.0, 0.35)  # share whose bill, or minimum, is taken from a debit account, by pay style (a)
AUTOPAY_MISS: Final = 0.25  # … times this where it is: the account was empty …
MANUAL_MISS: Final = (1.60, 1.0, 1.40)  # … and times this where it is not, so that the mean stays
PAYS_SOMETHING: Final = 0.20  # share of missed bills on which something below the minimum is paid all the same (a)
# Roll rates (a): what an account one, two … months overdue does next. It pays all that is overdue; two minimums, which
# is a month back; one, which is none; or nothing, which is a month further. Most of the late forget, few cannot.
# After half a year some pay a minimum a month, as agreed with the bank (Measures for credit card business, 2011, art. 70).
ROLLS: Final = ("cured", "one_back", "stays", "one_on")
ROLL_RATES: Final = (
    (0.710, 0.000, 0.040, 0.250),
    (0.332, 0.050, 0.043, 0.575),
    (0.167, 0.030, 0.038, 0.765),
    (0.092, 0.019, 0.024, 0.865),
    (0.050, 0.010, 0.020, 0.920),
    (0.028, 0.007, 0.015, 0.950),
    (0.015, 0.005, 0.050, 0.930),
    (0.008, 0.004, 0.060, 0.928),
    (0.005, 0.002, 0.070, 0.923),
)
LATE_FEE: Final = (
    0.05  # of what is lacking of the minimum: the customary rate since PBOC 2016 (no. 111) left it to banks
)
# Bills of a month are written in the first days of the next one, wave by wave, and fall due so many days later (a): both
# days lie in the same month for everybody.
BILL_DAYS: Final = 10  # written on day 1 … this
DAYS_TO_PAY: Final = 18
PAYS_ON_PAYDAY: Final = 0.60  # of those who pay by hand, if it lies between bill and due day (a)
PAID_BY_HAND: Final = ("app", "third_party", "transfer", "branch")
PAID_BY_APP_USERS: Final = (0.56, 0.34, 0.08, 0.02)  # (a)
PAID_BY_OTHERS: Final = (0.0, 0.48, 0.30, 0.22)  # (a)
PAYS_BEFORE_DUE: Final = 7  # the others: so many days at most before it is due (a)
BLOCKED_FROM_BUCKET: Final = 2  # months overdue from which on a card is blocked (a)
WRITE_OFF_BUCKET: Final = 10  # nine months overdue (a)

# --- refunds and instalments ------------------------------------------------------------------------------------------
# Share of purchases that are given back, by category (a): most where people order online and look at it at home.
REFUNDED: Final = {"apparel": 0.060, "electronics": 0.035, "home": 0.030, "travel": 0.045, "education": 0.012}
REFUNDED_ELSE: Final = 0.004
REFUNDED_LATER: Final = 0.28  # share of refunds that come in the month after the purchase (a)
REFUND_DAYS: Final = 10  # most days from a purchase, or from the start of the next month (a)


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of instalments: months, share of plans, and fee a month as a share of the whole principal (a)."""

    months: int
    share: float
    fee: float

    @property
    def annual_rate(self) -> float:
        """The rate a year that borrowers must be shown (PBOC 2021, no. 3): twelve times the monthly internal one."""
        low, high = 0.0, 1.0
        for _ in range(60):
            rate = (low + high) / 2
            worth = sum((1 / self.months + self.fee) / (1 + rate) ** month for month in range(1, self.months + 1))
            low, high = (rate, high) if worth > 1 else (low, rate)
        return round(12 * low, 4)


TERMS: Final = (
    Term(months=3, share=0.26, fee=0.0075),
    Term(months=6, share=0.28, fee=0.0065),
    Term(months=12, share=0.36, fee=0.0060),
    Term(months=24, share=0.10, fee=0.0060),
)
INSTALMENTS_FROM_FEN: Final = 1_000 * FEN  # of a purchase (a)
TAKES_INSTALMENTS: Final = (0.035, 0.280, 0.240)  # chance a month, by pay style, if the biggest purchase allows it (a)

# --- cash -------------------------------------------------------------------------------------------------------------
TAKES_CASH: Final = (0.0015, 0.008, 0.014)  # chance a month of an advance, by pay style (a)
CASH_FEE: Final = 0.01  # of an advance: customary at Chinese banks, with a least fee (a)
LEAST_CASH_FEE_FEN: Final = 10 * FEN
CASH_LIMIT: Final = 2  # an advance is at most the limit over this: half is customary (a)
CASH_SHARE: Final = (0.10, 0.60)  # of what may be taken: the least, and how much more at most (a)
CASH_STEP_FEN: Final = 100 * FEN  # what a machine pays out
LEAST_CASH_FEN: Final = 300 * FEN
TAKES_CASH_PLAN: Final = (0.0015, 0.005, 0.004)  # chance a month of cash by instalments, by pay style (a)
CASH_PLAN_SHARE: Final = (0.30, 0.60)
CASH_PLAN_STEP_FEN: Final = 1_000 * FEN
LEAST_CASH_PLAN_FEN: Final = 3_000 * FEN

# --- fraud (all (a): more of it than the some basis points of value that banks report, so that there is some to find) ---
FRAUD: Final = 0.0008  # chance a month that a card in use is hit by a burst of purchases online
FRAUD_PURCHASES: Final = (2, 6)  # in a burst, tried: least and most
FRAUD_CATEGORIES: Final = {"electronics": 0.40, "leisure": 0.25, "apparel": 0.20, "travel": 0.15}
FRAUD_TICKET: Final = 1.3  # of a usual ticket
FRAUD_GAP_SECONDS: Final = 900.0  # mean, from one purchase to the next
FRAUD_SEEN: Final = 0.88  # share of bursts that the owner disputes, and gets back in the next month
FALSE_DISPUTES: Final = (
    0.0009  # chance a month, of those who buy, to dispute a purchase of their own, which is turned down
)
FORGED: Final = 0.0025  # share of new cards that were applied for in somebody else's name: used at once, never paid
FORGED_SPREE: Final = 2.5  # their purchases beside what the customer's traits would say
DISPUTE_DAYS: Final = 25  # after it, at most

# --- points -----------------------------------------------------------------------------------------------------------
POINTS_PER_YUAN: Final = 1
REDEEM_FROM: Final = 6_000  # points a customer needs before a redemption
REDEEM_STEP: Final = 500  # a redemption takes a whole multiple of this many points
REDEEM_SHARE: Final = (0.4, 0.6)  # of the balance: how much at least, and how much more by luck (a)
# A gift is worth its offer's cost: so many points, at what a point costs the bank.
POINT_FEN: Final = POINTS_COST * FEN / POINTS_PER_YUAN
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
