"""m09 · The 5×5 method, questions 1 to 3: the list, its assignment to managers, a plan to be checked."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup, Ids, Number

CENTRE = ("your bank's branch centre in Hangzhou", "您这家银行的杭州分中心")

# --- q1: screen the list ----------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("Screen the list", "精筛名单"),
    points=3,
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "eight",
            ("eight customers, by hand", "八位客户，可手工核对"),
            table(
                {
                    "customer_id": [21, 22, 23, 24, 25, 26, 27, 28],
                    "enquiries_12m": [1, 0, 2, 1, 3, 1, 1, 0],
                    "call_opt_out": [False, False, True, False, False, False, False, False],
                    "bucket": [0, 0, 0, 2, 0, 0, 0, 0],
                    "margin_12m": [12.0, 90.0, 80.0, 70.0, 60.0, 31.0, 45.0, 5.0],
                    "spend_12m": [50000.0, 9000.0, 8000.0, 7000.0, 6000.0, 45000.0, 4000.0, 3000.0],
                }
            ),
            3,
        ),
        case("bank", BANK, data("twinline.modules.m09.five_by_five:centre", city=None), 200),
        case(
            "short",
            ("your bank, a short list", "您这家银行，短名单"),
            data("twinline.modules.m09.five_by_five:centre", city=None),
            120,
        ),
    ],
    hints=[
        (
            "First who may be on it: three conditions joined with `&`. “Not” is `~`.",
            "先看谁能上名单：三个条件用 `&` 连起来，“不是”写 `~`。",
        ),
        (
            "Then the order: `frame.nlargest(most, 'margin_12m')` keeps the rows with the highest margin.",
            "再排先后：`frame.nlargest(most, 'margin_12m')` 保留毛利最高的若干行。",
        ),
        ("Return the column `customer_id` of what is left.", "最后返回剩下各行的 `customer_id` 列。"),
    ],
    success=(
        "The list holds people whom a call can change and who may be called. Worth decides only among them: that order of "
        "steps is what “screening” means.",
        "名单上都是电话改变得了、又可以打的人；价值只在他们之间排先后。这个次序，就是“精筛”的意思。",
    ),
)


@q1.reference
def screen(observed, most):
    asked = observed["enquiries_12m"] > 0
    allowed = ~observed["call_opt_out"] & (observed["bucket"] == 0)
    good = observed[asked & allowed]
    return good.nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "rich",
    (
        "You take the most valuable customers whether or not they asked. The pilot in the lesson found: calls help those who asked, and "
        "hardly anybody else.",
        "您只看价值，没看有没有来问过。课程里的试点结论：电话帮得到来问过的人，别人几乎帮不到。",
    ),
)
def most_valuable(observed, most):
    allowed = ~observed["call_opt_out"] & (observed["bucket"] == 0)
    return observed[allowed].nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "refused",
    ("Customers who refused calls are still on your list.", "拒绝过电话的客户，还在您的名单里。"),
)
def refused_too(observed, most):
    good = observed[(observed["enquiries_12m"] > 0) & (observed["bucket"] == 0)]
    return good.nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "overdue",
    (
        "Overdue customers are still on your list. They earn interest and so look valuable; collection looks after them.",
        "逾期客户还在您的名单里。他们有利息，看着值钱，但归催收管。",
    ),
)
def overdue_too(observed, most):
    good = observed[(observed["enquiries_12m"] > 0) & ~observed["call_opt_out"]]
    return good.nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "cut_first",
    (
        "You cut to `most` before you screen, so the list comes out short. Screen first, cut last.",
        "您先截到 `most` 人再筛，名单就短了。要先筛，最后再截。",
    ),
)
def cut_before(observed, most):
    top = observed.nlargest(most, "margin_12m")
    good = (top["enquiries_12m"] > 0) & ~top["call_opt_out"] & (top["bucket"] == 0)
    return top.loc[good, "customer_id"]


@q1.wrong(
    "spend",
    (
        "You rank by spending. What the bank would lose is margin: `margin_12m`.",
        "您按消费额排了。银行会失去的是毛利：`margin_12m`。",
    ),
    state="nearly",
)
def by_spend(observed, most):
    allowed = ~observed["call_opt_out"] & (observed["bucket"] == 0)
    return observed[(observed["enquiries_12m"] > 0) & allowed].nlargest(most, "spend_12m")["customer_id"]


# --- q2: what the best assignment is worth ----------------------------------------------------------------------------

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
        "Nobody is double-booked, nobody is over their slots, and the total is the highest there is. In the lesson's bank "
        "going down the list by hand loses about a quarter of it.",
        "没有人撞单，没有人超产能，总值也到了顶。在课程的这家银行里，沿着名单手工往下派，大约会丢掉四分之一。",
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


# --- q3: check a plan -------------------------------------------------------------------------------------------------

q3 = Question(
    id="q3",
    title=("Check a plan before it goes out", "下发之前，先查一遍"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder(input=0)],
    cases=[
        case(
            "five",
            ("five customers, three managers", "五位客户，三位客户经理"),
            table({"customer_id": [1, 1, 2, 3, 1, 4], "manager_id": [91, 92, 91, 91, 93, 92]}),
            table({"customer_id": [1, 2, 3, 4, 5]}),
            table({"manager_id": [91, 92, 93], "slots": [2, 2, 4], "monthly_capacity": [20, 20, 40]}),
        ),
        case(
            "centre",
            CENTRE,
            data("twinline.modules.m09.five_by_five:draft_plan"),
            data("twinline.modules.m09.five_by_five:tasks"),
            data("twinline.modules.m09.five_by_five:team"),
        ),
        case(
            "bank",
            ("your whole bank", "您这家银行全行"),
            data("twinline.modules.m09.five_by_five:draft_plan", city=None),
            data("twinline.modules.m09.five_by_five:tasks", city=None),
            data("twinline.modules.m09.five_by_five:team", city=None),
        ),
    ],
    hints=[
        (
            "`plan['customer_id'].value_counts()` tells how often each customer stands in the plan; the same for managers.",
            "`plan['customer_id'].value_counts()` 告诉您每位客户在计划里出现几次；客户经理同理。",
        ),
        (
            "Slots by manager: `managers.set_index('manager_id')['slots']`. Line the counts up with `.reindex(…, fill_value=0)`.",
            "每位客户经理的名额：`managers.set_index('manager_id')['slots']`；人数用 `.reindex(…, fill_value=0)` 对齐。",
        ),
        (
            "Left out: `~tasks['customer_id'].isin(plan['customer_id'])`. Return a dictionary with the three counts.",
            "漏派：`~tasks['customer_id'].isin(plan['customer_id'])`。用字典返回三个计数。",
        ),
    ],
    success=(
        "Three questions before any plan goes out: is anybody booked twice, is anybody overloaded, is anybody forgotten? They "
        "take a second; a mistake takes a phone call to explain.",
        "每份计划下发前问三句：有没有撞单？有没有超载？有没有漏派？查一遍只要一秒；错一处，就要打电话去解释。",
    ),
)


@q3.reference
def faults(plan, tasks, managers):
    times = plan["customer_id"].value_counts()
    slots = managers.set_index("manager_id")["slots"]
    load = plan["manager_id"].value_counts().reindex(slots.index, fill_value=0)
    forgotten = ~tasks["customer_id"].isin(plan["customer_id"])
    return {"double": int((times > 1).sum()), "over": int((load > slots).sum()), "missing": int(forgotten.sum())}


@q3.wrong(
    "rows",
    (
        "For `double` you count rows. A customer on three rows is still one customer who gets three calls: count customers.",
        "`double` 您数的是行。一位客户占了三行，还是一位客户接三通电话：要数客户。",
    ),
)
def rows_not_customers(plan, tasks, managers):
    return {**faults(plan, tasks, managers), "double": int(plan["customer_id"].duplicated(keep=False).sum())}


@q3.wrong(
    "full",
    ("A manager who is exactly full is not over: use `>`.", "刚好派满不算超：用 `>`。"),
    state="nearly",
)
def full_is_over(plan, tasks, managers):
    slots = managers.set_index("manager_id")["slots"]
    load = plan["manager_id"].value_counts().reindex(slots.index, fill_value=0)
    return {**faults(plan, tasks, managers), "over": int((load >= slots).sum())}


@q3.wrong(
    "capacity",
    (
        "You compare with `monthly_capacity`. That is the whole month's work; for this list a manager has `slots`.",
        "您比的是 `monthly_capacity`，那是整个月的活；这张名单只有 `slots` 个名额。",
    ),
)
def whole_month(plan, tasks, managers):
    slots = managers.set_index("manager_id")["monthly_capacity"]
    load = plan["manager_id"].value_counts().reindex(slots.index, fill_value=0)
    return {**faults(plan, tasks, managers), "over": int((load > slots).sum())}


@q3.wrong(
    "difference",
    (
        "The difference of two lengths hides those left out behind those booked twice. Look which customers are not in the plan.",
        "两个长度一减，撞单的会把漏派的盖住。要看哪些客户不在计划里。",
    ),
)
def lengths(plan, tasks, managers):
    return {**faults(plan, tasks, managers), "missing": len(tasks) - len(plan)}
