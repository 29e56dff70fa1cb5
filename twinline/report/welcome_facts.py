"""What a card's first ninety days have to teach: module m07, the first meeting, wallets and goals."""

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, NothingToMeasure, once
from twinline.data.statistics import difference, mean, ratio
from twinline.report.fact import PLANTED, Target, Unit
from twinline.report.pilot_facts import hooks

FIRST_USE_DAYS = 30


@once
def meetings(bank: Books) -> pd.DataFrame:
    """Every first meeting of the trial: its lots and minutes, whether a wallet was `bound` and the card `used` within 30
    days, and yuan `spent` in the statements of the month of opening and the five that follow."""
    held = bank("first_meetings", "customer_id", "date", "ask_wallet", "first_use", "long_talk", "minutes")
    if len(held) < 2:
        raise NothingToMeasure
    who = held["customer_id"]
    first = who.map(bank("accounts", "customer_id", "activation_date").set_index("customer_id")["activation_date"])
    made = views.statements(bank)[["customer_id", "month", "purchases"]]
    since = made["month"] - made["customer_id"].map(pd.Series(bank.month(held["date"]).to_numpy(), who.to_numpy()))
    spent = made[(since >= 0) & (since < 6)].groupby("customer_id")["purchases"].sum()
    return held.assign(
        bound=who.isin(bank("wallet_bindings", "customer_id")["customer_id"]).to_numpy(),
        used=((first - held["date"]).dt.days <= FIRST_USE_DAYS).to_numpy(),
        spent=who.map(spent).fillna(0.0).to_numpy(),
    )


def _by_lot(bank: Books, part: str, outcome: str) -> Measured:
    rows = meetings(bank)
    return difference(rows[outcome][rows[part]], rows[outcome][~rows[part]])


@PLANTED.row(
    "first_use_task",
    "m07",
    title=("A task at the first meeting gets cards used", "首次面谈布置首刷任务，用卡率更高"),
    sentence=(
        "Of those who were given, by lot, the task of a first purchase within 30 days, more use the card by then.",
        "抽中“30天内首刷”任务的新户，30天内用卡的比例更高。",
    ),
    target=Target(0.04, 0.16, least_z=2.5),
    unit=Unit.POINTS,
)
def _first_use_task(bank: Books) -> Measured:
    return _by_lot(bank, "first_use", "used")


@PLANTED.row(
    "wallet_by_lot",
    "m07",
    title=("A wallet bound at the first meeting does too", "首次面谈协助绑卡，用卡率也更高"),
    sentence=(
        "Of those whom the lot had help with a mobile wallet, more use the card within 30 days (everyone drawn counted, "
        "bound or not).",
        "抽中“协助绑定移动支付”的新户，30天内用卡的比例更高（按抽签分组计算，无论是否真的绑卡）。",
    ),
    target=Target(0.02, 0.14, least_z=2),
    unit=Unit.POINTS,
)
def _wallet_by_lot(bank: Books) -> Measured:
    return _by_lot(bank, "ask_wallet", "used")


@PLANTED.row(
    "wallet_bound",
    "m07",
    title=("Help binds wallets", "协助之下，绑卡率大增"),
    sentence=(
        "Of those helped by lot, some four in ten more bind a wallet: the first stage of the trial.",
        "抽中协助的新户，绑卡率高出约四成：这是试验的“第一阶段”。",
    ),
    target=Target(0.25, 0.55, least_z=5),
    unit=Unit.POINTS,
)
def _wallet_bound(bank: Books) -> Measured:
    return _by_lot(bank, "ask_wallet", "bound")


@PLANTED.row(
    "wallet_selection",
    "m07",
    title=("Bound against not bound is no comparison", "绑卡的与没绑的，不能直接比"),
    sentence=(
        "Where nobody was helped, whoever bound a wallet spends far more in half a year than whoever did not: they meant to "
        "use the card. The lot finds a small part of it.",
        "没有协助的客户里，自己绑卡的半年消费远高于没绑的：本来就打算用卡。抽签对比得出的差异只是其中一小部分。",
    ),
    target=Target(low=1.3),
    unit=Unit.TIMES,
)
def _wallet_selection(bank: Books) -> Measured:
    rows = meetings(bank)
    rows = rows[~rows["ask_wallet"]]
    return ratio(rows["spent"][rows["bound"]], rows["spent"][~rows["bound"]])


@PLANTED.row(
    "wallet_lot_spends",
    "m07",
    title=("…the lot shows how little of it is the wallet's", "……抽签才看得出绑卡的真实作用"),
    sentence=(
        "Between the halves of the lot, spending in half a year hardly differs (between .85 and 1.25 times).",
        "抽中协助与未抽中的两组，半年消费相差不大（0.85至1.25倍）。",
    ),
    target=Target(0.85, 1.25),
    unit=Unit.TIMES,
)
def _wallet_lot_spends(bank: Books) -> Measured:
    rows = meetings(bank)
    return ratio(rows["spent"][rows["ask_wallet"]], rows["spent"][~rows["ask_wallet"]])


@PLANTED.row(
    "long_talk_adds_nothing",
    "m07",
    title=("The long talk adds nothing", "长版产品介绍没有作用"),
    sentence=(
        "Whether the long talk about the product was given or not, as many use the card within 30 days.",
        "讲不讲长版产品介绍，30天内用卡的比例都一样。",
    ),
    target=Target(-0.04, 0.04),
    unit=Unit.POINTS,
)
def _long_talk(bank: Books) -> Measured:
    return _by_lot(bank, "long_talk", "used")


@PLANTED.row(
    "long_talk_costs_time",
    "m07",
    title=("…and costs twelve minutes", "……却要多花12分钟"),
    sentence=(
        "A meeting with the long talk takes twelve minutes more.",
        "有长版介绍的面谈多用12分钟。",
    ),
    target=Target(11.5, 12.5),
    unit=Unit.NUMBER,
)
def _long_talk_time(bank: Books) -> Measured:
    return _by_lot(bank, "long_talk", "minutes")


@PLANTED.row(
    "hook_arms",
    "m07",
    title=("Enough cards for timing", "时机试点的样本够用"),
    sentence=(
        "The smallest arm of the test of the first contact's timing has 1,100 cards or more.",
        "首次触达时机试点中，最小的一组也有1100张卡以上。",
    ),
    target=Target(low=1_100),
    unit=Unit.NUMBER,
)
def _hook_arms(bank: Books) -> Measured:
    # Before the early arms are put together.
    sizes = hooks(bank)["lot"].value_counts()
    return Measured(float(sizes.min()), n=int(sizes.sum()))


@once
def goals(bank: Books) -> pd.DataFrame:
    """The trial of goals: the goal in yuan, `before` it was shown (two months' purchases), and whether it was `reached`."""
    drawn = bank("spend_goals", "customer_id", "month", "goal", "shown")
    if len(drawn) < 2:
        raise NothingToMeasure
    third = pd.Series(bank.month(drawn["month"]).to_numpy(), drawn["customer_id"].to_numpy())
    made = views.statements(bank)[["customer_id", "month", "purchases"]]
    since = made["month"] - made["customer_id"].map(third)
    before = made[since.between(-2, -1)].groupby("customer_id")["purchases"].sum()
    third_month = made[since == 0].groupby("customer_id")["purchases"].sum()
    before, third_month = (drawn["customer_id"].map(sums).fillna(0.0) for sums in (before, third_month))
    way = before / drawn["goal"]
    return drawn.assign(before=before, spent=third_month, way=way, reached=before + third_month >= drawn["goal"])


@PLANTED.row(
    "goal_in_reach",
    "m07",
    title=("A goal in sight lifts those who are near it", "目标看得见，离得近的客户更努力"),
    sentence=(
        "Of those who had spent three tenths of the goal or more in two months, and not all of it, more reach it in the third "
        "month where the lot showed it to them.",
        "两个月已完成目标三成以上、尚未达标的新户，抽中看到目标的，第三个月达标比例更高。",
    ),
    target=Target(0.04, 0.25, least_z=2.5),
    unit=Unit.POINTS,
)
def _goal_in_reach(bank: Books) -> Measured:
    rows = goals(bank)
    near = rows[rows["way"].between(0.3, 1, inclusive="left")]
    return difference(near["reached"][near["shown"]], near["reached"][~near["shown"]])


@PLANTED.row(
    "goal_out_of_reach",
    "m07",
    title=("…and not those who are far from it", "……离得远的不为所动"),
    sentence=(
        "Of those farther away, no more reach it, seen or not.",
        "离目标更远的客户，看不看得到目标，达标比例都一样。",
    ),
    target=Target(-0.03, 0.03),
    unit=Unit.POINTS,
)
def _goal_out_of_reach(bank: Books) -> Measured:
    rows = goals(bank)
    far = rows[rows["way"] < 0.3]
    return difference(far["reached"][far["shown"]], far["reached"][~far["shown"]])


@PLANTED.row(
    "goal_reachers_spend",
    "m07",
    title=("Whoever passed the goal would have spent anyway", "达标的人，本来就花得多"),
    sentence=(
        "Among those who were shown nothing, whoever had passed the goal by themselves spends many times as much in the third "
        "month as whoever had not: no effect of a goal.",
        "没有看到目标的客户里，自己就达标的，第三个月消费是未达标者的好几倍：这不是目标的作用。",
    ),
    target=Target(low=2.0),
    unit=Unit.TIMES,
)
def _goal_reachers(bank: Books) -> Measured:
    rows = goals(bank)
    rows = rows[~rows["shown"]]
    return ratio(rows["spent"][rows["way"] >= 1], rows["spent"][rows["way"] < 1])


@PLANTED.row(
    "wallet_never_refused",
    "m07",
    title=("Nobody unbinds because they were asked", "没有人因为被协助反而不绑"),
    sentence=(
        "As the truth shows, whoever binds unasked binds when asked too: the Wald estimate is that of the persuaded.",
        "揭晓真相后可见：不协助也会绑的人，协助之下同样会绑；因此Wald估计说的是“被说动的人”。",
    ),
    target=Target(1.0, 1.0),
    unit=Unit.PERCENT,
    truth=True,
)
def _wallet_never_refused(bank: Books) -> Measured:
    truth = bank("truth_first_meetings", "binds_unasked", "binds_asked")
    return Measured(mean(truth["binds_asked"][truth["binds_unasked"]]).value, n=len(truth))
