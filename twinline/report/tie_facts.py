"""What the two pilots about ties have to teach: modules m08 (bigger cards) and m11 (WeCom)."""

from dataclasses import replace

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, lift, mean, ratio
from twinline.report.fact import PLANTED, Target, Unit

LATER = 3  # months after the entry in which activity is looked at

# --- m08: the chain ---------------------------------------------------------------------------------------------------


@once
def invited(bank: Books) -> pd.DataFrame:
    """The customers of the upgrade pilot, and whether they took a bigger card within six months."""
    drawn = views.entries(bank, "bigger_card")
    taken = bank("upgrades", "customer_id", "date")
    taken = taken.assign(month=bank.month(taken["date"]))
    taken = taken.merge(drawn[["customer_id", "month"]], on="customer_id", suffixes=("", "_drawn"))
    in_time = taken.loc[(taken["month"] - taken["month_drawn"]).between(0, 5), "customer_id"]
    return drawn.assign(upgraded=drawn["customer_id"].isin(in_time))


@PLANTED.row(
    "upgrades_unasked",
    "m08",
    title=("Upgrades without an invitation", "不邀约也会升级"),
    sentence=(
        "Of the control group, which nobody invited, about 8 % take a bigger card within six months.",
        "没有收到邀约的对照组，半年内也有约 8% 的人升级了卡片。",
    ),
    target=Target(0.06, 0.10),
    unit=Unit.PERCENT,
)
def _upgrades_unasked(bank: Books) -> Measured:
    drawn = invited(bank)
    return mean(drawn["upgraded"][drawn["arm"] == "control"])


@PLANTED.row(
    "upgrades_invited",
    "m08",
    title=("An invitation adds upgrades", "邀约带来的升级"),
    sentence=(
        "An invitation by phone raises upgrades within six months by about four points.",
        "电话邀约使半年升级率提高约 4 个百分点。",
    ),
    target=Target(0.02, 0.06, least_z=2.5),
    unit=Unit.POINTS,
)
def _upgrades_invited(bank: Books) -> Measured:
    return lift(invited(bank), "upgraded")


@PLANTED.row(
    "spend_is_not_potential",
    "m08",
    title=("Big spenders upgrade anyway", "消费大户本来就会升级"),
    sentence=(
        "Uninvited, the quarter that spends most upgrades some one and a half times as often as the rest: whoever takes spend for "
        "potential invites those who would have come.",
        "不邀约时，消费最多的四分之一客户，升级率也是其余客户的一倍半左右：把消费高当成潜力大，邀的是本来就会来的人。",
    ),
    target=Target(low=1.2),
    unit=Unit.TIMES,
)
def _spend_is_not_potential(bank: Books) -> Measured:
    drawn = invited(bank)
    control = drawn[drawn["arm"] == "control"]
    made = views.statements(bank)
    before = made[made["month"] < int(drawn["month"].min())].groupby("customer_id")["purchases"].mean()
    spent = control["customer_id"].map(before).fillna(0.0)
    busy = spent >= spent.quantile(0.75)
    return ratio(control["upgraded"][busy], control["upgraded"][~busy])


@once
def by_spend(bank: Books) -> pd.DataFrame:
    """The customers of the upgrade pilot with `heavy`: the quarter that had spent most before it."""
    drawn = invited(bank)
    made = views.statements(bank)
    before = made[made["month"] < int(drawn["month"].min())].groupby("customer_id")["purchases"].mean()
    spent = drawn["customer_id"].map(before).fillna(0.0)
    return drawn.assign(heavy=spent >= spent.quantile(0.75))


@PLANTED.row(
    "upgrade_not_for_heavy",
    "m08",
    title=("An invitation does nothing for heavy spenders", "邀约对消费大户没有作用"),
    sentence=(
        "In the quarter that spends most, an invitation brings no more upgrades (at most five points either way, which is "
        "chance).",
        "消费最多的四分之一客户中，邀约并不提高升级率（相差至多5个百分点，属于偶然）。",
    ),
    target=Target(-0.05, 0.05),
    unit=Unit.POINTS,
)
def _upgrade_not_for_heavy(bank: Books) -> Measured:
    drawn = by_spend(bank)
    return lift(drawn[drawn["heavy"]], "upgraded")


@PLANTED.row(
    "upgrade_for_the_rest",
    "m08",
    title=("…it works on the rest", "……对其余客户才有作用"),
    sentence=(
        "Among the other three quarters it does raise upgrades.",
        "在其余四分之三客户中，邀约明显提高升级率。",
    ),
    target=Target(0.02, 0.09, least_z=2.5),
    unit=Unit.POINTS,
)
def _upgrade_for_the_rest(bank: Books) -> Measured:
    drawn = by_spend(bank)
    return lift(drawn[~drawn["heavy"]], "upgraded")


# --- m11: WeCom -------------------------------------------------------------------------------------------------------


@once
def encouraged(bank: Books) -> pd.DataFrame:
    """The customers of the WeCom pilot: who was a friend three months later, and who bought in that month."""
    drawn = views.entries(bank, "add_wecom")
    events = bank("wecom_events", "customer_id", "timestamp", "event")
    added: pd.Series = events[events["event"] == "added"].groupby("customer_id")["timestamp"].min()
    later = drawn["month"] + LATER
    used = views.statements(bank)
    used = used.loc[used["active"], ["customer_id", "month"]]
    return drawn.assign(
        friend=bank.month(drawn["customer_id"].map(added)) <= later,
        buys=views.in_pairs(drawn["customer_id"], later, pd.MultiIndex.from_frame(used)),
    )


@PLANTED.row(
    "first_stage",
    "m11",
    title=("The invitation is taken up", "邀请有人响应"),
    sentence=(
        "Being invited by lot to add the manager on WeCom raises the share of friends by about a quarter.",
        "随机邀请添加客户经理企业微信，使好友占比提高约四分之一（25 个百分点）。",
    ),
    target=Target(0.20, 0.34, least_z=10),
    unit=Unit.POINTS,
)
def _first_stage(bank: Books) -> Measured:
    return lift(encouraged(bank), "friend")


@PLANTED.row(
    "friends_effect",
    "m11",
    title=("What a friendship does", "加好友真正的作用"),
    sentence=(
        "For those who add the manager because they were invited, friendship raises the share who buy three months "
        "later by about twelve points (Wald: the lift by lot over the first stage).",
        "对因受邀而添加好友的客户，三个月后有消费的比例提高约 12 个百分点（Wald 估计：随机分组之差除以第一阶段）。",
    ),
    target=Target(0.0, 0.25),
    unit=Unit.POINTS,
)
def _friends_effect(bank: Books) -> Measured:
    reached, bought = _first_stage(bank), lift(encouraged(bank), "buys")
    if reached.value == 0:
        raise NothingToMeasure
    return Measured(bought.value / reached.value, (bought.error or 0) / reached.value, bought.n)


@PLANTED.row(
    "friends_self_select",
    "m11",
    title=("Friends differ from the rest anyway", "好友本来就与众不同"),
    sentence=(
        "In the control group, those who add the manager by themselves buy more often later than the rest do; some of "
        "that is who they are, not what friendship does.",
        "对照组里自己加好友的客户，后来有消费的比例高于其他客户；这里面有一部分是“人本来就不同”，并非加好友的功劳。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _friends_self_select(bank: Books) -> Measured:
    drawn = encouraged(bank)
    control = drawn[drawn["arm"] == "control"]
    return difference(control["buys"][control["friend"]], control["buys"][~control["friend"]])


@PLANTED.row(
    "friends_effect_in_truth",
    "m11",
    title=("…and what the truth says", "……真相是多少"),
    sentence=(
        "The potential outcomes of the same customers, under either lot: the invitation raises the share who buy three "
        "months later by about three points.",
        "同一批客户在两种抽签结果下的潜在结果：邀请使三个月后有消费的比例提高约 3 个百分点。",
    ),
    target=Target(0.02, 0.05),
    unit=Unit.POINTS,
    truth=True,
)
def _friends_effect_in_truth(bank: Books) -> Measured:
    both = views.potential(bank, "add_wecom", "bought_later")
    return replace(mean(both["treated"] - both["control"]), error=None)
