"""m02 · Diagnosis, question 3: cohorts at one age."""

from twinline.questions.author.authoring import Question, case, data
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

from .shared import SMALL_COHORTS

LATE = data("twinline.modules.m02.summary:cohorts", last=12)

q3 = Question(
    id="q3",
    title=("The cohorts at one age", "同样卡龄，各批比一比"),
    points=4,
    taught="lesson-1:cobrand",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case("five", ("five cohorts, by hand", "五个批次，可手工核对"), SMALL_COHORTS, 1),
        case("three", ("your bank, cards of the last year", "您这家银行，最近一年发的卡"), LATE, 3),
        case("six", ("your bank, at six months", "您这家银行，六个月龄"), LATE, 6),
    ],
    hints=[
        (
            "A row is a cohort in a month; `age` says how old its cards were. Which rows do you want?",
            "一行是一批卡在某个月的情况，`age` 是当时的卡龄。您要哪些行？",
        ),
        (
            "Pick `cohorts['age'] == age`, then divide `active` by `issued`, row by row.",
            "筛出 `cohorts['age'] == age`，再逐行用 `active` 除以 `issued`。",
        ),
        (
            "`rows = cohorts[cohorts['age'] == age].set_index('cohort')`, then `return rows['active'] / rows['issued']`.",
            "`rows = cohorts[cohorts['age'] == age].set_index('cohort')`，然后 `return rows['active'] / rows['issued']`。",
        ),
    ],
    success=(
        "At one age the cohorts can be compared: here the latest ones are used less. The active share of all cards together "
        "cannot show that.",
        "卡龄一样，各批才能比：越晚发的用得越少。所有卡混在一起的动户率，看不出这一点。",
    ),
)


@q3.reference
def at_age(cohorts, age):
    rows = cohorts[cohorts["age"] == age].set_index("cohort")
    return rows["active"] / rows["issued"]


@q3.wrong(
    "today",
    (
        "You take each cohort as it is in the last month: each is of another age. Pick the rows where `age` is the given one.",
        "您取的是最后一个月的各批卡，每批卡龄都不同。请只取 `age` 等于给定值的行。",
    ),
)
def last_month(cohorts, age):
    rows = cohorts[cohorts["month"] == cohorts["month"].max()].set_index("cohort")
    return rows["active"] / rows["issued"]


@q3.wrong(
    "up_to",
    (
        "You mix all ages up to the given one. Cohorts that were not seen from the start then have other ages in them.",
        "您把该卡龄之前的月份也混进来了。有的批次看不到开头，混出来的卡龄就不一样。",
    ),
)
def up_to_age(cohorts, age):
    sums = cohorts[cohorts["age"] <= age].groupby("cohort")[["active", "issued"]].sum()
    return sums["active"] / sums["issued"]


@q3.wrong(
    "cards",
    (
        "These are cards in use, not a share: a bigger cohort looks better. Divide by `issued`.",
        "这是在用的卡数，不是占比：批次越大越好看。请除以 `issued`。",
    ),
)
def counted(cohorts, age):
    return cohorts[cohorts["age"] == age].set_index("cohort")["active"]


@q3.wrong(
    "from_one",
    (
        "One month too early: the month of issue has the age 0.",
        "早了一个月：发卡当月的卡龄是 0。",
    ),
    state="nearly",
)
def counted_from_one(cohorts, age):
    return at_age(cohorts, age - 1)


@q3.wrong(
    "of_everything",
    (
        "You divide by the cards of all cohorts. Each cohort has its own denominator.",
        "您除以了所有批次的发卡量。每一批有自己的分母。",
    ),
)
def over_all_cards(cohorts, age):
    rows = cohorts[cohorts["age"] == age].set_index("cohort")
    return rows["active"] / rows["issued"].sum()
