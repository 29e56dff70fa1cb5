"""m03 · Credit and limits, question 2: weight of evidence and information value."""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Columns

q2 = Question(
    id="q2",
    title=("What is each bin worth?", "每个箱值多少？"),
    points=4,
    taught="lesson-1:bins-idea",
    returns=Columns(columns=("woe", "iv")),
    properties=[AnyOrder()],
    cases=[
        case(
            "twenty",
            ("twenty cards, by hand", "二十张卡，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 21)),
                    "bin": ["low"] * 9 + ["middle"] * 6 + ["high"] * 5,
                    "bad": [True, *[False] * 8, True, True, *[False] * 4, True, True, True, False, False],
                }
            ),
        ),
        case(
            "bank",
            BANK,
            data("twinline.modules.m03.applicants:binned", column="enquiries_6m", edges=[1]),
        ),
        case(
            "score",
            ("your bank, by bureau score", "您这家银行，按征信评分"),
            data("twinline.modules.m03.applicants:binned", column="score", edges=[650]),
        ),
    ],
    hints=[
        (
            "Two shares for each bin: its part of all good cards, and its part of all bad cards.",
            "每个箱要两个比例：它占全部好卡的比例，占全部坏卡的比例。",
        ),
        (
            "`counts = pd.crosstab(cards['bin'], cards['bad'])`; then divide each column by its sum.",
            "`counts = pd.crosstab(cards['bin'], cards['bad'])`，然后每一列除以该列合计。",
        ),
        (
            "woe = ln(share of good / share of bad); iv = (share of good − share of bad) × woe, for each bin.",
            "woe = ln(好卡占比 ÷ 坏卡占比)；iv = (好卡占比 − 坏卡占比) × woe，每个箱各一个。",
        ),
    ],
    success=(
        "Above nought a bin is safer than the mean. The bins' iv add up to the variable's. Above 0.5 ask when it was "
        "known: the date decides, not the figure.",
        "大于零的箱比平均安全。各箱 iv 相加就是这个变量的 IV。超过 0.5，先问什么时候知道的：看日期，别只看数值。",
    ),
)


def _shares(cards):
    counts = pd.crosstab(cards["bin"], cards["bad"])
    return counts[False] / counts[False].sum(), counts[True] / counts[True].sum()


@q2.reference
def evidence(cards):
    counts = pd.crosstab(cards["bin"], cards["bad"])
    good = counts[False] / counts[False].sum()
    bad = counts[True] / counts[True].sum()
    woe = np.log(good / bad)
    return pd.DataFrame({"woe": woe, "iv": (good - bad) * woe})


@q2.wrong(
    "turned",
    (
        "The sign of woe is turned: here a safe bin is above nought, ln(good / bad).",
        "woe 的正负反了：这里安全的箱大于零，ln(好 ÷ 坏)。",
    ),
    state="nearly",
)
def bad_over_good(cards):
    good, bad = _shares(cards)
    woe = np.log(bad / good)
    return pd.DataFrame({"woe": woe, "iv": (bad - good) * woe})


@q2.wrong(
    "odds",
    (
        "That is the logarithm of the bin's own odds. Bad cards are rare, so every bin looks safe. Take the shares of all good "
        "and of all bad.",
        "这是箱内好坏比的对数。坏卡本来就少，哪个箱都显得安全。要用“占全部好卡的比例”和“占全部坏卡的比例”。",
    ),
)
def log_odds(cards):
    counts = pd.crosstab(cards["bin"], cards["bad"])
    good, bad = _shares(cards)
    woe = np.log(counts[False] / counts[True])
    return pd.DataFrame({"woe": woe, "iv": (good - bad) * woe})


@q2.wrong(
    "rate",
    (
        "That is the share of bad in each bin, not its weight of evidence.",
        "这是每个箱的坏账率，不是证据权重。",
    ),
)
def bad_rate(cards):
    good, bad = _shares(cards)
    rate = cards.groupby("bin", observed=True)["bad"].mean()
    return pd.DataFrame({"woe": rate, "iv": (good - bad) * rate})


@q2.wrong(
    "base_ten",
    ("Use the natural logarithm, `np.log`, not that to the base of ten.", "用自然对数 `np.log`，不是以 10 为底。"),
    state="nearly",
)
def to_base_ten(cards):
    good, bad = _shares(cards)
    woe = np.log10(good / bad)
    return pd.DataFrame({"woe": woe, "iv": (good - bad) * woe})


@q2.wrong(
    "total",
    (
        "woe is right. `iv` should be each bin's own part; you gave every bin the sum.",
        "woe 对了。`iv` 要的是每个箱自己的那份，您给每个箱填了合计。",
    ),
    state="nearly",
)
def sum_everywhere(cards):
    good, bad = _shares(cards)
    woe = np.log(good / bad)
    return pd.DataFrame({"woe": woe, "iv": ((good - bad) * woe).sum()})
