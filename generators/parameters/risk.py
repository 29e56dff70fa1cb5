"""Risk: the bank's own score and whom it declined, losses from its own faults, and what the economy may do. All (a)."""

from dataclasses import dataclass
from typing import Final

# --- the bank's own score at application ------------------------------------------------------------------------------
# What is below: risk, how much of the bureau's error about it the bank makes too and an error of its own, and how much
# the card would be used (its log beside the mean). The spread is that of those who pay alike; by it, scores are turned
# into points that are spread like a normal: the middle, one standard deviation, and the range.
OWN_SCORE_RISK: Final = 0.85
OWN_SCORE_BUREAU: Final = 0.30  # of the bureau's error
OWN_SCORE_NOISE: Final = 0.15
OWN_SCORE_USE: Final = 0.15
OWN_SCORE_SPREAD: Final = 0.40
OWN_SCORE_MIDDLE: Final = 620.0
OWN_SCORE_UNIT: Final = 55.0
OWN_SCORE_RANGE: Final = (300, 850)
OWN_SCORE_USE_LIMITS: Final = (-2.0, 1.5)
REVIEW_LINE: Final = 565  # score below which somebody had to look at the application
# Beside each declined applicant stand so many others; who of them was declined follows the score, by so much in the log
# odds a standard deviation: the rule, and the exceptions from it.
CANDIDATES: Final = 3
DECLINED_BY_SCORE: Final = 2.5
PERFORMANCE_MONTHS: Final = 12  # after the opening, in which a card is looked at
BAD_FROM_BUCKET: Final = 2  # months overdue


# --- operational losses -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class OperationalRisk:
    """Something that goes wrong in the card centre: of which kind, where, and which control should have stopped it."""

    event: str  # level 1 of the Basel Committee's event types
    control: str
    unit: str
    monthly: float  # mean number of events
    yuan: int  # median gross loss
    sigma: float  # of its log
    recovered: float  # share that comes back, at most


OPERATIONAL_RISKS: Final = (
    OperationalRisk(
        event="external_fraud",
        control="call_back",
        unit="card_issuing",
        monthly=1.3,
        yuan=18_000,
        sigma=0.8,
        recovered=0.35,
    ),
    OperationalRisk(
        event="external_fraud",
        control="identity_check",
        unit="card_issuing",
        monthly=1.4,
        yuan=9_000,
        sigma=0.9,
        recovered=0.30,
    ),
    OperationalRisk(
        event="external_fraud",
        control="transaction_monitoring",
        unit="payments",
        monthly=2.2,
        yuan=4_000,
        sigma=1.0,
        recovered=0.45,
    ),
    OperationalRisk(
        event="internal_fraud",
        control="access_rights",
        unit="collections",
        monthly=0.15,
        yuan=60_000,
        sigma=1.0,
        recovered=0.50,
    ),
    OperationalRisk(
        event="employment",
        control="working_hours",
        unit="call_centre",
        monthly=0.35,
        yuan=12_000,
        sigma=0.7,
        recovered=0.0,
    ),
    OperationalRisk(
        event="clients",
        control="script_review",
        unit="call_centre",
        monthly=0.9,
        yuan=5_000,
        sigma=0.9,
        recovered=0.10,
    ),
    OperationalRisk(
        event="clients",
        control="consent_check",
        unit="marketing",
        monthly=0.6,
        yuan=8_000,
        sigma=1.0,
        recovered=0.0,
    ),
    OperationalRisk(
        event="damage",
        control="site_security",
        unit="branches",
        monthly=0.12,
        yuan=15_000,
        sigma=0.8,
        recovered=0.60,
    ),
    OperationalRisk(
        event="systems",
        control="change_release",
        unit="technology",
        monthly=0.8,
        yuan=14_000,
        sigma=1.1,
        recovered=0.05,
    ),
    OperationalRisk(
        event="execution",
        control="dual_approval",
        unit="operations",
        monthly=1.6,
        yuan=3_500,
        sigma=0.9,
        recovered=0.55,
    ),
    OperationalRisk(
        event="execution",
        control="reconciliation",
        unit="operations",
        monthly=1.2,
        yuan=2_500,
        sigma=0.8,
        recovered=0.60,
    ),
)
# The call-back before a card goes to a new address was left out for some months, first and last, counted from the
# beginning of the history; until it came back, its losses were so many times as frequent.
WEAK_CONTROL: Final = "call_back"
WEAK_MONTHS: Final = (9, 14)
WEAK_TIMES: Final = 6.0
MOST_LOSSES: Final = 40  # of one kind in a month
DISCOVERED_WITHIN: Final = 45  # days

# --- the economy: stylised, as indexes that are 100 when the history begins -------------------------------------------
MACRO_AHEAD: Final = 24  # months of scenarios after the history
MACRO_MEMORY: Final = 0.85  # of the deviations in the history, from month to month
MACRO_SHOCK: Final = (0.9, 0.5, 0.4)  # points a month: unemployment, rates, incomes
MACRO_INDEXES: Final = ("unemployment_index", "rate_index", "income_index")
# Where each index stands at the end of a scenario beside the end of the history, as a factor, and in how many months
# most of the way is gone.
SCENARIOS: Final[dict[str, tuple[float, float, float]]] = {
    "base": (1.00, 0.98, 1.06),
    "mild": (1.20, 1.05, 1.00),
    "severe": (1.55, 1.15, 0.92),
}
SCENARIO_PACE: Final = 8.0
