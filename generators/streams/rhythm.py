"""The trial of the rhythm of messages: which friends the manager wrote to every month, and which, by lot, not at all."""

import numpy as np

from generators.draws import Draws
from generators.friends import has_trial
from generators.month import Events
from generators.month.ties import drawn_friends
from generators.pages import Columns, recode
from generators.parameters import RHYTHM_MONTH, World
from generators.population import Population
from generators.schema.friends import RHYTHM


def wecom_rhythm(population: Population, events: Events, draws: Draws, world: World) -> dict[str, Columns]:
    """A row for each friend whom the lot drew, in the month in which the trial begins."""
    begins = has_trial(world) and events.month == RHYTHM_MONTH
    rows = np.flatnonzero(drawn_friends(population, events.after, world) & events.open & ~events.closed & begins)
    return {
        "wecom_rhythm": {
            "customer_id": population.customer_id[rows],
            "begins": np.full(len(rows), np.datetime64(world.month_start(events.month), "D")),
            "arm": recode(["monthly", "quiet"], RHYTHM)[population.rhythm[rows]],
        }
    }
