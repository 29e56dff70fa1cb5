"""The app's technical log, prepared: steps, visits, and the pages that opened. `dataset` is a scale or a folder, as for `tw.load`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from twinline.data.tables import load

# What opens a page decides which browser shows it. An assumption: our log does not say, which is one of its gaps.
SHELL_BY_SOURCE: Final = {
    "icon": "own_shell",
    "push": "own_shell",
    "sms_link": "phone_browser",
    "wecom_link": "wecom_browser",
    "mini_program": "mini_shell",
}
# Weight of a page in kilobytes, pictures and code together. An assumption: a design office's page budget, not measured.
PAGE_KB: Final = {
    "identity": 90,
    "home": 420,
    "bill": 180,
    "instalment": 210,
    "limit": 150,
    "points_mall": 760,
    "offers": 610,
    "card_application": 240,
    "service": 160,
    "fees": 110,
    "cancel_card": 120,
    "log_out": 40,
}


@dataclass(frozen=True)
class Log:
    """The log in three tables: `steps`, a row a step; `visits`, a row a visit; `views`, the steps whose page opened."""

    steps: pd.DataFrame
    visits: pd.DataFrame
    views: pd.DataFrame


def steps(dataset: str | Path | None = None, month: str | None = None) -> pd.DataFrame:
    """The log's rows of one month ("2025-10"; all six by default) in order of customer and time, with what other tables know.

    Besides the log's own columns: action (view, click or submit; empty where no page opened), home (the customer's city), product
    (of their card), new (first visit ever was within these rows' months), shell (browser, assumed), kb (weight, assumed), url.
    """
    log = load("app_log", dataset)
    if month:
        log = log[log["timestamp"].dt.to_period("M") == month]
    events = load("app_events", dataset, columns=["event_id", "customer_id", "timestamp", "action"])
    first = events.groupby("customer_id")["timestamp"].min()
    people = load("customers", dataset, columns=["customer_id", "city"]).set_index("customer_id")["city"]
    product = load("accounts", dataset, columns=["customer_id", "product"]).set_index("customer_id")["product"]
    log = log.merge(events[["event_id", "action"]].astype({"event_id": "Int64"}), on="event_id", how="left")
    step = log["step"].astype(str)
    begins = log["timestamp"].min()
    found: pd.DataFrame = log.assign(
        step=step,
        device=log["device"].astype(str),
        system=log["system"].astype(str),
        app_version=log["app_version"].astype(str),
        carrier=log["carrier"].astype(str),
        source=log["source"].astype(str),
        error_code=log["error_code"].astype(object).where(log["error_code"].notna(), None),
        action=log["action"].astype(object),
        home=log["customer_id"].map(people),
        product=log["customer_id"].map(product).astype(str),
        new=log["customer_id"].map(first) >= begins,
        shell=log["source"].astype(str).map(SHELL_BY_SOURCE),
        kb=step.map(PAGE_KB),
        url="/v2/" + step,
    ).sort_values(["customer_id", "timestamp", "log_id"], ignore_index=True)
    return found


def read(log: pd.DataFrame) -> Log:
    """The three tables of these steps, as `steps` gives them or a fault has spoilt them.

    visits: session_id, customer_id, start, end, seconds, pages (opened), entry and exit (first page and last step), failed (an error in
    it), complete (its last step had none and a page opened), submitted, and what the first step says of device, version, source, city …
    """
    failed = log["error_code"].notna()
    opened = log["event_id"].notna()
    marked = log.assign(failed=failed, opened=opened, submitted=log["action"] == "submit")
    by = marked.groupby("session_id", sort=False)
    same = [
        "customer_id",
        "product",
        "device",
        "system",
        "app_version",
        "carrier",
        "source",
        "shell",
        "city",
        "home",
        "new",
    ]
    visits = by.agg(
        **{name: (name, "first") for name in same},
        start=("timestamp", "first"),
        end=("timestamp", "last"),
        pages=("opened", "sum"),
        failed=("failed", "any"),
        submitted=("submitted", "any"),
        exit=("step", "last"),
        last_failed=("failed", "last"),
    ).reset_index()
    views = marked[opened]
    entry = views.drop_duplicates("session_id").set_index("session_id")["step"]
    visits = visits.assign(
        entry=visits["session_id"].map(entry),
        seconds=(visits["end"] - visits["start"]).dt.total_seconds(),
        complete=~visits["last_failed"] & (visits["pages"] > 0),
    )
    next_time = marked["timestamp"].shift(-1)
    stays = (next_time - marked["timestamp"]).dt.total_seconds()
    within = marked["session_id"].shift(-1) == marked["session_id"]
    return Log(marked, visits, views.assign(stay=stays[within].reindex(views.index)))
