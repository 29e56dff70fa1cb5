"""m05 · Strategy design, question 5: a rule for events."""

import pandas as pd

from twinline.questions.author.authoring import BANK, Question, case, data, table
from twinline.questions.properties import AnyOrder
from twinline.questions.returns import Ids

q5 = Question(
    id="q5",
    title=("A rule for the stream of events", "给事件流写一条规则"),
    points=5,
    taught="lesson-2:filter",
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
