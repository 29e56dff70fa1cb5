"""m13 · Digital foundations, question 3: where visits begin and end."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Columns

from .shared import STEPS, TRAIL

q3 = Question(
    id="q3",
    title=("Where do visits begin, where do they end?", "访问从哪里进、到哪里出？"),
    points=4,
    taught="lesson-3:where-ask",
    returns=Columns(columns=("entry", "exit")),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case("twelve", ("twelve steps, by hand", "十二个步骤，可手工核对"), STEPS),
        case("bank", BANK, TRAIL),
    ],
    hints=[
        (
            "The rows lie in no order. Sort by `timestamp` before you ask for a first or a last step.",
            "行的先后靠不住。要取第一步、最后一步，先按 `timestamp` 排序。",
        ),
        (
            "`ordered.groupby('session_id')['step'].first()` is the entry of each visit, `.last()` its exit.",
            "`ordered.groupby('session_id')['step'].first()` 是每次访问的入口，`.last()` 是出口。",
        ),
        (
            "`value_counts(normalize=True)` of each, side by side in a `pd.DataFrame({'entry': …, 'exit': …})`, and `fillna(0)`.",
            "各自 `value_counts(normalize=True)`，放进 `pd.DataFrame({'entry': …, 'exit': …})`，再 `fillna(0)`。",
        ),
    ],
    success=(
        "An exit is not yet a loss: most who end at the bill have read it. Ask what had been begun.",
        "离开不等于流失：停在账单页的，多半是看完了。要问有什么事办到一半。",
    ),
)


@q3.reference
def entry_exit(steps):
    visits = steps.sort_values("timestamp").groupby("session_id")["step"]
    shares = {"entry": visits.first().value_counts(normalize=True), "exit": visits.last().value_counts(normalize=True)}
    return pd.DataFrame(shares).fillna(0)


@q3.wrong(
    "unsorted",
    (
        "You take the first and the last *row* of a visit. The rows lie in no order: sort by time first.",
        "您取的是一次访问的第一*行*和最后一行。行没有顺序，要先按时间排。",
    ),
)
def as_it_lies(steps):
    visits = steps.groupby("session_id")["step"]
    shares = {"entry": visits.first().value_counts(normalize=True), "exit": visits.last().value_counts(normalize=True)}
    return pd.DataFrame(shares).fillna(0)


@q3.wrong(
    "rate",
    (
        "You divide by how often the page was seen: that is the *exit rate of a page*. The task divides by all visits.",
        "您除以的是页面出现的次数，那是*页面退出率*。题目要除以全部访问。",
    ),
)
def rate_of_page(steps):
    visits = steps.sort_values("timestamp").groupby("session_id")["step"]
    seen = steps["step"].value_counts()
    return pd.DataFrame(
        {"entry": visits.first().value_counts() / seen, "exit": visits.last().value_counts() / seen}
    ).fillna(0)


@q3.wrong(
    "turned",
    ("Entry and exit have changed places.", "入口和出口放反了。"),
    state="nearly",
)
def the_other_way(steps):
    visits = steps.sort_values("timestamp").groupby("session_id")["step"]
    shares = {"entry": visits.last().value_counts(normalize=True), "exit": visits.first().value_counts(normalize=True)}
    return pd.DataFrame(shares).fillna(0)


@q3.wrong(
    "opened",
    (
        "You leave out steps that opened nothing. Then visits that ended in an error vanish, the very ones one looks for.",
        "您去掉了没打开页面的步骤，出错而终的访问就消失了，而要找的正是它们。",
    ),
)
def opened_only(steps):
    visits = steps[steps["opened"]].sort_values("timestamp").groupby("session_id")["step"]
    shares = {"entry": visits.first().value_counts(normalize=True), "exit": visits.last().value_counts(normalize=True)}
    return pd.DataFrame(shares).fillna(0)


@q3.wrong(
    "customers",
    (
        "You take the first and last step of each *customer*. A customer comes many times: group by `session_id`.",
        "您取的是每位*客户*的第一步和最后一步。客户会来很多次：按 `session_id` 分组。",
    ),
)
def of_customers(steps):
    visits = steps.sort_values("timestamp").groupby("customer_id")["step"]
    shares = {"entry": visits.first().value_counts(normalize=True), "exit": visits.last().value_counts(normalize=True)}
    return pd.DataFrame(shares).fillna(0)
