"""Stolen card numbers, seen as a watchman sees them: purchase by purchase, with nothing from later than the purchase."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from twinline.data.tables import load

WINDOW: Final = 2 * 3_600  # seconds in which purchases are a burst
HISTORY: Final = 5  # purchases online before which a customer has no usual price
TAKEN: Final = (
    "electronics",
    "leisure",
    "apparel",
    "travel",
)  # what thieves buy here: the kinds in accepted disputes of the first year
POINTS: Final = {"burst": 3.0, "dear": 1.0, "taken": 1.0, "night": 0.5}


def online(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every purchase online in order of time, as known at that moment, and what the owner said afterwards.

    Columns: transaction_id, customer_id, timestamp, category, amount (yuan); burst (purchases online with the same card in the two
    hours before), dear (times the card's mean online purchase so far; 1 for the first five), taken (a category that
    thieves like), night (midnight to six); confirmed: disputed by the owner, and the bank found it was fraud.
    """
    columns = ["transaction_id", "customer_id", "timestamp", "category", "side", "amount"]
    rows = load("transactions", dataset, columns=columns)
    rows = rows[rows["side"] == "online"].drop(columns="side")
    rows = rows.sort_values(["customer_id", "timestamp", "transaction_id"], ignore_index=True)
    who = rows["customer_id"].to_numpy()
    moment = rows["timestamp"].to_numpy().astype("datetime64[s]").astype(np.int64)
    moment = moment - moment.min(initial=0)
    # Customer and time in one number, so that a single search finds where each purchase's last two hours begin.
    clock = moment + (who - who.min(initial=0)) * (moment.max(initial=0) + 2 * WINDOW)
    rows["burst"] = np.arange(len(rows)) - np.searchsorted(clock, clock - WINDOW)
    before = rows.groupby("customer_id")["amount"]
    count, total = before.cumcount(), before.cumsum() - rows["amount"]
    rows["dear"] = np.where(count >= HISTORY, rows["amount"] * count / total.clip(lower=0.01), 1.0)
    rows["taken"] = rows["category"].isin(TAKEN)
    rows["night"] = rows["timestamp"].dt.hour < 6
    said = load("disputes", dataset, columns=["transaction_id", "outcome"])
    rows["confirmed"] = rows["transaction_id"].isin(said.loc[said["outcome"] == "accepted", "transaction_id"])
    found: pd.DataFrame = rows.sort_values(["timestamp", "transaction_id"], ignore_index=True)
    return found


def points(rows: pd.DataFrame) -> pd.Series:
    """How suspicious each purchase is: points for a burst (each earlier purchase of it, three at most), a price of twice the
    usual or more, a category that thieves like, the night. An amount of the least breaks ties: the dearer first."""
    found: pd.Series = POINTS["burst"] * rows["burst"].clip(upper=3) + POINTS["taken"] * rows["taken"]
    found = found + POINTS["night"] * rows["night"]
    found = found + POINTS["dear"] * np.log2(rows["dear"].clip(lower=0.5, upper=16))
    return found + rows["amount"].clip(upper=1e6) / 1e9


def alerts(rows: pd.DataFrame, score: pd.Series, a_day: int) -> pd.DataFrame:
    """The purchases that a desk looks at if it can check so many a day: each day's highest scores."""
    return rows[_place(rows, score) <= a_day]


def desk(rows: pd.DataFrame, score: pd.Series, capacity: list[int], good: float, check: float) -> pd.DataFrame:
    """What the desk achieves by its capacity: a row for each number of alerts a day.

    `precision`: share of alerts that are fraud; `caught`: share of confirmed frauds among the alerts; `saved`: yuan of
    them; `cost`: each alert takes `check` yuan, each good customer stopped `good` yuan; `net`: saved less cost. Yuan over the days in `rows`.
    """
    place, found = _place(rows, score), {}
    for a_day in capacity:
        stopped = rows[place <= a_day]
        hits = stopped["confirmed"]
        saved = stopped.loc[hits, "amount"].sum()
        cost = check * len(stopped) + good * (~hits).sum()
        found[a_day] = [hits.mean(), hits.sum() / rows["confirmed"].sum(), saved, cost, saved - cost]
    return pd.DataFrame.from_dict(found, orient="index", columns=["precision", "caught", "saved", "cost", "net"])


def never_paid(dataset: str | Path | None = None) -> pd.DataFrame:
    """Cards opened within the data that we see for four statements: a row each, with what stood in the books by then.

    Columns: customer_id, opened, used (share of the limit in use at the first statement), paid (yuan in the first four months), owed (at the
    fourth statement), `never`: used by the first statement and nothing paid by the fourth.
    """
    made = load("statements", dataset, columns=["customer_id", "month", "payments", "closing", "utilisation"])
    held = load("accounts", dataset, columns=["customer_id", "open_date"])
    new = held.loc[held["open_date"] >= made["month"].min(), "customer_id"]
    made = made[made["customer_id"].isin(new)].sort_values(["customer_id", "month"])
    made["age"] = made.groupby("customer_id").cumcount()
    made = made[made["age"] < 4]
    groups = made.groupby("customer_id")
    rows = groups.agg(
        opened=("month", "first"), used=("utilisation", "first"), paid=("payments", "sum"), owed=("closing", "last")
    )
    rows = rows[groups.size() == 4]
    rows["never"] = (rows["used"] > 0.2) & (rows["paid"] <= 0)
    found: pd.DataFrame = rows.reset_index()
    return found


def _place(rows: pd.DataFrame, score: pd.Series) -> pd.Series:
    """The place of each purchase in its day, 1 for the most suspicious."""
    place: pd.Series = score.groupby(rows["timestamp"].dt.normalize()).rank(method="first", ascending=False)
    return place
