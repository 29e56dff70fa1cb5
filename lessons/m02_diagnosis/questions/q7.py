"""m02 · Diagnosis, question 7: a figure that is harder to inflate than the number of contacts."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

WORK = data("twinline.data.tables:load", name="manager_months")
LATELY = data("twinline.modules.m02.breaks:work", months=6)

q7 = Question(
    id="q7",
    title=("A figure that is harder to inflate", "更难刷的指标"),
    points=4,
    taught="lesson-3:lists",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "six",
            ("three managers, by hand", "三位客户经理，可手工核对"),
            table(
                {
                    "manager_id": [81, 81, 82, 82, 83, 83],
                    "month": ["2025-01-01", "2025-02-01"] * 3,
                    "commission_rule": [
                        "by_result",
                        "by_result",
                        "by_result",
                        "by_contact",
                        "by_contact",
                        "by_contact",
                    ],
                    "contacts": [60, 80, 70, 120, 110, 130],
                    "to_active": [15, 16, 14, 72, 61, 80],
                    "activations": [9, 12, 10, 8, 7, 6],
                },
                dates=["month"],
            ),
            "manager_id",
        ),
        case("months", ("your bank, the last six months", "您这家银行，最近六个月"), LATELY, "month"),
        case("rules", BANK, WORK, "commission_rule"),
    ],
    hints=[
        (
            "A contact with a customer who uses the card anyhow cannot wake a card. How many contacts remain?",
            "触达本来就在用卡的客户，谈不上促成。去掉这些，还剩多少次触达？",
        ),
        (
            "Add up first, divide afterwards: `sums = work.groupby(by, observed=True)[[...]].sum()`.",
            "先加总，再相除：`sums = work.groupby(by, observed=True)[[...]].sum()`。",
        ),
        (
            "Activations over the contacts that could wake a card, for each hundred: "
            "`return 100 * sums['activations'] / (sums['contacts'] - sums['to_active'])`.",
            "促成次数除以有可能促成的触达次数，再乘 100："
            "`return 100 * sums['activations'] / (sums['contacts'] - sums['to_active'])`。",
        ),
    ],
    success=(
        "Contacts with customers who buy anyhow no longer help a manager's figure, nor do they hurt it. Whoever pays by the "
        "number of contacts pays for the easiest ones. Yet managers log activations themselves: check them against transactions.",
        "触达本来就用卡的客户，帮不了这个指标，也拖累不了它。谁按触达次数付钱，就是在为最容易打的电话付钱。不过促成数是客户经理自己登记的，要以交易为准。",
    ),
)


@q7.reference
def success_by(work, by):
    sums = work.groupby(by, observed=True)[["contacts", "to_active", "activations"]].sum()
    return 100 * sums["activations"] / (sums["contacts"] - sums["to_active"])


def _sums(work, by):
    return work.groupby(by, observed=True)[["contacts", "to_active", "activations"]].sum()


@q7.wrong(
    "all_contacts",
    (
        "You divide by all contacts, those with active customers included. They were never asleep: take `to_active` off.",
        "您除以了全部触达，连本来就在用卡的也算进来。他们没有睡：请减去 `to_active`。",
    ),
)
def over_all_contacts(work, by):
    sums = _sums(work, by)
    return 100 * sums["activations"] / sums["contacts"]


@q7.wrong(
    "mean_of_months",
    (
        "You take the mean of monthly rates: a month with five contacts then weighs as much as one with ninety. Add up first.",
        "您把每月的比率直接平均：5 次触达的月份和 90 次的一样重。请先加总，再相除。",
    ),
)
def mean_of_rates(work, by):
    rate = 100 * work["activations"] / (work["contacts"] - work["to_active"])
    return rate.groupby(work[by], observed=True).mean()


@q7.wrong(
    "effort",
    (
        "These are contacts: the figure that is easiest to inflate. Who is easiest to reach is contacted most.",
        "这是触达次数，正是最好刷的那个指标：谁最好打就打谁。",
    ),
)
def contacts_made(work, by):
    return _sums(work, by)["contacts"]


@q7.wrong(
    "activations",
    (
        "These are activations in all. Whoever has more contacts to make has more of them: divide by contacts with customers "
        "who did not use the card.",
        "这是促成总数，名单长的人自然多。请除以触达未用卡客户的次数。",
    ),
)
def activations_made(work, by):
    return _sums(work, by)["activations"]


@q7.wrong(
    "the_active",
    (
        "You divide by the contacts with customers who use the card anyhow. It is the others who can be woken.",
        "您除以的是触达“本来就用卡”的次数。能被唤醒的是另外那些。",
    ),
)
def over_the_active(work, by):
    sums = _sums(work, by)
    return 100 * sums["activations"] / sums["to_active"]
