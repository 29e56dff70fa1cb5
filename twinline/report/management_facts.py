"""What branches and managers make of their customers: module m12."""

import numpy as np
import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import slope, standardised
from twinline.report.fact import PLANTED, Target, Unit

YEAR = 12


@once
def looked_after(bank: Books) -> pd.DataFrame:
    """Managed customers whose card was open when the history began: their manager, and whether they left in a year.

    Columns: customer_id, manager_id, care (skill in retention times willingness, both 1 to 5), many (on the manager's
    list), left.
    """
    if bank.months <= YEAR:
        raise NothingToMeasure
    held, lists = views.accounts(bank), bank("portfolios", "customer_id", "manager_id")
    staff = bank("managers", "manager_id", "skill_retention", "willingness").set_index("manager_id")
    care = staff["skill_retention"] * staff["willingness"]
    lists = lists.assign(
        care=lists["manager_id"].map(care),
        many=lists.groupby("manager_id")["customer_id"].transform("size"),
    )
    older = held.loc[held["opened"] < 0, ["customer_id", "closed"]]
    mine = lists.merge(older, on="customer_id")
    return mine.assign(left=mine["closed"] < YEAR)


@PLANTED.row(
    "managers_matter",
    "m12",
    title=("Willing and able managers keep their customers", "又愿意又有能力的客户经理留得住人"),
    sentence=(
        "The more a manager has of willingness times skill in retention (1 to 25), the fewer customers leave within a year; here "
        "for ten more, with an error for managers and not for customers.",
        "客户经理的“意愿×挽留能力”（1 至 25）越高，名下客户一年内的销户率越低；此处为每高 10 分的差别，误差按客户经理（而非客户）计算。",
    ),
    target=Target(high=-0.01, least_z=2),
    unit=Unit.POINTS,
)
def _managers_matter(bank: Books) -> Measured:
    mine = looked_after(bank)
    return slope(mine.assign(tens=mine["care"] / 10), "left", "tens", [], cluster="manager_id")


@PLANTED.row(
    "lists_do_not",
    "m12",
    title=("…whatever the length of their list", "名单长短倒没有关系"),
    sentence=(
        "Among managers of like care, customers on a list longer than most leave no more and no less than those on a short "
        "one.",
        "在“意愿×挽留能力”相近的客户经理之间比，名单长的和名单短的，名下客户的销户率差不多。",
    ),
    target=Target(-0.03, 0.03),
    unit=Unit.POINTS,
)
def _lists_do_not(bank: Books) -> Measured:
    mine = looked_after(bank)
    # A bank has fewer than a hundred managers: by chance the caring ones may have the longer lists.
    mine = mine.assign(long=mine["many"] > mine["many"].median(), third=np.ceil(3 * mine["care"].rank(pct=True)))
    return standardised(mine, "left", "long", "third")


@once
def attainment(bank: Books) -> pd.Series:
    """Spending over target, by branch and month."""
    home = bank("customers", "customer_id", "branch_id").set_index("customer_id")["branch_id"]
    made = bank("statements", "customer_id", "month", "purchases")
    spent = made["purchases"].groupby([made["customer_id"].map(home).rename("branch_id"), made["month"]]).sum()
    return spent / bank("targets", "branch_id", "month", "spend").set_index(["branch_id", "month"])["spend"]


@PLANTED.row(
    "targets_within_reach",
    "m12",
    title=("Targets can be reached, and missed", "目标够得着，也可能完不成"),
    sentence=(
        "Between a quarter and seven tenths of all branch-months reach their target for spending.",
        "全部网点月份里，有四分之一到七成完成了消费额目标。",
    ),
    target=Target(0.25, 0.70),
    unit=Unit.PERCENT,
)
def _targets_within_reach(bank: Books) -> Measured:
    found = attainment(bank)
    return Measured(float((found >= 1).mean()), n=len(found))


@PLANTED.row(
    "branches_differ",
    "m12",
    title=("Branches differ", "网点之间有差距"),
    sentence=(
        "Over the whole history, the best branch reaches more of its spending target than the last one, by a tenth of the "
        "target at least.",
        "从整个数据期看，消费额完成率最高的网点比最低的网点至少高出十个百分点。",
    ),
    target=Target(low=0.10),
    unit=Unit.POINTS,
)
def _branches_differ(bank: Books) -> Measured:
    found = attainment(bank).groupby("branch_id").mean()
    return Measured(float(found.max() - found.min()), n=len(found))
