"""What friends on WeCom have to teach: module m11, how many a manager keeps well, and how friendship fades."""

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import slope
from twinline.report.fact import PLANTED, Target, Unit

CROWDED = 400  # friends without a card from which on an account is crowded; roomy up to half of it
LEAST_MONTHS = 6  # of friendship, and of the trial
SETTLED = 3  # months from the beginning of the history that are left out


@once
def used(bank: Books) -> pd.MultiIndex:
    """(customer, month) in which the card was used."""
    made = views.statements(bank)
    return pd.MultiIndex.from_frame(made.loc[made["active"], ["customer_id", "month"]])


@once
def rhythm(bank: Books) -> pd.DataFrame:
    """Friends in the trial of the rhythm of messages: `quiet`, whether they used the card in its month 0 to 5, and in
    how many of the three months `before`."""
    drawn = bank("wecom_rhythm", "customer_id", "begins", "arm")
    if drawn.empty:
        raise NothingToMeasure
    first = bank.month(drawn["begins"])
    months = {after: views.in_pairs(drawn["customer_id"], first + after, used(bank)) for after in range(LEAST_MONTHS)}
    before = sum(views.in_pairs(drawn["customer_id"], first - ago, used(bank)).astype(int) for ago in (1, 2, 3))
    return drawn.assign(
        quiet=drawn["arm"] == "quiet", before=before, **{f"month_{after}": buys for after, buys in months.items()}
    )


@once
def managed(bank: Books) -> pd.DataFrame:
    """Customers with a manager, before the trial: `friend` for half a year or more or never, the share of months (of the
    friendship; of all) in which they used the card, the manager and the manager's other friends."""
    begins = bank.month(bank("wecom_rhythm", "begins")["begins"]).min()
    stop = int(begins) if pd.notna(begins) else bank.months
    events = bank("wecom_events", "customer_id", "timestamp", "event")
    events = events.assign(month=bank.month(events["timestamp"]))
    added, deleted = (
        events[events["event"] == name].groupby("customer_id")["month"].min() for name in ("added", "deleted")
    )
    kept = bank("portfolios", "customer_id", "manager_id").merge(bank("wecom_accounts", "manager_id", "other_friends"))
    opened = kept["customer_id"].map(views.accounts(bank).set_index("customer_id")["opened"])
    since = kept["customer_id"].map(added)
    first = (since.fillna(opened).clip(lower=0) + 1).clip(lower=SETTLED)
    until = kept["customer_id"].map(deleted).fillna(stop).clip(upper=stop)
    kept = kept.assign(friend=since < stop, first=first, until=until, months=until - first)
    kept = kept[(kept["months"] >= LEAST_MONTHS) & (kept["friend"] | since.isna())]
    if kept.empty:
        raise NothingToMeasure
    months = used(bank).to_frame(index=False).merge(kept[["customer_id", "first", "until"]], on="customer_id")
    months = months[(months["month"] >= months["first"]) & (months["month"] < months["until"])]
    count = kept["customer_id"].map(months.groupby("customer_id").size()).fillna(0)
    kept = kept.assign(share=count / kept["months"], crowded=kept["other_friends"] >= CROWDED)
    return kept[kept["crowded"] | (kept["other_friends"] <= CROWDED / 2)]


@PLANTED.row(
    "friends_beyond_capacity",
    "m11",
    title=("A manager keeps so many friends well", "一个客户经理的好友承载量有限"),
    sentence=(
        "Friends of managers with 400 other friends or more use the card in fewer months than friends of managers with up to "
        "200 (errors by manager): beyond what a manager can keep, each friend gets less.",
        "客户经理的非卡好友达到400人的，其好友用卡月份占比低于不超过200人的（按客户经理聚类的标准误）：超出承载量，"
        "分到每位好友的经营就少了。",
    ),
    target=Target(-0.15, -0.02, least_z=2),
    unit=Unit.POINTS,
)
def _friends_beyond_capacity(bank: Books) -> Measured:
    rows = managed(bank)
    return slope(rows[rows["friend"]], "share", "crowded", [], "manager_id")


@PLANTED.row(
    "strangers_do_not_mind",
    "m11",
    title=("…and others of theirs do not mind", "……对没加好友的客户没有影响"),
    sentence=(
        "Customers of the same managers who never added them use the card as often either way: it is the friends that are too "
        "many, not the manager who is worse.",
        "同一批客户经理名下没加好友的客户，两组用卡一样多：问题在好友太多，不在客户经理不行。",
    ),
    target=Target(-0.05, 0.05),
    unit=Unit.POINTS,
)
def _strangers_do_not_mind(bank: Books) -> Measured:
    rows = managed(bank)
    return slope(rows[~rows["friend"]], "share", "crowded", [], "manager_id")


@PLANTED.row(
    "friendship_fades",
    "m11",
    title=("A friendship fades without a word", "长期不联系，好友作用会消退"),
    sentence=(
        "Friends whom a lot left without any message for six months used the card less often in the last of them than those who "
        "were written to every month and had used it as often before.",
        "抽签暂停主动联系六个月的好友，在最后一个月的用卡比例低于此前用卡同样频繁、每月联系的好友。",
    ),
    target=Target(-0.20, -0.015, least_z=2),
    unit=Unit.POINTS,
)
def _friendship_fades(bank: Books) -> Measured:
    rows = rhythm(bank)
    return slope(rows.assign(last=rows["month_5"].astype(float)), "last", "quiet", ["before"])


@PLANTED.row(
    "fades_slowly",
    "m11",
    title=("…over months, not at once", "……是逐月消退，不是立刻"),
    sentence=(
        "In the first month of the silence there is next to no difference.",
        "暂停联系的第一个月，两组几乎没有差别。",
    ),
    target=Target(-0.05, 0.05),
    unit=Unit.POINTS,
)
def _fades_slowly(bank: Books) -> Measured:
    rows = rhythm(bank)
    return slope(rows.assign(first=rows["month_0"].astype(float)), "first", "quiet", ["before"])
