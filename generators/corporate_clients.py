"""Corporate clients: made once for the whole bank, city by city."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Days, Flags, Floats, Ints
from generators.draws import STATIC, Draws, choose, lane
from generators.pages import Columns
from generators.parameters import World
from generators.places import FIRST_BRANCH_ID
from generators.schema.people_levels import INDUSTRY

FIRST_COMPANY_ID: Final = 700_001

_WORDS = "启明弘远博雅天和瑞丰同泰凌云东篱西岭南浦北辰安澜嘉禾"
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")


class Purpose(IntEnum):
    """What a draw is for, 2010 to 2019. Append only."""

    COMPANY_NAME = 2010
    COMPANY_MAKE = 2011
    COMPANY_SIZE = 2012
    COMPANY_MONEY = 2013


@dataclass(frozen=True)
class CorporateClients:
    """The companies, one entry each, in the order of their cities."""

    city: Ints
    branch: Ints
    industry: Codes
    payroll: Flags
    merchant: Flags
    employees: Ints
    deposits_fen: Ints
    since: Days
    luck: Ints  # for their names
    first_of_city: Ints
    count_of_city: Ints


@lru_cache(maxsize=2)
def corporate_clients(world: World) -> CorporateClients:
    """The bank's corporate clients, the same for every block. Do not write into what it returns."""
    weight = np.array([city.weight for city in p.CITIES])
    total = min(world.customers // p.CUSTOMERS_A_COMPANY, p.MOST_COMPANIES)
    count = np.maximum(p.FEWEST_COMPANIES_IN_A_CITY, np.rint(weight * total)).astype(np.int64)
    city = np.repeat(np.arange(len(p.CITIES)), count)
    draws = Draws(world.seed, 0, len(city))
    make, name = draws.words(STATIC, Purpose.COMPANY_MAKE), draws.words(STATIC, Purpose.COMPANY_NAME)
    share = [(lane(make, number) + 0.5) / 65_536 for number in range(4)]
    branches = np.array([place.branches for place in p.CITIES])
    first_branch = np.cumsum(branches) - branches
    industry = choose(share[0], p.INDUSTRY_SHARES)
    sells = np.isin(industry, [list(INDUSTRY).index(trade) for trade in p.SELLS_TO_PEOPLE])
    employees = _employees(draws.normal(STATIC, Purpose.COMPANY_SIZE))
    wealth = np.exp(p.DEPOSITS_SIGMA * draws.normal(STATIC, Purpose.COMPANY_MONEY))
    first_year, last_year = p.CLIENT_YEARS
    days = (last_year - first_year) * 365
    thousand = p.THOUSAND_YUAN // p.FEN
    deposits = employees * p.DEPOSITS_A_HEAD_YUAN * wealth
    return CorporateClients(
        city=city,
        branch=first_branch[city] + np.floor(share[1] * branches[city]).astype(np.int64),
        industry=industry,
        payroll=share[2] < p.PAYROLL_SHARE,
        merchant=sells & (lane(name, 3) < p.MERCHANT_SHARE * 65_536),
        employees=employees,
        deposits_fen=np.rint(deposits / thousand).astype(np.int64) * p.THOUSAND_YUAN,
        since=np.datetime64(f"{first_year}-01-01") + np.floor(share[3] * days).astype(np.int64),
        luck=lane(name, 0).astype(np.int64) * 65_536 + lane(name, 1),
        first_of_city=np.cumsum(count) - count,
        count_of_city=count,
    )


def _employees(luck: Floats) -> Ints:
    many = np.rint(p.MEDIAN_EMPLOYEES * np.exp(p.EMPLOYEES_SIGMA * luck)).astype(np.int64)
    return np.asarray(np.clip(many, *p.EMPLOYEES))


def companies(world: World) -> dict[str, Columns]:
    """The companies, one row each, in the columns of the dictionary."""
    firms = corporate_clients(world)
    words = [_WORDS[i : i + 2] for i in range(0, len(_WORDS), 2)]
    trades = [zh for _, zh in INDUSTRY.values()]
    cities = [city.name for city in p.CITIES]
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
