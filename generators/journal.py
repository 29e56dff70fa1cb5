"""The journal: when, where and how each purchase of a month was made. Detail that no one's future depends on."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Lane, Words
from generators.draws import Draws, Purpose, lane, lane_uniforms, logit, split
from generators.month import Events
from generators.pages import Columns
from generators.parameters import World
from generators.places import Streets
from generators.population import Population
from generators.streams.moments import seconds_of_day

DAY_LANE, TIME_LANE, SIDE_LANE, SHOP_LANE = range(4)
WAY_LANE, CITY_LANE, TOWN_LANE = range(3)
_SECOND_WORD = 1 << 20  # far beyond any slot of a month: a second word for the same purchase
_SLOTS_A_MONTH = 1_000
_SECONDS_A_MONTH = 31 * p.DAY

# By category code.
_SHARE_IN_APP = np.array([kind.in_app for kind in p.CATEGORIES])
_LEAN = np.array([kind.online for kind in p.CATEGORIES])
_IS_SHOPPING = np.array([kind.shopping for kind in p.CATEGORIES])


def journal(population: Population, events: Events, streets: Streets, draws: Draws, world: World) -> Columns:
    """The month's transactions as columns, by customer and time. Categories are codes in the order of the dictionary."""
    bought, month = events.purchases, events.month
    row, category = bought.row, bought.category
    seeds = draws.words(month, Purpose.PLACE)[row]
    words, more = split(seeds, bought.slot), split(seeds, bought.slot + _SECOND_WORD)

    lean = p.ONLINE_BY_AFFINITY * (population.affinity - p.MIDDLE_AFFINITY) + p.ONLINE_TREND * month
    online = _logits()[lane(words, SIDE_LANE)] < _LEAN[category] + lean[row]
    first_day = events.activity.first_day[row]
    moment = _day(first_day, category, lane(words, DAY_LANE), month, world) * p.DAY
    moment += _seconds()[online * 65_536 + lane(words, TIME_LANE)]
    online[events.fraud.at], moment[events.fraud.at] = True, events.fraud.moment
    # One key a purchase, all different, sorts ten times faster than the two keys one after the other. Purchases come by
    # customer already: what depends on the customer alone needs no sorting.
    order = np.argsort((row * _SECONDS_A_MONTH + moment) * _SLOTS_A_MONTH + bought.slot)
    online, category = online[order], category[order]
    shop = streets.shop(_city(population.city[row], more)[order], category, online, lane(words, SHOP_LANE)[order])
    start = np.datetime64(world.month_start(month), "ms")
    first_id = (population.customer_id * 100 + month) * _SLOTS_A_MONTH
    return {
        "transaction_id": first_id[row] + bought.slot[order],
        "customer_id": population.customer_id[row],
        "account_id": account_id(population)[row],
        "merchant_id": shop,
        "timestamp": start + (moment[order] * 1_000).view("timedelta64[ms]"),
        "category": category.astype(np.int8),
        "side": 1 - online.view(np.int8),
        "channel": _way(population.affinity[row], category, online, lane(more, WAY_LANE)[order]),
        "amount_fen": bought.amount_fen[order],
    }


def account_id(population: Population) -> Ints:
    """Account numbers: one card account a customer, numbered apart from the customers."""
    return population.account_id


def _city(home: Codes, words: Words) -> Codes:
    """The city of each purchase, were it made in a shop: now and then another than one's own."""
    away = np.flatnonzero(lane(words, CITY_LANE) < math.ceil(p.AWAY * 65_536 - 0.5))
    city = home.copy()
    city[away] = (home[away] + 1 + lane(words, TOWN_LANE)[away] % (len(p.CITIES) - 1)) % len(p.CITIES)
    return city


def _way(affinity: Floats, category: Codes, online: Flags, luck: Lane) -> npt.NDArray[np.int8]:
    """Codes of PURCHASE_CHANNELS: e-commerce or in-app online, POS or QR code in a shop."""
    by_code = p.QR_PAID[0] + p.QR_PAID[1] * affinity
    first = (luck + 0.5) / 65_536 >= np.where(online, _SHARE_IN_APP[category], by_code)
    return np.asarray(3 - 2 * online.view(np.int8) - first.view(np.int8))


def _day(first_day: Ints, category: Codes, luck: Lane, month: int, world: World) -> Ints:
    """0-based days from `first_day` on, by the month's day weights for shopping and for everything else."""
    whole, edges = _days(month, world)
    group = _IS_SHOPPING[category]
    day = whole[group * 65_536 + luck].astype(np.int64)
    late = np.flatnonzero(first_day)  # the few whose month is cut short
    for shopping in (0, 1):
        some = late[group[late] == shopping]
        left = edges[shopping][first_day[some]]
        found = np.searchsorted(edges[shopping], left + (luck[some] + 0.5) / 65_536 * (1 - left), side="right") - 1
        day[some] = np.clip(found, first_day[some], len(edges[shopping]) - 2)
    return day


@lru_cache(maxsize=128)
def _days(month: int, world: World) -> tuple[npt.NDArray[np.int8], tuple[Floats, Floats]]:
    """Days of a whole month by shopping times 65,536 plus luck, and the edges of the days between 0 and 1 for each."""
    edges = []
    for shopping in (False, True):
        weights = day_weights(month, world, shopping)
        edge = np.concatenate([[0.0], np.cumsum(weights)])
        edges.append(edge / edge[-1])
    found = [np.searchsorted(edge, lane_uniforms(), side="right") - 1 for edge in edges]
    return np.concatenate(found).clip(0, len(weights) - 1).astype(np.int8), (edges[0], edges[1])


def day_weights(month: int, world: World, shopping: bool) -> Floats:
    """Relative number of purchases on each day of a month, in shopping categories or in the others.

    Weekends are busier, the fortnight before the Spring Festival is busy and its week quiet; shopping feasts as in
    `parameters.FEASTS`.
    """
    start = world.month_start(month)
    days = np.datetime64(start, "D") + np.arange((world.month_start(month + 1) - start).days)
    weight = np.where(np.is_busday(days), 1.0, p.WEEKEND)
    for year in (start.year, start.year + 1):
        festival = p.SPRING_FESTIVAL.get(year)
        if festival:
            ahead = (np.datetime64(festival, "D") - days).astype(int)
            for (after, until), factor in (
                (p.BEFORE_SPRING_FESTIVAL, p.BEFORE_SPRING_FESTIVAL_FACTOR),
                (p.IN_SPRING_FESTIVAL, p.IN_SPRING_FESTIVAL_FACTOR),
            ):
                weight = np.where((ahead > after) & (ahead <= until), weight * factor, weight)
    for feast, day, for_shopping, for_the_rest in p.FEASTS:
        if start.month == feast:
            weight[day - 1] *= for_shopping if shopping else for_the_rest
    return weight


@lru_cache(maxsize=1)
def _seconds() -> npt.NDArray[np.int32]:
    """Second of the day by online times 65,536 plus 16-bit luck: quantiles of the profiles of hours."""
    return np.concatenate([seconds_of_day(p.HOURS_IN_SHOPS), seconds_of_day(p.HOURS_ON_THE_PHONE)]).astype(np.int32)


@lru_cache(maxsize=1)
def _logits() -> Floats:
    """Log odds by 16-bit luck: to compare with them spares an exponential a purchase."""
    return logit(lane_uniforms())


__all__ = ["account_id", "day_weights", "journal"]
