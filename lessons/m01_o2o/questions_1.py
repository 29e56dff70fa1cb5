"""m01 · Stages and modes, questions 1 to 3: the journey, the online share by cohort, the gap within groups."""

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder, Between
from twinline.questions.returns import ByGroup

# --- q1: the journey --------------------------------------------------------------------------------------------------

q1 = Question(
    id="q1",
    title=("How many get how far?", "有多少客户走到了哪一步？"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "eleven",
            ("eleven visits of six customers, by hand", "六位客户的十一次访问，可手工核对"),
            table(
                {
                    "session_id": [11, 12, 21, 22, 31, 41, 51, 52, 61, 62, 63],
                    "customer_id": [1, 1, 2, 2, 3, 4, 5, 5, 6, 6, 6],
                    "looked": [True, True, False, True, True, False, True, True, False, False, False],
                    "bought": [True, False, True, False, False, True, True, True, False, False, False],
                    "enjoyed": [True, False, False, True, False, True, False, False, False, False, False],
                }
            ),
        ),
        case("quarter", BANK, data("twinline.prepared.channels:visits")),
    ],
    hints=[
        (
            "Count customers, not visits: `visits.loc[condition, 'customer_id'].nunique()`.",
            "数的是客户，不是访问：`visits.loc[条件, 'customer_id'].nunique()`。",
        ),
        (
            "A step needs all those before it, in the same visit: `visits['looked'] & visits['bought']`.",
            "走到一步，要在同一次访问里走完前面各步：`visits['looked'] & visits['bought']`。",
        ),
        (
            "Four counts make three shares: each divided by the one before. Return `{'find': …, 'buy': …, 'enjoy': …}`.",
            "四个人数，得三个占比：每个除以前一个。返回 `{'find': …, 'buy': …, 'enjoy': …}`。",
        ),
    ],
    success=(
        "One kind of thing is counted all the way down, each step within the one before. Now the funnel adds up. Remember what "
        "it cannot say: whether the page moved anybody.",
        "从头到尾数同一种东西，每一步都在上一步之内，漏斗才对得上。也别忘了它说不了的：那一页有没有推动谁。",
    ),
)


@q1.reference
def journey(visits):
    find = visits["looked"]
    buy = find & visits["bought"]
    enjoy = buy & visits["enjoyed"]
    counts = [visits["customer_id"].nunique()]
    for step in (find, buy, enjoy):
        counts.append(visits.loc[step, "customer_id"].nunique())
    return {"find": counts[1] / counts[0], "buy": counts[2] / counts[1], "enjoy": counts[3] / counts[2]}


@q1.wrong(
    "visits",
    (
        "You count visits. Somebody who opens the app ten times is still one customer: count different `customer_id`.",
        "您数的是访问次数。一个人打开十次也只是一位客户：要数不同的 `customer_id`。",
    ),
)
def count_visits(visits):
    find = visits["looked"]
    buy = find & visits["bought"]
    enjoy = buy & visits["enjoyed"]
    return {"find": find.mean(), "buy": buy.sum() / find.sum(), "enjoy": enjoy.sum() / buy.sum()}


@q1.wrong(
    "of_all",
    (
        "Wrong denominator: you divide each step by all who explored. Asked is the share of the step before.",
        "分母错了：您每一步都除以全部“逛”的客户。题目要的是占上一步的比例。",
    ),
)
def of_all_explorers(visits):
    shares = journey(visits)
    buy = shares["find"] * shares["buy"]
    return {"find": shares["find"], "buy": buy, "enjoy": buy * shares["enjoy"]}


def _customers(visits, name):
    return set(visits.loc[visits[name], "customer_id"])


@q1.wrong(
    "apart",
    (
        "You put together steps from different visits: looked on one day, bought after another visit. A journey is one visit.",
        "您把不同访问里的步骤拼在了一起：这次看了优惠，另一次才买。旅程要在同一次访问里走。",
    ),
)
def steps_of_different_visits(visits):
    find = _customers(visits, "looked")
    buy = find & _customers(visits, "bought")
    enjoy = buy & _customers(visits, "enjoyed")
    return {
        "find": len(find) / visits["customer_id"].nunique(),
        "buy": len(buy) / len(find),
        "enjoy": len(enjoy) / len(buy),
    }


@q1.wrong(
    "not_nested",
    (
        "You count buyers who never looked at the offers. Each step must lie within the one before.",
        "您把没看过优惠的买家也算了进来。每一步都要在上一步之内。",
    ),
)
def every_step_alone(visits):
    find, buy, enjoy = (len(_customers(visits, name)) for name in ("looked", "bought", "enjoyed"))
    return {"find": find / visits["customer_id"].nunique(), "buy": min(buy / find, 1), "enjoy": min(enjoy / buy, 1)}


# --- q2: online share by cohort ---------------------------------------------------------------------------------------

q2 = Question(
    id="q2",
    title=("The online share of each cohort", "各批客户的线上占比"),
    points=3,
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=0, high=1)],
    cases=[
        case(
            "ten",
            ("ten purchases, by hand", "十笔消费，可手工核对"),
            table(
                {
                    "customer_id": [1, 1, 1, 2, 3, 3, 4, 1, 3, 4],
                    "quarter": ["2025Q4"] * 7 + ["2024Q1"] * 3,
                    "opened": [2016, 2016, 2016, 2016, 2025, 2025, 2025, 2016, 2025, 2025],
                    "online": [True, True, False, False, True, False, True, False, False, False],
                    "amount": [40.0, 25.0, 200.0, 35.0, 500.0, 20.0, 60.0, 10.0, 15.0, 70.0],
                }
            ),
            "opened",
            "2025Q4",
        ),
        case("generations", BANK, data("twinline.prepared.channels:purchases", every=5), "decade", "2025Q4"),
        case(
            "scenes",
            ("your bank, scene by scene", "您这家银行，按场景"),
            data("twinline.prepared.channels:purchases", every=5),
            "category",
            "2025Q3",
        ),
    ],
    hints=[
        (
            "First keep the rows of that quarter: `purchases[purchases['quarter'] == quarter]`.",
            "先只留下那个季度的行：`purchases[purchases['quarter'] == quarter]`。",
        ),
        (
            "The mean of True and False is a share: `rows.groupby(by)['online'].mean()`.",
            "True/False 求平均就是占比：`rows.groupby(by)['online'].mean()`。",
        ),
    ],
    success=(
        "All cohorts are seen in the same three months, so the calendar is out of it. Age is still in: that is the next split.",
        "各批客户都只看同样的三个月，日历的影响就没了。年龄的影响还在：下一步就按它来分。",
    ),
)


@q2.reference
def online_share(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    return rows.groupby(by)["online"].mean()


@q2.wrong(
    "all_quarters",
    (
        "You use all quarters. New cards are seen only late, when everybody is more online: the calendar gets into the cohort. "
        "Keep the one quarter.",
        "您用了所有季度。新卡只在后面的季度出现，那时大家都更线上：日历混进了批次。只留那一个季度。",
    ),
)
def whole_history(purchases, by, quarter):
    return purchases.groupby(by)["online"].mean()


@q2.wrong(
    "money",
    (
        "That is the online share of the money. Asked is the share of purchases: each counts once.",
        "这是金额占比。题目要的是笔数占比：每笔算一次。",
    ),
)
def share_of_money(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    online = rows["amount"].where(rows["online"], 0.0)
    return online.groupby(rows[by]).sum() / rows.groupby(by)["amount"].sum()


@q2.wrong(
    "of_online",
    (
        "Wrong denominator: that is how the online purchases are spread over the groups, and it grows with a group's size. "
        "Divide by the purchases of the group itself.",
        "分母错了：这是线上消费在各组之间的分布，组越大数越大。应该除以这一组自己的消费笔数。",
    ),
)
def spread_of_online(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    online = rows.groupby(by)["online"].sum()
    return online / online.sum()


@q2.wrong(
    "own_shares",
    (
        "You average the customers' own shares, so that one purchase weighs as much as fifty. Take the share of all purchases "
        "of the group.",
        "您是先算每位客户的占比再平均，买一笔的和买五十笔的一样重。请直接算这一组全部消费的占比。",
    ),
    state="nearly",
)
def mean_of_customers(purchases, by, quarter):
    rows = purchases[purchases["quarter"] == quarter]
    own = rows.groupby([by, "customer_id"])["online"].mean()
    return own.groupby(by).mean()


# --- q3: the gap within groups ----------------------------------------------------------------------------------------

q3 = Question(
    id="q3",
    title=("Call against text, within groups", "电话对短信，组内比"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder(), Between(low=-1, high=1)],
    cases=[
        case(
            "fourteen",
            ("fourteen contacts, by hand", "十四次触达，可手工核对"),
            table(
                {
                    "customer_id": list(range(1, 15)),
                    "channel": ["call"] * 5 + ["sms"] * 2 + ["call"] * 3 + ["sms"] * 4,
                    "asked": [True] * 7 + [False] * 7,
                    "delivered": [
                        True,
                        True,
                        False,
                        True,
                        False,
                        True,
                        True,
                        True,
                        False,
                        True,
                        True,
                        False,
                        True,
                        True,
                    ],
                    "stayed": [True, True, True, False, False, True, False, True, True, False, True, True, True, False],
                }
            ),
            "asked",
        ),
        case("enquiry", BANK, data("twinline.prepared.channels:care"), "asked"),
        case("age", ("your bank, by age", "您这家银行，按年龄"), data("twinline.prepared.channels:care"), "younger"),
    ],
    hints=[
        (
            "You need one rate for each group and channel: `care.pivot_table('stayed', by, 'channel')`.",
            "每个组、每个渠道各要一个留存率：`care.pivot_table('stayed', by, 'channel')`。",
        ),
        ('Then take the column "call" less the column "sms".', "再用 “call” 列减 “sms” 列。"),
    ],
    success=(
        "Like is compared with like. In your bank the case against calls vanishes once those who asked are apart: they are "
        "called more and leave more. Splitting by age leaves it as it was: not every split helps.",
        "同类比同类。把“刚来问过的”分出来，电话的“罪状”就没了：这些人更常接到电话，也更容易走。按年龄分却没有用：不是随便怎么分都行。",
    ),
)


@q3.reference
def gap_by(care, by):
    rates = care.pivot_table("stayed", by, "channel")
    return rates["call"] - rates["sms"]


@q3.wrong(
    "crude",
    (
        "You give every group the gap of all customers together. That is the planner's slide. Compute both rates inside each "
        "group.",
        "您给每组的都是“合在一起”的差距，那是策划岗那一页。要在每一组里面各算两个留存率。",
    ),
)
def same_for_all(care, by):
    rates = care.groupby("channel")["stayed"].mean()
    gaps = care.groupby(by)["stayed"].mean()
    gaps[:] = rates["call"] - rates["sms"]
    return gaps


@q3.wrong(
    "delivered",
    (
        "You keep only contacts that got through. Getting through is a result of the contact, and it is easier with some "
        "customers than with others. Count all who were contacted.",
        "您只留了送达的。有没有送达是触达之后的事，而且有的人本来就更容易联系上。要算全部被触达的人。",
    ),
)
def only_delivered(care, by):
    return gap_by(care[care["delivered"]], by)


@q3.wrong(
    "among_stayers",
    (
        "Wrong denominator: you look at those who stayed and ask by which channel they were contacted. Ask the other way "
        "round: of those called, how many stayed?",
        "分母错了：您看的是留下的人里各渠道占多少。应该反过来问：打了电话的人里，留下了多少？",
    ),
)
def channel_of_stayers(care, by):
    stayers = care[care["stayed"]]
    called = (stayers["channel"] == "call").groupby(stayers[by]).mean()
    return called - (1 - called)


@q3.wrong(
    "of_the_group",
    (
        "You divide by everybody in the group, called or texted. Of those called, how many stayed? And of those texted?",
        "您除以了整组的人数，不分电话还是短信。应该是：打电话的人里留下多少？发短信的人里留下多少？",
    ),
)
def of_the_whole_group(care, by):
    stayers = care[care["stayed"]]
    counts = stayers.groupby([by, "channel"]).size().unstack(fill_value=0)
    return (counts["call"] - counts["sms"]) / care.groupby(by).size()
