"""Holdings: what else a customer has with this bank."""

from typing import Final

import numpy as np

from generators.draws import STATIC, Draws, choose, lane
from generators.pages import Columns
from generators.parameters import Floats, World
from generators.people.chance import PeoplePurpose as Purpose
from generators.people.days import Days, between, birthday_year, last_day, opened_on
from generators.population import Flags, Population

PRODUCTS: Final = ("debit", "savings", "fund", "mortgage", "insurance", "second_card")
MORTGAGE: Final = PRODUCTS.index("mortgage")
SECOND_CARD: Final = PRODUCTS.index("second_card")
FIRST_HOLDING_ID: Final = 2_000_000_000

# Assumptions (a): share of customers who ever had each product; log odds a unit of income luck and a decade of age.
SHARES: Final = (0.72, 0.28, 0.16, 0.13, 0.10, 0.09)
BY_INCOME: Final = (0.1, 0.4, 0.8, 0.6, 0.3, 0.6)
BY_DECADE: Final = (0.05, 0.45, 0.10, -0.05, 0.30, -0.15)
OLDEST_AGE: Final = (18, 18, 20, 24, 22, 20)  # at opening, the youngest age
CLOSED: Final = (0.06, 0.25, 0.30, 0.08, 0.15, 0.12)  # of those ever opened, closed again
# Bands from below 10,000 yuan to above a million.
BANDS: Final = (
    (0.52, 0.30, 0.13, 0.045, 0.005),
    (0.10, 0.30, 0.38, 0.20, 0.02),
    (0.34, 0.32, 0.22, 0.11, 0.01),
    (0.01, 0.04, 0.20, 0.58, 0.17),
    (0.44, 0.40, 0.14, 0.018, 0.002),
    (0.55, 0.35, 0.09, 0.008, 0.002),
)
_MEDIAN_INCOME_FEN = 10_500_000.0


def holdings(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """One row for each product that a customer of the block has or had."""
    pages = []
    for product in range(len(PRODUCTS)):
        rows = np.flatnonzero(_has(product, population, draws, world))
        opened = _opened(product, population, draws, world)[rows]
        chance = lane(draws.words(STATIC, Purpose.HELD_UNTIL + product // 3), product % 3)[rows] / 65_536
        ends = chance < CLOSED[product]
        end = last_day(world)
        closed = between(opened + 1, end, chance / CLOSED[product])
        ends &= opened < end
        wealth = (lane(draws.words(STATIC, Purpose.BAND + product // 3), product % 3)[rows] + 0.5) / 65_536
        # Bigger incomes, bigger balances: the luck is bent upwards.
        luck = wealth ** np.exp(-0.6 * _income_luck(population)[rows])
        pages.append(
            {
                "holding_id": FIRST_HOLDING_ID + population.number[rows] * 10 + product,
                "customer_id": population.customer_id[rows],
                "product": np.full(len(rows), product, dtype=np.int8),
                "opened": opened,
                "closed": np.where(ends, closed, np.datetime64("NaT")),
                "balance_band": np.where(ends, -1, choose(luck, BANDS[product])).astype(np.int8),
            }
        )
    return {"holdings": {name: np.concatenate([page[name] for page in pages]) for name in pages[0]}}


def mortgage_before(days: Days, population: Population, draws: Draws, world: World) -> Flags:
    """Whether each customer had taken this bank's mortgage before the day given for them."""
    return np.asarray(_has(MORTGAGE, population, draws, world) & (_opened(MORTGAGE, population, draws, world) < days))


def _income_luck(population: Population) -> Floats:
    return np.asarray(np.log(np.maximum(population.income_fen, 1_000_000) / _MEDIAN_INCOME_FEN))


def _has(product: int, population: Population, draws: Draws, world: World) -> Flags:
    luck = (lane(draws.words(STATIC, Purpose.HELD + product // 3), product % 3) + 0.5) / 65_536
    decades = (world.start.year - population.birth_year - 37) / 10
    lean = BY_INCOME[product] * _income_luck(population) + BY_DECADE[product] * decades
    odds = SHARES[product] / (1 - SHARES[product]) * np.exp(lean)
    return np.asarray((luck < odds / (1 + odds)) & (_earliest(product, population, world) <= last_day(world)))


def _earliest(product: int, population: Population, world: World) -> Days:
    """The first day on which they could open it: of age, and for a second card after the first."""
    adult = np.maximum(birthday_year(population, OLDEST_AGE[product]), np.datetime64("2004-01-01"))
    return opened_on(population, world) + 1 if product == SECOND_CARD else adult


def _opened(product: int, population: Population, draws: Draws, world: World) -> Days:
    luck = (lane(draws.words(STATIC, Purpose.HELD_SINCE + product // 3), product % 3) + 0.5) / 65_536
    return between(_earliest(product, population, world), last_day(world), luck**0.6)
