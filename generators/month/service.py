"""The service desk: who calls about an everyday matter, and whose call is not settled and leaves doubt behind."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Words
from generators.draws import Draws, choose, lane, split
from generators.month.points import Points
from generators.month.state import State
from generators.parameters import World
from generators.population import Population
from generators.schema.stream_levels import CALL_TOPIC

NO_CALL: Final = -1
TOPICS: Final = list(CALL_TOPIC)
POINTS: Final = TOPICS.index("points")
_MOST_ORDINARY: Final = sum(p.ORDINARY_CALLS.values()) + (p.CALLS_WHEN_LATE - 1) * p.ORDINARY_CALLS["bill"]


class CallPurpose(IntEnum):
    """What a draw is for, among the numbers of the streams. Append only."""

    TOPIC = 3020
    CALL = 3023
    OUTCRY = 3060


@dataclass(frozen=True)
class Desk:
    """The month's calls about everyday matters, one entry a customer."""

    topic: Codes  # code of CALL_TOPIC, or NO_CALL
    outcry: Flags  # the call is about the outcry
    unsolved: Flags


def desk(
    population: Population,
    state: State,
    activated: Flags,
    opening_fen: Ints,
    bucket: Ints,
    points: Points,
    purchases: Ints,
    month: int,
    draws: Draws,
    world: World,
) -> Desk:
    """Who calls about what, and whose call was not settled. Without `state` all is as this month leaves it."""
    held = points.this_year + points.last_year > 0
    topic = np.full(len(state), NO_CALL)
    luck = draws.uniform(month, CallPurpose.TOPIC)
    few = np.flatnonzero(state.open & (luck < max(_MOST_ORDINARY, 0.0) + 1e-9))
    chance = np.tile([p.ORDINARY_CALLS.get(name, 0.0) for name in TOPICS], (len(few), 1))
    concerns = {
        "bill": (opening_fen[few] > 0) * np.where(bucket[few] > 0, p.CALLS_WHEN_LATE, 1.0),
        "points": held[few],
        "instalment": opening_fen[few] > p.INSTALMENT_FROM_FEN,
        "lost_card": activated[few],
        "fraud": purchases[few] > 0,
    }
    for name, factor in concerns.items():
        chance[:, TOPICS.index(name)] *= factor
    edges = np.cumsum(chance, axis=1)
    calls = luck[few] < edges[:, -1]
    topic[few] = np.where(calls, (luck[few, None] >= edges).sum(axis=1), NO_CALL)

    outcry = np.zeros(len(state), dtype=bool)
    if outcry_in(world, month):
        outcry = state.open & held & (topic == NO_CALL) & (population.open_month < month)
        outcry &= draws.uniform(month, CallPurpose.OUTCRY) < p.OUTCRY_CALLS
        topic = np.where(outcry, POINTS, topic)
    some = np.flatnonzero(topic != NO_CALL)
    first, further = call_words(draws.take(some).words(month, CallPurpose.CALL), topic[some])
    unsolved = np.zeros(len(state), dtype=bool)
    unsolved[some] = ~settled(topic[some], outcry[some], first, further)
    return Desk(topic, outcry, unsolved)


def call_words(seeds: Words, topic: Ints) -> tuple[Words, Words]:
    """Two words of luck for each call, from the customer's word of the month."""
    return split(seeds, topic), split(seeds, topic + len(TOPICS))


def settled(topic: Ints, outcry: Flags, words: Words, further: Words) -> Flags:
    """Whether each call was settled in it."""
    chance = np.array([p.CALL_RESOLVED.get(name, p.CALL_RESOLVED_ELSE) for name in TOPICS])[topic]
    before, after = p.OUTCRY_RESOLVED
    told = outcry_seconds(words) >= p.OUTCRY_DESK_TOLD * 3_600
    chance = np.where(outcry, np.where(told, after, before), chance)
    return np.asarray((lane(further, 1) + 0.5) / 65_536 < chance)


def outcry_in(world: World, month: int) -> bool:
    """Whether the outcry falls into this month."""
    return month == p.OUTCRY_MONTH < world.months


def outcry_shape(hours: tuple[int, ...]) -> Floats:
    """How loud each hour after the first post is, were nobody to answer: a rise, a fall, and nights by `hours`."""
    after = np.arange(p.OUTCRY_HOURS) + 0.5
    awake = np.array(hours, dtype=float)[(p.OUTCRY_HOUR + np.arange(p.OUTCRY_HOURS)) % 24]
    loud = after / p.OUTCRY_RISE * np.exp(1 - after / p.OUTCRY_RISE) * awake
    return np.asarray(loud / loud.sum())


def outcry_seconds(words: Words) -> Ints:
    """Seconds from the first post to each call about it."""
    hour = _hour_of_call()[lane(words, 0)]
    return np.asarray(hour * 3_600 + lane(words, 1).astype(np.int64) * 3_600 // 65_536)


@lru_cache(maxsize=1)
def _hour_of_call() -> Ints:
    luck = (np.arange(65_536) + 0.5) / 65_536
    return choose(luck, outcry_shape(p.HOURS_OF_CALLS)).astype(np.int64)
