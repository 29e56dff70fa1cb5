"""m13 · Digital foundations, question 1: from steps to visits."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

from .shared import STEPS, TRAIL

q1 = Question(
    id="q1",
    title=("From steps to visits", "从步骤到访问"),
    points=5,
    taught="lesson-3:sessions",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case("twelve", ("twelve steps, by hand", "十二个步骤，可手工核对"), STEPS, "device", 30),
        case("bank", BANK, TRAIL, "device", 30),
        case("version", ("your bank, by version, one minute", "您这家银行，按版本，一分钟"), TRAIL, "app_version", 1),
    ],
    hints=[
        (
            "Sort by customer and time first. Then compare each step with the step before it *of the same customer*.",
            "先按客户和时间排序，再把每一步和*同一位客户*的上一步比。",
        ),
        (
            "`ordered.groupby('customer_id')['timestamp'].diff()` is the pause before each step; it is empty at a customer's first.",
            "`ordered.groupby('customer_id')['timestamp'].diff()` 是每一步之前的停顿；客户的第一步没有停顿，是空值。",
        ),
        (
            "A visit begins where the pause is empty or longer than `pd.Timedelta(minutes=minutes)`. Count the beginnings by group.",
            "停顿为空、或超过 `pd.Timedelta(minutes=minutes)` 的地方，就是一次新访问。按组数一数有几个开头。",
        ),
    ],
    success=(
        "Now the count says what you mean by a visit. Whoever changes the minutes changes the number, so they stand beside it.",
        "现在，访问数有了明确的口径。改分钟数，数就变，所以两者要写在一起。",
    ),
)


@q1.reference
def visits_by(steps, by, minutes):
    ordered = steps.sort_values(["customer_id", "timestamp"])
    pause = ordered.groupby("customer_id")["timestamp"].diff()
    begins = pause.isna() | (pause > pd.Timedelta(minutes=minutes))
    return begins.groupby(ordered[by]).sum()


@q1.wrong(
    "sessions",
    (
        "You count the servers' own numbers. They give each failed attempt a number of its own; the task asks for the pause rule.",
        "您数的是服务器自己的编号。失败的尝试它会单独编号；题目要的是按停顿来分。",
    ),
)
def server_numbers(steps, by, minutes):
    return steps.groupby(by)["session_id"].nunique()


@q1.wrong(
    "first",
    (
        "Each customer's first step is missing: it has no pause before it, and it begins a visit.",
        "漏了每位客户的第一步：它前面没有停顿，但它就是一次访问的开头。",
    ),
)
def first_forgotten(steps, by, minutes):
    ordered = steps.sort_values(["customer_id", "timestamp"])
    pause = ordered.groupby("customer_id")["timestamp"].diff()
    return (pause > pd.Timedelta(minutes=minutes)).groupby(ordered[by]).sum()


@q1.wrong(
    "others",
    (
        "You compare a step with the step before it of *somebody else*. Take the pause within each customer.",
        "您拿一位客户的步骤和*别人*的上一步比了。停顿要在每位客户内部算。",
    ),
)
def across_customers(steps, by, minutes):
    ordered = steps.sort_values("timestamp")
    pause = ordered["timestamp"].diff()
    begins = pause.isna() | (pause > pd.Timedelta(minutes=minutes))
    return begins.groupby(ordered[by]).sum()


@q1.wrong(
    "days",
    (
        "You count customers' days. Two visits on a day are two, and one that goes past midnight is one.",
        "您数的是“客户×天”。一天来两次算两次，跨过午夜的一次只算一次。",
    ),
)
def days(steps, by, minutes):
    dated = steps.assign(day=steps["timestamp"].dt.normalize())
    return dated.drop_duplicates(["customer_id", "day"]).groupby(by).size()


@q1.wrong(
    "rows",
    ("These are steps, not visits: a visit is a run of steps.", "这是步骤数，不是访问数：一次访问是一串步骤。"),
)
def rows(steps, by, minutes):
    return steps.groupby(by).size()


@q1.wrong(
    "edge",
    (
        "A pause of exactly that many minutes does not begin a new visit: use `>`, not `>=`.",
        "停顿恰好等于这个分钟数，还不算新的访问：用 `>`，不用 `>=`。",
    ),
    state="nearly",
)
def at_the_edge(steps, by, minutes):
    ordered = steps.sort_values(["customer_id", "timestamp"])
    pause = ordered.groupby("customer_id")["timestamp"].diff()
    begins = pause.isna() | (pause >= pd.Timedelta(minutes=minutes))
    return begins.groupby(ordered[by]).sum()
