"""m09 · The 5×5 method, question 6: who owes what."""

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids

TODAY = day("2026-01-18")

q6 = Question(
    id="q6",
    title=("Who owes what on the board?", "看板上，谁还欠着？"),
    points=4,
    taught="lesson-2:follow-up",
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "nine",
            ("nine records, by hand", "九条记录，可手工核对"),
            table(
                {
                    "step": ["3.1", "3.1", "3.2", "5.1", "5.1", "3.1", "2.5", "5.1", "5.1"],
                    "owner": ["front", "front", "front", "front", "front", "front", "middle", "front", "front"],
                    "manager_id": [91, 91, 92, 92, 92, 93, 94, 95, 95],
                    "due": [
                        "2026-01-12",
                        "2026-01-18",
                        "2026-01-13",
                        "2026-01-15",
                        "2026-01-25",
                        "2026-01-12",
                        "2026-01-07",
                        "2026-01-17",
                        "2026-01-16",
                    ],
                    "done": [
                        None,
                        "2026-01-20",
                        "2026-01-16",
                        None,
                        None,
                        "2026-01-12",
                        None,
                        "2026-01-19",
                        "2026-01-18",
                    ],
                },
                dates=["due", "done"],
            ),
            TODAY,
            1,
        ),
        case("bank", BANK, data("twinline.modules.m09.five_by_five:month_log", city=None), TODAY, 2),
        case(
            "earlier",
            ("your bank, four days before", "您这家银行，四天之前"),
            data("twinline.modules.m09.five_by_five:month_log", city=None),
            day("2026-01-14"),
            2,
        ),
    ],
    hints=[
        (
            "Overdue on the evening of `today`: due that day or earlier, and not there yet. Not there is: done later, or no day at all.",
            "`today` 晚上算逾期：应在当天或之前完成，但还没有。“没有”有两种：之后才完成，或者根本没有日期。",
        ),
        (
            "Comparing with a missing day gives False. So write `~(log['done'] <= today)`.",
            "缺失的日期和谁比都是 False，所以写 `~(log['done'] <= today)`。",
        ),
        (
            "Front-line records only; then `value_counts()` of `manager_id`, and the index where the count is `least` or more.",
            "只看一线的记录；再对 `manager_id` 做 `value_counts()`，取次数不少于 `least` 的索引。",
        ),
    ],
    success=(
        "Late and finished is no longer owed; not yet due is not owed yet; never written down is owed, and easiest to miss. "
        "The team leader now knows whom to help first.",
        "晚了但做完的，不再欠；还没到期的，还不算欠；从没留痕的，才是欠着、又最容易漏掉的。团队长现在知道先去帮谁。",
    ),
)


@q6.reference
def who_owes(log, today, least):
    front = log[log["owner"] == "front"]
    there = front["done"] <= today
    overdue = front[(front["due"] <= today) & ~there & (front["manager_id"] > 0)]
    times = overdue["manager_id"].value_counts()
    return times.index[times >= least]


@q6.wrong(
    "not_missing",
    (
        "Records without any day are missing from your count: a missing day compares as False. Use `~(done <= today)`.",
        "没有日期的记录，您漏数了：缺失的日期比大小总是 False。用 `~(done <= today)`。",
    ),
)
def done_later_only(log, today, least):
    late = log[(log["owner"] == "front") & (log["due"] <= today) & (log["done"] > today) & (log["manager_id"] > 0)]
    times = late["manager_id"].value_counts()
    return times.index[times >= least]


@q6.wrong(
    "late_but_done",
    (
        "You count what was late, also if it has been done since. On the board that is settled.",
        "您把“晚了但已补上”的也算进去了。在看板上，那已经销账。",
    ),
)
def once_late(log, today, least):
    front = log[(log["owner"] == "front") & (log["due"] <= today) & (log["manager_id"] > 0)]
    times = front.loc[~(front["done"] <= front["due"]), "manager_id"].value_counts()
    return times.index[times >= least]


@q6.wrong(
    "not_due",
    (
        "You also count what is not due yet. Open is not overdue.",
        "还没到期的，您也算进去了。进行中不等于逾期。",
    ),
)
def open_counts(log, today, least):
    front = log[(log["owner"] == "front") & ~(log["done"] <= today) & (log["manager_id"] > 0)]
    times = front["manager_id"].value_counts()
    return times.index[times >= least]


@q6.wrong(
    "today_out",
    ("What is due today counts on the evening of today: use `<=`.", "当天到期的，当天晚上就算：用 `<=`。"),
    state="nearly",
)
def before_today(log, today, least):
    front = log[(log["owner"] == "front") & (log["due"] < today) & ~(log["done"] <= today) & (log["manager_id"] > 0)]
    times = front["manager_id"].value_counts()
    return times.index[times >= least]


@q6.wrong(
    "more_than",
    ("`least` records or more: use `>=`.", "不少于 `least` 条：用 `>=`。"),
    state="nearly",
)
def one_too_many(log, today, least):
    return who_owes(log, today, least + 1)


@q6.wrong(
    "everybody",
    (
        "Records that others owe are in your count, such as tool kits of the middle office. Look at `owner`.",
        "别人欠的也被您算进来了，比如中台的工具包。要看 `owner`。",
    ),
)
def every_owner(log, today, least):
    late = log[(log["due"] <= today) & ~(log["done"] <= today) & (log["manager_id"] > 0)]
    times = late["manager_id"].value_counts()
    return times.index[times >= least]
