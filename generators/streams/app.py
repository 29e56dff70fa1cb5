"""The app: visits, and the pages of each visit. What a customer looks up tells what is on their mind."""

from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from generators.draws import STATIC, Draws, Ints, choose, lane, poisson, split
from generators.month import Events
from generators.month.state import DEFAULT, STAYS
from generators.pages import Columns
from generators.parameters import Floats, World
from generators.population import Population
from generators.schema.stream_levels import PAGE
from generators.streams.chance import StreamPurpose as Purpose
from generators.streams.moments import (
    DAY,
    HOURS_ON_THE_PHONE,
    days_in,
    first_days,
    luck_of,
    moments,
    seconds_of_day,
    some_day,
)

# All assumptions (a). Visits a month for the least and the most digital customer in an ordinary month:
VISITS: Final = (0.15, 1.55)
UNUSED, ASLEEP, BUYING = 0.6, 0.35, 1.15  # times that, by how the card is used
MORE_BEFORE_LEAVING: Final = 0.4  # further visits in the month before the account closes
MORE_TO_REDEEM: Final = 0.8  # further visits in a month in which points are redeemed
DEVICES: Final = (0.55, 0.27, 0.18)
OFFER_SHOWN: Final = (0.40, 0.20, 0.16, 0.14, 0.10)
MOST_PAGES: Final = 8  # of a visit

# From a page to the next; what is left to one is the chance to put the phone away.
PATHS: Final[dict[str, dict[str, float]]] = {
    "home": {"bill": 0.33, "points_mall": 0.09, "offers": 0.17, "instalment": 0.05, "limit": 0.05, "fees": 0.012}
    | {"service": 0.04, "cancel_card": 0.008, "card_application": 0.02, "log_out": 0.05},
    "bill": {"home": 0.16, "instalment": 0.14, "fees": 0.012, "service": 0.03, "log_out": 0.12},
    "points_mall": {"points_mall": 0.34, "home": 0.14, "offers": 0.10, "log_out": 0.08},
    "offers": {"offers": 0.28, "home": 0.16, "points_mall": 0.08, "card_application": 0.03, "log_out": 0.07},
    "instalment": {"bill": 0.18, "instalment": 0.20, "home": 0.10, "log_out": 0.10},
    "limit": {"limit": 0.18, "home": 0.16, "service": 0.06, "log_out": 0.10},
    "fees": {"service": 0.18, "cancel_card": 0.05, "home": 0.16, "log_out": 0.10},
    "service": {"service": 0.20, "cancel_card": 0.05, "fees": 0.05, "home": 0.14, "log_out": 0.10},
    "cancel_card": {"service": 0.30, "fees": 0.14, "home": 0.10, "log_out": 0.12},
    "card_application": {"card_application": 0.35, "home": 0.15, "log_out": 0.08},
    "log_out": {},
}
# How much likelier some pages are for those who are about to leave, and for those who redeem points this month.
LEAVING: Final = {"fees": 5.0, "service": 3.0, "cancel_card": 7.0}
REDEEMING: Final = {"points_mall": 5.0}
_USUAL, _LEAVING, _REDEEMING = range(3)

# Chance of a click and of a submission, by page.
_DONE: Final = {
    "bill": (0.25, 0.12),
    "points_mall": (0.45, 0.06),
    "offers": (0.35, 0.08),
    "instalment": (0.35, 0.10),
    "limit": (0.25, 0.10),
    "service": (0.50, 0.08),
    "cancel_card": (0.30, 0.0),
    "card_application": (0.40, 0.15),
}
_PAGES = list(PAGE)
_GONE = len(_PAGES)  # the phone is put away
_OFFER_PAGES = [_PAGES.index(page) for page in ("home", "offers")]
_HOME_OFFER = 0.35  # share of views of the home page with an offer on it
_FINE = 4_096  # twelve bits of luck a table
_LONGEST_VISIT = MOST_PAGES * 100  # seconds; a visit ends on the day it begins
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
    second = np.minimum(seconds_of_day(HOURS_ON_THE_PHONE)[lane(words, _TIME_LANE)], DAY - _LONGEST_VISIT)
    begins = day * DAY + second
    order = np.argsort((row * 32 * DAY + begins) * _SESSIONS_A_MONTH + slot)
    row, begins, words = row[order], begins[order], words[order]

    steps = split(np.repeat(words, MOST_PAGES), np.tile(np.arange(MOST_PAGES), len(row)))
    grid = (len(row), MOST_PAGES)
    page = _walk(mood[row], lane(steps, _PAGE_LANE).reshape(grid))
    seen = page < _GONE
    waits = 4 + lane(steps, _WAIT_LANE).reshape(grid).astype(np.int64) * 80 // 65_536
    waits[:, 0] = 0
    moment = begins[:, None] + np.cumsum(waits, axis=1)
    customer = population.customer_id[row]
    session = (customer * 100 + month) * _SESSIONS_A_MONTH + slot  # numbered in the order of time
    event = session[:, None] * _EVENTS_A_SESSION + np.arange(MOST_PAGES)
    page, steps = page[seen], steps[seen.ravel()]
    pages_seen = seen.sum(axis=1)
    device = choose(draws.uniform(STATIC, Purpose.DEVICE), DEVICES).astype(np.int8)
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
    count = poisson(draws.uniform(events.month, Purpose.SESSIONS), _expected_visits(population, events))
    return np.minimum(count, _SESSIONS_A_MONTH - 1)


def _moods(events: Events) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Who is about to leave, and who redeems points this month."""
    leaves = (events.after.leaving != STAYS) & (events.after.leaving != DEFAULT)
    return leaves, events.points.redeemed > 0


def _expected_visits(population: Population, events: Events) -> Floats:
    leaves, redeems = _moods(events)
    least, most = VISITS
    state = events.after
    used = np.where(~state.activated, UNUSED, np.where(state.asleep, ASLEEP, BUYING))
    mean = (least + (most - least) * population.affinity) * used
    mean = mean + MORE_BEFORE_LEAVING * leaves + MORE_TO_REDEEM * redeems
    return np.where(population.app & events.open, mean, 0.0)


def _walk(mood: Ints, luck: npt.NDArray[np.uint16]) -> npt.NDArray[np.int8]:
    """Codes of the pages of each visit in turn, starting at home; _GONE from the end of the visit on."""
    ways = _ways()
    page = np.zeros(luck.shape, dtype=np.int8)
    for step in range(1, MOST_PAGES):
        page[:, step] = ways[mood, page[:, step - 1], luck[:, step] >> 4]
    return page


def _fine_luck() -> Floats:
    return (np.arange(_FINE) + 0.5) / _FINE


@lru_cache(maxsize=1)
def _ways() -> npt.NDArray[np.int8]:
    """The next page by mood, page and twelve bits of luck."""
    ways = np.full((3, _GONE + 1, _FINE), _GONE, dtype=np.int8)
    for mood, more in enumerate(({}, LEAVING, REDEEMING)):
        for page, paths in PATHS.items():
            weights = [paths.get(name, 0.0) * more.get(name, 1.0) for name in _PAGES]
            weights.append(1.0 - sum(paths.values()))
            ways[mood, _PAGES.index(page)] = choose(_fine_luck(), weights)
    return ways


@lru_cache(maxsize=1)
def _actions() -> npt.NDArray[np.int8]:
    """What is done on a page: 0 view, 1 click, 2 submit, by page and twelve bits of luck."""
    done = [_DONE.get(page, (0.0, 0.0)) for page in _PAGES]
    return np.array([choose(_fine_luck(), [1 - click - submit, click, submit]) for click, submit in done]).astype(
        np.int8
    )


def _offers(page: npt.NDArray[np.int8], luck: npt.NDArray[np.uint16]) -> npt.NDArray[np.int8]:
    """The offer on a page, -1 where there is none."""
    offer = choose((luck % 256 + 0.5) / 256, OFFER_SHOWN).astype(np.int8)
    share = np.zeros(_GONE)
    share[_OFFER_PAGES] = _HOME_OFFER, 1.0
    return np.where((luck >> 8) / 256 < share[page], offer, -1).astype(np.int8)
