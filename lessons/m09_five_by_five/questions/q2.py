"""m09 · The 5×5 method, question 2: what the best assignment is worth."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from twinline.questions.author.authoring import Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

from .shared import CENTRE

SMALL_TASKS = table(
    {
        "customer_id": [1, 2, 3, 4],
        "need": ["retention", "credit", "retention", "credit"],
        "worth": [20.0, 40.0, 100.0, 60.0],
    }
)

SMALL_TEAM = table(
    {
        "manager_id": [91, 92, 93],
        "skill_activation": [1, 1, 1],
        "skill_retention": [5, 2, 4],
        "skill_credit": [2, 4, 5],
        "skill_wealth": [1, 1, 1],
        "willingness": [4, 5, 1],
        "slots": [2, 1, 3],
    }
)

q2 = Question(
    id="q2",
    title=("What is the best assignment worth?", "最优分发值多少？"),
    points=6,
    taught="lesson-1:dealing",
    returns=Number(),
    properties=[AnyOrder(input=0), AnyOrder(input=1)],
    cases=[
        case("four", ("four customers, three managers", "四位客户，三位客户经理"), SMALL_TASKS, SMALL_TEAM),
        case(
            "centre",
            CENTRE,
            data("twinline.modules.m09.five_by_five:tasks"),
            data("twinline.modules.m09.five_by_five:team"),
        ),
        case(
            "bank",
            ("your whole bank", "您这家银行全行"),
            data("twinline.modules.m09.five_by_five:tasks", city=None),
            data("twinline.modules.m09.five_by_five:team", city=None),
        ),
    ],
    hints=[
        (
            "A manager with 12 slots is 12 seats. `np.repeat(np.arange(len(managers)), managers['slots'])` lists all seats "
            "by the row of their manager.",
            "一位有 12 个名额的客户经理，就是 12 个座位。`np.repeat(np.arange(len(managers)), managers['slots'])` 列出全部座位，每个座位记着它属于哪一行。",
        ),
        (
            "Make a table of values, a row a customer and a column a seat: worth × skill in what they need ÷ 5 × willingness ÷ 5.",
            "做一张价值表，一行一位客户，一列一个座位：价值 × 对应能力 ÷ 5 × 意愿 ÷ 5。",
        ),
        (
            "`rows, seats = linear_sum_assignment(values, maximize=True)` picks one seat for each customer, no seat twice; "
            "the answer is `values[rows, seats].sum()`.",
            "`rows, seats = linear_sum_assignment(values, maximize=True)` 给每位客户挑一个座位，座位不重复；答案是 `values[rows, seats].sum()`。",
        ),
    ],
    success=(
        "Nobody is double-booked, nobody is over their slots, and the total is the highest there is. On the "
        "banks we tried, going down the list by hand loses between a sixth and a third of it.",
        "没有人撞单，没有人超产能，总值也到了顶。我们试过的几家银行里，沿着名单手工往下派，会丢掉六分之一到三分之一。",
    ),
)


@q2.reference
def best_total(tasks, managers):
    seats = managers.loc[managers.index.repeat(managers["slots"])]
    skill = np.array([seats["skill_" + need] for need in tasks["need"]]) / 5
    willing = seats["willingness"].to_numpy() / 5
    values = tasks["worth"].to_numpy()[:, None] * skill * willing
    rows, chosen = linear_sum_assignment(values, maximize=True)
    return values[rows, chosen].sum()


def _values(tasks, managers):
    skill = np.array([managers["skill_" + need] for need in tasks["need"]]) / 5
    return tasks["worth"].to_numpy()[:, None] * skill * (managers["willingness"].to_numpy() / 5)


@q2.wrong(
    "in_turn",
    (
        "You go down the list and fill up the first manager, then the next. Who stands first in the list of staff is not who "
        "suits the customer.",
        "您沿名单往下派，先把第一位客户经理派满，再派下一位。花名册上排第一的，不一定是合适的人。",
    ),
)
def first_with_room(tasks, managers):
    turn = np.repeat(np.arange(len(managers)), managers["slots"])[: len(tasks)]
    return _values(tasks, managers)[np.arange(len(tasks)), turn].sum()


@q2.wrong(
    "greedy",
    (
        "You go down the list and give each customer the best manager who is still free. The best ones are gone before the "
        "valuable customers come: that is greedy by list order. Decide all at once.",
        "您沿名单往下，给每位客户派当时还有空的最佳人选。等轮到高价值客户，好的人早派完了：这就是按名单顺序的贪心。要一次性整体决定。",
    ),
)
def down_the_list(tasks, managers):
    values, room, total = _values(tasks, managers), managers["slots"].to_numpy().copy(), 0.0
    for row in range(len(tasks)):
        best = np.argmax(np.where(room > 0, values[row], -1.0))
        room[best] -= 1
        total += values[row, best]
    return total


@q2.wrong(
    "double_booked",
    (
        "Each customer gets the best manager of all, so the best are booked far beyond their slots. No branch can carry out "
        "that plan.",
        "您给每位客户都派了最强的人，最强的几位早就超了名额，人被撞单了。这份计划没有网点执行得了。",
    ),
)
def no_capacity(tasks, managers):
    return _values(tasks, managers).max(axis=1).sum()


@q2.wrong(
    "skill_alone",
    (
        "Willingness is ignored: your plan looks at skill alone. An expert who leaves the list in the drawer keeps nobody.",
        "您没有考虑意愿，只看了能力。再能干的人，名单放在抽屉里，也留不住一个客户。",
    ),
)
def willingness_ignored(tasks, managers):
    return best_total(tasks, managers.assign(willingness=5))


@q2.wrong(
    "skill_plan",
    (
        "You planned by skill alone and counted willingness only afterwards. It belongs into the values that the plan is made "
        "from.",
        "您按能力排好计划，事后才乘上意愿。意愿要放进排计划用的价值表里。",
    ),
    state="nearly",
)
def planned_by_skill(tasks, managers):
    values, seat = _values(tasks, managers), np.repeat(np.arange(len(managers)), managers["slots"])
    alone = _values(tasks, managers.assign(willingness=5))
    rows, chosen = linear_sum_assignment(alone[:, seat], maximize=True)
    return values[rows, seat[chosen]].sum()


@q2.wrong(
    "one_each",
    (
        "Each manager gets a single customer. One with 12 slots counts twelve times: repeat the managers.",
        "您让每位客户经理只带一位客户。有 12 个名额的要算 12 次：把客户经理按名额重复。",
    ),
)
def one_customer_each(tasks, managers):
    values = _values(tasks, managers)
    rows, chosen = linear_sum_assignment(values, maximize=True)
    return values[rows, chosen].sum()
