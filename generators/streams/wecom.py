"""WeCom: who becomes a manager's friend and when, what passes between them, and who ends it."""

from typing import Final

import numpy as np

from generators.draws import Draws, choose, split
from generators.month import Events
from generators.pages import Columns
from generators.parameters import Floats, World
from generators.population import Population
from generators.schema.stream_levels import WECOM_EVENT
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import DAY, days_in, luck_of, moments, some_day

# All assumptions (a).
MESSAGES: Final = (0.35, 0.45, 0.20)  # none, one, two messages in a month
READ: Final = (0.40, 0.45)  # chance that a message is read, and how much more for the most digital
REPLIED: Final = 0.20  # of the messages read
SHARED: Final = 0.02  # chance a month to share a poster
_ADDED, _MESSAGE, _READ, _REPLIED, _SHARED, _DELETED = range(len(WECOM_EVENT))
# Hours that each kind of event falls into, so that a day's events come in their natural order.
_HOURS = ((9, 11), (11, 18), (18, 20), (20, 21), (21, 22), (22, 23))
_MOST = len(MESSAGES) - 1
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

    def add(kind: int, place: int, who: np.ndarray, day: np.ndarray, hour: Floats) -> None:
        rows = np.flatnonzero(who)
        early, late = _HOURS[kind]
        second = ((early + (late - early) * hour[rows]) * 3_600).astype(np.int64)
        found.append((rows, np.full(len(rows), place), np.full(len(rows), kind), (day[rows] - start) * DAY + second))

    add(_ADDED, 0, friend & (added >= start), added, luck_of(luck, 2))
    count = choose(draws.uniform(month, Purpose.WECOM_COUNT), MESSAGES)
    seeds = draws.words(month, Purpose.WECOM_MESSAGE)
    reads = READ[0] + READ[1] * population.affinity
    for number in range(_MOST):
        words = split(seeds, np.full(size, number))
        day = some_day(since, until, luck_of(words, _DAY_LANE))
        gets = friend & (count > number)
        sees = gets & (luck_of(words, _READ_LANE) < reads)
        answers = sees & (luck_of(words, _REPLY_LANE) < REPLIED)
        for kind, who in ((_MESSAGE, gets), (_READ, sees), (_REPLIED, answers)):
            add(kind, 1 + 3 * number + kind - _MESSAGE, who, day, luck_of(words, _TIME_LANE))
    more = split(seeds, np.full(size, _MOST))
    shares = friend & (luck_of(more, 0) < SHARED)
    add(_SHARED, 8, shares, some_day(since, until, luck_of(more, 1)), luck_of(more, 2))
    add(_DELETED, 9, friend & (deleted < stop), deleted, luck_of(luck, 3))

    rows, places, kinds, seconds = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort((rows * 32 * DAY + seconds) * _EVENTS_A_MONTH + places)
    customer = population.customer_id[rows[order]]
    return {
        "wecom_events": {
            "event_id": (customer * 100 + month) * _EVENTS_A_MONTH + places[order],
            "customer_id": customer,
            "timestamp": moments(world, month, seconds[order]),
            "event": kinds[order].astype(np.int8),
        }
    }
