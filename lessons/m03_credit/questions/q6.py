"""m03 · Credit and limits, question 6: which channel's applicants changed."""

import numpy as np
import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

SCORED = data("twinline.modules.m03.watch:scored")
EDGES = [570, 600, 630, 670]

q6 = Question(
    id="q6",
    title=("Which channel has changed?", "哪个渠道变了？"),
    points=4,
    taught="lesson-3:drift",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "two",
            ("two channels, by hand", "两个渠道，可手工核对"),
            table(
                {
                    "application_id": list(range(1, 31)),
                    "channel": ["app"] * 15 + ["branch"] * 15,
                    "scored_on": ["2024-03-05"] * 7 + ["2024-09-05"] * 8 + ["2024-03-05"] * 8 + ["2024-09-05"] * 7,
                    "score": [
                        *[560, 590, 620, 640, 660, 690, 700],
                        *[540, 550, 560, 565, 580, 590, 625, 680],
                        *[555, 585, 595, 610, 640, 655, 690, 720],
                        *[550, 590, 615, 625, 650, 700, 710],
                    ],
                },
                dates=["scored_on"],
            ),
            day("2024-08-01"),
            [600, 650],
        ),
        case("bank", BANK, SCORED, day("2024-08-01"), EDGES),
        case("later", ("your bank, another day", "您这家银行，换个日期"), SCORED, day("2025-01-01"), EDGES),
    ],
    hints=[
        (
            "`np.searchsorted(edges, rows['score'])` gives each score the number of its bin.",
            "`np.searchsorted(edges, rows['score'])` 给每个分数一个箱号。",
        ),
        (
            "In each channel: the share of each bin before the day, and from the day on: "
            "`value_counts(normalize=True)`, twice. A share of nought counts as 0.0001.",
            "每个渠道里：日期之前、日期当天及以后，各箱占比各算一次 `value_counts(normalize=True)`。占比为零的按 0.0001 算。",
        ),
        (
            "PSI = sum over bins of (after − before) × ln(after / before).",
            "PSI = 各箱 (后 − 前) × ln(后 ÷ 前) 之和。",
        ),
    ],
    success=(
        "One channel stands far above the usual alarm, the whole bank below it. It was known in the month of the change; "
        "the overdue followed half a year later.",
        "有一个渠道远超警戒线，全行合起来却在线下。变化当月就能知道，逾期半年后才到。",
    ),
)


@q6.reference
def drift_by(scored, since, edges):
    found = {}
    for channel, rows in scored.groupby("channel", observed=True):
        bins = pd.Series(np.searchsorted(edges, rows["score"]), index=rows.index)
        early = rows["scored_on"] < since
        before = bins[early].value_counts(normalize=True)
        after = bins[~early].value_counts(normalize=True)
        shares = pd.concat([before, after], axis=1).fillna(0).clip(lower=0.0001).to_numpy()
        found[channel] = ((shares[:, 1] - shares[:, 0]) * np.log(shares[:, 1] / shares[:, 0])).sum()
    return found


def _by_channel(scored, since, edges, measure):
    found = {}
    for channel, rows in scored.groupby("channel", observed=True):
        found[channel] = measure(*_shares(rows, since, edges))
    return found


def _shares(rows, since, edges, counts=False):
    bins = pd.Series(np.searchsorted(edges, rows["score"]), index=rows.index)
    early = rows["scored_on"] < since
    parts = [bins[part].value_counts(normalize=not counts) for part in (early, ~early)]
    both = pd.concat(parts, axis=1).fillna(0).clip(lower=0.0001).to_numpy()
    return both[:, 0], both[:, 1]


@q6.wrong(
    "whole",
    (
        "Every channel has the same figure: you compare all applicants together. Do it inside each channel.",
        "每个渠道都是同一个数：您比的是全部申请人。要在每个渠道内部分别比。",
    ),
)
def all_together(scored, since, edges):
    before, after = _shares(scored, since, edges)
    whole = ((after - before) * np.log(after / before)).sum()
    return dict.fromkeys(scored["channel"].astype(str).unique(), whole)


@q6.wrong(
    "one_sided",
    (
        "You weigh by the new share alone. PSI weighs by the difference, (after − before).",
        "您只用新的占比加权。PSI 用的是差值 (后 − 前)。",
    ),
    state="nearly",
)
def weighed_by_after(scored, since, edges):
    return _by_channel(scored, since, edges, lambda before, after: (after * np.log(after / before)).sum())


@q6.wrong(
    "differences",
    (
        "That is the sum of the absolute differences of shares. PSI multiplies each difference by the logarithm of their ratio.",
        "这是占比差的绝对值之和。PSI 要把每个差值乘上两者之比的对数。",
    ),
)
def absolute_differences(scored, since, edges):
    return _by_channel(scored, since, edges, lambda before, after: np.abs(after - before).sum())


@q6.wrong(
    "means",
    (
        "That is how far the mean score moved. PSI looks at the whole spread: a crowd can split without its mean moving.",
        "这是平均分移动了多少。PSI 看整个分布：平均不动，人群也可能已经两极分化。",
    ),
)
def shift_of_mean(scored, since, edges):
    early = scored["scored_on"] < since
    after, before = (scored[part].groupby("channel", observed=True)["score"].mean() for part in (~early, early))
    return (after - before).to_dict()


@q6.wrong(
    "counts",
    (
        "You compare numbers of applicants. The two periods differ in length: use shares (`normalize=True`).",
        "您比的是人数。前后两段长短不同：要用占比（`normalize=True`）。",
    ),
)
def with_counts(scored, since, edges):
    found = {}
    for channel, rows in scored.groupby("channel", observed=True):
        before, after = _shares(rows, since, edges, counts=True)
        found[channel] = ((after - before) * np.log(after / before)).sum()
    return found
