"""m04 · Customer insight, questions 1 to 3: RFM scores, coverage and overlap of tags, how long a tag holds."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup, Columns, Number

# --- q1: RFM scores ---------------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("Score recency, frequency and money", "给 R、F、M 打分"),
    points=5,
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


# --- q2: coverage and overlap -----------------------------------------------------------------------------------------

TAGS = data("twinline.prepared.insight:tag_table")

q2 = Question(
    id="q2",
    title=("Coverage and overlap of two tags", "两个标签的覆盖与重叠"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "ten",
            ("ten customers, by hand", "十位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 11)),
                    "traveller": [True, True, True, False, False, True, False, False, False, False],
                    "iphone": [True, True, False, True, None, None, None, True, True, None],
                }
            ),
            "iphone",
            "traveller",
        ),
        case("phones", BANK, TAGS, "iphone", "traveller"),
        case("habits", ("your bank, two habits", "您这家银行，两种习惯"), TAGS, "eats_out", "app_active"),
    ],
    hints=[
        (
            "Coverage answers: if I use this tag, how many of all my customers do I reach? Those of whom we know nothing are "
            "customers too.",
            "覆盖率回答的是：用这个标签，能覆盖全部客户中的多少？情况不明的也是客户。",
        ),
        (
            "`customers[one].eq(True)` is True for carriers, False for all others, also where the value is missing.",
            "`customers[one].eq(True)`：有标签的为 True，其余（包括缺失）都为 False。",
        ),
        (
            "Overlap: those with both, over those with at least one: `(a & b).sum() / (a | b).sum()`.",
            "重叠度：两个都有的，除以至少有一个的：`(a & b).sum() / (a | b).sum()`。",
        ),
    ],
    success=(
        "The phone tag looks bigger among app users than it is among customers. Always say: of whom?",
        "手机标签在手机银行用户里看着大，放到全部客户里就小了。报覆盖率，先说清楚“占谁的”。",
    ),
)


@q2.reference
def compare_tags(customers, one, other):
    a = customers[one].eq(True)
    b = customers[other].eq(True)
    return pd.Series(
        {
            "coverage_one": a.mean(),
            "coverage_other": b.mean(),
            "overlap": (a & b).sum() / (a | b).sum(),
        }
    )


def _carriers(customers, one, other):
    return customers[one].eq(True), customers[other].eq(True)


@q2.wrong(
    "known_only",
    (
        "Denominator of coverage: you divide by the customers whose tag is known. Customers never seen on the app are "
        "customers as well. Divide by all.",
        "覆盖率的分母错了：您除的是“标签已知”的客户。从没登录过手机银行的也是客户，分母应是全部。",
    ),
)
def of_the_known(customers, one, other):
    known = customers[customers[one].notna() & customers[other].notna()]
    return compare_tags(known, one, other)


@q2.wrong(
    "of_all",
    (
        "Your overlap divides by all customers. Then two rare tags never overlap. Divide by those with at least one of them.",
        "您的重叠度除以了全部客户，这样两个小标签永远“不重叠”。分母应是至少有其中一个的人。",
    ),
    state="nearly",
)
def overlap_of_all(customers, one, other):
    a, b = _carriers(customers, one, other)
    return {"coverage_one": a.mean(), "coverage_other": b.mean(), "overlap": (a & b).mean()}


@q2.wrong(
    "of_one",
    (
        "Your overlap divides by the carriers of the first tag only; turn the two round and it changes. Divide by those with "
        "at least one.",
        "您的重叠度只除以第一个标签的人数，两个标签换个位置结果就变了。分母应是至少有其中一个的人。",
    ),
    state="nearly",
)
def overlap_of_one(customers, one, other):
    a, b = _carriers(customers, one, other)
    return {"coverage_one": a.mean(), "coverage_other": b.mean(), "overlap": (a & b).sum() / a.sum()}


@q2.wrong(
    "counts",
    ("These are numbers of customers. Give shares, between 0 and 1.", "这是人数。请给占比，0 到 1 之间。"),
)
def as_counts(customers, one, other):
    a, b = _carriers(customers, one, other)
    return {"coverage_one": a.sum(), "coverage_other": b.sum(), "overlap": (a & b).sum()}


# --- q3: does a tag hold? ---------------------------------------------------------------------------------------------

MONTHS = data("twinline.prepared.insight:tagged")

q3 = Question(
    id="q3",
    title=("Does a tag hold for a month?", "标签能管一个月吗？"),
    points=4,
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "six",
            ("six customers, three mornings, by hand", "六位客户、三个早晨，可手工核对"),
            table(
                {
                    "customer_id": [1, 2, 3, 4, 5, 6, 1, 2, 4, 5, 6, 1, 2, 4, 5, 6],
                    "morning": ["2025-07-01"] * 6 + ["2025-08-01"] * 5 + ["2025-09-01"] * 5,
                    "eats_out": [
                        *[True, True, True, False, False, True],
                        *[True, False, True, False, True],
                        *[True, False, False, False, True],
                    ],
                },
                dates=["morning"],
            ),
            "eats_out",
        ),
        case("meals", BANK, MONTHS, "eats_out"),
        case("journeys", ("your bank, travellers", "您这家银行，爱旅游"), MONTHS, "traveller"),
    ],
    hints=[
        (
            "Take those who carry the tag on a morning. A month later: how many are still here and still carry it?",
            "取某天早上有标签的人。一个月后，还在、且仍有标签的，有几个？",
        ),
        (
            "The last morning has no month after it: nobody can be asked there.",
            "最后一个早晨没有“一个月后”，不能算进来。",
        ),
        (
            "Shift the carriers one month back, `morning - pd.DateOffset(months=1)`, and merge with `how='left'`. Who finds no "
            "partner has lost the tag, or left.",
            "把有标签的行往前挪一个月：`morning - pd.DateOffset(months=1)`，再用 `how='left'` 合并。配不上的，不是丢了标签，就是人走了。",
        ),
    ],
    success=(
        "A tag over three months loses one carrier in eight within a month; one over a year hardly any. Write beside each tag "
        "when it must be made anew.",
        "看三个月的标签，一个月就有八分之一的人掉出去；看一年的，几乎不掉。每个标签旁边，都该写上多久重打一次。",
    ),
)


@q3.reference
def stability(panel, tag):
    carriers = panel.loc[panel[tag], ["customer_id", "morning"]]
    asked = carriers[carriers["morning"] < panel["morning"].max()]
    again = carriers.assign(morning=carriers["morning"] - pd.DateOffset(months=1), still=True)
    both = asked.merge(again, on=["customer_id", "morning"], how="left")
    return both["still"].eq(True).mean()


def _next(panel, tag):
    later = panel.assign(morning=panel["morning"] - pd.DateOffset(months=1), later=panel[tag])
    return panel.merge(later[["customer_id", "morning", "later"]], on=["customer_id", "morning"], how="left")


@q3.wrong(
    "survivors",
    (
        "Survivors only: you leave out carriers who closed their card within the month. For whoever works the list they are "
        "lost too. Count them.",
        "只看幸存者：当月销户的人被您去掉了。对照着名单干活的人来说，他们也是落空的，要算进来。",
    ),
)
def survivors_only(panel, tag):
    both = _next(panel, tag)
    return both.loc[both[tag] & both["later"].notna(), "later"].eq(True).mean()


@q3.wrong(
    "everyone",
    (
        "You count everybody whose tag did not change, also those who never had it. A tag that nobody has would be perfectly "
        "stable. Begin with its carriers.",
        "您把标签没变的人都算上了，连从来没有的也算。照这样，谁都没有的标签最“稳定”。请只从有标签的人算起。",
    ),
)
def unchanged(panel, tag):
    both = _next(panel, tag)
    both = both[both["later"].notna()]
    return (both[tag] == both["later"].eq(True)).mean()


@q3.wrong(
    "backwards",
    (
        "You look back: of this month's carriers, who carried it before? The question looks ahead: of those tagged, who keeps "
        "it?",
        "您在往回看：本月有标签的人，上月有没有？题目是往前看：打上标签的人，能留住几个？",
    ),
)
def looking_back(panel, tag):
    both = _next(panel, tag)
    later = panel[panel[tag] & (panel["morning"] > panel["morning"].min())]
    return (both[tag] & both["later"].eq(True)).sum() / len(later)


@q3.wrong(
    "last_morning",
    (
        "The carriers of the last morning are in your denominator. Nobody knows yet what becomes of them.",
        "最后一个早晨的人也进了分母，可他们一个月后怎样还没人知道。",
    ),
    state="nearly",
)
def last_morning_counted(panel, tag):
    both = _next(panel, tag)
    return both.loc[both[tag], "later"].eq(True).mean()


@q3.wrong(
    "sizes",
    (
        "You compare the sizes of the tag in two months. It can keep its size while half of its people change.",
        "您比的是两个月的人数。人数不变，人可能已经换了一半。",
    ),
)
def sizes_compared(panel, tag):
    sizes = panel[panel[tag]].groupby("morning").size().sort_index()
    return float((sizes.shift(-1) / sizes).dropna().clip(upper=1).mean())
