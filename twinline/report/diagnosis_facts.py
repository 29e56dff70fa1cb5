"""What a diagnosis has to find: module m02. Observed tables, but for what only the truth can say."""

import numpy as np
import pandas as pd

from generators import parameters as p
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference
from twinline.report.fact import PLANTED, Target, Unit

QUARTER, YEAR = 3, 12  # months
FEW = 100  # forms on an iPhone, fewer of which say nothing

# --- the summary is perfect, the cohorts are not ------------------------------------------------------------------------


@once
def cohorts(bank: Books) -> pd.DataFrame:
    """The co-branded card's triangle with `age`, months since the issue, and `now`, months since the data begins."""
    rows = bank("cobrand_cohorts", "cohort", "month", "issued", "active")
    now = bank.month(rows["month"])
    if bank.months < YEAR + QUARTER:
        raise NothingToMeasure
    return rows.assign(now=now, age=now - bank.month(rows["cohort"]))


@PLANTED.row(
    "summary_stands_still",
    "m02",
    title=("The active share stands still", "整体动户率纹丝不动"),
    sentence=(
        "The share of the co-branded cards in use in the last quarter differs from that of a year earlier by two points at "
        "most.",
        "联名虚拟卡最近一个季度的动户率，与上年同季相差不超过两个百分点。",
    ),
    target=Target(-0.02, 0.02),
    unit=Unit.POINTS,
)
def _summary_stands_still(bank: Books) -> Measured:
    whole = cohorts(bank).groupby("now")[["issued", "active"]].sum()
    rate = whole["active"] / whole["issued"]
    late, early = rate.iloc[-QUARTER:], rate.iloc[-YEAR - QUARTER : -YEAR]
    return difference(late, early)


@PLANTED.row(
    "cohorts_worsen",
    "m02",
    title=("…while each cohort is worse", "……可是一批不如一批"),
    sentence=(
        "At the same age, nought to three months, the cards of the last half year are in use less often than those issued a "
        "year before them: the many new ones, young and so in use, hide it.",
        "同样在发卡后零至三个月看，最近半年发的卡动户率低于一年前同期发的卡；新卡多、刚发时动得多，把这一点盖住了。",
    ),
    target=Target(-0.10, -0.02, least_z=3),
    unit=Unit.POINTS,
)
def _cohorts_worsen(bank: Books) -> Measured:
    rows = cohorts(bank)
    rows = rows[rows["age"] <= QUARTER]
    rows = rows[rows.groupby("cohort")["age"].transform("size") == QUARTER + 1]  # seen from its issue on
    born = bank.months - 1 - (rows["now"] - rows["age"])
    late, early = rows[(born >= QUARTER) & (born < 9)], rows[(born >= QUARTER + YEAR) & (born < 9 + YEAR)]
    if late.empty or early.empty:
        raise NothingToMeasure
    # A card is seen four times: its cohort's mean over the months is one observation.
    means = [
        (each.groupby("cohort")["active"].sum() / each.groupby("cohort")["issued"].sum()) for each in (late, early)
    ]
    return difference(*means)


# --- one step breaks on one device --------------------------------------------------------------------------------------


@once
def steps_at(bank: Books) -> pd.DataFrame:
    """Applications that reached the step of consent: `abandoned` there, `iphone`, and `now`, the month of the form."""
    steps = bank("application_steps", "application_id", "step", "abandoned")
    steps = steps[steps["step"] == "consent"]
    forms = bank("applications", "application_id", "device", "started")
    rows = steps.merge(forms, on="application_id")
    return rows.assign(iphone=rows["device"] == p.STUCK_ON, now=bank.month(rows["started"]))


@PLANTED.row(
    "step_breaks",
    "m02",
    title=("One step breaks on one device", "一个步骤在一种设备上坏了"),
    sentence=(
        "In the last six months of forms, far more applicants on an iPhone than on other devices give up at the step of "
        "consent.",
        "最近六个月的申请里，用苹果手机的人在授权步骤放弃的比例，远高于其他设备。",
    ),
    target=Target(0.04, 0.25, least_z=3),
    unit=Unit.POINTS,
)
def _step_breaks(bank: Books) -> Measured:
    rows = steps_at(bank)
    rows = rows[rows["now"] >= bank.months - 6]
    if rows["iphone"].sum() < FEW:
        raise NothingToMeasure
    return difference(rows["abandoned"][rows["iphone"]], rows["abandoned"][~rows["iphone"]])


@PLANTED.row(
    "step_was_sound",
    "m02",
    title=("…and did not before", "……以前是好的"),
    sentence=(
        "Until ten months before the end, as many gave up there on an iPhone as on other devices.",
        "数据期末十个月之前，苹果手机和其他设备在这一步的放弃率差不多。",
    ),
    target=Target(-0.02, 0.02),
    unit=Unit.POINTS,
)
def _step_was_sound(bank: Books) -> Measured:
    rows = steps_at(bank)
    rows = rows[rows["now"] < bank.months - 10]
    if rows["iphone"].sum() < FEW:
        raise NothingToMeasure
    return difference(rows["abandoned"][rows["iphone"]], rows["abandoned"][~rows["iphone"]])


# --- enquiries that nobody hands on --------------------------------------------------------------------------------------


@once
def asked(bank: Books) -> pd.DataFrame:
    """Enquiries with `evening`, whether the hotline's evening box took them, and `passed`, whether it was handed on."""
    if bank.months < YEAR:
        raise NothingToMeasure
    rows = bank("card_enquiries", "enquiry_id", "queue", "handed_on", "applied")
    return rows.assign(evening=rows["queue"] == "evening_box", passed=rows["handed_on"].notna())


@PLANTED.row(
    "box_not_handed_on",
    "m02",
    title=("A box that nobody empties", "没人清的留言箱"),
    sentence=(
        "Of the enquiries in the hotline's evening box hardly one in thirty is handed on; of those in other queues nine in "
        "ten are.",
        "热线夜间留言箱里的咨询，几乎三十条里只转出一条；其他队列转出约九成。",
    ),
    target=Target(-0.95, -0.75, least_z=3),
    unit=Unit.POINTS,
)
def _box_not_handed_on(bank: Books) -> Measured:
    rows = asked(bank)
    return difference(rows["passed"][rows["evening"]], rows["passed"][~rows["evening"]])


@PLANTED.row(
    "box_loses_cards",
    "m02",
    title=("…loses applications", "……丢掉了申请"),
    sentence=(
        "Fewer of those in the evening box than of the others apply within a month, by some ten in a hundred.",
        "夜间留言箱里的人一个月内申请办卡的比例，比其他队列低约十个百分点。",
    ),
    target=Target(-0.16, -0.06, least_z=3),
    unit=Unit.POINTS,
)
def _box_loses_cards(bank: Books) -> Measured:
    rows = asked(bank)
    return difference(rows["applied"][rows["evening"]], rows["applied"][~rows["evening"]])


@PLANTED.row(
    "box_could_apply",
    "m02",
    title=("…that a call back would have brought", "……回个电话本来可以拿到"),
    sentence=(
        "In truth, of those in the evening box some eleven in a hundred more would apply if they were handed on.",
        "真相：夜间留言箱里的人如果转出，申请比例会高约十一个百分点。",
    ),
    target=Target(0.06, 0.16, least_z=3),
    unit=Unit.POINTS,
    truth=True,
)
def _box_could_apply(bank: Books) -> Measured:
    true = bank("truth_enquiries", "enquiry_id", "applies_if_handed", "applies_if_not").set_index("enquiry_id")
    rows = asked(bank)
    rows = rows[rows["evening"]].merge(true, on="enquiry_id")
    gain = rows["applies_if_handed"].astype(float) - rows["applies_if_not"].astype(float)
    return difference(gain, gain * 0)


# --- a payment holiday and a real dip -------------------------------------------------------------------------------------


@once
def shortfalls(bank: Books) -> pd.DataFrame:
    """A row a branch, the deepest dip first: `depth` of three months, and `missing` from then to the end of the history.

    `depth` is paid over due in these months against that of all branches, which have the same season; `missing` is the
    same for all months since, and `overdue` what is overdue in the last quarter over what was before, likewise.
    """
    if bank.months < p.DIP_BEGINS + QUARTER:
        raise NothingToMeasure
    rows = bank("branch_loans", "branch_id", "month", "due", "paid", "overdue").sort_values(["branch_id", "month"])

    def wide(column: str) -> pd.DataFrame:
        return rows.pivot_table(column, "branch_id", "month")

    rate = wide("paid") / wide("due")
    rate = rate.sub(rate.median(axis=0), axis=1)
    rolled = rate.T.rolling(QUARTER).mean().T
    deepest = rolled.min(axis=1)
    last = rolled.fillna(0.0).to_numpy().argmin(axis=1) - QUARTER + 1
    missing = [float(rate.iloc[place, first:].mean()) for place, first in enumerate(last)]
    owed = wide("overdue")
    late = owed.iloc[:, -QUARTER:].mean(axis=1) / owed.iloc[:, :QUARTER].mean(axis=1)
    return pd.DataFrame({"depth": deepest, "missing": missing, "overdue": late / late.median()}).sort_values("depth")


@PLANTED.row(
    "two_branches_dip",
    "m02",
    title=("Two branches' repayments fall", "两家网点还款骤降"),
    sentence=(
        "For three months two branches collect at least a quarter less of what is due than the others do; no third one "
        "does: the row shows the lesser of both falls.",
        "有两家网点连续三个月的还款率比其他网点低四分之一以上，没有第三家；此处列出两者中较小的跌幅。",
    ),
    target=Target(-0.60, -0.25, least_z=3),
    unit=Unit.POINTS,
)
def _two_branches_dip(bank: Books) -> Measured:
    depth = shortfalls(bank)["depth"]
    return Measured(float(depth.iloc[1]), float(depth.iloc[2:].std()), len(depth))


@PLANTED.row(
    "one_dip_comes_back",
    "m02",
    title=("…one comes back, one does not", "……一家补回来了，另一家没有"),
    sentence=(
        "From then to the end of the history, one of the two has collected what was due, and the other is more than a tenth "
        "short: a payment holiday and a real dip. The row shows the gap between both.",
        "从下滑起到数据期末，一家把该收的收齐了（延期还款），另一家仍少收一成以上（真实下滑）；此处列出两家之差。",
    ),
    target=Target(0.10, 0.30, least_z=3),
    unit=Unit.POINTS,
)
def _one_dip_comes_back(bank: Books) -> Measured:
    found = shortfalls(bank)
    two = found["missing"].iloc[:2]
    return Measured(float(two.max() - two.min()), float(found["missing"].iloc[2:].std() * np.sqrt(2)), len(found))


@PLANTED.row(
    "real_dip_is_overdue",
    "m02",
    title=("…and only the real one is overdue", "……只有真实下滑的那家逾期上升"),
    sentence=(
        "Where repayments stay away, what is overdue is more than half as much again as elsewhere by the end.",
        "还款没有补回来的那家，期末逾期余额比其他网点的走势高出一半以上。",
    ),
    target=Target(1.5, 2.4, least_z=3),
    unit=Unit.TIMES,
)
def _real_dip_is_overdue(bank: Books) -> Measured:
    found = shortfalls(bank)
    real = found.iloc[:2].sort_values("missing").iloc[0]
    error = real["overdue"] * found["overdue"].iloc[2:].std()  # the noise is a share
    return Measured(float(real["overdue"]), float(error), len(found))


@PLANTED.row(
    "holiday_told_from_dip",
    "m02",
    title=("Why each fell", "各自为什么下滑"),
    sentence=(
        "Of the two branches, the one that is short at the end is in truth the real dip, and the other the payment holiday.",
        "真相：期末仍有缺口的那家确实是真实下滑，另一家是延期还款。",
    ),
    target=Target(1.0, 1.0),
    unit=Unit.PERCENT,
    truth=True,
)
def _holiday_told_from_dip(bank: Books) -> Measured:
    two = shortfalls(bank).iloc[:2].sort_values("missing")
    true = bank("truth_branch_dips", "branch_id", "kind").set_index("branch_id")["kind"].astype(str)
    named = dict(zip(two.index, ("real_dip", "payment_holiday"), strict=True))
    right = np.mean([true.get(branch) == kind for branch, kind in named.items()])
    return Measured(float(right), n=2)


# --- problems: loud and dear ---------------------------------------------------------------------------------------------


@once
def reported(bank: Books) -> pd.DataFrame:
    """Problems by area: complaints, yuan, and the standard error of the yuan."""
    if bank.months < YEAR:
        raise NothingToMeasure
    rows = bank("problem_log", "area", "complaints", "cost")
    rows["area"] = rows["area"].astype(str)
    found = rows.groupby("area").agg(complaints=("complaints", "sum"), yuan=("cost", "sum"), n=("cost", "size"))
    squares = (rows["cost"] ** 2).groupby(rows["area"]).sum()  # of a compound Poisson sum
    return found.assign(error=np.sqrt(squares))


@PLANTED.row(
    "loudest_not_dearest",
    "m02",
    title=("The loudest problem is not the dearest", "最响的问题不是最贵的"),
    sentence=(
        "Problems of limits cost several times as many yuan as those of points, which bring the most complaints.",
        "投诉最多的是积分，而额度问题的损失金额是积分的好几倍。",
    ),
    target=Target(low=2.5, least_z=3),
    unit=Unit.TIMES,
)
def _loudest_not_dearest(bank: Books) -> Measured:
    found = reported(bank)
    dear, loud = found.sort_values("yuan").iloc[-1], found.sort_values("complaints").iloc[-1]
    value = dear["yuan"] / loud["yuan"]
    return Measured(float(value), float(value * np.hypot(dear["error"] / dear["yuan"], loud["error"] / loud["yuan"])))


@PLANTED.row(
    "yuan_rank_otherwise",
    "m02",
    title=("Yuan rank otherwise than noise", "按金额排和按声量排，次序不同"),
    sentence=(
        "Over the eight areas, the rank by yuan has nothing to do with, or goes against, the rank by complaints.",
        "八个领域里，按损失金额的排名与按投诉量的排名无关甚至相反。",
    ),
    target=Target(-1.0, 0.3),
    unit=Unit.NUMBER,
)
def _yuan_rank_otherwise(bank: Books) -> Measured:
    found = reported(bank)
    return Measured(float(found["yuan"].rank().corr(found["complaints"].rank())), n=len(found))
