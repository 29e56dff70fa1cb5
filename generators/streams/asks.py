"""A trial: customers are asked, by lot, to name friends who may want a card."""

from enum import IntEnum

import numpy as np

from generators import parameters as p
from generators.draws import Draws, poisson
from generators.month import Events
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.streams.moments import days_in


class Purpose(IntEnum):
    """What a draw is for, 2151 to 2159. Append only."""

    ASK_DRAW = 2151
    ASK_ARM = 2152
    ASK_DAY = 2153
    FRIENDS = 2154


def referral_asks(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """A row for each user of the app whom this month's lot drew. What they answer is seen within the history or not at all."""
    month = events.month
    if month != p.ASK_MONTH or world.months <= month + 1:
        may = np.zeros(len(population), dtype=bool)
    else:
        today = (world.month_start(month) - world.start).days
        may = events.open & population.app & population.may_contact("app_push", today) & ~events.closed
        may &= month - population.open_month >= p.ASK_TENURE
    rows = np.flatnonzero(may & (draws.uniform(month, Purpose.ASK_DRAW) < p.ASK_SHARE))
    asked = draws.uniform(month, Purpose.ASK_ARM)[rows] < p.ASKED
    kinds = p.by_name(p.FRIENDS_BY_TYPE, 1.0)[population.latent_type[rows]]
    mean = p.FRIENDS_UNASKED * kinds * np.where(asked, p.FRIENDS_ASKED, 1.0)
    day = np.floor(draws.uniform(month, Purpose.ASK_DAY)[rows] * days_in(world, month)).astype(np.int64)
    return {
        "referral_asks": {
            "customer_id": population.customer_id[rows],
            "date": np.datetime64(world.month_start(month), "D") + day,
            "asked": asked,
            "propensity": np.full(len(rows), p.ASKED),
            "friends_named": poisson(draws.uniform(month, Purpose.FRIENDS)[rows], mean).astype(np.int32),
        }
    }
