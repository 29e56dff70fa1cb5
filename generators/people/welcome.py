"""The first meetings that were part of the trial, and the wallets that new cards were bound to."""

import numpy as np

from generators import parameters as p
from generators.arrays import Flags
from generators.draws import Draws
from generators.first_meeting import first_meeting, wallet_details
from generators.pages import Columns, recode
from generators.parameters import World
from generators.people.days import opened_on
from generators.population import Population
from generators.schema.welcome import WALLET


def allowed_by_opening(population: Population, world: World) -> Flags:
    """Who had allowed marketing by the day on which the account opened."""
    opened = (opened_on(population, world) - np.datetime64(world.start, "D")).astype(np.int64)
    return np.asarray(population.consent_day <= opened)


def welcome(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """A row a first meeting in the trial, and the truth about it; a row a wallet."""
    meeting = first_meeting(population.open_month, allowed_by_opening(population, world), population.rate, draws)
    rows = np.flatnonzero(meeting.drawn & (population.open_month < world.months))
    opened = opened_on(population, world)
    bound = np.flatnonzero(meeting.bound)
    which, luck = wallet_details(draws)
    month = opened.astype("datetime64[M]")
    left = ((month + 1).astype("datetime64[D]") - opened).astype(np.int64)
    wait = np.floor(luck * np.minimum(left, p.BINDS_WITHIN)).astype(np.int64)
    # Whoever binds because they were asked does it on the spot.
    on_the_spot = meeting.ask_wallet & ~meeting.binds_unasked
    return {
        "first_meetings": {
            "customer_id": population.customer_id[rows],
            "date": opened[rows],
            "ask_wallet": meeting.ask_wallet[rows],
            "first_use": meeting.first_use[rows],
            "long_talk": meeting.long_talk[rows],
            "minutes": meeting.minutes[rows].astype(np.int32),
        },
        "wallet_bindings": {
            "customer_id": population.customer_id[bound],
            "wallet": recode(p.WALLETS, WALLET)[which[bound]],
            "bound_on": (opened + np.where(on_the_spot, 0, wait))[bound],
        },
        "truth_first_meetings": {
            "customer_id": population.customer_id[rows],
            "binds_unasked": meeting.binds_unasked[rows],
            "binds_asked": meeting.binds_asked[rows],
        },
    }
