"""m01 · Stages and modes, questions 4 to 6: one standardised number, a ranking under all weights, call or text."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup, Number

CONTACTS = {
    "customer_id": list(range(1, 15)),
    "channel": ["call"] * 5 + ["sms"] * 2 + ["call"] * 2 + ["sms"] * 5,
    "asked": [True] * 7 + [False] * 7,
    "cost": [6.0, 6.0, 26.0, 6.0, 6.0, 0.05, 0.05, 6.0, 18.0, 0.05, 0.05, 0.05, 0.05, 12.05],
    "stayed": [True, True, True, False, True, True, False, True, False, True, True, True, False, True],
}

# --- q4: one standardised number --------------------------------------------------------------------------------------

q4 = Question(
    id="q4",
    title=("One number, the same mix", "一个总数，同样的构成"),
    points=4,
    returns=Number(),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "fourteen",
            ("fourteen contacts, by hand", "十四次触达，可手工核对"),
            table(CONTACTS),
            "asked",
        ),
        case("enquiry", BANK, data("twinline.prepared.channels:care"), "asked"),
        case("age", ("your bank, by age", "您这家银行，按年龄"), data("twinline.prepared.channels:care"), "younger"),
    ],
    hints=[
        (
            "Begin with the gap of question 3, one for each group.",
            "先算第 3 题的组内差距，每组一个。",
        ),
        (
            "Weights: how large is each group among *all* contacts? `care[by].value_counts(normalize=True)`.",
            "权重：每组占全部触达的多少？`care[by].value_counts(normalize=True)`。",
        ),
        (
            "Multiply and add up: `(gap * weights).sum()`. pandas matches the groups by their names.",
            "相乘再相加：`(gap * weights).sum()`。pandas 会按组名对齐。",
        ),
    ],
    success=(
        "Both channels now face the same customers. In your bank the gap moves by several points, from clearly negative to "
        "about zero: the planner's slide had compared customers, not channels.",
        "两种渠道面对的是同样的客户了。您这家银行的差距移动了好几个百分点，从明显为负到接近零：策划岗那一页比的是客户，不是渠道。",
    ),
)


@q4.reference
def standardised_gap(care, by):
    rates = care.pivot_table("stayed", by, "channel")
    gap = rates["call"] - rates["sms"]
    weights = care[by].value_counts(normalize=True)
    return (gap * weights).sum()


@q4.wrong(
    "crude",
    (
        "That is the plain difference between called and texted. The called are another mix of customers: compare within "
        "groups, then weigh.",
        "这是打电话和发短信的直接之差。两边的客户构成不同：先在组内比，再加权。",
    ),
)
def not_standardised(care, by):
    rates = care.groupby("channel")["stayed"].mean()
    return rates["call"] - rates["sms"]


@q4.wrong(
    "unweighted",
    (
        "You take the plain mean of the groups, so that a small group counts as much as a large one. Weigh by size.",
        "您把各组的差距直接平均，小组和大组一样重。要按人数加权。",
    ),
)
def plain_mean(care, by):
    rates = care.pivot_table("stayed", by, "channel")
    return (rates["call"] - rates["sms"]).mean()


def _weighted_by(care, by, rows):
    rates = care.pivot_table("stayed", by, "channel")
    return ((rates["call"] - rates["sms"]) * rows[by].value_counts(normalize=True)).sum()


@q4.wrong(
    "called_mix",
    (
        "You weigh by the mix of those who were called. That answers another question, whether our calls did good. Here the "
        "mix is that of everybody on the list.",
        "您用的是打了电话那些人的构成。那回答的是“我们打的电话有没有用”。这里要用名单上全部客户的构成。",
    ),
    state="nearly",
)
def mix_of_the_called(care, by):
    return _weighted_by(care, by, care[care["channel"] == "call"])


@q4.wrong(
    "texted_mix",
    (
        "You weigh by the mix of those who were texted. Here the mix is that of everybody on the list.",
        "您用的是发了短信那些人的构成。这里要用名单上全部客户的构成。",
    ),
    state="nearly",
)
def mix_of_the_texted(care, by):
    return _weighted_by(care, by, care[care["channel"] == "sms"])


# --- q5: who wins under all weights -----------------------------------------------------------------------------------

q5 = Question(
    id="q5",
    title=("Which scene first, whatever the weights?", "换遍权重，先做哪个场景？"),
    points=4,
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


# --- q6: call or text -------------------------------------------------------------------------------------------------

q6 = Question(
    id="q6",
    title=("Call or text, group by group", "哪一组打电话，哪一组发短信？"),
    points=5,
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "fourteen",
            ("fourteen contacts, by hand", "十四次触达，可手工核对"),
            table(CONTACTS),
            "asked",
            100.0,
        ),
        case("enquiry", BANK, data("twinline.prepared.channels:care"), "asked", 300.0),
        case(
            "dear",
            ("your bank, with dearer customers", "您这家银行，客户价值更高"),
            data("twinline.prepared.channels:care"),
            "asked",
            900.0,
        ),
    ],
    hints=[
        (
            "What a call brings more: the gap in staying, within the group, times `value`.",
            "打电话多带来多少：组内留存差 × `value`。",
        ),
        (
            "What it costs more: the mean `cost` of a call less that of a text, within the group.",
            "打电话多花多少：组内电话的平均 `cost` 减短信的平均 `cost`。",
        ),
        (
            'Two pivot tables, one of `stayed`, one of `cost`: each with a column "call" and a column "sms".',
            "两张透视表，一张看 `stayed`，一张看 `cost`，各有 “call” 和 “sms” 两列。",
        ),
    ],
    success=(
        "A positive figure says call, a negative one says text: not one channel for all, but one for each group. Before you "
        "roll it out, ask how wide the interval of the gap is.",
        "正数打电话，负数发短信：不是一个渠道管所有人，而是一组一个。推广之前，再问一句这个差距的区间有多宽。",
    ),
)


@q6.reference
def call_rather_than_text(care, by, value):
    stayed = care.pivot_table("stayed", by, "channel")
    cost = care.pivot_table("cost", by, "channel")
    brings = (stayed["call"] - stayed["sms"]) * value
    return brings - (cost["call"] - cost["sms"])


@q6.wrong(
    "free",
    (
        "You left out the costs. A call costs some two hundred times a text, and offers come on top.",
        "您没有扣成本。一通电话的钱抵得上一两百条短信，还要加上权益。",
    ),
)
def costs_forgotten(care, by, value):
    stayed = care.pivot_table("stayed", by, "channel")
    return (stayed["call"] - stayed["sms"]) * value


@q6.wrong(
    "crude",
    (
        "You use the gap of all customers together for every group, so the planner's mistake decides. Take the gap within each "
        "group.",
        "每组用的都是“合在一起”的留存差，等于让策划岗的错误来拍板。要用组内的差距。",
    ),
)
def gap_of_all(care, by, value):
    rates = care.groupby("channel")["stayed"].mean()
    cost = care.pivot_table("cost", by, "channel")
    return (rates["call"] - rates["sms"]) * value - (cost["call"] - cost["sms"])


@q6.wrong(
    "added",
    (
        "You add the costs instead of taking them off. What a call costs more makes it less worth while.",
        "您把成本加上去了，应该扣掉。电话多花的钱，是要从收益里减的。",
    ),
)
def costs_added(care, by, value):
    cost = care.pivot_table("cost", by, "channel")
    return costs_forgotten(care, by, value) + (cost["call"] - cost["sms"])


@q6.wrong(
    "call_only",
    (
        "You take off the whole cost of the call. The text that it replaces is saved: take off the difference.",
        "您扣掉了电话的全部成本。但它替下的那条短信省了：只扣两者之差。",
    ),
    state="nearly",
)
def whole_cost_of_the_call(care, by, value):
    return costs_forgotten(care, by, value) - care.pivot_table("cost", by, "channel")["call"]


@q6.wrong(
    "one_cost",
    (
        "You use the same costs in every group. Offers are used more in some groups than in others: take the costs within the "
        "group, too.",
        "您给每组用了同样的成本。各组用权益的多少不同：成本也要在组内算。",
    ),
    state="nearly",
)
def same_cost_everywhere(care, by, value):
    cost = care.groupby("channel")["cost"].mean()
    return costs_forgotten(care, by, value) - (cost["call"] - cost["sms"])
