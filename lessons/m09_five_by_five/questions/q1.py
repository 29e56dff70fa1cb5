"""m09 · The 5×5 method, question 1: screen the list."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids

q1 = Question(
    id="q1",
    title=("Screen the list", "精筛名单"),
    points=3,
    taught="lesson-1:stage-one",
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "eight",
            ("eight customers, by hand", "八位客户，可手工核对"),
            table(
                {
                    "customer_id": [21, 22, 23, 24, 25, 26, 27, 28],
                    "enquiries_12m": [1, 0, 2, 1, 3, 1, 1, 0],
                    "call_opt_out": [False, False, True, False, False, False, False, False],
                    "bucket": [0, 0, 0, 2, 0, 0, 0, 0],
                    "margin_12m": [12.0, 90.0, 80.0, 70.0, 60.0, 31.0, 45.0, 5.0],
                    "spend_12m": [50000.0, 9000.0, 8000.0, 7000.0, 6000.0, 45000.0, 4000.0, 3000.0],
                }
            ),
            3,
        ),
        case("bank", BANK, data("twinline.modules.m09.five_by_five:centre", city=None), 200),
        case(
            "short",
            ("your bank, a short list", "您这家银行，短名单"),
            data("twinline.modules.m09.five_by_five:centre", city=None),
            120,
        ),
    ],
    hints=[
        (
            "First who may be on it: three conditions joined with `&`. “Not” is `~`.",
            "先看谁能上名单：三个条件用 `&` 连起来，“不是”写 `~`。",
        ),
        (
            "Then the order: `frame.nlargest(most, 'margin_12m')` keeps the rows with the highest margin.",
            "再排先后：`frame.nlargest(most, 'margin_12m')` 保留毛利最高的若干行。",
        ),
        ("Return the column `customer_id` of what is left.", "最后返回剩下各行的 `customer_id` 列。"),
    ],
    success=(
        "The list holds people whom a call can change and who may be called. Worth decides only among them: that order of "
        "steps is what “screening” means.",
        "名单上都是电话改变得了、又可以打的人；价值只在他们之间排先后。这个次序，就是“精筛”的意思。",
    ),
)


@q1.reference
def screen(observed, most):
    asked = observed["enquiries_12m"] > 0
    allowed = ~observed["call_opt_out"] & (observed["bucket"] == 0)
    good = observed[asked & allowed]
    return good.nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "rich",
    (
        "You take the most valuable customers whether or not they asked. The pilots by lot found: a call keeps some of those who asked, "
        "and hardly anybody else.",
        "您只看价值，没看有没有来问过。抽签试点的结论：电话能留住一些来问过的人，对别人几乎没用。",
    ),
)
def most_valuable(observed, most):
    allowed = ~observed["call_opt_out"] & (observed["bucket"] == 0)
    return observed[allowed].nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "refused",
    ("Customers who refused calls are still on your list.", "拒绝过电话的客户，还在您的名单里。"),
)
def refused_too(observed, most):
    good = observed[(observed["enquiries_12m"] > 0) & (observed["bucket"] == 0)]
    return good.nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "overdue",
    (
        "Overdue customers are still on your list. They earn interest and so look valuable; collection looks after them.",
        "逾期客户还在您的名单里。他们有利息，看着值钱，但归催收管。",
    ),
)
def overdue_too(observed, most):
    good = observed[(observed["enquiries_12m"] > 0) & ~observed["call_opt_out"]]
    return good.nlargest(most, "margin_12m")["customer_id"]


@q1.wrong(
    "cut_first",
    (
        "You cut to `most` before you screen, so the list comes out short. Screen first, cut last.",
        "您先截到 `most` 人再筛，名单就短了。要先筛，最后再截。",
    ),
)
def cut_before(observed, most):
    top = observed.nlargest(most, "margin_12m")
    good = (top["enquiries_12m"] > 0) & ~top["call_opt_out"] & (top["bucket"] == 0)
    return top.loc[good, "customer_id"]


@q1.wrong(
    "spend",
    (
        "You rank by spending. What the bank would lose is margin: `margin_12m`.",
        "您按消费额排了。银行会失去的是毛利：`margin_12m`。",
    ),
    state="nearly",
)
def by_spend(observed, most):
    allowed = ~observed["call_opt_out"] & (observed["bucket"] == 0)
    return observed[(observed["enquiries_12m"] > 0) & allowed].nlargest(most, "spend_12m")["customer_id"]
