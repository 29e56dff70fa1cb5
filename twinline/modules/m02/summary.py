"""An annual summary and what it leaves out: key figures by month, cards long asleep, and cohorts of the co-branded card.

Each function reads the bank's observed tables only; `dataset` is a scale or a folder, as for `tw.load`.
"""

from pathlib import Path
from typing import Final

import pandas as pd

from twinline.data.books import Books

ASLEEP: Final = 18  # months; a card asleep for so long counts against the regulator's 20 % (notice of 2022)
HALF_A_YEAR: Final = 6  # periods overdue


def key_figures(dataset: str | Path | None = None) -> pd.DataFrame:
    """The five figures of the summary as they come out of the books: a row a month of the history (a timestamp).

    Columns: issued (cards ever issued), open (not closed by the month's end), in_use (cards that bought in the month),
    spent, billed, repaid (of the bills of the month before) and balance (million yuan), overdue and half_year (million
    yuan of balances a period or more, and six or more, overdue).
    """
    bank = Books(dataset)
    sheets = bank("statements", "month", "purchases", "opening", "payments", "closing", "bucket")
    cards = bank("accounts", "open_date", "close_date")
    late, lost = sheets["bucket"] > 0, sheets["bucket"] >= HALF_A_YEAR
    money = sheets.assign(late=sheets["closing"].where(late, 0.0), lost=sheets["closing"].where(lost, 0.0))
    sums = money.groupby("month")[["purchases", "opening", "payments", "closing", "late", "lost"]].sum() / 1e6
    sums.columns = pd.Index(["spent", "billed", "repaid", "balance", "overdue", "half_year"])
    ends = [month + pd.DateOffset(months=1) for month in sums.index]
    issued = [int((cards["open_date"] < end).sum()) for end in ends]
    closed = [int((cards["close_date"] < end).sum()) for end in ends]
    used = (sheets["purchases"] > 0).groupby(sheets["month"]).sum()
    counts = pd.DataFrame({"issued": issued, "closed": closed, "in_use": used.to_numpy()}, index=sums.index)
    counts.insert(1, "open", counts["issued"] - counts.pop("closed"))
    return counts.join(sums)


def segments(dataset: str | Path | None = None) -> pd.Series:
    """How the customers split into the bank's own segments: shares by segment (text), the mean over the last year's months.

    As the bank sees them when it draws a month's lists: new_unused (opened in that month or the two before and never used),
    asleep (no purchase in the two months before), regular (everybody else). See `segment` of the table `touches`.
    """
    bank = Books(dataset)
    cards = bank("accounts", "customer_id", "open_date", "close_date")
    bought = bank("statements", "customer_id", "month", "purchases")
    bought = bought[bought["purchases"] > 0]
    shares = []
    for month in pd.date_range(bank.last_year, periods=12, freq="MS"):
        two_before = month - pd.DateOffset(months=2)
        before = bought[bought["month"] < month]
        ever = cards["customer_id"].isin(before["customer_id"])
        lately = cards["customer_id"].isin(before.loc[before["month"] >= two_before, "customer_id"])
        here = (cards["open_date"] < month) & ~(cards["close_date"] < month)
        new = here & (cards["open_date"] >= two_before) & ~ever
        quiet = here & ~new & ~lately
        shares.append({"regular": (here & ~new & ~quiet).sum(), "asleep": quiet.sum(), "new_unused": new.sum()})
    counts = pd.DataFrame(shares)
    return counts.div(counts.sum(axis=1), axis=0).mean()


def asleep(dataset: str | Path | None = None) -> pd.DataFrame:
    """The cards open when the history ends: a row a card, with `months` since its last purchase and its `balance` (yuan).

    A card that never bought counts from the day it was opened, one that did not buy in our history from its beginning, so
    that 24 may mean more. What was repaid too much counts as a balance, too.
    """
    bank = Books(dataset)
    cards = bank("accounts", "account_id", "customer_id", "open_date", "close_date")
    cards = cards[cards["close_date"].isna()]
    bought = bank("transactions", "customer_id", "timestamp").groupby("customer_id")["timestamp"].max()
    since = cards["customer_id"].map(bought).fillna(cards["open_date"])
    since = since.where(since >= bank.start, bank.start)
    sheets = bank("statements", "account_id", "month", "closing").set_index("account_id")
    now = sheets.loc[sheets["month"] == sheets["month"].max(), "closing"]
    quiet = (bank.end - since).dt.days / (365.25 / 12)
    return pd.DataFrame({"months": quiet, "balance": cards["account_id"].map(now).fillna(0.0)})


def cohorts(dataset: str | Path | None = None, last: int = 0) -> pd.DataFrame:
    """The co-branded card's report: a row a month of issue and month since; see the table `cobrand_cohorts`.

    Columns: cohort and month (timestamps), age (months since the issue, 0 for its own), issued, active (cards), spend (yuan).
    `last`, unless 0: only the cards of so many months of issue, the latest ones.
    """
    rows = Books(dataset)("cobrand_cohorts", "cohort", "month", "issued", "active", "spend")
    years = rows["month"].dt.year - rows["cohort"].dt.year
    rows.insert(2, "age", years * 12 + rows["month"].dt.month - rows["cohort"].dt.month)
    return rows[rows["cohort"] > rows["cohort"].max() - pd.DateOffset(months=last)] if last else rows


def at_mix_of(rows: pd.DataFrame, now: pd.Timestamp, then: pd.Timestamp) -> float:
    """The share of cards in use in the month `now`, had the cards been of the ages that they were of in the month `then`.

    Direct standardisation: the rate of each age now, weighted by the cards of that age then; `rows` are of `cohorts`.
    Ages that the bank has in one of both months only are left out.
    """
    today = rows[rows["month"] == now].set_index("age")
    before = rows[rows["month"] == then].set_index("age")
    rates, weights = (today["active"] / today["issued"]).align(before["issued"], join="inner")
    return float((rates * weights).sum() / weights.sum())
