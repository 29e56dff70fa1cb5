"""What the service desk's calls (module m11) and the outcry (module m13) have to teach."""

import numpy as np
import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean, ratio, standardised
from twinline.report.fact import PLANTED, Target, Unit

EVERYDAY = ("bill", "limit", "points", "instalment", "lost_card", "fraud")  # topics that say nothing about leaving
SOON = 5  # months after a call in which a closing may be its doing
AFTERMATH = pd.Timedelta(days=8)  # in which an outcry is talked of
FIRST, LAST = 4, 72  # hours: from when every platform speaks of it to when all were answered long before
BLOCK = 2  # hours that are compared with each other across platforms
DAY, HOUR = pd.Timedelta(days=1), pd.Timedelta(hours=1)

# --- m11: calls that were not settled -----------------------------------------------------------------------------------


@once
def everyday_calls(bank: Books) -> pd.DataFrame:
    """Calls about everyday matters with five months after them: topic, `unsolved`, mark, and whether the card closed soon."""
    calls = bank("service_calls", "customer_id", "timestamp", "topic", "resolved", "satisfaction")
    calls = calls.assign(topic=calls["topic"].astype(str), month=bank.month(calls["timestamp"]))
    calls = calls[calls["topic"].isin(EVERYDAY) & (calls["month"] + SOON < bank.months)]
    if calls.empty:
        raise NothingToMeasure
    closed = calls["customer_id"].map(views.accounts(bank).set_index("customer_id")["closed"])
    return calls.assign(unsolved=~calls["resolved"].astype(bool), closes=(closed - calls["month"]).between(1, SOON))


@PLANTED.row(
    "unsolved_calls_close",
    "m11",
    title=("An unsolved call brings the closing nearer", "问题没解决，离销卡更近"),
    sentence=(
        "Among callers about the same everyday matter, those whose call was not settled close the card more often in the "
        "following five months.",
        "同样是日常来电、同一主题，当次没解决的客户在之后五个月内销卡的比例更高。",
    ),
    target=Target(0.025, 0.11, least_z=3),
    unit=Unit.POINTS,
)
def _unsolved_calls_close(bank: Books) -> Measured:
    return standardised(everyday_calls(bank), "closes", "unsolved", "topic")


@PLANTED.row(
    "low_marks_close",
    "m11",
    title=("Low marks tell who will go", "打低分的客户更容易走"),
    sentence=(
        "Of the everyday calls that were given a mark, those with 1 or 2 are followed by more closings than those with 4 or 5.",
        "有评分的日常来电中，打1至2分的客户之后五个月内销卡的比例，高于打4至5分的客户。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _low_marks_close(bank: Books) -> Measured:
    calls = everyday_calls(bank)
    return difference(calls["closes"][calls["satisfaction"] <= 2], calls["closes"][calls["satisfaction"] >= 4])


# --- m13: the outcry ----------------------------------------------------------------------------------------------------


@once
def outcry(bank: Books) -> pd.DataFrame:
    """Posts about the matter that the bank answered in public, from the first of it on for eight days: `hour` after the
    first, and whether the bank had `answered` on that platform."""
    posts = bank("social_posts", "post_id", "timestamp", "platform", "topic", "reply_to", "author")
    posts = posts.assign(platform=posts["platform"].astype(str), topic=posts["topic"].astype(str))
    answers = posts[posts["author"] == "bank"]
    if answers.empty:
        raise NothingToMeasure
    about = posts[posts["topic"].isin(answers["topic"])]
    begins = about.loc[about["post_id"].isin(answers["reply_to"]), "timestamp"].min()
    about = about[(about["author"] == "public") & about["timestamp"].between(begins, begins + AFTERMATH)]
    spoke = answers.set_index("platform")["timestamp"]
    return about.assign(
        hour=(about["timestamp"] - begins) // HOUR,
        answered=about["timestamp"] >= about["platform"].map(spoke),
        begins=begins,
    )


@PLANTED.row(
    "outcry_spreads",
    "m13",
    title=("A complaint spreads in hours", "一条投诉几小时内扩散"),
    sentence=(
        "Within a day of one post, there are more than fifteen times as many posts on its topic as on a usual day.",
        "一条帖子发出后一天内，同主题发帖量达到平日的十五倍以上。",
    ),
    target=Target(low=15),
    unit=Unit.TIMES,
)
def _outcry_spreads(bank: Books) -> Measured:
    posts = bank("social_posts", "timestamp", "topic")
    cries = outcry(bank)
    begins, topic = cries["begins"].iloc[0], str(cries["topic"].iloc[0])
    usual = posts[(posts["topic"] == topic) & ~posts["timestamp"].between(begins, begins + AFTERMATH)]
    days = (bank.end - bank.start - AFTERMATH) / DAY
    found = int((cries["hour"] < 24).sum())
    usual_day = len(usual) / days
    value = found / usual_day
    return Measured(value, value * float(np.sqrt(1 / found + 1 / len(usual))), found)


@once
def answer_effect(bank: Books) -> Measured:
    """What an answer does to the log rate of posts: platforms answered sooner against those answered later, hours alike.

    A Poisson regression of posts on the platform, the pair of hours, and whether the bank had answered there.
    """
    cries = outcry(bank)
    cries = cries[cries["hour"].between(FIRST, LAST - 1)]
    spoke = cries[cries["answered"]].groupby("platform")["hour"].min()
    cells = cries.assign(block=cries["hour"] // BLOCK).groupby(["platform", "block", "answered"]).size().rename("posts")
    hours = pd.MultiIndex.from_product(
        [sorted(cries["platform"].unique()), range(FIRST, LAST)], names=["platform", "hour"]
    )
    grid = hours.to_frame(index=False)
    grid = grid.assign(block=grid["hour"] // BLOCK, answered=grid["hour"] >= grid["platform"].map(spoke).fillna(10_000))
    grid = grid.groupby(["platform", "block", "answered"]).size().rename("hours").reset_index()
    grid = grid.join(cells, on=["platform", "block", "answered"]).fillna({"posts": 0})
    # A block of hours in which nobody posted says nothing.
    grid = grid[grid.groupby("block")["posts"].transform("sum") > 0]
    factors = [pd.get_dummies(grid["platform"], dtype=float), pd.get_dummies(grid["block"], dtype=float).iloc[:, 1:]]
    design = np.column_stack([grid["answered"].astype(float), *factors])
    posts, offset = grid["posts"].to_numpy(float), np.log(grid["hours"].to_numpy(float))
    weights = np.zeros(design.shape[1])
    fitted = posts + 0.5
    for _ in range(50):
        working = np.log(fitted) - offset + (posts - fitted) / fitted
        weights = np.linalg.solve((design.T * fitted) @ design, (design.T * fitted) @ working)
        fitted = np.exp(design @ weights + offset)
    error = np.linalg.inv((design.T * fitted) @ design)[0, 0] ** 0.5
    return Measured(float(weights[0]), float(error), len(cries))


@PLANTED.row(
    "answer_slows_outcry",
    "m13",
    title=("The bank's answer slows it", "银行一回应，扩散就慢下来"),
    sentence=(
        "The bank answered on one platform after the other. Hour for hour, posts on a platform fell by about two thirds (in logs, "
        "by 1.1) once it had answered there, beside those where it had not yet.",
        "银行先后在各平台回应。同一时段里，与尚未回应的平台相比，已回应平台的发帖量下降约三分之二（对数下降约 1.1）。",
    ),
    target=Target(-1.7, -0.5, least_z=3),
    unit=Unit.NUMBER,
)
def _answer_slows_outcry(bank: Books) -> Measured:
    return answer_effect(bank)


@once
def outcry_calls(bank: Books) -> pd.DataFrame:
    """Everyday calls about the outcry's topic in its eight days, with hours since the first post."""
    cries = outcry(bank)
    begins, topic = cries["begins"].iloc[0], str(cries["topic"].iloc[0])
    calls = everyday_calls(bank)
    calls = calls[(calls["topic"] == topic) & calls["timestamp"].between(begins, begins + AFTERMATH)]
    return calls.assign(hour=(calls["timestamp"] - begins) / HOUR)


@PLANTED.row(
    "outcry_calls",
    "m13",
    title=("The hotline hears it too", "热线随之升温"),
    sentence=(
        "In the eight days after the first post, calls on its topic are more than five times as many as usual.",
        "首帖之后八天内，同主题来电量达到平时的五倍以上。",
    ),
    target=Target(low=5),
    unit=Unit.TIMES,
)
def _outcry_calls(bank: Books) -> Measured:
    stirred, calls = outcry_calls(bank), everyday_calls(bank)
    others = calls[(calls["topic"] == stirred["topic"].iloc[0]) & ~calls.index.isin(stirred.index)]
    days = (bank.end - pd.DateOffset(months=SOON) - bank.start - AFTERMATH) / DAY
    value = len(stirred) / AFTERMATH.days / (len(others) / days)
    return Measured(value, value * float(np.sqrt(1 / len(stirred) + 1 / len(others))), len(stirred))


@PLANTED.row(
    "desk_told_settles",
    "m13",
    title=("A desk that knows the answer settles calls", "有了统一口径，来电才解决得了"),
    sentence=(
        "From two days after the first post on, far more of the calls about it are settled than in its first day and a half.",
        "首帖两天之后，相关来电的当次解决率远高于最初一天半。",
    ),
    target=Target(0.35, 0.75, least_z=5),
    unit=Unit.POINTS,
)
def _desk_told_settles(bank: Books) -> Measured:
    calls = outcry_calls(bank)
    return difference(~calls["unsolved"][calls["hour"] >= 48], ~calls["unsolved"][calls["hour"] < 36])


@PLANTED.row(
    "outcry_closes",
    "m13",
    title=("…and those left without an answer go", "……没得到答复的客户走得更多"),
    sentence=(
        "Of the callers of those days, those whose call was not settled close more often in the following five months.",
        "那几天的来电客户中，当次没解决的，之后五个月内销卡的比例更高。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _outcry_closes(bank: Books) -> Measured:
    calls = outcry_calls(bank)
    return difference(calls["closes"][calls["unsolved"]], calls["closes"][~calls["unsolved"]])


# --- m11: where customers join ------------------------------------------------------------------------------------------


@once
def invitations(bank: Books) -> pd.DataFrame:
    """Every invitation in the course of things: its place, and whether the manager was added within three days of it."""
    shown = bank("wecom_invitations", "customer_id", "date", "place")
    events = bank("wecom_events", "customer_id", "timestamp", "event")
    added = events[events["event"] == "added"].set_index("customer_id")["timestamp"].dt.normalize()
    waited = (shown["customer_id"].map(added) - shown["date"]).dt.days
    return shown.assign(place=shown["place"].astype(str), joined=waited.between(0, 3))


@PLANTED.row(
    "joins_at_the_counter",
    "m11",
    title=("Asked face to face, many join", "当面邀请，愿意加的人多"),
    sentence=(
        "Of the customers who are asked to add the manager at a counter, about a quarter do within three days.",
        "在网点柜面受邀添加客户经理的客户，约四分之一会在三天内添加。",
    ),
    target=Target(0.15, 0.35),
    unit=Unit.PERCENT,
)
def _joins_at_the_counter(bank: Books) -> Measured:
    shown = invitations(bank)
    return mean(shown["joined"][shown["place"] == "counter"])


@PLANTED.row(
    "joins_by_place",
    "m11",
    title=("…by a banner or a text, few", "……横幅和短信，愿意加的人少"),
    sentence=(
        "At the counter the join rate is more than five times that of the app's banner, and the banner's more than twice that of a "
        "link in a text.",
        "柜面的添加率是手机银行横幅的五倍以上，横幅又是短信链接的两倍以上。",
    ),
    target=Target(low=0.0),
    unit=Unit.NUMBER,
)
def _joins_by_place(bank: Books) -> Measured:
    shown = invitations(bank)
    counter, banner, text = (shown["joined"][shown["place"] == at] for at in ("counter", "app_banner", "sms_link"))
    first, second = ratio(counter, banner), ratio(banner, text)
    return min(
        Measured(float(np.log(first.value / 5)), (first.error or 0) / first.value, first.n),
        Measured(float(np.log(second.value / 2)), (second.error or 0) / second.value, second.n),
        key=lambda one: one.value,
    )


@once
def by_origin(bank: Books) -> pd.DataFrame:
    """The same with how each customer came to the card."""
    how = bank("customers", "customer_id", "acquisition").set_index("customer_id")["acquisition"].astype(str)
    shown = invitations(bank)
    return shown.assign(origin=shown["customer_id"].map(how))


@PLANTED.row(
    "joins_by_origin",
    "m11",
    title=("Where they came from tells who joins", "来源渠道不同，添加率差近一倍"),
    sentence=(
        "Asked in the same places, customers who came through a friend or a branch add the manager about 1.8 times as often as "
        "those who came by a partner's scene or by a call.",
        "同样受邀，转介绍和网点渠道来的客户，添加客户经理的比例约为合作场景和外呼渠道的1.8倍。",
    ),
    target=Target(1.4, 2.4),
    unit=Unit.TIMES,
)
def _joins_by_origin(bank: Books) -> Measured:
    shown = by_origin(bank)
    near, far = (
        shown[shown["origin"].isin(names)] for names in (("referral", "branch"), ("partner_scene", "outbound"))
    )
    # The places of the first weigh as those of the second.
    places = far["place"].value_counts(normalize=True) / near["place"].value_counts(normalize=True)
    weights = near["place"].map(places).fillna(0.0)
    return ratio(near["joined"] * weights, far["joined"])


# --- m11: queues --------------------------------------------------------------------------------------------------------


@once
def roster_days(bank: Books) -> pd.DataFrame:
    """The working days of the lunch trial: `staggered` by lot, and a caller's mean wait at noon in seconds."""
    hours = bank("desk_hours", "date", "hour", "staggered", "by_lot", "offered", "wait_seconds")
    noon = hours[hours["by_lot"] & hours["hour"].isin([12, 13])]
    if noon.empty:
        raise NothingToMeasure
    noon = noon.assign(waited=noon["wait_seconds"] * noon["offered"])
    days = noon.groupby(["date", "staggered"], as_index=False)[["waited", "offered"]].sum()
    return days.assign(wait=days["waited"] / days["offered"])


@PLANTED.row(
    "lunch_in_turn",
    "m11",
    title=("Lunch in turn shortens the queue", "轮流午休，排队变短"),
    sentence=(
        "On days on which a lot staggered lunch, with the same hours of work, callers at noon waited some thirty seconds less.",
        "抽签改为轮流午休的日子，总工时不变，中午来电的平均等待缩短约三十秒。",
    ),
    target=Target(-60, 0, least_z=2),
    unit=Unit.NUMBER,
)
def _lunch_in_turn(bank: Books) -> Measured:
    days = roster_days(bank)
    return difference(days["wait"][days["staggered"]], days["wait"][~days["staggered"]])
