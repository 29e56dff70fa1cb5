"""m10 · Churn warning and win-back, question 4: whom does the call keep?"""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

from .shared import ASKED, PILOT, control_rows, treated_rows

SMALL_PILOT = table(
    {
        "customer_id": list(range(1, 21)),
        "arm": ["treated", "control"] * 10,
        "reached": [True, False, False, False] * 5,
        "sms_opt_out": [False] * 12 + [True] * 8,
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
    taught="lesson:uplift",
    returns=Columns(columns=("effect", "low", "high")),
    properties=[AnyOrder()],
    cases=[
        case("twenty", ("twenty customers, by hand", "二十位客户，可手工核对"), SMALL_PILOT, "sms_opt_out"),
        case("refused", BANK, PILOT, "sms_opt_out"),
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
        "be. On average the call drives off more than it keeps; by group it keeps some and drives off others.",
        "打不打电话全凭抽签，所以差异就是电话的作用，区间告诉您有多大把握。平均看，赶走的比留住的多；分组看，有的留住了，有的被惊走。",
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
        kept = treated_rows(rows)["stayed"]
        found[name] = [kept.mean(), kept.mean() - 1.96 * _error(kept), kept.mean() + 1.96 * _error(kept)]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


@q4.wrong(
    "turned",
    ("The sign is turned: called less control, not the other way.", "正负反了：是触达组减对照组。"),
    state="nearly",
)
def control_less_called(pilot, by):
    return _effects(pilot, by, control_rows, treated_rows, _error)


@q4.wrong(
    "reached",
    (
        "You count only those whom the call reached. Who picks up the phone is not chosen by lot: compare everybody who was "
        "drawn to be called (`arm`), reached or not.",
        "您只算了打通的人。谁会接电话可不是抽签决定的：要比较所有抽中要打的人（看 `arm`），不管打没打通。",
    ),
)
def reached_only(pilot, by):
    return _effects(pilot, by, lambda rows: rows[(rows["arm"] == "treated") & rows["reached"]], control_rows, _error)


@q4.wrong(
    "one_error",
    (
        "The effects are right. The interval is too narrow: the control group is a sample too, so both standard errors count.",
        "效应算对了，但区间太窄：对照组也是抽样，两组的标准误都要算进去。",
    ),
    state="nearly",
)
def one_sided_error(pilot, by):
    return _effects(pilot, by, treated_rows, control_rows, lambda called, control: _error(called))


@q4.wrong(
    "sum_of_errors",
    (
        "The effects are right. Errors of two independent samples add up as squares: root of a² + b², not a + b.",
        "效应算对了。两个独立样本的误差是平方相加再开方，不是直接相加。",
    ),
    state="nearly",
)
def errors_added(pilot, by):
    return _effects(pilot, by, treated_rows, control_rows, lambda called, control: _error(called) + _error(control))
