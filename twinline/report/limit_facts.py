"""What the trial of bigger limits has to teach: module m03."""

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, ratio
from twinline.report.fact import PLANTED, Target, Unit

BEFORE = 6  # months over which we see how they pay
AFTER = 6  # months of spending that are compared
WATCHED = 10  # months in which a card can go bad
SMALL = 0.15  # share of what they owe that is paid, below which somebody pays the minimum
BAD = 2  # months overdue


@once
def trial(bank: Books) -> pd.DataFrame:
    """Customers in the trial: `asked`; `small` if they paid the minimum before; what they `spent` a month after; whether they
    went `bad` within `WATCHED` months, and whether they were `lost` to the bank, by that or by closing the card."""
    drawn = bank("limit_offers", "customer_id", "date", "asked")
    if drawn.empty:
        raise NothingToMeasure
    month = int(bank.month(drawn["date"]).iloc[0])
    if bank.months <= month + WATCHED:
        raise NothingToMeasure
    made = bank("statements", "customer_id", "month", "opening", "payments", "refunds", "purchases", "bucket")
    made = made.assign(since=bank.month(made["month"]) - month)
    past = made[made["since"].between(-BEFORE, -1)].groupby("customer_id")[["opening", "payments"]].sum()
    ahead, watched = made[made["since"].between(1, AFTER)], made[made["since"].between(1, WATCHED)]
    rows = drawn.set_index("customer_id")
    bad = watched.groupby("customer_id")["bucket"].max().reindex(rows.index, fill_value=0) >= BAD
    closed = views.accounts(bank).set_index("customer_id")["closed"].reindex(rows.index) <= month + WATCHED
    return rows.assign(
        small=(past["payments"] < SMALL * past["opening"]).reindex(rows.index, fill_value=False),
        spent=ahead.groupby("customer_id")["purchases"].sum().reindex(rows.index, fill_value=0.0) / AFTER,
        bad=bad,
        lost=bad | closed,
    )


def _by_lot(rows: pd.DataFrame, outcome: str) -> Measured:
    return difference(rows[outcome][rows["asked"]], rows[outcome][~rows["asked"]])


@PLANTED.row(
    "limit_rise_spends",
    "m03",
    title=("A bigger limit is used", "提额带来消费"),
    sentence=(
        "By lot, and whether they said yes or not, customers who were asked whether they want a bigger limit spend more in the "
        "half year after: an eighth or so.",
        "按抽签比较（不论是否同意），被询问提额的客户，此后半年的消费高出约八分之一。",
    ),
    target=Target(1.03, 1.35),
    unit=Unit.TIMES,
)
def _limit_rise_spends(bank: Books) -> Measured:
    rows = trial(bank)
    return ratio(rows["spent"][rows["asked"]], rows["spent"][~rows["asked"]])


@PLANTED.row(
    "limit_rise_harms_some",
    "m03",
    title=("Whoever pays the minimum goes bad", "最低还款客户提额后变坏"),
    sentence=(
        "Of those who paid hardly more than the minimum before (less than 15 % of what they owed), more go two months overdue "
        "within ten months if they were asked: by lot, some five points.",
        "此前基本只还最低还款额（还款不到欠款的 15%）的客户，被询问提额后，十个月内逾期达两期的比例更高：按抽签比较高约五个百分点。",
    ),
    target=Target(0.01, 0.12, least_z=2.5),
    unit=Unit.POINTS,
)
def _limit_rise_harms_some(bank: Books) -> Measured:
    rows = trial(bank)
    return _by_lot(rows[rows["small"]], "bad")


@PLANTED.row(
    "limit_rise_loses_some",
    "m03",
    title=("…and more of them are lost", "……这些客户流失更多"),
    sentence=(
        "Of the same customers more are lost within ten months, by closing the card or by going bad, if they were asked.",
        "同样这些客户，被询问提额后，十个月内销户或变坏的比例更高。",
    ),
    target=Target(low=0.005, high=0.12),
    unit=Unit.POINTS,
)
def _limit_rise_loses_some(bank: Books) -> Measured:
    rows = trial(bank)
    return _by_lot(rows[rows["small"]], "lost")


@PLANTED.row(
    "limit_rise_keeps_others",
    "m03",
    title=("…while the others stay", "……其他客户却留得更住"),
    sentence=(
        "Of those who paid more than that, fewer are lost within ten months if they were asked, by lot some four points: the "
        "same rise, the opposite sign.",
        "还款更多的客户，被询问提额后，十个月内销户或变坏的比例反而更低，按抽签比较低约四个百分点：同样的提额，方向相反。",
    ),
    target=Target(-0.12, -0.01, least_z=2.5),
    unit=Unit.POINTS,
)
def _limit_rise_keeps_others(bank: Books) -> Measured:
    rows = trial(bank)
    return _by_lot(rows[~rows["small"]], "lost")
