"""m10 · Churn warning and win-back, question 2: a clean split in time."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder, InTime
from twinline.questions.returns import Rows

q2 = Question(
    id="q2",
    title=("Split by time, without a peek", "按时间切分，不偷看"),
    points=4,
    taught="lesson:too-good",
    returns=Rows(names=("train", "test"), key=("customer_id", "morning")),
    properties=[AnyOrder(), InTime(first="train", then="test", place=1, code="shuffled")],
    cases=[
        case(
            "nine",
            ("nine rows, by hand", "九行数据，可手工核对"),
            table(
                {
                    "customer_id": [1, 2, 3, 1, 2, 3, 1, 2, 3],
                    "morning": ["2024-06-01"] * 3 + ["2024-11-01"] * 3 + ["2025-01-01"] * 2 + ["2025-03-01"],
                    "left": [False, False, False, False, True, False, False, False, True],
                },
                dates=["morning"],
            ),
            day("2025-01-01"),
            6,
        ),
        case("january", BANK, data("twinline.prepared.churn:panel"), day("2025-01-01"), 6),
        case(
            "april",
            ("your bank, cut in April", "您这家银行，四月切分"),
            data("twinline.prepared.churn:panel"),
            day("2025-04-01"),
            6,
        ),
    ],
    hints=[
        (
            "Stand on the morning of `cutoff`. Which rows have an outcome that you already know?",
            "站在 `cutoff` 这天早上想：哪些行的结果，您已经知道了？",
        ),
        (
            "A row's outcome is known `horizon` months after its morning: "
            "`panel['morning'] + pd.DateOffset(months=horizon)`.",
            "一行的结果，要到它的 morning 之后 `horizon` 个月才知道：`panel['morning'] + pd.DateOffset(months=horizon)`。",
        ),
        (
            "Train: that day is at `cutoff` or before. Test: the morning is `cutoff` or later. Return both, train first.",
            "训练：那一天不晚于 `cutoff`。测试：morning 不早于 `cutoff`。两个都返回，训练在前。",
        ),
    ],
    success=(
        "The model learns only what was known that morning, and is tried on mornings it has not seen. In between lies a gap "
        "of `horizon` months: that is the price of an honest figure.",
        "模型只学当天早上已知的事，再拿没见过的日子来考。中间空出 `horizon` 个月，这就是“诚实”的代价。",
    ),
)


@q2.reference
def split_by_time(panel, cutoff, horizon):
    known = panel["morning"] + pd.DateOffset(months=horizon)
    train = panel[known <= cutoff]
    test = panel[panel["morning"] >= cutoff]
    return train, test


@q2.wrong(
    "peeks",
    (
        "Leakage: your training rows include mornings before `cutoff` whose outcome lies after it. On that day nobody could "
        "know who would leave. Leave out rows whose `horizon` months are not over yet.",
        "信息泄漏：训练数据里，有些行在 `cutoff` 之前，但结果要到之后才知道。那天谁也不知道谁会走。结果窗口没走完的行要去掉。",
    ),
)
def outcome_not_known_yet(panel, cutoff, horizon):
    return panel[panel["morning"] < cutoff], panel[panel["morning"] >= cutoff]


@q2.wrong(
    "shuffled",
    (
        "This is a random split: training and test rows come from the same mornings, so the model is examined on days it has "
        "learned. Split by `morning`.",
        "这是随机切分：训练和测试来自同样的日子，等于拿学过的题来考。请按 `morning` 切分。",
    ),
)
def at_random(panel, cutoff, horizon):
    train = panel.sample(frac=0.7, random_state=1)
    return train, panel.drop(train.index)


@q2.wrong(
    "turned",
    ("The two are the wrong way round: return train first, then test.", "顺序反了：先返回训练，再返回测试。"),
    state="nearly",
)
def test_first(panel, cutoff, horizon):
    train, test = split_by_time(panel, cutoff, horizon)
    return test, train


@q2.wrong(
    "edge",
    (
        "The rows of the morning of `cutoff` itself belong to the test: use `>=`.",
        "`cutoff` 当天早上的行属于测试：用 `>=`。",
    ),
    state="nearly",
)
def without_the_day(panel, cutoff, horizon):
    known = panel["morning"] + pd.DateOffset(months=horizon)
    return panel[known <= cutoff], panel[panel["morning"] > cutoff]


@q2.wrong(
    "no_gap_in_test",
    (
        "Your test begins only when `horizon` months have passed after `cutoff`. The model is ready on `cutoff`: test it from "
        "that morning on.",
        "您的测试从 `cutoff` 之后又过了 `horizon` 个月才开始。模型在 `cutoff` 当天就能用，从那天起就该测。",
    ),
)
def test_too_late(panel, cutoff, horizon):
    return split_by_time(panel, cutoff, horizon)[0], panel[panel["morning"] >= cutoff + pd.DateOffset(months=horizon)]
