"""Trips: who is in which other city, from when to when. What makes people buy in shops away from home."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.almanac import ahead_of_festival, days_of, long_holidays
from generators.arrays import Codes, Floats, Ints
from generators.draws import Draws, Purpose, choose, lane, lane_uniforms
from generators.parameters import World
from generators.population import Population

_GOES_LANE, _WHEN_LANE, _DAYS_LANE, _WHERE_LANE = range(4)
_OFTEN_LANE, _HOME_LANE = 0, 1  # of the customer's own word
_HOUR = 3_600
_OVERNIGHT = (p.NIGHT_BEGINS + p.NIGHT_ENDS) * _HOUR // 2  # the middle of the night, when nobody is in a shop


@dataclass(frozen=True)
class Trips:
    """One entry a customer: at most one trip a month; zeros without one."""

    begins: Ints  # second of the month
    ends: Ints
    city: Codes  # where to


def trips(population: Population, month: int, draws: Draws, world: World) -> Trips:
    """The month's trips. All are at home on its first and last day, and travel at night while the shops are closed.

    So nobody is seen in the shops of two cities within `parameters.NIGHT_ENDS` less `NIGHT_BEGINS` hours.
    """
    own, now = population.habits.travel, draws.words(month, Purpose.TRIP)
    days, holiday = _month(month, world)
    often = p.TRIPS * (1.0 if holiday is None else p.HOLIDAY_TRIPS)
    goes = (lane(now, _GOES_LANE) + 0.5) / 65_536 < often * _restlessness()[lane(own, _OFTEN_LANE)]
    begins, ends, city = (np.zeros(len(now), dtype=np.int64) for _ in range(3))
    rows = np.flatnonzero(goes)
    own, now = own[rows], now[rows]
    length = 1 + _lengths()[lane(now, _DAYS_LANE)]
    latest = days - 1 - length  # its first day at the latest: home again on the last
    luck = lane(now, _WHEN_LANE).astype(np.int64)
    first = 1 + (luck * latest >> 16)
    if holiday is not None:
        with_it = lane(now, _WHERE_LANE) < int(p.TRIP_IN_HOLIDAY * 65_536)
        first = np.where(with_it, np.minimum(holiday, latest), first)
    others = len(p.CITIES) - 1
    to_family = lane(now, _DAYS_LANE) % 256 < int(p.SECOND_HOME * 256)
    where = np.where(to_family, lane(own, _HOME_LANE), lane(now, _WHERE_LANE)).astype(np.int64) % others
    begins[rows] = first * p.DAY + _OVERNIGHT
    ends[rows] = begins[rows] + length * p.DAY
    city[rows] = (population.city[rows] + 1 + where) % len(p.CITIES)
    return Trips(begins, ends, city)


@lru_cache(maxsize=128)
def _month(month: int, world: World) -> tuple[int, int | None]:
    """Days in a month; and the first, but for its very first, of a long holiday or the Spring Festival in it, if any."""
    days = days_of(world, month)
    found = np.flatnonzero(long_holidays(days) | (ahead_of_festival(days) == 1))
    return len(days), max(int(found[0]), 1) if len(found) else None


@lru_cache(maxsize=1)
def _restlessness() -> Floats:
    """How many times the mean somebody travels, by sixteen bits of luck: a power, of mean 1."""
    return np.asarray((p.TRIPS_SKEW + 1) * lane_uniforms() ** p.TRIPS_SKEW)


@lru_cache(maxsize=1)
def _lengths() -> Ints:
    """Days less one by sixteen bits of luck."""
    return choose(lane_uniforms(), p.TRIP_DAYS)
