"""m01 · Stages and modes, question 6: call or text."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

from .shared import CONTACTS

q6 = Question(
    id="q6",
    title=("Call or text, group by group", "哪一组打电话，哪一组发短信？"),
    points=5,
    taught="lesson-2:worth",
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
        "You left out the costs. A call costs more than a hundred times a text, and offers come on top.",
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
