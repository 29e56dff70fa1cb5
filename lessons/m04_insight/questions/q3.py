"""m04 · Customer insight, question 3: does a tag hold?"""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

MONTHS = data("twinline.prepared.insight:tagged")

q3 = Question(
    id="q3",
    title=("Does a tag hold for a month?", "标签能管一个月吗？"),
    points=4,
    taught="lesson-1:stability",
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
        "A tag over three months loses one carrier in seven within a month; one over a year, fewer than one in twenty. Write beside each tag "
        "when it must be made anew.",
        "看三个月的标签，一个月就有七分之一的人掉出去；看一年的，不到二十分之一。每个标签旁边，都该写上多久重打一次。",
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
