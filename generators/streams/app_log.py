"""The app's technical log: a row for each step of a visit, also of those that came to nothing.

Pages are those of `app_events`, at the same moments. Besides them the log has what no analyst of customers looks at:
the identity check before the first page, attempts that failed there, and pages that were given up while they loaded.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Codes, Days, Flags, Floats, Ints, Rows, Words
from generators.draws import STATIC, Draws, choose, lane, lane_uniforms, poisson, split
from generators.month import Events
from generators.pages import Columns, Named, recode
from generators.parameters import World
from generators.population import Population
from generators.rows import join, take
from generators.schema.log_levels import APP_VERSION, CARRIER, LOG_ERROR, LOG_STEP, SOURCE, SYSTEM
from generators.schema.stream_levels import APP_DEVICE, PAGE
from generators.streams.app import app_events, expected_visits
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import days_in, first_days, luck_of, moments, seconds_of_day

_DEVICES, _VERSIONS, _ERRORS, _STEPS = (list(levels) for levels in (APP_DEVICE, APP_VERSION, LOG_ERROR, LOG_STEP))
_BROKEN, _FIXED = _VERSIONS.index(p.BROKEN_VERSION), _VERSIONS.index(p.FIX_VERSION)
_CRASH, _GIVEN_UP = _ERRORS.index("crash"), _ERRORS.index("given_up")
_IDENTITY, _LOG_OUT = _STEPS.index("identity"), list(PAGE).index("log_out")
_FINE = _NO_EVENT = -1
_VISITS_A_MONTH, _PAGES_A_VISIT = 100, 10  # as app_events numbers them
_FAILED_SLOT, _CRASHED_SLOT = 99, 89  # attempts that led to no visit are numbered down from here
_ENTRIES_A_MONTH = 10_000
_SECOND = np.timedelta64(1_000, "ms")
# Luck of a visit: its own word, a further one, and one for each step.
_SOURCE_LANE, _CITY_LANE, _HOST_LANE, _WAIT_LANE = range(4)
_FAILED_LANE, _RETRY_LANE, _MORE_LANE, _AFTER_LANE = range(4)
_NEXT_LANE = 0
_STEP_WORDS = 1  # the words before a step's own


@dataclass(frozen=True)
class _Visits:
    """Visits, or attempts at one: an entry each."""

    row: Rows  # position of the customer in the block
    session: Ints
    starts: Days  # of the identity check, in milliseconds
    error: Ints  # code of what it failed for; _FINE if it did not
    luck: Words


@dataclass(frozen=True)
class _Steps:
    """Steps of visits: an entry each."""

    visit: Rows  # position of the visit
    position: Ints  # 0 for the identity check, then the pages
    step: Ints
    at: Days
    event: Ints  # in app_events; _NO_EVENT if it is not there
    given_up: Flags


def app_and_log(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's `app_events`, and in the last months of the history the log behind them (`app_log`)."""
    made = app_events(population, events, draws, world)
    if events.month < world.months - p.LOG_MONTHS:
        return made
    return made | {"app_log": _log(population, events, made["app_events"], draws, world)}


def _log(population: Population, events: Events, pages: dict[str, Any], draws: Draws, world: World) -> Columns:
    month = events.month
    device = choose(draws.uniform(STATIC, Purpose.DEVICE), p.APP_DEVICES)
    first = np.flatnonzero(pages["event_id"] % _PAGES_A_VISIT == 0)
    came = _visits(population, pages, first, draws, month)
    visits = join(join(came, _failed(population, came, month)), _crashed(population, events, device, draws, world))
    steps = join(_identity_checks(visits), _pages(pages, first, came))
    second = (steps.at - np.datetime64(world.month_start(month), "ms")) // _SECOND
    # By customer, then time: one number to sort by takes a third of the time that two take.
    order = np.argsort((visits.row[steps.visit] << 26) + (second << 4) + steps.position, kind="stable")
    return _columns(population, take(steps, order), visits, device, draws, month, world)


def _visits(population: Population, pages: dict[str, Any], first: Rows, draws: Draws, month: int) -> _Visits:
    """The visits of app_events, from their identity check on; never on the day before."""
    session = pages["session_id"][first]
    row = pages["customer_id"][first] - population.customer_id[0]
    luck = split(draws.words(month, Purpose.LOG_VISIT)[row], session % _VISITS_A_MONTH)
    least, more = p.IDENTITY_SECONDS
    starts = _earlier(pages["timestamp"][first], least + (luck_of(luck, _WAIT_LANE) * more))
    return _Visits(row, session, starts, np.full(len(row), _FINE), luck)


def _failed(population: Population, visits: _Visits, month: int) -> _Visits:
    """Attempts shortly before some of the visits, that failed at the identity check."""
    luck = _further(visits.luck)
    shares = np.array(list(p.FAILED_BEFORE.values()))
    chance = luck_of(luck, _FAILED_LANE)
    some = np.flatnonzero(chance < shares.sum())
    some = some[_place(visits.row[some]) < _FAILED_SLOT - _CRASHED_SLOT]
    least, more = p.RETRY_SECONDS
    row = visits.row[some]
    error = recode(p.FAILED_BEFORE, LOG_ERROR)[choose(chance[some] / shares.sum(), shares)].astype(np.int64)
    luck = luck[some]
    starts = _earlier(visits.starts[some], least + luck_of(luck, _RETRY_LANE) * more)
    session = _session(population, row, _FAILED_SLOT - _place(row), month)
    return _Visits(row, session, starts, error, _further(luck))


def _crashed(population: Population, events: Events, device: Codes, draws: Draws, world: World) -> _Visits:
    """Attempts on the broken version and device: most of them lead to nothing, whatever visits there are besides."""
    month = events.month
    release, fix = _broken_days(world)
    start = np.datetime64(world.month_start(month), "D")
    updated = release + np.ceil(_lag(draws)).astype("timedelta64[D]")
    since = np.maximum(updated, start + first_days(population, month))
    days = (np.minimum(fix, start + days_in(world, month)) - since).astype(np.int64)
    days = np.where(device == _DEVICES.index(p.BROKEN_DEVICE), np.maximum(days, 0), 0)
    some = np.flatnonzero(days)
    mean = p.BROKEN_ATTEMPTS * expected_visits(population, events)[some] * days[some] / days_in(world, month)
    count = np.minimum(poisson(draws.take(some).uniform(month, Purpose.LOG_CRASHES), mean), p.MOST_ATTEMPTS)
    row = np.repeat(some, count)
    place = _place(row)
    luck = split(draws.words(month, Purpose.LOG_CRASH)[row], place)
    day = (since - start).astype(np.int64)[row] + np.floor(luck_of(luck, 0) * days[row]).astype(np.int64)
    at = moments(world, month, day * p.DAY + seconds_of_day(p.HOURS_ON_THE_PHONE)[lane(luck, 1)])
    session = _session(population, row, _CRASHED_SLOT - place, month)
    return _Visits(row, session, at, np.full(len(row), _CRASH), _further(luck))


def _identity_checks(visits: _Visits) -> _Steps:
    size = len(visits.row)
    nothing = np.zeros(size, dtype=np.int64)
    return _Steps(
        visit=np.arange(size),
        position=nothing,
        step=nothing + _IDENTITY,
        at=visits.starts,
        event=nothing + _NO_EVENT,
        given_up=nothing > 0,
    )


def _pages(pages: dict[str, Any], first: Rows, visits: _Visits) -> _Steps:
    """The pages that opened, and after the last of some visits one that was asked for, for now as if it opened."""
    count = np.diff(np.append(first, len(pages["event_id"])))
    visit = np.repeat(np.arange(len(first)), count)
    last = first + count - 1
    luck = _further(visits.luck)
    asks = (pages["page"][last] != _LOG_OUT) & (luck_of(luck, _MORE_LANE) < p.ASKS_FOR_MORE)
    more = np.flatnonzero(asks)
    least, longer = p.MORE_AFTER
    later = np.rint(least + luck_of(luck, _AFTER_LANE)[more] * longer).astype(np.int64) * _SECOND
    opened = _Steps(
        visit=visit,
        position=1 + pages["event_id"] % _PAGES_A_VISIT,
        step=pages["page"].astype(np.int64),
        at=pages["timestamp"],
        event=pages["event_id"],
        given_up=np.zeros(len(visit), dtype=bool),
    )
    wanted = _Steps(
        visit=more,
        position=1 + count[more],
        step=_next_page(pages["page"][last[more]], luck[more]),
        at=pages["timestamp"][last[more]] + later,
        event=np.full(len(more), _NO_EVENT),
        given_up=np.ones(len(more), dtype=bool),
    )
    return join(opened, wanted)


def _next_page(page: npt.NDArray[np.int8], luck: Words) -> Ints:
    """The page asked for from another: one of those that lie behind it, evenly but never the log-out."""
    names = list(PAGE)
    ways = [[names.index(to) for to in p.PATHS[name] if to != "log_out"] or [0] for name in names]
    most = max(map(len, ways))
    table = np.array([(way * most)[:most] for way in ways])
    return np.asarray(table[page, lane(luck, _NEXT_LANE).astype(np.int64) % most])


def _columns(
    population: Population, steps: _Steps, visits: _Visits, device: Codes, draws: Draws, month: int, world: World
) -> Columns:
    """The log's columns, without the pages that were asked for and came in time: they are no more than a wish."""
    row = visits.row[steps.visit]
    phone = draws.words(STATIC, Purpose.LOG_PHONE)
    carrier = choose(luck_of(phone, 0), p.CARRIER_SHARES)
    slow = _slow_ms(draws, month, world)
    luck = split(visits.luck[steps.visit], _STEP_WORDS + steps.position)
    load = _load_ms(steps.step, device[row], carrier[row], luck) + np.maximum(slow[row], 0)
    leaves = luck_of(luck, 1) >= np.exp(-p.GIVES_UP * load / 1_000)
    kept = np.flatnonzero(~steps.given_up | leaves)
    steps, row, load, visit = take(steps, kept), row[kept], load[kept], steps.visit[kept]

    failed = visits.error[visit]
    error = np.where(steps.given_up, _GIVEN_UP, failed)
    session = visits.session[visit]
    entry = steps.position == 0
    ends = steps.position == (np.bincount(visit, minlength=len(visits.row)) - 1)[visit]
    version = _version(visits, draws, world)
    city = _cities(population, visits)
    host = 1 + (lane(visits.luck, _HOST_LANE).astype(np.int64) * p.HOSTS >> 16)
    code = recode(p.APP_SOURCES, SOURCE)[choose(luck_of(visits.luck, _SOURCE_LANE), list(p.APP_SOURCES.values()))]
    customer = population.customer_id[row]
    return {
        "log_id": (customer * 100 + month) * _ENTRIES_A_MONTH + _place(row),
        "event_id": np.where(steps.event == _NO_EVENT, np.nan, steps.event),
        "customer_id": customer,
        "session_id": session,
        "timestamp": steps.at,
        "step": steps.step.astype(np.int8),
        "device": device[row].astype(np.int8),
        "system": _systems()[device, lane(phone, 1) >> 6][row],
        "app_version": version[visit],
        "carrier": recode(p.CARRIERS, CARRIER)[carrier][row],
        "ip": Named((carrier[visits.row] * p.HOSTS + host - 1)[visit], _addresses()),
        "city": Named(city[visit], tuple(city.name for city in p.CITIES)),
        "source": code[visit],
        "entry": entry,
        "exit": ends,
        "load_ms": load.astype(np.int32),
        "slow_ms": np.where(slow[row] < 0, np.nan, slow[row]),
        "error_code": error.astype(np.int8),
        "error_text": _error_text(
            error, (version[visit] == _BROKEN) & (device[row] == _DEVICES.index(p.BROKEN_DEVICE))
        ),
    }


def _further(luck: Words) -> Words:
    """The next word of luck behind each."""
    return split(luck, np.zeros(len(luck), dtype=np.int64))


def _session(population: Population, row: Rows, slot: Ints, month: int) -> Ints:
    return (population.customer_id[row] * 100 + month) * _VISITS_A_MONTH + slot


def _place(row: Rows) -> Ints:
    """The number of each entry among those of the same row, which lie together."""
    new = np.append(True, row[1:] != row[:-1])[: len(row)]
    begins = np.flatnonzero(new)
    return np.asarray(np.arange(len(row)) - begins[np.cumsum(new) - 1])


def _earlier(at: Days, seconds: Floats) -> Days:
    """So many seconds before, but not on the day before."""
    return np.asarray(np.maximum(at - np.rint(seconds).astype(np.int64) * _SECOND, at.astype("datetime64[D]")))


def _lag(draws: Draws) -> Floats:
    """Days that each customer waits before they take a release."""
    return np.asarray(-p.UPDATE_LAG * np.log(luck_of(draws.words(STATIC, Purpose.LOG_PHONE), 2)))


def _release_days(world: World) -> Days:
    return np.array(
        [np.datetime64(world.month_start(world.months - ago), "D") + day - 1 for _, ago, day in p.APP_RELEASES]
    )


def _broken_days(world: World) -> tuple[np.datetime64, np.datetime64]:
    """The release of the broken version, and the day on which the next one took its place everywhere."""
    release = _release_days(world)[[name for name, _, _ in p.APP_RELEASES].index(p.BROKEN_VERSION)]
    return release, release + np.timedelta64(p.FIX_AFTER, "D")


def _version(visits: _Visits, draws: Draws, world: World) -> npt.NDArray[np.int8]:
    """Code of the version that each visit was made with."""
    day, lag = visits.starts.astype("datetime64[D]"), np.ceil(_lag(draws)).astype("timedelta64[D]")[visits.row]
    count = sum(((day - lag >= release).astype(np.int64) for release in _release_days(world)), np.zeros(len(day), int))
    version = recode([name for name, _, _ in p.APP_RELEASES], APP_VERSION)[np.maximum(count - 1, 0)]
    return np.where((version == _BROKEN) & (day >= _broken_days(world)[1]), _FIXED, version).astype(np.int8)


def _slow_ms(draws: Draws, month: int, world: World) -> Ints:
    """The delay that each customer drew in the test of slow pages; -1 outside of it."""
    first, last = (world.months - ago for ago in p.SLOW_MONTHS)
    if not first <= month <= last:
        return np.full(draws.stop - draws.first, -1)
    arm = draws.uniform(STATIC, Purpose.LOG_SLOW_ARM) * len(p.SLOW_MS)
    return np.asarray(np.array(p.SLOW_MS)[arm.astype(np.intp)])


def _load_ms(step: Ints, device: Codes, carrier: Codes, luck: Words) -> Ints:
    page = np.array([p.HEAVY_PAGES.get(name, 1.0) for name in _STEPS])[step]
    phone = np.array([p.LOAD_BY_DEVICE[name] for name in _DEVICES])[device]
    load: Floats = _spread()[lane(luck, 0)] * page * phone * np.array(p.LOAD_BY_CARRIER)[carrier]
    return np.asarray(np.minimum(np.rint(load), p.LONGEST_LOAD_MS).astype(np.int64))


@lru_cache(maxsize=1)
def _spread() -> Ints:
    """Milliseconds by sixteen bits of luck, in whole ones: exponentials differ between processors in their last digits."""
    return np.asarray(np.rint(p.LOAD_MS * np.exp(p.LOAD_SIGMA * ndtri(lane_uniforms()))), dtype=np.int64)


_GRAIN = 1_024  # ten bits of luck


@lru_cache(maxsize=1)
def _systems() -> npt.NDArray[np.int8]:
    """Code of the system by device and 1,024 steps of luck."""
    luck = (np.arange(_GRAIN) + 0.5) / _GRAIN
    shares = [p.APP_SYSTEMS[device] for device in _DEVICES]
    return np.stack([recode(of, SYSTEM)[choose(luck, list(of.values()))] for of in shares])


@lru_cache(maxsize=1)
def _addresses() -> tuple[str, ...]:
    return tuple(f"{network}.{host + 1}" for network in p.CARRIER_NETWORKS for host in range(p.HOSTS))


def _cities(population: Population, visits: _Visits) -> Codes:
    """Code of the city of each visit: their own, or now and then another."""
    luck, home = luck_of(visits.luck, _CITY_LANE), population.city[visits.row]
    others = len(p.CITIES) - 1
    other = (home + 1 + np.floor(luck / p.VISITING * others).astype(np.int64)) % len(p.CITIES)
    return np.where(luck < p.VISITING, other, home)


def _error_text(error: Ints, broken: Flags) -> Named:
    texts = *(_TEXTS[error] for error in _ERRORS), _BROKEN_TEXT
    return Named(np.where(broken & (error == _CRASH), len(_TEXTS), error), texts)


_TEXTS = {
    "crash": "FATAL OutOfMemoryError at Launcher.restore",
    "server_busy": "HTTP 503 Service Unavailable POST /v2/identity",
    "network": "NetworkError: connection reset before response",
    "given_up": "RequestCancelled by client before first paint",
}
_BROKEN_TEXT = f"FATAL NullPointerException at IdentityCheck.verify ({p.BROKEN_VERSION})"
