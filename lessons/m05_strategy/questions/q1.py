"""m05 · Strategy design, question 1: is the table valid?"""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

q1 = Question(
    id="q1",
    title=("Is this strategy table valid?", "这张策略表能执行吗？"),
    points=5,
    taught="lesson-1:framework",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "nine",
            ("nine rows, by hand", "九行数据，可手工核对"),
            table(
                {
                    "customer_id": [1, 1, 2, 2, 3, 4, 4, 5, 5],
                    "month": [1, 2, 1, 1, 1, 1, 1, 2, 2],
                    "channel": ["sms", "sms", "call", "sms", "call", "call", "call", "sms", "sms"],
                    "cost": [0.05, 0.05, 6.0, 0.05, 6.0, 6.0, 6.0, 0.05, 0.05],
                    "sms_opt_out": [True, True, False, False, True, False, False, False, False],
                    "call_opt_out": [False, False, True, True, False, False, False, False, False],
                }
            ),
            20.0,
        ),
        case("draft", BANK, data("twinline.prepared.campaign:draft"), 10_000.0),
        case(
            "enough",
            ("your bank, with money enough", "您这家银行，预算充足"),
            data("twinline.prepared.campaign:draft"),
            10_000_000.0,
        ),
    ],
    hints=[
        (
            "Refusing is by channel. A text to somebody who refused only calls is no mistake: "
            "`(plan['channel'] == 'sms') & plan['sms_opt_out']`, and the same for calls.",
            "拒绝是分渠道的：只拒绝电话的人，发短信不算错。`(plan['channel'] == 'sms') & plan['sms_opt_out']`，电话同理。",
        ),
        (
            "`plan.duplicated(['customer_id', 'month'])` marks the second and later rows of a customer in a month.",
            "`plan.duplicated(['customer_id', 'month'])` 标出同一客户同一个月里第二行及以后的行。",
        ),
        (
            "Over budget: the sum of `cost` less `budget`, and never below 0: `max(0, …)`. Return a dictionary.",
            "超支：`cost` 合计减去 `budget`，不低于 0：`max(0, …)`。返回一个字典。",
        ),
    ],
    success=(
        "Three looks before anything is sent: who refused, who is on two lists at once, what it costs. The bank's own check "
        "does the same, and runs nothing while anything is wrong.",
        "发出去之前先看三样：谁拒绝了，谁同时在两张名单上，一共多少钱。银行自己的检查也是这样做的，有一处不对就不执行。",
    ),
)


@q1.reference
def faults(plan, budget):
    texts_refused = (plan["channel"] == "sms") & plan["sms_opt_out"]
    calls_refused = (plan["channel"] == "call") & plan["call_opt_out"]
    return {
        "refused": (texts_refused | calls_refused).sum(),
        "twice": plan.duplicated(["customer_id", "month"]).sum(),
        "over": max(0.0, plan["cost"].sum() - budget),
    }


@q1.wrong(
    "any_channel",
    (
        "You count everybody who refused anything. Refusing is by channel: a text counts against `sms_opt_out`, a call "
        "against `call_opt_out`.",
        "您把拒绝过任何渠道的人都算进去了。拒绝是分渠道的：短信看 `sms_opt_out`，电话看 `call_opt_out`。",
    ),
)
def refused_anything(plan, budget):
    return faults(plan, budget) | {"refused": (plan["sms_opt_out"] | plan["call_opt_out"]).sum()}


@q1.wrong(
    "opted_out",
    (
        "Opt-outs are contacted: you look at one channel only. Count refused texts and refused calls.",
        "拒收的人还会被触达：您只看了一个渠道。被拒的短信和被拒的电话都要数。",
    ),
)
def calls_only(plan, budget):
    return faults(plan, budget) | {"refused": ((plan["channel"] == "call") & plan["call_opt_out"]).sum()}


@q1.wrong(
    "waves",
    (
        "A second contact in another month is a wave, not a mistake. Doubles are rows of the same customer in the same month.",
        "换一个月再触达是波次，不是错误。重复指同一位客户、同一个月。",
    ),
)
def any_second_row(plan, budget):
    return faults(plan, budget) | {"twice": plan.duplicated("customer_id").sum()}


@q1.wrong(
    "both_rows",
    (
        "You count all rows of a double, also the first, which may stay. Count the rows that are too many.",
        "您把重复的每一行都数了，包括可以保留的第一行。只数多出来的行。",
    ),
    state="nearly",
)
def every_copy(plan, budget):
    return faults(plan, budget) | {"twice": plan.duplicated(["customer_id", "month"], keep=False).sum()}


@q1.wrong(
    "overspent",
    (
        "Budget overspent: “over” is the yuan above the budget, not the whole cost.",
        "预算超支：“over” 是超出预算的金额，不是总成本。",
    ),
)
def whole_cost(plan, budget):
    return faults(plan, budget) | {"over": plan["cost"].sum()}


@q1.wrong(
    "negative",
    (
        "Money left is not a fault: within the budget “over” is 0.",
        "没花完不是错：没有超支时，“over” 应为 0。",
    ),
    state="nearly",
)
def money_left(plan, budget):
    return faults(plan, budget) | {"over": plan["cost"].sum() - budget}
