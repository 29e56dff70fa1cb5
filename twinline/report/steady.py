"""Whether what is planted holds all the time: each effect is measured in each half of the history, and keeps its sign.

Pilots of one month cannot be halved; their truth is in `truth_pilots`. These effects run through the whole history.
"""

from collections.abc import Callable
from typing import Final

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference
from twinline.report.fact import CALIBRATION, Target, Unit
from twinline.report.habits import told
from twinline.report.leaks import suspects

SHORTEST: Final = 12  # months of a history that may be halved
SOON: Final = 3  # months after an enquiry in which leaving counts

Rows = tuple[pd.Series, pd.Series, pd.Series]
"""An outcome, whether the row is of the group that is said to have more of it, and the month."""


def _overdue_by_score(bank: Books) -> Rows:
    made = views.statements(bank)
    score = bank("bureau", "customer_id", "score").set_index("customer_id")["score"]
    return made["bucket"] >= 1, made["customer_id"].map(score < score.median()), made["month"]


def _full_by_income(bank: Books) -> Rows:
    bills = bank("statements", "customer_id", "month", "opening", "payments")
    owed = bills[bills["opening"] > 0]
    income = bank("customers", "customer_id", "income").set_index("customer_id")["income"]
    rich = owed["customer_id"].map(income > income.median())
    return owed["payments"] >= owed["opening"], rich, bank.month(owed["month"])


def _declined_by_line(bank: Books) -> Rows:
    scored = bank("application_scores", "scored_on", "score", "review_line", "approved")
    scored = scored[scored["scored_on"] >= bank.start]
    return ~scored["approved"], scored["score"] < scored["review_line"], bank.month(scored["scored_on"])


def _leaving_after_enquiry(bank: Books) -> Rows:
    made = views.statements(bank)
    closed = made["customer_id"].map(views.accounts(bank).set_index("customer_id")["closed"])
    made = made[made["month"] < bank.months - SOON]
    asked = views.in_pairs(made["customer_id"], made["month"], views.enquiries(bank))
    soon = (closed.loc[made.index] - made["month"]).between(1, SOON)
    return soon, pd.Series(asked, made.index), made["month"]


def _stolen_in_bursts(bank: Books) -> Rows:
    seen = suspects(bank)
    return seen["burst"] > 0, seen["fraud"], seen["month"]


def _young_online(bank: Books) -> Rows:
    bought = told(bank)
    return bought["side"] == "online", bought["age"] < 35, bank.month(bought["timestamp"])


def _referred_spend(bank: Books) -> Rows:
    made = views.statements(bank)
    how = bank("customers", "customer_id", "acquisition").set_index("customer_id")["acquisition"].astype(str)
    return made["purchases"], made["customer_id"].map(how == "referral"), made["month"]


EFFECTS: Final[dict[str, Callable[[Books], Rows]]] = {
    "overdue_by_score": _overdue_by_score,
    "full_by_income": _full_by_income,
    "declined_by_line": _declined_by_line,
    "leaving_after_enquiry": _leaving_after_enquiry,
    "stolen_in_bursts": _stolen_in_bursts,
    "young_online": _young_online,
    "referred_spend": _referred_spend,
}


@once
def halves(bank: Books) -> dict[str, tuple[Measured, Measured]]:
    """Each effect in the first and in the second half of the history. Raises `NothingToMeasure` for a short one."""
    if bank.months < SHORTEST:
        raise NothingToMeasure
    found = {}
    for name, find in EFFECTS.items():
        outcome, more, month = find(bank)
        first = month.between(0, bank.months // 2 - 1)
        parts = [(outcome[half], more[half]) for half in (first, ~first & (month < bank.months))]
        one, other = (difference(what[which], what[~which]) for what, which in parts)
        found[name] = (one, other)
    return found


@CALIBRATION.row(
    "effects_stable",
    "bank",
    title=("Effects hold all the time", "规律前后一致"),
    sentence=(
        "Of seven effects that run through the history (score and overdue, income and full payment, review line and refusal, "
        "enquiry and leaving, theft and bursts, age and buying online, referral and spending), those that do not show, with the same "
        "sign, in each half of it.",
        "贯穿数据期的七条规律（评分与逾期、收入与全额还款、复核线与拒绝、来电询问与销户、盗刷与连刷、年龄与线上消费、转介绍与消费额）中，"
        "没有在前后两半都以同一方向出现的条数。",
    ),
    target=Target(0.0, 0.0),
    unit=Unit.NUMBER,
    truth=True,
)
def _effects_stable(bank: Books) -> Measured:
    found = halves(bank)
    wrong = sum(min(one.value, other.value) <= 0 for one, other in found.values())
    return Measured(float(wrong), n=len(found))
