"""Randomised pilots as an analyst gets them: one row a customer, who was drawn, what it cost, what they did."""

from pathlib import Path

import pandas as pd

from generators import parameters as p
from generators.errors import UnknownChoice
from twinline.data import load

CAMPAIGNS = [pilot.campaign for pilot in p.PILOTS]


def pilot(campaign: str, dataset: str | Path | None = None) -> pd.DataFrame:
    """The file of a randomised pilot, one row for every customer who was drawn into it.

    Columns: customer_id; segment (as the bank saw them when it drew the list); arm ("treated" or "control", by lot);
    redeemed; cost (yuan, contact and offer); bought (used the card in the month of the pilot); spent (yuan in that
    month). Raises `UnknownChoice` for a campaign that was no pilot.
    """
    if campaign not in CAMPAIGNS:
        raise UnknownChoice("pilot", "试点", campaign, CAMPAIGNS)
    touches = load("touches", dataset)
    drawn = touches[(touches["campaign"] == campaign) & (touches["assignment"] == "randomised")]
    month = drawn["date"].min().to_period("M").to_timestamp()
    statements = load("statements", dataset, columns=["customer_id", "month", "purchases"])
    spent = statements[statements["month"] == month].set_index("customer_id")["purchases"]
    file: pd.DataFrame = drawn[["customer_id", "segment", "arm", "redeemed", "cost"]].reset_index(drop=True)
    file["spent"] = file["customer_id"].map(spent).fillna(0.0)
    file["bought"] = file["spent"] > 0
    return file


def margin(statements: pd.DataFrame) -> pd.Series:
    """What each statement earned, in yuan: interest, plus interchange less network and points, less funding.

    Credit losses and the cost of running the bank are left out. The rates are those of `generators.parameters`.
    """
    on_purchases = p.INTERCHANGE - p.NETWORK_FEE - p.POINTS_COST
    return statements["interest"] + on_purchases * statements["purchases"] - p.FUNDING * statements["opening"]
