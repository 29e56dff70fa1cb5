"""The bank's report: every planted fact and every calibration row, measured on a dataset and shown on a page.

`PLANTED` and `CALIBRATION` hold the rows. The page (`twinline data report`) and the tests ask them for the same verdict.
"""

from twinline.data import views
from twinline.data.books import Books, Measured
from twinline.report import (
    acquisition_facts,
    calibration,
    credit_rows,
    diagnosis_facts,
    facts,
    friend_facts,
    habits,
    leaks,
    limit_facts,
    log_facts,
    management_facts,
    marketing_facts,
    people_rows,
    pilot_facts,
    recommender_facts,
    risk_facts,
    service_facts,
    spending,
    steady,
    steering_facts,
    tie_facts,
    voucher_facts,
    wallet_facts,
    welcome_facts,
)
from twinline.report.fact import CALIBRATION, PLANTED, Fact, FactVerdict

__all__ = [
    "CALIBRATION",
    "PLANTED",
    "Books",
    "Fact",
    "FactVerdict",
    "Measured",
    "acquisition_facts",
    "calibration",
    "credit_rows",
    "diagnosis_facts",
    "facts",
    "friend_facts",
    "habits",
    "leaks",
    "limit_facts",
    "log_facts",
    "management_facts",
    "marketing_facts",
    "people_rows",
    "pilot_facts",
    "recommender_facts",
    "risk_facts",
    "service_facts",
    "spending",
    "steady",
    "steering_facts",
    "tie_facts",
    "views",
    "voucher_facts",
    "wallet_facts",
    "welcome_facts",
]
