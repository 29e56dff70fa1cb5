"""m13 · Digital foundations, question 4: find the crash."""

from twinline.questions.author.authoring import BANK, Question, case
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

from .shared import STEPS, TRAIL

q4 = Question(
    id="q4",
    title=("Find the crash", "找到闪退"),
    points=4,
    taught="lesson-3:how-ask",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case("twelve", ("twelve steps, by hand", "十二个步骤，可手工核对"), STEPS, 2),
        case("bank", BANK, TRAIL, 100),
        case("fewer", ("your bank, from 400 checks on", "您这家银行，至少 400 次核验"), TRAIL, 400),
    ],
    hints=[
        (
            "Begin with the identity checks alone: `steps[steps['step'] == 'identity']`.",
            "先只留身份核验：`steps[steps['step'] == 'identity']`。",
        ),
        (
            "Make the pair as one text: `checks['device'] + ' ' + checks['app_version']`, and group by it.",
            "把两者拼成一个文本：`checks['device'] + ' ' + checks['app_version']`，按它分组。",
        ),
        (
            "`(checks['error'] == 'crash').groupby(pair).agg(['size', 'mean'])`; keep where `size` is at least `least`, return `mean`.",
            "`(checks['error'] == 'crash').groupby(pair).agg(['size', 'mean'])`，留下 `size` 不小于 `least` 的，返回 `mean`。",
        ),
    ],
    success=(
        "One pair stands out by far. By device alone, or by version alone, it would have been diluted.",
        "有一对远远高出其他。只按设备或只按版本看，它就被稀释了。",
    ),
)


@q4.reference
def crash_rates(steps, least):
    checks = steps[steps["step"] == "identity"]
    pair = checks["device"] + " " + checks["app_version"]
    rates = (checks["error"] == "crash").groupby(pair).agg(["size", "mean"])
    return rates.loc[rates["size"] >= least, "mean"]


@q4.wrong(
    "errors",
    (
        "You count errors of every kind. A lost network is not a crash: `error` must be `'crash'`.",
        "您把各种错误都算上了。断网不是闪退：`error` 要等于 `'crash'`。",
    ),
)
def every_error(steps, least):
    checks = steps[steps["step"] == "identity"]
    pair = checks["device"] + " " + checks["app_version"]
    rates = (checks["error"] != "").groupby(pair).agg(["size", "mean"])
    return rates.loc[rates["size"] >= least, "mean"]


@q4.wrong(
    "share",
    (
        "That is how the crashes are spread. A pair that many use then leads; divide by its own checks.",
        "这是闪退的分布，用的人多就排前面；要除以这一对自己的核验次数。",
    ),
)
def spread(steps, least):
    checks = steps[steps["step"] == "identity"]
    pair = checks["device"] + " " + checks["app_version"]
    rates = (checks["error"] == "crash").groupby(pair).agg(["size", "sum"])
    return (rates["sum"] / rates["sum"].sum())[rates["size"] >= least]


@q4.wrong(
    "all_steps",
    (
        "You divide by all steps. Pages after the check cannot crash at it: take identity checks alone.",
        "您除以了全部步骤。后面的页面不会在核验时闪退：只取身份核验。",
    ),
)
def of_all_steps(steps, least):
    pair = steps["device"] + " " + steps["app_version"]
    rates = (steps["error"] == "crash").groupby(pair).agg(["size", "mean"])
    return rates.loc[rates["size"] >= least, "mean"]


@q4.wrong(
    "small",
    (
        "Pairs with too few checks are still there. One crash in one check is 100 % and tells nothing.",
        "核验次数太少的组合还在。一次核验一次闪退就是 100%，说明不了什么。",
    ),
)
def small_pairs(steps, least):
    checks = steps[steps["step"] == "identity"]
    return (checks["error"] == "crash").groupby(checks["device"] + " " + checks["app_version"]).mean()


@q4.wrong(
    "crashes",
    (
        "You ask for that many *crashes*. The limit is on checks: else a pair that never crashes is never shown as well.",
        "您要求的是*闪退*达到这么多次。门槛管的是核验次数；不然，从不闪退的组合永远看不到。",
    ),
)
def enough_crashes(steps, least):
    checks = steps[steps["step"] == "identity"]
    pair = checks["device"] + " " + checks["app_version"]
    rates = (checks["error"] == "crash").groupby(pair).agg(["sum", "mean"])
    return rates.loc[rates["sum"] >= least, "mean"]
