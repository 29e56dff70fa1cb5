"""Life: the stage that a customer is in, what people like them buy, and what they pay for every month.

All of it is made of one word of luck a customer and of their age: people grow older in the history.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Rows, Words
from generators.draws import choose, lane, lane_uniforms, split
from generators.rows import take

STUDENT, YOUNG, FAMILY, MIDDLE, RETIRED = range(len(p.STAGES))
FINE = 4_096  # twelve bits of luck a table: those of a few kilobytes are read far faster than bigger ones
COARSE = 256  # eight bits
NO_SLOT = 10**6  # beyond any purchase of a month

_STUDIES_LANE, _CHILD_LANE, _PENSION_LANE, _DRIVES_LANE = range(4)
# Further words of a customer's life, by position in their stream: a word for each standing order from the last one on.
_ORDERS_WORD, _HABITS_WORD, _TRAVEL_WORD, _ORDER_WORD = range(4)
_PAY_LANE = 3  # of the word for travel
_PRICE_LANE, _DAY_LANE, _TIME_LANE = range(3)  # of the word for a standing order
_ROUNDS = 60  # of fitting the mixes, far more than they need


@dataclass(frozen=True)
class StandingOrders:
    """What each customer pays for every month: a row a customer, a column one of `parameters.STANDING_ORDERS`."""

    slot: Ints  # which of the month's purchases it is, from 0; NO_SLOT for those who have not ordered it
    number: Ints  # of orders that a customer has; one entry each
    which: Codes  # the order behind each slot, for as many slots as a customer has orders
    fen: Floats  # the price, or the middle of a bill that differs from month to month
    day: Ints  # 0-based, of the month
    luck: npt.NDArray[np.uint16]  # sixteen bits for the hour

    def __getitem__(self, rows: Rows) -> "StandingOrders":
        """Those of the customers at positions `rows`."""
        return take(self, rows)


@dataclass(frozen=True)
class Habits:
    """What stays as it is for life: an entry a customer in every array."""

    birth_year: Ints
    studies: Ints  # age at which they end
    child: Ints  # age at which the first comes
    pension: Ints  # age at which it begins
    kind: Codes  # of the mixes of a stage: women before men, drivers before the rest
    orders: StandingOrders
    pay_day: Codes  # of `parameters.PAY_DAYS`
    seeds: Words  # of the streams of words for regular merchants
    travel: Words  # lanes: how often, where to
    mixes: dict[int, Codes] = field(default_factory=dict)  # found so far, by year: nobody changes in between

    def __getitem__(self, rows: Rows) -> "Habits":
        """Those of the customers at positions `rows`, in that order."""
        theirs = {name: values[rows] for name, values in vars(self).items() if name != "mixes"}
        return Habits(**theirs, mixes={year: found[rows] for year, found in self.mixes.items()})

    def stage(self, year: int) -> Codes:
        """Codes of `parameters.STAGES` in a year."""
        age = year - self.birth_year
        stage = np.where(age < self.child, YOUNG, np.where(age < self.child + p.CHILD_IS_SMALL, FAMILY, MIDDLE))
        stage = np.where((stage == YOUNG) & (age >= p.MIDDLE_AGED), MIDDLE, stage)
        return np.where(age < self.studies, STUDENT, np.where(age >= self.pension, RETIRED, stage))

    def mix(self, year: int) -> Codes:
        """Which mix of categories each customer buys by in a year: a row of `shares_by_mix`."""
        found = self.mixes.get(year)
        if found is None:
            found = self.mixes[year] = np.asarray(4 * self.stage(year) + self.kind)
        return found


def habits(
    life: Words, female: Flags, birth_year: Ints, rate: Floats, student: Flags, retired: Flags, age: Ints
) -> Habits:
    """What each customer's word of luck comes to; `rate` is their purchases in an awake month.

    `student` and `retired` say what they were when their card was opened, at that `age`.
    """
    women, men = (int(share * 65_536) for share in p.DRIVES)
    drives = lane(life, _DRIVES_LANE) < np.where(female, women, men)
    pension_luck = lane(life, _PENSION_LANE)
    pension = np.where(female, _ages(p.PENSION_OF_WOMEN)[pension_luck], _ages(p.PENSION_OF_MEN)[pension_luck])
    studies = np.maximum(_ages(p.STUDIES_END)[lane(life, _STUDIES_LANE)], age + 1)
    travel = _word(life, _TRAVEL_WORD)
    return Habits(
        birth_year=birth_year,
        studies=np.where(student, studies, 0),
        child=_ages(p.FIRST_CHILD)[lane(life, _CHILD_LANE)],
        pension=np.where(retired, np.minimum(pension, age), pension),
        kind=np.asarray(2 * ~female + ~drives),
        orders=_standing_orders(life, rate),
        pay_day=_pay_days()[lane(travel, _PAY_LANE) >> 8],
        seeds=_word(life, _HABITS_WORD),
        travel=travel,
    )


def _standing_orders(life: Words, rate: Floats) -> StandingOrders:
    luck = _word(life, _ORDERS_WORD)
    has = np.stack(
        [
            (lane(luck, number) < int(order.share * 65_536)) & (rate > order.least_rate)
            for number, order in enumerate(p.STANDING_ORDERS)
        ],
        axis=1,
    )
    words = [_word(life, _ORDER_WORD + number) for number in range(has.shape[1])]
    return StandingOrders(
        slot=np.where(has, np.cumsum(has, axis=1) - 1, NO_SLOT),
        number=has.sum(axis=1),
        which=np.argsort(~has, axis=1, kind="stable"),
        fen=np.stack(
            [_prices(number)[lane(word, _PRICE_LANE) >> 8] * float(p.FEN) for number, word in enumerate(words)],
            axis=1,
        ),
        day=np.stack([lane(word, _DAY_LANE).astype(np.int64) * p.LAST_ORDER_DAY >> 16 for word in words], axis=1),
        luck=np.stack([lane(word, _TIME_LANE) for word in words], axis=1),
    )


@lru_cache(maxsize=8)
def _prices(number: int) -> Floats:
    """Yuan of a standing order by eight bits of luck."""
    order = p.STANDING_ORDERS[number]
    if order.prices:
        return np.array(order.prices, dtype=np.float64)[np.arange(COARSE) * len(order.prices) // COARSE]
    return np.asarray(order.median_yuan * np.exp(order.sigma * coarse_normals()))


@lru_cache(maxsize=1)
def coarse_normals() -> Floats:
    """Standard normals by eight bits of luck."""
    return np.asarray(ndtri((np.arange(COARSE) + 0.5) / COARSE))


@lru_cache(maxsize=1)
def shares_by_mix() -> Floats:
    """Shares of categories by mix, without standing orders: rows add up to 1.

    The mixes' own shares are fitted to `parameters.CATEGORIES` over all of them (iterative proportional fitting).
    """
    leaning = np.array(
        [
            [stage * by_sex.get(name, 1.0) * by_car.get(name, 1.0) for name, stage in zip(p.BY_STAGE, row, strict=True)]
            for row in zip(*p.BY_STAGE.values(), strict=True)
            for by_sex in (p.BY_WOMEN, p.BY_MEN)
            for by_car in (p.BY_DRIVERS, p.BY_OTHERS)
        ]
    )
    weight = np.array(p.MIX_WEIGHTS).ravel()
    weight = weight / weight.sum()
    ordered = np.zeros(len(p.CATEGORIES))
    for order in p.STANDING_ORDERS:
        ordered[p.CATEGORY_NAMES.index(order.category)] += order.part
    wanted = np.array([category.share for category in p.CATEGORIES]) - ordered
    shares = leaning * wanted
    for _ in range(_ROUNDS):
        shares /= shares.sum(axis=1, keepdims=True)
        shares *= wanted / wanted.sum() / (weight @ shares)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


@lru_cache(maxsize=1)
def category_table() -> npt.NDArray[np.int8]:
    """The category of a purchase by mix times `FINE` plus twelve bits of luck."""
    luck = (np.arange(FINE) + 0.5) / FINE
    return np.concatenate([choose(luck, shares) for shares in shares_by_mix()]).astype(np.int8)


def _word(life: Words, number: int) -> Words:
    return split(life, np.full(len(life), number))


@lru_cache(maxsize=4)
def _ages(table: tuple[tuple[int, float], ...]) -> Ints:
    """An age by sixteen bits of luck."""
    ages, shares = zip(*table, strict=True)
    return np.array(ages)[choose(lane_uniforms(), shares)]


@lru_cache(maxsize=1)
def _pay_days() -> Codes:
    return choose((np.arange(COARSE) + 0.5) / COARSE, [share for _, share in p.PAY_DAYS])
