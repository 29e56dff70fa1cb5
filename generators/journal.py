"""The journal: when, where and how each purchase of a month was made. Detail that no one's future depends on."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.almanac import day_weights, days_of, free_days, pay_weights
from generators.arrays import Codes, Flags, Floats, Ints, Lane, Rows, Words
from generators.draws import Draws, Purpose, choose, lane, logistic, logit, split
from generators.life import FINE
from generators.month import Events
from generators.month.purchases import Purchases
from generators.pages import Columns
from generators.parameters import World
from generators.places import ANYWHERE, Streets
from generators.population import Population
from generators.streams.moments import seconds_of_day
from generators.trips import trips

DAY_LANE, HOUR_LANE, SIDE_LANE, SHOP_LANE = range(4)
WAY_LANE, HABIT_LANE, SECOND_LANE = range(3)
_SECOND_WORD = 1 << 20  # far beyond any slot of a month: a second word for the same purchase
_SLOTS_A_MONTH = 1_000
_HOUR = 3_600
_SECONDS_A_MONTH = 31 * p.DAY
_IN_APP, _QR = (p.PURCHASE_CHANNELS.index(way) for way in ("in_app", "qr"))
_RHYTHM = np.array([p.RHYTHMS.index(kind.rhythm) for kind in p.CATEGORIES])
_AFFINITIES = 16  # steps of digital affinity in a table
_MAGNITUDES = 64  # powers of two of an amount in fen
_ENDS = 10 * p.FEN  # what tells endings apart is in the last ten yuan


def journal(population: Population, events: Events, streets: Streets, draws: Draws, world: World) -> Columns:
    """The month's transactions as columns, by customer and time. Categories are codes in the order of the dictionary."""
    bought, month = events.purchases, events.month
    row, category = bought.row, bought.category
    seeds = draws.words(month, Purpose.PLACE)[row]
    words, more = split(seeds, bought.slot), split(seeds, bought.slot + _SECOND_WORD)

    online = _online(population, bought, lane(words, SIDE_LANE), month)
    online[events.fraud.at] = True
    favourite = streets.habit[(2 * category + online) * 256 + (lane(more, HABIT_LANE) >> 8)]
    favourite[events.fraud.at] = ANYWHERE
    ordered, kind = _ordered(population, bought, events.fraud.at)
    online[ordered] = True
    favourite[ordered] = np.array([order.favourite for order in p.STANDING_ORDERS])[kind]
    moment = _moment(population, events, online, words, lane(more, SECOND_LANE), world)
    moment[ordered] = _due(population, events, row[ordered], kind, lane(more, SECOND_LANE)[ordered])
    moment[events.fraud.at] = events.fraud.moment
    away = trips(population, month, draws, world)
    city = population.city[row]
    gone = np.flatnonzero((moment >= away.begins[row]) & (moment < away.ends[row]))
    city[gone] = away.city[row[gone]]
    shop = streets.shop(city, category, online, favourite, population.habits.seeds[row], lane(words, SHOP_LANE))
    way = _way(population.affinity, bought, online, lane(more, WAY_LANE))
    way[ordered] = _IN_APP

    # One key a purchase, all different, sorts ten times faster than the two keys one after the other; the stable sort is
    # the one that makes use of purchases coming by customer. What depends on the customer alone needs no sorting.
    order = np.argsort((row * _SECONDS_A_MONTH + moment) * _SLOTS_A_MONTH + bought.slot, kind="stable")
    start = np.datetime64(world.month_start(month), "ms")
    first_id = (population.customer_id * 100 + month) * _SLOTS_A_MONTH
    return {
        "transaction_id": first_id[row] + bought.slot[order],
        "customer_id": population.customer_id[row],
        "account_id": account_id(population)[row],
        "merchant_id": shop[order],
        "timestamp": start + (moment[order] * 1_000).view("timedelta64[ms]"),
        "category": category.astype(np.int8)[order],
        "side": 1 - online.view(np.int8)[order],
        "channel": way[order],
        "amount_fen": bought.amount_fen[order],
    }


def account_id(population: Population) -> Ints:
    """Account numbers: one card account a customer, numbered apart from the customers."""
    return population.account_id


# --- online or in a shop, and how it is paid --------------------------------------------------------------------------


def _online(population: Population, bought: Purchases, luck: Lane, month: int) -> Flags:
    """Which purchases are made online: by category, customer and month, and by how the amount ends.

    The amount came first, since the months to come depend on it; so what tells 99.90 from 68.00 is told here the other
    way round, by Bayes' rule.
    """
    lean = p.ONLINE_BY_AFFINITY * (population.affinity - p.MIDDLE_AFFINITY) + p.ONLINE_TREND * month
    end = bought.amount_fen - bought.amount_fen // _ENDS * _ENDS
    return np.asarray(_logits()[luck >> 4] < _leaning()[bought.category * _ENDS + end] + lean[bought.row])


def _way(affinity: Floats, bought: Purchases, online: Flags, luck: Lane) -> npt.NDArray[np.int8]:
    """Codes of PURCHASE_CHANNELS: e-commerce or in-app online, POS or QR code in a shop."""
    # The exponent of the amount as a double is its power of two: bands of tickets without a search.
    magnitude = (bought.amount_fen.astype(np.float64).view(np.int64) >> 52) - 1_023
    by_customer = np.minimum((affinity * _AFFINITIES).astype(np.int64), _AFFINITIES - 1) * _MAGNITUDES
    in_shop = by_customer[bought.row] + magnitude
    # The same as a choice between two tables, but one that no processor need guess.
    share = _shares()[in_shop + online * (_AFFINITIES * _MAGNITUDES + bought.category - in_shop)]
    return np.asarray(2 - 2 * online.view(np.int8) + (luck < share), dtype=np.int8)


@lru_cache(maxsize=1)
def _logits() -> npt.NDArray[np.float32]:
    """Log odds by twelve bits of luck: to compare with them spares an exponential a purchase."""
    return logit((np.arange(FINE) + 0.5) / FINE).astype(np.float32)


@lru_cache(maxsize=1)
def _leaning() -> npt.NDArray[np.float32]:
    """Logit of buying online, first month and middling affinity, by category times `_ENDS` plus the end of the amount.

    What an ending adds is less its mean in the category, so that endings leave the category's share as it is.
    """
    end = np.arange(_ENDS)
    ending = np.zeros(_ENDS, dtype=np.int64)
    for code, kind in enumerate(p.ENDINGS):
        if kind.step_fen > 1:
            ending[(end + kind.off_fen) % kind.step_fen == 0] = code
    extra = np.array([kind.online for kind in p.ENDINGS])
    means = np.array([p.ENDS[name] for name in p.CATEGORY_NAMES]) @ extra
    lean = np.array([kind.online for kind in p.CATEGORIES]) - means
    return np.asarray((lean[:, None] + extra[ending]).ravel(), dtype=np.float32)


@lru_cache(maxsize=1)
def _in_app() -> Lane:
    """Luck below which an online purchase is paid inside an app, by category."""
    return _as_luck(np.array([kind.in_app for kind in p.CATEGORIES]))


@lru_cache(maxsize=1)
def _by_code() -> Lane:
    """Luck below which a purchase in a shop is paid by QR code, by step of affinity times `_MAGNITUDES` plus magnitude."""
    tickets, shares = zip(*p.QR_BY_TICKET, strict=True)
    middles = np.exp2(np.arange(_MAGNITUDES) + 0.5) / p.FEN
    by_ticket = np.interp(np.log(middles), np.log(tickets), logit(np.array(shares)))
    affinity = (np.arange(_AFFINITIES) + 0.5) / _AFFINITIES - p.MIDDLE_AFFINITY
    return _as_luck(logistic(p.QR_BY_AFFINITY * affinity[:, None] + by_ticket).ravel())


@lru_cache(maxsize=1)
def _shares() -> Lane:
    """The tables of shops and of the online world, one after the other."""
    return np.concatenate([_by_code(), _in_app()])


def _as_luck(share: Floats) -> Lane:
    """Shares as sixteen bits: luck below it makes that share of the draws."""
    return np.minimum(np.rint(share * 65_536), 65_535).astype(np.uint16)


# --- when -------------------------------------------------------------------------------------------------------------


def _moment(population: Population, events: Events, online: Flags, words: Words, second: Lane, world: World) -> Ints:
    """Seconds of the month, by the hours of the day: shops and phones, working days and free ones."""
    bought, month = events.purchases, events.month
    rhythm = population.habits.pay_day[bought.row] * len(p.RHYTHMS) + _RHYTHM[bought.category]
    day = _day(events.activity.first_day[bought.row], rhythm, lane(words, DAY_LANE), month, world)
    free = _free(month, world)[day]
    profile = _profiles()[bought.category * 4 + 2 * online + free]
    hour = _hours()[profile + (lane(words, HOUR_LANE) >> 4)]
    return np.asarray(day * p.DAY + hour + (second.astype(np.int64) * _HOUR >> 16))


def _day(first_day: Ints, rhythm: Codes, luck: Lane, month: int, world: World) -> Ints:
    """0-based days from `first_day` on, by the month's day weights for each pay day and rhythm."""
    whole, edges = _days(month, world)
    day = whole[rhythm * FINE + (luck >> 4)].astype(np.int64)
    late = np.flatnonzero(first_day)  # the few whose month is cut short
    theirs, first = edges[rhythm[late]], first_day[late]
    left = theirs[np.arange(len(late)), first]
    found = (theirs <= (left + (luck[late] + 0.5) / 65_536 * (1 - left))[:, None]).sum(axis=1) - 1
    day[late] = np.clip(found, first, edges.shape[1] - 2)
    return day


@lru_cache(maxsize=128)
def _days(month: int, world: World) -> tuple[npt.NDArray[np.int8], Floats]:
    """Days of a whole month by pay day times rhythms plus rhythm, times `FINE` plus luck; and the days' edges by the same."""
    weights = day_weights(month, world)
    rows = np.concatenate([weights * pay_weights(pay_day, weights.shape[1]) for pay_day, _ in p.PAY_DAYS])
    edges = np.pad(np.cumsum(rows, axis=1), ((0, 0), (1, 0)))
    edges /= edges[:, -1:]
    luck = (np.arange(FINE) + 0.5) / FINE
    found = [np.searchsorted(edge, luck, side="right") - 1 for edge in edges]
    return np.concatenate(found).clip(0, rows.shape[1] - 1).astype(np.int8), edges


@lru_cache(maxsize=128)
def _free(month: int, world: World) -> npt.NDArray[np.int8]:
    """1 for each free day of a month."""
    return free_days(days_of(world, month)).astype(np.int8)


_HOURS = (
    p.HOURS_IN_SHOPS,
    p.HOURS_IN_SHOPS_AT_WEEKENDS,
    p.HOURS_ON_THE_PHONE,
    p.HOURS_ONLINE_AT_WEEKENDS,
    p.HOURS_OF_MEALS,
    p.HOURS_OF_MEALS_AT_WEEKENDS,
    p.HOURS_OF_COMMUTE,
    p.HOURS_OF_TRIPS,
)
_SHOPS, _PHONE, _MEALS, _WAYS = 0, 2, 4, 6  # the profile of working days; that of free ones follows it


@lru_cache(maxsize=1)
def _hours() -> npt.NDArray[np.int32]:
    """Second of the day at which the hour begins, by profile times `FINE` plus twelve bits of luck."""
    luck = (np.arange(FINE) + 0.5) / FINE
    return np.concatenate([choose(luck, list(map(float, hours))) * _HOUR for hours in _HOURS]).astype(np.int32)


@lru_cache(maxsize=1)
def _profiles() -> Codes:
    """Where a profile of hours begins in `_hours`, by category times four plus twice online plus free day.

    Meals are ordered at mealtimes on the phone, too, and rides when people are on their way.
    """
    both = {"dining": (_MEALS, _MEALS), "transport": (_WAYS, _WAYS)}
    begins = [
        profile + free for name in p.CATEGORY_NAMES for profile in both.get(name, (_SHOPS, _PHONE)) for free in (0, 1)
    ]
    return np.array(begins) * FINE


# --- standing orders --------------------------------------------------------------------------------------------------


def _ordered(population: Population, bought: Purchases, stolen: Rows) -> tuple[Rows, Codes]:
    """Which purchases are standing orders, and which of `parameters.STANDING_ORDERS`: a customer's first of the month.

    `stolen` are purchases of somebody else's.
    """
    orders = population.habits.orders
    first = bought.slot < orders.number[bought.row]
    first[stolen] = False
    ordered = np.flatnonzero(first)
    return ordered, orders.which[bought.row[ordered], bought.slot[ordered]]


def _due(population: Population, events: Events, row: Rows, kind: Codes, luck: Lane) -> Ints:
    """Seconds of the month at which standing orders are carried out: the same day and hour every month, while shops are
    open; or the first day of all if that has passed when the card is first used."""
    orders = population.habits.orders
    day = np.maximum(orders.day[row, kind], events.activity.first_day[row])
    second = seconds_of_day(p.HOURS_IN_SHOPS)[orders.luck[row, kind]]
    return np.asarray(day * p.DAY + np.minimum(second + (luck.astype(np.int64) * p.ORDER_WITHIN >> 16), p.DAY - 1))


__all__ = ["account_id", "journal"]
