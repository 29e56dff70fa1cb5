"""m90 · Who may be called: a frozen exercise, on which the classroom is tested. No lesson of the course depends on it, nor it on one.

q1 and q2 are what hostile notebooks attack, q3 is what they answer honestly, q4 is a policy.
"""

import twinline as tw
from twinline.questions.author.authoring import BANK, PolicyQuestion, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids, Number, Rows
from twinline.questions.sheet import Rules

# --- q1: ids ----------------------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("Clean the list", "清洗名单"),
    points=3,
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "four",
            ("four customers, by hand", "四位客户，可手工核对"),
            table(
                {
                    "customer_id": [11, 12, 13, 14],
                    "call_opt_out": [False, True, False, True],
                    "sms_opt_out": [True, False, False, True],
                }
            ),
        ),
        case("bank", BANK, data("twinline.data.tables:load", name="contacts")),
    ],
    hints=[
        ("A condition on a column gives True or False for every row.", "对一列写条件，每一行都会得到 True 或 False。"),
        ("Not is `~`: `~contacts['call_opt_out']`.", "“不是”写 `~`：`~contacts['call_opt_out']`。"),
    ],
    success=("Whoever said no is off the list.", "说过“不”的人，已经拿掉了。"),
)


@q1.reference
def may_call(contacts):
    willing = ~contacts["call_opt_out"] & ~contacts["sms_opt_out"]
    return contacts.loc[willing, "customer_id"]


@q1.wrong("forbidden", ("These are those who may NOT be called.", "这些是不能打的客户。"))
def the_others(contacts):
    return contacts.loc[contacts["call_opt_out"] | contacts["sms_opt_out"], "customer_id"]


@q1.wrong("texts", ("Whoever refuses texts is still on your list.", "拒收短信的人还在名单里。"), state="nearly")
def texts_forgotten(contacts):
    return contacts.loc[~contacts["call_opt_out"], "customer_id"]


@q1.wrong("everybody", ("Nobody is left out.", "一个人也没有拿掉。"))
def everybody(contacts):
    return contacts["customer_id"]


# --- q2: two frames ---------------------------------------------------------------------------------------------------

q2 = Question(
    id="q2",
    title=("Split by time", "按时间切分"),
    points=4,
    returns=Rows(names=("before", "after"), key=("account_id",)),
    properties=[AnyOrder()],
    cases=[
        case(
            "four",
            ("four cards, by hand", "四张卡，可手工核对"),
            table(
                {
                    "account_id": [1, 2, 3, 4],
                    "open_date": ["2022-01-05", "2023-01-01", "2023-06-30", "2024-02-29"],
                },
                dates=["open_date"],
            ),
            day("2023-01-01"),
        ),
        case("bank", BANK, data("twinline.data.tables:load", name="accounts"), day("2022-06-01")),
    ],
    hints=[
        ("Compare the column `open_date` with `cutoff`.", "拿 `open_date` 这一列和 `cutoff` 比。"),
        ("Return both frames, the earlier one first.", "两张表都返回，较早的在前。"),
    ],
    success=("Nothing of the future is among the past.", "过去里没有混进未来。"),
)


@q2.reference
def split_by_time(accounts, cutoff):
    return accounts[accounts["open_date"] < cutoff], accounts[accounts["open_date"] >= cutoff]


@q2.wrong("turned", ("The two are the wrong way round.", "顺序反了。"), state="nearly")
def later_first(accounts, cutoff):
    before, after = split_by_time(accounts, cutoff)
    return after, before


@q2.wrong("edge", ("The day of `cutoff` itself comes after.", "`cutoff` 当天算在之后。"), state="nearly")
def with_the_day(accounts, cutoff):
    return accounts[accounts["open_date"] <= cutoff], accounts[accounts["open_date"] > cutoff]


@q2.wrong("halves", ("These are halves, not what lies before and after.", "这是对半分，不是按时间分。"))
def in_halves(accounts, cutoff):
    return accounts.iloc[: len(accounts) // 2], accounts.iloc[len(accounts) // 2 :]


# --- q3: a number -----------------------------------------------------------------------------------------------------

q3 = Question(
    id="q3",
    title=("What do the limits earn?", "额度能赚多少？"),
    points=4,
    returns=Number(),
    properties=[AnyOrder()],
    cases=[
        case("two", ("two cards, by hand", "两张卡，可手工核对"), table({"limit": [10_000.0, 30_000.0]}), 0.02),
        case("bank", BANK, data("twinline.data.tables:load", name="accounts"), 0.01),
        case(
            "dearer",
            ("your bank, dearer", "您这家银行，费率更高"),
            data("twinline.data.tables:load", name="accounts"),
            0.03,
        ),
    ],
    hints=[
        ("The mean of a column: `.mean()`.", "一列的均值：`.mean()`。"),
        ("Multiply by `rate`.", "再乘以 `rate`。"),
    ],
    success=("A mean limit, and what it earns.", "平均额度，以及它能赚的钱。"),
)


@q3.reference
def earned(accounts, rate):
    return accounts["limit"].mean() * rate


@q3.wrong("limit", ("That is the limit, not what it earns: multiply by `rate`.", "这是额度，不是收益：要乘以 `rate`。"))
def without_the_rate(accounts, rate):
    return accounts["limit"].mean()


@q3.wrong("median", ("That is the median; the mean is asked for.", "这是中位数，题目要的是均值。"), state="nearly")
def with_the_median(accounts, rate):
    return accounts["limit"].median() * rate + 1


@q3.wrong("sum", ("That is what all cards earn together.", "这是所有卡一共赚的。"))
def of_all(accounts, rate):
    return accounts["limit"].sum() * rate


# --- q4: a policy -----------------------------------------------------------------------------------------------------

q4 = PolicyQuestion(
    id="q4",
    title=("Whom do we call?", "这通电话打给谁？"),
    points=8,
    rules=Rules(share=0.1, months=3, futures=3, full=0.6, nearly=0.4, none=0.25),
    hints=[
        ("Whoever asked last month: `observed['enquired_1m']`.", "上个月来问过的人：`observed['enquired_1m']`。"),
        ("Leave out whoever refuses calls.", "去掉拒绝电话的人。"),
    ],
    success=("You call at the moment when it matters.", "电话打在要紧的时候。"),
)


@q4.reference
def whom_to_call(observed, month, budget):
    asked = observed["enquired_1m"] & ~observed["call_opt_out"]
    return tw.segment(observed, asked).action("call", "fee_waiver").cap(customers=len(observed) // 40, by="margin_12m")


@q4.wrong("rich", ("These are simply the most valuable customers.", "您选的只是价值最高的人。"))
def most_valuable(observed, month, budget):
    if month > 1:
        return None
    return tw.segment(observed, "not call_opt_out").cap(share=0.1, by="margin_12m").action("call", "fee_waiver")


@q4.wrong("nobody", ("Your policy contacts nobody.", "您的策略谁也没触达。"))
def no_one(observed, month, budget):
    return None


@q4.wrong("weak", ("It runs, but it earns little.", "跑通了，但收益不多。"))
def anybody(observed, month, budget):
    if month > 1:
        return None
    return tw.segment(observed, "not call_opt_out").cap(share=0.05, by="age").action("call", "fee_waiver")
