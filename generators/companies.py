"""Corporate clients: made once for the whole bank, city by city."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from generators.draws import STATIC, Draws, Ints, choose, lane
from generators.pages import Columns
from generators.parameters import CITIES, Floats, World
from generators.places import FIRST_BRANCH_ID
from generators.schema.people_levels import INDUSTRY

FIRST_COMPANY_ID: Final = 700_001

# Assumptions (a).
CUSTOMERS_A_COMPANY: Final = 120
MOST_COMPANIES: Final = 20_000  # however many customers: every worker holds them all
FEWEST_IN_A_CITY: Final = 6
INDUSTRY_SHARES: Final = (0.24, 0.20, 0.16, 0.12, 0.10, 0.10, 0.08)
PAYROLL_SHARE: Final = 0.55  # of companies that pay wages through the bank
MERCHANT_SHARE: Final = 0.40  # of those in trades that sell to people
SELLS_TO_PEOPLE: Final = ("retail", "catering", "health")
MEDIAN_EMPLOYEES: Final = 90
MOST_EMPLOYEES: Final = 20_000
DEPOSITS_A_HEAD_YUAN: Final = 18_000
CLIENT_YEARS: Final = (2003, 2022)  # first and last year in which one became a client

_WORDS = "启明弘远博雅天和瑞丰同泰凌云东篱西岭南浦北辰安澜嘉禾"
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")


class Purpose(IntEnum):
    """What a draw is for, 2010 to 2019. Append only."""

    COMPANY_NAME = 2010
    COMPANY_MAKE = 2011
    COMPANY_SIZE = 2012
    COMPANY_MONEY = 2013


@dataclass(frozen=True)
class Companies:
    """The companies, one entry each, in the order of their cities."""

    city: Ints
    branch: Ints
    industry: npt.NDArray[np.intp]
    payroll: npt.NDArray[np.bool_]
    merchant: npt.NDArray[np.bool_]
    employees: Ints
    deposits_fen: Ints
    since: npt.NDArray[np.datetime64]
    luck: Ints  # for their names
    first_of_city: Ints
    count_of_city: Ints


@lru_cache(maxsize=2)
def companies(world: World) -> Companies:
    """The bank's corporate clients, the same for every block. Do not write into what it returns."""
    weight = np.array([city.weight for city in CITIES])
    count = np.maximum(
        FEWEST_IN_A_CITY, np.rint(weight * min(world.customers // CUSTOMERS_A_COMPANY, MOST_COMPANIES))
    ).astype(np.int64)
    city = np.repeat(np.arange(len(CITIES)), count)
    draws = Draws(world.seed, 0, len(city))
    make, name = draws.words(STATIC, Purpose.COMPANY_MAKE), draws.words(STATIC, Purpose.COMPANY_NAME)
    share = [(lane(make, number) + 0.5) / 65_536 for number in range(4)]
    branches = np.array([place.branches for place in CITIES])
    first_branch = np.cumsum(branches) - branches
    industry = choose(share[0], INDUSTRY_SHARES)
    sells = np.isin(industry, [list(INDUSTRY).index(trade) for trade in SELLS_TO_PEOPLE])
    employees = _employees(draws.normal(STATIC, Purpose.COMPANY_SIZE))
    wealth = np.exp(0.8 * draws.normal(STATIC, Purpose.COMPANY_MONEY))
    first_year, last_year = CLIENT_YEARS
    days = (last_year - first_year) * 365
    return Companies(
        city=city,
        branch=first_branch[city] + np.floor(share[1] * branches[city]).astype(np.int64),
        industry=industry,
        payroll=share[2] < PAYROLL_SHARE,
        merchant=sells & (lane(name, 3) < MERCHANT_SHARE * 65_536),
        employees=employees,
        deposits_fen=np.rint(employees * DEPOSITS_A_HEAD_YUAN * wealth / 1_000).astype(np.int64) * 100_000,
        since=np.datetime64(f"{first_year}-01-01") + np.floor(share[3] * days).astype(np.int64),
        luck=lane(name, 0).astype(np.int64) * 65_536 + lane(name, 1),
        first_of_city=np.cumsum(count) - count,
        count_of_city=count,
    )


def _employees(luck: Floats) -> Ints:
    many = np.rint(MEDIAN_EMPLOYEES * np.exp(1.1 * luck)).astype(np.int64)
    return np.asarray(np.clip(many, 5, MOST_EMPLOYEES))


def corporate_clients(world: World) -> dict[str, Columns]:
    """The companies, one row each, in the columns of the dictionary."""
    firms = companies(world)
    words = [_WORDS[i : i + 2] for i in range(0, len(_WORDS), 2)]
    trades = [zh for _, zh in INDUSTRY.values()]
    cities = [city.name for city in CITIES]
    names = [
        # The number keeps names apart and shows that they are invented.
        f"{cities[city]}{words[luck % len(words)]}{trades[industry]}{_FORMS[luck // 97 % len(_FORMS)]}（{number + 1:03d}）"
        for number, (city, luck, industry) in enumerate(zip(firms.city, firms.luck, firms.industry, strict=True))
    ]
    return {
        "companies": {
            "company_id": np.arange(len(names), dtype=np.int64) + FIRST_COMPANY_ID,
            "company_name": np.array(names, dtype=object),
            "industry": firms.industry.astype(np.int8),
            "city": np.array(cities, dtype=object)[firms.city],
            "branch_id": firms.branch + FIRST_BRANCH_ID,
            "employees": firms.employees.astype(np.int32),
            "payroll_client": firms.payroll,
            "merchant": firms.merchant,
            "since": firms.since,
            "deposits_fen": firms.deposits_fen,
        }
    }
