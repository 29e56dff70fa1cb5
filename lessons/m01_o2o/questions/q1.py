"""m01 · Stages and modes, question 1: the journey."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

q1 = Question(
    id="q1",
    title=("How many get how far?", "有多少客户走到了哪一步？"),
    points=4,
    taught="lesson-2:funnel",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "eleven",
            ("eleven visits of six customers, by hand", "六位客户的十一次访问，可手工核对"),
            table(
                {
                    "session_id": [11, 12, 21, 22, 31, 41, 51, 52, 61, 62, 63],
                    "customer_id": [1, 1, 2, 2, 3, 4, 5, 5, 6, 6, 6],
                    "looked": [True, True, False, True, True, False, True, True, False, False, False],
                    "bought": [True, False, True, False, False, True, True, True, False, False, False],
                    "enjoyed": [True, False, False, True, False, True, False, False, False, False, False],
                }
            ),
        ),
        case("quarter", BANK, data("twinline.prepared.channels:visits")),
    ],
    hints=[
        (
            "Count customers, not visits: `visits.loc[condition, 'customer_id'].nunique()`.",
            "数的是客户，不是访问：`visits.loc[条件, 'customer_id'].nunique()`。",
        ),
        (
            "A step needs all those before it, in the same visit: `visits['looked'] & visits['bought']`.",
            "走到一步，要在同一次访问里走完前面各步：`visits['looked'] & visits['bought']`。",
        ),
        (
            "Four counts make three shares: each divided by the one before. Return `{'find': …, 'buy': …, 'enjoy': …}`.",
            "四个人数，得三个占比：每个除以前一个。返回 `{'find': …, 'buy': …, 'enjoy': …}`。",
        ),
    ],
    success=(
        "One kind of thing is counted all the way down, each step within the one before. Now the funnel adds up. Remember what "
        "it cannot say: whether the page moved anybody.",
        "从头到尾数同一种东西，每一步都在上一步之内，漏斗才对得上。也别忘了它说不了的：那一页有没有推动谁。",
    ),
)


@q1.reference
def journey(visits):
    find = visits["looked"]
    buy = find & visits["bought"]
    enjoy = buy & visits["enjoyed"]
    counts = [visits["customer_id"].nunique()]
    for step in (find, buy, enjoy):
        counts.append(visits.loc[step, "customer_id"].nunique())
    return {"find": counts[1] / counts[0], "buy": counts[2] / counts[1], "enjoy": counts[3] / counts[2]}


@q1.wrong(
    "visits",
    (
        "You count visits. Somebody who opens the app ten times is still one customer: count different `customer_id`.",
        "您数的是访问次数。一个人打开十次也只是一位客户：要数不同的 `customer_id`。",
    ),
)
def count_visits(visits):
    find = visits["looked"]
    buy = find & visits["bought"]
    enjoy = buy & visits["enjoyed"]
    return {"find": find.mean(), "buy": buy.sum() / find.sum(), "enjoy": enjoy.sum() / buy.sum()}


@q1.wrong(
    "of_all",
    (
        "Wrong denominator: you divide each step by all who explored. Asked is the share of the step before.",
        "分母错了：您每一步都除以全部“逛”的客户。题目要的是占上一步的比例。",
    ),
)
def of_all_explorers(visits):
    shares = journey(visits)
    buy = shares["find"] * shares["buy"]
    return {"find": shares["find"], "buy": buy, "enjoy": buy * shares["enjoy"]}


def _customers(visits, name):
    return set(visits.loc[visits[name], "customer_id"])


@q1.wrong(
    "apart",
    (
        "You put together steps from different visits: looked on one day, bought after another visit. A journey is one visit.",
        "您把不同访问里的步骤拼在了一起：这次看了优惠，另一次才买。旅程要在同一次访问里走。",
    ),
)
def steps_of_different_visits(visits):
    find = _customers(visits, "looked")
    buy = find & _customers(visits, "bought")
    enjoy = buy & _customers(visits, "enjoyed")
    return {
        "find": len(find) / visits["customer_id"].nunique(),
        "buy": len(buy) / len(find),
        "enjoy": len(enjoy) / len(buy),
    }


@q1.wrong(
    "not_nested",
    (
        "You count buyers who never looked at the offers. Each step must lie within the one before.",
        "您把没看过优惠的买家也算了进来。每一步都要在上一步之内。",
    ),
)
def every_step_alone(visits):
    find, buy, enjoy = (len(_customers(visits, name)) for name in ("looked", "bought", "enjoyed"))
    return {"find": find / visits["customer_id"].nunique(), "buy": min(buy / find, 1), "enjoy": min(enjoy / buy, 1)}
