"""m13 · Digital foundations, question 7: who is who, with precision and recall."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Numbers

q7 = Question(
    id="q7",
    title=("Who is who?", "谁是谁？"),
    points=5,
    taught="lesson-2:match-ask",
    returns=Numbers(size=2),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "twelve",
            ("twelve candidates, by hand", "十二个候选，可手工核对"),
            table(
                {
                    "row_id": ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "f"],
                    "candidate": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
                    "score": [96, 85, 90, 70, 88, 92, 91, 91, 60, 58, 99, 98],
                    "right": [True, False, True, False, True, False, True, False, True, False, False, True],
                }
            ),
            90,
        ),
        case("bank", BANK, data("twinline.modules.m13.practice:candidates"), 60),
        case(
            "higher",
            ("your bank, a higher threshold", "您这家银行，门槛高一些"),
            data("twinline.modules.m13.practice:candidates"),
            80,
        ),
    ],
    hints=[
        (
            "First one candidate a person: the one with the highest score. Where two share it, nobody is accepted.",
            "先每人只留一个候选：得分最高的。两个并列最高，就谁也不认。",
        ),
        (
            "`top = candidates[candidates['score'] == candidates.groupby('row_id')['score'].transform('max')]`; "
            "`top[~top.duplicated('row_id', keep=False)]` has no ties.",
            "`top = candidates[candidates['score'] == candidates.groupby('row_id')['score'].transform('max')]`，"
            "`top[~top.duplicated('row_id', keep=False)]` 去掉并列。",
        ),
        (
            "Accepted: those with `score >= threshold`. Precision = right among accepted. Recall = right accepted over all *people*.",
            "认下的：`score >= threshold`。精确率 = 认下的里认对的占比；召回率 = 认对的 ÷ 全部*人数*。",
        ),
    ],
    success=(
        "Precision alone is perfect if one accepts a single sure pair; recall alone is highest if one accepts all. So it takes two, and the use decides which matters more.",
        "只看精确率，认最有把握的一个就满分；只看召回率，全认就到顶（也未必 100%）。所以要两个数；哪个更要紧，由用途决定。",
    ),
)


@q7.reference
def judge_match(candidates, threshold):
    best = candidates.groupby("row_id")["score"].transform("max")
    top = candidates[candidates["score"] == best]
    top = top[~top.duplicated("row_id", keep=False)]
    accepted = top[top["score"] >= threshold]
    return [accepted["right"].mean(), accepted["right"].sum() / candidates["row_id"].nunique()]


def _unique_top(candidates):
    best = candidates.groupby("row_id")["score"].transform("max")
    top = candidates[candidates["score"] == best]
    return top[~top.duplicated("row_id", keep=False)]


@q7.wrong(
    "every",
    (
        "You accept every candidate above the threshold, several for one person. Take the likeliest of each first.",
        "门槛以上的候选您全认了，一个人对上好几个。先取每人最像的那一个。",
    ),
)
def every_candidate(candidates, threshold):
    accepted = candidates[candidates["score"] >= threshold]
    return [accepted["right"].mean(), accepted["right"].sum() / candidates["row_id"].nunique()]


@q7.wrong(
    "ties",
    (
        "Where two candidates are equally alike you take one of them anyway. Then chance decides: leave the pair to a person.",
        "两个候选一样像，您还是取了一个，那就是碰运气：应当留给人看。",
    ),
)
def ties_kept(candidates, threshold):
    ordered = candidates.sort_values(["score", "candidate"], ascending=[False, True])
    top = ordered.drop_duplicates("row_id")
    accepted = top[top["score"] >= threshold]
    return [accepted["right"].mean(), accepted["right"].sum() / candidates["row_id"].nunique()]


@q7.wrong(
    "recall_accepted",
    (
        "Your recall divides by the accepted. It asks how many of *all people* were found: divide by the number of `row_id`.",
        "您的召回率除以了认下的人数。它问的是*全部人*里找到多少：要除以 `row_id` 的个数。",
    ),
)
def recall_of_accepted(candidates, threshold):
    top = _unique_top(candidates)
    accepted = top[top["score"] >= threshold]
    return [accepted["right"].sum() / candidates["row_id"].nunique(), accepted["right"].mean()]


@q7.wrong(
    "precision_all",
    (
        "Your precision divides by everybody. It asks how many of the *accepted* are right.",
        "您的精确率除以了所有人。它问的是*认下的*里有多少对。",
    ),
)
def precision_of_all(candidates, threshold):
    top = _unique_top(candidates)
    accepted = top[top["score"] >= threshold]
    recall = accepted["right"].sum() / candidates["row_id"].nunique()
    return [recall, recall]


@q7.wrong(
    "rows",
    (
        "You divide by the number of candidates. There are several for one person: count people (`row_id`).",
        "您除以了候选的行数。一个人有好几个候选：要数人（`row_id`）。",
    ),
)
def over_rows(candidates, threshold):
    top = _unique_top(candidates)
    accepted = top[top["score"] >= threshold]
    return [accepted["right"].mean(), accepted["right"].sum() / len(candidates)]


@q7.wrong(
    "edge",
    ("A score equal to the threshold is accepted: use `>=`.", "得分等于门槛也认：用 `>=`。"),
    state="nearly",
)
def above_threshold(candidates, threshold):
    top = _unique_top(candidates)
    accepted = top[top["score"] > threshold]
    return [accepted["right"].mean(), accepted["right"].sum() / candidates["row_id"].nunique()]
