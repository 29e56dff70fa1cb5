"""What those who steer managers and branches have to find: module m12. Managers are compared as managers, not by contact."""

import numpy as np
import pandas as pd

from generators import parameters as p
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, share
from twinline.report.fact import PLANTED, Target, Unit

HALF_YEAR, YEAR = 6, 12


@once
def work(bank: Books) -> pd.DataFrame:
    """Managers' own work by month, with `now`, `by_contact` (the rule of that month) and `open` (contacts to others)."""
    rows = bank(
        "manager_months",
        "manager_id",
        "month",
        "commission_rule",
        "contacts",
        "to_active",
        "activations",
        "complaints",
        "commission",
    )
    return rows.assign(
        now=bank.month(rows["month"]),
        by_contact=rows["commission_rule"] == "by_contact",
        open=rows["contacts"] - rows["to_active"],
    )


def over(rows: pd.DataFrame, first: int, stop: int) -> pd.DataFrame:
    """Sums by manager of months `first` … `stop - 1`, with `rate`, activations a contact with somebody inactive."""
    found = rows[(rows["now"] >= first) & (rows["now"] < stop)].groupby("manager_id")
    sums = found[["contacts", "to_active", "open", "activations", "complaints", "commission"]].sum()
    if sums.empty:
        raise NothingToMeasure
    return sums.assign(rate=sums["activations"] / sums["open"].clip(lower=1))


# --- skill and willingness -----------------------------------------------------------------------------------------------


@PLANTED.row(
    "skill_activates",
    "m12",
    title=("Willing and able managers get cards into use", "又愿意又有能力的客户经理促得动"),
    sentence=(
        "Of the contacts with customers who do not use the card, those of the third of managers with the most willingness "
        "times skill in activation succeed more often than those of the last third.",
        "触达未用卡客户时，按“意愿×促活能力”排在前三分之一的客户经理，促成率高于后三分之一。",
    ),
    target=Target(low=0.03, least_z=3),
    unit=Unit.POINTS,
)
def _skill_activates(bank: Books) -> Measured:
    staff = bank("managers", "manager_id", "skill_activation", "willingness").set_index("manager_id")
    rate = over(work(bank), 0, bank.months)["rate"]
    rank = (staff["skill_activation"] * staff["willingness"]).reindex(rate.index).rank(pct=True)
    return difference(rate[rank > 2 / 3], rate[rank < 1 / 3])


# --- a training by lot among managers ---------------------------------------------------------------------------------------


@once
def trained(bank: Books) -> pd.DataFrame:
    """A row a manager of the trial: `drawn`, `rate` in the six months, and `more`, the rise over the months before it."""
    lot = bank("training_trial", "manager_id", "drawn").set_index("manager_id")
    first = bank.months - p.TRAINING_MONTH
    if lot.empty or first < p.TRAINING_BEFORE:
        raise NothingToMeasure
    after = over(work(bank), first, first + p.TRAINING_MONTHS)
    before = over(work(bank), first - p.TRAINING_BEFORE, first)
    return lot.assign(rate=after["rate"], n=after["open"], more=after["rate"] - before["rate"])


@PLANTED.row(
    "training_lifts",
    "m12",
    title=("The training helps", "培训有用"),
    sentence=(
        "By lot and whether they came or not, the managers drawn gain some four activations more per hundred contacts with "
        "inactive customers than those who waited, against the months before.",
        "按抽签比较（不论是否到场），与培训前相比，抽中的客户经理每百次触达未用卡客户约多促成四次。",
    ),
    target=Target(0.015, 0.08, least_z=3),
    unit=Unit.POINTS,
)
def _training_lifts(bank: Books) -> Measured:
    rows = trained(bank)
    return difference(rows["more"][rows["drawn"]], rows["more"][~rows["drawn"]])


@PLANTED.row(
    "contacts_are_not_lots",
    "m12",
    title=("…but contacts are no lots of their own", "……但一次触达不是一次抽签"),
    sentence=(
        "The standard error by manager of the six months' plain difference is at least twice that of one who takes each "
        "contact for independent: managers differ, and the lot drew managers.",
        "直接比较六个月的促成率时，按客户经理计算的标准误，至少是把每次触达当作独立样本的两倍：经理之间本来就有差异，抽的也是经理。",
    ),
    target=Target(low=2.0),
    unit=Unit.TIMES,
)
def _contacts_are_not_lots(bank: Books) -> Measured:
    rows = trained(bank)
    honest = difference(rows["rate"][rows["drawn"]], rows["rate"][~rows["drawn"]])
    naive = 0.0
    for _, arm in rows.groupby("drawn"):
        whole = float(np.average(arm["rate"], weights=arm["n"]))
        naive += whole * (1 - whole) / float(arm["n"].sum())
    return Measured(float((honest.error or 0.0) / np.sqrt(naive)), n=len(rows))


@PLANTED.row(
    "training_in_truth",
    "m12",
    title=("…in truth, too", "……真相也是如此"),
    sentence=(
        "Whoever attends activates some five more of a hundred inactive customers whom they contact.",
        "真相：参加培训的客户经理，每百次触达未用卡客户约多促成五次。",
    ),
    target=Target(0.03, 0.08),
    unit=Unit.POINTS,
    truth=True,
)
def _training_in_truth(bank: Books) -> Measured:
    true = bank("truth_training", "rate_with", "rate_without")
    return share(true["rate_with"] - true["rate_without"])


# --- a commission by contact ---------------------------------------------------------------------------------------------


@once
def paid(bank: Books) -> pd.DataFrame:
    """A row a manager: `by_contact` (whom the new rule holds for); contacts, activations and complaints against before.

    The months with the new rule in some cities are set against the four before them. `contacts` and `activations` are a
    month's rise as a share, `annoyed` that of complaints a contact, `easy` that of the share that goes to active customers.
    """
    rows = work(bank)
    first = bank.months - p.COMMISSION_MONTH
    if first < p.TRAINING_BEFORE or not rows["by_contact"].any():
        raise NothingToMeasure
    before, after = over(rows, first - p.TRAINING_BEFORE, first), over(rows, first, bank.months)
    span = p.TRAINING_BEFORE / p.COMMISSION_MONTH
    return pd.DataFrame(
        {
            "by_contact": rows.groupby("manager_id")["by_contact"].any(),
            "contacts": after["contacts"] * span / before["contacts"] - 1,
            "activations": after["activations"] * span / before["activations"].clip(lower=1) - 1,
            "easy": after["to_active"] / after["contacts"] - before["to_active"] / before["contacts"],
            "annoyed": after["complaints"] / after["contacts"] - before["complaints"] / before["contacts"],
        }
    )


def _against_others(bank: Books, column: str) -> Measured:
    rows = paid(bank)
    return difference(rows[column][rows["by_contact"]], rows[column][~rows["by_contact"]])


@PLANTED.row(
    "contacts_leap",
    "m12",
    title=("Paid by the contact, managers make contacts", "按触达计提，触达量就上去了"),
    sentence=(
        "In the cities with the new rule, contacts rise by more than a third against those in the other cities.",
        "改为按触达次数计提的城市，触达量比其他城市多涨三分之一以上。",
    ),
    target=Target(low=0.30, least_z=3),
    unit=Unit.PERCENT,
)
def _contacts_leap(bank: Books) -> Measured:
    return _against_others(bank, "contacts")


@PLANTED.row(
    "cherries_picked",
    "m12",
    title=("…with those who are easy to reach", "……多打给好打的客户"),
    sentence=(
        "The share of contacts that goes to customers who use the card anyhow rises by some thirty points.",
        "触达中本来就活跃的客户占比，多上升约三十个百分点。",
    ),
    target=Target(0.20, 0.50, least_z=3),
    unit=Unit.POINTS,
)
def _cherries_picked(bank: Books) -> Measured:
    return _against_others(bank, "easy")


@PLANTED.row(
    "activations_fall",
    "m12",
    title=("…so fewer cards get into use", "……真正促成的反而少了"),
    sentence=(
        "A manager's activations fall by an eighth or more against those in the other cities.",
        "每位客户经理促成的用卡数，比其他城市多下降八分之一以上。",
    ),
    target=Target(-0.45, -0.05, least_z=2),
    unit=Unit.PERCENT,
)
def _activations_fall(bank: Books) -> Measured:
    return _against_others(bank, "activations")


@PLANTED.row(
    "contacts_annoy",
    "m12",
    title=("…and complaints rise", "……投诉上升"),
    sentence=(
        "Complaints a contact rise by some seven in a thousand against those in the other cities.",
        "每次触达引起的投诉，比其他城市多上升约千分之七。",
    ),
    target=Target(0.003, 0.012, least_z=3),
    unit=Unit.PER_MILLE,
)
def _contacts_annoy(bank: Books) -> Measured:
    return _against_others(bank, "annoyed")


@PLANTED.row(
    "rule_in_truth",
    "m12",
    title=("What the rule cost in truth", "真相：新规则让促成少了多少"),
    sentence=(
        "With the old rule, the same managers would have got more cards into use in the same months: the rule takes a tenth "
        "to a quarter of them.",
        "真相：同样的客户经理在同样的月份，如果沿用旧规则会促成更多；新规则少了一成到四分之一。",
    ),
    target=Target(-0.25, -0.10),
    unit=Unit.PERCENT,
    truth=True,
)
def _rule_in_truth(bank: Books) -> Measured:
    rows = work(bank)
    true = bank("truth_manager_months", "manager_id", "month", "activations_by_result")
    both = rows[rows["by_contact"]].merge(true, on=["manager_id", "month"])
    if both.empty:
        raise NothingToMeasure
    return Measured(float(both["activations"].sum() / both["activations_by_result"].sum() - 1), n=len(both))


# --- price, volume and mix ------------------------------------------------------------------------------------------------


@once
def parts(bank: Books) -> pd.DataFrame:
    """A row a branch: the change of the last half year's fees against a year before, by LMDI, against the middling branch.

    Columns price, volume, mix, as logs; unadjusted they add up to the log of the fees' ratio.
    """
    if bank.months < YEAR + HALF_YEAR:
        raise NothingToMeasure
    rows = bank("merchant_months", "branch_id", "merchant_class", "month", "volume", "fee")
    rows["merchant_class"] = rows["merchant_class"].astype(str)
    now = bank.month(rows["month"])

    def half(first: int) -> pd.DataFrame:
        mine = rows[(now >= first) & (now < first + HALF_YEAR)]
        sums = mine.groupby(["branch_id", "merchant_class"])[["volume", "fee"]].sum()
        whole = sums["volume"].groupby("branch_id").transform("sum")
        return sums.assign(price=sums["fee"] / sums["volume"], mix=sums["volume"] / whole, volume=whole)

    late, early = half(bank.months - HALF_YEAR), half(bank.months - HALF_YEAR - YEAR)
    weight = _log_mean(late["fee"], early["fee"])
    whole = _log_mean(late["fee"].groupby("branch_id").sum(), early["fee"].groupby("branch_id").sum())
    found = pd.DataFrame(
        {
            name: (weight * np.log(late[name] / early[name])).groupby("branch_id").sum() / whole
            for name in ("price", "volume", "mix")
        }
    )
    return found - found.median()


def _log_mean(one: pd.Series, other: pd.Series) -> pd.Series:
    """The logarithmic mean of two positive series."""
    apart = np.log(one / other)
    return ((one - other) / apart).where(apart.abs() > 1e-12, one)


def _lesser(bank: Books, factor: str) -> Measured:
    """The lesser of the two deepest falls of a factor; its error is the spread of the branches without any."""
    found = parts(bank)
    quiet = found[(found > -0.08).all(axis=1)][factor]
    deep = found[factor].sort_values()
    return Measured(float(deep.iloc[p.SHOCK_BRANCHES - 1]), float(quiet.std()), len(found))


@PLANTED.row(
    "price_shock",
    "m12",
    title=("In two branches the price fell", "两家网点掉在价格上"),
    sentence=(
        "By LMDI on a year before and against the middling branch, lower fee rates took an eighth or more of two branches' "
        "merchant fees; the row shows the lesser of both, in logs.",
        "与上年同期相比做 LMDI 分解并扣除中位网点的变化，有两家网点的收单手续费因费率下降减少八分之一以上；此处为两者中较小者（对数）。",
    ),
    target=Target(-0.30, -0.12, least_z=3),
    unit=Unit.NUMBER,
)
def _price_shock(bank: Books) -> Measured:
    return _lesser(bank, "price")


@PLANTED.row(
    "volume_shock",
    "m12",
    title=("…in two the volume", "……两家掉在规模上"),
    sentence=(
        "Likewise, less volume took more than a seventh of two branches' merchant fees.",
        "同样分解，有两家网点因交易规模下降减少七分之一以上。",
    ),
    target=Target(-0.40, -0.15, least_z=3),
    unit=Unit.NUMBER,
)
def _volume_shock(bank: Books) -> Measured:
    return _lesser(bank, "volume")


@PLANTED.row(
    "mix_shock",
    "m12",
    title=("…in two the mix", "……两家掉在结构上"),
    sentence=(
        "Likewise, cheaper classes of merchants at unchanged volume and rates took more than a tenth of two branches' fees.",
        "同样分解，有两家网点规模和费率都没变，只因低费率商户占比上升就减少一成以上。",
    ),
    target=Target(-0.30, -0.10, least_z=3),
    unit=Unit.NUMBER,
)
def _mix_shock(bank: Books) -> Measured:
    return _lesser(bank, "mix")


@PLANTED.row(
    "shocks_named",
    "m12",
    title=("Each shock is named rightly", "每次冲击都能归对因"),
    sentence=(
        "For each branch with a shock in truth, the largest of its three parts is the true one.",
        "真相中受到冲击的每家网点，三个分解项里最大的一项正是真正的因素。",
    ),
    target=Target(1.0, 1.0),
    unit=Unit.PERCENT,
    truth=True,
)
def _shocks_named(bank: Books) -> Measured:
    true = bank("truth_shocks", "branch_id", "factor").set_index("branch_id")["factor"].astype(str)
    if true.empty:
        raise NothingToMeasure
    named = parts(bank).reindex(true.index).idxmin(axis=1)
    return Measured(float((named == true).mean()), n=len(true))
