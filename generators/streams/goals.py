"""Goals: to whom, in their third month, a goal of spending was shown or, by lot, was not."""

import numpy as np

from generators import parameters as p
from generators.draws import Draws
from generators.first_meeting import goals
from generators.month import Events
from generators.pages import Columns
from generators.parameters import World
from generators.people.welcome import allowed_by_opening
from generators.population import Population


def spend_goals(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """The month's rows: a customer each whose third month it is and who still holds the card."""
    goal, shown = goals(population.open_month, allowed_by_opening(population, world), draws)
    rows = np.flatnonzero((goal > 0) & events.open & (events.month - population.open_month == p.GOAL_MONTH))
    return {
        "spend_goals": {
            "customer_id": population.customer_id[rows],
            "month": np.full(len(rows), np.datetime64(world.month_start(events.month), "D")),
            "goal_fen": goal[rows],
            "shown": shown[rows],
        }
    }
