"""The almanac: which days are free, which are busy, and on which the bank works."""

from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.arrays import Days, Flags, Floats
from generators.parameters import World

_LONGEST_MONTH = 31


def days_of(world: World, month: int) -> Days:
    """The days of a month, as datetime64[D]."""
    first, stop = (np.datetime64(world.month_start(number), "D") for number in (month, month + 1))
    return np.arange(first, stop)


def long_holidays(days: Days) -> Flags:
    """Which of a month's days lie in one of the long holidays of `parameters.HOLIDAYS`."""
    number, day = _of_year(days)
    found = np.zeros(len(days), dtype=np.bool_)
    for month, first, last in p.HOLIDAYS:
        found |= (number == month) & (day >= first) & (day <= last)
    return found


def ahead_of_festival(days: Days) -> Floats:
    """Days from each day to the Spring Festival of its year; far off where the year has none on file."""
    years = days.astype("datetime64[Y]").astype(int) + 1970
    festivals = [p.SPRING_FESTIVAL.get(int(year)) for year in years]
    first = np.array([np.datetime64(day if day else "0001-01-01", "D") for day in festivals])
    return np.asarray((first - days).astype(int))


def holidays(days: Days) -> Flags:
    """Which of a month's days are public holidays: the long ones, New Year's Day and the Spring Festival's week."""
    number, day = _of_year(days)
    ahead = ahead_of_festival(days)
    after, until = p.IN_SPRING_FESTIVAL
    return np.asarray(long_holidays(days) | ((number == 1) & (day == 1)) | ((ahead > after) & (ahead <= until)))


def free_days(days: Days) -> Flags:
    """Which of a month's days are weekends or holidays."""
    return np.asarray(~np.is_busday(days) | holidays(days))


@lru_cache(maxsize=512)
def day_weights(month: int, world: World) -> Floats:
    """Relative number of purchases by rhythm (a row each, as in `parameters.RHYTHMS`) on each day of a month.

    Weekends and holidays as in `parameters.WEEKEND` and `HOLIDAY`; the fortnight before the Spring Festival is busy and
    its week quiet; shopping feasts as in `parameters.FEASTS`. Pay days differ from person to person: see `pay_weights`.
    """
    days = days_of(world, month)
    busy, long = np.is_busday(days), long_holidays(days)
    weight = np.where(busy, 1.0, np.array(p.WEEKEND)[:, None])
    weight = np.where(long, np.array(p.HOLIDAY)[:, None], weight)
    ahead = ahead_of_festival(days)
    for (after, until), factor in (
        (p.BEFORE_SPRING_FESTIVAL, p.BEFORE_SPRING_FESTIVAL_FACTOR),
        (p.IN_SPRING_FESTIVAL, p.IN_SPRING_FESTIVAL_FACTOR),
    ):
        weight = np.where((ahead > after) & (ahead <= until), weight * factor, weight)
    number = world.month_start(month).month
    for feast, day, for_shopping, for_the_rest in p.FEASTS:
        if number == feast:
            shopping = np.array([rhythm == "shopping" for rhythm in p.RHYTHMS])
            weight[:, day - 1] *= np.where(shopping, for_shopping, for_the_rest)
    return weight


def pay_weights(pay_day: int, days: int) -> Floats:
    """How much busier each of a month's days is for those who are paid on a day of the month, a row a rhythm."""
    weight = np.ones((len(p.RHYTHMS), days))
    for later, factor in enumerate(p.AFTER_PAY):
        if pay_day - 1 + later < days:
            weight[:, pay_day - 1 + later] = factor
    weight[p.RHYTHMS.index("commute")] = 1.0
    return weight


@lru_cache(maxsize=16)
def opening_edges(world: World, first: int) -> Floats:
    """Where days end, between 0 and 1, for accounts to open on: a row for each of months `first` … `world.months - 1`.

    31 columns: with a luck below the first, an account opens on day 0, and so on.
    """
    found = np.ones((world.months - first, _LONGEST_MONTH))
    for row, month in enumerate(range(first, world.months)):
        days = days_of(world, month)
        found[row, : len(days)] = working_edges(days, p.OPENED_ON)
    return found


def working_edges(days: Days, shares: tuple[float, float, float]) -> Floats:
    """Where each day ends, between 0 and 1, if Saturdays, Sundays and holidays have `shares` of a working day's."""
    of_the_week = (days.astype(int) + 3) % 7  # 1 January 1970 was a Thursday; 0 is Monday
    saturday, sunday, holiday = shares
    weight = np.where(of_the_week == 6, sunday, np.where(of_the_week == 5, saturday, 1.0))
    edges = np.cumsum(np.where(holidays(days), np.minimum(weight, holiday), weight))
    return np.asarray(edges / edges[-1])


def _of_year(days: Days) -> tuple[Floats, Floats]:
    """Numbers of the month and of the day in it, both from 1."""
    months = days.astype("datetime64[M]")
    return np.asarray(months.astype(int) % 12 + 1), np.asarray((days - months.astype("datetime64[D]")).astype(int) + 1)
