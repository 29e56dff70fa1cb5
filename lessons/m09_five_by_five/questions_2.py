"""m09 · The 5×5 method, questions 4 to 6: how good the matches are, the branch's own funnel, who owes what."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, day, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import Columns, Ids, Number

# --- q4: precision of matches -----------------------------------------------------------------------------------------

q4 = Question(
    id="q4",
    title=("Do colleagues know each other?", "同一个单位，就认识吗？"),
    points=4,
    returns=Number(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "nine",
            ("nine rows, by hand", "九行数据，可手工核对"),
            table(
                {
                    "customer_id": [1, 2, 3, 5, 6, 1, 4, 7, 8],
                    "other_customer_id": [2, 1, 4, 6, 7, 3, 3, 8, 9],
                    "checked": [True, True, True, True, False, True, True, False, True],
                    "knows": [True, True, True, False, False, False, True, False, False],
                }
            ),
        ),
        case("bank", BANK, data("twinline.modules.m09.five_by_five:matches")),
        case(
            "centre",
            ("your bank, in Shanghai", "您这家银行，上海"),
            data("twinline.modules.m09.five_by_five:matches", city="上海"),
        ),
    ],
    hints=[
        (
            "Precision: of the pairs that were checked, the share that was right. Whoever was not asked says nothing.",
            "准确率：核实过的配对里，对的占几成。没问过的，说明不了什么。",
        ),
        (
            "Some pairs stand in the list twice: (1, 2) and (2, 1) are the same two people.",
            "有的配对出现两次：(1, 2) 和 (2, 1) 是同样两个人。",
        ),
        (
            "Put the smaller number first: `low = pairs[['customer_id', 'other_customer_id']].min(axis=1)`, the same for "
            "`max`; then `drop_duplicates(['low', 'high'])`.",
            "把小的号放前面：`low = pairs[['customer_id', 'other_customer_id']].min(axis=1)`，`max` 同理；再 `drop_duplicates(['low', 'high'])`。",
        ),
    ],
    success=(
        "A payer in common is a place to look, not an introduction: of such pairs few know each other. Ask, write down the "
        "answer, and the list of true ties grows.",
        "工资由同一家单位发，只是线索，不等于能引荐：这样的两个人，认识的只是少数。问一句，记下来，真实的关系就越积越多。",
    ),
)


@q4.reference
def match_precision(pairs):
    checked = pairs[pairs["checked"]]
    people = checked[["customer_id", "other_customer_id"]]
    once = checked.assign(low=people.min(axis=1), high=people.max(axis=1)).drop_duplicates(["low", "high"])
    return once["knows"].mean()


@q4.wrong(
    "unchecked",
    (
        "The wrong denominator: pairs that nobody asked about are counted as wrong. Look at the checked ones only.",
        "分母错了：没人核实过的配对，被当成不认识了。只看核实过的。",
    ),
)
def all_pairs(pairs):
    return match_precision(pairs.assign(checked=True))


@q4.wrong(
    "twice",
    (
        "Pairs that stand in the list from both sides count twice in your figure. (1, 2) and (2, 1) are one pair.",
        "从两边各记一次的配对，您算了两遍。(1, 2) 和 (2, 1) 是同一对。",
    ),
    state="nearly",
)
def counted_twice(pairs):
    return pairs.loc[pairs["checked"], "knows"].mean()


@q4.wrong(
    "both",
    (
        "Two mistakes: unchecked pairs are in the denominator, and pairs from both sides count twice.",
        "两处错：没核实的进了分母，两边都记的配对算了两遍。",
    ),
)
def plain_mean(pairs):
    return pairs["knows"].mean()


@q4.wrong(
    "checked_share",
    ("That is the share of pairs that were checked, not the share that was right.", "这是核实了几成，不是对了几成。"),
)
def share_checked(pairs):
    return pairs["checked"].mean()


# --- q5: the funnel ---------------------------------------------------------------------------------------------------

q5 = Question(
    id="q5",
    title=("The branch's own funnel", "网点自己的漏斗"),
    points=5,
    returns=Columns(columns=("reached", "used", "kept", "gain")),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "sixteen",
            ("sixteen customers, by hand", "十六位客户，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 17)),
                    "product": ["gold"] * 8 + ["young"] * 8,
                    "arm": (["treated"] * 5 + ["control"] * 3) * 2,
                    "reached": [True, True, True, False, False, False, False, False] * 2,
                    "redeemed": [True, False, True] + [False] * 5 + [True] + [False] * 7,
                    "stayed": [
                        True,
                        False,
                        True,
                        True,
                        False,
                        True,
                        False,
                        False,
                        True,
                        True,
                        False,
                        True,
                        True,
                        True,
                        True,
                        False,
                    ],
                }
            ),
            "product",
        ),
        case("product", BANK, data("twinline.prepared.churn:pilot_file", campaign="after_enquiry"), "product"),
        case(
            "friend",
            ("your bank, by WeCom friend", "您这家银行，按是否企微好友"),
            data("twinline.prepared.churn:pilot_file", campaign="after_enquiry"),
            "wecom_friend",
        ),
    ],
    hints=[
        (
            "Each step of the funnel has its own denominator: reached of all who were to be called; used of those reached; "
            "kept of all who were to be called.",
            "漏斗每一层有自己的分母：接通÷应打的人，使用÷接通的人，留下÷应打的人。",
        ),
        (
            "`called = file[file['arm'] == 'treated']`; shares by group: `called.groupby(by, observed=True)['reached'].mean()`.",
            "`called = file[file['arm'] == 'treated']`；分组占比：`called.groupby(by, observed=True)['reached'].mean()`。",
        ),
        (
            "`gain` is what would not have stayed anyway: kept less the share of the control group that stayed.",
            "`gain` 要减去本来就会留下的：留下的占比，减去对照组留下的占比。",
        ),
    ],
    success=(
        "Each layer divides by those who could fall through it, and the last one subtracts those who stay without us. That "
        "column is the only one that the branch earned.",
        "每一层都除以“本来可能掉下去的人”，最后一列再减去不打也会留下的人。只有这一列，才是网点挣来的。",
    ),
)


@q5.reference
def funnel(file, by):
    called = file[file["arm"] == "treated"].groupby(by, observed=True)
    left_alone = file[file["arm"] == "control"].groupby(by, observed=True)
    shares = pd.DataFrame({"reached": called["reached"].mean(), "kept": called["stayed"].mean()})
    shares["used"] = called["redeemed"].sum() / called["reached"].sum()
    shares["gain"] = shares["kept"] - left_alone["stayed"].mean()
    return shares


@q5.wrong(
    "survivors",
    (
        "Survivors only: `kept` looks only at those whom the call reached. Those who could not be reached leave too, and "
        "belong to the branch.",
        "只看了幸存者：`kept` 只算接通的人。没接通的也会走，也是网点的客户。",
    ),
)
def reached_only(file, by):
    met = file[file["reached"]].groupby(by, observed=True)["stayed"].mean()
    shares = funnel(file, by)
    alone = shares["kept"] - shares["gain"]
    return shares.assign(kept=met, gain=met - alone)


@q5.wrong(
    "used_of_called",
    (
        "The denominator of `used`: only those who were reached could use the offer.",
        "`used` 的分母不对：接通了的人，才有机会用权益。",
    ),
    state="nearly",
)
def used_of_all(file, by):
    called = file[file["arm"] == "treated"].groupby(by, observed=True)
    return funnel(file, by).assign(used=called["redeemed"].mean())


@q5.wrong(
    "everyone",
    (
        "The control group is in your denominators. Nobody was to call them, so they can be neither reached nor missed.",
        "您把对照组也放进了分母。本来就不打他们，谈不上接没接通。",
    ),
)
def all_in(file, by):
    every = file.groupby(by, observed=True)
    return funnel(file, by).assign(reached=every["reached"].mean(), kept=every["stayed"].mean())


@q5.wrong(
    "no_control",
    (
        "`gain` has no comparison: most would have stayed without a call. Take off the control group's share.",
        "`gain` 没有对比：大多数人不打也会留下。要减去对照组的占比。",
    ),
)
def nothing_taken_off(file, by):
    shares = funnel(file, by)
    return shares.assign(gain=shares["kept"])


# --- q6: who owes what ------------------------------------------------------------------------------------------------

TODAY = day("2026-01-18")

q6 = Question(
    id="q6",
    title=("Who owes what on the board?", "看板上，谁还欠着？"),
    points=4,
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
