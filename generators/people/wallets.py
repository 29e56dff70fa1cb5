"""Wallets: the truth about what customers use elsewhere, of which the bureau's table shows lines and utilisation."""

import numpy as np

from generators.draws import Draws
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.wallet import elsewhere, room


def wallets(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """One row a customer of the block."""
    other = elsewhere(population.pay_style, population.income_fen, population.risk, population.wealth, draws)
    return {
        "truth_wallets": {
            "customer_id": population.customer_id,
            "weight_elsewhere": np.round(other.weight, 4),
            "room": np.round(room(population.rate, population.ticket), 4),
            "growth": np.round(population.moves, 4),
            "upgrade_push": np.round(population.upgrade_room, 4),
        }
    }
