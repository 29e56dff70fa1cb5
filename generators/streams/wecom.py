"""WeCom: who becomes a manager's friend and when, what passes between them, and who ends it."""

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints
from generators.draws import Draws, choose, split
from generators.friends import QUIET, in_trial
from generators.month import Events
from generators.month.ties import drawn_friends
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.schema.stream_levels import WECOM_EVENT
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import days_in, luck_of, moments, some_day

_ADDED, _MESSAGE, _READ, _REPLIED, _SHARED, _DELETED = range(len(WECOM_EVENT))
_HOURS = tuple(p.WECOM_HOURS[event] for event in WECOM_EVENT)
_MOST = len(p.MESSAGES) - 1
_EVENTS_A_MONTH = 10
_DAY_LANE, _READ_LANE, _REPLY_LANE, _TIME_LANE = range(4)


def wecom_events(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's WeCom events, by customer and time."""
    month, size = events.month, len(population)
    start = (world.month_start(month) - world.start).days
    stop = start + days_in(world, month)
    luck = draws.words(month, Purpose.WECOM_DAY)
    added, deleted = events.after.friend_since, population.friend_until
    friend = events.open & (added < stop) & (deleted >= start)
    since, until = np.maximum(added, start), np.minimum(deleted + 1, stop)
    found = []

    def add(kind: int, place: int, who: Flags, day: Ints, hour: Floats) -> None:
        rows = np.flatnonzero(who)
        early, late = _HOURS[kind]
        second = ((early + (late - early) * hour[rows]) * 3_600).astype(np.int64)
        found.append((rows, np.full(len(rows), place), np.full(len(rows), kind), (day[rows] - start) * p.DAY + second))

    add(_ADDED, 0, friend & (added >= start), added, luck_of(luck, 2))
    count = choose(draws.uniform(month, Purpose.WECOM_COUNT), p.MESSAGES)
    seeds = draws.words(month, Purpose.WECOM_MESSAGE)
    reads = p.MESSAGE_READ[0] + p.MESSAGE_READ[1] * population.affinity
    for number in range(_MOST):
        words = split(seeds, np.full(size, number))
        day = some_day(since, until, luck_of(words, _DAY_LANE))
        gets = friend & (count > number)
        if in_trial(world, month):
            drawn = drawn_friends(population, events.after, world)
            gets = np.where(drawn & (number == 0), friend, gets) & ~(drawn & (population.rhythm == QUIET))
        sees = gets & (luck_of(words, _READ_LANE) < reads)
        answers = sees & (luck_of(words, _REPLY_LANE) < p.MESSAGE_REPLIED)
        for kind, who in ((_MESSAGE, gets), (_READ, sees), (_REPLIED, answers)):
            add(kind, 1 + 3 * number + kind - _MESSAGE, who, day, luck_of(words, _TIME_LANE))
    more = split(seeds, np.full(size, _MOST))
    shares = friend & (luck_of(more, 0) < p.POSTER_SHARED)
    add(_SHARED, 8, shares, some_day(since, until, luck_of(more, 1)), luck_of(more, 2))
    add(_DELETED, 9, friend & (deleted < stop), deleted, luck_of(luck, 3))

    rows, places, kinds, seconds = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort((rows * 32 * p.DAY + seconds) * _EVENTS_A_MONTH + places)
    customer = population.customer_id[rows[order]]
    return {
        "wecom_events": {
            "event_id": (customer * 100 + month) * _EVENTS_A_MONTH + places[order],
            "customer_id": customer,
            "timestamp": moments(world, month, seconds[order]),
            "event": kinds[order].astype(np.int8),
        }
    }
