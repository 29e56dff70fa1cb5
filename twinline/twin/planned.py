"""What a plan is expected to cost before it is run, in yuan and in staff time: by the rules, and by what came of contacts so far."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from generators import parameters as p
from generators.month.ties import won
from generators.parameters import Floats
from generators.staff import staff
from generators.twin.money import volume_fen
from generators.twin.run import Plan, Twin
from generators.twin.scenario import MINUTES_A_CONTACT, STAFF_MINUTES

MINUTES = np.array([STAFF_MINUTES.get(name, 0.0) for name in p.CHANNEL_NAMES])
_JOINS = np.array([way.reach * p.JOINS.get(way.name, 0.0) for way in p.CHANNELS])
_BROADCAST = np.array([name in p.BROADCAST for name in p.CHANNEL_NAMES])
_PAST: "WeakKeyDictionary[Twin, _SoFar]" = WeakKeyDictionary()  # every month of every future asks again


def planned_cost(plan: Plan, twin: Twin) -> float:
    """Yuan that a plan is expected to cost: contacts; offers and complaints as often as there were any so far; and the
    time that friends take whom its invitations are to win, until the round ends. What too many texts cost is nobody's budget:
    the score pays it.
    """
    attempts = twin.scenario.attempt_fen()[plan.channel]
    offers = np.array([offer.cost_fen for offer in p.ACTIONS]) * _so_far(twin).used
    own = float((attempts + offers[plan.offer]).sum() / p.FEN) + complaints_to_come(len(plan.row), twin)
    return own + friends_cost(plan, twin)


def complaints_to_come(contacts: int, twin: Twin) -> float:
    """Yuan that complaints about so many contacts are expected to cost."""
    return contacts * _so_far(twin).complained * p.COMPLAINT_COST_FEN / p.FEN


def volume_cost(plan: Plan, twin: Twin) -> float:
    """Yuan that the texts and pushes of a plan cost by their volume, all its months together."""
    sent = np.bincount(plan.month[_BROADCAST[plan.channel]])
    return float(np.sum(volume_fen(sent, twin.accounts, twin.scenario.texts_free)) / p.FEN)


def friends_cost(plan: Plan, twin: Twin) -> float:
    """Yuan that the friends whom a plan's invitations are to win cost until the round ends."""
    return float(friend_minutes(plan, twin.scenario.months).sum()) * p.MINUTE_FEN / p.FEN


def friend_minutes(plan: Plan, months: int) -> Floats:
    """By month of the plan, `months` or as many as it has: staff minutes for the friends whom its invitations are to win."""
    asked = plan.offer == p.ADD_WECOM
    new = np.bincount(plan.month[asked], _JOINS[plan.channel[asked]], max(months, int(plan.month.max(initial=0)) + 1))
    return np.asarray(np.concatenate([[0.0], np.cumsum(new)[:-1]]) * p.FRIEND_MINUTES)


def minutes(plan: Plan, twin: Twin) -> Floats:
    """Staff minutes that each month of a plan takes: its contacts, and the friends whom it and campaigns before it have won."""
    friends = friend_minutes(plan, int(plan.month.max(initial=-1)) + 2)
    now = twin.now
    held = float((won(now.population.friend_since, now.state, now.world) & now.state.open).sum()) * p.FRIEND_MINUTES
    return np.bincount(plan.month, MINUTES[plan.channel], len(friends)) + friends + held


def available_hours(twin: Twin) -> float:
    """Staff hours a month: the scenario's, or what the managers' capacities come to."""
    if twin.scenario.hours is not None:
        return twin.scenario.hours
    return float(staff(twin.now.world).capacity.sum() * MINUTES_A_CONTACT / 60)


@dataclass(frozen=True)
class _SoFar:
    """What came of the contacts made so far."""

    used: Floats  # share of those with each offer in which it was used; 1 where it was never made
    complained: float  # share that brought a complaint


def _so_far(twin: Twin) -> _SoFar:
    if twin in _PAST:
        return _PAST[twin]
    made, used, complained = np.zeros(len(p.ACTIONS)), np.zeros(len(p.ACTIONS)), 0
    for page in twin.now.monthly_pages:
        sent = page.channel >= 0
        made += np.bincount(page.offer[sent], minlength=len(p.ACTIONS))
        used += np.bincount(page.offer[sent & page.redeemed], minlength=len(p.ACTIONS))
        complained += int(page.complained.sum())
    shares = np.where(made > 0, used / np.maximum(made, 1), 1.0)
    _PAST[twin] = _SoFar(shares, complained / max(int(made.sum()), 1))
    return _PAST[twin]
