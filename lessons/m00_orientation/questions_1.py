"""m00 · Orientation, questions 1 to 3: where the spending is, how much rests on a few, what one more customer cost."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

# --- q1: online share -------------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("How much of the spending is online?", "线上消费占多少？"),
    points=2,
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


# --- q2: how much rests on a few --------------------------------------------------------------------------------------

_TX = data("twinline.data.tables:load", name="transactions", columns=["customer_id", "amount"])

q2 = Question(
    id="q2",
    title=("How much rests on a few?", "多少消费靠少数人？"),
    points=3,
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "seven",
            ("seven purchases of five customers, by hand", "五位客户的七笔消费，可手工核对"),
            table(
                {
                    "customer_id": [1, 1, 1, 2, 3, 4, 5],
                    "amount": [22.0, 21.0, 20.0, 24.0, 6.0, 4.0, 3.0],
                }
            ),
            0.3,
        ),
        case("fifth", BANK, _TX, 0.2),
        case("hundredth", ("your bank, the top hundredth", "您这家银行，前百分之一"), _TX, 0.01),
    ],
    hints=[
        (
            "A customer buys many times. First make one number for each customer: `groupby('customer_id')`.",
            "一位客户会买很多次。先把每位客户加成一个数：`groupby('customer_id')`。",
        ),
        (
            "`.sort_values(ascending=False)` puts the biggest first, `.iloc[:n]` takes the first n.",
            "`.sort_values(ascending=False)` 从大到小排，`.iloc[:n]` 取前 n 位。",
        ),
        (
            "How many are n? `int(len(spending) * fraction)` cuts off the decimals.",
            "n 是几？`int(len(spending) * fraction)` 会去掉小数。",
        ),
    ],
    success=(
        "A few carry much of the spending. That is no order to call them: they come anyway. It says where a loss would hurt.",
        "少数人撑起了大半消费。这不等于该去打扰他们：他们本来就来。它说明的是：失去谁最疼。",
    ),
)


@q2.reference
def share_of_top(transactions, fraction):
    spending = transactions.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    top = int(len(spending) * fraction)
    return spending.iloc[:top].sum() / spending.sum()


@q2.wrong(
    "purchases",
    (
        "Those are the biggest purchases, not the biggest customers. Add up each customer's purchases first.",
        "这是最大的几笔消费，不是消费最多的客户。要先把每位客户的消费加总。",
    ),
)
def biggest_purchases(transactions, fraction):
    amounts = transactions["amount"].sort_values(ascending=False)
    return amounts.iloc[: int(len(amounts) * fraction)].sum() / amounts.sum()


@q2.wrong(
    "up",
    (
        "You round the number of customers up. Round it down: 1.5 customers are 1.",
        "您把人数向上取整了。要向下取整：1.5 位算 1 位。",
    ),
    state="nearly",
)
def rounded_up(transactions, fraction):
    spending = transactions.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    return spending.iloc[: int(len(spending) * fraction) + 1].sum() / spending.sum()


@q2.wrong(
    "smallest",
    ("Those are the smallest customers: sort from high to low.", "这是消费最少的那些客户：要从大到小排。"),
)
def the_least(transactions, fraction):
    spending = transactions.groupby("customer_id")["amount"].sum().sort_values()
    return spending.iloc[: int(len(spending) * fraction)].sum() / spending.sum()


@q2.wrong(
    "often",
    (
        "You rank customers by how often they buy. The question is about yuan: rank by the sum of `amount`.",
        "您按购买次数给客户排了队。题目问的是钱：要按 `amount` 之和排。",
    ),
)
def most_frequent(transactions, fraction):
    each = transactions.groupby("customer_id")["amount"].agg(["size", "sum"])
    ranked = each.sort_values(["size", "sum"], ascending=False)["sum"]
    return ranked.iloc[: int(len(ranked) * fraction)].sum() / ranked.sum()


# --- q3: what one more active customer cost ---------------------------------------------------------------------------

_PILOT = {
    "arm": ["treated"] * 5 + ["control"] * 4,
    "bought": [True, True, True, True, False, True, False, False, True],
    "redeemed": [True, True, False, False, False, False, False, False, False],
    "cost": [30.0, 31.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    "spent": [80.0, 60.0, 20.0, 45.0, 0.0, 75.0, 0.0, 0.0, 30.0],
}

q3 = Question(
    id="q3",
    title=("What did one more active customer cost?", "多一位活跃客户花了多少钱？"),
    points=4,
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case("nine", ("nine customers, by hand", "九位客户，可手工核对"), table(_PILOT)),
        case("spring", BANK, data("twinline.data.pilots:pilot", campaign="voucher_for_all")),
        case(
            "autumn",
            ("your bank, the autumn pilot", "您这家银行，秋季试点"),
            data("twinline.data.pilots:pilot", campaign="voucher_where_it_counts"),
        ),
    ],
    hints=[
        (
            "Split by the lot first: `treated = pilot[pilot['arm'] == 'treated']`, and the same for “control”.",
            "先按抽签结果分成两组：`treated = pilot[pilot['arm'] == 'treated']`，对照组也一样。",
        ),
        (
            "The mean of a True/False column is a share: `treated['bought'].mean()`. Lift = treated − control.",
            "True/False 列的平均就是占比：`treated['bought'].mean()`。提升 = 触达组 − 对照组。",
        ),
        (
            "Cost for each one texted, over the lift: that many customers must be texted to gain one.",
            "触达组人均成本，除以提升：要多出一位活跃客户，就得发这么多人。",
        ),
    ],
    success=(
        "The control group said what would have happened anyway. Only what comes on top has been bought with the money.",
        "对照组告诉我们“本来会怎样”。多出来的那一点，才是钱买来的。",
    ),
)


@q3.reference
def price_of_one(pilot):
    treated = pilot[pilot["arm"] == "treated"]
    control = pilot[pilot["arm"] == "control"]
    lift = treated["bought"].mean() - control["bought"].mean()
    return treated["cost"].mean() / lift


@q3.wrong(
    "no_control",
    (
        "No control group: you count every texted customer who bought. Many would have bought anyway, as those not texted show. "
        "Take the difference.",
        "没有对照：您把触达组里有消费的人全算上了。没发短信的人里，也有很多在消费。要用两组之差。",
    ),
)
def all_who_bought(pilot):
    treated = pilot[pilot["arm"] == "treated"]
    return treated["cost"].mean() / treated["bought"].mean()


@q3.wrong(
    "redeemers",
    (
        "Wrong denominator: that is yuan for each voucher used. Whoever uses a voucher may have come without it.",
        "分母错了：这是“每张用掉的券多少钱”。用券的人，没有券也可能来。",
    ),
)
def per_voucher(pilot):
    treated = pilot[pilot["arm"] == "treated"]
    return treated["cost"].mean() / treated["redeemed"].mean()


@q3.wrong(
    "used_or_not",
    (
        "You compare those who used the voucher with those who did not. They chose that themselves. Compare by `arm`, which the "
        "lot decided.",
        "您比的是用券的和没用券的，那是客户自己选的。要按抽签决定的 `arm` 来比。",
    ),
)
def by_redemption(pilot):
    treated = pilot[pilot["arm"] == "treated"]
    bought = treated.groupby("redeemed")["bought"].mean()
    return treated["cost"].mean() / (bought[True] - bought[False])


@q3.wrong(
    "total",
    (
        "You divide the whole cost by the lift of a single customer. Use the mean cost of a texted customer.",
        "您用总成本去除一个人的提升。应当用触达组的人均成本。",
    ),
)
def whole_cost(pilot):
    return price_of_one(pilot) * (pilot["arm"] == "treated").sum()


@q3.wrong(
    "everybody",
    (
        "Your mean cost includes the control group, which cost nothing. Use the texted customers only.",
        "人均成本把没花钱的对照组也算进去了。只算触达组。",
    ),
    state="nearly",
)
def cost_over_all(pilot):
    treated = pilot[pilot["arm"] == "treated"]
    return price_of_one(pilot) * pilot["cost"].mean() / treated["cost"].mean()


@q3.wrong(
    "yuan",
    (
        "You used the rise in yuan spent (`spent`). Here one more *customer* counts: use `bought`.",
        "您用的是消费金额（`spent`）的提升。这里数的是多出几位客户：用 `bought`。",
    ),
)
def rise_of_spending(pilot):
    means = pilot.groupby("arm", observed=True)[["spent", "cost"]].mean()
    return means.loc["treated", "cost"] / (means.loc["treated", "spent"] - means.loc["control", "spent"])
