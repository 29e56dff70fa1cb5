"""m09 · The 5×5 method, question 7: half a year on the twin, every call made by a named manager."""

import twinline as tw
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.sheet import Rules

q7 = PolicyQuestion(
    id="q7",
    title=("Run it on the twin, manager by manager", "上孪生银行：每通电话都有人负责"),
    points=6,
    taught="lesson-2:twin",
    rules=Rules(share=0.1, months=6, full=0.33, nearly=0.28, none=0.2),
    hints=[
        (
            "Whom: who asked last month (`enquired_1m`), has not refused calls, and is worth it, for instance `margin_12m` over "
            "30. The policy is asked every month, so do not spend all calls in month 1.",
            "打给谁：上个月来问过（`enquired_1m`）、没拒绝电话、值得打的，比如 `margin_12m` 超过 30。策略每个月都会被问一次，别在第 1 个月把电话打光。",
        ),
        (
            "By whom: a third of the customers have no manager. Leave them out and you leave about a third of the profit. Find the "
            "managers of each branch: `observed.dropna(subset=['manager_id']).groupby('branch_id')['manager_id'].unique()`.",
            "谁来打：三分之一的客户没有管户经理。不管他们，就丢掉约三分之一的利润。各网点有哪些客户经理：`observed.dropna(subset=['manager_id']).groupby('branch_id')['manager_id'].unique()`。",
        ),
        (
            "Deal each branch's customers to its managers in turn, put the numbers into the column `manager_id`, then "
            "`tw.segment(good, 'customer_id > 0').action('call', 'fee_waiver', by_manager=True)`.",
            "把各网点的客户轮流派给本网点的客户经理，号码写进 `manager_id` 列，再 `tw.segment(good, 'customer_id > 0').action('call', 'fee_waiver', by_manager=True)`。",
        ),
    ],
    success=(
        "The right customers, in the month in which it matters, and each with a manager of their own branch who has the time. "
        "Nobody is left over because the register names no one.",
        "对的人，在要紧的那个月，由本网点有空的客户经理来打。没有人因为花名册上没写管户经理就被漏掉。",
    ),
)


@q7.reference
def run_the_month(observed, month, budget):
    asked = (
        observed["enquired_1m"] & ~observed["call_opt_out"] & ~observed["sms_opt_out"] & (observed["margin_12m"] > 30)
    )
    good = observed[asked].nlargest(int(0.016 * len(observed)), "margin_12m")
    staff = observed.dropna(subset=["manager_id"]).groupby("branch_id")["manager_id"].unique()
    turn = good.groupby("branch_id").cumcount()
    managers = [
        int(staff[branch][place % len(staff[branch])]) for branch, place in zip(good["branch_id"], turn, strict=True)
    ]
    plan = tw.segment(good.assign(manager_id=managers), "customer_id > 0")
    return plan.action("call", "fee_waiver", by_manager=True)


@q7.wrong(
    "rich",
    (
        "Your managers call simply the most valuable customers. Most of those stay anyway. Whom does a call change?",
        "您的客户经理打的，就是价值最高的那批人。他们大多本来就会留。电话改变得了谁？",
    ),
)
def most_valuable(observed, month, budget):
    if month > 1:
        return None
    good = observed[~observed["call_opt_out"] & observed["manager_id"].notna()]
    plan = tw.segment(good, "customer_id > 0").cap(customers=int(0.1 * len(observed)), by="margin_12m")
    return plan.action("call", "fee_waiver", by_manager=True)


@q7.wrong("nobody")
def no_one(observed, month, budget):
    return tw.segment(observed, observed["age"] > 200).action("call", "fee_waiver", by_manager=True)


@q7.wrong(
    "weak",
    (
        "It runs, but it earns little for the calls it makes. A list in the order of the register meets few whom a call changes.",
        "跑通了，但这些电话没带来多少收益。照花名册的顺序打，碰不到几个会被电话改变的人。",
    ),
)
def from_the_top(observed, month, budget):
    if month > 1:
        return None
    good = observed[~observed["call_opt_out"] & observed["manager_id"].notna()]
    plan = tw.segment(good, "customer_id > 0").cap(customers=int(0.1 * len(observed)))
    return plan.action("call", "fee_waiver", by_manager=True)
