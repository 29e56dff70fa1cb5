"""m05 · Strategy design, question 6: a campaign under a budget."""

import twinline as tw
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.sheet import Rules

q6 = PolicyQuestion(
    id="q6",
    title=("Beat one text to everyone", "跑赢“群发一条短信”"),
    points=8,
    taught="lesson-1:budget",
    rules=Rules(share=1.0, budget=1.0, months=6, full=0.32, nearly=0.26, none=0.2),
    hints=[
        (
            "One text to everyone costs next to nothing to send, and far more in complaints, lost permissions and what so many "
            "texts at once bring on. The budget buys calls for one customer in ten or so. "
            "Who is worth a call, and when?",
            "群发短信发出去几乎不花钱，投诉、退订和超量的代价却大得多。预算大约够给十分之一的客户打电话。谁值得打？什么时候打？",
        ),
        (
            "The policy is asked every month; `budget` is what is left in yuan. Keep some for later: `.cap(budget=budget / (7 - month), "
            "cost=11, by='margin_12m')` spreads it evenly, at a careful 11 yuan a call with its offer.",
            "每个月都会问一次策略，`budget` 是还剩多少元。留一些到后面：`.cap(budget=budget / (7 - month), cost=11, "
            "by='margin_12m')` 平均分配，电话加权益按 11 元稳妥估算。",
        ),
        (
            "Begin with those who asked last month: `tw.segment(observed, 'enquired_1m and not call_opt_out').action('call', "
            "'fee_waiver')`.",
            "先从上个月来问过的人做起：`tw.segment(observed, 'enquired_1m and not call_opt_out').action('call', 'fee_waiver')`。",
        ),
    ],
    success=(
        "Same money, other customers, another moment: the budget goes where a contact changes something, and is not spent in one "
        "morning.",
        "同样的钱，换了人，换了时机：钱花在触达能改变结果的地方，也没有一个早上就花光。",
    ),
)


@q6.reference
def campaign(observed, month, budget):
    asked = observed["enquired_1m"] & ~observed["call_opt_out"] & ~observed["sms_opt_out"]
    worth = observed["margin_12m"] > 20
    plan = tw.segment(observed, asked & worth).action("call", "fee_waiver")
    return plan.cap(budget=budget / (7 - month), cost=11, by="margin_12m")


@q6.wrong(
    "everyone",
    (
        "This is nearly everyone. A text to all is cheap to send and changes little; it wakes some who would rather not be "
        "disturbed, and so many texts in a month cost more than they bring.",
        "您几乎触达了所有人。群发发得便宜，改变得少，还会惊动不愿被打扰的人；一个月发这么多，代价比收益大。",
    ),
)
def one_text_to_all(observed, month, budget):
    return tw.segment(observed, "not sms_opt_out").action("sms", "reminder") if month == 1 else None


@q6.wrong("tired")
def every_month(observed, month, budget):
    return tw.segment(observed, "not sms_opt_out").cap(share=0.5, by="spend_12m").action("sms", "reminder")


@q6.wrong(
    "budget",
    (
        "Budget overspent: the planned cost holds the contact and the offers likely to be used. `.cap(budget=budget, cost=11)` "
        "keeps a call with a fee waiver within it.",
        "预算超支：计划成本包括触达费用，也包括可能用掉的权益。`.cap(budget=budget, cost=11)` 能把“电话加年费减免”控制在预算内。",
    ),
)
def call_all_who_asked(observed, month, budget):
    return tw.segment(observed, "not call_opt_out").action("call", "fee_waiver") if month == 1 else None


@q6.wrong(
    "opt_out_call",
    (
        "Opt-outs contacted: add `not call_opt_out` to your condition.",
        "触达了拒收的人：在条件里加上 `not call_opt_out`。",
    ),
)
def refusals_called(observed, month, budget):
    return tw.segment(observed, "enquired_1m").action("call", "fee_waiver").cap(budget=budget, cost=11)


@q6.wrong("rich")
def most_valuable(observed, month, budget):
    if month > 1:
        return None
    plan = tw.segment(observed, "not call_opt_out").action("call", "fee_waiver")
    return plan.cap(budget=budget, cost=11, by="margin_12m")


@q6.wrong("nobody")
def no_one(observed, month, budget):
    return None


@q6.wrong(
    "weak",
    (
        "It runs, but it earns little for its money. Whom does a contact change, and in which month?",
        "跑通了，但钱花得不值。触达能改变谁？在哪个月改变？",
    ),
)
def anybody(observed, month, budget):
    if month > 1:
        return None
    drawn = observed.assign(lot=(observed["customer_id"] * 7919) % 1009)
    return tw.segment(drawn, "not call_opt_out").action("call", "fee_waiver").cap(budget=budget, cost=11, by="lot")
