"""Applicants for a card as a credit desk may look at them: what was known on the day, and what became of those approved.

Personal traits that must not price a person (gender, age) are left out on purpose; so is whatever was only known later.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from twinline.data.tables import load
from twinline.modules.m03.scorecard import cut

YEAR: Final = 12  # statements in which a card is looked at
BAD: Final = 2  # months overdue from which a card counts as bad
KNOWN: Final = (
    "enquiries_6m",
    "worst_delinquency_24m",
    "utilisation_elsewhere",
    "other_cards",
    "months_since_first_credit",
    "income",
)
DIMENSIONS: Final = ("credit_history", "behaviour_preference", "ability_to_pay", "identity", "connections")
CARD: Final = {
    "score": [600, 640, 680, 720],
    "utilisation_elsewhere": [0.2, 0.4, 0.6],
    "enquiries_6m": [0, 1, 3],
    "worst_delinquency_24m": [0, 1],
}
"""The variables of the lesson's card, with the edges of their bins: round figures, fixed in the code before any bank was looked at."""
_BUREAU: Final = [*KNOWN[:-1], "mortgage", "score", *DIMENSIONS]


def first_statements(dataset: str | Path | None = None, months: int = YEAR) -> pd.DataFrame:
    """The first `months` statements of every card opened within the data whose first `months` statements it holds.

    Columns: customer_id, opened (month of the first statement), age (0 for it), bucket (months overdue), closing (yuan).
    Cards that were closed meanwhile count with the statements they have.
    """
    made: pd.DataFrame = load("statements", dataset, columns=["customer_id", "month", "bucket", "closing"])
    held: pd.DataFrame = load("accounts", dataset, columns=["customer_id", "open_date"])
    start, end = made["month"].min(), made["month"].max()
    new = held.loc[held["open_date"] >= start, "customer_id"]
    made = made[made["customer_id"].isin(new)]
    begun = made.groupby("customer_id")["month"].transform("min")
    made = made.assign(opened=begun, age=_months(made["month"]) - _months(begun))
    whole = _months(begun) + months - 1 <= end.year * 12 + end.month
    made = made[whole & (made["age"] < months)]
    return made[["customer_id", "opened", "age", "bucket", "closing"]].reset_index(drop=True)


def approved(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row for each card opened within the data whose first twelve statements it holds: what the bank knew, and `bad`.

    Columns: customer_id, application_id, opened, channel, the figures of the bureau at application, income (declared, yuan
    a year), own_score (the bank's score), limit (yuan, granted *after* the decision), used (mean utilisation of those
    twelve months: only known *afterwards*), bad: two months overdue within the first twelve statements, owed (yuan, when
    it went bad; nought otherwise).
    """
    made = first_statements(dataset)
    worst = made.groupby("customer_id").agg(opened=("opened", "first"), worst=("bucket", "max"))
    fell = made[made["bucket"] >= BAD].drop_duplicates("customer_id").set_index("customer_id")["closing"]
    worst["owed"] = fell.reindex(worst.index).fillna(0.0)
    asked = load("applications", dataset, columns=["application_id", "customer_id", "channel", "approved_limit"])
    asked = (
        asked.dropna(subset=["customer_id"]).drop_duplicates("customer_id").rename(columns={"approved_limit": "limit"})
    )
    scored = load("application_scores", dataset, columns=["application_id", "score"])
    rows = worst.reset_index().merge(asked, on="customer_id")
    rows = rows.merge(scored.rename(columns={"score": "own_score"}), on="application_id")
    rows = rows.merge(load("bureau", dataset, columns=["customer_id", *_BUREAU]), on="customer_id")
    rows = rows.merge(load("customers", dataset, columns=["customer_id", "income"]), on="customer_id")
    filled = load("statements", dataset, columns=["customer_id", "month", "utilisation"])
    filled = filled.merge(rows[["customer_id", "opened"]], on="customer_id")
    first_year = _months(filled["month"]) < _months(filled["opened"]) + YEAR
    rows["used"] = rows["customer_id"].map(filled[first_year].groupby("customer_id")["utilisation"].mean())
    rows["bad"] = rows.pop("worst") >= BAD
    return _tidy(rows)


def new_cards(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every card opened within the data, however young: customer_id, channel, seen (statements so far), bad_at.

    `bad_at` is the number of the statement, 1 for the first, in which the card first was two months overdue; empty if in none.
    """
    made = first_statements(dataset, 1)[["customer_id"]]
    bills = load("statements", dataset, columns=["customer_id", "month", "bucket"]).merge(made, on="customer_id")
    bills = bills.sort_values(["customer_id", "month"])
    bills["number"] = bills.groupby("customer_id").cumcount() + 1
    rows = bills.groupby("customer_id").size().rename("seen").to_frame()
    rows["bad_at"] = bills[bills["bucket"] >= BAD].groupby("customer_id")["number"].min().reindex(rows.index)
    came = load("applications", dataset, columns=["customer_id", "channel"]).dropna().drop_duplicates("customer_id")
    rows = rows.join(came.set_index("customer_id")["channel"])
    found: pd.DataFrame = rows[["channel", "seen", "bad_at"]].reset_index()
    return found


def binned(column: str, edges: Sequence[float], dataset: str | Path | None = None) -> pd.DataFrame:
    """The cards of `approved` with one of their figures cut into bins: customer_id, bin, bad."""
    rows = approved(dataset)
    return rows[["customer_id"]].assign(bin=cut(rows[column], edges), bad=rows["bad"])


def declined(dataset: str | Path | None = None) -> pd.DataFrame:
    """The declined whose application fell into the same months as those of `approved`: the same columns without `bad`."""
    asked = load("applications", dataset, columns=["application_id", "channel", "decided"])
    scored = load("application_scores", dataset, columns=["application_id", "score"])
    rows = load("declined_bureau", dataset, columns=["application_id", "as_of", *_BUREAU, "income"])
    rows = rows.merge(asked, on="application_id")
    rows = rows.merge(scored.rename(columns={"score": "own_score"}), on="application_id")
    seen = first_statements(dataset)["opened"]
    rows = rows[rows["as_of"].between(seen.min(), seen.max() + pd.offsets.MonthEnd(1))]
    return _tidy(rows.drop(columns=["as_of", "decided"]))


def would_default(dataset: str | Path | None = None) -> pd.Series:
    """The truth, for the reveal: whether each declined applicant would have gone bad in a first year; by application."""
    truth = load("truth_declined", dataset, columns=["application_id", "would_default"])
    found: pd.Series = truth.set_index("application_id")["would_default"]
    return found


def _tidy(rows: pd.DataFrame) -> pd.DataFrame:
    """Plain numbers: no card elsewhere means that nothing of it is used (empty in the bureau's file)."""
    whole = rows.select_dtypes("integer").columns
    rows = rows.astype(dict.fromkeys(whole, np.int64))
    return rows.reset_index(drop=True)


def _months(dates: pd.Series) -> pd.Series:
    number: pd.Series = dates.dt.year * 12 + dates.dt.month
    return number
