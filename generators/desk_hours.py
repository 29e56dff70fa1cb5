"""The hotline's hours: calls that come, wait, are answered or hang up, and a roster of lunch breaks drawn by lot.

A queue that is lived call by call, first come first served: not by the formulas that a planner compares with it. The
hotline is the whole bank's, cards being a part, so its size is not the card centre's. Made once for the whole bank.
"""

from enum import IntEnum

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.almanac import free_days
from generators.arrays import Days, Flags, Floats, Ints
from generators.draws import STATIC, Draws, poisson, split, unit
from generators.pages import Columns
from generators.parameters import World

_MINUTES = 60.0
_MONDAY, _SATURDAY = 0, 5


class Purpose(IntEnum):
    """What a draw is for, 2131 to 2139. Append only."""

    LOT = 2131
    DAY = 2132
    CALLS = 2133
    CALL = 2134


def desk_hours(world: World) -> dict[str, Columns]:
    """A row a day and hour of the last months of the history."""
    days = _days(world)
    first, stop = p.DESK_HOURS
    hours = stop - first
    by_lot, staggered = _lot(world, days)
    staff = _staff(days, staggered)
    draws = Draws(world.seed, 0, max(len(days), 1))
    offered = _offered(draws, days)
    arrival, waited, handled, gone, hour = _queue(draws, staff, offered)
    place = (np.arange(len(days))[:, None] * hours + hour)[arrival < np.inf]
    live = arrival < np.inf
    waited, handled, gone = waited[live], handled[live], gone[live]

    def total(values: Floats | Flags) -> Floats:
        found = np.bincount(place, weights=values.astype(np.float64), minlength=len(days) * hours)
        return found.astype(np.float64)

    answered, lost = total(~gone), total(gone)
    calls = np.maximum(answered + lost, 1)
    return {
        "desk_hours": {
            "date": np.repeat(days, hours),
            "hour": np.tile(np.arange(first, stop), len(days)).astype(np.int32),
            "staggered": np.repeat(staggered, hours),
            "by_lot": np.repeat(by_lot, hours),
            "staff": staff.ravel().astype(np.int32),
            "offered": (answered + lost).astype(np.int32),
            "answered": answered.astype(np.int32),
            "abandoned": lost.astype(np.int32),
            "wait_seconds": np.rint(total(waited) / calls * _MINUTES).astype(np.int32),
            "handle_seconds": np.rint(total(handled * ~gone) / np.maximum(answered, 1) * _MINUTES).astype(np.int32),
        }
    }


def _days(world: World) -> Days:
    begins = world.month_start(max(world.months - p.DESK_MONTHS, 0))
    return np.arange(np.datetime64(begins, "D"), np.datetime64(world.month_start(world.months), "D"))


def _lot(world: World, days: Days) -> tuple[Flags, Flags]:
    """Which days were in the trial, and on which lunch was staggered: one of each two working days in a row."""
    by_lot, staggered = np.zeros(len(days), dtype=bool), np.zeros(len(days), dtype=bool)
    if world.months < p.DESK_MONTHS:
        return by_lot, staggered
    begins = np.datetime64(world.month_start(world.months - p.ROSTER_MONTH), "D")
    working = np.flatnonzero(~free_days(days) & (days >= begins))[: p.ROSTER_DAYS]
    working = working[: len(working) // 2 * 2]
    luck = Draws(world.seed, 0, p.ROSTER_DAYS).uniform(STATIC, Purpose.LOT)[: len(working) // 2] < 1 / 2
    by_lot[working] = True
    staggered[working] = np.column_stack([luck, ~luck]).ravel()
    return by_lot, staggered


def _load(days: Days) -> Floats:
    """Calls to be expected, days by hours."""
    weekday = (days.astype(int) + 3) % 7
    day = np.where(weekday == _MONDAY, p.DESK_MONDAY, np.where(weekday >= _SATURDAY, p.DESK_WEEKEND, 1.0))
    return np.asarray(p.DESK_CALLS * np.array(p.DESK_LOAD) * day[:, None])


def _staff(days: Days, staggered: Flags) -> Ints:
    """People on shift, days by hours: what the load needs, less those at lunch, all at once or one after the other."""
    hour = np.arange(*p.DESK_HOURS)
    need = np.ceil(_load(days) * p.DESK_HANDLE_MINUTES / _MINUTES / p.DESK_TARGET_LOAD)
    early, late = p.DESK_DAY_SHIFT
    day_shift = np.where((hour >= early) & (hour < late), need.max(axis=1)[:, None], need)
    at_once, in_turn = (np.array([away.get(now, 0) for now in hour.tolist()]) for away in (p.LUNCH, p.LUNCH_STAGGERED))
    staff = day_shift - np.where(staggered[:, None], in_turn, at_once)
    return np.asarray(np.maximum(staff, 1), dtype=np.int64)


def _offered(draws: Draws, days: Days) -> Ints:
    luck = p.DESK_SPREAD * ndtri(draws.uniform(STATIC, Purpose.DAY))[: len(days)]
    mean = _load(days) * np.exp(luck)[:, None]
    seeds = draws.words(STATIC, Purpose.CALLS)[: len(days)]
    hours = mean.shape[1]
    words = split(np.repeat(seeds, hours), np.tile(np.arange(hours), len(days)))
    return np.asarray(poisson(unit(words), mean.ravel()).reshape(mean.shape))


def _queue(draws: Draws, staff: Ints, offered: Ints) -> tuple[Floats, Floats, Floats, Flags, Ints]:
    """Live each day's queue: minutes of arrival (inf for no call), waiting and talking, who hung up, and the hour.

    All are days by calls. A caller takes the first free of those on shift in the hour of the call.
    """
    days, hours = offered.shape
    count = offered.sum(axis=1)
    most = int(count.max(initial=0))
    seeds = draws.words(STATIC, Purpose.CALL)[:days]
    luck = unit(split(np.repeat(seeds, 3 * most), np.tile(np.arange(3 * most), days))).reshape(days, most, 3)
    number = np.arange(most)
    hour = np.minimum((number[None, :, None] >= np.cumsum(offered, axis=1)[:, None, :]).sum(axis=2), hours - 1)
    arrival = np.where(number < count[:, None], (hour + luck[:, :, 0]) * _MINUTES, np.inf)
    order = np.argsort(arrival, axis=1, kind="stable")
    arrival = np.take_along_axis(arrival, order, axis=1)  # the hours are in order already
    patience = -p.DESK_PATIENCE_MINUTES * np.log(luck[:, :, 1])
    talk = -p.DESK_HANDLE_MINUTES * np.log(luck[:, :, 2])
    waited, gone = np.zeros((days, most)), np.zeros((days, most), dtype=bool)
    free = np.zeros((days, int(staff.max(initial=1))))
    seat, every = np.arange(free.shape[1]), np.arange(days)
    for call in range(most):
        here = arrival[:, call] < np.inf
        on_shift = seat < staff[every, hour[:, call]][:, None]
        who = np.where(on_shift, free, np.inf).argmin(axis=1)
        wait = np.where(here, np.maximum(free[every, who] - arrival[:, call], 0.0), 0.0)
        leaves = wait > patience[:, call]
        waited[:, call], gone[:, call] = np.where(leaves, patience[:, call], wait), leaves & here
        ends = arrival[:, call] + wait + talk[:, call]
        free[every, who] = np.where(here & ~leaves, ends, free[every, who])
    return arrival, waited, talk, gone, hour
