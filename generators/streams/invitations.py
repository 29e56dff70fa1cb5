"""Invitations to add the manager on WeCom: where customers were shown the code, and most of them passed on.

Nobody joins because of this table: whoever joins without the pilot's call was asked somewhere, and so were others in vain.
"""

import numpy as np

from generators import parameters as p
from generators.arrays import Flags
from generators.draws import Draws, split
from generators.month import Events
from generators.pages import Columns, recode
from generators.parameters import World
from generators.population import Population
from generators.schema.stream_levels import JOIN_PLACE
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import days_in, first_days, luck_of, some_day

_PLACES = [place.name for place in p.JOIN_PLACES]
_FIRST, _APP, _SMS = (_PLACES.index(name) for name in ("first_meeting", "app_banner", "sms_link"))
_PLACES_A_MONTH = 10
_JOINED = len(_PLACES)  # the place in an invitation's number for the one that was taken up


def wecom_invitations(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's invitations, by customer and day. One that is taken up comes at most three days before."""
    month, size = events.month, len(population)
    start = (world.month_start(month) - world.start).days
    days, first = days_in(world, month), first_days(population, month)
    may = _may_be_asked(population, month, start)
    seeds = draws.words(month, Purpose.JOIN_ASKED)

    added = events.after.friend_since - start
    by_itself = events.after.friend_since == population.friend_since
    joins = events.open & (added >= first) & (added < days) & by_itself
    shares = np.where(may, [place.share for place in p.JOIN_PLACES], 0.0)
    edges = np.cumsum(shares, axis=1)
    luck = draws.uniform(month, Purpose.JOIN_PLACE) * edges[:, -1]
    taken_up = np.minimum((luck[:, None] >= edges).sum(axis=1), len(_PLACES) - 1)
    joins &= edges[:, -1] > 0
    before = np.floor(luck_of(split(seeds, np.full(size, _JOINED)), 0) * (p.JOIN_SEEN_DAYS + 1)).astype(np.int64)
    found = [(np.flatnonzero(joins), taken_up[joins], np.maximum(added - before, first)[joins], _JOINED)]

    stranger = events.open & (added >= days)
    more = np.array([p.IN_VAIN_BY_ORIGIN[name] for name in p.ACQUISITION])[population.acquisition]
    for number, place in enumerate(p.JOIN_PLACES):
        words = split(seeds, np.full(size, number))
        rows = np.flatnonzero(stranger & may[:, number] & (luck_of(words, 0) < place.in_vain * more))
        day = some_day(first[rows], days, luck_of(words[rows], 1))
        found.append((rows, np.full(len(rows), number), day, number))

    rows, places, when = (np.concatenate([part[at] for part in found]) for at in range(3))
    slots = np.concatenate([np.full(len(part[0]), part[3]) for part in found])
    order = np.argsort((rows * 32 + when) * _PLACES_A_MONTH + slots)
    customer = population.customer_id[rows[order]]
    return {
        "wecom_invitations": {
            "invitation_id": (customer * 100 + month) * _PLACES_A_MONTH + slots[order],
            "customer_id": customer,
            "date": np.datetime64(world.month_start(month), "D") + when[order],
            "place": recode(_PLACES, JOIN_PLACE)[places[order]],
        }
    }


def _may_be_asked(population: Population, month: int, today: int) -> Flags:
    """Where each customer can be asked: customers by places. A text goes to none who did not consent, or refused texts."""
    new = population.open_month == month
    may = np.ones((len(population), len(_PLACES)), dtype=bool)
    may[:, _FIRST] = new
    may[new, _FIRST + 1 :] = False  # a new card's first meeting is the place
    may[:, _APP] &= population.app
    may[:, _SMS] &= (population.consent_day <= today) & ~population.no_sms
    return may
