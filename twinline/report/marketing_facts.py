"""What spending, paths and the two trials by place and week have to teach: module m06."""

from dataclasses import replace

import pandas as pd

from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean, ratio
from twinline.report.fact import PLANTED, Target, Unit

SEARCH_AD, WALK_IN = "search_ad", "branch_visit"


@once
def paths(bank: Books) -> pd.DataFrame:
    """Touches that a key of their own ties to an application: `application_id`, `timestamp`, `kind`."""
    touches = bank("path_touches", "path_touch_id", "timestamp", "kind", "device_id", "phone_hash", "app_id")
    known = bank("application_identities", "application_id", "device_id", "phone_hash", "app_id")
    found = []
    for key in ("phone_hash", "app_id", "device_id"):
        keys = known[["application_id", key]].dropna()
        found.append(touches[["path_touch_id", "timestamp", "kind", key]].dropna().merge(keys, on=key))
    tied = pd.concat(found).drop_duplicates("path_touch_id")
    return tied[["path_touch_id", "application_id", "timestamp", "kind"]]


@once
def begun(bank: Books) -> pd.DataFrame:
    """Applications of customers since the data begins: channel, scene, city, branch, and the Monday of their week."""
    made = bank("applications", "application_id", "customer_id", "started", "channel", "scene").dropna(
        subset=["customer_id"]
    )
    people = bank("customers", "customer_id", "city", "branch_id")
    made = made[made["started"] >= bank.start].merge(people, on="customer_id")
    day = made["started"].dt.normalize()
    return made.assign(week=day - pd.to_timedelta(day.dt.day_of_week, unit="D"))


@PLANTED.row(
    "cheap_channel",
    "m06",
    title=("One channel is cheap a head", "有一个渠道看起来最便宜"),
    sentence=(
        "A new customer through partners' scenes costs about half of what one through the other channels does.",
        "合作场景获得一位新客户的费用，约为其他渠道的一半。",
    ),
    target=Target(0.35, 0.65),
    unit=Unit.TIMES,
)
def _cheap_channel(bank: Books) -> Measured:
    spent = bank("marketing_spend", "channel", "media", "gifts", "staff")
    yuan = spent[["media", "gifts", "staff"]].sum(axis=1).groupby(spent["channel"].astype(str)).sum()
    accounts = bank("accounts", "customer_id", "open_date")
    how = bank("customers", "customer_id", "acquisition").set_index("customer_id")["acquisition"].astype(str)
    new = accounts.loc[accounts["open_date"] >= bank.start, "customer_id"].map(how).value_counts()
    cheap, rest = "partner_scene", [name for name in yuan.index if name != "partner_scene"]
    if not new.get(cheap):
        raise NothingToMeasure
    others = yuan[rest].sum() / new.reindex(rest).sum()
    return Measured(float(yuan[cheap] / new[cheap] / others), n=int(new.sum()))


@PLANTED.row(
    "search_takes_credit",
    "m06",
    title=("By last touch, search ads bring walk-ins", "按末次触点，搜索广告带来到店客户"),
    sentence=(
        "Of the applications made in branches, a fifth or more had a search ad as their last touch before the visit.",
        "网点办卡的申请里，到访前最后一个触点是搜索广告的占五分之一以上。",
    ),
    target=Target(0.20, 0.45),
    unit=Unit.PERCENT,
)
def _search_takes_credit(bank: Books) -> Measured:
    branch = bank("applications", "application_id", "channel", "started")
    branch = branch[(branch["channel"] == "branch") & (branch["started"] >= bank.start)]
    tied = paths(bank)
    last = tied[tied["kind"] != WALK_IN].sort_values("timestamp").drop_duplicates("application_id", keep="last")
    kind = branch["application_id"].map(last.set_index("application_id")["kind"].astype(str))
    return mean(kind == SEARCH_AD)


@PLANTED.row(
    "holdout_little",
    "m06",
    title=("…but switched off by lot, nothing is missing", "……抽签停投后，到店办卡并没有少"),
    sentence=(
        "In the cities and weeks that went without search ads by lot, as many customers applied in branches as in the "
        "others (a quarter more or less at most, which is chance): those who searched for the branch came anyway.",
        "抽签停投搜索广告的城市和周里，到网点办卡的客户与照常投放时差不多（相差至多四分之一，属于偶然）：搜网点的人本来就要来。",
    ),
    target=Target(-0.25, 0.25),
    unit=Unit.PERCENT,
)
def _holdout_little(bank: Books) -> Measured:
    weeks = bank("ad_weeks", "city", "week", "search_ads", "by_lot")
    weeks = weeks[weeks["by_lot"]]
    made = begun(bank)
    count = made[made["channel"] == "branch"].groupby(["city", "week"]).size().rename("cards").reset_index()
    weeks = weeks.merge(count, on=["city", "week"], how="left").fillna({"cards": 0})
    on, off = weeks["cards"][weeks["search_ads"]], weeks["cards"][~weeks["search_ads"]]
    if not on.sum() or not off.sum():
        raise NothingToMeasure
    found = ratio(off, on)
    return replace(found, value=found.value - 1)


@once
def trial(bank: Books) -> pd.DataFrame:
    """The lobby play's trial, with `rate` (numbers left a visitor) and `cards` (customers who applied in the lobby)."""
    rows = bank("scene_trial", "branch_id", "week", "drawn", "carried_out", "visitors", "leads")
    if rows.empty:
        raise NothingToMeasure
    made = begun(bank)
    count = made[made["scene"] == "bank_lobby"].groupby(["branch_id", "week"]).size().rename("cards").reset_index()
    rows = rows.merge(count, on=["branch_id", "week"], how="left").fillna({"cards": 0})
    return rows.assign(rate=rows["leads"] / rows["visitors"].clip(lower=1))


@PLANTED.row(
    "play_brings_names",
    "m06",
    title=("The lobby play brings names", "大堂打法带来留资"),
    sentence=(
        "By lot and whether carried out or not, weeks drawn for the play make some five visitors in a hundred more leave "
        "their number.",
        "按抽签比较（不论是否真的执行），执行打法的周里每百位到访者约多五位留下联系方式。",
    ),
    target=Target(0.02, 0.09, least_z=3),
    unit=Unit.POINTS,
)
def _play_brings_names(bank: Books) -> Measured:
    rows = trial(bank)
    return difference(rows["rate"][rows["drawn"]], rows["rate"][~rows["drawn"]])


@PLANTED.row(
    "play_brings_no_cards",
    "m06",
    title=("…and no more cards", "……但办卡没有增加"),
    sentence=(
        "In the same weeks no more customers applied in the lobby than in the others, as far as so few can tell: a number "
        "left is no card.",
        "同样这些周里，大堂办卡的客户并没有多出来（在这么小的样本能看出的范围内）：留资不等于办卡。",
    ),
    target=Target(-0.4, 0.5),
    unit=Unit.PERCENT,
)
def _play_brings_no_cards(bank: Books) -> Measured:
    rows = trial(bank)
    on, off = rows["cards"][rows["drawn"]], rows["cards"][~rows["drawn"]]
    if not on.sum() or not off.sum():
        raise NothingToMeasure
    found = ratio(on, off)
    return replace(found, value=found.value - 1)


@PLANTED.row(
    "identities_match",
    "m06",
    title=("Most touches find their person", "多数触点能对上人"),
    sentence=(
        "Matching phone, app and device numbers ties six to nine touches in ten to an application, and hardly ever to a wrong "
        "one; the rest were on a second device, or on a form filled in at the bank's.",
        "按手机号、应用用户号和设备号匹配，六到九成的触点能对上一次申请，几乎不会对错；其余用的是第二台设备，或在行内设备上填表。",
    ),
    target=Target(0.60, 0.90),
    unit=Unit.PERCENT,
    truth=True,
)
def _identities_match(bank: Books) -> Measured:
    whose = bank("truth_path_touches", "path_touch_id", "application_id").merge(
        paths(bank)[["path_touch_id", "application_id"]], on="path_touch_id", how="left", suffixes=("", "_tied")
    )
    return mean(whose["application_id"] == whose["application_id_tied"])
