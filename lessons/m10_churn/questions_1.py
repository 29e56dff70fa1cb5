"""m10 · Churn warning and win-back, questions 1 to 3: whom the list may hold, a clean split, how long cards live."""

import pandas as pd
from lifelines import KaplanMeierFitter

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder, Between, InTime
from twinline.questions.returns import ByGroup, Ids, Rows

# --- q1: who may be called --------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("Clean the head office's list", "先把总行名单洗干净"),
    points=3,
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "six",
            ("six customers, by hand", "六位客户，可手工核对"),
            table(
                {
                    "customer_id": [11, 12, 13, 14, 15, 16, 17],
                    "call_opt_out": [False, True, False, False, False, False, False],
                    "sms_opt_out": [True, False, False, False, False, False, False],
                    "complaints_12m": [0, 0, 1, 0, 0, 2, 0],
                    "contacts_3m": [0, 0, 0, 3, 2, 5, 1],
                }
            ),
        ),
        case("morning", BANK, data("twinline.prepared.churn:panel", mornings=["2025-07-01"])),
    ],
    hints=[
        (
            "A condition on a column gives True or False for every row: `observed['complaints_12m'] == 0`.",
            "对一列写条件，每一行都会得到 True 或 False：`observed['complaints_12m'] == 0`。",
        ),
        (
            "Join conditions with `&`, each in brackets. “Not” is `~`: `~observed['call_opt_out']`.",
            "多个条件用 `&` 连接，每个条件加括号；“不是”写 `~`：`~observed['call_opt_out']`。",
        ),
        (
            "Pick the rows, then the column: `observed.loc[may, 'customer_id']`.",
            "先筛行，再取列：`observed.loc[条件, 'customer_id']`。",
        ),
    ],
    success=(
        "Whoever said no, whoever complained and whoever was called enough is off the list before any model is run. In this "
        "bank, calling people who had refused drives off several in a hundred.",
        "说过“不”的、投诉过的、已经打扰够了的，都要在跑模型之前拿掉。在这家银行，给拒绝过的人打电话，每百人会多流失好几位。",
    ),
)


@q1.reference
def may_call(observed):
    willing = ~observed["call_opt_out"]
    content = observed["complaints_12m"] == 0
    rested = observed["contacts_3m"] <= 2
    return observed.loc[willing & content & rested, "customer_id"]


@q1.wrong(
    "sms",
    (
        "You look at who refused text messages. Refusing is by channel: for calls it is `call_opt_out`.",
        "您看的是拒收短信的人。拒绝是分渠道的：打电话要看 `call_opt_out`。",
    ),
)
def other_channel(observed):
    good = ~observed["sms_opt_out"] & (observed["complaints_12m"] == 0) & (observed["contacts_3m"] <= 2)
    return observed.loc[good, "customer_id"]


@q1.wrong(
    "forbidden",
    ("These are the customers who may NOT be called. Turn the condition round.", "这些是不能打的客户，条件反了。"),
)
def the_others(observed):
    bad = observed["call_opt_out"] | (observed["complaints_12m"] > 0) | (observed["contacts_3m"] > 2)
    return observed.loc[bad, "customer_id"]


@q1.wrong(
    "any",
    (
        "One reason is enough to leave somebody alone: all three conditions must hold. Use `&`, not `|`.",
        "有一条理由就不该打：三个条件要同时满足，用 `&`，不是 `|`。",
    ),
)
def any_condition(observed):
    good = ~observed["call_opt_out"] | (observed["complaints_12m"] == 0) | (observed["contacts_3m"] <= 2)
    return observed.loc[good, "customer_id"]


@q1.wrong(
    "edge",
    ("Two contacts in three months are still allowed: write `<= 2`.", "三个月内触达两次还允许：写 `<= 2`。"),
    state="nearly",
)
def fewer_than_two(observed):
    good = ~observed["call_opt_out"] & (observed["complaints_12m"] == 0) & (observed["contacts_3m"] < 2)
    return observed.loc[good, "customer_id"]


@q1.wrong(
    "complainers",
    ("Customers who complained are still on your list.", "投诉过的客户还在您的名单里。"),
)
def complaints_forgotten(observed):
    return observed.loc[~observed["call_opt_out"] & (observed["contacts_3m"] <= 2), "customer_id"]


@q1.wrong(
    "tired",
    (
        "Customers who were contacted more than twice in three months are still on your list.",
        "三个月内被触达超过两次的客户，还在您的名单里。",
    ),
)
def contacts_forgotten(observed):
    return observed.loc[~observed["call_opt_out"] & (observed["complaints_12m"] == 0), "customer_id"]


# --- q2: a clean split in time ----------------------------------------------------------------------------------------

q2 = Question(
    id="q2",
    title=("Split by time, without a peek", "按时间切分，不偷看"),
    points=4,
    returns=Rows(names=("train", "test"), key=("customer_id", "morning")),
    properties=[AnyOrder(), InTime(first="train", then="test", place=1, code="shuffled")],
    cases=[
        case(
            "nine",
            ("nine rows, by hand", "九行数据，可手工核对"),
            table(
                {
                    "customer_id": [1, 2, 3, 1, 2, 3, 1, 2, 3],
                    "morning": ["2024-06-01"] * 3 + ["2024-11-01"] * 3 + ["2025-01-01"] * 2 + ["2025-03-01"],
                    "left": [False, False, False, False, True, False, False, False, True],
                },
                dates=["morning"],
            ),
            day("2025-01-01"),
            6,
        ),
        case("january", BANK, data("twinline.prepared.churn:panel"), day("2025-01-01"), 6),
        case(
            "april",
            ("your bank, cut in April", "您这家银行，四月切分"),
            data("twinline.prepared.churn:panel"),
            day("2025-04-01"),
            6,
        ),
    ],
    hints=[
        (
            "Stand on the morning of `cutoff`. Which rows have an outcome that you already know?",
            "站在 `cutoff` 这天早上想：哪些行的结果，您已经知道了？",
        ),
        (
            "A row's outcome is known `horizon` months after its morning: "
            "`panel['morning'] + pd.DateOffset(months=horizon)`.",
            "一行的结果，要到它的 morning 之后 `horizon` 个月才知道：`panel['morning'] + pd.DateOffset(months=horizon)`。",
        ),
        (
            "Train: that day is at `cutoff` or before. Test: the morning is `cutoff` or later. Return both, train first.",
            "训练：那一天不晚于 `cutoff`。测试：morning 不早于 `cutoff`。两个都返回，训练在前。",
        ),
    ],
    success=(
        "The model learns only what was known that morning, and is tried on mornings it has not seen. In between lies a gap "
        "of `horizon` months: that is the price of an honest figure.",
        "模型只学当天早上已知的事，再拿没见过的日子来考。中间空出 `horizon` 个月，这就是“诚实”的代价。",
    ),
)


@q2.reference
def split_by_time(panel, cutoff, horizon):
    known = panel["morning"] + pd.DateOffset(months=horizon)
    train = panel[known <= cutoff]
    test = panel[panel["morning"] >= cutoff]
    return train, test


@q2.wrong(
    "peeks",
    (
        "Leakage: your training rows include mornings before `cutoff` whose outcome lies after it. On that day nobody could "
        "know who would leave. Leave out rows whose `horizon` months are not over yet.",
        "信息泄漏：训练数据里，有些行在 `cutoff` 之前，但结果要到之后才知道。那天谁也不知道谁会走。结果窗口没走完的行要去掉。",
    ),
)
def outcome_not_known_yet(panel, cutoff, horizon):
    return panel[panel["morning"] < cutoff], panel[panel["morning"] >= cutoff]


@q2.wrong(
    "shuffled",
    (
        "This is a random split: training and test rows come from the same mornings, so the model is examined on days it has "
        "learned. Split by `morning`.",
        "这是随机切分：训练和测试来自同样的日子，等于拿学过的题来考。请按 `morning` 切分。",
    ),
)
def at_random(panel, cutoff, horizon):
    train = panel.sample(frac=0.7, random_state=1)
    return train, panel.drop(train.index)


@q2.wrong(
    "turned",
    ("The two are the wrong way round: return train first, then test.", "顺序反了：先返回训练，再返回测试。"),
    state="nearly",
)
def test_first(panel, cutoff, horizon):
    train, test = split_by_time(panel, cutoff, horizon)
    return test, train


@q2.wrong(
    "edge",
    (
        "The rows of the morning of `cutoff` itself belong to the test: use `>=`.",
        "`cutoff` 当天早上的行属于测试：用 `>=`。",
    ),
    state="nearly",
)
def without_the_day(panel, cutoff, horizon):
    known = panel["morning"] + pd.DateOffset(months=horizon)
    return panel[known <= cutoff], panel[panel["morning"] > cutoff]


@q2.wrong(
    "no_gap_in_test",
    (
        "Your test begins only when `horizon` months have passed after `cutoff`. The model is ready on `cutoff`: test it from "
        "that morning on.",
        "您的测试从 `cutoff` 之后又过了 `horizon` 个月才开始。模型在 `cutoff` 当天就能用，从那天起就该测。",
    ),
)
def test_too_late(panel, cutoff, horizon):
    return split_by_time(panel, cutoff, horizon)[0], panel[panel["morning"] >= cutoff + pd.DateOffset(months=horizon)]


# --- q3: survival by segment ------------------------------------------------------------------------------------------

q3 = Question(
    id="q3",
    title=("How many cards are still open after a year?", "一年之后，还剩多少张卡？"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "ten",
            ("ten cards, by hand", "十张卡，可手工核对"),
            table(
                {
                    "product": ["gold"] * 5 + ["young"] * 5,
                    "acquisition": ["branch", "app"] * 5,
                    "months": [3, 12, 8, 20, 5, 2, 12, 14, 6, 12],
                    "closed": [True, True, False, False, False, True, False, True, True, False],
                }
            ),
            "product",
            12,
        ),
        case("product", BANK, data("twinline.prepared.churn:careers"), "product", 12),
        case(
            "channel",
            ("your bank, by channel, half a year", "您这家银行，按获客渠道，半年"),
            data("twinline.prepared.churn:careers"),
            "acquisition",
            6,
        ),
    ],
    hints=[
        (
            "A card opened five months ago and still open has not “survived a year”, nor has it closed. It counts for five "
            "months, then leaves the count. Kaplan–Meier does just that.",
            "五个月前开、现在还在的卡，既不算“活过一年”，也不算销户：它在前五个月里算数，之后退出计数。Kaplan–Meier 曲线就是这么算的。",
        ),
        (
            "`KaplanMeierFitter().fit(rows['months'], rows['closed'])` makes the curve; `.predict(12)` reads it.",
            "`KaplanMeierFitter().fit(rows['months'], rows['closed'])` 画出曲线，`.predict(12)` 读数。",
        ),
        (
            "Do it for each group of `careers.groupby(by, observed=True)`: collect the values in a "
            "dictionary, return `pd.Series(…)`.",
            "用 `careers.groupby(by, observed=True)` 逐组来做，把结果放进字典，最后返回 `pd.Series(…)`。",
        ),
    ],
    success=(
        "Cards that are still open are neither thrown away nor counted as survivors of a year they have not lived. Without "
        "that, young cards make every segment look better or worse than it is.",
        "还没走完的卡，既没有被扔掉，也没有被当成“活满一年”。不这么做，新卡会让每个客群都失真。",
    ),
)


@q3.reference
def kept_after(careers, by, months):
    kept = {}
    for name, rows in careers.groupby(by, observed=True):
        curve = KaplanMeierFitter().fit(rows["months"], rows["closed"])
        kept[name] = float(curve.predict(months))
    return pd.Series(kept)


@q3.wrong(
    "only_closed",
    (
        "You look only at cards that have closed. That throws away all who stayed: survivorship turned upside down.",
        "您只看了已经销户的卡，把留下的全扔掉了：这是反过来的幸存者偏差。",
    ),
)
def among_the_closed(careers, by, months):
    closed = careers[careers["closed"]]
    return (closed["months"] > months).groupby(closed[by], observed=True).mean()


@q3.wrong(
    "open_now",
    (
        "That is the share still open today, whatever their age. A card opened last month is not proof of a year.",
        "这是“今天还开着”的占比，没有看开了多久。上个月才开的卡，证明不了能留一年。",
    ),
)
def still_open(careers, by, months):
    return 1 - careers["closed"].groupby(careers[by], observed=True).mean()


@q3.wrong(
    "open_is_closed",
    (
        "You count cards that are still open as if they had closed on the last day. Tell the curve which ones closed: the "
        "second value of `fit`.",
        "您把还开着的卡当成最后一天销户了。要告诉曲线哪些真的销户：`fit` 的第二个参数。",
    ),
)
def everything_ends(careers, by, months):
    return (careers["months"] > months).groupby(careers[by], observed=True).mean()


@q3.wrong(
    "dropped",
    (
        "You drop cards that are open but younger than that. They did live through their first months: leaving them out makes "
        "churn look worse than it is.",
        "您把还开着但没满期的卡扔掉了。它们前几个月是实实在在留住的，去掉之后流失会显得更严重。",
    ),
)
def complete_only(careers, by, months):
    seen = careers[careers["closed"] | (careers["months"] >= months)]
    return 1 - (seen["closed"] & (seen["months"] <= months)).groupby(seen[by], observed=True).mean()


@q3.wrong(
    "day_before",
    (
        "Closings in month `months` itself count too: read the curve at `months`, not one before.",
        "第 `months` 个月当月的销户也要算：读 `months` 处的值，不是前一个月。",
    ),
    state="nearly",
)
def a_month_early(careers, by, months):
    return kept_after(careers, by, months - 1)
