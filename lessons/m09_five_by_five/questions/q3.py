"""m09 · The 5×5 method, question 3: check a plan."""

from twinline.questions.author.authoring import Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

from .shared import CENTRE

q3 = Question(
    id="q3",
    title=("Check a plan before it goes out", "下发之前，先查一遍"),
    points=4,
    taught="lesson-1:willing",
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
