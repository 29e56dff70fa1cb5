"""m00 · Orientation, question 5: the keep-rate."""

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Number

_ACCOUNTS = data("twinline.data.tables:load", name="accounts", columns=["account_id", "open_date", "close_date"])

q5 = Question(
    id="q5",
    title=("How many do we keep?", "留住了多少？"),
    points=3,
    taught="lesson-3:puzzle",
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "nine",
            ("nine cards, by hand", "九张卡，可手工核对"),
            table(
                {
                    "account_id": [1, 2, 3, 4, 5, 6, 7, 8, 9],
                    "open_date": [
                        "2023-05-01",
                        "2023-06-10",
                        "2024-02-01",
                        "2024-03-05",
                        "2024-12-20",
                        "2025-03-01",
                        "2025-04-01",
                        "2024-08-01",
                        "2023-01-01",
                    ],
                    "close_date": [
                        None,
                        "2024-07-01",
                        "2025-05-20",
                        "2026-01-15",
                        None,
                        "2025-09-01",
                        None,
                        None,
                        "2024-11-11",
                    ],
                },
                dates=["open_date", "close_date"],
            ),
            day("2025-01-01"),
            day("2026-01-01"),
        ),
        case("year", BANK, _ACCOUNTS, day("2025-01-01"), day("2026-01-01")),
        case(
            "half",
            ("your bank, half a year", "您这家银行，半年"),
            _ACCOUNTS,
            day("2024-07-01"),
            day("2025-01-01"),
        ),
    ],
    hints=[
        (
            "Two groups, one inside the other. The whole: cards that were open on the morning of `since`.",
            "两群卡，一群套在另一群里。整体是：`since` 那天早上还开着的卡。",
        ),
        (
            "Open on that morning: `open_date` is before `since`, and `close_date` is empty or not before `since`. "
            "`.isna()` finds empty cells.",
            "那天早上开着：`open_date` 早于 `since`，并且 `close_date` 为空或不早于 `since`。空值用 `.isna()` 判断。",
        ),
        (
            "Among those rows: the share whose `close_date` is empty or not before `until`. The mean of True and False is a share.",
            "再看这些行里，`close_date` 为空或不早于 `until` 的占比。True/False 求平均就是占比。",
        ),
    ],
    success=(
        "You followed the same cards from one day to the other. New cards did not hide those that left.",
        "您跟的是同一批卡，从这一天到那一天。新卡没有把流失掩盖掉。",
    ),
)


@q5.reference
def keep_rate(accounts, since, until):
    opened, closed = accounts["open_date"], accounts["close_date"]
    there = accounts[(opened < since) & (closed.isna() | (closed >= since))]
    return (there["close_date"].isna() | (there["close_date"] >= until)).mean()


@q5.wrong(
    "all_ever",
    (
        "Wrong denominator: cards that had closed before `since` cannot be lost again. Leave them out.",
        "分母错了：`since` 之前就已销户的卡，不可能再流失一次。要去掉。",
    ),
)
def of_all_opened_before(accounts, since, until):
    before = accounts[accounts["open_date"] < since]
    return (before["close_date"].isna() | (before["close_date"] >= until)).mean()


@q5.wrong(
    "new_cards",
    (
        "Cards opened after `since` are among yours. They make the share look better or worse than it is: follow only those that "
        "were there.",
        "您把 `since` 之后新开的卡也算进来了，占比会失真。只跟当时就在的那一批。",
    ),
)
def with_new_cards(accounts, since, until):
    closed = accounts["close_date"]
    there = accounts[(accounts["open_date"] < until) & (closed.isna() | (closed >= since))]
    return (there["close_date"].isna() | (there["close_date"] >= until)).mean()


@q5.wrong(
    "stock",
    (
        "You divide the open cards of the second day by those of the first. New cards fill the gaps there: the number says growth, "
        "not keeping.",
        "您用后一天的在册卡数除以前一天的。新卡补了缺口：这是增长，不是留存。",
    ),
)
def open_then_and_now(accounts, since, until):
    def count(morning):
        closed = accounts["close_date"]
        return ((accounts["open_date"] < morning) & (closed.isna() | (closed >= morning))).sum()

    return count(until) / count(since)


@q5.wrong(
    "today",
    (
        "You look at whether a card is open today, not on the morning of `until`. What closes later was still kept.",
        "您看的是卡今天还在不在，而不是 `until` 那天早上。之后才销户的，当时还算留住。",
    ),
)
def still_open_at_the_end(accounts, since, until):
    closed = accounts["close_date"]
    there = accounts[(accounts["open_date"] < since) & (closed.isna() | (closed >= since))]
    return there["close_date"].isna().mean()


@q5.wrong(
    "lost",
    ("That is the share that was lost. Subtract it from one.", "这是流失的占比。用 1 去减。"),
    state="nearly",
)
def share_lost(accounts, since, until):
    return 1 - keep_rate(accounts, since, until)
