"""m04 · Customer insight, question 5: what the best tenth is worth."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

OUTCOMES = data("twinline.prepared.insight:outcomes")

q5 = Question(
    id="q5",
    title=("What is the chosen tenth worth?", "选出来的一成，值多少？"),
    points=4,
    taught="lesson-1:value",
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case(
            "ten",
            ("ten customers, by hand", "十位客户，可手工核对"),
            table(
                {
                    "customer_id": [5, 2, 3, 4, 1, 6, 7, 8, 9, 10],
                    "margin_12m": [90.0, 70.0, 60.0, 10.0, 60.0, 5.0, 4.0, 3.0, 2.0, 1.0],
                    "spend_12m": [100.0, 900.0, 300.0, 700.0, 200.0, 50.0, 40.0, 30.0, 20.0, 10.0],
                    "value_after": [400.0, 40.0, 300.0, 200.0, 100.0, 90.0, 20.0, 30.0, 10.0, 10.0],
                    "open_after": [True, False, True, True, True, False, True, True, True, True],
                }
            ),
            "margin_12m",
            0.3,
        ),
        case("margin", BANK, OUTCOMES, "margin_12m", 0.1),
        case("spend", ("your bank, by spending", "您这家银行，按消费额"), OUTCOMES, "spend_12m", 0.2),
    ],
    hints=[
        (
            "Choose by what is known that morning (`by`); judge by what came afterwards (`value_after`).",
            "用当天早上知道的（`by`）来选，用之后发生的（`value_after`）来评。",
        ),
        (
            "Sort by `by` from high to low, ties by `customer_id` from low to high; take `int(share * len(customers))` rows.",
            "按 `by` 从高到低排，相同的按 `customer_id` 从小到大；取前 `int(share * len(customers))` 行。",
        ),
        (
            "Answer: the chosen customers' sum of `value_after` over everybody's.",
            "答案：选中客户 `value_after` 之和，除以全部客户之和。",
        ),
    ],
    success=(
        "A tenth picked by last year's margin brings over two fifths of the next half-year's value. That is the case for care "
        "of the few, and no proof yet that care changes it.",
        "按去年收益选出的一成客户，带来了之后半年四成以上的价值。这说明少数人值得用心经营，但还不能证明经营能改变什么。",
    ),
)


@q5.reference
def worth_of_top(customers, by, share):
    ranked = customers.sort_values([by, "customer_id"], ascending=[False, True])
    chosen = ranked.head(int(share * len(ranked)))
    return chosen["value_after"].sum() / customers["value_after"].sum()


def _top(customers, by, share, ascending=False):
    ranked = customers.sort_values([by, "customer_id"], ascending=[ascending, True])
    return ranked.head(int(share * len(ranked)))


@q5.wrong(
    "outcome",
    (
        "You choose by the outcome itself. Nobody knows `value_after` on the morning of the choice: choose by the column `by`.",
        "您用结果来选人了。选人的那天早上，谁也不知道 `value_after`；请按 `by` 列来选。",
    ),
)
def chosen_by_outcome(customers, by, share):
    return worth_of_top(customers, "value_after", share)


@q5.wrong(
    "survivors",
    (
        "Survivors only: you dropped customers who closed their card later. On the morning of the choice they were on the list.",
        "只看幸存者：后来销户的人被您删掉了。可选人的那天早上，他们还在名单上。",
    ),
)
def survivors_only(customers, by, share):
    return worth_of_top(customers[customers["open_after"]], by, share)


@q5.wrong(
    "past",
    (
        "You choose by a column and then count that same column. It is sure to look good. Count what came after: `value_after`.",
        "您用一列选人，又拿同一列来评，当然好看。要看之后发生的：`value_after`。",
    ),
)
def by_its_own_past(customers, by, share):
    return _top(customers, by, share)[by].sum() / customers[by].sum()


@q5.wrong(
    "lift",
    (
        "That is the lift, how many times the average. The question asks for the share of all value.",
        "这是提升度，即平均的几倍。题目要的是占全部价值的比例。",
    ),
    state="nearly",
)
def lift(customers, by, share):
    return _top(customers, by, share)["value_after"].mean() / customers["value_after"].mean()


@q5.wrong(
    "lowest",
    ("Your list begins with the lowest. Sort from high to low.", "您从最低的排起了。请从高到低排序。"),
)
def lowest_first(customers, by, share):
    return _top(customers, by, share, True)["value_after"].sum() / customers["value_after"].sum()
