"""m10 · Churn warning and win-back, question 7: your strategy on the twin."""

from sklearn.ensemble import HistGradientBoostingClassifier

import twinline as tw
from twinline.questions.author.authoring import PolicyQuestion
from twinline.questions.sheet import Rules

q7 = PolicyQuestion(
    id="q7",
    title=("Beat the head office's list", "跑赢总行名单"),
    points=8,
    taught="lesson:twin",
    rules=Rules(share=0.1, months=6, full=0.33, nearly=0.28, none=0.2),
    hints=[
        (
            "Whom did the call keep in question 4 and in the lesson's pilot after an enquiry? Which column tells that morning?",
            "第 4 题、以及课程里“咨询后外呼”的试点，电话留住了谁？那天早上，哪一列能看出来？",
        ),
        (
            "The policy is asked at the beginning of every month. Those who asked last month are new each time: "
            "`observed['enquired_1m']`. You need not use up the 10 % in month 1.",
            "每个月初都会问一次策略函数，上个月来问过的人每次都不一样：`observed['enquired_1m']`。不必第一个月就把 10% 用完。",
        ),
        (
            "Leave out who may not be called and who is worth little, for instance `margin_12m` under 30 yuan a month: "
            "`tw.segment(observed, chosen).action('call', 'fee_waiver')`.",
            "去掉不能打的，再去掉价值太低的，比如 `margin_12m` 每月不到 30 元：`tw.segment(observed, chosen).action('call', 'fee_waiver')`。",
        ),
    ],
    success=(
        "You call at the moment when it matters, those whom it changes, and only where there is something to lose. The head "
        "office's list calls those who leave whatever you do, and wakes those who would have stayed.",
        "在要紧的时候，打给会被打动、又值得留的人。总行名单打的是“怎么都会走”的人，还会惊动“本来会留”的人。",
    ),
)


@q7.reference
def whom_to_call(observed, month, budget):
    asked = (
        observed["enquired_1m"] & ~observed["call_opt_out"] & ~observed["sms_opt_out"]
    )  # t: see question 4 | 见第 4 题
    worth = observed["margin_12m"] > 30
    plan = tw.segment(observed, asked & worth).action("call", "fee_waiver")
    return plan.cap(customers=int(0.016 * len(observed)), by="margin_12m")


@q7.wrong(
    "risk",
    (
        "This is much the head office's list: most of your customers are among those likeliest to leave. Likely to leave is not "
        "the same as likely to be kept. Who changes their mind after a call?",
        "这和总行名单差不多：您选的多数是最可能流失的人。“最可能走”不等于“最可能留住”。谁会因为一通电话改主意？",
    ),
)
def likeliest_to_leave():
    panel = tw.churn.panel()
    signals = [name for name in panel.select_dtypes(["number", "bool"]) if name != "left" and not name.endswith("_id")]
    known = panel[panel["morning"] <= "2025-01-01"]
    model = HistGradientBoostingClassifier(max_iter=60, random_state=0).fit(known[signals], known["left"])

    def head_office(observed, month, budget):
        return _list_of(observed, model.predict_proba(observed[signals])[:, 1]) if month == 1 else None

    return head_office


@q7.wrong("rich")
def most_valuable(observed, month, budget):
    if month > 1:
        return None
    return _list_of(observed, observed["margin_12m"])


@q7.wrong("nobody")
def no_one(observed, month, budget):
    return tw.segment(observed, observed["age"] > 200).action("call", "fee_waiver")


@q7.wrong(
    "weak",
    (
        "It runs, but it earns little for the calls it makes. Think of what the pilots said: whom does a call change, and when?",
        "跑通了，但这些电话没带来多少收益。想想试点的结论：电话改变得了谁？什么时候打？",
    ),
)
def anybody(observed, month, budget):
    if month > 1:
        return None
    return _list_of(observed, (observed["customer_id"] * 7919) % 1009)


def _list_of(observed, score):
    chosen = observed.assign(score=score)
    plan = tw.segment(chosen, ~chosen["call_opt_out"]).action("call", "fee_waiver")
    return plan.cap(customers=int(0.1 * len(observed)), by="score")
