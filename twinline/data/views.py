"""Frames that several rows and pictures build on, made once a bank from its observed tables."""

import numpy as np
import pandas as pd

from twinline.data.books import Books, NothingToMeasure, once
from twinline.data.pilots import margin, pilot

STILL_HERE = 10_000  # months to a closing that never came


@once
def purchases(bank: Books) -> pd.DataFrame:
    """Every purchase: customer_id, timestamp, month, online, amount."""
    bought = bank("transactions", "customer_id", "timestamp", "side", "amount")
    return bought.assign(month=bank.month(bought["timestamp"]), online=bought["side"] == "online")


@once
def daily(bank: Books) -> pd.DataFrame:
    """Purchases and their value by day."""
    bought = purchases(bank)
    days = bought["amount"].groupby(bought["timestamp"].dt.normalize()).agg(["size", "sum"])
    return days.rename(columns={"size": "count", "sum": "value"})


@once
def statements(bank: Books) -> pd.DataFrame:
    """Every statement with its month's number, whether the card was used (`active`), and what it earned (`margin`)."""
    columns = ["customer_id", "month", "opening", "purchases", "interest", "closing", "limit", "bucket"]
    made = bank("statements", *columns)
    return made.assign(
        date=made["month"], month=bank.month(made["month"]), active=made["purchases"] > 0, margin=margin(made)
    )


@once
def settled(bank: Books) -> pd.DataFrame:
    """The statements of the last year: long enough after the history's beginning. A shorter history has none such."""
    if bank.months < 12:
        raise NothingToMeasure
    made = statements(bank)
    return made[made["date"] >= bank.last_year]


@once
def accounts(bank: Books) -> pd.DataFrame:
    """Every account with the months of its opening and closing, and months waited for its first use."""
    held = bank("accounts", "customer_id", "limit", "open_date", "activation_date", "close_date", "status")
    opened = bank.month(held["open_date"])
    return held.assign(
        opened=opened, closed=bank.month(held["close_date"]), wait=bank.month(held["activation_date"]) - opened
    )


@once
def new_cards(bank: Books) -> pd.DataFrame:
    """Accounts opened within the history that we see for six months or more after the month of opening."""
    held = accounts(bank)
    return held[held["opened"].between(0, bank.months - 7)]


@once
def enquiries(bank: Books) -> pd.MultiIndex:
    """(customer, month) of every call that asked about fees or about leaving."""
    calls = bank("service_calls", "customer_id", "timestamp", "topic")
    asked = calls[calls["topic"].isin(["fee_question", "cancel_card"])]
    return pd.MultiIndex.from_arrays([asked["customer_id"], bank.month(asked["timestamp"])])


@once
def touches(bank: Books) -> pd.DataFrame:
    """Every touch with its month, and the months from it to the customer's closing (`STILL_HERE` if none)."""
    columns = ["customer_id", "date", "campaign", "arm", "assignment", "delivered", "redeemed", "complained", "cost"]
    made = bank("touches", *columns)
    for column in ("campaign", "arm", "assignment"):
        made[column] = made[column].astype(str)
    month = bank.month(made["date"])
    gone = made["customer_id"].map(accounts(bank).set_index("customer_id")["closed"]) - month
    return made.assign(month=month, gone=gone.fillna(STILL_HERE))


@once
def entries(bank: Books, campaign: str, horizon: int = 6) -> pd.DataFrame:
    """A pilot's customers as they entered it, a row each: arm, month, gone; and of all its contacts with them `cost`,
    `complaints`, and whether any `reached` them and any offer was `redeemed`.

    `stayed` says whether the card was still open `horizon` months after the month of entry; who entered too late for us to
    know is left out.
    """
    rows = touches(bank)
    rows = rows[(rows["campaign"] == campaign) & (rows["assignment"] == "randomised")].sort_values("date")
    sums = rows.groupby("customer_id").agg(
        cost=("cost", "sum"),
        complaints=("complained", "sum"),
        reached=("delivered", "any"),
        redeemed=("redeemed", "any"),
    )
    entered = rows.drop_duplicates("customer_id").drop(columns=["cost", "complained", "delivered", "redeemed"])
    entered = entered.merge(sums, on="customer_id")
    entered = entered[entered["month"] + horizon < bank.months]
    if entered.empty:
        raise NothingToMeasure
    return entered.assign(stayed=entered["gone"] > horizon)


@once
def dipped(bank: Books) -> pd.DataFrame:
    """Those of the retention call's pilot who had spent less than half of their usual in the month before it.

    Yuan a month: `usual` before that month, `before` in it, `after` in the month of the call and the two that follow.
    """
    drawn = entries(bank, "retention_call")
    month = int(drawn["month"].min())
    if month < 3:
        raise NothingToMeasure
    spent = statements(bank).pivot_table("purchases", "customer_id", "month", "sum", fill_value=0.0)
    spent = spent.reindex(drawn["customer_id"], fill_value=0.0).set_axis(drawn.index)
    drawn = drawn.assign(
        usual=spent[list(range(month - 1))].mean(axis=1),
        before=spent[month - 1],
        after=spent[list(range(month, month + 3))].mean(axis=1),
    )
    return drawn[(drawn["usual"] > 0) & (drawn["before"] < drawn["usual"] / 2)]


@once
def pilot_file(bank: Books, campaign: str) -> pd.DataFrame:
    """A pilot as learners get it from `twinline.data.pilots.pilot`, arms and segments as text."""
    drawn = pilot(campaign, bank.folder)
    return drawn.assign(arm=drawn["arm"].astype(str), segment=drawn["segment"].astype(str))


@once
def usual_calls(bank: Books) -> pd.DataFrame:
    """Every statement but the last month's: customer_id, month, whether business as usual `called` the customer to keep
    them in that month, and whether they used the card in the next (`buys_next`).
    """
    here = statements(bank)[["customer_id", "month", "active"]]
    used = here[here["active"]]
    calls = touches(bank)
    calls = calls[calls["campaign"] == "keep"]
    here = here[here["month"] < bank.months - 1]
    buys_next = in_pairs(
        here["customer_id"], here["month"] + 1, pd.MultiIndex.from_frame(used[["customer_id", "month"]])
    )
    called = in_pairs(here["customer_id"], here["month"], pd.MultiIndex.from_frame(calls[["customer_id", "month"]]))
    return here.assign(called=called, buys_next=buys_next)


@once
def potential(bank: Books, campaign: str, outcome: str) -> pd.DataFrame:
    """A pilot's true potential outcomes as numbers: a row a customer drawn, a column an arm."""
    truth = bank("truth_pilots", "campaign", "customer_id", "arm", outcome)
    rows = truth[truth["campaign"] == campaign]
    if rows.empty:
        raise NothingToMeasure
    rows = rows.assign(arm=rows["arm"].astype(str), outcome=rows[outcome].astype(float))
    return rows.pivot_table("outcome", "customer_id", "arm")


def margin_over(bank: Books, customers: pd.DataFrame, first: pd.Series | int, months: int) -> pd.Series:
    """What each of the customers earned us in `months` months from month `first` of theirs on; 0 after a closing."""
    made = statements(bank)[["customer_id", "month", "margin"]]
    begins = pd.Series(first, customers.index).to_numpy()
    since = made["month"] - made["customer_id"].map(pd.Series(begins, customers["customer_id"].to_numpy()))
    sums = made[(since >= 0) & (since < months)].groupby("customer_id")["margin"].sum()
    earned: pd.Series = customers["customer_id"].map(sums).fillna(0.0)
    return earned


def in_pairs(one: pd.Series, other: pd.Series, pairs: pd.MultiIndex) -> np.ndarray:
    """Which of two columns' rows, taken together, are among the pairs."""
    return np.asarray(pd.MultiIndex.from_arrays([one, other]).isin(pairs))
