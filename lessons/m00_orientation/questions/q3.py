"""m00 · Orientation, question 3: what one more active customer cost."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

_PILOT = {
    "arm": ["treated"] * 5 + ["control"] * 4,
    "bought": [True, True, True, True, False, True, False, False, True],
    "redeemed": [True, True, False, False, False, False, False, False, False],
    "cost": [30.0, 31.0, 2.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    "spent": [380.0, 320.0, 20.0, 45.0, 0.0, 75.0, 0.0, 0.0, 30.0],
}

q3 = Question(
    id="q3",
    title=("What did one more active customer cost?", "多一位活跃客户花了多少钱？"),
    points=4,
    taught="lesson-2:voucher",
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
