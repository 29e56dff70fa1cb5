"""Places: cities, shops, the branches' managers and targets, and the corporate clients."""

from dataclasses import dataclass
from typing import Final

# --- cities and shops -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class City:
    """A city with branches of the bank; real cities, a fictional bank."""

    name: str
    name_en: str
    weight: float  # share of customers (a)
    branches: int
    growth: float  # over last year's level, as head office announced it in the targets (a)


CITIES: Final = (
    City(name="上海", name_en="Shanghai", weight=0.24, branches=4, growth=1.04),
    City(name="杭州", name_en="Hangzhou", weight=0.18, branches=3, growth=1.08),
    City(name="南京", name_en="Nanjing", weight=0.14, branches=2, growth=1.05),
    City(name="武汉", name_en="Wuhan", weight=0.13, branches=2, growth=1.06),
    City(name="成都", name_en="Chengdu", weight=0.13, branches=2, growth=1.10),
    City(name="西安", name_en="Xi'an", weight=0.10, branches=2, growth=1.03),
    City(name="合肥", name_en="Hefei", weight=0.08, branches=1, growth=1.12),
)
OFFLINE_SHOPS: Final = 14  # of each category in each city
ONLINE_SHOPS: Final = 18  # of each category in the whole country
SHOP_SKEW: Final = 2.2  # a shop's rank is luck to this power: the first few take most of the purchases (a)

# --- trips ------------------------------------------------------------------------------------------------------------
# Whoever is on a trip buys in the shops of one other city, for whole days. Chinese made 5.6 billion domestic trips in 2024
# (Ministry of Culture and Tourism), four a head and year; people of big cities with a card make more of them (a).
TRIPS: Final = 0.58  # a month, at home for its first and last day
TRIPS_SKEW: Final = 2.0  # above 1: a few travel all the time, most seldom
TRIP_DAYS: Final = (0.22, 0.24, 0.18, 0.12, 0.09, 0.08, 0.07)  # shares of trips of one, two … days
HOLIDAY_TRIPS: Final = 1.5  # times more, in a month with a long holiday …
TRIP_IN_HOLIDAY: Final = 0.55  # … and the share of them that begins with it
SECOND_HOME: Final = 0.55  # of trips, to the one other city where a customer has family or business

# --- targets: last year's level of the whole card centre, from the bank notes -----------------------------------------
TARGET_ACTIVE: Final = 0.71  # share of open accounts with a purchase in a month
TARGET_COMPLAINTS: Final = 0.0013  # an active customer and month

# --- managers. No public figure says how many a branch has or how good they are: (a) ----------------------------------
MANAGERS_A_BRANCH: Final = (3, 8)  # fewest and most
LONGEST_SERVICE: Final = 18  # years
SHORT_SERVICE_SKEW: Final = 1.6  # above 1: more newcomers than veterans
SKILL_FROM_SERVICE: Final = 0.25  # share of a skill that comes with the years of service; the rest is talent
CAPACITY: Final = (60, 180)  # contacts a month, least and most
TEAM_SHARES: Final = (0.30, 0.30, 0.20, 0.20)
MANAGED_SHARE: Final = 2 / 3  # of the customers
LIST_SKEW: Final = 1.5  # above 1: a branch's first manager has the longest list
MANAGED_WITHIN: Final = 60  # days from the opening

# --- corporate clients (all (a)) --------------------------------------------------------------------------------------
CUSTOMERS_A_COMPANY: Final = 120
MOST_COMPANIES: Final = 20_000  # however many customers: every worker holds them all
FEWEST_COMPANIES_IN_A_CITY: Final = 6
INDUSTRY_SHARES: Final = (0.24, 0.20, 0.16, 0.12, 0.10, 0.10, 0.08)
PAYROLL_SHARE: Final = 0.55  # of companies that pay wages through the bank
MERCHANT_SHARE: Final = 0.40  # of those in trades that sell to people
SELLS_TO_PEOPLE: Final = ("retail", "catering", "health")
MEDIAN_EMPLOYEES: Final = 90
EMPLOYEES_SIGMA: Final = 1.1
EMPLOYEES: Final = (5, 20_000)  # fewest and most
DEPOSITS_A_HEAD_YUAN: Final = 18_000  # median
DEPOSITS_SIGMA: Final = 0.8
CLIENT_YEARS: Final = (2003, 2022)  # first and last year in which one became a client
