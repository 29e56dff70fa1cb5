"""What the scores, the declined and the log of losses have to teach: module m03."""

import numpy as np
import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, ratio
from twinline.report.fact import PLANTED, Target, Unit

YEAR = 12  # months in which a card is looked at
BAD = 2  # months overdue
WEAK = "call_back"  # the control that was left out


@once
def first_years(bank: Books) -> pd.DataFrame:
    """Customers whose first twelve statements we have: the application's `score`, whether they went bad, and whether
    their card opened within the data."""
    made = views.statements(bank)
    begun = made["customer_id"].map(made.groupby("customer_id")["month"].min())
    seen = made[(made["month"] < begun + YEAR) & (begun + YEAR <= bank.months)]
    bad = seen.groupby("customer_id")["bucket"].max() >= BAD
    score = bank("application_scores", "customer_id", "score").dropna().set_index("customer_id")["score"]
    opened = views.accounts(bank).set_index("customer_id")["opened"]
    return pd.DataFrame(
        {"bad": bad, "score": score.reindex(bad.index), "new": opened.reindex(bad.index) >= 0}, index=bad.index
    )


@PLANTED.row(
    "score_explains",
    "m03",
    title=("The bank's own score explains default", "行内评分能解释违约"),
    sentence=(
        "Of two customers of whom one went two months overdue within their first twelve statements and one did not, the "
        "application score ranks seven pairs in ten right (AUC).",
        "一位客户头十二期账单内逾期达两期、另一位没有：行内申请评分十对里能排对七对（AUC）。",
    ),
    target=Target(0.70, 0.85),
    unit=Unit.NUMBER,
)
def _score_explains(bank: Books) -> Measured:
    found = first_years(bank)
    good, bad = found["score"][~found["bad"]], found["score"][found["bad"]]
    if good.empty or bad.empty:
        raise NothingToMeasure
    rank = found["score"].rank()[found["bad"]].sum()
    area = 1 - (rank - len(bad) * (len(bad) + 1) / 2) / (len(bad) * len(good))
    # Hanley and McNeil, Radiology, 1982.
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (len(bad) - 1) * (one - area**2) + (len(good) - 1) * (two - area**2)
    return Measured(float(area), float(np.sqrt(spread / (len(bad) * len(good)))), len(found))


@PLANTED.row(
    "declined_by_score",
    "m03",
    title=("Who is declined follows the score", "拒绝跟着评分走"),
    sentence=(
        "Below the review line twice as many applicants are declined as above it: the score counts, and it is not all.",
        "复核线以下的申请人被拒绝的比例约为线上的两倍：评分起作用，但不是全部。",
    ),
    target=Target(0.10, 0.50, least_z=5),
    unit=Unit.POINTS,
)
def _declined_by_score(bank: Books) -> Measured:
    scored = bank("application_scores", "score", "review_line", "approved")
    below = scored["score"] < scored["review_line"]
    return difference(~scored["approved"][below], ~scored["approved"][~below])


@PLANTED.row(
    "declined_would_default",
    "m03",
    title=("The declined would have been worse", "被拒的人确实更差"),
    sentence=(
        "Had they been given a card, the declined would have gone bad in their first year half as often again as new "
        "customers did: a card built on the approved alone does not know it.",
        "如果当初批了卡，被拒绝的申请人头一年变坏的比例约为新客户的一倍半；只用获批客户做的评分卡不知道这一点。",
    ),
    target=Target(1.15, 2.8),
    unit=Unit.TIMES,
    truth=True,
)
def _declined_would_default(bank: Books) -> Measured:
    found = first_years(bank)
    return ratio(bank("truth_declined", "would_default")["would_default"], found["bad"][found["new"]])


@PLANTED.row(
    "weak_control",
    "m03",
    title=("A control that was left out", "一道被省掉的控制"),
    sentence=(
        "In its worst half year, losses that the call-back should have stopped came some six times a month more often than "
        "before and after.",
        "最差的半年里，本应由回拨核实拦住的损失事件，每月比前后多约六起。",
    ),
    target=Target(2.0, 12.0, least_z=3),
    unit=Unit.NUMBER,
)
def _weak_control(bank: Books) -> Measured:
    losses = bank("operational_losses", "date", "control")
    month = bank.month(losses["date"][losses["control"] == WEAK])
    count = pd.Series(month.value_counts().reindex(range(bank.months), fill_value=0).sort_index())
    half = 6
    sums = count.rolling(half).sum()
    if bank.months < 2 * half:
        raise NothingToMeasure
    last = int(np.nanargmax(sums))
    worst = (count.index > last - half) & (count.index <= last)
    return difference(count[worst], count[~worst])


@PLANTED.row(
    "bureau_knows_the_declined",
    "m03",
    title=("The bureau's file of the declined", "被拒者的征信也在"),
    sentence=(
        "On the bureau's score, too, the declined stand below the customers.",
        "在征信评分上，被拒绝的申请人也低于客户。",
    ),
    target=Target(-60, -10, least_z=5),
    unit=Unit.NUMBER,
)
def _bureau_knows_the_declined(bank: Books) -> Measured:
    declined, customers = bank("declined_bureau", "score")["score"], bank("bureau", "score")["score"]
    return difference(declined, customers)


@PLANTED.row(
    "limits_follow_score",
    "m03",
    title=("Limits follow the score", "额度跟着评分走"),
    sentence=(
        "Of approved applications, the quarter with the best scores was given a limit well above that of the quarter with the "
        "worst: a comparison of big limits with small ones compares good payers with bad.",
        "获批申请中，评分最高的四分之一，额度明显高于评分最低的四分之一：拿大额度与小额度相比，比的其实是好客户与差客户。",
    ),
    target=Target(1.2, 3.0),
    unit=Unit.TIMES,
)
def _limits_follow_score(bank: Books) -> Measured:
    scored = bank("application_scores", "application_id", "score", "approved")
    given = scored[scored["approved"]].merge(
        bank("applications", "application_id", "approved_limit"), on="application_id"
    )
    rank = given["score"].rank(pct=True)
    return ratio(given["approved_limit"][rank > 0.75], given["approved_limit"][rank <= 0.25])
