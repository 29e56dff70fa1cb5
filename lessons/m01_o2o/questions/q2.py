"""m01 · Stages and modes, question 2: online share by cohort."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q2 = Question(
    id="q2",
    title=("The online share of each cohort", "各批客户的线上占比"),
    points=3,
    taught="lesson-2:cohorts",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "ten",
            ("ten purchases, by hand", "十笔消费，可手工核对"),
            table(
                {
                    "customer_id": [1, 1, 1, 2, 3, 3, 4, 1, 3, 4],
                    "quarter": ["2025Q4"] * 7 + ["2024Q1"] * 3,
                    "opened": [2016, 2016, 2016, 2016, 2025, 2025, 2025, 2016, 2025, 2025],
                    "online": [True, True, False, False, True, False, True, False, False, False],
                    "amount": [40.0, 25.0, 200.0, 35.0, 500.0, 20.0, 60.0, 10.0, 15.0, 70.0],
                }
            ),
            "opened",
            "2025Q4",
        ),
        case("generations", BANK, data("twinline.prepared.channels:purchases", every=5), "decade", "2025Q4"),
        case(
            "scenes",
            ("your bank, scene by scene", "您这家银行，按场景"),
            data("twinline.prepared.channels:purchases", every=5),
            "category",
            "2025Q3",
        ),
    ],
    hints=[
        (
            "First keep the rows of that quarter: `purchases[purchases['quarter'] == quarter]`.",
            "先只留下那个季度的行：`purchases[purchases['quarter'] == quarter]`。",
        ),
        (
            "The mean of True and False is a share: `rows.groupby(by)['online'].mean()`.",
            "True/False 求平均就是占比：`rows.groupby(by)['online'].mean()`。",
        ),
    ],
    success=(
        "All cohorts are seen in the same three months, so the calendar is out of it. Age is still in: that is the next split.",
        "各批客户都只看同样的三个月，日历的影响就没了。年龄的影响还在：下一步就按它来分。",
    ),
)


@q2.reference
def online_share(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    return rows.groupby(by)["online"].mean()


@q2.wrong(
    "all_quarters",
    (
        "You use all quarters. New cards are seen only late, when everybody is more online: the calendar gets into the cohort. "
        "Keep the one quarter.",
        "您用了所有季度。新卡只在后面的季度出现，那时大家都更线上：日历混进了批次。只留那一个季度。",
    ),
)
def whole_history(purchases, by, quarter):
    return purchases.groupby(by)["online"].mean()


@q2.wrong(
    "money",
    (
        "That is the online share of the money. Asked is the share of purchases: each counts once.",
        "这是金额占比。题目要的是笔数占比：每笔算一次。",
    ),
)
def share_of_money(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    online = rows["amount"].where(rows["online"], 0.0)
    return online.groupby(rows[by]).sum() / rows.groupby(by)["amount"].sum()


@q2.wrong(
    "of_online",
    (
        "Wrong denominator: that is how the online purchases are spread over the groups, and it grows with a group's size. "
        "Divide by the purchases of the group itself.",
        "分母错了：这是线上消费在各组之间的分布，组越大数越大。应该除以这一组自己的消费笔数。",
    ),
)
def spread_of_online(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    online = rows.groupby(by)["online"].sum()
    return online / online.sum()


@q2.wrong(
    "own_shares",
    (
        "You average the customers' own shares, so that one purchase weighs as much as fifty. Take the share of all purchases "
        "of the group.",
        "您是先算每位客户的占比再平均，买一笔的和买五十笔的一样重。请直接算这一组全部消费的占比。",
    ),
    state="nearly",
)
def mean_of_customers(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    own = rows.groupby([by, "customer_id"])["online"].mean()
    return own.groupby(by).mean()
