"""The journal: when, where and how each purchase of a month was made. Detail that no one's future depends on."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.draws import Draws, Ints, Purpose, choose, lane, lane_uniforms, logistic, split
from generators.month import Events
from generators.parameters import Floats, World
from generators.places import Streets
from generators.population import Population

DAY_LANE, TIME_LANE, SIDE_LANE, SHOP_LANE = range(4)
WAY_LANE, CITY_LANE, TOWN_LANE = range(3)
_SECOND_WORD = 1 << 20  # far beyond any slot of a month: a second word for the same purchase
_AWAY = 0.07  # share of offline purchases made in another city (a)
_SLOTS_A_MONTH = 1_000
_SECONDS_A_MONTH = 31 * 86_400

# Purchases by hour of the day, from midnight on, as relative weights (a): shops close, phones do not.
_HOURS_OFFLINE = (1, 0, 0, 0, 0, 1, 4, 12, 16, 18, 26, 46, 52, 34, 26, 26, 30, 46, 62, 58, 42, 24, 8, 3)
_HOURS_ONLINE = (22, 10, 5, 3, 2, 3, 8, 16, 26, 38, 48, 46, 44, 38, 36, 38, 40, 38, 40, 50, 64, 72, 62, 40)

# Paid inside an app rather than on a shopping site, by category (a).
_IN_APP = {"dining": 0.85, "transport": 0.95, "leisure": 0.70, "utilities": 0.90, "travel": 0.55, "fuel": 0.95}
_IN_APP_ELSEWHERE = 0.25


def journal(
    population: Population, events: Events, streets: Streets, draws: Draws, world: World
) -> dict[str, npt.NDArray[np.generic]]:
    """The month's transactions as columns, by customer and time. Categories are codes in the order of the dictionary."""
    bought, month = events.purchases, events.month
    row = bought.row
    seeds = draws.words(month, Purpose.PLACE)[row]
    words, more = split(seeds, bought.slot), split(seeds, bought.slot + _SECOND_WORD)

    lean = np.array([category.online for category in p.CATEGORIES])[bought.category]
    lean = lean + 2.4 * (population.affinity[row] - 0.5) + p.ONLINE_TREND * month
    online = _luck(words, SIDE_LANE) < logistic(lean)
    city = np.where(
        _luck(more, CITY_LANE) < _AWAY,
        (population.city[row] + 1 + lane(more, TOWN_LANE) % (len(p.CITIES) - 1)) % len(p.CITIES),
        population.city[row],
    )
    day = _day(events.activity.first_day[row], bought.category, _luck(words, DAY_LANE), month, world)
    second = np.where(
        online, _seconds(_HOURS_ONLINE)[lane(words, TIME_LANE)], _seconds(_HOURS_OFFLINE)[lane(words, TIME_LANE)]
    )
    moment = day * 86_400 + second
    # One key a purchase, all different, sorts ten times faster than the two keys one after the other.
    order = np.argsort((row * _SECONDS_A_MONTH + moment) * _SLOTS_A_MONTH + bought.slot)
    start = np.datetime64(world.month_start(month), "ms")
    columns: dict[str, npt.NDArray[np.generic]] = {
        "transaction_id": (population.customer_id[row] * 100 + month) * _SLOTS_A_MONTH + bought.slot,
        "customer_id": population.customer_id[row],
        "account_id": account_id(population)[row],
        "merchant_id": streets.shop(city, bought.category, online, lane(words, SHOP_LANE)),
        "timestamp": start + (moment * 1_000).astype("timedelta64[ms]"),
        "category": bought.category.astype(np.int8),
        "side": np.where(online, 0, 1).astype(np.int8),
        "channel": _way(population.affinity[row], bought.category, online, _luck(more, WAY_LANE)),
        "amount_fen": bought.amount_fen,
    }
    return {name: values[order] for name, values in columns.items()}


def account_id(population: Population) -> Ints:
    """Account numbers: one card account a customer, numbered apart from the customers."""
    return 8_000_000_000 + population.number * 10 + population.product


def _luck(words: npt.NDArray[np.uint64], number: int) -> Floats:
    return (lane(words, number) + 0.5) / 65_536


def _way(
    affinity: Floats, category: npt.NDArray[np.intp], online: npt.NDArray[np.bool_], luck: Floats
) -> npt.NDArray[np.int8]:
    """Codes of PURCHASE_CHANNELS: e-commerce or in-app online, POS or QR code in a shop."""
    in_app = np.array([_IN_APP.get(kind.name, _IN_APP_ELSEWHERE) for kind in p.CATEGORIES])[category]
    first = np.where(online, luck >= in_app, luck >= 0.25 + 0.5 * affinity)
    return np.where(online, np.where(first, 0, 1), np.where(first, 2, 3)).astype(np.int8)


def _day(first_day: Ints, category: npt.NDArray[np.intp], luck: Floats, month: int, world: World) -> Ints:
    """0-based days from `first_day` on, by the month's day weights for shopping and for everything else."""
    shopping = np.isin(category, [p.CATEGORY_NAMES.index(name) for name in p.SHOPPING])
    day = np.zeros(len(luck), dtype=np.int64)
    for group, weights in ((shopping, day_weights(month, world, True)), (~shopping, day_weights(month, world, False))):
        edges = np.concatenate([[0.0], np.cumsum(weights)])
        edges /= edges[-1]
        left = edges[first_day[group]]
        found = np.searchsorted(edges, left + luck[group] * (1 - left), side="right") - 1
        day[group] = np.clip(found, first_day[group], len(weights) - 1)
    return day


def day_weights(month: int, world: World, shopping: bool) -> Floats:
    """Relative number of purchases on each day of a month, in shopping categories or in the others.

    Weekends are busier, the fortnight before the Spring Festival is busy and its week quiet (all (a)); shopping feasts
    as in `parameters.FEASTS`.
    """
    start = world.month_start(month)
    days = np.datetime64(start, "D") + np.arange((world.month_start(month + 1) - start).days)
    weight = np.where(np.is_busday(days), 1.0, 1.18)
    for year in (start.year, start.year + 1):
        festival = p.SPRING_FESTIVAL.get(year)
        if festival:
            ahead = (np.datetime64(festival, "D") - days).astype(int)
            weight = np.where((ahead > 1) & (ahead <= 14), weight * 1.22, weight)
            weight = np.where((ahead <= 1) & (ahead > -6), weight * 0.72, weight)
    for feast, day, for_shopping, for_the_rest in p.FEASTS:
        if start.month == feast:
            weight[day - 1] *= for_shopping if shopping else for_the_rest
    return weight


@lru_cache(maxsize=2)
def _seconds(hours: tuple[int, ...]) -> Ints:
    """Second of the day by 16-bit luck, quantiles of a profile of hours."""
    luck = lane_uniforms()
    hour = choose(luck, list(map(float, hours)))
    edges = np.concatenate([[0.0], np.cumsum(hours)]) / sum(hours)
    within = (luck - edges[hour]) / (edges[hour + 1] - edges[hour])
    seconds: Ints = (hour * 3_600 + np.floor(within * 3_600)).astype(np.int64)
    return np.minimum(seconds, 86_399)


__all__ = ["account_id", "day_weights", "journal"]
