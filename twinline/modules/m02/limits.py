"""Cards approved in the first year of the history: their limits, their holders' income, and who fell behind within a year.

Reads the bank's observed tables only; `dataset` is a scale or a folder, as for `tw.load`.
"""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from twinline.data.books import Books

YEAR: Final = 12  # months that every card of the first year was watched for
BEHIND: Final = 2  # periods overdue


def approved(dataset: str | Path | None = None) -> pd.DataFrame:
    """Applications begun and approved in the first year: a row an application.

    Columns: application_id, customer_id, score, requested_limit, approved_limit and income (yuan, income a year), late
    (two or more periods overdue on a statement of the card's first twelve months: the same time for each card).
    """
    bank = Books(dataset)
    forms = bank(
        "applications", "application_id", "customer_id", "started", "approved", "requested_limit", "approved_limit"
    )
    forms = forms[forms["approved"] & (forms["started"] >= bank.start)]
    forms = forms[forms["started"] < bank.start + pd.DateOffset(years=1)].drop(columns=["started", "approved"])
    forms = forms.merge(bank("application_scores", "application_id", "score"), on="application_id")
    forms = forms.merge(bank("customers", "customer_id", "income"), on="customer_id")
    sheets = bank("statements", "account_id", "customer_id", "month", "bucket")
    opened = sheets["account_id"].map(bank("accounts", "account_id", "open_date").set_index("account_id")["open_date"])
    young = bank.month(sheets["month"]) - bank.month(opened) < YEAR
    worst = sheets[young].groupby("customer_id")["bucket"].max()
    forms["late"] = forms["customer_id"].map(worst).fillna(0) >= BEHIND
    return forms


def ratio(one: pd.Series, other: pd.Series) -> tuple[float, float, float]:
    """How many times as often something is true in `one` as in `other`, and its 95 % interval (low, high).

    Of the logarithm, by the delta method (Katz et al. 1978): its variance is (1 − p) / (n p), summed over both.
    """
    shares, sizes = np.array([one.mean(), other.mean()]), np.array([len(one), len(other)])
    middle = np.log(shares[0] / shares[1])
    error = np.sqrt(((1 - shares) / (shares * sizes)).sum())
    low, high = np.exp(middle - 1.96 * error), np.exp(middle + 1.96 * error)
    return float(np.exp(middle)), float(low), float(high)
