"""m10 · Churn warning and win-back, question 5: the Qini curve."""

from twinline.questions.author.authoring import BANK, Question, case, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Numbers

from .shared import ASKED, PILOT, control_rows, treated_rows

q5 = Question(
    id="q5",
    title=("Draw the Qini curve", "画出 Qini 曲线"),
    points=5,
    taught="lesson:uplift",
    returns=Numbers(size=10),
    properties=[AnyOrder()],
    cases=[
        case(
            "small",
            ("forty customers, by hand", "四十位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 41)),
                    "arm": ["treated", "control", "control", "treated", "control"] * 8,
                    "stayed": [True, False, True, True, True, False, False, True] * 5,
                    "score": [(number * 17) % 23 for number in range(40)],
                }
            ),
            "score",
        ),
        case("worth", BANK, PILOT, "margin_12m"),
        case("asked", ("your bank, after an enquiry", "您这家银行，咨询后外呼试点"), ASKED, "spend_3m"),
    ],
    hints=[
        (
            "Sort from high to low. At the first tenth, the first two tenths, … count who stayed: among the called, and among "
            "the control.",
            "从高到低排序。看前一成、前两成……：触达组留下几人，对照组留下几人。",
        ),
        (
            "The control group may be larger or smaller than the called. Scale its count: × called customers so far ÷ control "
            "customers so far.",
            "两组人数不一样，对照组的留存人数要放缩：×（到此为止触达组人数）÷（到此为止对照组人数）。",
        ),
        (
            "`ranked = pilot.sort_values([score, 'customer_id'], ascending=[False, True])`; the first i tenths are "
            "`ranked.head(len(ranked) * i // 10)`.",
            "`ranked = pilot.sort_values([score, 'customer_id'], ascending=[False, True])`；前 i 成是"
            " `ranked.head(len(ranked) * i // 10)`。",
        ),
    ],
    success=(
        "The curve shows how many customers a list keeps beyond those who would have stayed, however far down you call. A "
        "list that ends lower than it was before should have been cut there.",
        "曲线告诉您：一路打下去，名单比“不打”多留住了几个人。曲线掉头向下的地方，就是名单该截断的地方。",
    ),
)


@q5.reference
def qini(pilot, score):
    ranked = pilot.sort_values([score, "customer_id"], ascending=[False, True])
    curve = []
    for tenth in range(1, 11):
        top = ranked.head(len(ranked) * tenth // 10)
        called = top.loc[top["arm"] == "treated", "stayed"]
        control = top.loc[top["arm"] == "control", "stayed"]
        curve.append(called.sum() - control.sum() * len(called) / len(control))
    return curve


def _curve(pilot, score, gain, ascending=False):
    ranked = pilot.sort_values([score, "customer_id"], ascending=[ascending, True])
    tops = [ranked.head(len(ranked) * tenth // 10) for tenth in range(1, 11)]
    return [float(gain(treated_rows(top)["stayed"], control_rows(top)["stayed"])) for top in tops]


@q5.wrong(
    "unscaled",
    (
        "The two groups are not the same size. Before you subtract, scale the control's count to the number of customers "
        "called.",
        "两组人数不同。相减之前，要把对照组的人数放缩到触达组的规模。",
    ),
)
def not_scaled(pilot, score):
    return _curve(pilot, score, lambda called, control: called.sum() - control.sum())


@q5.wrong(
    "gross",
    (
        "You count all who stayed after a call. The Qini curve takes off those who would have stayed anyway, as the control "
        "shows.",
        "您把接到电话后留下的人全算上了。Qini 曲线要减掉本来就会留的人，这要看对照组。",
    ),
)
def gross_response(pilot, score):
    return _curve(pilot, score, lambda called, control: called.sum())


@q5.wrong(
    "ascending",
    ("Your ranking begins with the lowest score. Sort from high to low.", "您从低分排起了。请从高到低排序。"),
)
def lowest_first(pilot, score):
    return _curve(pilot, score, lambda called, control: called.sum() - control.sum() * len(called) / len(control), True)


@q5.wrong(
    "rates",
    (
        "Those are differences of shares. The curve counts customers: multiply by the number called so far.",
        "这是占比之差。曲线要的是人数：再乘以到此为止的触达人数。",
    ),
    state="nearly",
)
def difference_of_rates(pilot, score):
    return _curve(pilot, score, lambda called, control: called.mean() - control.mean())


@q5.wrong(
    "slices",
    (
        "You give each tenth by itself. The curve adds up: the first tenth, the first two tenths, …",
        "您给的是每一成各自的结果。曲线是累计的：前一成、前两成……",
    ),
)
def tenth_by_tenth(pilot, score):
    curve = qini(pilot, score)
    return [now - before for before, now in zip([0, *curve[:-1]], curve, strict=True)]
