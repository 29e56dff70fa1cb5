"""Whether people's traits hang together as they do at a real bank, and whether the bank keeps to what they allow."""

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure
from twinline.data.statistics import difference, mean, ratio
from twinline.report.fact import CALIBRATION, Target, Unit

YOUNG, OLD = 30, 50  # age at the application
LAST_FIFTH = 4


@CALIBRATION.row(
    "well_off_pay_in_full",
    "bank",
    title=("The well-off pay in full", "收入高的更多全额还款"),
    sentence=(
        "Share of statements paid in full: the best-paid fifth of customers less the worst-paid.",
        "账单全额还款的比例：收入最高的五分之一客户，减收入最低的五分之一。",
    ),
    target=Target(0.08, 0.45),
    unit=Unit.POINTS,
)
def _well_off_pay_in_full(bank: Books) -> Measured:
    bills = bank("statements", "customer_id", "opening", "payments")
    owed = bills[bills["opening"] > 0]
    full = (owed["payments"] >= owed["opening"]).groupby(owed["customer_id"]).mean()
    income = bank("customers", "customer_id", "income").set_index("customer_id")["income"].reindex(full.index)
    fifth = pd.qcut(income.rank(method="first"), 5, labels=False)
    return difference(full[fifth == LAST_FIFTH], full[fifth == 0])


@CALIBRATION.row(
    "young_by_app",
    "bank",
    title=("The young come by app", "年轻人多从手机银行来"),
    sentence=(
        "Share acquired through the app among those up to thirty at the application, over that among those above fifty.",
        "申请时不满三十岁的客户中经手机银行办卡的比例，与五十岁以上客户的同一比例之比。",
    ),
    target=Target(2.0, 6.0),
    unit=Unit.TIMES,
)
def _young_by_app(bank: Books) -> Measured:
    people = bank("customers", "customer_id", "birth_year", "acquisition")
    opened = views.accounts(bank).set_index("customer_id")["open_date"].reindex(people["customer_id"])
    age = opened.dt.year.to_numpy() - people["birth_year"]
    app = people["acquisition"].astype(str) == "app"
    return ratio(app[age <= YOUNG], app[age > OLD])


@CALIBRATION.row(
    "referrers_are_customers",
    "bank",
    title=("Who refers is a customer", "推荐人当时还是客户"),
    sentence=(
        "Of the referred applications in the data's months, the share whose referrer had closed the card before.",
        "数据期内的转介绍申请中，推荐人此前已销户的比例。",
    ),
    target=Target(0.0, 0.025),
    unit=Unit.PERCENT,
)
def _referrers_are_customers(bank: Books) -> Measured:
    sent = bank("applications", "referrer_customer_id", "started").dropna()
    sent = sent[sent["started"] >= bank.start]
    if sent.empty:
        raise NothingToMeasure
    closed = views.accounts(bank).set_index("customer_id")["close_date"]
    return mean(sent["referrer_customer_id"].map(closed) < sent["started"])


@CALIBRATION.row(
    "only_where_allowed",
    "bank",
    title=("Contact only where it is allowed", "只触达可以触达的人"),
    sentence=(
        "Share of the contacts of the rules and pilots with customers who had not consented, or had refused the channel.",
        "日常名单与试点的触达中，未获授权或客户已拒绝该渠道的占比。",
    ),
    target=Target(0.0, 0.0),
    unit=Unit.PERCENT,
)
def _only_where_allowed(bank: Books) -> Measured:
    made = bank("touches", "customer_id", "date", "channel")
    ways = {"sms": "sms_opt_out", "call": "call_opt_out", "wecom": "wecom_opt_out"}
    made = made.merge(bank("contacts", "customer_id", "consent_date", *ways.values()), on="customer_id")
    wrong = ~(made["consent_date"] <= made["date"])
    for channel, column in ways.items():
        wrong |= made[column] & (made["channel"].astype(str) == channel)
    return Measured(float(wrong.mean()), n=len(wrong))
