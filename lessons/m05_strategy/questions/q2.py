"""m05 · Strategy design, question 2: how large a pilot?"""

import twinline as tw
from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

q2 = Question(
    id="q2",
    title=("How many customers does the pilot need?", "试点要抽多少客户？"),
    points=4,
    taught="lesson-1:register",
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case(
            "forty",
            ("forty customers, by hand", "四十位客户，可手工核对"),
            table({"customer_id": list(range(1, 41)), "bought": [True] * 4 + [False] * 36}),
            0.05,
            2,
        ),
        case("asleep", BANK, data("twinline.prepared.campaign:sleepers"), 0.04, 4),
        case(
            "two",
            ("your bank, two hooks", "您这家银行，两种钩子"),
            data("twinline.prepared.campaign:sleepers"),
            0.06,
            2,
        ),
    ],
    hints=[
        (
            "The baseline is the share that buys anyway: the mean of `history['bought']`.",
            "基准是“不管也会用卡”的占比：`history['bought']` 的均值。",
        ),
        (
            "With four comparisons each may err only a quarter as often: `tw.power(baseline, effect=effect, alpha=0.05 / hooks)` "
            "gives the customers of one arm.",
            "要比四次，每次允许的误判就只有四分之一：`tw.power(baseline, effect=effect, alpha=0.05 / hooks)` 得到一个组的人数。",
        ),
        (
            "Arms = hooks + 1: somebody is left alone. Return the total.",
            "组数 = 钩子数 + 1：还有一组不触达。返回总人数。",
        ),
    ],
    success=(
        "The size is known before the first message is sent, so nobody can stop at a lucky moment. A smaller effect takes far "
        "more customers: half of it takes about four times as many.",
        "第一条消息发出之前，人数就定好了，谁也不能见好就收。要看清的效应小一半，人数大约要四倍。",
    ),
)


@q2.reference
def customers_needed(history, effect, hooks):
    baseline = history["bought"].mean()
    each_arm = tw.power(baseline, effect=effect, alpha=0.05 / hooks)
    return each_arm * (hooks + 1)


@q2.wrong(
    "no_control",
    (
        "No control group: you count the hooks' arms only. One more arm is left alone, or there is nothing to compare with.",
        "没有对照组：您只算了钩子的组。还要留一组不触达，否则没得比。",
    ),
)
def hooks_only(history, effect, hooks):
    return tw.power(history["bought"].mean(), effect=effect, alpha=0.05 / hooks) * hooks


@q2.wrong(
    "many_looks",
    (
        "Winner of many looks: each comparison may err 5 times in 100, and you make several. Share the 5 % among them: "
        "`alpha=0.05 / hooks`.",
        "多次比较里挑赢家：每比一次都有 5% 的误判，您比了好几次。把 5% 分摊：`alpha=0.05 / hooks`。",
    ),
)
def five_percent_each(history, effect, hooks):
    return tw.power(history["bought"].mean(), effect=effect) * (hooks + 1)


@q2.wrong(
    "one_arm",
    ("That is the size of one arm. Multiply by the number of arms.", "这是一个组的人数，还要乘以组数。"),
    state="nearly",
)
def a_single_arm(history, effect, hooks):
    return tw.power(history["bought"].mean(), effect=effect, alpha=0.05 / hooks)


@q2.wrong(
    "relative",
    (
        "`effect` is in shares: 0.04 means four more customers in a hundred. You took it as a share of the baseline.",
        "`effect` 是占比：0.04 表示每百人多 4 位。您把它当成了基准的 4%。",
    ),
)
def of_the_baseline(history, effect, hooks):
    baseline = history["bought"].mean()
    return tw.power(baseline, effect=effect * baseline, alpha=0.05 / hooks) * (hooks + 1)
