"""m04 · Customer insight, question 6: two segmentations."""

import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, rand_score
from sklearn.preprocessing import StandardScaler

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between, Blind
from twinline.questions.returns import Number

SEGMENTS = data("twinline.prepared.insight:segmented")

q6 = Question(
    id="q6",
    title=("Do two segmentations agree?", "两种客群划分，一致吗？"),
    points=5,
    taught="lesson-2:segmentation",
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
