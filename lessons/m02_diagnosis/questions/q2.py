"""m02 · Diagnosis, question 2: where applicants give up, over the right denominator."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

STEPS = data("twinline.modules.m02.breaks:steps")

q2 = Question(
    id="q2",
    title=("Where do applicants give up?", "申请人在哪一步放弃？"),
    points=4,
    taught="lesson-3:funnel",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "eight",
            ("eight forms, by hand", "八张申请表，可手工核对"),
            table(
                {
                    "application_id": [1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 5, 6, 6, 7, 7, 7, 8],
                    "step": [
                        *["start", "identity", "consent"] * 2,
                        *["start", "identity", "start", "start", "identity", "consent"],
                        *["start", "identity", "start", "identity", "consent", "start"],
                    ],
                    "device": [*["iphone"] * 12, *["android"] * 6],
                    "abandoned": [
                        *[False, False, True, False, False, False],
                        *[False, True, True, False, False, True],
                        *[False, True, False, False, False, True],
                    ],
                }
            ),
            "iphone",
        ),
        case("iphone", BANK, STEPS, "iphone"),
        case("android", ("your bank, Android", "您这家银行，安卓手机"), STEPS, "android"),
    ],
    hints=[
        (
            "Each row is a form that *reached* the step. So the rows of a step are its denominator already.",
            "每一行是一张*到了*这一步的申请。所以一个步骤有几行，分母就是几。",
        ),
        (
            "Pick the device, group by step. The mean of True and False is a share: `['abandoned'].mean()`.",
            "先筛设备，再按步骤分组。True/False 的平均值就是占比：`['abandoned'].mean()`。",
        ),
        (
            "Both in one line; `observed=True` leaves out steps that do not occur: "
            "`return steps[steps['device'] == device].groupby('step', observed=True)['abandoned'].mean()`.",
            "连成一行；`observed=True` 表示没出现的步骤不列："
            "`return steps[steps['device'] == device].groupby('step', observed=True)['abandoned'].mean()`。",
        ),
    ],
    success=(
        "Over those who reached it, each step is judged by itself. Over all who began, late steps always look harmless, since "
        "most who would fail there are gone already.",
        "用“到了这一步的人”作分母，每一步都只为自己负责。用“全部开始的人”作分母，越靠后的步骤越显得没事，因为不少人早就走了。",
    ),
)


@q2.reference
def gave_up(steps, device):
    mine = steps[steps["device"] == device]
    return mine.groupby("step", observed=True)["abandoned"].mean()


def _mine(steps, device):
    return steps[steps["device"] == device]


@q2.wrong(
    "of_all_begun",
    (
        "Wrong denominator: you divide by all forms that were begun. Only those who reached a step can give up there.",
        "分母错误：您除以了全部开始的申请。只有走到这一步的人，才可能在这一步放弃。",
    ),
)
def over_all_begun(steps, device):
    mine = _mine(steps, device)
    return mine.groupby("step", observed=True)["abandoned"].sum() / mine["application_id"].nunique()


@q2.wrong(
    "of_all_lost",
    (
        "This is how the lost forms spread over the steps. It adds up to one however good or bad the form is. Divide by who "
        "reached the step.",
        "这是流失申请在各步骤的分布，不管表单好坏，加起来总是 1。请除以走到这一步的人数。",
    ),
)
def over_all_lost(steps, device):
    lost = _mine(steps, device).groupby("step", observed=True)["abandoned"].sum()
    return lost / lost.sum()


@q2.wrong(
    "all_devices",
    (
        "You took all devices together. A step that breaks on one of them hides among the others: use `device`.",
        "您把所有设备混在一起了。只在一种设备上坏掉的步骤，会被其他设备盖住：请用上 `device`。",
    ),
)
def everybody(steps, device):
    return steps.groupby("step", observed=True)["abandoned"].mean()


@q2.wrong(
    "went_on",
    (
        "That is the share that went *on*. The question asks who gave up.",
        "这是*继续往下走*的占比；题目问的是放弃的。",
    ),
    state="nearly",
)
def passed(steps, device):
    return 1 - gave_up(steps, device)


@q2.wrong(
    "other_devices",
    (
        "These are the other devices: the condition is turned round.",
        "这是其他设备的结果：条件反了。",
    ),
    state="nearly",
)
def the_others(steps, device):
    return steps[steps["device"] != device].groupby("step", observed=True)["abandoned"].mean()
