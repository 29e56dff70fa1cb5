"""Randomised pilots as an analyst gets them: one row a customer, who was drawn, what it cost, what they did."""

from pathlib import Path

import pandas as pd

from generators import parameters as p
from generators.errors import UnknownChoice
from generators.twin import money
from twinline.data.tables import load

CAMPAIGNS = [*(pilot.campaign for pilot in p.PILOTS), p.HOOK.campaign]


def pilot(campaign: str, dataset: str | Path | None = None) -> pd.DataFrame:
    """The file of a randomised pilot, one row for every customer who was drawn into it.

    Columns: customer_id; drawn (the month in which they entered); segment (as the bank saw them then); arm (by lot, see
    the dictionary); redeemed; cost (yuan, all contacts and offers); bought (used the card in that month); spent (yuan in
    that month). Raises `UnknownChoice` for a campaign that was no pilot.
    """
    if campaign not in CAMPAIGNS:
        raise UnknownChoice("pilot", "试点", campaign, CAMPAIGNS)
    touches = load("touches", dataset)
    touches = touches[(touches["campaign"] == campaign) & (touches["assignment"] == "randomised")].sort_values("date")
    # A customer may be contacted in several waves: their first row is the draw, the sums are theirs.
    sums = touches.groupby("customer_id").agg(redeemed=("redeemed", "any"), cost=("cost", "sum"))
    file: pd.DataFrame = touches.drop_duplicates("customer_id")[["customer_id", "segment", "arm", "date"]]
    file = file.merge(sums, on="customer_id").sort_values("customer_id", ignore_index=True)
    file.insert(1, "drawn", file.pop("date").dt.to_period("M").dt.to_timestamp())
    for name in ("segment", "arm"):
        file[name] = file[name].cat.remove_unused_categories()
    spent = load("statements", dataset, columns=["customer_id", "month", "purchases"])
    spent = spent.rename(columns={"month": "drawn", "purchases": "spent"})
    spent["drawn"] = spent["drawn"].astype(file["drawn"].dtype)
    file = file.merge(spent, on=["customer_id", "drawn"], how="left")
    file["spent"] = file["spent"].fillna(0.0)
    file["bought"] = file["spent"] > 0
    return file


def margin(statements: pd.DataFrame) -> pd.Series:
    """What each statement earned, in yuan; see `generators.twin.money.margin`."""
    return pd.Series(money.margin(statements["purchases"], statements["interest"], statements["opening"]))
