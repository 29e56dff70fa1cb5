"""m04 · Customer insight, questions 6 and 7: two segmentations compared, demand as said and as done."""

import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, rand_score
from sklearn.preprocessing import StandardScaler

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between, Blind
from twinline.questions.returns import Columns, Number

# --- q6: two segmentations --------------------------------------------------------------------------------------------

SEGMENTS = data("twinline.prepared.insight:segmented")

q6 = Question(
    id="q6",
    title=("Do two segmentations agree?", "两种客群划分，一致吗？"),
    points=5,
    returns=Number(tolerance=0.0001),
    properties=[AnyOrder(), Blind(columns=("value_after",), code="outcome"), Between(low=-1, high=1)],
    cases=[
        case(
            "twelve",
            ("twelve customers, by hand", "十二位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 13)),
                    "spend_12m": [
                        1000.0,
                        9000.0,
                        5000.0,
                        3000.0,
                        7000.0,
                        2000.0,
                        8000.0,
                        4000.0,
                        6000.0,
                        1500.0,
                        8500.0,
                        5500.0,
                    ],
                    "active_12m": [1, 2, 1, 2, 3, 1, 9, 11, 10, 12, 9, 11],
                    "utilisation": [0.1, 0.5, 0.3, 0.2, 0.4, 0.1, 0.9, 0.7, 0.8, 0.6, 0.9, 0.8],
                    "visits_12m": [3, 1, 2, 6, 1, 4, 9, 6, 8, 5, 7, 9],
                    "value_after": [9e3, 0.0, 9e3, 0.0, 9e3, 0.0, 9e3, 0.0, 9e3, 0.0, 9e3, 0.0],
                    "group": ["idle"] * 5 + ["buys"] * 7,
                }
            ),
        ),
        case("bank", BANK, SEGMENTS),
    ],
    hints=[
        (
            "k-means measures distances. Yuan run to tens of thousands, visits to tens: without scaling only yuan count.",
            "k-means 量的是距离。金额上万、次数几十，不标准化，就只剩金额在说话。",
        ),
        (
            "`StandardScaler().fit_transform(known)` gives every column the same weight; `known` holds the four columns of the "
            "task and no other.",
            "`StandardScaler().fit_transform(known)` 让每一列权重相同；`known` 只放题目里的四列。",
        ),
        (
            "`start = scaled.groupby(customers['group'].to_numpy()).mean()` needs a frame: `pd.DataFrame(…)`. Then "
            "`KMeans(len(start), init=start.to_numpy(), n_init=1).fit_predict(…)` and `adjusted_rand_score(customers['group'], …)`.",
            "`start = scaled.groupby(customers['group'].to_numpy()).mean()` 需要一张表：先 `pd.DataFrame(…)`。再用 "
            "`KMeans(len(start), init=start.to_numpy(), n_init=1).fit_predict(…)` 和 `adjusted_rand_score(customers['group'], …)`。",
        ),
    ],
    success=(
        "0 is chance, 1 the same groups. k-means finds groups of its own; whether they are worth more than yours is another "
        "question, and only a test answers it.",
        "0 表示跟随机一样，1 表示完全一致。k-means 划出的是它自己的客群；是否比您的更值钱是另一回事，要靠试验来回答。",
    ),
)


@q6.reference
def agreement(customers):
    known = customers[["spend_12m", "active_12m", "utilisation", "visits_12m"]]
    scaled = pd.DataFrame(StandardScaler().fit_transform(known))
    start = scaled.groupby(customers["group"].to_numpy()).mean().to_numpy()
    found = KMeans(len(start), init=start, n_init=1).fit_predict(scaled.to_numpy())
    return adjusted_rand_score(customers["group"], found)


KNOWN = ["spend_12m", "active_12m", "utilisation", "visits_12m"]


def _clusters(customers, rows):
    start = pd.DataFrame(rows).groupby(customers["group"].to_numpy()).mean().to_numpy()
    return KMeans(len(start), init=start, n_init=1).fit_predict(rows)


@q6.wrong(
    "unscaled",
    (
        "Scaling forgotten: yuan are large numbers and visits small ones, so your clusters follow spending alone. Use "
        "`StandardScaler`.",
        "忘了标准化：金额数值大、次数数值小，您的聚类只看了金额。请用 `StandardScaler`。",
    ),
)
def not_scaled(customers):
    return adjusted_rand_score(customers["group"], _clusters(customers, customers[KNOWN].to_numpy(dtype=float)))


@q6.wrong(
    "outcome",
    (
        "You cluster on the outcome: `value_after` is known only half a year later. Use the four columns of the task.",
        "您拿结果来聚类了：`value_after` 半年后才知道。请只用题目里的四列。",
    ),
)
def with_the_outcome(customers):
    rows = StandardScaler().fit_transform(customers[[*KNOWN, "value_after"]])
    return adjusted_rand_score(customers["group"], _clusters(customers, rows))


@q6.wrong(
    "unadjusted",
    (
        "That is the plain Rand index. Even groups drawn by lot agree on many pairs: take off that baseline with "
        "`adjusted_rand_score`.",
        "这是未校正的 Rand 指数。随机分组也会有很多“一致”，要扣掉这条基线：用 `adjusted_rand_score`。",
    ),
    state="nearly",
)
def without_baseline(customers):
    rows = StandardScaler().fit_transform(customers[KNOWN])
    return rand_score(customers["group"], _clusters(customers, rows))


# --- q7: said and done ------------------------------------------------------------------------------------------------

q7 = Question(
    id="q7",
    title=("What did they say, what did they do?", "嘴上的需求，手上的需求"),
    points=4,
    returns=Columns(columns=("own", "added")),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "twenty",
            ("twenty customers, by hand", "二十位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 21)),
                    "looked": [True] * 8 + [False] * 12,
                    "arm": ["treated"] * 4 + ["control"] * 4 + ["treated"] * 7 + ["control"] * 5,
                    "took": [
                        *[True, True, True, False],
                        *[True, False, False, False],
                        *[True, True, True, False, False, False, False],
                        *[True, False, False, False, False],
                    ],
                }
            ),
        ),
        case("bank", BANK, data("twinline.modules.m04.demand:bigger_card")),
    ],
    hints=[
        (
            "What would they have done uninvited? The control arm tells: `own` is its share of takers.",
            "没人邀请，他们会怎样？看对照组：`own` 就是对照组的办卡占比。",
        ),
        (
            "`added` is the share of takers in the treated arm less that in the control arm, among the same kind of customers.",
            "`added` 是触达组的办卡占比减去对照组的；要在同一类客户里比。",
        ),
        (
            "`share = pilot.pivot_table('took', 'looked', 'arm')` has a row for True and one for False.",
            "`share = pilot.pivot_table('took', 'looked', 'arm')`，True、False 各一行。",
        ),
    ],
    success=(
        "A look at the page hardly tells who takes the card by themselves: false demand. An invitation finds takers among "
        "those who never looked: hidden demand, shown by lot.",
        "看没看过申请页，几乎看不出谁会自己办卡：这是伪需求。邀请之后，从没看过的人里也有人办：这是隐性需求，抽签证明的。",
    ),
)


@q7.reference
def said_and_done(pilot):
    share = pilot.pivot_table("took", "looked", "arm")
    return pd.DataFrame({"own": share["control"], "added": share["treated"] - share["control"]})


def _shares(pilot):
    return pilot.pivot_table("took", "looked", "arm")


@q7.wrong(
    "gross",
    (
        "That is gross take-up: everybody invited who took the card, also those who would have taken it anyway. Take the "
        "control arm's share off.",
        "这是毛办卡率：被邀请后办了卡的都算上了，连本来就会办的也算。要减去对照组的占比。",
    ),
)
def gross_take_up(pilot):
    share = _shares(pilot)
    return pd.DataFrame({"own": share["control"], "added": share["treated"]})


@q7.wrong(
    "said_counts",
    (
        "Your `own` is of everybody, invited or not. What they do *by themselves* shows only in the control arm.",
        "您的 `own` 把被邀请的也算进来了。*自己*会不会办，只有对照组看得出。",
    ),
)
def own_of_everybody(pilot):
    share = _shares(pilot)
    everybody = pilot.groupby("looked")["took"].mean()
    return pd.DataFrame({"own": everybody, "added": share["treated"] - share["control"]})


@q7.wrong(
    "one_control",
    (
        "You compare both kinds with one control group, all of it. Lookers must be compared with lookers: else the kinds are "
        "mixed up with the invitation.",
        "您让两类人共用一个对照组。看过的要跟看过的比，否则分不清是人不同，还是邀请起了作用。",
    ),
)
def one_control_for_both(pilot):
    share = _shares(pilot)
    control = pilot.loc[pilot["arm"] == "control", "took"].mean()
    return pd.DataFrame({"own": share["control"], "added": share["treated"] - control})


@q7.wrong(
    "of_takers",
    (
        "You turned the share round: of the takers, how many had looked. The question is: of those who looked, how many took?",
        "比例反了：您算的是办卡的人里有多少看过。题目问的是：看过的人里有多少办了。",
    ),
)
def of_the_takers(pilot):
    takers = pilot[pilot["took"]]
    part = takers.groupby("arm")["looked"].mean()
    rows = {flag: abs((not flag) - part) for flag in (True, False)}
    return pd.DataFrame(
        {flag: {"own": part["control"], "added": part["treated"] - part["control"]} for flag, part in rows.items()}
    ).T


@q7.wrong(
    "relative",
    (
        "You give how many times the control's share. Points are asked for: subtract, do not divide.",
        "您给的是对照组的多少倍。题目要的是差：相减，不要相除。",
    ),
    state="nearly",
)
def relative_gain(pilot):
    share = _shares(pilot)
    return pd.DataFrame({"own": share["control"], "added": share["treated"] / share["control"] - 1})
