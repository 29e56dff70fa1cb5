"""Watching the book: how the overdue roll, how cohorts age, whether applicants drift, and who gives early signs."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from twinline.data.tables import load
from twinline.modules.m03.applicants import first_statements
from twinline.modules.m03.judge import psi

WORST: Final = 5  # months overdue from which on they are one row
AHEAD: Final = 6  # months in which a warning can come true
SERIOUS: Final = 2  # months overdue that a warning should foresee
SIGNS: Final = ("missed", "full_up", "minimum", "cash")


def rolls(dataset: str | Path | None = None) -> pd.DataFrame:
    """Where accounts of so many months overdue stand a month later: a row and a column for each of 0 to 5 (and more), counts."""
    made = load("statements", dataset, columns=["customer_id", "month", "bucket"]).sort_values(["customer_id", "month"])
    following = made.groupby("customer_id")["bucket"].shift(-1)
    known = following.notna()
    now, then = made.loc[known, "bucket"].clip(upper=WORST), following[known].clip(upper=WORST).astype(int)
    return pd.crosstab(now, then).rename_axis(index="now", columns="then")


def vintages(dataset: str | Path | None = None, months: int = 8) -> pd.DataFrame:
    """A row for each card opened within the data whose first `months` statements it holds: customer_id, channel, opened
    (month), and `late`: the statement, 0 for the first, in which it was first overdue; empty if in none."""
    made = first_statements(dataset, months)
    late = made[made["bucket"] > 0].groupby("customer_id")["age"].min()
    rows = made.groupby("customer_id")["opened"].first().to_frame().join(late.rename("late"))
    came = load("applications", dataset, columns=["customer_id", "channel"]).dropna().drop_duplicates("customer_id")
    return rows.join(came.set_index("customer_id")["channel"]).reset_index()


def ever_late(rows: pd.DataFrame, by: str, months: int = 8) -> pd.DataFrame:
    """The vintage curves: share of cards that were overdue by each statement (1 to `months`), a column a group of `by`."""
    curves = {
        name: [(part["late"] < age).mean() for age in range(1, months + 1)]
        for name, part in rows.groupby(by, observed=True)
    }
    return pd.DataFrame(curves, index=pd.RangeIndex(1, months + 1))


def scored(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row for each application on which the bank decided since the data begins: scored_on, score, channel, approved, and
    the bureau's figures that our card reads."""
    rows = load(
        "application_scores", dataset, columns=["application_id", "customer_id", "scored_on", "score", "approved"]
    )
    came = load("applications", dataset, columns=["application_id", "channel"])
    figures = ["enquiries_6m", "utilisation_elsewhere", "worst_delinquency_24m", "other_cards"]
    ours = load("bureau", dataset, columns=["customer_id", *figures])
    theirs = load("declined_bureau", dataset, columns=["application_id", *figures])
    first = load("statements", dataset, columns=["month"])["month"].min()
    rows = rows[rows["scored_on"] >= first].merge(came, on="application_id")
    customers = rows[rows["approved"]].astype({"customer_id": np.int64}).merge(ours, on="customer_id")
    others = rows[~rows["approved"]].merge(theirs, on="application_id")
    found: pd.DataFrame = pd.concat([customers, others.drop(columns="customer_id")]).sort_values(
        ["scored_on", "application_id"], ignore_index=True
    )
    return found


def drift(rows: pd.DataFrame, column: str, since: str | pd.Timestamp, by: str | None = None) -> pd.Series:
    """Population stability index of a column: those scored before a day beside those from it on, for each group of `by`."""
    before = rows["scored_on"] < pd.Timestamp(since)
    if by is None:
        return pd.Series({column: psi(rows.loc[before, column], rows.loc[~before, column])})
    return pd.Series(
        {
            name: psi(part.loc[before, column], part.loc[~before, column])
            for name, part in rows.groupby(by, observed=True)
        }
    )


def signs(day: str, dataset: str | Path | None = None) -> pd.DataFrame:
    """Every account that is not overdue on the first of a month, with its early signs, and `bad`: two months overdue within
    the six months that follow (known only if the data goes so far).

    Signs, all of the months before that day: missed (overdue at some time in the last six), full_up (last statement at
    nine tenths of the limit or more), minimum (the last three bills all paid with the minimum or less), cash (an advance in
    the last three). `level` is how many of them there are.
    """
    made = load("statements", dataset).sort_values(["customer_id", "month"])
    morning = pd.Timestamp(day)
    made["ago"] = (morning.year - made["month"].dt.year) * 12 + morning.month - made["month"].dt.month
    made["minimum"] = made.groupby("customer_id")["minimum_due"].shift()
    least = np.maximum(made["minimum"] * 1.02, np.ceil(made["minimum"] / 100) * 100)
    made["only"] = (made["minimum"] > 0) & (made["payments"] <= least) & (made["payments"] < made["opening"])
    last = made[(made["ago"] == 1) & (made["bucket"] == 0)].set_index("customer_id")
    past = made[made["ago"].between(1, 6)].groupby("customer_id")
    cash = load("cash_advances", dataset, columns=["customer_id", "date"])
    drew = cash.loc[
        cash["date"].between(morning - pd.DateOffset(months=3), morning - pd.Timedelta(days=1)), "customer_id"
    ]
    rows = pd.DataFrame(index=last.index)
    rows["missed"] = past["bucket"].max().reindex(rows.index, fill_value=0) > 0
    rows["full_up"] = last["utilisation"] >= 0.9
    rows["minimum"] = (
        made[made["ago"].between(1, 3)].groupby("customer_id")["only"].sum().reindex(rows.index, fill_value=0) == 3
    )
    rows["cash"] = rows.index.isin(drew)
    rows["level"] = rows[list(SIGNS)].sum(axis=1)
    rows["balance"] = last["closing"]
    ahead = made[made["ago"].between(1 - AHEAD, 0)].groupby("customer_id")["bucket"].max()
    rows["bad"] = ahead.reindex(rows.index, fill_value=0) >= SERIOUS
    return rows.reset_index()
