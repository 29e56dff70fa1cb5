"""m00 · Orientation, questions 4 to 6: whom to send it to, how many stay, and a first policy on the twin."""

import twinline as tw
from twinline.questions.author.authoring import BANK, PolicyQuestion, Question, case, data, day, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup, Number
from twinline.questions.sheet import Rules

# --- q4: lift by segment ----------------------------------------------------------------------------------------------

q4 = Question(
    id="q4",
    title=("In whom does it change anything?", "它改变了哪些人？"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "twelve",
            ("twelve customers, by hand", "十二位客户，可手工核对"),
            table(
                {
                    "segment": ["asleep"] * 6 + ["regular"] * 6,
                    "arm": ["treated", "treated", "treated", "control", "control", "control"] * 2,
                    "bought": [True, True, False, True, False, False, True, True, True, True, True, False],
                    "redeemed": [True, False, False, False, False, False, True, True, False, False, False, False],
                }
            ),
        ),
        case("spring", BANK, data("twinline.data.pilots:pilot", campaign="voucher_for_all")),
        case(
            "autumn",
            ("your bank, the autumn pilot", "您这家银行，秋季试点"),
            data("twinline.data.pilots:pilot", campaign="voucher_where_it_counts"),
        ),
    ],
    hints=[
        (
            "It is question 3's lift, once for each segment. Within a segment: treated share less control share.",
            "就是第 3 题的提升，每个客群各算一次：客群之内，触达组占比减对照组占比。",
        ),
        (
            "Two keys at once: `pilot.groupby(['segment', 'arm'], observed=True)['bought'].mean()`.",
            "一次按两列分组：`pilot.groupby(['segment', 'arm'], observed=True)['bought'].mean()`。",
        ),
        (
            "`.unstack()` moves the arms into columns. Then subtract one column from the other.",
            "`.unstack()` 把两组变成两列，再用一列减另一列。",
        ),
    ],
    success=(
        "“On average” hid it: the voucher moves some segments and hardly moves others. The next list follows from this.",
        "“平均”把它藏起来了：同一张券，有的客群动了，有的几乎没动。下一张名单就从这里来。",
    ),
)


@q4.reference
def lift_by_segment(pilot):
    bought = pilot.groupby(["segment", "arm"], observed=True)["bought"].mean().unstack()
    return bought["treated"] - bought["control"]


@q4.wrong(
    "no_control",
    (
        "No control group: that is how many of the texted bought. It says who buys, not whom the voucher changed.",
        "没有对照：这是触达组里有消费的占比，说明的是谁爱消费，不是券改变了谁。",
    ),
)
def treated_only(pilot):
    return pilot[pilot["arm"] == "treated"].groupby("segment", observed=True)["bought"].mean()


@q4.wrong(
    "redeemed",
    (
        "That is the share who used the voucher: what a campaign report calls success. Compare `bought` between the arms.",
        "这是用券率，也就是活动总结里的“成功率”。要比的是两组的 `bought`。",
    ),
)
def redemption(pilot):
    return pilot[pilot["arm"] == "treated"].groupby("segment", observed=True)["redeemed"].mean()


@q4.wrong(
    "one_control",
    (
        "You compare each segment with the control group of everybody. Sleepers buy less anyway: compare them with sleepers.",
        "您拿每个客群跟全体对照组比。沉睡客户本来就买得少：要跟沉睡客户里的对照组比。",
    ),
)
def against_all(pilot):
    treated = pilot[pilot["arm"] == "treated"].groupby("segment", observed=True)["bought"].mean()
    return treated - pilot.loc[pilot["arm"] == "control", "bought"].mean()


@q4.wrong(
    "relative",
    (
        "You divide by the control's share: that is a relative rise. Here the plain difference is asked for.",
        "您又除以了对照组的占比，那是相对提升。这里要的是直接相减。",
    ),
    state="nearly",
)
def in_relation(pilot):
    bought = pilot.groupby(["segment", "arm"], observed=True)["bought"].mean().unstack()
    return bought["treated"] / bought["control"] - 1


# --- q5: the keep-rate ------------------------------------------------------------------------------------------------

_ACCOUNTS = data("twinline.data.tables:load", name="accounts", columns=["account_id", "open_date", "close_date"])

q5 = Question(
    id="q5",
    title=("How many do we keep?", "留住了多少？"),
    points=3,
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


# --- q6: a first policy -----------------------------------------------------------------------------------------------

q6 = PolicyQuestion(
    id="q6",
    title=("Your first policy on the twin", "第一个策略，放进孪生银行"),
    points=4,
    rules=Rules(share=0.25, months=6, futures=4, full=0.2, nearly=0.18, none=0.12),
    hints=[
        (
            "Lesson 3 showed two lists: one of everybody in turn, one of those who had just asked. Whom does a contact change?",
            "第 3 课比过两张名单：一张轮着来，一张只有刚来问过的人。触达能改变谁？",
        ),
        (
            "`observed['enquired_1m']` is True for whoever asked about fees or closing last month. The policy is asked every "
            "month, and each month there are new ones.",
            "`observed['enquired_1m']` 为 True，表示上个月来问过费用或销户。策略每个月都会被问一次，每个月都有新来问的人。",
        ),
        (
            "Leave out whoever refuses texts: `& ~observed['sms_opt_out']`. Then `tw.segment(observed, chosen).action('sms', "
            "'voucher')`.",
            "去掉拒收短信的：`& ~observed['sms_opt_out']`。然后 `tw.segment(observed, chosen).action('sms', 'voucher')`。",
        ),
    ],
    success=(
        "A few texts a month, to the right people at the right moment. That is the whole loop in one line; later modules make it "
        "better.",
        "每个月就发那么几条，发对人、发对时候。一行代码就是一个完整的闭环，后面的模块会让它更好。",
    ),
)


@q6.reference
def whom_to_text(observed, month, budget):
    asked = observed["enquired_1m"] & ~observed["sms_opt_out"]
    return tw.segment(observed, asked).action("sms", "voucher")


@q6.wrong(
    "rich",
    (
        "Your customers are simply the most valuable ones: our best customers of the fruit shop. They come anyway.",
        "您选的就是价值最高的那批人，等于水果店的老主顾。他们本来就会来。",
    ),
)
def our_best(observed, month, budget):
    if month > 1:
        return None
    return tw.segment(observed, "not sms_opt_out").cap(share=0.15, by="margin_12m").action("sms", "voucher")


@q6.wrong(
    "opt_out_sms",
    (
        "Customers who refuse texts are on your list. It is their right: add `& ~observed['sms_opt_out']`.",
        "名单里有拒收短信的客户。这是他们的权利：条件里加上 `& ~observed['sms_opt_out']`。",
    ),
)
def refusals_texted(observed, month, budget):
    return tw.segment(observed, observed["enquired_1m"]).action("sms", "voucher")


@q6.wrong("nobody")
def no_one(observed, month, budget):
    return None


@q6.wrong(
    "weak",
    (
        "It runs, but it changes little. A list made once grows old: who gave you a sign of life this month?",
        "跑通了，但没改变多少。一次拉好的名单会过期：这个月，是谁先给了您信号？",
    ),
)
def biggest_spenders(observed, month, budget):
    if month > 1:
        return None
    return tw.segment(observed, "not sms_opt_out").cap(share=0.15, by="spend_3m").action("sms", "voucher")
