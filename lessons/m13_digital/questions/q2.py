"""m13 · Digital foundations, question 2: how many visits get in, by version."""

from twinline.questions.author.authoring import BANK, Question, case
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

from .shared import STEPS, TRAIL

q2 = Question(
    id="q2",
    title=("How many visits get in?", "有多少访问进得来？"),
    points=3,
    taught="lesson-3:how-ask",
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case("twelve", ("twelve steps, by hand", "十二个步骤，可手工核对"), STEPS, "app_version"),
        case("bank", BANK, TRAIL, "app_version"),
        case("device", ("your bank, by device", "您这家银行，按设备"), TRAIL, "device"),
    ],
    hints=[
        (
            "A visit got in if *any* of its steps opened a page. So first one line a visit, then the share of visits.",
            "一次访问里，*任何*一步打开了页面，就算进来了。所以先归成一次访问一行，再算占比。",
        ),
        (
            "`steps.groupby([by, 'session_id'])['opened'].any()` says it for each visit.",
            "`steps.groupby([by, 'session_id'])['opened'].any()` 给出每次访问进来没有。",
        ),
        ("The mean by group of those: add `.groupby(by).mean()`.", "再按组取平均：后面接 `.groupby(by).mean()`。"),
    ],
    success=(
        "The number of attempts went up while this share went down. With both on one page nobody would have cheered.",
        "尝试次数上去了，这个占比却下来了。两个数放在一页上，就没人会叫好了。",
    ),
)


@q2.reference
def got_in(steps, by):
    visits = steps.groupby([by, "session_id"])["opened"].any()
    return visits.groupby(by).mean()


@q2.wrong(
    "steps",
    (
        "That is a share of steps. A visit with many pages then counts many times; the task asks for visits.",
        "这是步骤的占比。页数多的访问会被数很多遍；题目要的是访问。",
    ),
)
def of_steps(steps, by):
    return steps["opened"].groupby(steps[by]).mean()


@q2.wrong(
    "all",
    (
        "You ask that *every* step opened a page. The identity check never does; one page is enough.",
        "您要求*每一步*都打开页面。身份核验从来不算打开；有一页打开就够了。",
    ),
)
def every_step(steps, by):
    return steps.groupby([by, "session_id"])["opened"].all().groupby(by).mean()


@q2.wrong(
    "customers",
    (
        "That is the share of customers who ever got in. Somebody who failed nine times and got in once counts as in.",
        "这是“进来过的客户”占比。失败九次、成功一次的人，也被算成进来了。",
    ),
)
def of_customers(steps, by):
    return steps.groupby([by, "customer_id"])["opened"].any().groupby(by).mean()


@q2.wrong(
    "errors",
    (
        "You count visits without an error. A visit may meet an error and still get in, or meet none and open nothing.",
        "您数的是“没出错的访问”。出过错也可能进来了，没出错也可能什么都没打开。",
    ),
)
def without_error(steps, by):
    clean = steps.assign(clean=steps["error"] == "")
    return clean.groupby([by, "session_id"])["clean"].all().groupby(by).mean()


@q2.wrong(
    "count",
    ("These are counts. The task asks for a share, between 0 and 1.", "这是次数。题目要的是占比，在 0 到 1 之间。"),
)
def counted(steps, by):
    return steps.groupby([by, "session_id"])["opened"].any().groupby(by).sum()
