"""The app: visits, and the pages of each visit. What a customer looks up tells what is on their mind."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Lane, Words
from generators.draws import STATIC, Draws, choose, lane, poisson, split
from generators.month import Events
from generators.month.state import DEFAULT, STAYS
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.schema.stream_levels import PAGE
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import (
    days_in,
    first_days,
    luck_of,
    moments,
    seconds_of_day,
    some_day,
)

_USUAL, _LEAVING, _REDEEMING = range(3)

_PAGES = list(PAGE)
_GONE = len(_PAGES)  # the phone is put away
_OFFER_PAGES = [_PAGES.index(page) for page in ("home", "offers")]
_FINE = 4_096  # twelve bits of luck a table
_SESSIONS_A_MONTH, _EVENTS_A_SESSION = 100, 10
_PAGE_LANE, _ACTION_LANE, _OFFER_LANE, _WAIT_LANE = range(4)
_DAY_LANE, _TIME_LANE = 0, 1


def app_events(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's pages that users of the app opened, by customer and time."""
    month = events.month
    leaves, redeems = _moods(events)
    mood = np.where(leaves, _LEAVING, np.where(redeems, _REDEEMING, _USUAL))
    count = visits(population, events, draws)

    row = np.repeat(np.arange(len(count)), count)
    slot = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    words = split(draws.words(month, Purpose.SESSION)[row], slot)
    day = some_day(first_days(population, month)[row], days_in(world, month), luck_of(words, _DAY_LANE))
    second = np.minimum(seconds_of_day(p.HOURS_ON_THE_PHONE)[lane(words, _TIME_LANE)], p.DAY - p.LONGEST_VISIT)
    begins = day * p.DAY + second
    order = np.argsort((row * 32 * p.DAY + begins) * _SESSIONS_A_MONTH + slot)
    row, begins, words = row[order], begins[order], words[order]

    page, steps = _walk(mood[row], words)
    seen = page < _GONE
    least, more = p.PAGE_SECONDS
    waits = least + lane(steps.ravel(), _WAIT_LANE).reshape(page.shape).astype(np.int64) * more // 65_536
    waits[:, 0] = 0
    moment = begins[:, None] + np.cumsum(waits, axis=1)
    customer = population.customer_id[row]
    session = (customer * 100 + month) * _SESSIONS_A_MONTH + slot  # numbered in the order of time
    event = session[:, None] * _EVENTS_A_SESSION + np.arange(p.MOST_PAGES)
    page, steps = page[seen], steps[seen]
    pages_seen = seen.sum(axis=1)
    device = choose(draws.uniform(STATIC, Purpose.DEVICE), p.APP_DEVICES).astype(np.int8)
    return {
        "app_events": {
            "event_id": event[seen],
            "customer_id": np.repeat(customer, pages_seen),
            "session_id": np.repeat(session, pages_seen),
            "timestamp": moments(world, month, moment[seen]),
            "page": page,
            "action": _actions()[page, lane(steps, _ACTION_LANE) >> 4],
            "offer_shown": _offers(page, lane(steps, _OFFER_LANE)),
            "device": np.repeat(device[row], pages_seen),
        }
    }


def visits(population: Population, events: Events, draws: Draws) -> Ints:
    """How often each customer opened the app in the month."""
    count = poisson(draws.uniform(events.month, Purpose.SESSIONS), expected_visits(population, events))
    return np.minimum(count, _SESSIONS_A_MONTH - 1)


def _moods(events: Events) -> tuple[Flags, Flags]:
    """Who is about to leave, and who redeems points this month."""
    leaves = (events.after.leaving != STAYS) & (events.after.leaving != DEFAULT)
    return leaves, events.points.redeemed > 0


def expected_visits(population: Population, events: Events) -> Floats:
    """How often each customer can be expected to open the app in the month; 0 without an account or the app."""
    leaves, redeems = _moods(events)
    least, most = p.VISITS
    state = events.after
    used = np.where(~state.activated, p.VISITS_UNUSED, np.where(state.asleep, p.VISITS_ASLEEP, p.VISITS_BUYING))
    mean = (least + (most - least) * population.affinity) * used
    mean = mean + p.VISITS_BEFORE_LEAVING * leaves + p.VISITS_TO_REDEEM * redeems
    return np.where(population.app & events.open, mean, 0.0)


def _walk(mood: Ints, words: Words) -> tuple[npt.NDArray[np.int8], Words]:
    """Codes of the pages of each visit in turn, starting at home, and the luck of each; _GONE after the end of the visit."""
    ways, grid = _ways(), (len(words), p.MOST_PAGES)
    pages, steps = np.full(grid, _GONE, dtype=np.int8), np.zeros(grid, dtype=np.uint64)
    here, page = np.arange(len(words)), np.zeros(len(words), dtype=np.int8)
    for step in range(p.MOST_PAGES):
        luck = split(words[here], np.array([step]))
        if step:
            page = ways[mood[here], page, lane(luck, _PAGE_LANE) >> 4]
        pages[here, step], steps[here, step] = page, luck
        stays = np.flatnonzero(page < _GONE)
        here, page = here[stays], page[stays]
    return pages, steps


def _fine_luck() -> Floats:
    return (np.arange(_FINE) + 0.5) / _FINE


@lru_cache(maxsize=1)
def _ways() -> npt.NDArray[np.int8]:
    """The next page by mood, page and twelve bits of luck."""
    ways = np.full((3, _GONE + 1, _FINE), _GONE, dtype=np.int8)
    for mood, more in enumerate(({}, p.PAGES_BEFORE_LEAVING, p.PAGES_TO_REDEEM)):
        for page, paths in p.PATHS.items():
            weights = [paths.get(name, 0.0) * more.get(name, 1.0) for name in _PAGES]
            weights.append(1.0 - sum(paths.values()))
            ways[mood, _PAGES.index(page)] = choose(_fine_luck(), weights)
    return ways


@lru_cache(maxsize=1)
def _actions() -> npt.NDArray[np.int8]:
    """What is done on a page: 0 view, 1 click, 2 submit, by page and twelve bits of luck."""
    done = [p.PAGE_ACTIONS.get(page, (0.0, 0.0)) for page in _PAGES]
    return np.array([choose(_fine_luck(), [1 - click - submit, click, submit]) for click, submit in done]).astype(
        np.int8
    )


def _offers(page: npt.NDArray[np.int8], luck: Lane) -> npt.NDArray[np.int8]:
    """The offer on a page, -1 where there is none."""
    offer = choose((luck % 256 + 0.5) / 256, p.OFFERS_IN_APP).astype(np.int8)
    share = np.zeros(_GONE)
    share[_OFFER_PAGES] = p.OFFER_AT_HOME, 1.0
    return np.where((luck >> 8) / 256 < share[page], offer, -1).astype(np.int8)
