"""m05 · Strategy design, question 3: what each arm did."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

q3 = Question(
    id="q3",
    title=("What did each arm do?", "每个组到底起了什么作用？"),
    points=5,
    taught="lesson-1:gross",
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
