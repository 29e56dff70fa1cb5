"""Circles: who is whose spouse, parent, child or colleague, and who works where. The truth, before anyone records it.

A circle is a fixed run of customer numbers, whatever the block size: every block that holds some of its people draws
the whole circle and finds the same pairs, so both sides of a pair agree, also where they are in different blocks.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Days, Flags, Ints
from generators.corporate_clients import corporate_clients
from generators.draws import STATIC, Draws
from generators.parameters import World
from generators.people.days import between, birthday_year, last_day, opened_on
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population, draw_population

CIRCLE: Final = 2_000  # customers in a circle
TIES: Final = ("payroll", "spouse", "parent_child", "colleague", "transaction_chain")
PAYROLL, SPOUSE, PARENT_CHILD, COLLEAGUE, CHAIN = range(len(TIES))
NOBODY: Final = -1


@dataclass(frozen=True)
class Circle:
    """The people of one circle and the pairs among them; positions count from `first`."""

    first: int
    people: Population
    opened: Days
    company: Ints  # position in `corporate_clients` of the employer, or NOBODY
    employed_since: Days
    pairs: tuple["Pairs", ...]  # of spouses, of parent and child, of colleagues


@dataclass(frozen=True)
class Pairs:
    """Ties of one kind between people of a circle: each pair once, each person at most once on either side."""

    tie: int
    left: Ints
    right: Ints
    since: Days


def circles_of(world: World, first: int, stop: int) -> list[Circle]:
    """The circles that hold customers `first` … `stop - 1`."""
    return [circle(world, number) for number in range(first // CIRCLE, (stop - 1) // CIRCLE + 1)]


@lru_cache(maxsize=10)  # those of the biggest blocks
def circle(world: World, number: int) -> Circle:
    """Circle `number` of the world. Do not write into what it returns: several tables share it."""
    first = number * CIRCLE
    draws = Draws(world.seed, first, min(first + CIRCLE, world.customers))
    people = draw_population(world, draws)
    opened = opened_on(people, world)
    company, since = _jobs(people, opened, number, draws, world)
    pairs = (
        _couples(people, draws, world),
        _generations(people, draws, world),
        _colleagues(company, since, draws),
    )
    return Circle(first, people, opened, company, since, pairs)


def _jobs(people: Population, opened: Days, number: int, draws: Draws, world: World) -> tuple[Ints, Days]:
    firms = corporate_clients(world)
    earns = np.isin(people.occupation, [p.OCCUPATIONS.index(name) for name in p.WAGE_EARNERS])
    works = earns & (draws.uniform(STATIC, Purpose.EMPLOYED) < p.EMPLOYED)
    luck = draws.uniform(STATIC, Purpose.EMPLOYER) ** p.BIG_EMPLOYER_SKEW
    many = firms.count_of_city
    skipped = np.where(many > p.EMPLOYERS, number * p.EMPLOYERS % many, 0)  # each circle has employers of its own
    place = skipped[people.city] + np.floor(luck * np.minimum(many, p.EMPLOYERS)[people.city]).astype(np.int64)
    company = firms.first_of_city[people.city] + place % many[people.city]
    luck = draws.uniform(STATIC, Purpose.EMPLOYED_SINCE) ** p.LATELY_EMPLOYED_SKEW
    start = between(birthday_year(people, p.WORK_FROM), opened, luck)
    return np.where(works, company, NOBODY), np.maximum(start, firms.since[company])


def _couples(people: Population, draws: Draws, world: World) -> Pairs:
    """Women and men of a city who would have their spouse here, matched from the oldest to the youngest."""
    age = world.start.year - people.birth_year
    luck = draws.uniform(STATIC, Purpose.MARRIED)
    youngest, oldest = p.MARRIED_AGES
    would = (luck < p.MARRIED) & (age >= youngest) & (age <= oldest)
    left, right = _side_by_side(people, would & people.female, would & ~people.female)
    near = np.abs(people.birth_year[left] - people.birth_year[right]) <= p.MOST_YEARS_BETWEEN_SPOUSES
    left, right = left[near], right[near]
    adult = birthday_year(people, p.MARRY_FROM)
    luck = draws.uniform(STATIC, Purpose.MARRIED_SINCE)[left] * p.MARRIED_LATEST
    since = between(np.maximum(adult[left], adult[right]), last_day(world), luck)
    return Pairs(SPOUSE, left, right, since)


def _generations(people: Population, draws: Draws, world: World) -> Pairs:
    age = world.start.year - people.birth_year
    luck = draws.uniform(STATIC, Purpose.GENERATION)
    parents, children = p.GENERATION
    left, right = _side_by_side(
        people, (luck < parents) & (age >= p.PARENT_FROM), (luck < children) & (age <= p.CHILD_UNTIL)
    )
    at_birth = people.birth_year[right] - people.birth_year[left]
    fits = (at_birth >= p.PARENTHOOD[0]) & (at_birth <= p.PARENTHOOD[1])
    left, right = left[fits], right[fits]
    return Pairs(PARENT_CHILD, left, right, birthday_year(people, 0)[right])


def _side_by_side(people: Population, ours: Flags, theirs: Flags) -> tuple[Ints, Ints]:
    """Positions of two groups in pairs: the same city, the same place in the order of ages."""
    places = []
    rows = []
    for group in (ours, theirs):
        inside = np.flatnonzero(group)
        inside = inside[np.lexsort((people.birth_year[inside], people.city[inside]))]
        city = people.city[inside]
        rank = np.arange(len(inside)) - np.searchsorted(city, city)
        rows.append(inside)
        places.append(city * CIRCLE + rank)
    _, left, right = np.intersect1d(places[0], places[1], assume_unique=True, return_indices=True)
    return rows[0][left], rows[1][right]


def _colleagues(company: Ints, since: Days, draws: Draws) -> Pairs:
    """Each employee of a company knows the one at the next desk."""
    desk = draws.uniform(STATIC, Purpose.DESK)
    order = np.lexsort((desk, company))
    left, right = order[:-1], order[1:]
    same = (company[left] == company[right]) & (company[left] != NOBODY)
    left, right = left[same], right[same]
    return Pairs(COLLEAGUE, left, right, np.maximum(since[left], since[right]))
