"""m01 · Stages and modes, question 5: who wins under all weights."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q5 = Question(
    id="q5",
    title=("Which scene first, whatever the weights?", "换遍权重，先做哪个场景？"),
    points=4,
    taught="lesson-1:future",
    returns=ByGroup(),
    properties=[AnyOrder(), AnyOrder(input=1), Between(low=0, high=1)],
    cases=[
        case(
            "four",
            ("four scenes, five weightings, by hand", "四个场景、五组权重，可手工核对"),
            table(
                {
                    "scene": ["dining", "travel", "fuel", "education"],
                    "often": [1.0, 0.2, 0.6, 0.0],
                    "ticket": [0.1, 0.8, 0.3, 1.0],
                    "moving": [0.3, 0.9, 0.0, 0.4],
                }
            ),
            table(
                {
                    "ticket": [0.1, 0.8, 0.2, 0.3, 0.0],
                    "often": [0.8, 0.1, 0.2, 0.6, 0.4],
                    "moving": [0.1, 0.1, 0.6, 0.1, 0.6],
                }
            ),
        ),
        case(
            "scenes",
            BANK,
            data("twinline.prepared.channels:scene_scores"),
            data("twinline.prepared.channels:weights_table", draws=200),
        ),
        case(
            "more",
            ("your bank, a thousand weightings", "您这家银行，一千组权重"),
            data("twinline.prepared.channels:scene_scores"),
            data("twinline.prepared.channels:weights_table", draws=1000),
        ),
    ],
    hints=[
        (
            "For one weighting a scene's total is the sum of mark × weight. pandas multiplies by *name*: "
            "`marks = scores.set_index('scene')`, then `marks * weights`.",
            "一组权重下，场景的总分等于“分数×权重”之和。pandas 按列名对齐：先 `marks = scores.set_index('scene')`，再 `marks * weights`。",
        ),
        (
            "All weightings at once: put the weightings' columns into the marks' order, then multiply: `marks @ ordered.T`, a column a weighting.",
            "所有权重一起算：先让权重表的列顺序与打分表一致，再相乘：`marks @ ordered.T`，一列是一组权重。",
        ),
        (
            "`totals.idxmax()` names each winner; count them with `value_counts(normalize=True)`.",
            "`totals.idxmax()` 给出每组权重的第一名；用 `value_counts(normalize=True)` 数一数。",
        ),
    ],
    success=(
        "Now a ranking comes with its certainty. Whatever wins under few weightings wins by somebody's taste. What wins under "
        "most of them can be defended before any committee.",
        "排名有了“把握”。只在少数权重下能赢的，赢的是某个人的偏好；多数权重下都能赢的，到哪个会上都站得住。",
    ),
)


@q5.reference
def how_often_first(scores, weightings):
    marks = scores.set_index("scene")
    totals = marks @ weightings[marks.columns].T
    return totals.idxmax().value_counts(normalize=True)


@q5.wrong(
    "losers",
    (
        "Scenes that never come first are in your answer with 0. Leave them out.",
        "从没拿过第一的场景也以 0 出现在结果里，请去掉。",
    ),
    state="nearly",
)
def with_the_losers(scores, weightings):
    return how_often_first(scores, weightings).reindex(scores["scene"], fill_value=0.0)


@q5.wrong(
    "position",
    (
        "You multiply by position, but the columns of the two tables stand in different order. Match them by name.",
        "您按位置相乘了，可两张表的列顺序不同。要按列名对齐。",
    ),
)
def by_position(scores, weightings):
    marks = scores.set_index("scene")
    totals = pd.DataFrame(marks.to_numpy() @ weightings.to_numpy().T, index=marks.index)
    return totals.idxmax().value_counts(normalize=True)


@q5.wrong(
    "equal",
    (
        "You weigh all marks alike and let one scene take everything. The question is how often each wins as the weights change.",
        "您给各项同样的权重，只有一个赢家。题目问的是：权重变来变去，各场景有几成能拿第一。",
    ),
)
def equal_weights(scores, weightings):
    means = scores.set_index("scene").mean(axis=1)
    return means[means == means.max()] * 0 + 1


@q5.wrong(
    "mean_total",
    (
        "That is the mean total of each scene. A scene may be good on average and never the first. Count first places.",
        "这是各场景的平均总分。平均不错，也可能一次第一都拿不到。要数第一名的次数。",
    ),
)
def mean_of_totals(scores, weightings):
    marks = scores.set_index("scene")
    return (marks @ weightings[marks.columns].T).mean(axis=1)
