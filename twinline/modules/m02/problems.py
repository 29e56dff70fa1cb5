"""The problem log in yuan: what each of the eight areas costs a year, how sure that is, who raised it; and the points ledger."""

from pathlib import Path
from typing import Final

import pandas as pd

from twinline.data.tables import load

VIEWS: Final = ("bank", "middle_office", "front_line")
YEAR: Final = 12


def yearly(dataset: str | Path | None = None, view: str = "") -> pd.DataFrame:
    """The eight areas, the dearest first: a row an area (text).

    Columns, a year each: reports, complaints, customers, yuan, and error, the standard error of yuan, from how much the
    months differ among themselves. `view` is one of `VIEWS`: only what that side raised.
    """
    rows = load("problem_log", dataset)
    months = pd.date_range(rows["raised_on"].min().to_period("M").start_time, rows["raised_on"].max(), freq="MS")
    if view:
        rows = rows[rows["raised_by"] == view]
    rows = rows.assign(area=rows["area"].astype(str), month=rows["raised_on"].dt.to_period("M").dt.to_timestamp())
    by_month = rows.pivot_table("cost", "month", "area", "sum").reindex(months).fillna(0.0)
    counts = rows.groupby("area").agg(
        reports=("cost", "size"), complaints=("complaints", "sum"), customers=("customers", "sum")
    )
    found: pd.DataFrame = counts * YEAR / len(months)
    found["yuan"] = by_month.mean() * YEAR
    found["error"] = by_month.sem() * YEAR
    return found.sort_values("yuan", ascending=False)


def ledger(dataset: str | Path | None = None, one_in: int = 1) -> pd.DataFrame:
    """The points ledger (see the table `points`) of one customer in `one_in`: those whose number it divides, so always the same."""
    rows = load("points", dataset)
    found: pd.DataFrame = rows[rows["customer_id"] % one_in == 0].reset_index(drop=True)
    return found
