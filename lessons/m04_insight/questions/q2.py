"""m04 · Customer insight, question 2: coverage and overlap."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

TAGS = data("twinline.prepared.insight:tag_table")

q2 = Question(
    id="q2",
    title=("Coverage and overlap of two tags", "两个标签的覆盖与重叠"),
    points=4,
    taught="lesson-1:overlap",
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
