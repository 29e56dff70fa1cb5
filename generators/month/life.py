"""Life: the stage that a customer is in, what people like them buy, and what they pay for every month.

All of it is made of one word of luck a customer, `Population.life`, and of their age: people grow older in the history.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints, Words
from generators.draws import choose, lane, lane_uniforms, split
from generators.parameters import World
from generators.population import Population

STUDENT, YOUNG, FAMILY, MIDDLE, RETIRED = range(len(p.STAGES))
MIXES = len(p.STAGES) * 4  # by stage, sex and whether they drive
FINE = 4_096  # twelve bits of luck a table: those of a few kilobytes are read far faster than bigger ones

_STUDIES_LANE, _CHILD_LANE, _PENSION_LANE, _DRIVES_LANE = range(4)
# Further words of a customer's life, by position in their stream: a word for each standing order comes after these.
_ORDERS_WORD, _HABITS_WORD, _TRAVEL_WORD, _ORDER_WORD = range(4)
_ROUNDS = 60  # of fitting the mixes, far more than they need


def life_stage(population: Population, month: int, world: World) -> Codes:
    """Codes of `parameters.STAGES` as the month begins."""
    age = world.month_start(month).year - population.birth_year
    studies, child = (
        _ages(table)[lane(population.life, number)]
        for number, table in ((_STUDIES_LANE, p.STUDIES_END), (_CHILD_LANE, p.FIRST_CHILD))
    )
    luck = lane(population.life, _PENSION_LANE)
    pension = np.where(population.female, _ages(p.PENSION_OF_WOMEN)[luck], _ages(p.PENSION_OF_MEN)[luck])
    stage = np.where(age >= child, np.where(age < child + p.CHILD_IS_SMALL, FAMILY, MIDDLE), YOUNG)
    stage = np.where((stage == YOUNG) & (age >= p.MIDDLE_AGED), MIDDLE, stage)
    return np.where(age < studies, STUDENT, np.where(age >= pension, RETIRED, stage))


def drives(population: Population) -> Flags:
    """Who has a car to fill."""
    women, men = (int(share * 65_536) for share in p.DRIVES)
    return np.asarray(lane(population.life, _DRIVES_LANE) < np.where(population.female, women, men))


def mix(population: Population, month: int, world: World) -> Codes:
    """Which mix of categories each customer buys by: a row of `mixes`."""
    kind = 2 * ~population.female + ~drives(population)
    return np.asarray(4 * life_stage(population, month, world) + kind)


@lru_cache(maxsize=1)
def mixes() -> Floats:
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
    return np.concatenate([choose(luck, shares) for shares in mixes()]).astype(np.int8)


def standing_orders(population: Population) -> npt.NDArray[np.bool_]:
    """Who has which of `parameters.STANDING_ORDERS`: a row a customer, a column an order."""
    luck = _word(population.life, _ORDERS_WORD)
    found = [
        (lane(luck, number) < int(order.share * 65_536)) & (population.rate > order.least_rate)
        for number, order in enumerate(p.STANDING_ORDERS)
    ]
    return np.stack(found, axis=1)


def order_words(population: Population, number: int) -> Words:
    """The luck of everybody's standing order `number`: lanes for its price, its day and its hour."""
    return _word(population.life, _ORDER_WORD + number)


def habit_seeds(population: Population) -> Words:
    """Where each customer's stream of words for their regular merchants begins."""
    return _word(population.life, _HABITS_WORD)


def travel_words(population: Population) -> Words:
    """Each customer's luck with travel: lanes for how often, and where to."""
    return _word(population.life, _TRAVEL_WORD)


def pay_day(population: Population) -> Codes:
    """Which of `parameters.PAY_DAYS` is the day of each customer's salary or pension."""
    return np.asarray(_pay_days()[lane(travel_words(population), 3) >> 8])


def _word(life: Words, number: int) -> Words:
    return split(life, np.full(len(life), number))


@lru_cache(maxsize=4)
def _ages(table: tuple[tuple[int, float], ...]) -> Ints:
    """An age by sixteen bits of luck."""
    ages, shares = zip(*table, strict=True)
    return np.array(ages)[choose(lane_uniforms(), shares)]


@lru_cache(maxsize=1)
def _pay_days() -> Codes:
    return choose((np.arange(256) + 0.5) / 256, [share for _, share in p.PAY_DAYS])
