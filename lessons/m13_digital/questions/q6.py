"""m13 · Digital foundations, question 6: an alarm that is early and rarely wrong."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

q6 = Question(
    id="q6",
    title=("An alarm that is early and rarely wrong", "又早又少误报的预警"),
    points=5,
    taught="lesson-4:trend-read",
    returns=Columns(columns=("hours", "false")),
    properties=[AnyOrder()],
    cases=[
        case(
            "twelve",
            ("twelve hours, by hand", "十二个小时，可手工核对"),
            table(
                {
                    "hour": [
                        *[f"2025-06-01 {hour:02d}:00" for hour in (18, 19, 20, 21, 22, 23)],
                        *[f"2025-06-02 {hour:02d}:00" for hour in (0, 1, 2, 3, 4, 5)],
                    ],
                    "posts": [1, 3, 0, 2, 1, 0, 1, 2, 3, 6, 5, 3],
                },
                dates=["hour"],
            ),
            [1, 2, 3, 5],
            day("2025-06-02"),
            day("2025-06-02 05:00"),
        ),
        case(
            "bank",
            BANK,
            data("twinline.modules.m13.practice:hourly"),
            [1, 2, 3],
            day("2025-02-11 20:00"),
            day("2025-03-01"),
        ),
    ],
    hints=[
        (
            "For one limit: the hours that ring are `hours[hours['posts'] >= limit]`. Part them into those of the outcry and the others.",
            "对一个门槛：响的小时是 `hours[hours['posts'] >= limit]`。把它们分成舆情期间的和其他的。",
        ),
        (
            "An hour's posts are known when it is *over*: it rings at `hour + pd.Timedelta('1h')`.",
            "一个小时的帖子，要等这个小时*过完*才知道：响的时刻是 `hour + pd.Timedelta('1h')`。",
        ),
        (
            "In the outcry: `(ringing['hour'] >= began) & (ringing['hour'] < ended)`. Hours = (first ring − began) / `pd.Timedelta('1h')`.",
            "舆情期间：`(ringing['hour'] >= began) & (ringing['hour'] < ended)`。小时数 =（首次响起 − began）/ `pd.Timedelta('1h')`。",
        ),
    ],
    success=(
        "Now the limit is a choice with two prices on it. Choose it on one part of the history, and judge it on another.",
        "现在，门槛成了一个标着两种价格的选择。在一段历史上选，到另一段上考。",
    ),
)


@q6.reference
def judge_alarm(hours, limits, began, ended):
    found = {}
    for limit in limits:
        ringing = hours[hours["posts"] >= limit]
        outcry = (ringing["hour"] >= began) & (ringing["hour"] < ended)
        first = ringing.loc[outcry, "hour"].min() + pd.Timedelta("1h")
        found[limit] = [(first - began) / pd.Timedelta("1h"), int((~outcry).sum())]
    return pd.DataFrame.from_dict(found, orient="index", columns=["hours", "false"])


def _judged(hours, limits, began, ended, rings, known=1, after=True):
    """The same with another rule for what rings, when an hour is known, and which hours are false."""
    found = {}
    for limit in limits:
        ringing = hours[rings(hours["posts"], limit)]
        outcry = (ringing["hour"] >= began) & (ringing["hour"] < ended)
        first = ringing.loc[outcry, "hour"].min() + pd.Timedelta(hours=known)
        false = ~outcry if after else ringing["hour"] < began
        found[limit] = [(first - began) / pd.Timedelta("1h"), int(false.sum())]
    return pd.DataFrame.from_dict(found, orient="index", columns=["hours", "false"])


@q6.wrong(
    "future",
    (
        "You ring at the hour's *beginning*, when its posts have not been written yet. Add the hour.",
        "您在这个小时*开始*时就响了，可帖子还没写出来。要加上这一小时。",
    ),
    state="nearly",
)
def seen_too_early(hours, limits, began, ended):
    return _judged(hours, limits, began, ended, lambda posts, limit: posts >= limit, known=0)


@q6.wrong(
    "edge",
    ("As many posts as the limit are enough to ring: use `>=`.", "帖子数等于门槛就该响：用 `>=`。"),
    state="nearly",
)
def above_the_limit(hours, limits, began, ended):
    return _judged(hours, limits, began, ended, lambda posts, limit: posts > limit)


@q6.wrong(
    "before",
    (
        "False alarms *after* the outcry are missing. A desk that is woken for nothing in June is woken, too.",
        "漏了舆情*之后*的误报。六月被白白叫醒，也是被叫醒。",
    ),
)
def only_before(hours, limits, began, ended):
    return _judged(hours, limits, began, ended, lambda posts, limit: posts >= limit, after=False)


@q6.wrong(
    "all",
    (
        "You count every ringing hour as false, those of the outcry too.",
        "您把所有响过的小时都算成误报，连舆情期间的也算了。",
    ),
)
def every_ring(hours, limits, began, ended):
    right = _judged(hours, limits, began, ended, lambda posts, limit: posts >= limit)
    return right.assign(false=[int((hours["posts"] >= limit).sum()) for limit in limits])


@q6.wrong(
    "early",
    (
        "Your first ring may lie before the outcry: that one is a false alarm and no early warning. Look from `began` on.",
        "您的首次响起可能在舆情之前：那是误报，不是预见。要从 `began` 之后找。",
    ),
)
def first_ever(hours, limits, began, ended):
    right = _judged(hours, limits, began, ended, lambda posts, limit: posts >= limit)
    firsts = [hours.loc[hours["posts"] >= limit, "hour"].min() + pd.Timedelta("1h") for limit in limits]
    return right.assign(hours=[(first - began) / pd.Timedelta("1h") for first in firsts])


@q6.wrong(
    "rate",
    (
        "Your false alarms are a share. The desk counts nights: give the number of hours.",
        "您的误报是占比。值班的人数的是次数：请给小时数。",
    ),
)
def as_share(hours, limits, began, ended):
    right = _judged(hours, limits, began, ended, lambda posts, limit: posts >= limit)
    calm = (hours["hour"] < began) | (hours["hour"] >= ended)
    return right.assign(false=right["false"] / calm.sum())
