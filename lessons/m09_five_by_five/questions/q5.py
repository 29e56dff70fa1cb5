"""m09 · The 5×5 method, question 5: the funnel."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Columns

q5 = Question(
    id="q5",
    title=("The branch's own funnel", "网点自己的漏斗"),
    points=5,
    taught="lesson-2:funnel",
    returns=Columns(columns=("reached", "used", "kept", "gain")),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "sixteen",
            ("sixteen customers, by hand", "十六位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 17)),
                    "product": ["gold"] * 8 + ["young"] * 8,
                    "arm": (["treated"] * 5 + ["control"] * 3) * 2,
                    "reached": [True, True, True, False, False, False, False, False] * 2,
                    "redeemed": [True, False, True] + [False] * 5 + [True] + [False] * 7,
                    "stayed": [
                        True,
                        False,
                        True,
                        True,
                        False,
                        True,
                        False,
                        False,
                        True,
                        True,
                        False,
                        True,
                        True,
                        True,
                        True,
                        False,
                    ],
                }
            ),
            "product",
        ),
        case("product", BANK, data("twinline.prepared.churn:pilot_file", campaign="after_enquiry"), "product"),
        case(
            "friend",
            ("your bank, by WeCom friend", "您这家银行，按是否企微好友"),
            data("twinline.prepared.churn:pilot_file", campaign="after_enquiry"),
            "wecom_friend",
        ),
    ],
    hints=[
        (
            "Each step of the funnel has its own denominator: reached of all who were to be called; used of those reached; "
            "kept of all who were to be called.",
            "漏斗每一层有自己的分母：接通÷应打的人，使用÷接通的人，留下÷应打的人。",
        ),
        (
            "`called = file[file['arm'] == 'treated']`; shares by group: `called.groupby(by, observed=True)['reached'].mean()`.",
            "`called = file[file['arm'] == 'treated']`；分组占比：`called.groupby(by, observed=True)['reached'].mean()`。",
        ),
        (
            "`gain` is what would not have stayed anyway: kept less the share of the control group that stayed.",
            "`gain` 要减去本来就会留下的：留下的占比，减去对照组留下的占比。",
        ),
    ],
    success=(
        "Each layer divides by those who could fall through it, and the last one subtracts those who stay without us. That "
        "column is the only one that the branch earned.",
        "每一层都除以“本来可能掉下去的人”，最后一列再减去不打也会留下的人。只有这一列，才是网点挣来的。",
    ),
)


@q5.reference
def funnel(file, by):
    called = file[file["arm"] == "treated"].groupby(by, observed=True)
    left_alone = file[file["arm"] == "control"].groupby(by, observed=True)
    shares = pd.DataFrame({"reached": called["reached"].mean(), "kept": called["stayed"].mean()})
    shares["used"] = called["redeemed"].sum() / called["reached"].sum()
    shares["gain"] = shares["kept"] - left_alone["stayed"].mean()
    return shares


@q5.wrong(
    "survivors",
    (
        "Survivors only: `kept` looks only at those whom the call reached. Those who could not be reached leave too, and "
        "belong to the branch.",
        "只看了幸存者：`kept` 只算接通的人。没接通的也会走，也是网点的客户。",
    ),
)
def reached_only(file, by):
    met = file[file["reached"]].groupby(by, observed=True)["stayed"].mean()
    shares = funnel(file, by)
    alone = shares["kept"] - shares["gain"]
    return shares.assign(kept=met, gain=met - alone)


@q5.wrong(
    "used_of_called",
    (
        "The denominator of `used`: only those who were reached could use the offer.",
        "`used` 的分母不对：接通了的人，才有机会用权益。",
    ),
    state="nearly",
)
def used_of_all(file, by):
    called = file[file["arm"] == "treated"].groupby(by, observed=True)
    return funnel(file, by).assign(used=called["redeemed"].mean())


@q5.wrong(
    "everyone",
    (
        "The control group is in your denominators. Nobody was to call them, so they can be neither reached nor missed.",
        "您把对照组也放进了分母。本来就不打他们，谈不上接没接通。",
    ),
)
def all_in(file, by):
    every = file.groupby(by, observed=True)
    return funnel(file, by).assign(reached=every["reached"].mean(), kept=every["stayed"].mean())


@q5.wrong(
    "no_control",
    (
        "`gain` has no comparison: most would have stayed without a call. Take off the control group's share.",
        "`gain` 没有对比：大多数人不打也会留下。要减去对照组的占比。",
    ),
)
def nothing_taken_off(file, by):
    shares = funnel(file, by)
    return shares.assign(gain=shares["kept"])
