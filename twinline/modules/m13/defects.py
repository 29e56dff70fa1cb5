"""Dirty exports beside the truth about them: what each kind of defect costs, and which checks see it. `dataset` as for `tw.load`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from twinline.data.tables import label, load, titles

BACK: Final = 0.05  # of each purchase, in the campaign of the lesson
MOST: Final = 50.0  # yuan back for one purchase

Check = Callable[[pd.DataFrame], pd.Series]
"""Takes the export, returns True for each row that is as expected: what `pandera.Check` takes for a whole table."""


def kind_of(truth: pd.DataFrame) -> pd.Series:
    """The column and the kind of each defect in words, such as “Amount · Outlier”; of a row that is there twice the kind alone."""
    kinds = truth["defect"].astype(str).map(titles("defect"))
    column = truth["column_name"].astype(str)
    named = column.map({name: label(name) for name in column.unique() if name != "row_id"})
    return kinds.where(column == "row_id", named + " · " + kinds)


def defects(table: str, dataset: str | Path | None = None) -> pd.DataFrame:
    """The truth about one export: row_id, column_name, true_value, kind (in words); a row a defect."""
    truth = load("truth_defects", dataset)
    truth = truth[truth["table_name"] == table]
    found: pd.DataFrame = truth.assign(kind=kind_of(truth))
    return found[["row_id", "column_name", "true_value", "kind"]].reset_index(drop=True)


def mended(export: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """The export as it should be: every spoilt cell put right, every second copy of a row gone. Index: row_id."""
    clean: pd.DataFrame = export.set_index("row_id")
    cells = truth[truth["column_name"] != "row_id"]
    for column, rows in cells.groupby("column_name"):
        clean.loc[rows["row_id"], column] = rows["true_value"].to_numpy()
    twice = truth.loc[truth["column_name"] == "row_id", "row_id"]
    return clean.loc[~clean.index.isin(twice)]


def paid(purchases: pd.DataFrame) -> pd.Series:
    """Yuan back for each row, as a program pays that reads text as it stands: what it cannot read gets nothing.

    `purchases` has amount, timestamp, category, merchant_id and customer_id as text. Every category counts, spelt as the bank spells it.
    """
    amount = pd.to_numeric(purchases["amount"], errors="coerce")
    when = pd.to_datetime(purchases["timestamp"], format="%Y-%m-%d %H:%M:%S", errors="coerce")
    known = purchases["category"].isin(list(titles("category").index))
    shops = purchases["merchant_id"] != "999999"
    account = purchases["customer_id"].str.fullmatch(r"[0-9]+").fillna(False)
    due = (amount * BACK).clip(upper=MOST).where(when.notna() & known & shops & account, 0.0)
    return due.fillna(0.0)


def cost_by_kind(export: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """What each kind of defect costs in the campaign: a row a kind, with cells (how many), over and short (yuan paid too much, too little)."""
    due = paid(mended(export, truth))
    got = paid(export.set_index("row_id"))
    wrong = got - due.reindex(got.index).fillna(0.0)
    each = truth.assign(wrong=truth["row_id"].map(wrong))
    return each.groupby("kind").agg(
        cells=("wrong", "size"),
        over=("wrong", lambda yuan: yuan.clip(lower=0).sum()),
        short=("wrong", lambda yuan: (-yuan).clip(lower=0).sum()),
    )


def caught(export: pd.DataFrame, truth: pd.DataFrame, checks: Mapping[str, Check]) -> pd.Series:
    """The share of each kind of defect that at least one check flags, in percent; a row twice counts if either copy is flagged."""
    fine = pd.Series(True, index=export.index)
    for check in checks.values():
        fine &= check(export).astype(bool)
    bad = set(export.loc[~fine, "row_id"])
    return truth["row_id"].isin(bad).groupby(truth["kind"]).mean() * 100


def precision(export: pd.DataFrame, truth: pd.DataFrame, checks: Mapping[str, Check]) -> pd.DataFrame:
    """What each check flags: a row a check, with flagged (rows) and right (the share of them, in percent, in which something is spoilt)."""
    spoilt = export["row_id"].isin(truth["row_id"])
    rows = {}
    for name, check in checks.items():
        bad = ~check(export).astype(bool)
        rows[name] = {"flagged": int(bad.sum()), "right": float(spoilt[bad].mean()) * 100}
    return pd.DataFrame(rows).T


def as_one_text(rows: pd.DataFrame) -> list[str]:
    """Name, birth year, city, branch and income of each person as one text, for comparing two lists that share no number."""
    income = rows["income"].astype(str).str.removesuffix(".0").fillna("")
    columns = [rows[name].astype(str).fillna("") for name in ("name", "birth_year", "city", "branch_id")]
    return ["|".join(cells) for cells in zip(*columns, income, strict=True)]
