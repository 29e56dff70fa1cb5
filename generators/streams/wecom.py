"""WeCom: who becomes a manager's friend and when, what passes between them, and who ends it."""

from typing import Final

import numpy as np

from generators.draws import STATIC, Draws, choose, split
from generators.month import Events
from generators.month.state import STAYS
from generators.pages import Columns
from generators.parameters import Floats, World
from generators.population import Population
from generators.schema.stream_levels import WECOM_EVENT
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import DAY, days_in, first_days, luck_of, moments, some_day

# All assumptions (a). The bank begins to use WeCom with the history: nobody is a friend before.
SOON: Final = 2.0  # above 1: friends are added early rather than late
LEFT: Final = 0.12  # share of those who are no friends at the end that once were
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
_FOREVER = 10**6


def wecom_events(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's WeCom events, by customer and time."""
    month, size = events.month, len(population)
    start = (world.month_start(month) - world.start).days
    stop = start + days_in(world, month)
    first = start + first_days(population, month)
    luck = draws.words(month, Purpose.WECOM_DAY)
    added, deleted = _friendship(population, draws, world)
    # Nobody's last month may pass before what `customers.wecom_friend` says has come about.
    last_month = events.after.leaving != STAYS
    hurries = last_month & population.wecom & (added >= stop)
    added = np.where(hurries, some_day(first, stop, luck_of(luck, 0)), added)
    ends = last_month & ~population.wecom & (added < stop) & (deleted >= stop)
    deleted = np.where(ends, some_day(np.maximum(first, added), stop, luck_of(luck, 1)), deleted)

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


def _friendship(population: Population, draws: Draws, world: World) -> tuple[np.ndarray, np.ndarray]:
    """Days since the history began on which each customer would add the manager and delete them; _FOREVER for never."""
    end = (world.month_start(world.months) - world.start).days
    month_starts = (world.month_starts(0, world.months + 1) - np.datetime64(world.start, "D")).astype(np.int64)
    opened = month_starts[np.clip(population.open_month, 0, world.months)] + np.where(
        population.open_month < 0, 0, population.open_day
    )
    added = some_day(opened, end, draws.uniform(STATIC, Purpose.WECOM_ADD) ** SOON)
    was = ~population.wecom & (draws.uniform(STATIC, Purpose.WECOM_LEFT) < LEFT)
    deleted = some_day(added, end, 0.1 + 0.9 * draws.uniform(STATIC, Purpose.WECOM_DELETE))
    return np.where(population.wecom | was, added, _FOREVER), np.where(was, deleted, _FOREVER)
