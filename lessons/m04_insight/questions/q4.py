"""m04 · Customer insight, question 4: a tag, without a peek."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids

BOUGHT = data("twinline.prepared.insight:purchases")

q4 = Question(
    id="q4",
    title=("Write a tag that does not peek", "写一个不偷看的标签"),
    points=4,
    taught="lesson-1:six-groups",
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "twelve",
            ("fifteen purchases, by hand", "十五笔消费，可手工核对"),
            table(
                {
                    "customer_id": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 7],
                    "timestamp": [
                        *["2025-06-10 12:00", "2025-06-30 23:59"],
                        *["2025-06-20 19:00", "2025-07-05 19:00"],
                        *["2025-02-01 12:00", "2025-06-01 12:00"],
                        *["2025-05-01 12:00", "2025-05-02 12:00"],
                        *["2025-04-01 00:00", "2025-04-20 18:00"],
                        *["2025-06-15 12:00", "2025-07-01 00:00"],
                        *["2025-04-11 12:00", "2025-05-11 12:00", "2025-06-11 12:00"],
                    ],
                    "category": ["dining"] * 6 + ["dining", "travel"] + ["dining"] * 7,
                    "amount": [80.0, 60.0, 900.0, 40.0, 55.0, 70.0, 30.0, 990.0, 45.0, 66.0, 58.0, 90.0, 8.0, 9.0, 7.0],
                },
                dates=["timestamp"],
            ),
            day("2025-07-01"),
            2,
        ),
        case("october", BANK, BOUGHT, day("2025-10-01"), 5),
        case("july", ("your bank, another morning", "您这家银行，换一个早晨"), BOUGHT, day("2025-07-01"), 10),
    ],
    hints=[
        (
            "On that morning the bank knows only what was bought before it. Cut the table first, then count.",
            "那天早上，银行只知道之前的消费。先按时间截断，再计数。",
        ),
        (
            "Three months before: `morning - pd.DateOffset(months=3)`. The first moment counts, the morning itself does not.",
            "三个月前：`morning - pd.DateOffset(months=3)`。起点那一刻算，当天早上不算。",
        ),
        (
            "`meals['customer_id'].value_counts()` counts meals; keep those with `>= times` and return the index.",
            "`meals['customer_id'].value_counts()` 数每人几次；留下 `>= times` 的，返回索引。",
        ),
    ],
    success=(
        "A tag is a rule, a window and a morning. Made so, it would have been the same had you stood there that day.",
        "标签 = 规则 + 时间窗 + 观察日。这样打出来的标签，跟您当天站在那里打的一模一样。",
    ),
)


@q4.reference
def eats_out(purchases, morning, times):
    begin = morning - pd.DateOffset(months=3)
    known = purchases[(purchases["timestamp"] >= begin) & (purchases["timestamp"] < morning)]
    meals = known.loc[known["category"] == "dining", "customer_id"].value_counts()
    return meals.index[meals >= times]


def _eaters(purchases, enough, category="dining"):
    meals = purchases.loc[purchases["category"] == category, "customer_id"] if category else purchases["customer_id"]
    counts = meals.value_counts()
    return counts.index[enough(counts)]


def _window(purchases, morning):
    begin = morning - pd.DateOffset(months=3)
    return purchases[(purchases["timestamp"] >= begin) & (purchases["timestamp"] < morning)]


@q4.wrong(
    "look_ahead",
    (
        "Look-ahead: you count meals that were eaten after that morning. Nobody could know them. Add `timestamp < morning`.",
        "偷看未来：您把那天早上之后的用餐也数了进来，当时谁也不知道。请加上 `timestamp < morning`。",
    ),
)
def look_ahead(purchases, morning, times):
    later = purchases[purchases["timestamp"] >= morning - pd.DateOffset(months=3)]
    return _eaters(later, lambda counts: counts >= times)


@q4.wrong(
    "no_begin",
    (
        "Your window has no beginning: a meal of last year still counts. Begin three months before the morning.",
        "时间窗没有起点：去年的饭也算了。请从三个月前开始。",
    ),
)
def without_beginning(purchases, morning, times):
    return _eaters(purchases[purchases["timestamp"] < morning], lambda counts: counts >= times)


@q4.wrong(
    "all_kinds",
    ("You count every purchase. Only `dining` is a meal.", "您数了所有消费；只有 `dining` 才是用餐。"),
)
def every_kind(purchases, morning, times):
    return _eaters(_window(purchases, morning), lambda counts: counts >= times, category=None)


@q4.wrong(
    "edge_times",
    ("`times` meals are enough: write `>=`.", "正好 `times` 次也算：写 `>=`。"),
    state="nearly",
)
def more_than(purchases, morning, times):
    return _eaters(_window(purchases, morning), lambda counts: counts > times)
