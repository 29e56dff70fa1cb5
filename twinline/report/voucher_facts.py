"""What the two voucher pilots of module m00 have to teach: the loop of insight, strategy, execution and review."""

import pandas as pd

from twinline.data import views
from twinline.data.books import Books, Measured, once
from twinline.data.statistics import difference, lift
from twinline.report.fact import PLANTED, Target, Unit

VOUCHER_FOR_ALL, VOUCHER_WHERE_IT_COUNTS = "voucher_for_all", "voucher_where_it_counts"


@once
def vouchers(bank: Books) -> pd.DataFrame:
    """Both voucher pilots' customers."""
    return pd.concat([views.pilot_file(bank, name) for name in (VOUCHER_FOR_ALL, VOUCHER_WHERE_IT_COUNTS)])


def cost_of_one_more(drawn: pd.DataFrame) -> Measured:
    """Yuan a customer who used the card because of the pilot."""
    gained = lift(drawn, "bought")
    each = float(drawn["cost"].sum() / (drawn["arm"] == "treated").sum() / gained.value)
    return Measured(each, each * (gained.error or 0) / gained.value, gained.n)


@PLANTED.row(
    "voucher_wakes",
    "m00",
    title=("A voucher wakes new and sleeping cards", "消费券能唤醒新卡和沉睡卡"),
    sentence=(
        "Among new and sleeping cards, a voucher brings more of the drawn customers to buy in its month.",
        "在新卡和沉睡卡中，收到消费券的客户当月用卡的比例更高。",
    ),
    target=Target(0.02, 0.12, least_z=2.5),
    unit=Unit.POINTS,
)
def _voucher_wakes(bank: Books) -> Measured:
    drawn = vouchers(bank)
    return lift(drawn[drawn["segment"] != "regular"], "bought")


@PLANTED.row(
    "voucher_for_regulars",
    "m00",
    title=("…and does next to nothing for regulars", "对常用客户几乎没有作用"),
    sentence=(
        "Customers who buy anyway buy no more often for a voucher.",
        "本来就常用卡的客户，有没有消费券，用卡比例都差不多。",
    ),
    target=Target(-0.03, 0.03),
    unit=Unit.POINTS,
)
def _voucher_for_regulars(bank: Books) -> Measured:
    drawn = vouchers(bank)
    return lift(drawn[drawn["segment"] == "regular"], "bought")


@PLANTED.row(
    "voucher_where",
    "m00",
    title=("Who gets it matters", "发给谁，差别很大"),
    sentence=(
        "A voucher does more for new and sleeping cards than for regular customers.",
        "同一张消费券，对新卡和沉睡卡的提升大于对常用客户的提升。",
    ),
    target=Target(low=0.02),
    unit=Unit.POINTS,
)
def _voucher_where(bank: Books) -> Measured:
    woken, regular = _voucher_wakes(bank), _voucher_for_regulars(bank)
    error = ((woken.error or 0) ** 2 + (regular.error or 0) ** 2) ** 0.5
    return Measured(woken.value - regular.value, error, woken.n + regular.n)


@PLANTED.row(
    "second_pilot_is_cheaper",
    "m00",
    title=("The second round costs less than half", "第二轮成本不到一半"),
    sentence=(
        "Aimed at new and sleeping cards only, one more active customer costs less than half of what the first pilot paid.",
        "第二轮只发给新卡和沉睡卡，每多一位用卡客户的成本不到第一轮的一半。",
    ),
    target=Target(high=0.5),
    unit=Unit.TIMES,
)
def _second_pilot_is_cheaper(bank: Books) -> Measured:
    first, second = (
        cost_of_one_more(views.pilot_file(bank, name)) for name in (VOUCHER_FOR_ALL, VOUCHER_WHERE_IT_COUNTS)
    )
    return Measured(second.value / first.value, n=first.n + second.n)


@PLANTED.row(
    "redeemers_spend_more",
    "m00",
    title=("Those who redeem spend far more", "核销的人消费高得多"),
    sentence=(
        "Treated customers who redeemed outspend those who did not by a thousand yuan: what a report would claim.",
        "收到券的客户里，核销的比没核销的多花一千元以上：汇报材料往往这样写。",
    ),
    target=Target(low=1_000),
    unit=Unit.YUAN,
)
def _redeemers_spend_more(bank: Books) -> Measured:
    drawn = views.pilot_file(bank, VOUCHER_FOR_ALL)
    treated = drawn[drawn["arm"] == "treated"]
    return difference(treated["spent"][treated["redeemed"]], treated["spent"][~treated["redeemed"]])


@PLANTED.row(
    "voucher_adds_little",
    "m00",
    title=("…though the voucher adds little", "其实券本身带来的很少"),
    sentence=(
        "At the upper end of its interval (three standard errors), the voucher's true effect on spending is less than "
        "half of what the comparison of redeemers claims.",
        "即使取区间上限（加三个标准误），消费券对消费额的真实作用也不到“核销与否”之差的一半。",
    ),
    target=Target(high=0.5),
    unit=Unit.PERCENT,
)
def _voucher_adds_little(bank: Books) -> Measured:
    effect = lift(views.pilot_file(bank, VOUCHER_FOR_ALL), "spent")
    claimed = _redeemers_spend_more(bank).value
    return Measured((effect.value + 3 * (effect.error or 0)) / claimed, n=effect.n)
