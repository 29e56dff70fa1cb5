"""Strategy design, prepared: the pilot of one, two and three calls, a plan with mistakes, and the stream of events.

Each function reads the bank's observed tables only; `dataset` is a scale or a folder, as for `tw.load`.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from twinline.data import views
from twinline.data.books import Books
from twinline.data.tables import default_scale, load, world_of
from twinline.prepared.churn import pilot_file
from twinline.twin.bank import Bank

LOOKS = (2, 4, 6)  # months after the draw at which the pilot of waves is looked at
CALL_COST = {"sms": 0.05, "call": 6.0}  # yuan an attempt, as in the dictionary of channels


def seen(dataset: str | Path | None = None) -> pd.DataFrame:
    """What the bank knows on the morning after its history: `bank.observed()`."""
    return Bank.open(world_of(dataset or default_scale())).observed()


def waves(dataset: str | Path | None = None) -> pd.DataFrame:
    """The pilot "call_waves": a row a customer drawn, with what six months brought.

    Columns: customer_id, arm ("control", "one_wave", "two_waves", "three_waves"), reached, complaints (number), cost
    (yuan), earned (yuan, margin from the month of the draw to six months later), stayed_2, stayed_4 and stayed_6 (the card
    was still open so many months after it), and call_opt_out and enquiries_12m as known that morning.
    """
    books = Books(dataset)
    drawn = views.entries(books, "call_waves")
    earned = views.margin_over(books, drawn, drawn["month"], 7)
    file = drawn[["customer_id", "arm", "reached", "complaints", "cost"]].assign(earned=earned)
    for months in LOOKS:
        file[f"stayed_{months}"] = drawn["gone"] > months
    known = pilot_file("call_waves", dataset=dataset)[["customer_id", "call_opt_out", "enquiries_12m"]]
    return file.merge(known, on="customer_id").sort_values("customer_id", ignore_index=True)


def sleepers(dataset: str | Path | None = None) -> pd.DataFrame:
    """Sleeping customers a month before the end of the history, left alone in that month, and whether they woke in it.

    Columns: customer_id, months_since_purchase (2 or more), bought (used the card in that last month).
    """
    books = Books(dataset)
    last = books.start + pd.DateOffset(months=books.months - 1)
    file = Bank.open(world_of(dataset or default_scale())).observed(f"{last:%Y-%m}")
    asleep = file[(file["months_since_purchase"] >= 2) & (file["bucket"] == 0)]
    touched = views.touches(books)
    touched = touched[(touched["month"] == books.months - 1) & (touched["arm"] != "control")]
    asleep = asleep[~asleep["customer_id"].isin(touched["customer_id"])]
    used = views.statements(books)
    used = used[used["active"] & (used["month"] == books.months - 1)]
    bought = asleep["customer_id"].isin(used["customer_id"])
    return asleep[["customer_id", "months_since_purchase"]].assign(bought=bought).reset_index(drop=True)


def draft(dataset: str | Path | None = None) -> pd.DataFrame:
    """A colleague's first draft of a strategy table, with the mistakes of first drafts.

    Columns: customer_id, month, channel, cost (yuan planned for the contact), sms_opt_out, call_opt_out. Texts go to sleeping
    customers, calls to whoever asked something, the most valuable get both in two months; some are on two lists.
    """
    book = seen(dataset)
    asleep = book[book["months_since_purchase"] >= 2]
    asked = book[book["enquiries_12m"] > 0]
    rich = book.nlargest(len(book) // 20, "margin_12m")
    parts = [
        asleep.assign(month=1, channel="sms"),
        asked.assign(month=1, channel="call"),
        rich.assign(month=1, channel="call"),
        rich.assign(month=2, channel="call"),
    ]
    table: pd.DataFrame = pd.concat(parts, ignore_index=True)
    table["cost"] = table["channel"].map(CALL_COST)
    return table[["customer_id", "month", "channel", "cost", "sms_opt_out", "call_opt_out"]]


def fee_pages(dataset: str | Path | None = None) -> pd.DataFrame:
    """The last year's visits to four pages of the app, a row an event, with what the bank knew when that year began.

    Columns: event_id, customer_id, timestamp, page, action (both as text), sms_opt_out, bucket. Who came later is left out.
    """
    books = Books(dataset)
    first = books.start + pd.DateOffset(months=books.months - 12)
    events = load("app_events", dataset, columns=["event_id", "customer_id", "timestamp", "page", "action"])
    events = events[(events["timestamp"] >= first) & events["page"].isin(["fees", "cancel_card", "bill", "limit"])]
    bank = Bank.open(world_of(dataset or default_scale()))
    known = bank.observed(f"{first:%Y-%m}")[["customer_id", "sms_opt_out", "bucket"]]
    file: pd.DataFrame = events.merge(known, on="customer_id").sort_values(["timestamp", "event_id"], ignore_index=True)
    return file.assign(page=file["page"].astype(str), action=file["action"].astype(str))


def stream(month: str, dataset: str | Path | None = None) -> pd.DataFrame:
    """All customer events of one month ("2025-12"), from every source that names the customer, in the order of time.

    Columns: timestamp, customer_id, source ("app", "service", "payment"), kind (the page, the topic, or the category of the
    purchase with its side, as "travel/online"), detail (what was done on the page; "complaint"; "away" where a purchase in a
    shop was made in another city than the customer's).
    """
    first = pd.Timestamp(f"{month}-01")
    last = first + pd.DateOffset(months=1)

    def within(table: str, columns: list[str]) -> pd.DataFrame:
        rows: pd.DataFrame = load(table, dataset, columns=[*columns, "timestamp"])
        return rows[(rows["timestamp"] >= first) & (rows["timestamp"] < last)]

    app = within("app_events", ["customer_id", "page", "action"])
    app = app.assign(source="app", kind=app["page"].astype(str), detail=app["action"].astype(str))
    service = within("service_calls", ["customer_id", "topic", "complaint"])
    service = service.assign(
        source="service", kind=service["topic"].astype(str), detail=np.where(service["complaint"], "complaint", "")
    )
    paid = within("transactions", ["customer_id", "merchant_id", "category", "side"])
    paid = paid.merge(load("merchants", dataset, columns=["merchant_id", "city"]), on="merchant_id")
    paid = paid.merge(
        load("customers", dataset, columns=["customer_id", "city"]), on="customer_id", suffixes=("", "_home")
    )
    away = (paid["side"].astype(str) == "offline") & (paid["city"] != paid["city_home"])
    kind = paid["category"].astype(str) + "/" + paid["side"].astype(str)
    paid = paid.assign(source="payment", kind=kind, detail=np.where(away, "away", ""))
    columns = ["timestamp", "customer_id", "source", "kind", "detail"]
    parts = [part[columns] for part in (app, service, paid)]
    return pd.concat(parts, ignore_index=True).sort_values("timestamp", kind="stable", ignore_index=True)
