"""The trial of bigger limits, a row a customer: what was known before, and what the asking did by lot, in yuan.

Profit is what a customer earned in the months after, less what is expected to be lost of what they owe at their end:
LGD × EAD × PD, with the loss given default and the chances of default by months overdue that the whole kit uses
(assumptions: `generators.twin.money`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from generators.twin import money
from twinline.data.pilots import margin
from twinline.data.tables import load

BEFORE: Final = 6  # months over which we see how somebody pays
AFTER: Final = 11  # months in which the trial is watched
BAD: Final = 2  # months overdue
MOSTLY_FULL, MOSTLY_MINIMUM = 0.8, 0.5  # shares of bills: paid in full; paid with the minimum or less
FEW: Final = 2  # bills
PAYS: Final = ("full", "part", "minimum")


def trial(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row for each customer whom the lot drew, in the order of their numbers; money in yuan.

    Known before the lot: `pays` (of `PAYS`, by the last six bills; who had no bill counts as full), `minimum_bills` (of these, paid with the minimum or
    less), balance, utilisation, old_limit, own_score (at application), income, lines_elsewhere (at application).
    Two rules to try: `few_minimum` (at most two such bills) and `good_score` (the better half by `own_score`).
    By lot: `asked`. After it: accepted, and over eleven months `spent`, `margin`, `pd` and `ead` at their end (chance that what is
    owed is written off, and the balance), `loss` (expected), `profit` (margin less loss), `bad` (two months overdue), `lost`
    (bad, or card closed).
    """
    rows = load("limit_offers", dataset, columns=["customer_id", "date", "asked", "accepted", "old_limit"])
    drawn = rows["date"].iloc[0].to_period("M").to_timestamp()
    made = load("statements", dataset)
    made = made[made["customer_id"].isin(rows["customer_id"])].sort_values(["customer_id", "month"])
    made["since"] = (made["month"].dt.year - drawn.year) * 12 + made["month"].dt.month - drawn.month
    made["minimum"] = made.groupby("customer_id")[
        "minimum_due"
    ].shift()  # what the bill asked for that is paid this month
    rows = rows.drop(columns="date").set_index("customer_id")
    rows = rows.join(_habit(made[made["since"].between(-BEFORE, -1)]))
    last = made[made["since"] == -1].set_index("customer_id")
    rows = rows.join(last[["closing", "utilisation"]].rename(columns={"closing": "balance"}))
    rows = rows.join(load("customers", dataset, columns=["customer_id", "income"]).set_index("customer_id"))
    rows = rows.join(load("bureau", dataset, columns=["customer_id", "lines_elsewhere"]).set_index("customer_id"))
    scored = (
        load("application_scores", dataset, columns=["customer_id", "score"]).dropna().drop_duplicates("customer_id")
    )
    rows = rows.join(scored.astype({"customer_id": np.int64}).set_index("customer_id")["score"].rename("own_score"))
    rows = rows.join(_outcome(made[made["since"].between(1, AFTER)]).reindex(rows.index).fillna(0.0))
    closed = load("accounts", dataset, columns=["customer_id", "close_date"]).set_index("customer_id")["close_date"]
    rows["bad"] = rows.pop("worst") >= BAD
    rows["lost"] = rows["bad"] | closed.reindex(rows.index).notna()
    rows["profit"] = rows["margin"] - rows["loss"]
    rows["few_minimum"] = rows["minimum_bills"] <= FEW
    rows["good_score"] = rows["own_score"] >= rows["own_score"].median()
    found: pd.DataFrame = rows.reset_index().fillna({"balance": 0.0, "utilisation": 0.0})
    return found


def effect(rows: pd.DataFrame, column: str = "profit") -> tuple[float, float]:
    """What being asked changed in the mean of a column, by lot, and the standard error of that (intention to treat)."""
    arms = rows[column].astype(float).groupby(rows["asked"]).agg(["mean", "var", "size"])
    return float(arms["mean"][True] - arms["mean"][False]), float(np.sqrt((arms["var"] / arms["size"]).sum()))


def effects(rows: pd.DataFrame, by: str, column: str = "profit") -> pd.DataFrame:
    """The same for each group: a row a group, with its number of customers `n`, `change` and `error`."""
    found = {name: (len(part), *effect(part, column)) for name, part in rows.groupby(by, observed=True)}
    return pd.DataFrame.from_dict(found, orient="index", columns=["n", "change", "error"])


def worth_of_asking(rows: pd.DataFrame, chosen: pd.Series, column: str = "profit") -> tuple[float, float]:
    """What asking the `chosen` and nobody else changes beside asking nobody, in yuan per customer of the whole trial, and
    its standard error.

    By the lot's own chance: outcomes weigh 1 / chance among the asked and -1 / chance among the others (Horvitz and Thompson,
    1952), each arm normalised by its size.
    """
    part = rows[chosen.to_numpy(bool)]
    if part["asked"].nunique() < 2:
        return 0.0, 0.0
    change, error = effect(part, column)
    share = len(part) / len(rows)
    return change * share, error * share


def curve(
    rows: pd.DataFrame, order: pd.Series, columns: Sequence[str] = ("margin", "profit"), steps: int = 20
) -> pd.DataFrame:
    """What asking the first so many customers changes, yuan per customer of the trial: a column each of `columns`, with
    `…_error` beside it.

    `order` ranks them, the lowest first; the index is the share asked in per cent, 0 to 100.
    """
    place = order.rank(method="first", pct=True)
    found: dict[float, dict[str, float]] = {
        0.0: {name: 0.0 for column in columns for name in (column, f"{column}_error")}
    }
    for step in range(1, steps + 1):
        values = {column: worth_of_asking(rows, place <= step / steps, column) for column in columns}
        found[100 * step / steps] = {
            name: value
            for column in columns
            for name, value in zip((column, f"{column}_error"), values[column], strict=True)
        }
    return pd.DataFrame.from_dict(found, orient="index")


def _habit(made: pd.DataFrame) -> pd.DataFrame:
    """How each customer paid the bills of some months."""
    owed = made["opening"] > 0
    # Rounded up to the next hundred, a minimum is still a minimum.
    least = np.maximum(made["minimum"] * 1.02, np.ceil(made["minimum"] / 100) * 100)
    bills = pd.DataFrame(
        {
            "customer_id": made["customer_id"],
            "bills": owed,
            "minimum_bills": owed
            & (made["minimum"] > 0)
            & (made["payments"] <= least)
            & (made["payments"] < made["opening"]),
            "full_bills": owed & (made["payments"] + made["refunds"] >= 0.98 * made["opening"]),
        }
    )
    sums = bills.groupby("customer_id").sum()
    count = sums["bills"].clip(lower=1)
    full, least_only = sums["full_bills"] / count >= MOSTLY_FULL, sums["minimum_bills"] / count >= MOSTLY_MINIMUM
    sums["pays"] = np.select([full | (sums["bills"] == 0), least_only], ["full", "minimum"], "part")
    return sums[["pays", "minimum_bills"]]


def _outcome(made: pd.DataFrame) -> pd.DataFrame:
    """What each customer brought in some months, and what is expected to be lost of what they owe at the end."""
    made = made.assign(margin=margin(made))
    groups = made.groupby("customer_id")
    found = groups.agg(spent=("purchases", "sum"), margin=("margin", "sum"), worst=("bucket", "max"))
    end = groups.tail(1).set_index("customer_id")
    ead, bucket = end["closing"].to_numpy(), end["bucket"].to_numpy()
    loss = money.expected_loss(ead, bucket)
    chance = money.expected_loss(np.ones(len(end)), bucket) / money.LOSS_GIVEN_DEFAULT
    return found.join(pd.DataFrame({"pd": chance, "ead": ead, "loss": loss}, index=end.index))
