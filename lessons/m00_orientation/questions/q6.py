"""m00 · Orientation, question 6: a first policy."""

import twinline as tw
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.sheet import Rules

q6 = PolicyQuestion(
    id="q6",
    title=("Your first policy on the twin", "第一个策略，放进孪生银行"),
    points=4,
    taught="lesson-3:remote",
    rules=Rules(share=0.25, months=6, full=0.16, nearly=0.13, none=0.06),
    hints=[
        (
            "Lesson 3 showed two lists: one of everybody in turn, one of those who had just asked. Whom does a contact change?",
            "第 3 课比过两张名单：一张轮着来，一张只有刚来问过的人。触达能改变谁？",
        ),
        (
            "`observed['enquired_1m']` is True for whoever asked about fees or closing last month. The policy is asked every "
            "month, and each month there are new ones.",
            "`observed['enquired_1m']` 为 True，表示上个月来问过费用或销户。策略每个月都会被问一次，每个月都有新来问的人。",
        ),
        (
            "Leave out whoever refuses calls, `& ~observed['call_opt_out']`, and who is worth little, "
            "`& (observed['margin_12m'] > 30)` (yuan a month). Then `tw.segment(observed, chosen).action('call', 'fee_waiver')`.",
            "去掉拒接电话的：`& ~observed['call_opt_out']`；再去掉价值太低的：`& (observed['margin_12m'] > 30)`（每月毛利，元）。"
            "然后 `tw.segment(observed, chosen).action('call', 'fee_waiver')`。",
        ),
    ],
    success=(
        "A few calls a month, to the right people at the right moment. That is the whole loop in one line; later modules make it "
        "better.",
        "每个月就打那么几通，打对人、打对时候。一行代码就是一个完整的闭环，后面的模块会让它更好。",
    ),
)


@q6.reference
def whom_to_call(observed, month, budget):
    asked = observed["enquired_1m"] & ~observed["call_opt_out"]
    worth = observed["margin_12m"] > 30
    return tw.segment(observed, asked & worth).action("call", "fee_waiver")


@q6.wrong(
    "rich",
    (
        "Your customers are simply the most valuable ones: our best customers of the fruit shop. They come anyway.",
        "您选的就是价值最高的那批人，等于水果店的老主顾。他们本来就会来。",
    ),
)
def our_best(observed, month, budget):
    if month > 1:
        return None
    return tw.segment(observed, "not call_opt_out").cap(share=0.15, by="margin_12m").action("call", "fee_waiver")


@q6.wrong(
    "opt_out_call",
    (
        "Customers who refuse calls are on your list. It is their right: add `& ~observed['call_opt_out']`.",
        "名单里有拒接电话的客户。这是他们的权利：条件里加上 `& ~observed['call_opt_out']`。",
    ),
)
def refusals_called(observed, month, budget):
    return tw.segment(observed, observed["enquired_1m"]).action("call", "fee_waiver")


@q6.wrong("nobody")
def no_one(observed, month, budget):
    return None


@q6.wrong(
    "weak",
    (
        "It runs, but it changes little. A list made once grows old: who gave you a sign of life this month?",
        "跑通了，但没改变多少。一次拉好的名单会过期：这个月，是谁先给了您信号？",
    ),
)
def biggest_spenders(observed, month, budget):
    if month > 1:
        return None
    return tw.segment(observed, "not call_opt_out").cap(share=0.15, by="spend_3m").action("call", "fee_waiver")
