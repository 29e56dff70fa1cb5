"""Expected and unexpected loss: PD × LGD × EAD, the capital behind it, what a price must cover, and what stress adds."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy import optimize
from scipy.stats import norm

from generators import parameters as p
from generators.twin.money import chance_of_default
from twinline.data.pilots import margin
from twinline.data.tables import load

LGD: Final = p.LOSS_GIVEN_DEFAULT
CORRELATION: Final = 0.04  # of qualifying revolving retail exposures: Basel Committee, CRE31
CONFIDENCE: Final = 0.999  # the same
DEFAULT: Final = 4  # months overdue: one is up to 30 days, so the fourth is more than 90
OPERATIONS: Final = 12 * p.OPERATIONS_FEN / p.FEN  # yuan a year to run an open card (a)
GRADES: Final = ("A", "B", "C", "D")


def expected_loss(pd_: float, lgd: float, ead: float) -> float:
    """What is lost on average: PD × LGD × EAD, in the unit of `ead` (Basel Committee, CRE35)."""
    return pd_ * lgd * ead


def capital(pd_: float, lgd: float, ead: float) -> float:
    """What stands behind losses beyond the expected ones: EAD × LGD × (N((G(PD) + √R × G(.999)) / √(1 - R)) - PD), R = .04.

    The Basel Committee's formula for qualifying revolving retail exposures (CRE31), as an economic measure; what a bank must hold
    follows from its own approach. `pd_` for a year, in the unit of `ead`.
    """
    pd_ = float(np.clip(pd_, 1e-6, 1 - 1e-6))
    worst = norm.cdf((norm.ppf(pd_) + np.sqrt(CORRELATION) * norm.ppf(CONFIDENCE)) / np.sqrt(1 - CORRELATION))
    return float(ead * lgd * (worst - pd_))


def book(dataset: str | Path | None = None) -> pd.DataFrame:
    """Every open account at the end of the first year, a row each, and what the second year made of it.

    Columns: customer_id, balance, limit, undrawn (yuan), minimum and missed (how many of the last six bills), grade: A pays in full, B in part, C
    the minimum, D was overdue lately; default (more than 90 days overdue within the year), at_default (balance then), margin (of
    the year).
    """
    made = load("statements", dataset).sort_values(["customer_id", "month"])
    start = made["month"].min() + pd.DateOffset(months=12)
    before = made[made["month"] < start]
    now = before[before["month"] == start - pd.DateOffset(months=1)].set_index("customer_id")
    now = now[now["bucket"] < DEFAULT]
    recent = before[before["month"] >= start - pd.DateOffset(months=6)].copy()
    recent["share"] = recent["payments"] / recent["opening"].where(recent["opening"] > 0)
    habits = recent.groupby("customer_id").agg(share=("share", "median"), worst=("bucket", "max"))
    habits = habits.reindex(now.index)
    share = habits["share"].fillna(1.0)
    grade = np.select([habits["worst"] > 0, share >= 0.98, share >= 0.12], ["D", "A", "B"], "C")
    year = made[made["month"] >= start]
    year = year.assign(margin=margin(year))
    fell = year[year["bucket"] >= DEFAULT].drop_duplicates("customer_id").set_index("customer_id")["closing"]
    rows = now[["closing", "limit"]].rename(columns={"closing": "balance"})
    rows["undrawn"] = (rows["limit"] - rows["balance"]).clip(lower=0)
    rows["grade"] = grade
    rows["default"] = rows.index.isin(fell.index)
    rows["at_default"] = fell.reindex(rows.index)
    rows["margin"] = year.groupby("customer_id")["margin"].sum().reindex(rows.index).fillna(0.0)
    found: pd.DataFrame = rows.reset_index()
    return found


def by_grade(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a grade of `book`: customers, balance and what would be owed at default (ead), pd, expected loss, capital, margin,
    operations (`OPERATIONS` a card); yuan.

    EAD is the balance plus the part of the undrawn limit that those who defaulted drew before they did, measured over the
    whole book.
    """
    fallen = rows[rows["default"]]
    drawn = float((fallen["at_default"] - fallen["balance"]).sum() / fallen["undrawn"].sum())
    found = {}
    for grade in GRADES:
        part = rows[rows["grade"] == grade]
        ead = float(part["balance"].sum() + max(drawn, 0.0) * part["undrawn"].sum())
        chance = float(part["default"].mean())
        loss, behind = expected_loss(chance, LGD, ead), capital(chance, LGD, ead)
        found[grade] = [
            len(part),
            part["balance"].sum(),
            ead,
            chance,
            loss,
            behind,
            part["margin"].sum(),
            OPERATIONS * len(part),
        ]
    names = ["n", "balance", "ead", "pd", "expected_loss", "capital", "margin", "operations"]
    return pd.DataFrame.from_dict(found, orient="index", columns=names)


def annual_rate(fee: float, months: int) -> float:
    """What a fee a month on the whole principal comes to a year on what is still owed: twelve times the monthly internal rate
    of return.

    That is a simple rate: PBOC announcement 3/2021 allows it if it is called so; `compounded` is the other one allowed."""

    def gap(rate: float) -> float:
        return float(sum((1 / months + fee) / (1 + rate) ** month for month in range(1, months + 1)) - 1)

    return float(12 * optimize.brentq(gap, 0.0, 1.0)) if fee > 0 else 0.0


def compounded(annual: float) -> float:
    """A simple annual rate with interest on interest each month: (1 + rate / 12) to the power of 12, less 1."""
    return float((1 + annual / 12) ** 12 - 1)


def write_off_chance(months: int) -> float:
    """Chance that what is owed by somebody so many months overdue is written off in the end, by the bank's roll rates."""
    return float(chance_of_default()[months])


def needed_rate(pd_: float, cost: float, hurdle: float, lgd: float = LGD) -> float:
    """The lowest annual rate on a yuan owed that covers funding, expected loss, `cost` (share of the balance a year) and the
    `hurdle` return on capital."""
    return 12 * p.FUNDING + pd_ * lgd + cost + hurdle * capital(pd_, lgd, 1.0)


def stressed(grades: pd.DataFrame, index: float, elasticity: float, lgd_more: float = 0.0) -> pd.DataFrame:
    """The table of `by_grade` under stress: an `index` (100: as now) of unemployment multiplies the odds of default by
    (index / 100) to the power of `elasticity`, an assumption; `lgd_more` is added to the loss given default."""
    odds = grades["pd"] / (1 - grades["pd"]) * (index / 100) ** elasticity
    chance, lgd = odds / (1 + odds), min(LGD + lgd_more, 1.0)
    pairs = list(zip(chance, grades["ead"], strict=True))
    return grades.assign(
        pd=chance,
        expected_loss=[expected_loss(one, lgd, ead) for one, ead in pairs],
        capital=[capital(one, lgd, ead) for one, ead in pairs],
    )
