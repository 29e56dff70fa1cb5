"""m10 · Churn warning and win-back, question 3: survival by segment."""

import pandas as pd
from lifelines import KaplanMeierFitter

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q3 = Question(
    id="q3",
    title=("How many cards are still open after a year?", "一年之后，还剩多少张卡？"),
    points=4,
    taught="lesson:survival",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "ten",
            ("ten cards, by hand", "十张卡，可手工核对"),
            table(
                {
                    "product": ["gold"] * 5 + ["young"] * 5,
                    "acquisition": ["branch", "app"] * 5,
                    "months": [3, 12, 8, 20, 5, 2, 12, 14, 6, 12],
                    "closed": [True, True, False, False, False, True, False, True, True, False],
                }
            ),
            "product",
            12,
        ),
        case("product", BANK, data("twinline.prepared.churn:careers"), "product", 12),
        case(
            "channel",
            ("your bank, by channel, half a year", "您这家银行，按获客渠道，半年"),
            data("twinline.prepared.churn:careers"),
            "acquisition",
            6,
        ),
    ],
    hints=[
        (
            "A card opened five months ago and still open has not “survived a year”, nor has it closed. It counts for five "
            "months, then leaves the count. Kaplan–Meier does just that.",
            "五个月前开、现在还在的卡，既不算“活过一年”，也不算销户：它在前五个月里算数，之后退出计数。Kaplan–Meier 曲线就是这么算的。",
        ),
        (
            "`KaplanMeierFitter().fit(rows['months'], rows['closed'])` makes the curve; `.predict(12)` reads it.",
            "`KaplanMeierFitter().fit(rows['months'], rows['closed'])` 画出曲线，`.predict(12)` 读数。",
        ),
        (
            "Do it for each group of `careers.groupby(by, observed=True)`: collect the values in a "
            "dictionary, return `pd.Series(…)`.",
            "用 `careers.groupby(by, observed=True)` 逐组来做，把结果放进字典，最后返回 `pd.Series(…)`。",
        ),
    ],
    success=(
        "Cards that are still open are neither thrown away nor counted as survivors of a year they have not lived. Without "
        "that, young cards make every segment look better or worse than it is.",
        "还没走完的卡，既没有被扔掉，也没有被当成“活满一年”。不这么做，新卡会让每个客群都失真。",
    ),
)


@q3.reference
def kept_after(careers, by, months):
    kept = {}
    for name, rows in careers.groupby(by, observed=True):
        curve = KaplanMeierFitter().fit(rows["months"], rows["closed"])
        kept[name] = float(curve.predict(months))
    return pd.Series(kept)


@q3.wrong(
    "only_closed",
    (
        "You look only at cards that have closed. That throws away all who stayed: survivorship turned upside down.",
        "您只看了已经销户的卡，把留下的全扔掉了：这是反过来的幸存者偏差。",
    ),
)
def among_the_closed(careers, by, months):
    closed = careers[careers["closed"]]
    return (closed["months"] > months).groupby(closed[by], observed=True).mean()


@q3.wrong(
    "open_now",
    (
        "That is the share still open today, whatever their age. A card opened last month is not proof of a year.",
        "这是“今天还开着”的占比，没有看开了多久。上个月才开的卡，证明不了能留一年。",
    ),
)
def still_open(careers, by, months):
    return 1 - careers["closed"].groupby(careers[by], observed=True).mean()


@q3.wrong(
    "open_is_closed",
    (
        "You count cards that are still open as if they had closed on the last day. Tell the curve which ones closed: the "
        "second value of `fit`.",
        "您把还开着的卡当成最后一天销户了。要告诉曲线哪些真的销户：`fit` 的第二个参数。",
    ),
)
def everything_ends(careers, by, months):
    return (careers["months"] > months).groupby(careers[by], observed=True).mean()


@q3.wrong(
    "dropped",
    (
        "You drop cards that are open but younger than that. They did live through their first months: leaving them out makes "
        "churn look worse than it is.",
        "您把还开着但没满期的卡扔掉了。它们前几个月是实实在在留住的，去掉之后流失会显得更严重。",
    ),
)
def complete_only(careers, by, months):
    seen = careers[careers["closed"] | (careers["months"] >= months)]
    return 1 - (seen["closed"] & (seen["months"] <= months)).groupby(seen[by], observed=True).mean()


@q3.wrong(
    "day_before",
    (
        "Closings in month `months` itself count too: read the curve at `months`, not one before.",
        "第 `months` 个月当月的销户也要算：读 `months` 处的值，不是前一个月。",
    ),
    state="nearly",
)
def a_month_early(careers, by, months):
    return kept_after(careers, by, months - 1)
