"""The credit books beside our assumptions: how bills are paid, who rolls on, what comes back, what is stolen.

There is no public Chinese figure for any of them in the shape that a book shows it.
"""

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean, share
from twinline.report.fact import CALIBRATION, PLANTED, Target, Unit


@once
def bills(bank: Books) -> pd.DataFrame:
    """Every statement with the bill it answers (the month before, less what was not due), and the bucket before."""
    made = bank("statements", "account_id", "month", "closing", "unbilled", "payments", "limit", "bucket", "cash")
    made = made.sort_values(["account_id", "month"], ignore_index=True)
    before = made.groupby("account_id")[["closing", "unbilled", "bucket"]].shift()
    return made.assign(bill=before["closing"] - before["unbilled"], before=before["bucket"])


@CALIBRATION.row(
    "over_limit",
    "bank",
    title=("Statements above the limit", "超额度账单"),
    sentence=(
        "Purchases stop short of the limit: only interest and fees lift a few balances over it.",
        "消费受额度约束，只有利息和费用会使少数账单略超额度。",
    ),
    target=Target(high=0.02),
    unit=Unit.PERCENT,
)
def _over_limit(bank: Books) -> Measured:
    made = bills(bank)
    return share(made["closing"] > made["limit"])


@CALIBRATION.row(
    "paid_in_full",
    "bank",
    title=("Bills paid in full", "全额还款"),
    sentence=("Share of bills above 100 yuan that are paid in full.", "100 元以上账单中全额还清的比例。"),
    target=Target(0.25, 0.42),
    unit=Unit.PERCENT,
)
def _paid_in_full(bank: Books) -> Measured:
    made = bills(bank)
    owed = made[made["bill"] > 100]
    return share(owed["payments"] >= owed["bill"])


@CALIBRATION.row(
    "rolls_on",
    "bank",
    title=("From one month overdue to two", "M1 滚动至 M2"),
    sentence=(
        "Share of accounts a month overdue that are two months overdue a month later: one cell of the roll-rate matrix.",
        "逾期一期的账户下月进入逾期两期的比例：滚动率矩阵中的一格。",
    ),
    target=Target(0.20, 0.29),
    unit=Unit.PERCENT,
)
def _rolls_on(bank: Books) -> Measured:
    made = bills(bank)
    late = made[made["before"] == 1]
    if late.empty:
        raise NothingToMeasure
    return mean(late["bucket"] == 2)


@CALIBRATION.row(
    "refunds",
    "bank",
    title=("Purchases that come back", "退款率"),
    sentence=("Share of purchases that are refunded.", "消费中发生退款的笔数占比。"),
    target=Target(0.006, 0.016),
    unit=Unit.PERCENT,
)
def _refunds(bank: Books) -> Measured:
    return Measured(len(bank("refunds", "date")) / len(views.purchases(bank)), n=len(views.purchases(bank)))


@CALIBRATION.row(
    "instalments",
    "bank",
    title=("Instalments among balances", "分期余额占比"),
    sentence=(
        "Share of all balances that is instalments not billed yet, in the last year.",
        "最近一年，未出账分期本金占全部余额的比例。",
    ),
    target=Target(0.025, 0.08),
    unit=Unit.PERCENT,
)
def _instalments(bank: Books) -> Measured:
    made = bills(bank)
    made = made[made["month"] >= bank.last_year]
    return Measured(float(made["unbilled"].sum() / made["closing"].sum()), n=len(made))


@CALIBRATION.row(
    "cash",
    "bank",
    title=("Cash beside purchases", "现金支用占比"),
    sentence=(
        "Cash drawn or paid out by instalments, over what is bought with the cards.",
        "取现与现金分期放款额与消费额之比。",
    ),
    target=Target(0.007, 0.03),
    unit=Unit.PERCENT,
)
def _cash(bank: Books) -> Measured:
    bought = views.statements(bank)["purchases"].sum()
    return Measured(float(bills(bank)["cash"].sum() / bought), n=int((bills(bank)["cash"] > 0).sum()))


@PLANTED.row(
    "stolen_cards_burst",
    "m03",
    title=("Stolen cards are used in bursts", "盗刷成串出现"),
    sentence=(
        "Purchases found to be fraud have another online purchase of the same card within two hours far more often than "
        "those that the bank turned down.",
        "经认定的盗刷交易，两小时内同卡另有一笔线上消费的比例，远高于争议不成立的交易。",
    ),
    target=Target(low=0.3, least_z=4),
    unit=Unit.POINTS,
)
def _stolen_cards_burst(bank: Books) -> Measured:
    disputed = bank("disputes", "transaction_id", "customer_id", "outcome")
    if disputed["outcome"].nunique() < 2:
        raise NothingToMeasure
    bought = bank("transactions", "transaction_id", "customer_id", "timestamp", "side")
    bought = bought[(bought["side"] == "online") & bought["customer_id"].isin(disputed["customer_id"])]
    bought = bought.sort_values(["customer_id", "timestamp"], ignore_index=True)
    same = bought["customer_id"].eq(bought["customer_id"].shift())
    gap = bought["timestamp"].diff().dt.total_seconds().where(same)
    near = (gap < 7_200) | (gap.shift(-1) < 7_200)
    found = disputed.join(near.set_axis(bought["transaction_id"]).rename("near"), on="transaction_id")
    found["near"] = found["near"].eq(True)
    return difference(found["near"][found["outcome"] == "accepted"], found["near"][found["outcome"] == "rejected"])
