"""Places: cities, shops, the branches' managers and targets, and the corporate clients."""

from dataclasses import dataclass
from typing import Final

# --- cities and shops -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class City:
    """A city with branches of the bank; real cities, a fictional bank."""

    name: str
    name_en: str
    tier: int  # head office's class of cities by what people earn: 1 is the best paid (a)
    weight: float  # share of customers (a)
    branches: int
    spending: float  # of a customer who buys, last year, beside the whole centre's level (a)
    growth: float  # over last year's level, as head office announced it in the targets (a)


CITIES: Final = (
    City(name="上海", name_en="Shanghai", tier=1, weight=0.24, branches=4, spending=1.14, growth=1.04),
    City(name="杭州", name_en="Hangzhou", tier=2, weight=0.18, branches=3, spending=1.03, growth=1.08),
    City(name="南京", name_en="Nanjing", tier=2, weight=0.14, branches=2, spending=1.0, growth=1.05),
    City(name="武汉", name_en="Wuhan", tier=3, weight=0.13, branches=2, spending=0.96, growth=1.06),
    City(name="成都", name_en="Chengdu", tier=3, weight=0.13, branches=2, spending=0.93, growth=1.10),
    City(name="西安", name_en="Xi'an", tier=3, weight=0.10, branches=2, spending=0.89, growth=1.03),
    City(name="合肥", name_en="Hefei", tier=3, weight=0.08, branches=1, spending=0.83, growth=1.12),
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
# What a customer who buys spends in a month of no season, as last year's books had it: less than they would, had all
# purchases been within their limits.
TARGET_SPEND_FEN: Final = 416_000
TARGET_COMPLAINTS: Final = 0.0013  # an active customer and month

BRANCH_DRIVE_SPEND: Final = 0.06  # log purchase rate, per spread of how driven a branch is (a)
BRANCH_DRIVE_ACTIVATION: Final = 0.15  # logit of a first use, the same (a)

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
# What a manager's care does (a): willingness times skill, from 0 to 1, counts from its middle in spreads. Others have none.
CARE_MIDDLE: Final = 0.23
CARE_SPREAD: Final = 0.19
CARE_STAYS: Final = 0.24  # fall of the closure logit, by the skill in retention
CARE_AWAKE: Final = 0.15  # fall of the log of the chance to fall asleep, the same
CARE_ACTIVATION: Final = 0.25  # logit of a first use, by the skill in activation
CARE_HEARD: Final = 0.12  # of the strength of a talk (not of a text), by the skill in retention

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
