"""Holdings: what else a customer has with this bank."""

import math
from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri

from generators import parameters as p
from generators import wallet
from generators.arrays import Days, Flags, Floats
from generators.draws import STATIC, Draws, choose, lane
from generators.pages import Columns
from generators.parameters import World
from generators.people.days import between, birthday_year, last_day, opened_on
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population

PRODUCTS: Final = tuple(product.name for product in p.HELD_PRODUCTS)
MORTGAGE: Final = PRODUCTS.index("mortgage")
SECOND_CARD: Final = PRODUCTS.index("second_card")
FIRST_HOLDING_ID: Final = 2_000_000_000


def holdings(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """One row for each product that a customer of the block has or had."""
    pages = []
    for product, held in enumerate(p.HELD_PRODUCTS):
        rows = np.flatnonzero(_has(product, population, draws, world))
        opened = _opened(product, population, draws, world)[rows]
        chance = lane(draws.words(STATIC, Purpose.HELD_UNTIL + product // 3), product % 3)[rows] / 65_536
        ends = chance < held.closed
        end = last_day(world)
        closed = between(opened + 1, end, chance / held.closed)
        ends &= opened < end
        own = ndtri((lane(draws.words(STATIC, Purpose.BAND + product // 3), product % 3)[rows] + 0.5) / 65_536)
        share = p.BALANCE_BY_WEALTH
        wealth = ndtr(share * population.wealth[rows] + math.sqrt(1 - share**2) * own)
        # Bigger incomes, bigger balances: the luck is bent upwards.
        luck = wealth ** np.exp(-p.BALANCE_BY_INCOME * log_income(population)[rows])
        pages.append(
            {
                "holding_id": FIRST_HOLDING_ID + population.number[rows] * 10 + product,
                "customer_id": population.customer_id[rows],
                "product": np.full(len(rows), product, dtype=np.int8),
                "opened": opened,
                "closed": np.where(ends, closed, np.datetime64("NaT")),
                "balance_band": np.where(ends, -1, choose(luck, held.bands)).astype(np.int8),
            }
        )
    return {"holdings": {name: np.concatenate([page[name] for page in pages]) for name in pages[0]}}


def mortgage_before(days: Days, population: Population, draws: Draws, world: World) -> Flags:
    """Whether each customer had taken this bank's mortgage before the day given for them."""
    return np.asarray(_has(MORTGAGE, population, draws, world) & (_opened(MORTGAGE, population, draws, world) < days))


def log_income(population: Population) -> Floats:
    """Log of each customer's income over the median."""
    return wallet.log_income(population.income_fen)


def _has(product: int, population: Population, draws: Draws, world: World) -> Flags:
    luck = (lane(draws.words(STATIC, Purpose.HELD + product // 3), product % 3) + 0.5) / 65_536
    held = p.HELD_PRODUCTS[product]
    decades = (world.start.year - population.birth_year - p.HOLDERS_AGE) / 10
    lean = held.by_income * log_income(population) + held.by_decade * decades
    odds = held.share / (1 - held.share) * np.exp(lean)
    return np.asarray((luck < odds / (1 + odds)) & (_earliest(product, population, world) <= last_day(world)))


def _earliest(product: int, population: Population, world: World) -> Days:
    """The first day on which they could open it: of age, and for a second card after the first."""
    adult = np.maximum(birthday_year(population, p.HELD_PRODUCTS[product].youngest), np.datetime64(p.HELD_FROM))
    return opened_on(population, world) + 1 if product == SECOND_CARD else adult


def _opened(product: int, population: Population, draws: Draws, world: World) -> Days:
    luck = (lane(draws.words(STATIC, Purpose.HELD_SINCE + product // 3), product % 3) + 0.5) / 65_536
    return between(_earliest(product, population, world), last_day(world), luck**p.HELD_LATELY_SKEW)
