"""m01 · Stages and modes, question 4: one standardised number."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

from .shared import CONTACTS

q4 = Question(
    id="q4",
    title=("One number, the same mix", "一个总数，同样的构成"),
    points=4,
    taught="lesson-2:simpson",
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
        "about zero or above: the planner's slide had compared customers, not channels.",
        "两种渠道面对的是同样的客户了。您这家银行的差距移动了好几个百分点，从明显为负到零附近或以上：策划岗那一页比的是客户，不是渠道。",
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
