"""Churn, prepared: how long cards live, what was known on which morning, what became of those in a pilot and of those
who dipped. Each function reads the bank's observed tables only; `dataset` is a scale or a folder, as for `tw.load`.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from generators.errors import BilingualError
from generators.parameters import CITIES, World
from twinline.base.text import t
from twinline.data import views
from twinline.data.books import Books, NothingToMeasure
from twinline.data.tables import default_scale, load, world_of
from twinline.twin.bank import Bank

HORIZON = 6  # months within which a card closes or does not
FIRST_MORNING, EVERY = 6, 3  # months of the history: when the books begin to tell something, and how often we look


def careers(dataset: str | Path | None = None) -> pd.DataFrame:
    """A row an account opened within the history, as survival analysis wants it.

    Columns: customer_id, product (when opened), acquisition, app_user, months (full months from opening to closing, or to
    the end of the history), closed (whether it closed within it).
    """
    books = Books(dataset)
    held: pd.DataFrame = load("accounts", dataset, columns=["customer_id", "product", "open_date", "close_date"])
    held = held[held["open_date"] >= books.start]
    people = load("customers", dataset, columns=["customer_id", "acquisition", "app_user"])
    held = held.merge(people, on="customer_id")
    closed = held["close_date"].notna()
    end = held["close_date"].where(closed, books.end)
    months = books.month(end) - books.month(held["open_date"]) - (end.dt.day < held["open_date"].dt.day)
    held = held.assign(months=months.astype(int), closed=closed)
    return held[["customer_id", "product", "acquisition", "app_user", "months", "closed"]].reset_index(drop=True)


def panel(
    mornings: Iterable[Any] | None = None, horizon: int = HORIZON, dataset: str | Path | None = None
) -> pd.DataFrame:
    """What the bank knew on several mornings, and who left afterwards: a row an open account and morning.

    Columns: those of `bank.observed()`, morning (the first of a month), left (closed within `horizon` months from that
    morning on). By default the mornings are every third month from the seventh of the history on whose outcome is known.
    Raises `BilingualError` for a month of which the books know nothing.
    """
    books, bank = Books(dataset), _bank(dataset)
    if mornings is None:
        numbers = range(FIRST_MORNING, books.months - horizon + 1, EVERY)
        mornings = [books.start + pd.DateOffset(months=number) for number in numbers]
    closing = load("accounts", dataset, columns=["customer_id", "close_date"]).set_index("customer_id")["close_date"]
    rows = []
    for wanted in mornings:
        seen = bank.observed(wanted)
        morning = pd.Timestamp(str(wanted)).to_period("M").to_timestamp()
        left = seen["customer_id"].map(closing) < morning + pd.DateOffset(months=horizon)
        rows.append(seen.assign(morning=morning, left=left))
    return pd.concat(rows, ignore_index=True)


def pilot_file(campaign: str, horizon: int = HORIZON, dataset: str | Path | None = None) -> pd.DataFrame:
    """A randomised pilot with its outcome: a row a customer drawn, but for those drawn too late to know theirs.

    Columns: customer_id, morning (the first of the month in which they were drawn), arm (text), reached, redeemed,
    complained, cost (yuan, all of the pilot's contacts and offers), stayed (the card was still open `horizon` months after
    the month of the draw), and those of `bank.observed()` as known on that morning. Raises `BilingualError` where the
    history holds no such outcome.
    """
    books, bank = Books(dataset), _bank(dataset)
    try:
        drawn = views.entries(books, campaign, horizon)
    except NothingToMeasure as missing:
        raise BilingualError(
            f"No pilot {campaign!r} in this history has an outcome after {horizon} months.",
            f"这段历史里，没有能看到 {horizon} 个月后结果的试点“{campaign}”。",
        ) from missing
    ours = drawn[["customer_id", "arm", "reached", "redeemed", "cost", "stayed"]]
    ours = ours.assign(
        morning=drawn["date"].dt.to_period("M").dt.to_timestamp(),
        complained=drawn["complaints"] > 0,
    )
    parts = [
        part.merge(bank.observed(morning), on="customer_id", how="left") for morning, part in ours.groupby("morning")
    ]
    first = ["customer_id", "morning", "arm", "reached", "redeemed", "complained", "cost", "stayed"]
    file = pd.concat(parts, ignore_index=True)
    return file[first + [name for name in file if name not in first]]


def win_back(dataset: str | Path | None = None) -> pd.DataFrame:
    """Customers of the pilot "retention_call" whose spending had fallen below half of their usual in the month before it.

    Columns: customer_id, arm, usual (yuan a month, mean of all months before that), before (the month before the call),
    after (a month, mean of the month of the call and the two that follow), cost (yuan), redeemed.
    """
    drawn = views.dipped(Books(dataset))
    return drawn[["customer_id", "arm", "usual", "before", "after", "cost", "redeemed"]].reset_index(drop=True)


def enquiries(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every call or chat in which a customer asked about fees or leaving, in the order of time: the stream of events.

    Columns: customer_id, timestamp, topic, text_en, text_zh, city (in the language in use), called (the bank's own lists, not a pilot, had them
    rung within the following 30 days).
    """
    asked: pd.DataFrame = load(
        "service_calls", dataset, columns=["customer_id", "timestamp", "topic", "text_en", "text_zh"]
    )
    asked = asked[asked["topic"].isin(["fee_question", "cancel_card"])]
    asked = asked.merge(load("customers", dataset, columns=["customer_id", "city"]), on="customer_id")
    asked = asked.sort_values("timestamp", ignore_index=True)
    rung = load("touches", dataset, columns=["customer_id", "date", "channel", "assignment"])
    rung = rung[(rung["channel"] == "call") & (rung["assignment"] == "targeted")].sort_values("date")
    # The call may come on the day itself, whose hour the books do not tell.
    asked["day"] = asked["timestamp"].dt.normalize().astype(rung["date"].dtype)
    next_call = pd.merge_asof(
        asked[["customer_id", "day"]],
        rung[["customer_id", "date"]],
        left_on="day",
        right_on="date",
        by="customer_id",
        direction="forward",
        tolerance=pd.Timedelta(days=30),
    )
    city = asked["city"].map({city.name: t(city.name_en, city.name) for city in CITIES})
    return asked.drop(columns="day").assign(city=city, called=next_call["date"].notna().to_numpy())


def run_up(months: int = 6, dataset: str | Path | None = None) -> pd.DataFrame:
    """The last months before a card was closed, beside the same calendar months of cards that stayed open.

    A row a month before the closing, from -`months` to -1. Columns `used`, `visited` and `asked`, each for "left" and
    "stayed": the share of customers who used the card, visited the app, asked about fees or leaving in that month.
    """
    books = Books(dataset)
    held = views.accounts(books)
    held = held[held["activation_date"].notna()].set_index("customer_id")
    visits = books("app_events", "customer_id", "timestamp")
    visits = visits.assign(month=books.month(visits["timestamp"]))
    used = views.statements(books)
    happened = {
        "used": used.loc[used["active"], ["customer_id", "month"]],
        "visited": visits[["customer_id", "month"]],
        "asked": views.enquiries(books).to_frame(name=["customer_id", "month"]),
    }
    grids = {name: _grid(rows, held.index, books.months) for name, rows in happened.items()}
    opened, closed = held["opened"].to_numpy(), held["closed"].to_numpy(dtype=float)
    found = {(name, who): np.zeros(months) for name in grids for who in ("left", "stayed")}
    leavers = 0
    for month in range(months, books.months):
        old = opened < month - months
        groups = {"left": old & (closed == month), "stayed": old & np.isnan(closed)}
        count = int(groups["left"].sum())
        if not count or not groups["stayed"].any():
            continue
        leavers += count
        for name, grid in grids.items():
            for who, rows in groups.items():
                found[name, who] += count * grid[rows, month - months : month].mean(axis=0)
    before = pd.RangeIndex(-months, 0, name="months_before")
    return pd.DataFrame({key: sums / max(leavers, 1) for key, sums in found.items()}, index=before)


def usual_calls(dataset: str | Path | None = None) -> pd.DataFrame:
    """Business as usual, month by month: a row a customer and month with an open card, but for the last month.

    Columns: customer_id, month (0 is the history's first), active (used the card in it), called (by the bank's old list,
    to keep them), buys_next (used the card in the next month).
    """
    return views.usual_calls(Books(dataset))


def kept_by_share(file: pd.DataFrame, score: pd.Series, step: int = 5) -> pd.Series:
    """The Qini curve of a score on a pilot's file: customers kept by calling so many percent of a thousand customers, the
    highest scores first. The index is percent, from 0 to 100 (after Radcliffe 2007).

    Each value is the share that stayed among the called less that among the uncalled of those percent, times their
    number: fair, since only the lot parts the two. Score and file share an index.
    """
    ranked = file.loc[score.sort_values(ascending=False, kind="stable").index, ["arm", "stayed"]]
    called, stayed = (ranked["arm"] == "treated").to_numpy(), ranked["stayed"].to_numpy(dtype=float)
    percent = np.arange(0, 101, step)
    last = np.rint(percent / 100 * len(ranked)).astype(int)[1:] - 1
    rates = [np.cumsum(stayed * arm)[last] / np.maximum(np.cumsum(arm)[last], 1) for arm in (called, ~called)]
    return pd.Series(np.append(0.0, (rates[0] - rates[1]) * percent[1:] * 10), index=percent)


def _grid(rows: pd.DataFrame, customers: pd.Index, months: int) -> np.ndarray:
    """Customers by months: whether a row says that it happened."""
    grid = np.zeros((len(customers), months))
    place, month = customers.get_indexer(pd.Index(rows["customer_id"])), rows["month"].to_numpy(dtype=int)
    inside = (place >= 0) & (month >= 0) & (month < months)
    grid[place[inside], month[inside]] = 1
    return grid


def _bank(dataset: str | Path | None) -> Bank:
    return _open(world_of(dataset or default_scale()))


@lru_cache(maxsize=1)
def _open(world: World) -> Bank:
    return Bank.open(world)
