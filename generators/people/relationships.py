"""Relationships: the ties of a block's customers, all of them for the truth and those that the bank has on record."""

from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Floats, Ints
from generators.corporate_clients import FIRST_COMPANY_ID, corporate_clients
from generators.draws import STATIC, Draws
from generators.pages import Columns
from generators.parameters import FIRST_CUSTOMER_ID, World
from generators.people.circles import CHAIN, COLLEAGUE, NOBODY, PAYROLL, TIES, Circle, circles_of
from generators.people.days import between, birthday_year
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population

FIRST_RELATIONSHIP_ID: Final = 1_000_000_000
_SLOTS = 10  # ties a customer can have: one of each kind, but two colleagues
_NEXT_DESK = COLLEAGUE + len(TIES)  # the slot of the second colleague


def relationships(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """All ties of the block's customers as `truth_relationships`, those on record as `relationships`.

    A tie between two customers is a row for each of them, with the same day, record and source.
    """
    first, stop = int(population.number[0]), int(population.number[-1]) + 1
    pages = [_ties(circle, world) for circle in circles_of(world, first, stop)]
    every = {name: np.concatenate([page[name] for page in pages]) for name in pages[0]}
    number = every["customer_id"] - FIRST_CUSTOMER_ID
    every = {name: values[(number >= first) & (number < stop)] for name, values in every.items()}
    source = every.pop("source")
    known = {name: values[every["recorded"]] for name, values in every.items() if name != "recorded"}
    known["source"] = source[every["recorded"]]
    return {"relationships": known, "truth_relationships": every}


def _ties(circle: Circle, world: World) -> Columns:
    """Every tie of a circle's people, in the columns of both tables."""
    size = len(circle.people)
    draws = Draws(world.seed, circle.first, circle.first + size)
    seen, declared = (draws.words(STATIC, purpose) for purpose in (Purpose.TIE_SEEN, Purpose.TIE_DECLARED))
    columns: list[Columns] = []

    def add(tie: int, slot: int, who: Ints, other: Ints, company: Ints, since: np.ndarray, luck: Ints) -> None:
        # The luck of a pair is that of its left side: both rows tell the same. Each kind reads other bits of it.
        shift = np.uint64(12 * tie)
        chance = [((words[luck] >> shift) & np.uint64(0xFFF)).astype(np.float64) / 4_096 for words in (seen, declared)]
        columns.append(
            {
                "relationship_id": FIRST_RELATIONSHIP_ID + (circle.first + who) * _SLOTS + slot,
                "customer_id": circle.first + who + FIRST_CUSTOMER_ID,
                "kind": np.full(len(who), tie, dtype=np.int8),
                "other_customer_id": _ids(circle.first + other, FIRST_CUSTOMER_ID, other),
                "company_id": _ids(company, FIRST_COMPANY_ID, company),
                "since": since,
                "recorded": chance[0] < p.TIE_RECORDED[tie],
                "source": np.where(chance[1] < p.TIE_DECLARED[tie], 0, 1).astype(np.int8),
            }
        )

    firms = corporate_clients(world)
    at_work = np.flatnonzero((circle.company != NOBODY) & firms.payroll[circle.company])
    none = np.full(size, NOBODY)
    add(PAYROLL, PAYROLL, at_work, none[at_work], circle.company[at_work], circle.employed_since[at_work], at_work)
    owners = np.flatnonzero(draws.uniform(STATIC, Purpose.CHAIN) < p.CHAIN_SHARE)
    partner = np.floor(draws.uniform(STATIC, Purpose.CHAIN_COMPANY) * len(firms.city)).astype(np.int64)[owners]
    luck = draws.uniform(STATIC, Purpose.CHAIN_SINCE)
    begun = between(birthday_year(circle.people, p.FOUND_FROM), circle.opened, luck)[owners]
    add(CHAIN, CHAIN, owners, none[owners], partner, np.maximum(begun, firms.since[partner]), owners)
    for pairs in circle.pairs:
        back = _NEXT_DESK if pairs.tie == COLLEAGUE else pairs.tie
        nowhere = none[pairs.left]
        add(pairs.tie, pairs.tie, pairs.left, pairs.right, nowhere, pairs.since, pairs.left)
        add(pairs.tie, back, pairs.right, pairs.left, nowhere, pairs.since, pairs.left)
    return {name: np.concatenate([page[name] for page in columns]) for name in columns[0]}


def _ids(numbers: Ints, first: int, of: Ints) -> Floats:
    """Ids from numbers, empty where `of` is NOBODY: as floats, the one form that can be empty."""
    return np.where(of == NOBODY, np.nan, numbers + first)
