"""m02 · Diagnosis, question 5: an anomaly that is not the season."""

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup

LOANS = data("twinline.data.tables:load", name="branch_loans")

# Repaid of 100 due, by branch and month. In April all fall for the season; 203 fell for good, 204 in one month alone,
# 202 is always a little behind, 206 paid much more.
_PAID = {
    201: [98, 97, 98, 90],
    202: [92, 93, 92, 85],
    203: [98, 85, 86, 79],
    204: [99, 97, 97, 82],
    205: [97, 98, 97, 91],
    206: [99, 110, 112, 104],
    207: [98, 98, 99, 90],
}
_MONTHS = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]

q5 = Question(
    id="q5",
    title=("An alarm that knows the season", "认得出季节的警报"),
    points=6,
    taught="lesson-1:season",
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "seven",
            ("seven branches, by hand", "七家网点，可手工核对"),
            table(
                {
                    "branch_id": [branch for branch in _PAID for _ in _MONTHS],
                    "month": _MONTHS * len(_PAID),
                    "due": [100.0] * len(_PAID) * len(_MONTHS),
                    "paid": [float(paid) for months in _PAID.values() for paid in months],
                },
                dates=["month"],
            ),
            day("2025-04-01"),
            0.07,
        ),
        case("may", BANK, LOANS, day("2025-05-01"), 0.07),
        case("october", ("your bank, in October", "您这家银行，十月"), LOANS, day("2025-10-01"), 0.04),
    ],
    hints=[
        (
            "Make a table of `paid / due`, a row a month and a column a branch: `.pivot_table('rate', 'month', "
            "'branch_id')`.",
            "先做一张 `paid / due` 的表，一行一个月、一列一家网点：`.pivot_table('rate', 'month', 'branch_id')`。",
        ),
        (
            "Take the middle branch of each month off: `rate.sub(rate.median(axis=1), axis=0)`. Then the mean of three months: "
            "`.rolling(3).mean()`.",
            "每个月减去当月的中位网点：`rate.sub(rate.median(axis=1), axis=0)`，再取三个月平均：`.rolling(3).mean()`。",
        ),
        (
            "Of the row of `month`, keep what lies below `-gap`: `row = behind.loc[month]`, then `return row[row < -gap]`.",
            "取 `month` 那一行，只留低于 `-gap` 的：`row = behind.loc[month]`，再 `return row[row < -gap]`。",
        ),
    ],
    success=(
        "The season hits everybody, so the middle branch carries it away. With 7 points over three months, a single dip of up to "
        "21 points does not ring; a deeper one does, for three months. What rings deserves a second figure: what is overdue.",
        "季节人人都有，减去中位网点就没了。看三个月、门槛 7 个百分点，单月跌 21 个百分点以内不会响；跌得更深，会连响三个月。响了的，再看第二个数字：逾期余额。",
    ),
)


@q5.reference
def alarms(loans, month, gap):
    rate = loans.assign(rate=loans["paid"] / loans["due"]).pivot_table("rate", "month", "branch_id")
    behind = rate.sub(rate.median(axis=1), axis=0).rolling(3).mean()
    row = behind.loc[month]
    return row[row < -gap]


def _rate(loans):
    return loans.assign(rate=loans["paid"] / loans["due"]).pivot_table("rate", "month", "branch_id")


@q5.wrong(
    "month_before",
    (
        "You compare with the month before. When the season turns, everybody rings; and who stays low no longer rings.",
        "您比的是上个月。换季时家家都响；一直低着的，反而不响了。",
    ),
)
def against_the_month_before(loans, month, gap):
    row = _rate(loans).diff().loc[month]
    return row[row < -gap]


@q5.wrong(
    "one_month",
    (
        "You look at one month. Take the mean of the three months up to `month`, so that a single bad one does not ring.",
        "您只看了一个月。请取到 `month` 为止三个月的平均，免得一时的波动也报警。",
    ),
)
def one_month_only(loans, month, gap):
    rate = _rate(loans)
    row = rate.sub(rate.median(axis=1), axis=0).loc[month]
    return row[row < -gap]


@q5.wrong(
    "no_peers",
    (
        "You compare with what was due. A season in which everybody pays later then rings at all branches: take off the "
        "median of the branches in the same month.",
        "您直接和“应还”比。大家都晚还的季节，家家都会响：请减去同月各网点的中位数。",
    ),
)
def against_what_was_due(loans, month, gap):
    row = (_rate(loans) - 1).rolling(3).mean().loc[month]
    return row[row < -gap]


@q5.wrong(
    "both_sides",
    (
        "Branches that collect *more* than the others are in your list, too. Only those below by more than `gap` ring.",
        "收得比别家*多*的网点也进了您的名单。只有低出 `gap` 以上的才报警。",
    ),
    state="nearly",
)
def either_side(loans, month, gap):
    rate = _rate(loans)
    row = rate.sub(rate.median(axis=1), axis=0).rolling(3).mean().loc[month]
    return row[row.abs() > gap]


@q5.wrong(
    "others",
    ("These are the branches that do *not* ring.", "这是*没有*报警的网点。"),
    state="nearly",
)
def the_quiet_ones(loans, month, gap):
    rate = _rate(loans)
    row = rate.sub(rate.median(axis=1), axis=0).rolling(3).mean().loc[month]
    return row[row >= -gap]
