"""Days and moments of a month, for streams: never before an account opens, never after the month ends."""

from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.arrays import Days, Floats, Ints, Words
from generators.draws import choose, lane, lane_uniforms
from generators.parameters import World
from generators.population import Population


def first_days(population: Population, month: int) -> Ints:
    """The first 0-based day of the month on which a customer can do anything: the day of opening in that month."""
    return np.where(population.open_month == month, population.open_day, 0)


def days_in(world: World, month: int) -> int:
    """Days in month number `month`."""
    return (world.month_start(month + 1) - world.month_start(month)).days


def some_day(first: Ints, stop: Ints | int, luck: Floats) -> Ints:
    """The day that `luck` picks from `first` to `stop - 1`; `first` where there is none."""
    return np.asarray(first + np.floor(luck * np.maximum(stop - first, 1)).astype(np.int64))


def moments(world: World, month: int, second: Ints) -> Days:
    """Moments so many seconds after the month's start."""
    return np.asarray(np.datetime64(world.month_start(month), "ms") + (second * 1_000).astype("timedelta64[ms]"))


def luck_of(words: Words, number: int) -> Floats:
    """Sixteen bits of each word as a uniform strictly between 0 and 1; `number` is 0 to 3."""
    return (lane(words, number) + 0.5) / 65_536


@lru_cache(maxsize=4)
def seconds_of_day(hours: tuple[int, ...]) -> Ints:
    """Second of the day by sixteen bits of luck: quantiles of a profile of hours."""
    luck = lane_uniforms()
    hour = choose(luck, list(map(float, hours)))
    edges = np.concatenate([[0.0], np.cumsum(hours)]) / sum(hours)
    within = (luck - edges[hour]) / (edges[hour + 1] - edges[hour])
    return np.minimum((hour * 3_600 + np.floor(within * 3_600)).astype(np.int64), p.DAY - 1)
