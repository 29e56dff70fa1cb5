"""m02 · Diagnosis, question 1: the problems of one side, in yuan."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

LOG = data("twinline.data.tables:load", name="problem_log")

q1 = Question(
    id="q1",
    title=("Loud or dear?", "声音大，还是损失大？"),
    points=3,
    taught="lesson-2:in-yuan",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "nine",
            ("nine reports, by hand", "九条上报，可手工核对"),
            table(
                {
                    "problem_id": [1, 2, 3, 4, 5, 6, 7, 8, 9],
                    "area": [*["points"] * 4, "limits", "limits", "service", "service", "limits"],
                    "raised_by": [
                        *["front_line"] * 3,
                        "bank",
                        "front_line",
                        "front_line",
                        "front_line",
                        "bank",
                        "bank",
                    ],
                    "complaints": [20, 15, 18, 9, 2, 3, 12, 10, 1],
                    "customers": [30, 25, 33, 12, 40, 38, 20, 22, 35],
                    "cost": [1200.0, 900.0, 1500.0, 800.0, 21000.0, 17000.0, 1600.0, 1100.0, 9000.0],
                }
            ),
            "front_line",
        ),
        case("front", BANK, LOG, "front_line"),
        case("middle", ("your bank, the middle office", "您这家银行，中台部门"), LOG, "middle_office"),
    ],
    hints=[
        (
            "First pick the rows of one side: `problems[problems['raised_by'] == view]`.",
            "先筛出这一方上报的行：`problems[problems['raised_by'] == view]`。",
        ),
        (
            "Then group and add up one column: `.groupby('area')[...].sum()`. Which column is in yuan?",
            "再分组，把一列加起来：`.groupby('area')[...].sum()`。哪一列是钱？",
        ),
        (
            "All in one line: pick, group, add up the yuan: "
            "`return problems[problems['raised_by'] == view].groupby('area')['cost'].sum()`.",
            "三步连成一行，先筛、再分组、把金额加起来："
            "`return problems[problems['raised_by'] == view].groupby('area')['cost'].sum()`。",
        ),
    ],
    success=(
        "Added up in yuan, the front line's own reports put limits first, though it reports points and service most often. "
        "Ask which column a ranking was made from before you read it.",
        "按金额一加，一线上报里排第一的是额度，尽管他们报得最多的是积分和服务。看排名之前，先问是按哪一列排的。",
    ),
)


@q1.reference
def yuan_by_area(problems, view):
    raised = problems[problems["raised_by"] == view]
    return raised.groupby("area", observed=True)["cost"].sum()


def _of(problems, view):
    return problems[problems["raised_by"] == view].groupby("area", observed=True)


@q1.wrong(
    "reports",
    (
        "You counted reports. That is how often somebody spoke up, not what it costs: add up `cost`.",
        "您数的是上报条数：那是有人提了几次，不是损失多少。要把 `cost` 加起来。",
    ),
)
def how_often(problems, view):
    return _of(problems, view).size()


@q1.wrong(
    "complaints",
    (
        "These are complaints: the loudest areas, not the dearest. Add up `cost`.",
        "这是投诉件数：声音最大的领域，不是损失最大的。要把 `cost` 加起来。",
    ),
)
def how_loud(problems, view):
    return _of(problems, view)["complaints"].sum()


@q1.wrong(
    "per_report",
    (
        "That is the mean cost of a report. An area with many small ones would look cheap: use `sum`, not `mean`.",
        "这是每条上报的平均损失。上报多、单笔小的领域会显得便宜：用 `sum`，不是 `mean`。",
    ),
)
def mean_cost(problems, view):
    return _of(problems, view)["cost"].mean()


@q1.wrong(
    "everyone",
    (
        "You added up what everybody raised. The question asks for one side only: use `view`.",
        "您把各方上报的都加在一起了。题目只要一方：请用上 `view`。",
    ),
)
def all_sides(problems, view):
    return problems.groupby("area", observed=True)["cost"].sum()


@q1.wrong(
    "other_side",
    (
        "These are the reports of all *other* sides. Turn the condition round: `==`, not `!=`.",
        "这是*其他*各方上报的。条件反了：用 `==`，不是 `!=`。",
    ),
    state="nearly",
)
def the_others(problems, view):
    return problems[problems["raised_by"] != view].groupby("area", observed=True)["cost"].sum()
