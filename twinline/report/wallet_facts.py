"""What customers use elsewhere has to teach: module m08, who grows and who is full."""

import numpy as np
import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import lift, slope
from twinline.report.fact import PLANTED, Target, Unit
from twinline.report.tie_facts import by_spend

HALF_YEAR = 6  # months at either end of the history whose spending is compared
LEAST_MONTHS = 18


@once
def used_elsewhere(bank: Books) -> pd.Series:
    """Yuan owed on other banks' cards when each customer applied: lines times utilisation, from the bureau."""
    files = bank("bureau", "customer_id", "lines_elsewhere", "utilisation_elsewhere").set_index("customer_id")
    used: pd.Series = files["lines_elsewhere"] * files["utilisation_elsewhere"].fillna(0.0)
    return used


@once
def growth(bank: Books) -> pd.DataFrame:
    """Older cards used in the first and the last half-year: log growth between the two, quarter of spending in the first
    (0 to 3), log of it, bureau score (in fifties), and `high`: more used elsewhere than the middle one of their quarter."""
    if bank.months < LEAST_MONTHS:
        raise NothingToMeasure
    made = views.statements(bank)
    made = made[made["customer_id"].isin(views.accounts(bank).query("opened < 0")["customer_id"])]
    first, last = (
        made[made["month"].between(begin, begin + HALF_YEAR - 1)].groupby("customer_id")["purchases"].sum()
        for begin in (0, bank.months - HALF_YEAR)
    )
    both = pd.DataFrame({"first": first, "last": last}).dropna()
    both = both[(both > 0).all(axis=1)]
    if len(both) < 4:
        raise NothingToMeasure
    score = bank("bureau", "customer_id", "score").set_index("customer_id")["score"]
    both = both.assign(
        growth=np.log(both["last"] / both["first"]),
        level=np.log(both["first"]),
        score=score.reindex(both.index) / 50,
        used=used_elsewhere(bank).reindex(both.index),
        quarter=pd.qcut(both["first"], 4, labels=False),
    )
    middle = both["quarter"].isin([1, 2])
    band = both["quarter"].where(~middle, 1)
    return both.assign(high=both["used"] >= both.groupby(band)["used"].transform("median"))


@PLANTED.row(
    "wallet_elsewhere_grows",
    "m08",
    title=("Much used elsewhere, more to win here", "他行用得多，本行才有增长空间"),
    sentence=(
        "Of those in the middle half by spending at the start, the half that owed more on other banks' cards when they applied "
        "has grown some fourteen per cent more here a year and a half later, at equal spending and bureau score.",
        "期初消费居中的一半客户里，期初消费和征信评分相同的情况下，申请时他行用信较多的，一年半后本行消费多增长一成多。",
    ),
    target=Target(0.05, 0.30, least_z=2.5),
    unit=Unit.NUMBER,
)
def _wallet_elsewhere_grows(bank: Books) -> Measured:
    rows = growth(bank)
    return slope(rows[rows["quarter"].isin([1, 2])], "growth", "high", ["level", "score"])


@PLANTED.row(
    "heavy_are_full",
    "m08",
    title=("…not from those who are full", "……“吃满”的大户除外"),
    sentence=(
        "In the quarter that spends most, what is used elsewhere tells next to nothing about growth.",
        "消费最多的四分之一客户中，他行用信多少与之后的增长几乎无关。",
    ),
    target=Target(-0.13, 0.13),
    unit=Unit.NUMBER,
)
def _heavy_are_full(bank: Books) -> Measured:
    rows = growth(bank)
    return slope(rows[rows["quarter"] == 3], "growth", "high", ["level", "score"])


@PLANTED.row(
    "upgrade_by_wallet",
    "m08",
    title=("An invitation works where the wallet lies elsewhere", "钱包在他行的客户，邀约才有效"),
    sentence=(
        "Outside the quarter that spends most, an invitation to a bigger card raises upgrades by some seven points more among "
        "those who owe more elsewhere than among the others.",
        "除消费最多的四分之一外，他行用信较多的客户，升级邀约的提升比其他客户高约7个百分点。",
    ),
    target=Target(low=0.0, least_z=2),
    unit=Unit.POINTS,
)
def _upgrade_by_wallet(bank: Books) -> Measured:
    drawn = by_spend(bank)
    drawn = drawn[~drawn["heavy"]]
    used = drawn["customer_id"].map(used_elsewhere(bank))
    more, less = (lift(drawn[half], "upgraded") for half in (used >= used.median(), used < used.median()))
    return Measured(more.value - less.value, float(np.hypot(more.error or 0, less.error or 0)), len(drawn))
