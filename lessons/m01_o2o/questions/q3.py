"""m01 · Stages and modes, question 3: the gap within groups."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q3 = Question(
    id="q3",
    title=("Call against text, within groups", "电话对短信，组内比"),
    points=4,
    taught="lesson-2:into-shops-read",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "fourteen",
            ("fourteen contacts, by hand", "十四次触达，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 15)),
                    "channel": ["call"] * 5 + ["sms"] * 2 + ["call"] * 3 + ["sms"] * 4,
                    "asked": [True] * 7 + [False] * 7,
                    "delivered": [
                        True,
                        True,
                        False,
                        True,
                        False,
                        True,
                        True,
                        True,
                        False,
                        True,
                        True,
                        False,
                        True,
                        True,
                    ],
                    "stayed": [True, True, True, False, False, True, False, True, True, False, True, True, True, False],
                }
            ),
            "asked",
        ),
        case("enquiry", BANK, data("twinline.prepared.channels:care"), "asked"),
        case("age", ("your bank, by age", "您这家银行，按年龄"), data("twinline.prepared.channels:care"), "younger"),
    ],
    hints=[
        (
            "You need one rate for each group and channel: `care.pivot_table('stayed', by, 'channel')`.",
            "每个组、每个渠道各要一个留存率：`care.pivot_table('stayed', by, 'channel')`。",
        ),
        ('Then take the column "call" less the column "sms".', "再用 “call” 列减 “sms” 列。"),
    ],
    success=(
        "Like is compared with like. In your bank the case against calls vanishes once those who asked are apart: they are "
        "called more and leave more. Splitting by age leaves it as it was: not every split helps.",
        "同类比同类。把“刚来问过的”分出来，电话的“罪状”就没了：这些人更常接到电话，也更容易走。按年龄分却没有用：不是随便怎么分都行。",
    ),
)


@q3.reference
def gap_by(care, by):
    rates = care.pivot_table("stayed", by, "channel")
    return rates["call"] - rates["sms"]


@q3.wrong(
    "crude",
    (
        "You give every group the gap of all customers together. That is the planner's slide. Compute both rates inside each "
        "group.",
        "您给每组的都是“合在一起”的差距，那是策划岗那一页。要在每一组里面各算两个留存率。",
    ),
)
def same_for_all(care, by):
    rates = care.groupby("channel")["stayed"].mean()
    gaps = care.groupby(by)["stayed"].mean()
    gaps[:] = rates["call"] - rates["sms"]
    return gaps


@q3.wrong(
    "delivered",
    (
        "You keep only contacts that got through. Getting through is a result of the contact, and it is easier with some "
        "customers than with others. Count all who were contacted.",
        "您只留了送达的。有没有送达是触达之后的事，而且有的人本来就更容易联系上。要算全部被触达的人。",
    ),
)
def only_delivered(care, by):
    return gap_by(care[care["delivered"]], by)


@q3.wrong(
    "among_stayers",
    (
        "Wrong denominator: you look at those who stayed and ask by which channel they were contacted. Ask the other way "
        "round: of those called, how many stayed?",
        "分母错了：您看的是留下的人里各渠道占多少。应该反过来问：打了电话的人里，留下了多少？",
    ),
)
def channel_of_stayers(care, by):
    stayers = care[care["stayed"]]
    called = (stayers["channel"] == "call").groupby(stayers[by]).mean()
    return called - (1 - called)


@q3.wrong(
    "of_the_group",
    (
        "You divide by everybody in the group, called or texted. Of those called, how many stayed? And of those texted?",
        "您除以了整组的人数，不分电话还是短信。应该是：打电话的人里留下多少？发短信的人里留下多少？",
    ),
)
def of_the_whole_group(care, by):
    stayers = care[care["stayed"]]
    counts = stayers.groupby([by, "channel"]).size().unstack(fill_value=0)
    return (counts["call"] - counts["sms"]) / care.groupby(by).size()
