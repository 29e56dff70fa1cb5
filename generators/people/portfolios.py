"""Portfolios: which relationship manager looks after which customer."""

import numpy as np

from generators import parameters as p
from generators.draws import STATIC, Draws
from generators.pages import Columns
from generators.parameters import World
from generators.people.days import between, last_day, opened_on
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import NOBODY, Population
from generators.staff import FIRST_MANAGER_ID, staff


def portfolios(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """The managed customers of the block with a manager of their own branch, the same until the history ends."""
    people = staff(world)
    manager = population.manager
    hired = (np.datetime64(world.start, "Y") - people.service).astype("datetime64[D]")[manager]
    first = np.maximum(opened_on(population, world), hired)
    end = last_day(world)
    since = between(first, np.minimum(first + p.MANAGED_WITHIN, end), draws.uniform(STATIC, Purpose.MANAGED_SINCE))
    rows = np.flatnonzero(manager != NOBODY)
    return {
        "portfolios": {
            "customer_id": population.customer_id[rows],
            "manager_id": (manager + FIRST_MANAGER_ID)[rows],
            "since": since[rows],
        }
    }
