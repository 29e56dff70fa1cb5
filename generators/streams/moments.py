"""Days and moments of a month, for streams: never before an account opens, never after the month ends."""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from generators.draws import Ints, Words, choose, lane, lane_uniforms
from generators.parameters import Floats, World
from generators.population import Population

DAY: Final = 86_400  # seconds

# Relative weights of the hours from midnight on (a): people look at their phones at lunch, in the evening and in bed.
HOURS_ON_THE_PHONE: Final = (22, 10, 5, 3, 2, 3, 8, 16, 26, 38, 48, 46, 44, 38, 36, 38, 40, 38, 40, 50, 64, 72, 62, 40)
# A hotline is staffed round the clock, but few call at night (a).
HOURS_OF_CALLS: Final = (1, 1, 0, 0, 0, 0, 1, 4, 16, 44, 52, 40, 26, 30, 42, 44, 40, 32, 22, 20, 18, 12, 6, 2)


def first_days(population: Population, month: int) -> Ints:
    """The first 0-based day of the month on which a customer can do anything: the day of opening in that month."""
    return np.where(population.open_month == month, population.open_day, 0)


def days_in(world: World, month: int) -> int:
    """Days in month number `month`."""
    return (world.month_start(month + 1) - world.month_start(month)).days


def some_day(first: Ints, stop: Ints | int, luck: Floats) -> Ints:
    """The day that `luck` picks from `first` to `stop - 1`; `first` where there is none."""
    return np.asarray(first + np.floor(luck * np.maximum(stop - first, 1)).astype(np.int64))


def moments(world: World, month: int, second: Ints) -> npt.NDArray[np.datetime64]:
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
    return np.minimum((hour * 3_600 + np.floor(within * 3_600)).astype(np.int64), DAY - 1)
