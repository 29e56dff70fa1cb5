"""How the bank's spending is spread over customers and days, beside public figures and our own assumptions."""

from datetime import timedelta

import numpy as np
import pandas as pd

from generators import parameters as p
from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import purchase_counts, ratio, share, top_share
from twinline.report.fact import CALIBRATION, Target, Unit

REPEAT_BUYING = (
    "Ehrenberg, Applied Statistics, 1959 (law of repeat buying)",
    "Ehrenberg，Applied Statistics，1959（重复购买规律）",
)
UNIONPAY = ("China UnionPay, Double 11 of 2019", "中国银联，2019 年“双 11”")
# --- how spending is spread -------------------------------------------------------------------------------------------


@once
def spent_last_year(bank: Books) -> pd.Series:
    """Each customer's purchases in the last year, of those who bought."""
    spent = views.settled(bank).groupby("customer_id")["purchases"].sum()
    return spent[spent > 0]


@CALIBRATION.row(
    "top_fifth",
    "bank",
    title=("The top fifth of customers", "头部两成客户"),
    sentence=(
        "Share of the last year's spending that comes from the top fifth.",
        "最近一年消费额中，来自前 20% 客户的比例。",
    ),
    target=Target(0.55, 0.75),
    unit=Unit.PERCENT,
)
def _top_fifth(bank: Books) -> Measured:
    return top_share(spent_last_year(bank), 0.2)


@once
def counts(bank: Books) -> pd.DataFrame:
    """Purchases of a customer in a month of the last year beside the fitted negative binomial."""
    bought = views.purchases(bank)
    bought = bought[bought["timestamp"] >= bank.last_year]
    return purchase_counts(bought.groupby(["customer_id", "month"]).size())


@CALIBRATION.row(
    "purchase_counts",
    "bank",
    title=("Purchases a month are NBD", "月消费笔数服从负二项分布"),
    sentence=(
        "The largest gap between the observed and fitted share of any number of purchases in an active month.",
        "活跃月消费笔数：每个笔数的实际占比与负二项拟合之差，取最大值。",
    ),
    target=Target(high=0.03),
    unit=Unit.PERCENT,
    source=REPEAT_BUYING,
)
def _purchase_counts(bank: Books) -> Measured:
    fit = counts(bank)
    return Measured(float((fit["observed"] - fit["fitted"]).abs().max()), n=len(fit))


@CALIBRATION.row(
    "round_amounts",
    "bank",
    title=("Round amounts", "整数金额"),
    sentence=("Share of purchases that are a whole multiple of ten yuan.", "金额恰为十元整数倍的消费笔数占比。"),
    target=Target(0.13, 0.20),
    unit=Unit.PERCENT,
)
def _round_amounts(bank: Books) -> Measured:
    return share((views.purchases(bank)["amount"] * 100).round() % 1_000 == 0)


# --- the calendar -----------------------------------------------------------------------------------------------------


@once
def feast(bank: Books) -> pd.DataFrame:
    """The last Double 11 whose October we see, over October's mean day: count and value."""
    days = views.daily(bank)
    for year in range(bank.end.year, bank.start.year - 1, -1):
        day = pd.Timestamp(year, 11, 11)
        october = days[pd.Timestamp(year, 10, 1) : pd.Timestamp(year, 10, 31)]
        if len(october) == 31 and day in days.index:
            return pd.DataFrame(days.loc[[day]] / october.mean())
    raise NothingToMeasure


@CALIBRATION.row(
    "double_11_count",
    "bank",
    title=("Double 11: purchases", "双 11：笔数"),
    sentence=("A fifth more purchases than on October's mean day.", "当日笔数比 10 月日均多两成。"),
    target=Target(1.10, 1.30),
    unit=Unit.TIMES,
    source=UNIONPAY,
)
def _double_11_count(bank: Books) -> Measured:
    return Measured(float(feast(bank)["count"].iloc[0]))


@CALIBRATION.row(
    "double_11_value",
    "bank",
    title=("Double 11: value", "双 11：金额"),
    sentence=("Half as much value again (+54 %) as on October's mean day.", "当日金额比 10 月日均高 54%。"),
    target=Target(1.30, 1.70),
    unit=Unit.TIMES,
    source=UNIONPAY,
)
def _double_11_value(bank: Books) -> Measured:
    return Measured(float(feast(bank)["value"].iloc[0]))


@once
def spring_festivals(bank: Books) -> list[pd.Timestamp]:
    """First days of the Spring Festivals that we see with three weeks on either side."""
    margin = timedelta(days=21)
    days = (pd.Timestamp(day) for day in p.SPRING_FESTIVAL.values())
    return [day for day in days if bank.start <= day - margin and day + margin < bank.end]


@CALIBRATION.row(
    "spring_festival",
    "bank",
    title=("Spring Festival", "春节"),
    sentence=(
        "Purchases a day in the week of the festival beside those two to three weeks before it: cards rest.",
        "春节当周日均笔数，与节前两到三周相比：用卡进入淡季。",
    ),
    target=Target(0.5, 0.95),
    unit=Unit.TIMES,
)
def _spring_festival(bank: Books) -> Measured:
    days, found = views.daily(bank)["count"], spring_festivals(bank)
    if not found:
        raise NothingToMeasure
    day = timedelta(days=1)
    dips = [days[first : first + 6 * day].mean() / days[first - 21 * day : first - 14 * day].mean() for first in found]
    return Measured(float(np.mean(dips)), n=len(dips))


@CALIBRATION.row(
    "weekend",
    "bank",
    title=("Weekends", "周末"),
    sentence=("Purchases on a Saturday or Sunday over those on a working day.", "周六日日均笔数与工作日之比。"),
    target=Target(1.05, 1.45),
    unit=Unit.TIMES,
)
def _weekend(bank: Books) -> Measured:
    days = views.daily(bank)["count"]
    rest = pd.DatetimeIndex(days.index).day_of_week >= 5
    return ratio(days[rest], days[~rest])


@CALIBRATION.row(
    "night",
    "bank",
    title=("Nights are quiet", "夜里少刷卡"),
    sentence=("Share of purchases between midnight and six in the morning.", "零点到六点的消费笔数占比。"),
    target=Target(high=0.06),
    unit=Unit.PERCENT,
)
def _night(bank: Books) -> Measured:
    return share(views.purchases(bank)["timestamp"].dt.hour < 6)
