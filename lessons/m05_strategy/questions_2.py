"""m05 · Strategy design, questions 4 to 6: how many waves, a rule for events, and a campaign under a budget."""

import pandas as pd

import twinline as tw
from twinline.questions.author.authoring import BANK, PolicyQuestion, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import ByGroup, Ids
from twinline.questions.sheet import Rules

WAVES = data("twinline.prepared.campaign:waves")

# --- q4: how many waves? ----------------------------------------------------------------------------------------------

q4 = Question(
    id="q4",
    title=("How many waves are worth their cost?", "打几轮才划算？"),
    points=4,
    returns=ByGroup(),
    properties=[AnyOrder()],
    cases=[
        case(
            "twelve",
            ("twelve customers, by hand", "十二位客户，可手工核对"),
            table(
                {
                    "arm": ["control"] * 4 + ["one_wave"] * 4 + ["two_waves"] * 4,
                    "reached": [False] * 4 + [True, True, False, True] + [True] * 4,
                    "earned": [300.0, 500.0, 0.0, 400.0, 350.0, 500.0, 200.0, 450.0, 400.0, 300.0, 500.0, 420.0],
                    "stayed_6": [True, True, False, True, True, True, True, True, True, True, False, True],
                    "cost": [0.0] * 4 + [6.0, 26.0, 6.0, 6.0] + [12.0, 12.0, 32.0, 12.0],
                    "complaints": [0] * 4 + [0, 0, 0, 1] + [0, 2, 1, 0],
                }
            ),
            1_000.0,
            150.0,
        ),
        case("pilot", BANK, WAVES, 1_500.0, 150.0),
        case("dear", ("your bank, dearer complaints", "您这家银行，投诉更贵"), WAVES, 800.0, 2_000.0),
    ],
    hints=[
        (
            "One number a customer first: `worth` if they stayed, plus what they earned, less the cost, less the complaints.",
            "先给每位客户算一个数：留下就加 `worth`，加上收益，减去成本，减去投诉的代价。",
        ),
        (
            "`value = worth * file['stayed_6'] + file['earned'] - file['cost'] - complaint * file['complaints']`.",
            "写成一行：`value = worth * file['stayed_6'] + file['earned'] - file['cost'] - complaint * file['complaints']`。",
        ),
        (
            "Mean by arm, less the control's mean; leave the control out: `means.drop('control') - means['control']`.",
            "按组求均值，再减去对照组的均值，去掉对照组本身：`means.drop('control') - means['control']`。",
        ),
    ],
    success=(
        "A wave is worth what it adds to the customers left alone, after its calls and its complaints. The best number of waves "
        "may well be none: then the money is better spent on other customers.",
        "一轮电话值多少，要看比“不打扰”多出多少，还要扣掉话费和投诉。最好的轮数完全可能是零：那就把钱花到别的客户身上。",
    ),
)


@q4.reference
def value_of_waves(file, worth, complaint):
    value = worth * file["stayed_6"] + file["earned"] - file["cost"] - complaint * file["complaints"]
    means = value.groupby(file["arm"]).mean()
    return means.drop("control") - means["control"]


def _value(file, worth, complaint):
    return worth * file["stayed_6"] + file["earned"] - file["cost"] - complaint * file["complaints"]


@q4.wrong(
    "gross",
    (
        "Gross value: customers of the control group are worth something too, without a call. Take their mean off.",
        "这是毛价值：对照组没接电话，也有价值。要减去他们的均值。",
    ),
)
def not_compared(file, worth, complaint):
    return _value(file, worth, complaint).groupby(file["arm"]).mean().drop("control")


@q4.wrong(
    "cost",
    (
        "Cost left out: calls and offers are not free. Take `cost` off.",
        "漏了成本：电话和权益不是免费的，要减去 `cost`。",
    ),
)
def free_calls(file, worth, complaint):
    return value_of_waves(file.assign(cost=0.0), worth, complaint)


@q4.wrong(
    "fatigue",
    (
        "Fatigue ignored: who is called again and again complains, and a complaint costs `complaint` yuan.",
        "没算触达疲劳：一再打电话会招来投诉，每件要花 `complaint` 元。",
    ),
)
def no_complaints(file, worth, complaint):
    return value_of_waves(file, worth, 0.0)


@q4.wrong(
    "before",
    (
        "Each wave is compared with the one before it. Asked is what each number of waves adds to leaving customers alone.",
        "您拿每一轮和少一轮的比。题目问的是：和“不打扰”相比多了多少。",
    ),
)
def step_by_step(file, worth, complaint):
    means = _value(file, worth, complaint).groupby(file["arm"]).mean()
    order = [arm for arm in ("control", "one_wave", "two_waves", "three_waves") if arm in means]
    return means[order].diff().dropna()


@q4.wrong(
    "reached",
    (
        "You count only customers who were reached, but the control was not sorted by who picks up. Compare all who were drawn.",
        "您只算了接通的客户，而对照组没有按“接不接电话”筛过。要拿抽中的所有人来比。",
    ),
)
def who_picked_up(file, worth, complaint):
    return value_of_waves(file[file["reached"] | (file["arm"] == "control")], worth, complaint)


# --- q5: a rule for events --------------------------------------------------------------------------------------------

q5 = Question(
    id="q5",
    title=("A rule for the stream of events", "给事件流写一条规则"),
    points=5,
    returns=Ids(),
    properties=[AnyOrder()],
    cases=[
        case(
            "ten",
            ("eleven events, by hand", "十一个事件，可手工核对"),
            table(
                {
                    "event_id": [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
                    "customer_id": [1, 2, 1, 3, 1, 2, 4, 1, 5, 2, 1],
                    "timestamp": [
                        *["2025-10-01", "2025-10-02", "2025-10-05", "2025-10-06", "2025-10-20", "2025-10-21"],
                        *["2025-10-22", "2025-11-02", "2025-11-03", "2025-11-20", "2025-11-25"],
                    ],
                    "page": [
                        "fees",
                        "cancel_card",
                        "fees",
                        "fees",
                        "fees",
                        "bill",
                        "cancel_card",
                        "fees",
                        "fees",
                        "limit",
                        "fees",
                    ],
                    "sms_opt_out": [False, False, False, True, False, False, False, False, False, False, False],
                    "bucket": [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0],
                },
                dates=["timestamp"],
            ),
            30,
        ),
        case("year", BANK, data("twinline.prepared.campaign:fee_pages"), 60),
        case(
            "rest",
            ("your bank, three months of rest", "您这家银行，间隔九十天"),
            data("twinline.prepared.campaign:fee_pages"),
            90,
        ),
    ],
    hints=[
        (
            'First filter: the page is "fees", "limit" or "cancel_card", the customer has not refused texts, and is not overdue.',
            '先过滤：页面是 "fees"、"limit" 或 "cancel_card"，客户没有拒收短信，也没有逾期。',
        ),
        (
            "Sort by `timestamp` and go through the events with a dictionary `last`: when did we last act for this customer?",
            "按 `timestamp` 排序后逐个处理，用一个字典 `last` 记住：上一次为这位客户行动是什么时候？",
        ),
        (
            "Act where the customer is not in `last`, or `when - last[customer] >= pd.Timedelta(days=quiet)`; only then renew "
            "`last[customer]`.",
            "客户不在 `last` 里，或 `when - last[customer] >= pd.Timedelta(days=quiet)`，就行动；行动了才更新 `last[customer]`。",
        ),
    ],
    success=(
        "Event, filter, decide, act: and a memory, so that somebody who looks at one page five times gets one message, not five.",
        "事件、过滤、决策、行动，再加一份记忆：同一个页面看了五遍的人，收到的是一条消息，不是五条。",
    ),
)


@q5.reference
def events_to_act_on(events, quiet):
    hot = events["page"].isin(["fees", "limit", "cancel_card"])
    may = ~events["sms_opt_out"] & (events["bucket"] == 0)
    last, chosen = {}, []
    for event in events[hot & may].sort_values(["timestamp", "event_id"]).itertuples():
        rested = event.timestamp - last.get(event.customer_id, pd.Timestamp(0)) >= pd.Timedelta(days=quiet)
        if rested:
            chosen.append(event.event_id)
            last[event.customer_id] = event.timestamp
    return chosen


@q5.wrong(
    "fatigue",
    (
        "Fatigue ignored: a customer who looks at the page five times gets five messages. Act again only after `quiet` days.",
        "没管触达疲劳：同一页看五遍，就发五条。隔满 `quiet` 天才能再行动。",
    ),
)
def every_event(events, quiet):
    good = events["page"].isin(["fees", "limit", "cancel_card"]) & ~events["sms_opt_out"] & (events["bucket"] == 0)
    return events.loc[good, "event_id"]


@q5.wrong(
    "opted_out",
    (
        "Opt-outs are contacted: customers with `sms_opt_out` are still among your events.",
        "拒收的人还会被触达：您的结果里还有 `sms_opt_out` 的客户。",
    ),
)
def refusals_forgotten(events, quiet):
    return events_to_act_on(events.assign(sms_opt_out=False), quiet)


@q5.wrong(
    "overdue",
    (
        "Overdue customers are still among your events. Their page visit belongs to another desk.",
        "逾期客户还在您的结果里。他们的访问应交给别的岗位。",
    ),
)
def overdue_forgotten(events, quiet):
    return events_to_act_on(events.assign(bucket=0), quiet)


@q5.wrong(
    "once",
    (
        "You act once a customer, for ever. After `quiet` days a new event deserves a new answer.",
        "您对每位客户只行动一次。隔满 `quiet` 天以后，新的事件应当有新的回应。",
    ),
)
def first_only(events, quiet):
    return events_to_act_on(events, 10_000)


@q5.wrong(
    "last_event",
    (
        "You count the days from the customer's last event. Count them from the last time we acted: else somebody who looks "
        "every week is never answered again.",
        "您从客户上一次事件算起。应从我们上一次行动算起，否则每周都来看的人，再也等不到回应。",
    ),
    state="nearly",
)
def since_the_last_visit(events, quiet):
    hot = events["page"].isin(["fees", "limit", "cancel_card"])
    good = events[hot & ~events["sms_opt_out"] & (events["bucket"] == 0)].sort_values(["timestamp", "event_id"])
    gap = good.groupby("customer_id")["timestamp"].diff()
    return good.loc[gap.isna() | (gap >= pd.Timedelta(days=quiet)), "event_id"]


@q5.wrong(
    "one_page",
    (
        "Only one of the three pages is in your result: “fees”, “limit” and “cancel_card” all count.",
        "结果里只有一个页面：“fees”、“limit” 和 “cancel_card” 都要算。",
    ),
    state="nearly",
)
def one_page(events, quiet):
    return events_to_act_on(events[events["page"] == "fees"], quiet)


# --- q6: a campaign under a budget ------------------------------------------------------------------------------------

q6 = PolicyQuestion(
    id="q6",
    title=("Beat one text to everyone", "跑赢“群发一条短信”"),
    points=8,
    rules=Rules(share=1.0, budget=1.0, months=6, futures=4, full=0.5, nearly=0.4, none=0.3),
    hints=[
        (
            "One text to everyone costs next to nothing and earns a little. The budget buys calls for one customer in ten or so. "
            "Who is worth a call, and when?",
            "群发短信几乎不花钱，赚得也不多。预算大约够给十分之一的客户打电话。谁值得打？什么时候打？",
        ),
        (
            "The policy is asked every month; `budget` is what is left in yuan. Keep some for later: `.cap(budget=budget / (7 - month), "
            "cost=11, by='margin_12m')` spreads it evenly, at a careful 11 yuan a call with its offer.",
            "每个月都会问一次策略，`budget` 是还剩多少元。留一些到后面：`.cap(budget=budget / (7 - month), cost=11, "
            "by='margin_12m')` 平均分配，电话加权益按 11 元稳妥估算。",
        ),
        (
            "Begin with those who asked last month: `tw.segment(observed, 'enquired_1m and not call_opt_out').action('call', "
            "'fee_waiver')`.",
            "先从上个月来问过的人做起：`tw.segment(observed, 'enquired_1m and not call_opt_out').action('call', 'fee_waiver')`。",
        ),
    ],
    success=(
        "Same money, other customers, another moment: the budget goes where a contact changes something, and is not spent in one "
        "morning.",
        "同样的钱，换了人，换了时机：钱花在触达能改变结果的地方，也没有一个早上就花光。",
    ),
)


@q6.reference
def campaign(observed, month, budget):
    asked = observed["enquired_1m"] & ~observed["call_opt_out"]
    worth = observed["margin_12m"] > 20
    plan = tw.segment(observed, asked & worth).action("call", "fee_waiver")
    return plan.cap(budget=budget / (7 - month), cost=11, by="margin_12m")


@q6.wrong(
    "everyone",
    (
        "This is nearly everyone. A text to all costs little and changes little; it also wakes some who would rather not be "
        "disturbed.",
        "您几乎触达了所有人。群发花得少，改变得也少，还会惊动不愿被打扰的人。",
    ),
)
def one_text_to_all(observed, month, budget):
    return tw.segment(observed, "not sms_opt_out").action("sms", "reminder") if month == 1 else None


@q6.wrong("tired")
def every_month(observed, month, budget):
    return tw.segment(observed, "not sms_opt_out").action("sms", "reminder")


@q6.wrong(
    "budget",
    (
        "Budget overspent: the planned cost holds the contact and the offers likely to be used. `.cap(budget=budget, cost=11)` "
        "keeps a call with a fee waiver within it.",
        "预算超支：计划成本包括触达费用，也包括可能用掉的权益。`.cap(budget=budget, cost=11)` 能把“电话加年费减免”控制在预算内。",
    ),
)
def call_all_who_asked(observed, month, budget):
    return tw.segment(observed, "not call_opt_out").action("call", "fee_waiver") if month == 1 else None


@q6.wrong(
    "opt_out_call",
    (
        "Opt-outs contacted: add `not call_opt_out` to your condition.",
        "触达了拒收的人：在条件里加上 `not call_opt_out`。",
    ),
)
def refusals_called(observed, month, budget):
    return tw.segment(observed, "enquired_1m").action("call", "fee_waiver").cap(budget=budget, cost=11)


@q6.wrong("rich")
def most_valuable(observed, month, budget):
    if month > 1:
        return None
    plan = tw.segment(observed, "not call_opt_out").action("call", "fee_waiver")
    return plan.cap(budget=budget, cost=11, by="margin_12m")


@q6.wrong("nobody")
def no_one(observed, month, budget):
    return None


@q6.wrong(
    "weak",
    (
        "It runs, but it earns little for its money. Whom does a contact change, and in which month?",
        "跑通了，但钱花得不值。触达能改变谁？在哪个月改变？",
    ),
)
def anybody(observed, month, budget):
    if month > 1:
        return None
    drawn = observed.assign(lot=(observed["customer_id"] * 7919) % 1009)
    return tw.segment(drawn, "not call_opt_out").action("call", "fee_waiver").cap(budget=budget, cost=11, by="lot")
