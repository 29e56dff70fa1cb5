"""How our bank compares with public figures, and with our own assumptions where there is none.

A row that differs for a reason carries a note, which says why and between which values it then lies.
"""

import numpy as np
import pandas as pd

from generators import parameters as p
from generators.twin.money import LOSS_GIVEN_DEFAULT
from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean, ratio, share
from twinline.report.fact import CALIBRATION, Note, Target, Unit

PBOC = ("PBOC, payment system reports 2023 and 2024", "中国人民银行，2023、2024 年支付体系运行总体情况")
CMB = ("China Merchants Bank, interim report 2025", "招商银行 2025 年半年度报告")
SLEEPERS = (
    "CBIRC and PBOC, notice on credit cards, 2022 (upper limit)",
    "银保监会、人民银行《关于进一步促进信用卡业务规范健康发展的通知》，2022（上限）",
)


# --- cards and balances -----------------------------------------------------------------------------------------------


@CALIBRATION.row(
    "credit_line",
    "bank",
    title=("Credit line a card", "卡均授信"),
    sentence=(
        "29.6 thousand yuan a card in 2023 and 30.9 in 2024, give or take 5 %.",
        "2023 年卡均 2.96 万元，2024 年 3.09 万元，上下浮动 5%。",
    ),
    target=Target(28_100, 32_400),
    unit=Unit.YUAN,
    source=PBOC,
)
def _credit_line(bank: Books) -> Measured:
    return mean(views.accounts(bank)["limit"])


@CALIBRATION.row(
    "utilisation",
    "bank",
    title=("Share of credit lines in use", "授信使用率"),
    sentence=(
        "Balances over credit lines in the last year: about 38 %, transactors' balances included.",
        "最近一年余额占授信总额的比例：约 38%，含全额还款客户的当期余额。",
    ),
    target=Target(0.34, 0.42),
    unit=Unit.PERCENT,
    source=PBOC,
)
def _utilisation(bank: Books) -> Measured:
    made = views.settled(bank)
    return Measured(float(made["closing"].sum() / made["limit"].sum()), n=len(made))


@CALIBRATION.row(
    "no_cold_start",
    "bank",
    title=("No cold start", "没有冷启动"),
    sentence=(
        "Utilisation in the first month is near that of the last: older cards come with a balance.",
        "首月授信使用率与末月接近：老卡带着余额进入数据期。",
    ),
    target=Target(0.8, 1.2),
    unit=Unit.TIMES,
)
def _no_cold_start(bank: Books) -> Measured:
    use = by_month(bank)["utilisation"]
    return Measured(float(use.iloc[0] / use.iloc[-1]), n=len(use))


@CALIBRATION.row(
    "overdue",
    "bank",
    title=("Overdue by more than 180 days", "逾期半年以上"),
    sentence=(
        "Share of all balances that is more than 180 days overdue: 1.13 % in 2023, 1.43 % in 2024.",
        "逾期半年以上未偿余额占应偿余额的比例：2023 年 1.13%，2024 年 1.43%。",
    ),
    target=Target(0.0095, 0.0155),
    unit=Unit.PERCENT,
    source=PBOC,
)
def _overdue(bank: Books) -> Measured:
    made = views.settled(bank)
    late = made["bucket"] >= HALF_A_YEAR
    return Measured(float(made["closing"][late].sum() / made["closing"].sum()), n=int(late.sum()))


@CALIBRATION.row(
    "cards_per_holder",
    "bank",
    title=("Cards a holder", "人均持卡"),
    sentence=("Cards of this bank that a cardholder has: 1.39.", "一位持卡人持有本行信用卡的张数：1.39 张。"),
    target=Target(1.32, 1.46),
    unit=Unit.NUMBER,
    source=CMB,
    note=Note(
        1.0,
        1.32,
        (
            "A customer of our bank has one account; a second card is a line in holdings and has no purchases of its "
            "own, so that a lesson need not tell cards from customers.",
            "本行一位客户只有一个账户；第二张卡只记在 holdings 里，没有单独的交易，这样课程里不必区分卡与客户。",
        ),
    ),
)
def _cards_per_holder(bank: Books) -> Measured:
    held = views.accounts(bank)
    holders = held.loc[held["close_date"].isna(), "customer_id"]
    others = bank("holdings", "customer_id", "product", "closed")
    second = others[(others["product"] == "second_card") & others["closed"].isna()]["customer_id"]
    return Measured(1 + float(second.isin(holders).sum() / len(holders)), n=len(holders))


@CALIBRATION.row(
    "sleeping_cards",
    "bank",
    title=("Sleeping cards", "长期睡眠卡"),
    sentence=(
        "Of all open cards, at most a fifth may have had no purchase for 18 months.",
        "连续 18 个月没有交易的卡，占存量卡的比例不得超过 20%。",
    ),
    target=Target(high=0.20),
    unit=Unit.PERCENT,
    source=SLEEPERS,
)
def _sleeping_cards(bank: Books) -> Measured:
    if bank.months < 18:
        raise NothingToMeasure
    since = bank.end - pd.DateOffset(months=18)
    held = views.accounts(bank)
    held = held[held["close_date"].isna()]
    bought = views.purchases(bank)
    awake = held["customer_id"].isin(bought.loc[bought["timestamp"] >= since, "customer_id"].unique())
    return mean(~awake & (held["open_date"] < since))


# --- using and leaving ------------------------------------------------------------------------------------------------


@once
def by_month(bank: Books) -> pd.DataFrame:
    """Active share, utilisation and annualised closures by month of the history (index: first days)."""
    made = views.statements(bank)
    sums = made.groupby("date").agg(
        held=("customer_id", "size"), active=("active", "mean"), owed=("closing", "sum"), line=("limit", "sum")
    )
    closed = views.accounts(bank)["closed"].value_counts()
    leavers = closed.reindex(range(len(sums)), fill_value=0).to_numpy()
    return pd.DataFrame(
        {"active": sums["active"], "utilisation": sums["owed"] / sums["line"], "closures": 12 * leavers / sums["held"]}
    )


@CALIBRATION.row(
    "active",
    "bank",
    title=("Active cards", "月活跃率"),
    sentence=("Share of cards used in a month of the last year.", "最近一年里，平均每月有消费的卡占比。"),
    target=Target(0.66, 0.76),
    unit=Unit.PERCENT,
)
def _active(bank: Books) -> Measured:
    made = views.settled(bank)
    return Measured(float(made["active"].mean()), n=len(made))


@CALIBRATION.row(
    "spend_when_active",
    "bank",
    title=("Spending in an active month", "活跃月消费额"),
    sentence=("Purchases of a card in a month in which it is used.", "一张卡在有消费的月份里的消费额。"),
    target=Target(4_100, 4_700),
    unit=Unit.YUAN,
)
def _spend_when_active(bank: Books) -> Measured:
    made = views.settled(bank)
    return share(made["purchases"][made["active"]])


@CALIBRATION.row(
    "spend_a_year",
    "bank",
    title=("Spending of a holder in a year", "户均年消费"),
    sentence=("About 58 thousand yuan for each cardholder.", "每位持卡人全年消费约 5.8 万元。"),
    target=Target(52_000, 64_000),
    unit=Unit.YUAN,
    source=CMB,
    note=Note(
        33_000,
        41_000,
        (
            "The figure is of a single bank. Ours follows the assumptions for activity and spending above: some 4,400 "
            "yuan an active month, 71 % active, twelve months.",
            "这是单家银行的数字。本行依上面两条假设而定：活跃月约 4,400 元，活跃率约 71%，乘以十二个月。",
        ),
    ),
)
def _spend_a_year(bank: Books) -> Measured:
    made = views.settled(bank)
    return Measured(float(12 * made["purchases"].mean()), n=len(made))


@CALIBRATION.row(
    "margin",
    "bank",
    title=("Margin of an open card", "卡均月边际收益"),
    sentence=(
        "Interest and interchange less network, points, funding, operations and written-off balances (85 % lost), a month.",
        "每月利息与商户手续费收入，减去网络费、积分、资金成本、运营成本和核销损失（损失率 85%）。",
    ),
    target=Target(32, 48),
    unit=Unit.YUAN,
)
def _margin(bank: Books) -> Measured:
    made, held = views.settled(bank), views.accounts(bank)
    defaults = held.loc[held["status"] == "written_off", "customer_id"]
    lost = made[made["customer_id"].isin(defaults) & (made["bucket"] >= p.WRITE_OFF_BUCKET)]["closing"].sum()
    each = (made["margin"].sum() - LOSS_GIVEN_DEFAULT * lost) / len(made)
    return Measured(float(each) - p.OPERATIONS_FEN / 100, n=len(made))


HALF_A_YEAR = 7  # the bucket of those more than 180 days overdue


@CALIBRATION.row(
    "closures",
    "bank",
    title=("Closures in a year", "年销户率"),
    sentence=("Accounts closed in the last year over those open.", "最近一年销户数与平均持卡户数之比。"),
    target=Target(0.15, 0.21),
    unit=Unit.PERCENT,
)
def _closures(bank: Books) -> Measured:
    held = len(views.settled(bank)) / min(bank.months, 12)
    return Measured(float((views.accounts(bank)["close_date"] >= bank.last_year).sum() / held), n=round(held))


@once
def left_by_tenure(bank: Books) -> list[pd.Series]:
    """Who left in the first year of the history: of cards in their first, third, and fifth or later year."""
    held = views.accounts(bank)
    held = held[held["opened"] < 0]
    if bank.months < 12:
        raise NothingToMeasure
    left, years = held["closed"] < 12, -held["opened"] // 12
    return [left[years == 0], left[years == 2], left[years >= 4]]


@CALIBRATION.row(
    "tenure",
    "bank",
    title=("Older cards stay", "老卡更稳"),
    sentence=(
        "Cards in their third year close less often than those in their first, those from the fifth on less often still.",
        "第三年的卡销户率低于第一年，第五年及以后更低。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _tenure(bank: Books) -> Measured:
    first, third, fifth = left_by_tenure(bank)
    steps = [difference(first, third), difference(third, fifth)]
    return min(steps, key=lambda step: step.value)


@CALIBRATION.row(
    "complaints",
    "bank",
    title=("Complaints", "投诉率"),
    sentence=(
        "Calls recorded as complaints, for a thousand customers a month.",
        "每千户每月的客服投诉件数。",
    ),
    target=Target(0.0009, 0.0017),
    unit=Unit.PER_MILLE,
)
def _complaints(bank: Books) -> Measured:
    calls, cards = bank("service_calls", "complaint"), len(views.statements(bank))
    count = int(calls["complaint"].sum())
    return Measured(count / cards, np.sqrt(count) / cards, cards)


# --- first use --------------------------------------------------------------------------------------------------------


def _first_use(bank: Books, low: int, high: int) -> pd.Series:
    return views.new_cards(bank)["wait"].between(low, high)


@CALIBRATION.row(
    "activated_at_once",
    "bank",
    title=("First use in the month of opening", "开卡当月首刷"),
    sentence=(
        "Share of new cards used in the month in which they open; there is no public figure.",
        "新卡在开卡当月首次用卡的比例；没有公开数字。",
    ),
    target=Target(0.35, 0.50),
    unit=Unit.PERCENT,
)
def _activated_at_once(bank: Books) -> Measured:
    return mean(_first_use(bank, 0, 0))


@CALIBRATION.row(
    "activated",
    "bank",
    title=("Ever used", "激活率"),
    sentence=("Share of new cards that are used at all.", "新卡最终激活的比例。"),
    target=Target(0.65, 0.85),
    unit=Unit.PERCENT,
)
def _activated(bank: Books) -> Measured:
    return mean(views.new_cards(bank)["wait"].notna())


@CALIBRATION.row(
    "activation_falls",
    "bank",
    title=("First use gets rarer by the month", "越往后越难激活"),
    sentence=(
        "Fewer cards are first used in each of the first three months after the opening than in the month before.",
        "开卡后头三个月，每个月的首刷比例都低于前一个月。",
    ),
    target=Target(high=0.0),
    unit=Unit.POINTS,
)
def _activation_falls(bank: Books) -> Measured:
    share = [mean(_first_use(bank, month, month)).value for month in range(4)]
    return Measured(float(np.diff(share).max()), n=len(views.new_cards(bank)))


@CALIBRATION.row(
    "few_after_month_three",
    "bank",
    title=("Few first uses after month three", "三个月后首刷寥寥"),
    sentence=(
        "First uses in months four to six together come to less than those in month two alone.",
        "第四到第六个月的首刷合计，少于第二个月一个月。",
    ),
    target=Target(high=1.0),
    unit=Unit.TIMES,
)
def _few_after_month_three(bank: Books) -> Measured:
    return ratio(_first_use(bank, 4, 6), _first_use(bank, 2, 2))
