"""People: what is true of a customer besides what the engine needs: application, bureau, holdings, ties. All (a)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

# --- applying ---------------------------------------------------------------------------------------------------------
SCENES: Final = (
    "bank_lobby",
    "payroll_visit",
    "app_banner",
    "app_search",
    "fuel_partner",
    "checkout",
    "friends_link",
    "campus",
    "mall_stand",
)
SCENE_SHARES: Final = {
    "branch": {"bank_lobby": 0.70, "payroll_visit": 0.30},
    "app": {"app_banner": 0.60, "app_search": 0.40},
    "partner_scene": {"fuel_partner": 0.42, "checkout": 0.58},
    "referral": {"friends_link": 1.0},
    "outbound": {"campus": 0.28, "mall_stand": 0.44, "payroll_visit": 0.28},
}
FORM_DEVICES: Final = ("android", "iphone", "staff_tablet", "terminal", "computer")
FORM_DEVICE_SHARES: Final = {
    "branch": {"android": 0.10, "iphone": 0.06, "staff_tablet": 0.30, "terminal": 0.54},
    "app": {"android": 0.62, "iphone": 0.38},
    "partner_scene": {"android": 0.55, "iphone": 0.33, "computer": 0.12},
    "referral": {"android": 0.58, "iphone": 0.40, "computer": 0.02},
    "outbound": {"android": 0.12, "iphone": 0.08, "staff_tablet": 0.80},
}
FILLED_IN_ALONE: Final = ("app", "partner_scene", "referral")  # at any hour; elsewhere while somebody is there
# Beside the customers: applicants who were declined, and who stopped half-way, per customer.
DECLINED: Final = 0.20
STOPPED: Final = 0.12
DECLINED_BY_CHANNEL: Final = (0.24, 0.26, 0.28, 0.08, 0.14)  # in the order of ACQUISITION
STOPPED_BY_CHANNEL: Final = (0.20, 0.34, 0.30, 0.08, 0.08)  # forms filled in alone are left more often
# Where those who stop do so, by step before the decision: most where papers and numbers are asked for.
STOP_AT: Final = (0.14, 0.30, 0.34, 0.14, 0.08)
STEP_SECONDS: Final = (35, 110, 75, 30, 12)  # median, on each step before the decision
STEP_SIGMA: Final = 0.6
LEAST_STEP_SECONDS: Final = 2
DECIDED_AT_ONCE: Final = 0.72  # by the machine
MACHINE_SECONDS: Final = (20, 256)  # that it takes at least, and how many more by luck
LONGEST_DECISION: Final = 3  # days, where a person decides
DECIDED_BEFORE: Final = 2  # days from the decision to the opening
ASKED_LIMIT: Final = (0.9, 2.2)  # the limit asked for, as a multiple of the one a customer got: least and most
# The same of other applicants, as a multiple of the mean limit: least, and how much more by luck, squared.
OTHERS_ASKED_LIMIT: Final = (0.2, 3)

# --- who brought whom -------------------------------------------------------------------------------------------------
TIES_REFER: Final = 0.95  # of those whose relation or colleague had a card before, referred by them
# The bank's friends, who send strangers too.
WHO_REFERS: Final = ("loyal", "growth", "persuadable")
# Luck, as a multiple of a type's hazard of closing, below which somebody may leave: who refers has more in every month.
REFERRER_STAYS: Final = 5
REFERRER_HELD_FOR: Final = 30  # days that a referrer has held a card at least
FORM_TO_CARD: Final = 7  # days from the form to the card at most

# --- circles: shares of customers whose relations or employers also bank here -----------------------------------------
WAGE_EARNERS: Final = ("service", "worker", "clerk", "public", "professional", "manager")  # of OCCUPATIONS
EMPLOYED: Final = 0.70  # of those, work for a corporate client: nearly half of all customers
BIG_EMPLOYER_SKEW: Final = 1.5
LATELY_EMPLOYED_SKEW: Final = 0.5  # below 1: in the job for a short time rather than a long one
EMPLOYERS: Final = 48  # that a circle's people have in a city at most: in a big bank, too, they have colleagues here
WORK_FROM: Final = 20  # age
MARRIED: Final = 0.24  # of those between the two ages, would have their spouse here
MARRIED_AGES: Final = (24, 70)
MARRY_FROM: Final = 22  # age of the younger at the wedding
MARRIED_LATEST: Final = 0.8  # of the years since then, that have passed at the latest wedding
MOST_YEARS_BETWEEN_SPOUSES: Final = 9
GENERATION: Final = (0.30, 0.22)  # of those old enough to be parents, and of those young enough to be the children
PARENT_FROM: Final = 46  # age when the history begins
CHILD_UNTIL: Final = 36  # age when the history begins
PARENTHOOD: Final = (21, 40)  # a parent's age at the child's birth
AT_HOME_UNTIL: Final = 28  # age until which a child lives with the parent, unless married
CHAIN_SHARE: Final = 0.06  # own a firm that supplies or buys from a corporate client
FOUND_FROM: Final = 20  # age from which a firm may be one's own
# Of payroll, spouse, parent and child, colleague, supply chain: on the bank's record, and of those, by the customer.
TIE_RECORDED: Final = (0.85, 0.65, 0.60, 0.55, 0.50)
TIE_DECLARED: Final = (0.90, 0.70, 0.60, 0.25, 0.20)

# --- opting out -------------------------------------------------------------------------------------------------------
OPT_OUT_WITHIN: Final = 10  # days from the opening


# --- holdings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class HeldProduct:
    """Another product of this bank."""

    name: str
    share: float  # of customers who ever had it, of a middling income and age
    by_income: float  # rise of its log odds per unit of the log of income over the median
    by_decade: float  # the same per decade of age
    youngest: int  # age at opening
    closed: float  # share of those ever opened that were closed again
    bands: tuple[float, ...]  # shares of balances, from below 10,000 yuan to above a million


HELD_PRODUCTS: Final = (
    HeldProduct(
        name="debit",
        share=0.72,
        by_income=0.1,
        by_decade=0.05,
        youngest=18,
        closed=0.06,
        bands=(0.52, 0.30, 0.13, 0.045, 0.005),
    ),
    HeldProduct(
        name="savings",
        share=0.28,
        by_income=0.4,
        by_decade=0.45,
        youngest=18,
        closed=0.25,
        bands=(0.10, 0.30, 0.38, 0.20, 0.02),
    ),
    HeldProduct(
        name="fund",
        share=0.16,
        by_income=0.8,
        by_decade=0.10,
        youngest=20,
        closed=0.30,
        bands=(0.34, 0.32, 0.22, 0.11, 0.01),
    ),
    HeldProduct(
        name="mortgage",
        share=0.13,
        by_income=0.6,
        by_decade=-0.05,
        youngest=24,
        closed=0.08,
        bands=(0.01, 0.04, 0.20, 0.58, 0.17),
    ),
    HeldProduct(
        name="insurance",
        share=0.10,
        by_income=0.3,
        by_decade=0.30,
        youngest=22,
        closed=0.15,
        bands=(0.44, 0.40, 0.14, 0.018, 0.002),
    ),
    HeldProduct(
        name="second_card",
        share=0.09,
        by_income=0.6,
        by_decade=-0.15,
        youngest=20,
        closed=0.12,
        bands=(0.55, 0.35, 0.09, 0.008, 0.002),
    ),
)
HELD_FROM: Final = date(2004, 1, 1)  # the earliest opening
HOLDERS_AGE: Final = 37  # years, from which decades of age are counted
BALANCE_BY_WEALTH: Final = 0.5  # share of wealth in the normal behind a balance
BALANCE_BY_INCOME: Final = 0.6  # bigger incomes, bigger balances: luck to the power of exp(-this × log income)
HELD_LATELY_SKEW: Final = 0.6  # below 1: opened lately rather than long ago
LEAST_INCOME_YUAN: Final = 10_000  # of those who are compared with the median; below it, the log says nothing

# --- bureau -----------------------------------------------------------------------------------------------------------
# Set so that one variable alone has an information value of .3 to .6 against being two months overdue within the first
# twelve, and so that enquiries drift by a population stability index of .2 to .3. What figures follow from: risk, log
# odds by habit of paying; income, the log of income over the median; history, a log of the months with credit.


@dataclass(frozen=True, kw_only=True)
class Lean:
    """How a figure of the bureau follows from what lies behind it: so much at nought, and per unit of each."""

    base: float = 0.0
    risk: float = 0.0
    income: float = 0.0
    noise: float = 0.0


RISK_BY_STYLE: Final = (-0.85, 0.30, 1.35)  # by what they are in the habit of paying, in PAY_STYLES
RISK: Final = Lean(income=-0.25, noise=0.55)  # besides
OTHER_CARDS: Final = Lean(base=0.45, risk=0.15, income=0.25)  # log of their mean number
MOST_OTHER_CARDS: Final = 9
LINE_ELSEWHERE: Final = 280  # of a card, in steps of the next
LINE_STEP_YUAN: Final = 100
LINE_LEAN: Final = Lean(income=0.35, noise=0.45)  # log of it over that
LINE_BY_WEALTH: Final = 0.6  # share of wealth in that noise
UTILISATION_ELSEWHERE: Final = Lean(base=-0.9, risk=0.70, noise=0.85)  # logit
ENQUIRIES: Final = Lean(base=0.15, risk=0.30)  # log of their mean number in six months
ENQUIRIES_LATELY: Final = 0.38  # more of it, in applications of the history: lenders ask more often now
MOST_ENQUIRIES: Final = 20
DELINQUENT: Final = (0.80, 0.11, 0.05, 0.025, 0.015)  # worst months overdue in 24 months, 0 to 4 and more
DELINQUENT_BY_RISK: Final = 0.55  # log of the power of the luck that reaches down that list
ADULT: Final = 18  # age
CREDIT_SINCE: Final = (0.08, 0.85)  # share of one's adult years with credit: least, and how much more by luck
CREDIT_SINCE_SKEW: Final = 1.3  # above 1: lately rather than long ago
HISTORY_MONTHS: Final = 60  # history is the log of the months with credit over so many, plus the least
HISTORY_LEAST: Final = 0.2
MORTGAGE_ELSEWHERE: Final = Lean(base=-1.9, income=0.5)  # logit of having one
MORTGAGE_BY_YEAR: Final = 0.04  # rise of it with each year of age above the first of these, up to the second
MORTGAGE_AGES: Final = (30, 48)
SCORE_RANGE: Final = (350, 950)  # the range that Sesame's credit score made known
SCORE_MIDDLE: Final = 665.0
SCORE_SPREAD: Final = 62.0
SCORE_LEAN: Final = Lean(risk=0.80, noise=0.68)  # spreads below the middle
SCORE_DELINQUENT: Final = 0.18  # further spreads below it, of whoever was overdue
SCORE_BY_HISTORY: Final = 12  # points
# Sub-scores from 0 to 100: the middle, the spread, noise, and what moves each, in spreads. Affinity is that to digital
# channels less its middle; decades of age count from the age here; delinquent and mortgage are 0 or 1.
DIMENSION_MIDDLE: Final = 60
DIMENSION_SPREAD: Final = 14
DIMENSION_NOISE: Final = 0.6
DIMENSION_AGE: Final = 35
DIMENSIONS: Final = {
    "credit_history": {"risk": -0.55, "delinquent": -0.5, "history": 0.3},
    "behaviour_preference": {"affinity": 0.25, "risk": -0.40},
    "ability_to_pay": {"income": 0.75, "mortgage": 0.2},
    "identity": {"decades": 0.35, "mortgage": 0.2},
    "connections": {"affinity": 0.9, "risk": -0.10},
}
