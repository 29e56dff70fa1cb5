"""The trial of bigger limits as a table: who was drawn, who was asked, and what they answered."""

import numpy as np

from generators import parameters as p
from generators.draws import Draws, lane
from generators.month import Events
from generators.month.limit_rise import Purpose
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population

_ASKED_WITHIN = 20  # days of the month
_ANSWERED_WITHIN = 8  # days


def limit_offers_page(population: Population, events: Events, draws: Draws, world: World) -> Columns:
    """A row for each customer whom the lot of this month drew, asked or not."""
    offers, month = events.limit_offers, events.month
    rows = np.flatnonzero(offers.drawn)
    words = draws.words(month, Purpose.RISE_DAY)
    day, wait = (lane(words, number).astype(np.int64) for number in range(2))
    date = np.datetime64(world.month_start(month), "D") + day * _ASKED_WITHIN // 65_536
    answered = np.where(offers.accepted, date + wait * _ANSWERED_WITHIN // 65_536, np.datetime64("NaT"))
    columns: Columns = {
        "customer_id": population.customer_id,
        "account_id": population.account_id,
        "date": date,
        "asked": offers.asked,
        "propensity": np.full(len(population), p.RISE_OFFERED),
        "accepted": offers.accepted,
        "accepted_on": answered,
        "old_limit_fen": events.limit_fen,
        "new_limit_fen": np.where(offers.accepted, offers.limit_fen, events.limit_fen),
    }
    return {name: values[rows] for name, values in columns.items()}
