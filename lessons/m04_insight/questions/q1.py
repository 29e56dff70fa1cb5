"""m04 · Customer insight, question 1: RFM scores."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Columns

q1 = Question(
    id="q1",
    title=("Score recency, frequency and money", "给 R、F、M 打分"),
    points=5,
    taught="lesson-2:segmentation",
    returns=Columns(columns=("r", "f", "m")),
    properties=[AnyOrder(code="order"), Between(low=1, high=5)],
    cases=[
        case(
            "ten",
            ("ten customers, by hand", "十位客户，可手工核对"),
            table(
                {
                    "customer_id": [19, 12, 13, 14, 15, 16, 17, 18, 11, 20],
                    "months_since_purchase": [0, 0, 0, 1, 0, 0, 2, 5, 0, 9],
                    "purchases_3m": [9, 3, 30, 3, 3, 12, 3, 0, 4, 0],
                    "spend_12m": [900.0, 5000.0, 88000.0, 410.0, 2200.0, 7600.0, 150.0, 90.0, 3100.0, 60.0],
                }
            ),
        ),
        case("buyers", BANK, data("twinline.prepared.insight:buyers")),
    ],
    hints=[
        (
            "Put customers in a row from worst to best. The first fifth gets 1, the last fifth 5. For recency the worst is "
            "the longest pause.",
            "把客户从差到好排成一队：最前面五分之一得 1 分，最后五分之一得 5 分。R 最差的是停得最久的。",
        ),
        (
            "Sort by `customer_id` first; then `.rank(method='first')` gives every customer a place of their own.",
            "先按 `customer_id` 排序，再用 `.rank(method='first')`，每位客户就有唯一的名次。",
        ),
        (
            "With places from 0 to n − 1 the score is `1 + place * 5 // n`. Recency: rank the negative of the months.",
            "名次从 0 到 n − 1，分数就是 `1 + 名次 * 5 // n`。R：对月数取负再排名。",
        ),
    ],
    success=(
        "Five groups of one size, the same on every machine. Yet most customers bought this month: their recency is the same "
        "and only the tie rule parts them. So recency says little here.",
        "五组人数相同，换台机器也一样。不过多数客户当月都买过，R 本来相同，全靠并列规则分开。可见在这里 R 说明不了多少。",
    ),
)


@q1.reference
def rfm(customers):
    ordered = customers.sort_values("customer_id").set_index("customer_id")
    worst_to_best = pd.DataFrame(
        {"r": -ordered["months_since_purchase"], "f": ordered["purchases_3m"], "m": ordered["spend_12m"]}
    )
    place = worst_to_best.rank(method="first") - 1
    return 1 + place * 5 // len(ordered)


def _scores(customers, method="first", recency=-1, sort=True):
    ordered = customers.sort_values("customer_id") if sort else customers
    ordered = ordered.set_index("customer_id")
    worst_to_best = pd.DataFrame(
        {"r": recency * ordered["months_since_purchase"], "f": ordered["purchases_3m"], "m": ordered["spend_12m"]}
    )
    return 1 + (worst_to_best.rank(method=method) - 1) * 5 // len(ordered)


@q1.wrong(
    "ties",
    (
        "Your fifths are not equal: customers with the same value share one rank, so whole crowds fall into one score. Break "
        "ties by `customer_id`, with `rank(method='first')`.",
        "您的五组人数不等：数值相同的客户共用一个名次，一大群人挤进同一个分数。请按 `customer_id` 拆开并列，用 `rank(method='first')`。",
    ),
)
def tied_ranks(customers):
    return _scores(customers, method="average")


@q1.wrong(
    "recency",
    (
        "Recency is turned: who bought this month should get 5, who paused longest 1.",
        "R 反了：当月买过的应得 5 分，停得最久的得 1 分。",
    ),
    state="nearly",
)
def recency_turned(customers):
    return _scores(customers, recency=1)


@q1.wrong(
    "widths",
    (
        "You cut the range of values into five equal widths. A few big spenders stretch it, and nearly all land in group 1. "
        "Cut the customers into equal numbers.",
        "您把数值范围等宽切成五段：少数大户把范围拉长，几乎所有人都落进第 1 组。应按人数等分。",
    ),
)
def equal_widths(customers):
    ordered = customers.sort_values("customer_id").set_index("customer_id")
    pause = -ordered["months_since_purchase"]
    columns = {"r": pause, "f": ordered["purchases_3m"], "m": ordered["spend_12m"]}
    return pd.DataFrame({name: pd.cut(column, 5, labels=False) + 1 for name, column in columns.items()})


@q1.wrong(
    "order",
    (
        "Ties fall as the rows happen to lie: with the rows in another order the scores change. Sort by `customer_id` first.",
        "并列的客户按行的先后拆开：换个行序，分数就变了。请先按 `customer_id` 排序。",
    ),
    state="nearly",
)
def order_of_rows(customers):
    return _scores(customers, sort=False)


@q1.wrong(
    "best_is_one",
    ("Your best customers have 1. Here 5 is best.", "您让最好的客户得 1 分；这里 5 分最好。"),
)
def best_is_one(customers):
    return 6 - rfm(customers)
