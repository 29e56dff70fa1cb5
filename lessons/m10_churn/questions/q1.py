"""m10 · Churn warning and win-back, question 1: who may be called."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids

q1 = Question(
    id="q1",
    title=("Clean the head office's list", "先把总行名单洗干净"),
    points=3,
    taught="lesson:unused",
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "seven",
            ("seven customers, by hand", "七位客户，可手工核对"),
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
        "Whoever said no, whoever complained and whoever was called enough is off the list before any model is run. In "
        "the lesson's pilot calls drove off some ten in a hundred even of those who had refused texts only.",
        "说过“不”的、投诉过的、已经打扰够了的，都要在跑模型之前拿掉。课程的试点里，哪怕只是拒收过短信的人，打了电话，每百人也多走了十位上下。",
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
