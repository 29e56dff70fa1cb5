"""What the origin of customers has to teach: a channel that drifts (m03), scenes that differ in quality (m06)."""

import numpy as np
import pandas as pd

from generators import parameters as p
from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean, population_stability, ratio
from twinline.report.fact import PLANTED, Target, Unit
from twinline.report.risk_facts import first_years

EARLY = 8  # statements in which we look for the first late payment
TENTHS = 10
MANY = 2  # referrers who were paid on the same account
HALF = 0.5  # of their friends, joined on the referrer's device
FIRST_MONTHS = 4  # of a card, beside which its spending is compared


@once
def origins(bank: Books) -> pd.DataFrame:
    """Channel and scene of every customer, as text, by customer."""
    made = bank("applications", "customer_id", "channel", "scene").dropna(subset=["customer_id"])
    return made.set_index("customer_id").astype(str)


@once
def early_lateness(bank: Books) -> pd.DataFrame:
    """Cards of the history whose first statements we have: `late` if one of them was overdue, month `opened`, `channel`."""
    made = views.statements(bank)
    begun = made["customer_id"].map(made.groupby("customer_id")["month"].min())
    seen = made[(made["month"] < begun + EARLY) & (begun + EARLY <= bank.months)]
    late = seen.groupby("customer_id")["bucket"].max() >= 1
    opened = views.accounts(bank).set_index("customer_id")["opened"].reindex(late.index)
    rows = pd.DataFrame({"late": late, "opened": opened, "channel": origins(bank)["channel"].reindex(late.index)})
    return rows[rows["opened"] >= 0]


@PLANTED.row(
    "channel_drifts",
    "m03",
    title=("One channel's applicants change", "一个渠道的申请人变了"),
    sentence=(
        "From the eighth month on, applicants who come by the app have other scores than before: the population stability "
        "index of the application score is above .25 there, and below .10 in every other channel.",
        "从第8个月起，手机银行渠道申请人的评分分布变了：该渠道申请评分的 PSI 超过 0.25，其他渠道都低于 0.10。",
    ),
    target=Target(0.25, 1.20),
    unit=Unit.NUMBER,
)
def _channel_drifts(bank: Books) -> Measured:
    scored = bank("application_scores", "application_id", "scored_on", "score").merge(
        bank("applications", "application_id", "channel"), on="application_id"
    )
    before = bank.month(scored["scored_on"]) < p.DRIFT_MONTH

    def stability(rows: pd.DataFrame) -> Measured:
        early, late = rows["score"][before[rows.index]], rows["score"][~before[rows.index]]
        if len(early) < TENTHS or len(late) < TENTHS:
            raise NothingToMeasure
        edges = np.quantile(early, np.arange(1, TENTHS) / TENTHS)
        return population_stability(*(pd.Series(np.searchsorted(edges, part)) for part in (early, late)))

    by_channel = {name: stability(rows) for name, rows in scored.groupby(scored["channel"].astype(str))}
    drifting = by_channel.pop(p.DRIFT_CHANNEL)
    # Were another to drift as well, nothing would stand out.
    return drifting if max(other.value for other in by_channel.values()) < 0.10 else Measured(0.0, n=drifting.n)


@PLANTED.row(
    "losses_follow",
    "m03",
    title=("…and losses follow", "……损失随后而来"),
    sentence=(
        "Of the app's cards that opened from the eighth month on, eight points more are overdue in one of their first eight "
        "statements than of those that opened before.",
        "手机银行渠道中，第8个月起开的卡，头八期账单内出现逾期的比例，比此前开的卡高约八个百分点。",
    ),
    target=Target(0.02, 0.16, least_z=2.5),
    unit=Unit.POINTS,
)
def _losses_follow(bank: Books) -> Measured:
    rows = early_lateness(bank)
    ours = rows[rows["channel"] == p.DRIFT_CHANNEL]
    new = ours["opened"] >= p.DRIFT_MONTH
    return difference(ours["late"][new], ours["late"][~new])


@PLANTED.row(
    "scenes_differ_in_quality",
    "m06",
    title=("A gift at the checkout brings late payers", "收银台送礼招来逾期客户"),
    sentence=(
        "Of those who took their card at a shop's checkout, some five points more went two months overdue in their first "
        "twelve statements than of those whose employer pays wages through the bank.",
        "在商户收银台办卡的客户，头十二期账单内逾期达两期的比例，比代发工资场景的客户高约五个百分点。",
    ),
    target=Target(0.02, 0.09, least_z=3),
    unit=Unit.POINTS,
)
def _scenes_differ_in_quality(bank: Books) -> Measured:
    found = first_years(bank)
    scene = origins(bank)["scene"].reindex(found.index)
    return difference(found["bad"][scene == "checkout"], found["bad"][scene == "payroll_visit"])


@PLANTED.row(
    "scene_brings_keepers",
    "m06",
    title=("The payroll scene brings keepers", "代发场景带来留得住的客户"),
    sentence=(
        "Of cards held a year before the data ends, some five points more are open at its end if they came by a payroll visit "
        "than if they came by another scene.",
        "数据期末一年前已持有的卡，来自代发工资场景的，期末仍未销户的比例比其他场景高约五个百分点。",
    ),
    target=Target(0.02, 0.09, least_z=3),
    unit=Unit.POINTS,
)
def _scene_brings_keepers(bank: Books) -> Measured:
    if bank.months < 12:
        raise NothingToMeasure
    held = views.accounts(bank).set_index("customer_id")
    held = held[(held["opened"] < bank.months - 12) & ~(held["closed"] < bank.months - 12)]
    payroll = origins(bank)["scene"].reindex(held.index) == "payroll_visit"
    stays = held["closed"].isna()
    return difference(stays[payroll], stays[~payroll])


@PLANTED.row(
    "asking_brings_names",
    "m06",
    title=("Asking brings names", "开口问就有人推荐"),
    sentence=(
        "By lot, a hundred customers who were asked in the app name some six friends more within thirty days than a hundred who "
        "were not.",
        "按抽签比较，每一百位在手机银行里受到邀约的客户，三十天内比未受邀约的客户多推荐约六位亲友。",
    ),
    target=Target(0.02, 0.12, least_z=3),
    unit=Unit.NUMBER,
)
def _asking_brings_names(bank: Books) -> Measured:
    drawn = bank("referral_asks", "asked", "friends_named")
    return difference(drawn["friends_named"][drawn["asked"]], drawn["friends_named"][~drawn["asked"]])


@once
def suspects(bank: Books) -> pd.DataFrame:
    """Rewards, with `caught` if `MANY` referrers were paid on the account, and half their friends joined on their device."""
    paid = bank("referral_rewards", "reward_id", "customer_id", "referrer_customer_id", "payee_hash", "same_device")
    account = paid.groupby("payee_hash")
    many = account["referrer_customer_id"].transform("nunique") >= MANY
    return paid.assign(caught=many & (account["same_device"].transform("mean") >= HALF))


@PLANTED.row(
    "rings_do_not_buy",
    "m06",
    title=("Cards of a ring are hardly used", "团伙的卡几乎不用"),
    sentence=(
        "Where two referrers or more are paid on one account, and half of their friends or more joined on the referrer's own "
        "device, the friends' cards spend about half as much in their first four months as other referred cards.",
        "两位以上推荐人共用一个收款账户，且至少一半被推荐人用推荐人的设备办卡时，被推荐人头四个月的消费约为其他转介绍客户的一半。",
    ),
    target=Target(0.02, 0.75),
    unit=Unit.TIMES,
)
def _rings_do_not_buy(bank: Books) -> Measured:
    paid = suspects(bank).set_index("customer_id")
    made = views.statements(bank)
    made = made[made["customer_id"].isin(paid.index)]
    begun = made["customer_id"].map(made.groupby("customer_id")["month"].min())
    seen = made[(made["month"] < begun + FIRST_MONTHS) & (begun + FIRST_MONTHS <= bank.months)]
    spent = seen.groupby("customer_id")["purchases"].sum()
    caught = paid["caught"].reindex(spent.index)
    return ratio(spent[caught], spent[~caught])


@PLANTED.row(
    "rings_found",
    "m06",
    title=("A shared account and device give rings away", "共用账户和设备暴露团伙"),
    sentence=(
        "As the truth shows, a simple rule finds some eight in ten rewards of rings: two referrers or more were paid on the account, "
        "and at least half of their friends joined on the referrer's own device.",
        "揭晓真相后可见：一条简单规则（收款账户有两位以上推荐人，且至少一半被推荐人用推荐人的设备办卡）能找出约八成团伙奖励。",
    ),
    target=Target(low=0.50),
    unit=Unit.PERCENT,
    truth=True,
)
def _rings_found(bank: Books) -> Measured:
    paid = suspects(bank)
    return mean(paid["caught"][paid["reward_id"].isin(bank("truth_referral_rings", "reward_id")["reward_id"])])


@PLANTED.row(
    "rings_mistaken",
    "m06",
    title=("…and some honest families with them", "……也会误伤诚实的家庭"),
    sentence=(
        "As the truth shows, some two in ten rewards that the rule catches are honest: families and groups of bargain hunters "
        "share an account too.",
        "揭晓真相后可见：该规则命中的奖励中约两成其实无辜，家人之间、拼单群里也会共用收款账户。",
    ),
    target=Target(0.02, 0.50),
    unit=Unit.PERCENT,
    truth=True,
)
def _rings_mistaken(bank: Books) -> Measured:
    paid = suspects(bank)
    caught = paid["reward_id"][paid["caught"]]
    return mean(~caught.isin(bank("truth_referral_rings", "reward_id")["reward_id"]))
