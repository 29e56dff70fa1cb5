"""m10 · Churn warning and win-back, questions 4 and 5: whom a call keeps, and how good a ranking is."""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns, Numbers

PILOT = data("twinline.prepared.churn:pilot_file", campaign="retention_call")
ASKED = data("twinline.prepared.churn:pilot_file", campaign="after_enquiry")

# --- q4: whom does the call keep? -------------------------------------------------------------------------------------

SMALL_PILOT = table(
    {
        "customer_id": list(range(1, 21)),
        "arm": ["treated", "control"] * 10,
        "reached": [True, False, False, False] * 5,
        "call_opt_out": [False] * 12 + [True] * 8,
        "stayed": [
            *[True, True, True, False, True, False, True, True, False, True],
            *[True, True, False, True, True, True, False, False, False, True],
        ],
    }
)

q4 = Question(
    id="q4",
    title=("Whom does a call keep, whom does it drive off?", "电话留住了谁，又惊走了谁？"),
    points=5,
    returns=Columns(columns=("effect", "low", "high")),
    properties=[AnyOrder()],
    cases=[
        case("twenty", ("twenty customers, by hand", "二十位客户，可手工核对"), SMALL_PILOT, "call_opt_out"),
        case("refused", BANK, PILOT, "call_opt_out"),
        case("product", ("your bank, by card", "您这家银行，按卡等级"), ASKED, "product"),
    ],
    hints=[
        (
            "In each group: the mean of `stayed` among those drawn to be called, less the mean among the control.",
            "在每一组里：抽中要打电话的人 `stayed` 的均值，减去对照组的均值。",
        ),
        (
            "The standard error of a share p among n customers is the root of p (1 − p) / n. For a difference add the two "
            "squares, then take the root. The interval is 1.96 errors to each side.",
            "n 个人里占比 p 的标准误是 p(1−p)/n 的平方根。两个占比之差：两个平方相加，再开方。区间是左右各 1.96 个标准误。",
        ),
        (
            "Go through `pilot.groupby(by, observed=True)`, keep three numbers a group, and return "
            "`pd.DataFrame.from_dict(found, orient='index', columns=['effect', 'low', 'high'])`.",
            "逐组遍历 `pilot.groupby(by, observed=True)`，每组存三个数，最后用"
            " `pd.DataFrame.from_dict(found, orient='index', columns=['effect', 'low', 'high'])`。",
        ),
    ],
    success=(
        "Only the lot decided who was called, so the difference is what the call did, and the interval says how sure you may "
        "be. On average the call keeps nobody; by group it keeps some and drives off others.",
        "打不打电话全凭抽签，所以差异就是电话的作用，区间告诉您有多大把握。平均看，谁也没多留住；分组看，有的留住了，有的被惊走。",
    ),
)


@q4.reference
def effect_by(pilot, by):
    found = {}
    for name, rows in pilot.groupby(by, observed=True):
        called = rows.loc[rows["arm"] == "treated", "stayed"]
        control = rows.loc[rows["arm"] == "control", "stayed"]
        effect = called.mean() - control.mean()
        error = np.sqrt(sum(p.mean() * (1 - p.mean()) / len(p) for p in (called, control)))
        found[name] = [effect, effect - 1.96 * error, effect + 1.96 * error]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


def _effects(pilot, by, one, other, errors):
    """The same, of any two sets of rows."""
    found = {}
    for name, rows in pilot.groupby(by, observed=True):
        first, second = one(rows)["stayed"], other(rows)["stayed"]
        effect = first.mean() - second.mean()
        error = errors(first, second)
        found[name] = [effect, effect - 1.96 * error, effect + 1.96 * error]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


def _called(rows):
    return rows[rows["arm"] == "treated"]


def _control(rows):
    return rows[rows["arm"] == "control"]


def _error(*samples):
    return np.sqrt(sum(p.mean() * (1 - p.mean()) / len(p) for p in samples))


@q4.wrong(
    "no_control",
    (
        "No control group: this is how many of those called stayed. Most would have stayed anyway. Take the control's share off.",
        "没有减对照组：这是打过电话的人里有多少留下，可多数人不打也会留。要减去对照组的占比。",
    ),
)
def called_only(pilot, by):
    found = {}
    for name, rows in pilot.groupby(by, observed=True):
        kept = _called(rows)["stayed"]
        found[name] = [kept.mean(), kept.mean() - 1.96 * _error(kept), kept.mean() + 1.96 * _error(kept)]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


@q4.wrong(
    "turned",
    ("The sign is turned: called less control, not the other way.", "正负反了：是触达组减对照组。"),
    state="nearly",
)
def control_less_called(pilot, by):
    return _effects(pilot, by, _control, _called, _error)


@q4.wrong(
    "reached",
    (
        "You count only those whom the call reached. Who picks up the phone is not chosen by lot: compare everybody who was "
        "drawn to be called (`arm`), reached or not.",
        "您只算了打通的人。谁会接电话可不是抽签决定的：要比较所有抽中要打的人（看 `arm`），不管打没打通。",
    ),
)
def reached_only(pilot, by):
    return _effects(pilot, by, lambda rows: rows[(rows["arm"] == "treated") & rows["reached"]], _control, _error)


@q4.wrong(
    "one_error",
    (
        "The effects are right. The interval is too narrow: the control group is a sample too, so both standard errors count.",
        "效应算对了，但区间太窄：对照组也是抽样，两组的标准误都要算进去。",
    ),
    state="nearly",
)
def one_sided_error(pilot, by):
    return _effects(pilot, by, _called, _control, lambda called, control: _error(called))


@q4.wrong(
    "sum_of_errors",
    (
        "The effects are right. Errors of two independent samples add up as squares: root of a² + b², not a + b.",
        "效应算对了。两个独立样本的误差是平方相加再开方，不是直接相加。",
    ),
    state="nearly",
)
def errors_added(pilot, by):
    return _effects(pilot, by, _called, _control, lambda called, control: _error(called) + _error(control))


# --- q5: the Qini curve -----------------------------------------------------------------------------------------------

q5 = Question(
    id="q5",
    title=("Draw the Qini curve", "画出 Qini 曲线"),
    points=5,
    returns=Numbers(size=10),
    properties=[AnyOrder()],
    cases=[
        case(
            "small",
            ("forty customers, by hand", "四十位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 41)),
                    "arm": ["treated", "control", "control", "treated", "control"] * 8,
                    "stayed": [True, False, True, True, True, False, False, True] * 5,
                    "score": [(number * 17) % 23 for number in range(40)],
                }
            ),
            "score",
        ),
        case("worth", BANK, PILOT, "margin_12m"),
        case("asked", ("your bank, after an enquiry", "您这家银行，咨询后外呼试点"), ASKED, "spend_3m"),
    ],
    hints=[
        (
            "Sort from high to low. At the first tenth, the first two tenths, … count who stayed: among the called, and among "
            "the control.",
            "从高到低排序。看前一成、前两成……：触达组留下几人，对照组留下几人。",
        ),
        (
            "The control group may be larger or smaller than the called. Scale its count: × called customers so far ÷ control "
            "customers so far.",
            "两组人数不一样，对照组的留存人数要放缩：×（到此为止触达组人数）÷（到此为止对照组人数）。",
        ),
        (
            "`ranked = pilot.sort_values([score, 'customer_id'], ascending=[False, True])`; the first i tenths are "
            "`ranked.head(len(ranked) * i // 10)`.",
            "`ranked = pilot.sort_values([score, 'customer_id'], ascending=[False, True])`；前 i 成是"
            " `ranked.head(len(ranked) * i // 10)`。",
        ),
    ],
    success=(
        "The curve shows how many customers a list keeps beyond those who would have stayed, however far down you call. A "
        "list that ends lower than it was before should have been cut there.",
        "曲线告诉您：一路打下去，名单比“不打”多留住了几个人。曲线掉头向下的地方，就是名单该截断的地方。",
    ),
)


@q5.reference
def qini(pilot, score):
    ranked = pilot.sort_values([score, "customer_id"], ascending=[False, True])
    curve = []
    for tenth in range(1, 11):
        top = ranked.head(len(ranked) * tenth // 10)
        called = top.loc[top["arm"] == "treated", "stayed"]
        control = top.loc[top["arm"] == "control", "stayed"]
        curve.append(called.sum() - control.sum() * len(called) / len(control))
    return curve


def _curve(pilot, score, gain, ascending=False):
    ranked = pilot.sort_values([score, "customer_id"], ascending=[ascending, True])
    tops = [ranked.head(len(ranked) * tenth // 10) for tenth in range(1, 11)]
    return [float(gain(_called(top)["stayed"], _control(top)["stayed"])) for top in tops]


@q5.wrong(
    "unscaled",
    (
        "The two groups are not the same size. Before you subtract, scale the control's count to the number of customers "
        "called.",
        "两组人数不同。相减之前，要把对照组的人数放缩到触达组的规模。",
    ),
)
def not_scaled(pilot, score):
    return _curve(pilot, score, lambda called, control: called.sum() - control.sum())


@q5.wrong(
    "gross",
    (
        "You count all who stayed after a call. The Qini curve takes off those who would have stayed anyway, as the control "
        "shows.",
        "您把接到电话后留下的人全算上了。Qini 曲线要减掉本来就会留的人，这要看对照组。",
    ),
)
def gross_response(pilot, score):
    return _curve(pilot, score, lambda called, control: called.sum())


@q5.wrong(
    "ascending",
    ("Your ranking begins with the lowest score. Sort from high to low.", "您从低分排起了。请从高到低排序。"),
)
def lowest_first(pilot, score):
    return _curve(pilot, score, lambda called, control: called.sum() - control.sum() * len(called) / len(control), True)


@q5.wrong(
    "rates",
    (
        "Those are differences of shares. The curve counts customers: multiply by the number called so far.",
        "这是占比之差。曲线要的是人数：再乘以到此为止的触达人数。",
    ),
    state="nearly",
)
def difference_of_rates(pilot, score):
    return _curve(pilot, score, lambda called, control: called.mean() - control.mean())


@q5.wrong(
    "slices",
    (
        "You give each tenth by itself. The curve adds up: the first tenth, the first two tenths, …",
        "您给的是每一成各自的结果。曲线是累计的：前一成、前两成……",
    ),
)
def tenth_by_tenth(pilot, score):
    curve = qini(pilot, score)
    return [now - before for before, now in zip([0, *curve[:-1]], curve, strict=True)]
