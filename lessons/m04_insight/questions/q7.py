"""m04 · Customer insight, question 7: said and done."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Columns

q7 = Question(
    id="q7",
    title=("What did they say, what did they do?", "嘴上的需求，手上的需求"),
    points=4,
    taught="lesson-3:false",
    returns=Columns(columns=("own", "added")),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "twenty",
            ("twenty customers, by hand", "二十位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 21)),
                    "looked": [True] * 8 + [False] * 12,
                    "arm": ["treated"] * 4 + ["control"] * 4 + ["treated"] * 7 + ["control"] * 5,
                    "took": [
                        *[True, True, True, False],
                        *[True, False, False, False],
                        *[True, True, True, False, False, False, False],
                        *[True, False, False, False, False],
                    ],
                }
            ),
        ),
        case("bank", BANK, data("twinline.modules.m04.demand:bigger_card")),
    ],
    hints=[
        (
            "What would they have done uninvited? The control arm tells: `own` is its share of takers.",
            "没人邀请，他们会怎样？看对照组：`own` 就是对照组的办卡占比。",
        ),
        (
            "`added` is the share of takers in the treated arm less that in the control arm, among the same kind of customers.",
            "`added` 是触达组的办卡占比减去对照组的；要在同一类客户里比。",
        ),
        (
            "`share = pilot.pivot_table('took', 'looked', 'arm')` has a row for True and one for False.",
            "`share = pilot.pivot_table('took', 'looked', 'arm')`，True、False 各一行。",
        ),
    ],
    success=(
        "A look at the page hardly tells who takes the card by themselves: false demand. An invitation finds takers among "
        "those who never looked: hidden demand, shown by lot.",
        "看没看过申请页，几乎看不出谁会自己办卡：这是伪需求。邀请之后，从没看过的人里也有人办：这是隐性需求，抽签证明的。",
    ),
)


@q7.reference
def said_and_done(pilot):
    share = pilot.pivot_table("took", "looked", "arm")
    return pd.DataFrame({"own": share["control"], "added": share["treated"] - share["control"]})


def _shares(pilot):
    return pilot.pivot_table("took", "looked", "arm")


@q7.wrong(
    "gross",
    (
        "That is gross take-up: everybody invited who took the card, also those who would have taken it anyway. Take the "
        "control arm's share off.",
        "这是毛办卡率：被邀请后办了卡的都算上了，连本来就会办的也算。要减去对照组的占比。",
    ),
)
def gross_take_up(pilot):
    share = _shares(pilot)
    return pd.DataFrame({"own": share["control"], "added": share["treated"]})


@q7.wrong(
    "said_counts",
    (
        "Your `own` is of everybody, invited or not. What they do *by themselves* shows only in the control arm.",
        "您的 `own` 把被邀请的也算进来了。*自己*会不会办，只有对照组看得出。",
    ),
)
def own_of_everybody(pilot):
    share = _shares(pilot)
    everybody = pilot.groupby("looked")["took"].mean()
    return pd.DataFrame({"own": everybody, "added": share["treated"] - share["control"]})


@q7.wrong(
    "one_control",
    (
        "You compare both kinds with one control group, all of it. Lookers must be compared with lookers: else the kinds are "
        "mixed up with the invitation.",
        "您让两类人共用一个对照组。看过的要跟看过的比，否则分不清是人不同，还是邀请起了作用。",
    ),
)
def one_control_for_both(pilot):
    share = _shares(pilot)
    control = pilot.loc[pilot["arm"] == "control", "took"].mean()
    return pd.DataFrame({"own": share["control"], "added": share["treated"] - control})


@q7.wrong(
    "of_takers",
    (
        "You turned the share round: of the takers, how many had looked. The question is: of those who looked, how many took?",
        "比例反了：您算的是办卡的人里有多少看过。题目问的是：看过的人里有多少办了。",
    ),
)
def of_the_takers(pilot):
    takers = pilot[pilot["took"]]
    part = takers.groupby("arm")["looked"].mean()
    rows = {flag: abs((not flag) - part) for flag in (True, False)}
    return pd.DataFrame(
        {flag: {"own": part["control"], "added": part["treated"] - part["control"]} for flag, part in rows.items()}
    ).T


@q7.wrong(
    "relative",
    (
        "You give how many times the control's share. Points are asked for: subtract, do not divide.",
        "您给的是对照组的多少倍。题目要的是差：相减，不要相除。",
    ),
    state="nearly",
)
def relative_gain(pilot):
    share = _shares(pilot)
    return pd.DataFrame({"own": share["control"], "added": share["treated"] / share["control"] - 1})
