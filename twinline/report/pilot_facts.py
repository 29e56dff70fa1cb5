"""What the bank's randomised pilots have to teach: modules m02, m05, m07 and m10."""

from dataclasses import replace

import pandas as pd

from generators import parameters as p
from generators.twin.money import TERMINAL_MONTHS
from twinline.data import views
from twinline.data.books import Books, Measured, once
from twinline.data.statistics import difference, lift, mean, ratio
from twinline.report.fact import PLANTED, Target, Unit

# --- m02: diagnosis ---------------------------------------------------------------------------------------------------


@PLANTED.row(
    "points_reminder",
    "m02",
    title=("A points gift wakes sleeping cards", "积分礼遇唤醒沉睡卡"),
    sentence=(
        "A call that reminds sleeping customers of their points, with a gift, brings more of them to buy in that month.",
        "打电话提醒沉睡客户积分并赠送积分，当月用卡的比例更高。",
    ),
    target=Target(low=0.02, least_z=2.5),
    unit=Unit.POINTS,
)
def _points_reminder(bank: Books) -> Measured:
    return lift(views.pilot_file(bank, "points_reminder"), "bought")


# --- m05: strategy ----------------------------------------------------------------------------------------------------


@PLANTED.row(
    "waves_keep_nobody",
    "m05",
    title=("Three calls keep no more than one", "打三通并不比一通多留住人"),
    sentence=(
        "On a random list, three waves of calls keep no more customers than a single one (half a point at most).",
        "对随机名单连打三轮电话，留住的客户并不比只打一轮多（至多差半个百分点）。",
    ),
    target=Target(high=0.005),
    unit=Unit.POINTS,
)
def _waves_keep_nobody(bank: Books) -> Measured:
    return lift(views.entries(bank, "call_waves"), "stayed", "three_waves", "one_wave")


@PLANTED.row(
    "waves_lose_money",
    "m05",
    title=("Three calls to everyone do not pay", "对所有人打三通不划算"),
    sentence=(
        "Six months' margin, eighteen months of it for who stays, less calls and complaints: three waves to a random "
        "list earn nothing a customer beside none (at most 50 yuan, which is chance).",
        "六个月边际收益，加上留存客户此后十八个月的价值，减去电话与投诉成本：对随机名单打三轮，每户并不比不打多赚（至多 50 元，属于偶然）。",
    ),
    target=Target(high=50.0),
    unit=Unit.YUAN,
)
def _waves_lose_money(bank: Books) -> Measured:
    drawn = views.entries(bank, "call_waves")
    earned = views.margin_over(bank, drawn, drawn["month"], 7)
    worth = TERMINAL_MONTHS * earned.mean() / 7 * drawn["stayed"]
    spent = drawn["cost"] + drawn["complaints"] * p.COMPLAINT_COST_FEN / 100
    return lift(drawn.assign(profit=earned + worth - spent), "profit", "three_waves")


def _wave(bank: Books, kind: str, treated: str, control: str) -> Measured:
    """The potential outcomes of customers of a latent type, which only the truth knows: staying, under two arms."""
    stayed = views.potential(bank, "call_waves", "stayed")
    kinds = bank("truth_customers", "customer_id", "latent_type").set_index("customer_id")["latent_type"]
    ours = stayed[(kinds.reindex(stayed.index) == kind).to_numpy()]
    return replace(mean(ours[treated] - ours[control]), error=None)


@PLANTED.row(
    "waves_for_persuadables",
    "m05",
    title=("Two calls keep the persuadable", "两通电话留住“可打动型”客户"),
    sentence=(
        "As the truth shows, of persuadable customers more stay after two waves than without any.",
        "揭晓真相后可见：“可打动型”客户打两轮电话，留存高于不打。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
    truth=True,
)
def _waves_for_persuadables(bank: Books) -> Measured:
    return _wave(bank, "persuadable", "two_waves", "control")


@PLANTED.row(
    "wave_for_sleeping_dogs",
    "m05",
    title=("One call drives sleeping dogs off", "一通电话惊走“勿扰型”客户"),
    sentence=(
        "As the truth shows, of sleeping dogs fewer stay after a single wave than without any.",
        "揭晓真相后可见：“勿扰型”客户打一轮电话，留存就低于不打。",
    ),
    target=Target(high=0.0),
    unit=Unit.POINTS,
    truth=True,
)
def _wave_for_sleeping_dogs(bank: Books) -> Measured:
    return _wave(bank, "sleeping_dog", "one_wave", "control")


@PLANTED.row(
    "waves_for_sleeping_dogs",
    "m05",
    title=("…and three drive off more", "三通惊走更多"),
    sentence=(
        "As the truth shows, of sleeping dogs fewer stay after three waves than after one.",
        "揭晓真相后可见：“勿扰型”客户打三轮，留存比打一轮还低。",
    ),
    target=Target(high=0.0),
    unit=Unit.POINTS,
    truth=True,
)
def _waves_for_sleeping_dogs(bank: Books) -> Measured:
    return _wave(bank, "sleeping_dog", "three_waves", "one_wave")


# --- m07: first contact and honeymoon ---------------------------------------------------------------------------------


@once
def hooks(bank: Books) -> pd.DataFrame:
    """Cards of the timing test: by lot, the month of the first contact; and whether they were used within six months."""
    drawn = views.entries(bank, p.HOOK.campaign)
    held = views.accounts(bank).set_index("customer_id").reindex(drawn["customer_id"])
    arm = drawn["arm"].replace({"month_0": "early", "month_1": "early", "month_5": "late"})
    return drawn.assign(lot=drawn["arm"], arm=arm, used=held["wait"].le(6).to_numpy())


@PLANTED.row(
    "early_hook",
    "m07",
    title=("An early welcome gets cards used", "早经营，卡就用起来"),
    sentence=(
        "A first call in the month of opening or the next gets more cards used within six months than no call.",
        "开卡当月或次月打第一通电话，半年内用卡的比例高于不打电话。",
    ),
    target=Target(low=0.04, least_z=2),
    unit=Unit.POINTS,
)
def _early_hook(bank: Books) -> Measured:
    return lift(hooks(bank), "used", "early")


@PLANTED.row(
    "late_hook",
    "m07",
    title=("Month five is too late", "第五个月就晚了"),
    sentence=(
        "The early call beats the one in month five.",
        "早打电话，效果好于第五个月才打。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _late_hook(bank: Books) -> Measured:
    return lift(hooks(bank), "used", "early", "late")


# --- m10: churn -------------------------------------------------------------------------------------------------------


@PLANTED.row(
    "call_everyone",
    "m10",
    title=("Calling everyone keeps nobody", "普遍打电话，谁也没多留住"),
    sentence=(
        "Over all customers drawn, a retention call changes the share still here after six months by next to nothing.",
        "从全部抽中的客户看，挽留电话对半年留存几乎没有影响。",
    ),
    target=Target(-0.035, 0.02),
    unit=Unit.POINTS,
)
def _call_everyone(bank: Books) -> Measured:
    return lift(views.entries(bank, "retention_call"), "stayed")


@PLANTED.row(
    "call_opted_out",
    "m10",
    title=("Calling those who refuse texts drives them off", "给拒收短信的人打电话，适得其反"),
    sentence=(
        "Customers who had refused texts may still be called, as they have not refused calls. A retention call drives off "
        "several in a hundred of them.",
        "拒收短信的客户没有拒接电话，打电话并不违规；但接到挽留电话后，他们每百人多流失好几位。",
    ),
    target=Target(high=-0.03, least_z=2.5),
    unit=Unit.POINTS,
)
def _call_opted_out(bank: Books) -> Measured:
    drawn = views.entries(bank, "retention_call")
    said = bank("contacts", "customer_id", "sms_opt_out", "opt_out_date")
    refused = said[said["sms_opt_out"]].set_index("customer_id")["opt_out_date"]
    return lift(drawn[(drawn["customer_id"].map(refused) < drawn["date"]).to_numpy()], "stayed")


@PLANTED.row(
    "call_enquirers",
    "m10",
    title=("Calling those who just asked keeps some", "打给刚来问过的人，能留住"),
    sentence=(
        "Of customers who asked about fees or leaving in the month before, a call keeps several in a hundred.",
        "上个月刚来电问过年费或销户的客户，一通电话每百人能多留住几位。",
    ),
    target=Target(low=0.02, least_z=2),
    unit=Unit.POINTS,
)
def _call_enquirers(bank: Books) -> Measured:
    return lift(views.entries(bank, "after_enquiry"), "stayed")


@PLANTED.row(
    "who_matters",
    "m10",
    title=("Whom we call decides", "打给谁，决定成败"),
    sentence=(
        "The call does more for those who just asked than for everyone.",
        "同样的电话，对刚来问过的客户，效果好于对所有人。",
    ),
    target=Target(low=0.0),
    unit=Unit.POINTS,
)
def _who_matters(bank: Books) -> Measured:
    asked, everyone = _call_enquirers(bank), _call_everyone(bank)
    error = ((asked.error or 0) ** 2 + (everyone.error or 0) ** 2) ** 0.5
    return Measured(asked.value - everyone.value, error, asked.n + everyone.n)


@PLANTED.row(
    "called_look_worse",
    "m10",
    title=("Without a control, contact looks harmful", "没有对照组，触达像在帮倒忙"),
    sentence=(
        "Business as usual calls those who stopped buying. Beside everyone else they buy far less often in the month "
        "after: the naive comparison has the wrong sign.",
        "日常经营专打停用客户。与其他人相比，他们次月用卡率低得多：简单对比，方向就错了。",
    ),
    target=Target(high=-0.2),
    unit=Unit.POINTS,
)
def _called_look_worse(bank: Books) -> Measured:
    seen = views.usual_calls(bank)
    return difference(seen.loc[seen["called"], "buys_next"], seen.loc[~seen["called"], "buys_next"])


@PLANTED.row(
    "rebound",
    "m10",
    title=("Most of the win-back comes by itself", "挽回的功劳，大半是自己回来的"),
    sentence=(
        "Of the rise in spending after a retention call to customers who had just dipped, some nine tenths also come to "
        "the control group, which nobody called: regression to the mean.",
        "刚刚骤降的客户接到挽留电话后消费回升，但没人打电话的对照组也回升了将近九成：均值回归。",
    ),
    target=Target(0.65, 1.15),
    unit=Unit.PERCENT,
)
def _rebound(bank: Books) -> Measured:
    fell = views.dipped(bank)
    rise, called = fell["after"] - fell["before"], fell["arm"] == "treated"
    return replace(ratio(rise[~called], rise[called]), n=len(fell))
