"""m03 · Credit and limits, question 3: KS on later cards."""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

CARDS = data("twinline.modules.m03.applicants:approved")

q3 = Question(
    id="q3",
    title=("Does it rank cards it never saw?", "没见过的卡，排得对吗？"),
    points=4,
    taught="lesson-1:judge",
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "sixteen",
            ("sixteen cards, by hand", "十六张卡，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 17)),
                    "opened": ["2024-03-01"] * 6 + ["2024-09-01"] * 4 + ["2024-11-01"] * 6,
                    "score": [580, 700, 640, 610, 720, 590, 600, 690, 640, 710, 620, 655, 730, 610, 680, 600],
                    "bad": [
                        True,
                        False,
                        True,
                        False,
                        False,
                        False,
                        True,
                        False,
                        False,
                        False,
                        False,
                        True,
                        False,
                        True,
                        False,
                        False,
                    ],
                },
                dates=["opened"],
            ),
            "score",
            day("2024-09-01"),
        ),
        case("bureau", BANK, CARDS, "score", day("2024-09-01")),
        case("own", ("your bank, its own score", "您这家银行，行内评分"), CARDS, "own_score", day("2024-07-01")),
    ],
    hints=[
        (
            "First keep the cards opened on `since` or later. Then go up from the lowest score.",
            "先留下 `since` 当天及以后开的卡，再从最低分往上走。",
        ),
        (
            "At each score: what share of all bad cards lies at or below it, and what share of all good ones? KS is the widest "
            "gap.",
            "在每个分数上：不高于它的坏卡占全部坏卡几成，好卡占全部好卡几成？差距最大处就是 KS。",
        ),
        (
            "`counts = pd.crosstab(later[score], later['bad']).cumsum()`; divide each column by its last value.",
            "`counts = pd.crosstab(later[score], later['bad']).cumsum()`，再让每列除以它的最后一个值。",
        ),
    ],
    success=(
        "Judged on cards that are later than any it may have learnt from, and with equal scores taken together. KS says how well "
        "it ranks, and nothing of the level: that is calibration.",
        "用较晚的卡来考，同分的放在一起算。KS 只说排序好不好，不管水平准不准：那要看校准。",
    ),
)


def _gap(cards, score):
    counts = pd.crosstab(cards[score], cards["bad"]).cumsum()
    return counts[True] / counts[True].iloc[-1] - counts[False] / counts[False].iloc[-1]


@q3.reference
def ks_later(cards, score, since):
    later = cards[cards["opened"] >= since]
    counts = pd.crosstab(later[score], later["bad"]).cumsum()
    shares = counts / counts.iloc[-1]
    return (shares[True] - shares[False]).max()


@q3.wrong(
    "all_cards",
    (
        "You judge on all cards, also on those that a card may have learnt from. Keep those opened on `since` or later.",
        "您把全部的卡都拿来考了，其中有评分卡学过的。只留 `since` 当天及以后开的。",
    ),
)
def on_all(cards, score, since):
    return _gap(cards, score).max()


@q3.wrong(
    "earlier",
    ("You kept the earlier cards. Judge on those from `since` on.", "您留的是较早的卡。要用 `since` 及以后的来考。"),
)
def on_earlier(cards, score, since):
    return _gap(cards[cards["opened"] < since], score).max()


@q3.wrong(
    "auc",
    (
        "That is the AUC: how often the bad card has the lower score. KS is the widest gap between two shares.",
        "这是 AUC：坏卡分数更低的把握。KS 是两个累计占比之间的最大差距。",
    ),
)
def area(cards, score, since):
    later = cards[cards["opened"] >= since]
    ranks = (-later[score]).rank()
    bad, good = later["bad"].sum(), (~later["bad"]).sum()
    return (ranks[later["bad"]].sum() - bad * (bad + 1) / 2) / (bad * good)


@q3.wrong(
    "middle",
    (
        "That is the gap at the middle score. KS is the widest gap, wherever it is.",
        "这是中位分数处的差距。KS 要取最大的差距，不管在哪儿。",
    ),
    state="nearly",
)
def at_the_median(cards, score, since):
    later = cards[cards["opened"] >= since]
    low = later[score] <= later[score].median()
    return abs(low[later["bad"]].mean() - low[~later["bad"]].mean())


@q3.wrong(
    "counts",
    (
        "You compare numbers of cards; there are far more good than bad. Divide each by its own total first.",
        "您比的是张数，好卡本来就多得多。要先各自除以自己的总数。",
    ),
)
def gap_of_counts(cards, score, since):
    later = cards[cards["opened"] >= since]
    counts = pd.crosstab(later[score], later["bad"]).cumsum()
    return np.abs(counts[True] - counts[False]).max() / len(later)
