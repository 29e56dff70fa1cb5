"""The tables of m13's exercise. `dataset` is a scale or a folder, as for `tw.load`; nothing in them depends on the reader's language."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from twinline.data.tables import load

LIKELIEST: Final = 3  # candidates for each person of the export


def trail(dataset: str | Path | None = None) -> pd.DataFrame:
    """The app's log as the exercise uses it: a row a step, in no order that one may rely on.

    Columns: customer_id, session_id (the servers' number of the visit), timestamp, step, device, app_version, error (a code, "" where
    nothing went wrong), opened (the page was there). Visits with two steps at the same moment are left out: their order is not known.
    """
    log = load("app_log", dataset)
    twice = log.loc[log.duplicated(["session_id", "timestamp"], keep=False), "session_id"]
    log = log[~log["session_id"].isin(twice)]
    found = pd.DataFrame(
        {
            "customer_id": log["customer_id"],
            "session_id": log["session_id"],
            "timestamp": log["timestamp"],
            "step": log["step"].astype(str),
            "device": log["device"].astype(str),
            "app_version": log["app_version"].astype(str),
            "error": log["error_code"].astype(object).fillna("").astype(str),
            "opened": log["event_id"].notna(),
        }
    )
    return found.sort_values(["session_id", "step", "timestamp"], ignore_index=True)


def cashback(dataset: str | Path | None = None) -> pd.DataFrame:
    """Amounts of the old system's export beside the truth: a row a purchase whose amount was spoilt, or one in twenty of the others.

    Columns: kind (of defect, "fine" where there is none), channel (of the purchase), read (yuan as a program reads it; empty where it
    cannot), true (yuan).
    """
    export, truth = load("dirty_transactions", dataset), load("truth_defects", dataset)
    truth = truth[(truth["table_name"] == "dirty_transactions") & (truth["column_name"] == "amount")]
    rows = export.merge(truth[["row_id", "defect", "true_value"]], on="row_id", how="left")
    kind = rows["defect"].astype(object).fillna("fine").astype(str)
    fine = (kind == "fine").to_numpy()
    # Row ids are luck, so their order is a lot that falls the same way each time.
    kept = ~fine | (np.cumsum(fine) % 20 == 0)
    read = pd.to_numeric(rows["amount"], errors="coerce")
    true = pd.to_numeric(rows["true_value"], errors="coerce").where(~fine, read)
    table: pd.DataFrame = pd.DataFrame({"kind": kind, "channel": rows["channel"], "read": read, "true": true}).loc[kept]
    return table.reset_index(drop=True)


def hourly(dataset: str | Path | None = None) -> pd.DataFrame:
    """Public posts about points, hour by hour from the first to the last: hour (when it begins), posts."""
    posts = load("social_posts", dataset, columns=["timestamp", "topic", "author"])
    posts = posts[(posts["topic"] == "points") & (posts["author"] == "public")]
    counts = posts.set_index("timestamp").resample("h").size()
    table: pd.DataFrame = counts.rename("posts").rename_axis("hour").reset_index()
    return table


def candidates(dataset: str | Path | None = None) -> pd.DataFrame:
    """For each person of the dirty export the likeliest customers, by name, birth year and city alone.

    Columns: row_id, candidate (customer_id), score (0 to 100, how alike the two are), right (it is the same person). Three rows a person.
    """
    export, register = load("dirty_customers", dataset), load("customers", dataset)
    alike = process.cdist(_known(export), _known(register), scorer=fuzz.ratio, dtype=np.uint8)
    rows, left, found = np.arange(len(export)), alike.copy(), []
    for _ in range(LIKELIEST):  # the first of equals, so that a bank always gives the same candidates
        found.append(left.argmax(axis=1))
        left[rows, found[-1]] = 0
    best = np.stack(found, axis=1)
    people = np.repeat(rows, LIKELIEST)
    number = register["customer_id"].to_numpy()[best.ravel()]
    return pd.DataFrame(
        {
            "row_id": export["row_id"].to_numpy()[people],
            "candidate": number,
            "score": alike[people, best.ravel()].astype(int),
            "right": export["customer_id"].astype(str).to_numpy()[people] == number.astype(str),
        }
    )


def _known(people: pd.DataFrame) -> list[str]:
    columns = [people[name].astype(str).fillna("") for name in ("name", "birth_year", "city")]
    return ["|".join(cells) for cells in zip(*columns, strict=True)]
