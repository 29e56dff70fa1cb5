"""m00 · Orientation, question 1: online share."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

q1 = Question(
    id="q1",
    title=("How much of the spending is online?", "线上消费占多少？"),
    points=2,
    taught="lesson-1:be-wrong",
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "four",
            ("four purchases, by hand", "四笔消费，可手工核对"),
            table({"side": ["online", "offline", "offline", "offline"], "amount": [55.0, 10.0, 15.0, 20.0]}),
        ),
        case("bank", BANK, data("twinline.data.tables:load", name="transactions", columns=["side", "amount"])),
    ],
    hints=[
        (
            "A share is a part over the whole. The part: the yuan of the rows where `side` is “online”.",
            "占比就是部分除以整体。部分是：`side` 为 online 的那些行，一共多少元。",
        ),
        (
            "A condition picks rows: `transactions['side'] == 'online'` is True or False for each row.",
            "用条件挑行：`transactions['side'] == 'online'`，每一行得到 True 或 False。",
        ),
        (
            "Rows and column at once: `transactions.loc[condition, 'amount'].sum()`. Divide it by the sum of all amounts.",
            "行和列一起取：`transactions.loc[条件, 'amount'].sum()`，再除以全部金额之和。",
        ),
    ],
    success=(
        "You counted yuan, not purchases. Which of the two a report counts decides which line of the bank looks big.",
        "您数的是钱，不是笔数。一份报告数的是哪一个，决定了哪条线看起来更大。",
    ),
)


@q1.reference
def online_share(transactions):
    online = transactions.loc[transactions["side"] == "online", "amount"].sum()
    return online / transactions["amount"].sum()


@q1.wrong(
    "counted",
    (
        "That is the share of purchases. A coffee counts there as much as a flight. Add up the yuan in `amount` instead.",
        "这是笔数占比：一杯咖啡和一张机票算得一样重。请改为把 `amount` 的金额加起来。",
    ),
)
def purchases(transactions):
    return (transactions["side"] == "online").mean()


@q1.wrong(
    "turned",
    ("That is the share of the shops: the offline one. Turn it round.", "这是线下的占比，反了。"),
)
def offline(transactions):
    return 1 - online_share(transactions)


@q1.wrong(
    "ratio",
    (
        "You divide online by offline. A share divides by the whole, online and offline together.",
        "您用线上除以线下。占比的分母是整体：线上加线下。",
    ),
)
def against_the_other(transactions):
    by_side = transactions.groupby("side", observed=True)["amount"].sum()
    return by_side["online"] / by_side["offline"]


@q1.wrong(
    "average",
    (
        "You compare the average purchase. How many purchases there are matters too: use `sum()`, not `mean()`.",
        "您比的是平均每笔多少钱。笔数多少也要算进来：用 `sum()`，不用 `mean()`。",
    ),
)
def by_the_purchase(transactions):
    means = transactions.groupby("side", observed=True)["amount"].mean()
    return means["online"] / means.sum()
