"""m10 · Churn warning and win-back, questions 6 and 7: what the win-back earned, and a strategy on the twin."""

from sklearn.ensemble import HistGradientBoostingClassifier

import twinline as tw
from twinline.questions.author.authoring import BANK, PolicyQuestion, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number
from twinline.questions.sheet import Rules

# --- q6: what the win-back earned -------------------------------------------------------------------------------------

q6 = Question(
    id="q6",
    title=("What did the win-back earn?", "挽回行动，到底赚了多少？"),
    points=4,
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case(
            "eight",
            ("eight customers, by hand", "八位客户，可手工核对"),
            table(
                {
                    "arm": ["treated", "treated", "treated", "treated", "treated", "control", "control", "control"],
                    "before": [100.0, 0.0, 200.0, 50.0, 150.0, 80.0, 0.0, 160.0],
                    "after": [900.0, 600.0, 300.0, 650.0, 550.0, 480.0, 350.0, 410.0],
                    "cost": [26.0, 6.0, 6.0, 26.0, 6.0, 0.0, 0.0, 0.0],
                    "redeemed": [True, False, False, True, False, False, False, False],
                }
            ),
            0.02,
            3,
        ),
        case("dipped", BANK, data("twinline.prepared.churn:win_back"), 0.01, 3),
        case(
            "richer",
            ("your bank, another margin", "您这家银行，换一个收益率"),
            data("twinline.prepared.churn:win_back"),
            0.025,
            6,
        ),
    ],
    hints=[
        (
            "Everybody who dipped comes back a little by themselves. How much? Ask those whom nobody called.",
            "消费骤降的人，多少都会自己回来一些。回来多少？看没人打电话的那一组。",
        ),
        (
            "Rise = after − before. What the call added = mean rise of the called − mean rise of the control.",
            "回升 = after − before。电话带来的 = 触达组平均回升 − 对照组平均回升。",
        ),
        (
            "Yuan earned = added spending a month × months × rate. Take off the mean cost of a called customer.",
            "多赚的钱 = 每月多消费 × 月数 × 收益率，再减去触达组的人均成本。",
        ),
    ],
    success=(
        "Before-and-after would have claimed the whole rebound for the call. With a control group little is left, and it must "
        "first pay for the call and the offer. That is regression to the mean, in yuan.",
        "只看前后，整段反弹都会记到电话头上。有了对照组，剩下的并不多，还要先付电话费和权益成本。这就是用钱算出来的“均值回归”。",
    ),
)


@q6.reference
def won_back(file, rate, months):
    rise = file["after"] - file["before"]
    called = file["arm"] == "treated"
    added = rise[called].mean() - rise[~called].mean()
    return added * months * rate - file.loc[called, "cost"].mean()


@q6.wrong(
    "before_after",
    (
        "Regression to the mean: you credit the call with the whole rise. The control group rose too, without any call. Take "
        "its rise off first.",
        "均值回归：您把全部回升都记成电话的功劳。对照组没人打电话，也回升了。要先减去它。",
    ),
)
def before_and_after(file, rate, months):
    called = file[file["arm"] == "treated"]
    return (called["after"] - called["before"]).mean() * months * rate - called["cost"].mean()


@q6.wrong(
    "free",
    (
        "The effect is right, but calls and offers are not free: take off the mean `cost` of a called customer.",
        "效果算对了，但电话和权益不是免费的：要减去触达组人均 `cost`。",
    ),
    state="nearly",
)
def cost_forgotten(file, rate, months):
    rise = file["after"] - file["before"]
    called = file["arm"] == "treated"
    return (rise[called].mean() - rise[~called].mean()) * months * rate


@q6.wrong(
    "one_month",
    (
        "`before` and `after` are yuan a month: multiply by the number of months.",
        "`before` 和 `after` 是每月金额：还要乘以月数。",
    ),
    state="nearly",
)
def months_forgotten(file, rate, months):
    return won_back(file, rate, 1)


@q6.wrong(
    "redeemers",
    (
        "You count only those who used the offer. They chose themselves: those who were coming back anyway. Compare all who "
        "were called with all who were not.",
        "您只算了用权益的人。他们是自己选出来的，本来就要回来。要拿所有打过的和所有没打的比。",
    ),
)
def who_redeemed(file, rate, months):
    rise = file["after"] - file["before"]
    used, control = (file["arm"] == "treated") & file["redeemed"], file["arm"] == "control"
    return (rise[used].mean() - rise[control].mean()) * months * rate - file.loc[used, "cost"].mean()


@q6.wrong(
    "spending",
    (
        "That is spending, not what the bank earns of it: multiply by `rate`.",
        "这是消费额，不是银行赚的钱：还要乘以 `rate`。",
    ),
    state="nearly",
)
def spending_as_profit(file, rate, months):
    return won_back(file, 1.0, months)


@q6.wrong(
    "cost_of_all",
    (
        "The cost is averaged over everybody, also over those who were not called. Divide by the called only.",
        "成本平均到了所有人头上，连没打电话的也算了。分母应该只是触达组。",
    ),
    state="nearly",
)
def cost_over_everyone(file, rate, months):
    return cost_forgotten(file, rate, months) - file["cost"].mean()


# --- q7: your strategy on the twin ------------------------------------------------------------------------------------

q7 = PolicyQuestion(
    id="q7",
    title=("Beat the head office's list", "跑赢总行名单"),
    points=8,
    rules=Rules(share=0.1, months=6, futures=4, full=0.6, nearly=0.4, none=0.25),
    hints=[
        (
            "Whom did the call keep in question 4 and in the lesson's pilot after an enquiry? Which column tells that morning?",
            "第 4 题、以及课程里“咨询后外呼”的试点，电话留住了谁？那天早上，哪一列能看出来？",
        ),
        (
            "The policy is asked at the beginning of every month. Those who asked last month are new each time: "
            "`observed['enquired_1m']`. You need not use up the 10 % in month 1.",
            "每个月初都会问一次策略函数，上个月来问过的人每次都不一样：`observed['enquired_1m']`。不必第一个月就把 10% 用完。",
        ),
        (
            "Leave out who may not be called and who is worth little, for instance `margin_12m` under 30 yuan a month: "
            "`tw.segment(observed, chosen).action('call', 'fee_waiver')`.",
            "去掉不能打的，再去掉价值太低的，比如 `margin_12m` 每月不到 30 元：`tw.segment(observed, chosen).action('call', 'fee_waiver')`。",
        ),
    ],
    success=(
        "You call at the moment when it matters, those whom it changes, and only where there is something to lose. The head "
        "office's list calls those who leave whatever you do, and wakes those who would have stayed.",
        "在要紧的时候，打给会被打动、又值得留的人。总行名单打的是“怎么都会走”的人，还会惊动“本来会留”的人。",
    ),
)


@q7.reference
def whom_to_call(observed, month, budget):
    asked = observed["enquired_1m"] & ~observed["call_opt_out"]
    worth = observed["margin_12m"] > 30
    plan = tw.segment(observed, asked & worth).action("call", "fee_waiver")
    return plan.cap(customers=int(0.016 * len(observed)), by="margin_12m")


@q7.wrong(
    "risk",
    (
        "This is much the head office's list: most of your customers are among those likeliest to leave. Likely to leave is not "
        "the same as likely to be kept. Who changes their mind after a call?",
        "这和总行名单差不多：您选的多数是最可能流失的人。“最可能走”不等于“最可能留住”。谁会因为一通电话改主意？",
    ),
)
def likeliest_to_leave():
    panel = tw.churn.panel()
    signals = [name for name in panel.select_dtypes(["number", "bool"]) if name != "left" and not name.endswith("_id")]
    known = panel[panel["morning"] <= "2025-01-01"]
    model = HistGradientBoostingClassifier(max_iter=60, random_state=0).fit(known[signals], known["left"])

    def head_office(observed, month, budget):
        return _list_of(observed, model.predict_proba(observed[signals])[:, 1]) if month == 1 else None

    return head_office


@q7.wrong("rich")
def most_valuable(observed, month, budget):
    if month > 1:
        return None
    return _list_of(observed, observed["margin_12m"])


@q7.wrong("nobody")
def no_one(observed, month, budget):
    return tw.segment(observed, observed["age"] > 200).action("call", "fee_waiver")


@q7.wrong(
    "weak",
    (
        "It runs, but it earns little for the calls it makes. Think of what the pilots said: whom does a call change, and when?",
        "跑通了，但这些电话没带来多少收益。想想试点的结论：电话改变得了谁？什么时候打？",
    ),
)
def anybody(observed, month, budget):
    if month > 1:
        return None
    return _list_of(observed, (observed["customer_id"] * 7919) % 1009)


def _list_of(observed, score):
    chosen = observed.assign(score=score)
    plan = tw.segment(chosen, ~chosen["call_opt_out"]).action("call", "fee_waiver")
    return plan.cap(customers=int(0.1 * len(observed)), by="score")
