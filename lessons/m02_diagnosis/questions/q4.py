"""m02 · Diagnosis, question 4: the change of the active share at the same ages."""

from twinline.questions.author.authoring import BANK, Question, case, day
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

from .shared import COHORTS, SMALL_COHORTS

q4 = Question(
    id="q4",
    title=("What did the younger mix hide?", "结构变年轻，盖住了多少？"),
    points=6,
    taught="lesson-1:mix-task",
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case(
            "small",
            ("five cohorts, by hand", "五个批次，可手工核对"),
            SMALL_COHORTS,
            day("2025-04-01"),
            day("2025-05-01"),
        ),
        case("december", BANK, COHORTS, day("2024-12-01"), day("2025-12-01")),
        case(
            "september",
            ("your bank, half a year to September", "您这家银行，到九月的半年"),
            COHORTS,
            day("2025-03-01"),
            day("2025-09-01"),
        ),
    ],
    hints=[
        (
            "For each age you need three numbers: the share in use then, the share in use now, and the cards issued of that age "
            "then.",
            "每个卡龄要三个数：当时的动户率、现在的动户率、当时这个卡龄的发卡量。",
        ),
        (
            "`then = cohorts[cohorts['month'] == before].set_index('age')`, the same for `now`. Each age is one cohort, so "
            "`active / issued` is its rate.",
            "`then = cohorts[cohorts['month'] == before].set_index('age')`，`now` 同理。每个卡龄正好是一批卡，`active / issued` 就是动户率。",
        ),
        (
            "`change = (rate now − rate then).dropna()`, `weight = then['issued'][change.index]`; return "
            "`(change * weight).sum() / weight.sum()`.",
            "`change = (现在的率 − 当时的率).dropna()`，`weight = then['issued'][change.index]`，返回 `(change * weight).sum() / weight.sum()`。",
        ),
    ],
    success=(
        "Weighted by the ages of then, only the rates can move the result: this is how much less (or more) the cards are used. "
        "The rest of the reported change is mix.",
        "用当时的卡龄结构加权，能让结果变动的就只剩各卡龄的动户率：卡究竟少用（多用）了多少，看的是它。报出来的变化里，余下的是结构。",
    ),
)


@q4.reference
def change_at_same_ages(cohorts, before, now):
    then = cohorts[cohorts["month"] == before].set_index("age")
    today = cohorts[cohorts["month"] == now].set_index("age")
    change = (today["active"] / today["issued"] - then["active"] / then["issued"]).dropna()
    weight = then["issued"][change.index]
    return (change * weight).sum() / weight.sum()


def _rates(cohorts, before, now):
    then, today = (cohorts[cohorts["month"] == month].set_index("age") for month in (before, now))
    return then["active"] / then["issued"], today["active"] / today["issued"], then["issued"], today["issued"]


@q4.wrong(
    "reported",
    (
        "This is the change as reported: it mixes older and newer cards. Weight both months with the ages of `before`.",
        "这是报出来的变化，新老卡混在一起。两个月都要用 `before` 那个月的卡龄结构加权。",
    ),
)
def as_reported(cohorts, before, now):
    sums = cohorts.groupby("month")[["active", "issued"]].sum()
    share = sums["active"] / sums["issued"]
    return share[now] - share[before]


@q4.wrong(
    "unweighted",
    (
        "Each age counts the same in your mean, whether it has 900 cards or 7,000. Weight by the cards issued.",
        "您的平均里每个卡龄一样重，不管有 900 张还是 7,000 张卡。请按发卡量加权。",
    ),
)
def plain_mean(cohorts, before, now):
    then, today, _, _ = _rates(cohorts, before, now)
    return (today - then).mean()


@q4.wrong(
    "weights_of_now",
    (
        "You weight with the ages of `now`, which are the younger ones. The question holds those of `before` still.",
        "您用的是 `now` 的卡龄结构（更年轻的那个）；题目要固定的是 `before` 的。",
    ),
    state="nearly",
)
def todays_ages(cohorts, before, now):
    then, today, _, weight = _rates(cohorts, before, now)
    change = (today - then).dropna()
    return (change * weight[change.index]).sum() / weight[change.index].sum()


@q4.wrong(
    "turned",
    ("The sign is turned: `now` less `before`.", "正负反了：是 `now` 减 `before`。"),
    state="nearly",
)
def before_less_now(cohorts, before, now):
    return -change_at_same_ages(cohorts, before, now)


@q4.wrong(
    "same_cards",
    (
        "You follow the same cohorts from `before` to `now`. They have grown older, so of course they fade: compare the same "
        "*age*, not the same cards.",
        "您跟踪的是同一批卡从 `before` 到 `now`。它们变老了，淡下来是自然的：要比同样的*卡龄*，不是同一批卡。",
    ),
)
def same_cohorts(cohorts, before, now):
    then, today = (cohorts[cohorts["month"] == month].set_index("cohort") for month in (before, now))
    change = (today["active"] / today["issued"] - then["active"] / then["issued"]).dropna()
    weight = then["issued"][change.index]
    return (change * weight).sum() / weight.sum()
