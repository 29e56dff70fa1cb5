"""m03 · Credit and limits, question 4: what asking for a bigger limit did, after expected loss."""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

from .shared import SMALL_TRIAL, TRIAL, after_loss, by_lot, frame

q4 = Question(
    id="q4",
    title=("Whom does a bigger limit pay for?", "给谁提额划得来？"),
    points=5,
    taught="lesson-2:harm-read",
    returns=Columns(columns=("effect", "low", "high")),
    properties=[AnyOrder()],
    cases=[
        case("sixteen", ("sixteen customers, by hand", "十六位客户，可手工核对"), SMALL_TRIAL, "pays", 0.85),
        case("bank", BANK, TRIAL, "pays", 0.85),
        case("score", ("your bank, by score", "您这家银行，按评分"), TRIAL, "good_score", 0.6),
    ],
    hints=[
        (
            "First a profit for each customer: margin less expected loss, pd × lgd × ead.",
            "先给每位客户算一个利润：毛利减预期损失 pd × lgd × ead。",
        ),
        (
            "Then in each group: mean of the asked less mean of the others. Asked means `asked`, whatever they answered.",
            "再在每组里算：被询问者的均值减去未询问者的均值。看 `asked`，不管同意没同意。",
        ),
        (
            "The squared standard error of a mean is `values.var() / len(values)`; add both, take the root, times 1.96.",
            "均值的标准误平方是 `values.var() / len(values)`；两组相加、开方，再乘 1.96。",
        ),
    ],
    success=(
        "By margin alone you would ask the minimum payers first. After expected loss they are those who cost. Where an "
        "interval holds nought, say that you do not know yet.",
        "只看毛利，您会先去问只还最低的人；扣掉预期损失，亏的正是他们。区间跨过零的，就写“目前还不知道”。",
    ),
)


@q4.reference
def limit_effect(trial, by, lgd):
    trial = trial.assign(profit=trial["margin"] - trial["pd"] * lgd * trial["ead"])
    found = {}
    for name, rows in trial.groupby(by, observed=True):
        asked, others = rows.loc[rows["asked"], "profit"], rows.loc[~rows["asked"], "profit"]
        effect = asked.mean() - others.mean()
        error = np.sqrt(asked.var() / len(asked) + others.var() / len(others))
        found[name] = [effect, effect - 1.96 * error, effect + 1.96 * error]
    return pd.DataFrame.from_dict(found, orient="index", columns=["effect", "low", "high"])


def _by_group(trial, by, values, treated="asked", errors=None, turned=False):
    found = {}
    for name, rows in trial.groupby(by, observed=True):
        pair = (rows[treated], ~rows["asked"])
        found[name] = by_lot(values(rows), *(pair[::-1] if turned else pair), errors)
    return frame(found)


@q4.wrong(
    "margin",
    (
        "That is margin before losses. Take off the expected loss of each customer: pd × lgd × ead.",
        "这是扣损失之前的毛利。每位客户都要减去预期损失：pd × lgd × ead。",
    ),
)
def before_losses(trial, by, lgd):
    return _by_group(trial, by, lambda rows: rows["margin"])


@q4.wrong(
    "accepted",
    (
        "You take only those who said yes. They chose themselves. Compare all who were asked, yes or no (`asked`), with all who were not.",
        "您只算了同意的人，他们是自己选出来的。要拿全部被询问的（`asked`，不管同意没同意）和没被询问的比。",
    ),
)
def only_who_accepted(trial, by, lgd):
    return _by_group(trial, by, lambda rows: after_loss(rows, lgd), treated="accepted")


@q4.wrong(
    "no_control",
    (
        "That is what the asked brought, not what asking changed. Take off the mean of those who were not asked.",
        "这是被询问者带来多少，不是“询问”改变了多少。要减去没被询问的人的均值。",
    ),
)
def asked_alone(trial, by, lgd):
    found = {}
    for name, rows in trial.groupby(by, observed=True):
        values = after_loss(rows, lgd)[rows["asked"]]
        error = np.sqrt(values.var() / len(values))
        found[name] = [values.mean(), values.mean() - 1.96 * error, values.mean() + 1.96 * error]
    return frame(found)


@q4.wrong(
    "whole_balance",
    (
        "You take off pd × ead: that is as if nothing came back of a defaulted balance. Times `lgd`.",
        "您减的是 pd × ead，等于说违约后一分钱都收不回来。还要乘 `lgd`。",
    ),
    state="nearly",
)
def lgd_forgotten(trial, by, lgd):
    return _by_group(trial, by, lambda rows: after_loss(rows, 1.0))


@q4.wrong(
    "turned",
    ("The sign is turned: asked less not asked.", "正负反了：是“被询问”减“未询问”。"),
    state="nearly",
)
def others_less_asked(trial, by, lgd):
    return _by_group(trial, by, lambda rows: after_loss(rows, lgd), turned=True)


@q4.wrong(
    "one_error",
    (
        "The effects are right. The interval is too narrow: those who were not asked are a sample, too.",
        "效应算对了，但区间太窄：没被询问的那组也是抽样，它的标准误也要算进去。",
    ),
    state="nearly",
)
def error_of_asked(trial, by, lgd):
    return _by_group(
        trial, by, lambda rows: after_loss(rows, lgd), errors=lambda asked, others: np.sqrt(asked.var() / len(asked))
    )
