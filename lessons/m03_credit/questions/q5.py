"""m03 · Credit and limits, question 5: what a limit policy is worth, by lot."""

from twinline.questions.author.authoring import BANK, Question, case
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Number

from .shared import SMALL_TRIAL, TRIAL, after_loss

q5 = Question(
    id="q5",
    title=("What is a limit policy worth?", "一条额度策略值多少？"),
    points=5,
    taught="lesson-2:before-after-read",
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case("sixteen", ("sixteen customers, by hand", "十六位客户，可手工核对"), SMALL_TRIAL, "few_minimum", 0.85),
        case("bank", BANK, TRIAL, "few_minimum", 0.85),
        case("score", ("your bank, another rule", "您这家银行，换一条规则"), TRIAL, "good_score", 0.85),
    ],
    hints=[
        (
            "The rule would ask those in whose row the column `chosen` is True. The lot asked only half of them: the other half "
            "shows what would have been.",
            "规则会去问 `chosen` 列为 True 的人。抽签只问了其中一半，另一半正好说明“不问会怎样”。",
        ),
        (
            "Among them: mean profit of the asked less that of the not asked. That is yuan per customer *chosen*.",
            "在这些人里：被询问者的平均利润减未询问者的。这是*每位入选客户*平均多少元。",
        ),
        (
            "Times the share of the trial that is chosen: `trial[chosen].mean()`. So rules that ask many and few compare.",
            "再乘上入选的占比 `trial[chosen].mean()`，问得多和问得少的规则才能放在一起比。",
        ),
    ],
    success=(
        "Any rule can be scored on a trial that is over, without asking anybody again, as long as it uses only what was known "
        "before the lot. Try a few rules: but judge the one that you keep on customers you did not choose it by.",
        "只要规则用的都是抽签之前就知道的信息，就能拿做完的试验给它打分，一个人都不用再问。可以多试几条，但最后留下的那条，要用没参与挑选的客户再考一次。",
    ),
)


@q5.reference
def policy_value(trial, chosen, lgd):
    profit = trial["margin"] - trial["pd"] * lgd * trial["ead"]
    asked = profit[trial[chosen] & trial["asked"]].mean()
    not_asked = profit[trial[chosen] & ~trial["asked"]].mean()
    return trial[chosen].mean() * (asked - not_asked)


def _worth(trial, profit, chosen, treated="asked"):
    picked = trial[chosen]
    gap = profit[picked & trial[treated]].mean() - profit[picked & ~trial["asked"]].mean()
    return picked.mean() * gap


@q5.wrong(
    "per_chosen",
    (
        "That is yuan per customer whom the rule asks. A rule that asks ten people would look huge. Times the share that it asks.",
        "这是每位入选客户平均多少元。一条只问十个人的规则会显得特别好。还要乘上入选的占比。",
    ),
    state="nearly",
)
def without_the_share(trial, chosen, lgd):
    return _worth(trial, after_loss(trial, lgd), chosen) / trial[chosen].mean()


@q5.wrong(
    "everyone",
    (
        "That is what asking everybody is worth: the rule does not appear in it.",
        "这是“全部都问”值多少：规则根本没用上。",
    ),
)
def asks_everyone(trial, chosen, lgd):
    profit = after_loss(trial, lgd)
    return profit[trial["asked"]].mean() - profit[~trial["asked"]].mean()


@q5.wrong(
    "no_control",
    (
        "You count all that the chosen brought once asked. They would have brought most of it unasked: take off the other half.",
        "您把入选者被询问后带来的全算上了。不问，他们多半也会带来：要减去没被询问的那一半。",
    ),
)
def gross(trial, chosen, lgd):
    profit = after_loss(trial, lgd)
    return trial[chosen].mean() * profit[trial[chosen] & trial["asked"]].mean()


@q5.wrong(
    "other_crowd",
    (
        "You compare the chosen who were asked with those whom the rule leaves out. They differ before any asking. Compare within the chosen.",
        "您拿“入选且被询问的”去比“规则没选中的”，两群人本来就不一样。要在入选的人里面比。",
    ),
)
def chosen_against_left_out(trial, chosen, lgd):
    profit = after_loss(trial, lgd)
    return trial[chosen].mean() * (profit[trial[chosen] & trial["asked"]].mean() - profit[~trial[chosen]].mean())


@q5.wrong(
    "margin",
    (
        "That is margin before losses: take off pd × lgd × ead of each customer.",
        "这是扣损失之前的毛利：每位客户要减去 pd × lgd × ead。",
    ),
)
def margin_only(trial, chosen, lgd):
    return _worth(trial, trial["margin"], chosen)


@q5.wrong(
    "accepted",
    (
        "You take only those who said yes. Who says yes is not drawn by lot: use `asked`.",
        "您只算了同意的人。同不同意不是抽签定的：用 `asked`。",
    ),
)
def who_said_yes(trial, chosen, lgd):
    return _worth(trial, after_loss(trial, lgd), chosen, treated="accepted")
