"""m13 · Digital foundations, question 5: the bill of dirty data."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

q5 = Question(
    id="q5",
    title=("The bill of dirty data", "脏数据的账单"),
    points=5,
    taught="lesson-2:bill-ask",
    returns=Columns(columns=("over", "short")),
    properties=[AnyOrder()],
    cases=[
        case(
            "nine",
            ("nine purchases, by hand", "九笔消费，可手工核对"),
            table(
                {
                    "channel": ["qr", "pos", "qr", "pos", "qr", "qr", "pos", "pos", "pos"],
                    "kind": [
                        "fine",
                        "yuan_as_fen",
                        "yuan_as_fen",
                        "missing",
                        "missing",
                        "outlier",
                        "outlier",
                        "wrong_type",
                        "fine",
                    ],
                    "read": [200.0, 6200.0, 450.0, None, None, 3000000.0, 2.0, None, 4000.0],
                    "true": [200.0, 62.0, 4.5, 150.0, 2600.0, 300.0, 90.0, 48.0, 4000.0],
                }
            ),
            "kind",
            0.05,
            50,
        ),
        case("bank", BANK, data("twinline.modules.m13.practice:cashback"), "channel", 0.05, 50),
        case(
            "other",
            ("your bank, 1 % and at most 20 yuan", "您这家银行，返 1%，最多 20 元"),
            data("twinline.modules.m13.practice:cashback"),
            "channel",
            0.01,
            20,
        ),
    ],
    hints=[
        (
            "Two amounts for each row: what the program pays, and what is due. Each is `(amount * rate).clip(upper=most)`.",
            "每行两个金额：程序付多少、应付多少。都是 `(金额 * rate).clip(upper=most)`。",
        ),
        (
            "What the program cannot read it pays nothing for: `.fillna(0)` on the paid side.",
            "程序读不了的，一分不付：付的这一边要 `.fillna(0)`。",
        ),
        (
            "`wrong = paid - due`; too much is `wrong.clip(lower=0)`, too little `(-wrong).clip(lower=0)`. Sum each by the column `by`.",
            "`wrong = paid - due`；多付是 `wrong.clip(lower=0)`，少付是 `(-wrong).clip(lower=0)`。各自按 `by` 列求和。",
        ),
    ],
    success=(
        "Too much and too little apart: the bank pays for what reads well, the customer for what does not.",
        "多付、少付分开列：读得顺的错，银行买单；读不了的错，客户吃亏。",
    ),
)


@q5.reference
def bill(purchases, by, rate, most):
    paid = (purchases["read"] * rate).clip(upper=most).fillna(0)
    due = (purchases["true"] * rate).clip(upper=most)
    wrong = paid - due
    both = pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})
    return both.groupby(purchases[by]).sum()


@q5.wrong(
    "net",
    (
        "You add up first and part afterwards: within a group too much and too little cancel out. Part them row by row.",
        "您先加总再拆分，同一组里多付和少付互相抵消了。要逐行拆开。",
    ),
)
def net(purchases, by, rate, most):
    paid = (purchases["read"] * rate).clip(upper=most).fillna(0)
    wrong = (paid - (purchases["true"] * rate).clip(upper=most)).groupby(purchases[by]).sum()
    return pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})


@q5.wrong(
    "cap",
    (
        "The cap is missing: for one purchase at most `most` yuan come back.",
        "漏了上限：单笔最多返 `most` 元。",
    ),
)
def without_cap(purchases, by, rate, most):
    wrong = purchases["read"].fillna(0) * rate - purchases["true"] * rate
    both = pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})
    return both.groupby(purchases[by]).sum()


@q5.wrong(
    "unreadable",
    (
        "Amounts that the program cannot read drop out of your sum. It pays nothing for them, and the customer is short.",
        "程序读不了的金额，从您的合计里消失了。它一分没付，客户少拿了。",
    ),
)
def unreadable_dropped(purchases, by, rate, most):
    paid = (purchases["read"] * rate).clip(upper=most)
    wrong = paid - (purchases["true"] * rate).clip(upper=most)
    both = pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})
    return both.groupby(purchases[by]).sum()


@q5.wrong(
    "amounts",
    (
        "These are yuan of the purchases. The task asks for yuan of cash back: times `rate`, capped.",
        "这是消费金额的差。题目问的是返现的差：乘 `rate`，再封顶。",
    ),
)
def of_amounts(purchases, by, rate, most):
    wrong = purchases["read"].fillna(0) - purchases["true"]
    both = pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})
    return both.groupby(purchases[by]).sum()


@q5.wrong(
    "turned",
    ("The two columns have changed places.", "两列放反了。"),
    state="nearly",
)
def turned(purchases, by, rate, most):
    wrong = (purchases["true"] * rate).clip(upper=most) - (purchases["read"] * rate).clip(upper=most).fillna(0)
    both = pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})
    return both.groupby(purchases[by]).sum()


@q5.wrong(
    "mean",
    ("That is the mean a purchase. A bill is a sum.", "这是每笔的平均。账单要的是合计。"),
)
def means(purchases, by, rate, most):
    paid = (purchases["read"] * rate).clip(upper=most).fillna(0)
    wrong = paid - (purchases["true"] * rate).clip(upper=most)
    both = pd.DataFrame({"over": wrong.clip(lower=0), "short": (-wrong).clip(lower=0)})
    return both.groupby(purchases[by]).mean()
