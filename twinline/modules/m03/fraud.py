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
QUIET: Final = 24 * 3_600  # seconds for which a card is not asked about again
AFTER: Final = 7  # days after an alert whose frauds the owner's "no" stops
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


def threshold(score: pd.Series, days: float, a_day: float) -> float:
    """The score from which on a purchase rings, so that on `days` past days as many purchases as `a_day` would have rung."""
    return float(score.nlargest(max(1, round(a_day * days))).iloc[-1])


def alerts(rows: pd.DataFrame, score: pd.Series, least: float) -> pd.DataFrame:
    """The purchases at which the desk asks the owner, decided purchase by purchase: a score of `least` or more, and no
    question to the same card in the 24 hours before. In the order of `rows`."""
    rung = rows.loc[score >= least, ["customer_id", "timestamp"]].sort_values(["customer_id", "timestamp"])
    seconds = (rung["timestamp"] - rung["timestamp"].min()).dt.total_seconds()
    asked: dict[int, float] = {}
    kept = []
    for label, who, moment in zip(rung.index, rung["customer_id"].tolist(), seconds.tolist(), strict=True):
        if moment - asked.get(who, -np.inf) >= QUIET:
            asked[who] = moment
            kept.append(label)
    found: pd.DataFrame = rows[rows.index.isin(kept)]
    return found


def desk(rows: pd.DataFrame, score: pd.Series, least: dict[int, float], good: float, check: float) -> pd.DataFrame:
    """What the desk achieves with each threshold of `least`: a row for each of its keys.

    The purchase that rings goes through; what the thief would take with the same card in the week after is `saved` (yuan),
    and `stopped` is its share of all confirmed frauds in `rows`. `alerts`: questions asked; `precision`: share of them about a
    fraud; `cost`: each takes `check` yuan, each good customer asked is annoyed by `good` yuan; `net`: saved less cost. Yuan over the days in `rows`.
    """
    frauds = rows.loc[rows["confirmed"], ["transaction_id", "customer_id", "timestamp", "amount"]]
    found = {}
    for name, lowest in least.items():
        asked = alerts(rows, score, lowest)
        pairs = frauds.merge(asked[["customer_id", "timestamp"]], on="customer_id", suffixes=("", "_asked"))
        later = pairs["timestamp"] - pairs["timestamp_asked"]
        within = (later > pd.Timedelta(0)) & (later <= pd.Timedelta(days=AFTER))
        saved = pairs[within].drop_duplicates("transaction_id")["amount"].sum()
        cost = check * len(asked) + good * (~asked["confirmed"]).sum()
        share = saved / frauds["amount"].sum()
        found[name] = [len(asked), asked["confirmed"].mean(), saved, share, cost, saved - cost]
    return pd.DataFrame.from_dict(
        found, orient="index", columns=["alerts", "precision", "saved", "stopped", "cost", "net"]
    )


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
