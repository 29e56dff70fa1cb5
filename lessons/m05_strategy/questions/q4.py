"""m05 · Strategy design, question 4: how many waves?"""

from twinline.questions.author.authoring import Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

WAVES = data("twinline.prepared.what_if:waves_with_complaints")

q4 = Question(
    id="q4",
    title=("How many waves are worth their cost?", "打几轮才划算？"),
    points=4,
    taught="lesson-1:waves",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "twelve",
            ("twelve customers, by hand", "十二位客户，可手工核对"),
            table(
                {
                    "arm": ["control"] * 4 + ["one_wave"] * 4 + ["two_waves"] * 4,
                    "reached": [False] * 4 + [True, True, False, True] + [True] * 4,
                    "earned": [300.0, 500.0, 0.0, 400.0, 350.0, 500.0, 200.0, 450.0, 400.0, 300.0, 500.0, 420.0],
                    "stayed_6": [True, True, False, True, True, True, True, True, True, True, False, True],
                    "cost": [0.0] * 4 + [6.0, 26.0, 6.0, 6.0] + [12.0, 12.0, 32.0, 12.0],
                    "complaints": [0] * 4 + [0, 0, 0, 1] + [0, 2, 1, 0],
                }
            ),
            1_000.0,
            150.0,
        ),
        case(
            "pilot",
            ("your bank, if one in ten of those called complained", "您这家银行，假如接到电话的十人里有一人投诉"),
            WAVES,
            1_500.0,
            150.0,
        ),
        case("dear", ("the same, dearer complaints", "同上，投诉更贵"), WAVES, 800.0, 2_000.0),
    ],
    hints=[
        (
            "One number a customer first: `worth` if they stayed, plus what they earned, less the cost, less the complaints.",
            "先给每位客户算一个数：留下就加 `worth`，加上收益，减去成本，减去投诉的代价。",
        ),
        (
            "`value = worth * file['stayed_6'] + file['earned'] - file['cost'] - complaint * file['complaints']`.",
            "写成一行：`value = worth * file['stayed_6'] + file['earned'] - file['cost'] - complaint * file['complaints']`。",
        ),
        (
            "Mean by arm, less the control's mean; leave the control out: `means.drop('control') - means['control']`.",
            "按组求均值，再减去对照组的均值，去掉对照组本身：`means.drop('control') - means['control']`。",
        ),
    ],
    success=(
        "A wave is worth what it adds to the customers left alone, after its calls and its complaints. The best number of waves "
        "may well be none: then the money is better spent on other customers.",
        "一轮电话值多少，要看比“不打扰”多出多少，还要扣掉话费和投诉。最好的轮数完全可能是零：那就把钱花到别的客户身上。",
    ),
)


@q4.reference
def value_of_waves(file, worth, complaint):
    value = worth * file["stayed_6"] + file["earned"] - file["cost"] - complaint * file["complaints"]
    means = value.groupby(file["arm"]).mean()
    return means.drop("control") - means["control"]


def _value(file, worth, complaint):
    return worth * file["stayed_6"] + file["earned"] - file["cost"] - complaint * file["complaints"]


@q4.wrong(
    "gross",
    (
        "Gross value: customers of the control group are worth something too, without a call. Take their mean off.",
        "这是毛价值：对照组没接电话，也有价值。要减去他们的均值。",
    ),
)
def not_compared(file, worth, complaint):
    return _value(file, worth, complaint).groupby(file["arm"]).mean().drop("control")


@q4.wrong(
    "cost",
    (
        "Cost left out: calls and offers are not free. Take `cost` off.",
        "漏了成本：电话和权益不是免费的，要减去 `cost`。",
    ),
)
def free_calls(file, worth, complaint):
    return value_of_waves(file.assign(cost=0.0), worth, complaint)


@q4.wrong(
    "fatigue",
    (
        "Fatigue ignored: who is called again and again complains, and a complaint costs `complaint` yuan.",
        "没算触达疲劳：一再打电话会招来投诉，每件要花 `complaint` 元。",
    ),
)
def no_complaints(file, worth, complaint):
    return value_of_waves(file, worth, 0.0)


@q4.wrong(
    "before",
    (
        "Each wave is compared with the one before it. Asked is what each number of waves adds to leaving customers alone.",
        "您拿每一轮和少一轮的比。题目问的是：和“不打扰”相比多了多少。",
    ),
)
def step_by_step(file, worth, complaint):
    means = _value(file, worth, complaint).groupby(file["arm"]).mean()
    order = [arm for arm in ("control", "one_wave", "two_waves", "three_waves") if arm in means]
    return means[order].diff().dropna()


@q4.wrong(
    "reached",
    (
        "You count only customers who were reached, but the control was not sorted by who picks up. Compare all who were drawn.",
        "您只算了接通的客户，而对照组没有按“接不接电话”筛过。要拿抽中的所有人来比。",
    ),
)
def who_picked_up(file, worth, complaint):
    return value_of_waves(file[file["reached"] | (file["arm"] == "control")], worth, complaint)
