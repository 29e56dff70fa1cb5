"""m04 · Customer insight, questions 4 and 5: a tag without a peek, what a segment is worth."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids, Number

# --- q4: a tag, without a peek ----------------------------------------------------------------------------------------

BOUGHT = data("twinline.prepared.insight:purchases")

q4 = Question(
    id="q4",
    title=("Write a tag that does not peek", "写一个不偷看的标签"),
    points=4,
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "twelve",
            ("a dozen purchases, by hand", "十几笔消费，可手工核对"),
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


# --- q5: what the best tenth is worth ---------------------------------------------------------------------------------

OUTCOMES = data("twinline.prepared.insight:outcomes")

q5 = Question(
    id="q5",
    title=("What is the chosen tenth worth?", "选出来的一成，值多少？"),
    points=4,
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case(
            "ten",
            ("ten customers, by hand", "十位客户，可手工核对"),
            table(
                {
                    "customer_id": [5, 2, 3, 4, 1, 6, 7, 8, 9, 10],
                    "margin_12m": [90.0, 70.0, 60.0, 10.0, 60.0, 5.0, 4.0, 3.0, 2.0, 1.0],
                    "spend_12m": [100.0, 900.0, 300.0, 700.0, 200.0, 50.0, 40.0, 30.0, 20.0, 10.0],
                    "value_after": [400.0, 40.0, 300.0, 200.0, 100.0, 90.0, 20.0, 30.0, 10.0, 10.0],
                    "open_after": [True, False, True, True, True, False, True, True, True, True],
                }
            ),
            "margin_12m",
            0.3,
        ),
        case("margin", BANK, OUTCOMES, "margin_12m", 0.1),
        case("spend", ("your bank, by spending", "您这家银行，按消费额"), OUTCOMES, "spend_12m", 0.2),
    ],
    hints=[
        (
            "Choose by what is known that morning (`by`); judge by what came afterwards (`value_after`).",
            "用当天早上知道的（`by`）来选，用之后发生的（`value_after`）来评。",
        ),
        (
            "Sort by `by` from high to low, ties by `customer_id` from low to high; take `int(share * len(customers))` rows.",
            "按 `by` 从高到低排，相同的按 `customer_id` 从小到大；取前 `int(share * len(customers))` 行。",
        ),
        (
            "Answer: the chosen customers' sum of `value_after` over everybody's.",
            "答案：选中客户 `value_after` 之和，除以全部客户之和。",
        ),
    ],
    success=(
        "A tenth picked by last year's margin brings over two fifths of the next half-year's value. That is the case for care "
        "of the few, and no proof yet that care changes it.",
        "按去年收益选出的一成客户，带来了之后半年四成以上的价值。这说明少数人值得用心经营，但还不能证明经营能改变什么。",
    ),
)


@q5.reference
def worth_of_top(customers, by, share):
    ranked = customers.sort_values([by, "customer_id"], ascending=[False, True])
    chosen = ranked.head(int(share * len(ranked)))
    return chosen["value_after"].sum() / customers["value_after"].sum()


def _top(customers, by, share, ascending=False):
    ranked = customers.sort_values([by, "customer_id"], ascending=[ascending, True])
    return ranked.head(int(share * len(ranked)))


@q5.wrong(
    "outcome",
    (
        "You choose by the outcome itself. Nobody knows `value_after` on the morning of the choice: choose by the column `by`.",
        "您用结果来选人了。选人的那天早上，谁也不知道 `value_after`；请按 `by` 列来选。",
    ),
)
def chosen_by_outcome(customers, by, share):
    return worth_of_top(customers, "value_after", share)


@q5.wrong(
    "survivors",
    (
        "Survivors only: you dropped customers who closed their card later. On the morning of the choice they were on the list.",
        "只看幸存者：后来销户的人被您删掉了。可选人的那天早上，他们还在名单上。",
    ),
)
def survivors_only(customers, by, share):
    return worth_of_top(customers[customers["open_after"]], by, share)


@q5.wrong(
    "past",
    (
        "You choose by a column and then count that same column. It is sure to look good. Count what came after: `value_after`.",
        "您用一列选人，又拿同一列来评，当然好看。要看之后发生的：`value_after`。",
    ),
)
def by_its_own_past(customers, by, share):
    return _top(customers, by, share)[by].sum() / customers[by].sum()


@q5.wrong(
    "lift",
    (
        "That is the lift, how many times the average. The question asks for the share of all value.",
        "这是提升度，即平均的几倍。题目要的是占全部价值的比例。",
    ),
    state="nearly",
)
def lift(customers, by, share):
    return _top(customers, by, share)["value_after"].mean() / customers["value_after"].mean()


@q5.wrong(
    "lowest",
    ("Your list begins with the lowest. Sort from high to low.", "您从最低的排起了。请从高到低排序。"),
)
def lowest_first(customers, by, share):
    return _top(customers, by, share, True)["value_after"].sum() / customers["value_after"].sum()
