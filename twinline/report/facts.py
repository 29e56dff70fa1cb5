"""What the lessons teach and the bank's tables hold without a pilot's help: modules m00 to m06.

To add a row, decorate a function that measures it. It looks at observed tables, as a good analyst would.
"""

import numpy as np
import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, population_stability, standardised, top_share
from twinline.report.fact import PLANTED, Note, Target, Unit

# --- m01: online and offline ------------------------------------------------------------------------------------------


@once
def online_by_quarter(bank: Books) -> pd.Series:
    """Share of purchases made online, by quarter of the history."""
    bought = views.purchases(bank)
    return bought["online"].groupby(bought["month"] // 3).mean()


@PLANTED.row(
    "online_rises",
    "m01",
    title=("Buying moves online", "消费在往线上走"),
    sentence=(
        "The online share of purchases is far higher in the last quarter than in the first.",
        "最后一个季度的线上消费笔数占比，明显高于第一个季度。",
    ),
    target=Target(low=0.08),
    unit=Unit.POINTS,
)
def _online_rises(bank: Books) -> Measured:
    share = online_by_quarter(bank)
    if bank.months < 18:  # the quarters are too near each other
        raise NothingToMeasure
    return Measured(float(share.iloc[-1] - share.iloc[0]), n=len(views.purchases(bank)))


@PLANTED.row(
    "online_every_quarter",
    "m01",
    title=("…in every quarter", "而且每个季度都在涨"),
    sentence=(
        "Even the weakest quarter brings a higher online share than the one before.",
        "即使涨得最慢的那个季度，线上占比也高于上一季度。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _online_every_quarter(bank: Books) -> Measured:
    share = online_by_quarter(bank)
    if len(share) < 2:
        raise NothingToMeasure
    return Measured(float(share.diff().min()), n=len(share))


@once
def care(bank: Books) -> pd.DataFrame:
    """The care list's contacts: by phone or SMS, after an enquiry or not, and who was still here six months on."""
    rows = views.touches(bank)
    rows = rows[rows["campaign"].isin(["care_call", "care_sms"]) & (rows["month"] + 6 < bank.months)]
    return rows.assign(
        stayed=rows["gone"] > 6,
        called=rows["campaign"] == "care_call",
        asked=views.in_pairs(rows["customer_id"], rows["month"] - 1, views.enquiries(bank)),
    )


@PLANTED.row(
    "calls_look_worse",
    "m01",
    title=("Calls look worse than SMS", "打电话看起来不如发短信"),
    sentence=(
        "Of the care list's customers, fewer of those called than of those texted are still here six months later.",
        "关怀名单里，接到电话的客户半年后的留存率，低于收到短信的客户。",
    ),
    target=Target(high=0.0, least_z=2),
    unit=Unit.POINTS,
)
def _calls_look_worse(bank: Books) -> Measured:
    rows = care(bank)
    return difference(rows["stayed"][rows["called"]], rows["stayed"][~rows["called"]])


@PLANTED.row(
    "calls_are_better",
    "m01",
    title=("…until enquiries are told apart", "按“是否来电询问”分层后，结论反过来"),
    sentence=(
        "Among customers who had just asked about fees or leaving, to whom most calls go, a call keeps more of them than "
        "an SMS does: Simpson's paradox. (Among the others both are alike.)",
        "电话大多打给了上月来电问过年费或销户的客户；只看这些客户，打电话比发短信留住的人更多：辛普森悖论。（其他客户里两者差不多。）",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
    note=Note(
        -0.03,
        0.0,
        (
            "Chance hides it in this bank: among the few hundred who got an SMS, the difference is uncertain by two "
            "points. Over nine banks a call keeps four points more on average.",
            "在这家银行里被偶然性掩盖了：收到短信的只有几百人，差异本身就有两个百分点的误差。九家银行平均，打电话多留住约四个百分点。",
        ),
    ),
)
def _calls_are_better(bank: Books) -> Measured:
    asked = care(bank)[care(bank)["asked"]]
    return difference(asked["stayed"][asked["called"]], asked["stayed"][~asked["called"]])


@PLANTED.row(
    "simpson_gap",
    "m01",
    title=("The gap between both answers", "两种算法的差距"),
    sentence=(
        "Standardising over enquiries moves the comparison of calls with SMS by more than chance would.",
        "分层加权前后，“电话减短信”的差距变化之大，不是偶然可以解释的。",
    ),
    target=Target(low=0.0, least_z=2),
    unit=Unit.POINTS,
)
def _simpson_gap(bank: Books) -> Measured:
    crude = _calls_look_worse(bank)
    inside = standardised(care(bank), "stayed", "called", "asked")
    return Measured(inside.value - crude.value, crude.error, crude.n)


# --- m02: diagnosis ---------------------------------------------------------------------------------------------------


@PLANTED.row(
    "zombie_points",
    "m02",
    title=("Zombie points", "僵尸积分"),
    sentence=(
        "Before the year's points expire, customers who have redeemed nothing for a year hold a third or more of all "
        "points.",
        "年末积分过期之前，一年没兑换过积分的客户手里，握着全部积分的三分之一以上。",
    ),
    target=Target(0.30, 0.45),
    unit=Unit.PERCENT,
)
def _zombie_points(bank: Books) -> Measured:
    if bank.months < 12:
        raise NothingToMeasure
    ledger = bank("points", "customer_id", "month", "entry", "points")
    expiry = ledger.loc[ledger["entry"] == "expire", "month"].max()  # points go when December ends
    ledger = ledger[ledger["month"] < expiry]
    held = ledger.groupby("customer_id")["points"].sum()
    if held.sum() == 0:
        raise NothingToMeasure
    year = ledger[(ledger["entry"] == "redeem") & (ledger["month"] >= expiry - pd.DateOffset(years=1))]
    return Measured(float(held[~held.index.isin(year["customer_id"])].sum() / held.sum()), n=len(held))


# --- m03: credit ------------------------------------------------------------------------------------------------------


@PLANTED.row(
    "bad_rates",
    "m03",
    title=("A score that separates", "评分有区分度"),
    sentence=(
        "Of customers with a score below the median, more are two months overdue within their first twelve months.",
        "征信评分在中位数以下的客户，头十二个月里逾期达到两期的比例更高。",
    ),
    target=Target(0.02, 0.08, least_z=3),
    unit=Unit.POINTS,
)
def _bad_rates(bank: Books) -> Measured:
    made = views.statements(bank)
    begun = made["customer_id"].map(made.groupby("customer_id")["month"].min())
    seen = made[(made["month"] < begun + 12) & (begun + 12 <= bank.months)]
    bad = seen.groupby("customer_id")["bucket"].max() >= 2
    score = bank("bureau", "customer_id", "score").set_index("customer_id")["score"].reindex(bad.index)
    low = score < score.median()
    return difference(bad[low], bad[~low])


@PLANTED.row(
    "drift",
    "m03",
    title=("Applicants drift", "申请客群漂移"),
    sentence=(
        "New applicants have more enquiries on file than those from before the data begins: the population stability "
        "index of enquiries in six months passes the usual alarm.",
        "数据期内的新申请人，征信查询次数多于期初之前的申请人：近六个月查询次数的 PSI 达到常用的警戒线。",
    ),
    target=Target(0.20, 0.30),
    unit=Unit.NUMBER,
)
def _drift(bank: Books) -> Measured:
    files = bank("bureau", "as_of", "enquiries_6m")
    new, asked = files["as_of"] >= bank.start, files["enquiries_6m"].clip(upper=5)
    return population_stability(asked[~new], asked[new])


# --- m04: insight -----------------------------------------------------------------------------------------------------


@PLANTED.row(
    "top_decile",
    "m04",
    title=("A tenth makes nearly half", "一成客户贡献近半价值"),
    sentence=(
        "The best tenth of customers bring nearly half of the last year's margin.",
        "最近一年的边际收益，近一半来自贡献最高的一成客户。",
    ),
    target=Target(0.40, 0.56),
    unit=Unit.PERCENT,
)
def _top_decile(bank: Books) -> Measured:
    return top_share(views.settled(bank).groupby("customer_id")["margin"].sum(), 0.1)


# --- m06: acquisition -------------------------------------------------------------------------------------------------


@PLANTED.row(
    "referral_value",
    "m06",
    title=("Referred customers are worth more", "转介绍客户更值钱"),
    sentence=(
        "At equal tenure, referred customers bring about 16 % more margin in the last year than others.",
        "同样的持卡年限下，转介绍客户最近一年的边际收益比其他客户高约 16%。",
    ),
    target=Target(0.05, 0.28),
    unit=Unit.PERCENT,
    source=(
        "Schmitt, Skiera and Van den Bulte, Journal of Marketing, 2011 (a German bank, at least 16 %)",
        "Schmitt、Skiera、Van den Bulte，Journal of Marketing，2011（德国一家银行，至少高 16%）",
    ),
)
def _referral_value(bank: Books) -> Measured:
    held = views.accounts(bank)
    held = held[(held["opened"] < bank.months - 12) & ~(held["closed"] < bank.months - 12)]
    worth = views.margin_over(bank, held, bank.months - 12, 12)
    how = bank("customers", "customer_id", "acquisition").set_index("customer_id")["acquisition"]
    referred = held["customer_id"].map(how).astype(str) == "referral"
    years = (bank.months - 12 - held["opened"]) // 12
    # Weigh the others so that their tenures are spread as those of the referred.
    mix = years[referred].value_counts(normalize=True) / years[~referred].value_counts(normalize=True)
    weight = years[~referred].map(mix).fillna(0.0)
    ours, theirs = worth[referred], worth[~referred]
    if len(ours) < 2:
        raise NothingToMeasure
    middle = float(np.average(theirs, weights=weight))
    error = np.sqrt((weight**2 * (theirs - middle) ** 2).sum()) / weight.sum()
    relative = np.hypot(ours.std() / np.sqrt(len(ours)) / ours.mean(), error / middle)
    return Measured(float(ours.mean() / middle - 1), float(ours.mean() / middle * relative), len(held))


@PLANTED.row(
    "referral_ties",
    "m06",
    title=("Referral runs in relationships", "转介绍沿着关系走"),
    sentence=(
        "Of the referred customers, a visible share was sent by a relative or colleague whom the bank has on record.",
        "转介绍客户里，有相当一部分来自银行已登记的亲属或同事。",
    ),
    target=Target(0.10, 0.30),
    unit=Unit.PERCENT,
)
def _referral_ties(bank: Books) -> Measured:
    sent = bank("applications", "customer_id", "referrer_customer_id").dropna()
    ties = bank("relationships", "customer_id", "other_customer_id").dropna()
    if sent.empty:
        raise NothingToMeasure
    known = views.in_pairs(sent["customer_id"], sent["referrer_customer_id"], pd.MultiIndex.from_frame(ties))
    return Measured(float(known.mean()), float(known.std() / np.sqrt(len(known))), len(known))
