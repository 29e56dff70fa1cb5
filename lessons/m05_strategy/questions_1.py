"""m05 · Strategy design, questions 1 to 3: is the table valid, how large a pilot, which hook works."""

import numpy as np
import pandas as pd
from scipy.stats import norm

import twinline as tw
from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup, Columns, Number

# --- q1: is the table valid? ------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("Is this strategy table valid?", "这张策略表能执行吗？"),
    points=5,
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


# --- q2: how large a pilot? -------------------------------------------------------------------------------------------

q2 = Question(
    id="q2",
    title=("How many customers does the pilot need?", "试点要抽多少客户？"),
    points=4,
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


# --- q3: what each arm did --------------------------------------------------------------------------------------------

q3 = Question(
    id="q3",
    title=("What did each arm do?", "每个组到底起了什么作用？"),
    points=5,
    returns=Columns(columns=("effect", "low", "high")),
    properties=[AnyOrder()],
    cases=[
        case(
            "twenty",
            ("twenty-four customers, by hand", "二十四位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 25)),
                    "arm": ["control", "product", "activity", "benefit"] * 6,
                    "reached": [False, True, False, True, False, True, True, False] * 3,
                    "bought_1": [True, False, True, True, False, False, True, True] * 3,
                    "bought_2": [False, True, True, True, False, False, False, True] * 2
                    + [True, False, False, True, False, False, True, False],
                }
            ),
            "bought_2",
        ),
        case("waves", BANK, data("twinline.prepared.campaign:waves"), "stayed_6"),
        case(
            "earlier",
            ("your bank, another metric", "您这家银行，换一个指标"),
            data("twinline.prepared.campaign:waves"),
            "stayed_4",
        ),
    ],
    hints=[
        (
            "For each arm but the control: the mean of the metric less the control's mean. All who were drawn count.",
            "除对照组外的每一组：指标均值减去对照组均值。抽中的人全部都算。",
        ),
        (
            "The error of a share p among n is the root of p (1 − p) / n; for a difference add the two squares, then the root.",
            "n 个人里占比 p 的标准误是 p(1−p)/n 的平方根；两个占比之差：平方相加，再开方。",
        ),
        (
            "Three comparisons share the 5 %: `norm.ppf(1 - 0.05 / 2 / 3)` errors to each side, where 3 is the number of arms "
            "without the control.",
            "三次比较分摊 5%：左右各 `norm.ppf(1 - 0.05 / 2 / 3)` 个标准误，3 是除对照组外的组数。",
        ),
    ],
    success=(
        "One metric, named beforehand; one control; the 5 % shared among the comparisons. Whatever still stands apart from "
        "zero now is worth a second look.",
        "指标事先定好，只看一个；对照组只有一个；5% 由几次比较分摊。这样还站得住的，才值得继续看。",
    ),
)


@q3.reference
def arm_effects(pilot, metric):
    control = pilot.loc[pilot["arm"] == "control", metric]
    arms = [arm for arm in pilot["arm"].unique() if arm != "control"]
    wide = norm.ppf(1 - 0.05 / 2 / len(arms))
    found = {}
    for arm in arms:
        treated = pilot.loc[pilot["arm"] == arm, metric]
        effect = treated.mean() - control.mean()
        error = np.sqrt(sum(p.mean() * (1 - p.mean()) / len(p) for p in (treated, control)))
        found[arm] = [effect, effect - wide * error, effect + wide * error]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


def _error(*samples):
    return np.sqrt(sum(p.mean() * (1 - p.mean()) / len(p) for p in samples))


def _compared(pilot, metric, treated, control, wide):
    """The same, of any two sets of rows and any width."""
    found = {}
    for arm in [arm for arm in pilot["arm"].unique() if arm != "control"]:
        first, second = treated(arm)[metric], control(arm)[metric]
        effect, error = first.mean() - second.mean(), _error(first, second)
        found[arm] = [effect, effect - wide * error, effect + wide * error]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


def _wide(pilot):
    return norm.ppf(1 - 0.05 / 2 / (pilot["arm"].nunique() - 1))


def _of(pilot, arm):
    return pilot[pilot["arm"] == arm]


@q3.wrong(
    "gross",
    (
        "Gross response: this is how many in each arm did it. Many do it without any contact. Take the control's share off.",
        "这是毛响应：每个组有多少人做到。不触达也有很多人会做。要减去对照组的占比。",
    ),
)
def response(pilot, metric):
    wide, found = _wide(pilot), {}
    for arm in [arm for arm in pilot["arm"].unique() if arm != "control"]:
        rows = _of(pilot, arm)[metric]
        found[arm] = [rows.mean(), rows.mean() - wide * _error(rows), rows.mean() + wide * _error(rows)]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


@q3.wrong(
    "many_looks",
    (
        "Winner of many looks: you compare several arms, and give each the interval of a single one. Share the 5 % among them.",
        "多次比较里挑赢家：您比了好几个组，却给每个组用了只比一次的区间。5% 要分摊。",
    ),
    state="nearly",
)
def one_comparison_s_interval(pilot, metric):
    return _compared(pilot, metric, lambda arm: _of(pilot, arm), lambda arm: _of(pilot, "control"), 1.96)


@q3.wrong(
    "reached",
    (
        "You count only those whom the contact reached. They are not a lot any more: who picks up differs from who does not. "
        "Compare all who were drawn.",
        "您只算了触达成功的人。接电话的和不接的本来就不同，这就不再是抽签。要拿抽中的所有人来比。",
    ),
)
def who_was_reached(pilot, metric):
    return _compared(
        pilot,
        metric,
        lambda arm: _of(pilot, arm)[_of(pilot, arm)["reached"]],
        lambda arm: _of(pilot, "control"),
        _wide(pilot),
    )


@q3.wrong(
    "others",
    (
        "You compare each arm with all the others together. The others were contacted too: compare with the control.",
        "您拿每个组和其余所有组比。其余的组也被触达过：要和对照组比。",
    ),
)
def all_the_others(pilot, metric):
    return _compared(pilot, metric, lambda arm: _of(pilot, arm), lambda arm: pilot[pilot["arm"] != arm], _wide(pilot))


@q3.wrong(
    "first_look",
    (
        "You look at another column than the metric that was named beforehand. Use the argument `metric`.",
        "您看的不是事先定好的那个指标。要用参数 `metric`。",
    ),
)
def the_first_look(pilot, metric):
    looks = [name for name in pilot if name.startswith(metric.split("_")[0] + "_")]
    return arm_effects(pilot, min(looks))
