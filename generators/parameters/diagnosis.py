"""Diagnosis: a cohort report, repayments by branch, enquiries handed on, a log of problems, a form that breaks. All (a)."""

from dataclasses import dataclass
from typing import Final

# --- the co-branded virtual card: cohorts by month of issue, on a processor of its own ---------------------------------
COBRAND_BEFORE: Final = 24  # months of issue before the history
COBRAND_ISSUED: Final = 900  # cards in the first month of issue
COBRAND_GROWTH: Final = (0.01, 0.10)  # of the log of the cards issued, a month: at first, and since the turn
COBRAND_TURN: Final = 12  # months from the end of the history: more cards are issued, and worse ones
COBRAND_ACTIVE: Final = (0.34, 0.40)  # of a new card's chance to be used in a month: what stays, and what fades
COBRAND_FADES: Final = 5.0  # months in which what fades falls to 37 %
COBRAND_WORSE: Final = 0.012  # fall of the log of that chance with each month of issue since the turn
COBRAND_MOOD: Final = 0.006  # of the log of that chance, by month
COBRAND_YUAN: Final = 640  # spent by a card in use, a month
COBRAND_YUAN_SIGMA: Final = 0.05

# --- instalment loans of branches: a payment holiday and a real dip -----------------------------------------------------
LOANS_DUE_A_BRANCH: Final = 1_900_000  # yuan a month, of a middling branch
LOANS_SPREAD: Final = 0.35  # of the log, by branch
LOANS_PAID: Final = 0.965  # of what is due
LOANS_NOISE: Final = 0.02  # of the log, by branch and month
LOANS_NEW: Final = 0.055  # new loans a month, as a share of twelve months' dues
LOANS_OVERDUE: Final = 0.021  # of twelve months' dues
# Paid in each month of the calendar, of the share above: the spring festival falls into February, a holiday into October.
LOANS_SEASON: Final = (0.98, 0.90, 1.04, 1.01, 1.00, 1.00, 1.00, 1.00, 1.01, 0.96, 1.03, 1.03)
DIP_BEGINS: Final = 11  # months from the end of the history
DIP_MONTHS: Final = 3
HOLIDAY_PAID: Final = 0.52  # of what they would pay, while the holiday lasts
HOLIDAY_BACK: Final = 6  # months over which the rest comes in afterwards
DIP_PAID: Final = 0.60  # of what they would pay, in the months of the real dip
DIP_AFTER: Final = 0.88  # the same for good afterwards
DIP_NEW: Final = 0.62  # of the new loans that there would be
DIP_OVERDUE: Final = 1.9  # times as much overdue

# --- enquiries about cards: who takes them up ---------------------------------------------------------------------------
ENQUIRIES_A_MONTH: Final = 260


@dataclass(frozen=True, kw_only=True)
class EnquiryQueue:
    """A queue in which enquiries wait to be handed on."""

    name: str
    share: float
    handed_on: float  # of its enquiries
    hours: float  # median, until then
    applies: float  # of those handed on, apply within a month


ENQUIRY_QUEUES: Final = (
    EnquiryQueue(name="branch_desk", share=0.30, handed_on=0.93, hours=6, applies=0.17),
    EnquiryQueue(name="phone_sales", share=0.26, handed_on=0.90, hours=9, applies=0.13),
    EnquiryQueue(name="app_chat", share=0.20, handed_on=0.88, hours=4, applies=0.14),
    EnquiryQueue(name="head_office", share=0.10, handed_on=0.81, hours=30, applies=0.12),
    EnquiryQueue(name="evening_box", share=0.14, handed_on=0.03, hours=40, applies=0.14),
)
APPLIES_UNHANDED: Final = 0.025  # of those never handed on, apply all the same
HANDED_SIGMA: Final = 0.7  # of the log of the hours
EVENING: Final = (20, 24)  # hours in which the evening's box takes what comes by telephone
OFFICE_HOURS: Final = (9, 20)

# --- problems as people report them ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An area of problems: how often it is reported, how loudly, and what a report costs the card centre."""

    area: str
    monthly: float  # reports a month
    complaints: float  # mean a report
    customers: float  # mean a report
    yuan: float  # median cost a report
    sigma: float  # of its log
    raised_by: tuple[float, float, float]  # shares of the bank's head, the middle office, the front line


PROBLEMS: Final = (
    Problem(
        area="positioning", monthly=3, complaints=1, customers=60, yuan=5_200, sigma=0.8, raised_by=(0.6, 0.3, 0.1)
    ),
    Problem(area="segments", monthly=5, complaints=1, customers=45, yuan=7_400, sigma=0.8, raised_by=(0.2, 0.6, 0.2)),
    Problem(area="limits", monthly=6, complaints=3, customers=38, yuan=19_500, sigma=0.9, raised_by=(0.1, 0.3, 0.6)),
    Problem(area="product", monthly=6, complaints=4, customers=35, yuan=4_600, sigma=0.8, raised_by=(0.3, 0.4, 0.3)),
    Problem(area="service", monthly=11, complaints=12, customers=22, yuan=1_500, sigma=0.7, raised_by=(0.1, 0.2, 0.7)),
    Problem(area="technology", monthly=7, complaints=8, customers=55, yuan=5_600, sigma=0.9, raised_by=(0.1, 0.5, 0.4)),
    Problem(area="points", monthly=14, complaints=17, customers=30, yuan=1_300, sigma=0.7, raised_by=(0.1, 0.1, 0.8)),
    Problem(area="channels", monthly=5, complaints=2, customers=40, yuan=9_800, sigma=0.8, raised_by=(0.3, 0.4, 0.3)),
)
MOST_REPORTS: Final = 60  # of an area in a month

# --- a step of the application form that breaks on one device -----------------------------------------------------------
# Other applicants, per customer, who would have sent the form, had the step let them.
STUCK: Final = 0.12
STUCK_ON: Final = "iphone"
STUCK_AT: Final = 3  # the step, counted from nought: consent
STUCK_MONTHS: Final = 8  # up to the end of the history
