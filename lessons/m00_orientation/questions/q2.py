"""m00 · Orientation, question 2: how much rests on a few."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

_TX = data("twinline.data.tables:load", name="transactions", columns=["customer_id", "amount"])

q2 = Question(
    id="q2",
    title=("How much rests on a few?", "多少消费靠少数人？"),
    points=3,
    taught="lesson-3:holders",
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
