"""Demand, prepared: what customers said or looked at beside what they then did. The bank has no survey of wishes, so words are
calls, chats and posts, and looks are pages of the app. `dataset` is a scale or a folder, as for `tw.load`.
"""

from pathlib import Path

import pandas as pd

from twinline.data.books import Books
from twinline.data.tables import load

PATIENCE = 3  # months within which somebody takes the bigger card, or does not
WAIT = 6  # months within which somebody who called leaves, or does not


def bigger_card(dataset: str | Path | None = None) -> pd.DataFrame:
    """The pilot that invited to a bigger card by lot, with what its customers had looked at: a row a customer drawn.

    Columns: customer_id, looked (opened the app's page for applying for a card before the month of the draw), arm
    ("treated": invited by a call, "control"), took (took the bigger card within three months of that month's beginning).
    """
    drawn = load("touches", dataset, columns=["customer_id", "date", "campaign", "arm"])
    drawn = drawn[drawn["campaign"] == "bigger_card"].sort_values("date").drop_duplicates("customer_id")
    morning = drawn["date"].dt.to_period("M").dt.to_timestamp()
    file = drawn[["customer_id"]].assign(arm=drawn["arm"].astype(str), morning=morning)
    pages = load("app_events", dataset, columns=["customer_id", "timestamp", "page"])
    pages = pages[pages["page"] == "card_application"].merge(file, on="customer_id")
    looked = pages.loc[pages["timestamp"] < pages["morning"], "customer_id"]
    taken = load("upgrades", dataset, columns=["customer_id", "date"]).merge(file, on="customer_id")
    within = (taken["date"] >= taken["morning"]) & (taken["date"] < taken["morning"] + pd.DateOffset(months=PATIENCE))
    found: pd.DataFrame = file.assign(
        looked=file["customer_id"].isin(looked), took=file["customer_id"].isin(taken.loc[within, "customer_id"])
    )
    found = found[["customer_id", "looked", "arm", "took"]]
    return found.sort_values("customer_id", ignore_index=True)


def feast(dataset: str | Path | None = None) -> pd.Series:
    """How busy the last Double 11 of the history was, by category (text): purchases against the mean other day of its month."""
    last = Books(dataset).end - pd.DateOffset(days=1)
    first = pd.Timestamp(last.year if last.month >= 11 else last.year - 1, 11, 1)
    bought = load("transactions", dataset, columns=["timestamp", "category"])
    month = bought[(bought["timestamp"] >= first) & (bought["timestamp"] < first + pd.DateOffset(months=1))]
    counts = pd.crosstab(month["timestamp"].dt.day, month["category"].astype(str))
    return pd.Series(counts.loc[11] / counts.drop(index=11).mean())


THEMES = {
    "points": {"points"},
    "leaving": {"fee", "fee_question", "cancel_card"},
    "contact": {"contact", "campaign"},
}
"""What customers speak of, and the topics of posts and calls that belong to it."""


def voices(dataset: str | Path | None = None) -> pd.DataFrame:
    """What is spoken of: a row a theme of `THEMES` ("leaving": fees and closing; "contact": our contacts and campaigns).

    Columns, in percent: posts (of all posts in public), calls (of all calls and chats with us), left (of the calls about it:
    the card was closed within six months; calls too late to know are left out of this one).
    """
    theme = {topic: name for name, topics in THEMES.items() for topic in topics}
    posts = load("social_posts", dataset, columns=["topic"])["topic"].astype(str).map(theme)
    calls = load("service_calls", dataset, columns=["customer_id", "timestamp", "topic"])
    about = calls["topic"].astype(str).map(theme)
    closing = load("accounts", dataset, columns=["customer_id", "close_date"]).set_index("customer_id")["close_date"]
    gone = calls["customer_id"].map(closing) < calls["timestamp"] + pd.DateOffset(months=WAIT)
    known = calls["timestamp"] < Books(dataset).end - pd.DateOffset(months=WAIT)
    shares = {
        "posts": posts.value_counts() / len(posts),
        "calls": about.value_counts() / len(about),
        "left": gone[known].groupby(about[known]).mean(),
    }
    return pd.DataFrame(shares).reindex(list(THEMES)).fillna(0.0) * 100


def online_months(dataset: str | Path | None = None) -> pd.DataFrame:
    """Demand month by month: a row a month of the history (a timestamp). Columns: online and travel, shares of the purchases in percent;
    spent, million yuan."""
    bought = load("transactions", dataset, columns=["timestamp", "side", "category", "amount"])
    month = bought["timestamp"].dt.to_period("M").dt.to_timestamp()
    return pd.DataFrame(
        {
            "online": (bought["side"] == "online").groupby(month).mean() * 100,
            "travel": (bought["category"] == "travel").groupby(month).mean() * 100,
            "spent": bought["amount"].groupby(month).sum() / 1e6,
        }
    )
