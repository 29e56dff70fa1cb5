"""What the app's recommender has to teach: module m08, logged chances and what another policy would have earned."""

import pandas as pd

from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean
from twinline.report.fact import PLANTED, Target, Unit


@once
def log(bank: Books) -> pd.DataFrame:
    """The recommender's log, items as text."""
    rows = bank("recommendations", "recommendation_id", "well_to_do", "item", "propensity", "clicked", "margin")
    if len(rows) < 2:
        raise NothingToMeasure
    return rows.assign(item=rows["item"].astype(str))


def _always(bank: Books, item: str) -> pd.Series:
    """Each row's part of the inverse-propensity estimate of what always showing an item would earn, in yuan."""
    rows = log(bank)
    return rows["margin"].where(rows["item"] == item, 0.0) / rows["propensity"]


@PLANTED.row(
    "popular_item",
    "m08",
    title=("The instalment is the most popular item", "现金分期点击率最高"),
    sentence=(
        "Where the app shows an instalment, more click than where it shows the link to a debit account.",
        "展示现金分期时的点击率，高于展示绑定借记卡。",
    ),
    target=Target(low=0.08, least_z=5),
    unit=Unit.POINTS,
)
def _popular_item(bank: Books) -> Measured:
    rows = log(bank)
    return difference(
        rows["clicked"][rows["item"] == "instalment"].astype(float),
        rows["clicked"][rows["item"] == "debit_link"].astype(float),
    )


@PLANTED.row(
    "popular_is_not_best",
    "m08",
    title=("…and not the best one", "……却不是最该推荐的"),
    sentence=(
        "By the logged chances (inverse propensity), always showing the debit link would earn more a showing than always "
        "showing the instalment.",
        "按记录的概率加权（逆倾向得分），一律推荐绑定借记卡，每次展示的收益高于一律推荐现金分期。",
    ),
    target=Target(low=1.0, least_z=2.5),
    unit=Unit.YUAN,
)
def _popular_is_not_best(bank: Books) -> Measured:
    return mean(_always(bank, "debit_link") - _always(bank, "instalment"))


@PLANTED.row(
    "wealth_looks_better",
    "m08",
    title=("What was shown to the rich looks better than it is", "只推给高收入客户的，看上去更好"),
    sentence=(
        "The plain mean of margin where wealth management was shown lies above what showing it to everyone would earn: the "
        "policy showed it to the well-to-do.",
        "展示理财的平均收益，高于对所有人展示理财的收益：推荐系统本来就多推给高收入客户。",
    ),
    target=Target(low=0.5, least_z=2),
    unit=Unit.YUAN,
)
def _wealth_looks_better(bank: Books) -> Measured:
    rows = log(bank)
    # Both are linear in the same rows: their difference is a mean of these.
    shown = (rows["item"] == "wealth").astype(float)
    naive = rows["margin"][shown == 1].mean()
    return mean(shown * (rows["margin"] - naive) / shown.mean() + naive - _always(bank, "wealth"))


@PLANTED.row(
    "weights_find_the_truth",
    "m08",
    title=("The weighted estimate finds the truth", "加权估计与真相相符"),
    sentence=(
        "The inverse-propensity value of always showing the debit link lies by what the truth says (within three errors).",
        "一律推荐绑定借记卡的逆倾向估计与真相相符（相差不超过三个标准误）。",
    ),
    target=Target(most_z=3),
    unit=Unit.YUAN,
    truth=True,
)
def _weights_find_the_truth(bank: Books) -> Measured:
    truth = bank("truth_recommendations", "recommendation_id", "debit_link").set_index("recommendation_id")
    true = log(bank)["recommendation_id"].map(truth["debit_link"])
    return mean(_always(bank, "debit_link") - true)
