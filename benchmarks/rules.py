"""Rules that a clever person may come to, to hold the references against: lists, sequences and monthly triggers, in all their mixtures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np

from generators import parameters as p
from generators.arrays import Flags
from generators.month import State
from generators.parameters import Floats
from generators.rows import take
from generators.twin.monthly_pages import MonthlyPage
from generators.twin.run import Comparison, Plan, Twin
from twinline.twin.bans import forbidden
from twinline.twin.learning import plan_of
from twinline.twin.months import after
from twinline.twin.observed import Observed
from twinline.twin.planned import available_hours, minutes, planned_cost
from twinline.twin.simple_policies import uplift

Contact = tuple[int, str, str]  # months after the first contact, channel, offer
# What many rules ask of the same bank on its first morning.
_MORNINGS: Final[WeakKeyDictionary[Twin, Observed]] = WeakKeyDictionary()
_UPLIFTS: Final[WeakKeyDictionary[Twin, Floats]] = WeakKeyDictionary()


def _repeated(channels: str, offers: str, months: tuple[int, ...]) -> tuple[Contact, ...]:
    """A contact in each of these months, by channels and offers in turn."""
    ways, gifts = channels.split(), offers.split()
    return tuple((month, ways[n % len(ways)], gifts[n % len(gifts)]) for n, month in enumerate(months))


SEQUENCES: Final = {
    f"{'+'.join(ways.split())} {'+'.join(offers.split())} in months {','.join(str(month + 1) for month in months)}": _repeated(
        ways, offers, months
    )
    for ways in ("call", "sms", "call sms", "call app_push", "call wecom", "app_push sms", "wecom")
    for offers in ("voucher", "reminder", "voucher reminder")
    for months in ((0,), (0, 1, 2), (0, 2, 4), (0, 1, 2, 3, 4, 5))
} | {
    "service fix by call, then calls": ((0, "call", "service_fix"), (1, "call", "voucher"), (2, "call", "voucher")),
    "service fix by call": ((0, "call", "service_fix"),),
    "waiver and voucher by call in turn": _repeated("call", "fee_waiver voucher", (0, 1, 2, 3, 4, 5)),
    "WeCom rhythm": _repeated("wecom", "sop_message voucher", (0, 1, 2, 3, 4, 5)),
    **{
        f"{offer} by {channel}": ((0, channel, offer),)
        for offer in ("limit_rise", "instalment", "instalment_50")
        for channel in ("call", "sms", "app_push")
    },
    "invitation by call, then WeCom every month": (
        (0, "call", "add_wecom"),
        *_repeated("wecom", "reminder", (1, 2, 3, 4, 5)),
    ),
    "invitation by call, then WeCom and calls": (
        (0, "call", "add_wecom"),
        *_repeated("wecom call", "voucher", (1, 2, 3, 4, 5)),
    ),
    "invitation by text three times": tuple((month, "sms", "add_wecom") for month in range(3)),
}
SCORES: Final = (
    "margin",
    "spend",
    "asked",
    "asked_worth",
    "quiet_worth",
    "recency_worth",
    "balance_worth",
    "uplift_worth",
    "visits_worth",
)
FILTERS: Final = (
    "all",
    "asked",
    "asleep",
    "asked_or_asleep",
    "never_refused",
    "asked_and_never_refused",
    "no_calls",
    "not_late",
)
TRIGGERS: Final = ("list", "list+asked", "asked", "asked_or_newly_asleep")


@dataclass(frozen=True)
class Rule:
    """Whom (`filter`, the highest of `score`), what (`sequence`), and when: at once, or as soon as they ask (`trigger`)."""

    filter: str
    score: str
    sequence: str
    trigger: str


def rules() -> Iterator[Rule]:
    """All of them."""
    for sequence in SEQUENCES:
        for score in SCORES:
            for chosen in FILTERS:
                yield from (Rule(chosen, score, sequence, trigger) for trigger in TRIGGERS)


def play(rule: Rule, twin: Twin, most: int, months: int, future: int) -> Comparison:
    """A future under a rule, with as many customers as `most` and the game's limits allow."""
    watched, past = twin.scenario.watched(months), len(twin.now.monthly_pages)
    if rule.trigger == "list":
        return twin.run(_listed(rule, twin, most, months), watched, future)
    done, plans = np.zeros(len(twin.now), dtype=bool), [Plan.nothing()]
    pending: list[Plan] = []

    def choose(month: int, pages: tuple[MonthlyPage, ...], state: State) -> Plan:
        if month >= months:
            return Plan.nothing()
        today = Twin(after(twin.now, month, pages[past:], state), twin.scenario, twin.began)
        seen = Observed.of(today)
        asked = np.asarray(seen.columns["enquired_1m"], dtype=bool)
        if rule.trigger == "asked_or_newly_asleep":
            asked |= seen.columns["months_since_purchase"] == 2
        if rule.trigger == "list+asked" and month == 0:
            asked[:] = True
        score = np.where(asked & _kept(rule.filter, seen) & ~done[seen.rows], _score(rule.score, seen, today), -np.inf)
        share = 0.5 if rule.trigger == "list+asked" and month == 0 else 1.0
        room = (
            int(share * (most - done.sum()))
            if rule.trigger != "asked"
            else int(np.ceil((most - done.sum()) / (months - month)))
        )
        start = np.argsort(-score, kind="stable")[: max(room, 0)]
        rows = np.sort(seen.rows[start[score[start] > -np.inf]])
        pending.append(_sequence(SEQUENCES[rule.sequence], rows, month, months))
        plan = _allowed(Plan.join(pending).of(month), seen)
        plan = _within(plan, Plan.join(plans), twin, month, months)
        done[plan.row] = True
        plans.append(plan)
        return plan

    return (
        twin.run_policy(lambda month, pages: Plan.nothing(), watched, future)[0]
        if most == 0
        else twin.run_insider(choose, watched, future)[0]
    )


def _listed(rule: Rule, twin: Twin, most: int, months: int) -> Plan:
    """A list of the first morning with its sequence, as long as the limits and bans allow."""
    seen = _morning(twin)
    kept = _kept(rule.filter, seen)
    for channel, offer in {(channel, offer) for _, channel, offer in SEQUENCES[rule.sequence]}:
        if channel != "wecom" or "invitation" not in rule.sequence:
            kept &= seen.may_be((channel, offer))
    score = np.where(kept, _score(rule.score, seen, twin), -np.inf)
    order = np.argsort(-score, kind="stable")[:most]
    order = order[score[order] > -np.inf]
    low, high = 0, len(order) + 1
    while high - low > 1:
        middle = (low + high) // 2
        plan = _unforbidden(_sequence(SEQUENCES[rule.sequence], np.sort(seen.rows[order[:middle]]), 0, months), twin)
        low, high = (middle, high) if _fits(plan, twin) else (low, middle)
    return _unforbidden(_sequence(SEQUENCES[rule.sequence], np.sort(seen.rows[order[:low]]), 0, months), twin)


def _unforbidden(plan: Plan, twin: Twin) -> Plan:
    """A list without the contacts that what it does before makes forbidden."""
    for ban in twin.scenario.bans:
        everything = np.ones(len(plan.row), dtype=bool)
        customer = plan.row + p.FIRST_CUSTOMER_ID
        _, later = forbidden(ban, _morning(twin).table, customer, plan.month, plan.channel, everything)
        plan = take(plan, np.flatnonzero(~later))
    return plan


def _morning(twin: Twin) -> Observed:
    if twin not in _MORNINGS:
        _MORNINGS[twin] = Observed.of(twin)
    return _MORNINGS[twin]


def _sequence(sequence: tuple[Contact, ...], rows: "np.ndarray", month: int, months: int) -> Plan:
    parts = [
        replace(plan_of(rows, (channel, offer)), month=np.full(len(rows), month + later))
        for later, channel, offer in sequence
        if month + later < months
    ]
    return Plan.join([Plan.nothing(), *parts])


def _fits(plan: Plan, twin: Twin) -> bool:
    budget = twin.scenario.budget
    dear = budget is not None and planned_cost(plan, twin) > budget
    return not dear and bool((minutes(plan, twin) <= available_hours(twin) * 60).all())


def _within(plan: Plan, spent: Plan, twin: Twin, month: int, months: int) -> Plan:
    """As much of a month's plan as the budget, evenly spread, and the staff's time allow."""
    low, high = 0, len(plan.row) + 1
    budget = twin.scenario.budget
    left = np.inf if budget is None else (budget - planned_cost(spent, twin)) / (months - month) * 1.5
    while high - low > 1:
        middle = (low + high) // 2
        part = Plan(*(getattr(plan, name)[:middle] for name in ("row", "month", "channel", "offer")))
        needs = minutes(Plan.join([spent, part]), twin)[month]
        fits = planned_cost(part, twin) <= left and needs <= available_hours(twin) * 60
        low, high = (middle, high) if fits else (low, middle)
    return Plan(*(getattr(plan, name)[:low] for name in ("row", "month", "channel", "offer")))


def _allowed(plan: Plan, seen: Observed) -> Plan:
    """The contacts that may be made on this morning."""
    keep = np.zeros(len(plan.row), dtype=bool)
    place = np.searchsorted(seen.rows, plan.row)
    here = (place < len(seen.rows)) & (seen.rows[np.minimum(place, len(seen.rows) - 1)] == plan.row)
    for channel in np.unique(plan.channel):
        may = seen.may(p.CHANNEL_NAMES[channel])
        mine = here & (plan.channel == channel)
        keep[mine] = may[place[mine]]
    rows = np.flatnonzero(keep)
    _, first = np.unique(plan.row[rows], return_index=True)  # one contact a month
    rows = np.sort(rows[first])
    return Plan(plan.row[rows], plan.month[rows], plan.channel[rows], plan.offer[rows])


def _kept(name: str, seen: Observed) -> Flags:
    column = seen.columns
    asked, asleep = column["enquiries_12m"] > 0, column["months_since_purchase"] >= 2
    refused = column["sms_opt_out"] | column["call_opt_out"] | column["wecom_opt_out"]
    return np.asarray(
        {
            "all": np.ones(len(seen.rows), dtype=bool),
            "asked": asked,
            "asleep": asleep,
            "asked_or_asleep": asked | asleep,
            "never_refused": ~refused & (column["complaints_12m"] == 0),
            "asked_and_never_refused": asked & ~refused & (column["complaints_12m"] == 0),
            "no_calls": column["calls_12m"] == 0,
            "not_late": (column["bucket"] == 0) & ~refused,
        }[name],
        dtype=bool,
    ).copy()


def _score(name: str, seen: Observed, twin: Twin) -> Floats:
    column, worth = seen.columns, np.maximum(seen.value_less_losses(), 0.0)
    quiet = np.asarray(column["months_since_purchase"], dtype=float)
    if name == "uplift_worth":
        if twin.now.month != twin.now.world.months:  # the pilots are of the history
            return worth
        if twin not in _UPLIFTS:
            _UPLIFTS[twin] = uplift(twin.now, seen)
        return _UPLIFTS[twin] * worth
    return np.asarray(
        {
            "margin": column["margin_12m_fen"],
            "spend": column["spend_12m_fen"],
            "asked": column["enquiries_12m"] + worth / 1e9,
            "asked_worth": (0.2 + column["enquiries_12m"]) * worth,
            "quiet_worth": (quiet >= 1) * worth + worth / 10,
            "recency_worth": worth * np.exp(-np.abs(quiet - 3) / 3),
            "balance_worth": worth * (column["utilisation"] < 0.8),
            "visits_worth": worth * np.log1p(column["visits_3m"]),
        }[name],
        dtype=float,
    )


__all__ = ["FILTERS", "SCORES", "SEQUENCES", "TRIGGERS", "Rule", "play", "rules"]
