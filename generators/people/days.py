"""Days in the life of a block's customers, as dates."""

import numpy as np

from generators.arrays import Days, Floats, Ints
from generators.parameters import World
from generators.population import Population

_DAY = np.timedelta64(1, "D")


def opened_on(population: Population, world: World) -> Days:
    """The day on which each customer's account opened, as in `accounts`."""
    first = (np.datetime64(world.start, "M") + population.open_month).astype("datetime64[D]")
    return np.asarray(first + population.open_day)


def last_day(world: World) -> np.datetime64:
    """The last day of the history."""
    return np.datetime64(world.month_start(world.months), "D") - _DAY


def birthday_year(population: Population, age: int) -> Days:
    """New Year's Day of the year in which each customer turned `age`."""
    return year_start(population.birth_year + age)


def year_start(year: Ints) -> Days:
    """New Year's Day of each year."""
    return np.asarray((year - 1970).astype("datetime64[Y]").astype("datetime64[D]"))


def between(first: Days, last: Days | np.datetime64, luck: Floats) -> Days:
    """The day that `luck` picks from `first` to `last`, both included; `first` where `last` is before it."""
    span = np.maximum((last - first).astype(np.int64), 0) + 1
    return np.asarray(first + np.floor(luck * span).astype(np.int64))
