"""m10 · Churn warning and win-back, question 6: what the win-back earned."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

q6 = Question(
    id="q6",
    title=("What did the win-back earn?", "挽回行动，到底赚了多少？"),
    points=4,
    taught="lesson:win-back",
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
