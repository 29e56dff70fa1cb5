"""Targets: what each branch is asked to reach each month, by a rule that everyone knows. Made without the history.

The rule: last year's level of the whole card centre, as the parameters let one expect it, shared out to cities by their
weight and evenly to a city's branches, times the city's growth; spending by the city's own level besides. So a target
can be reached: a branch that is better than its city does, one that lags does not.
"""

import numpy as np

from generators import parameters as p
from generators.arrays import Floats
from generators.pages import Columns
from generators.parameters import World
from generators.places import FIRST_BRANCH_ID


def targets(world: World) -> dict[str, Columns]:
    """A row a branch and month: new cards, activations, active customers, spending in fen, most complaints."""
    branches = np.array([city.branches for city in p.CITIES])
    weight, growth, spending = np.array([[city.weight, city.growth, city.spending] for city in p.CITIES]).T
    share = np.repeat(weight / branches * growth, branches)
    month = np.arange(world.months)
    new = world.customers * (1 - p.OPENED_BEFORE) / world.months
    closure = float(p.by_type("share") @ p.by_type("closure"))
    stays = (1 - closure) ** month
    held = world.customers * p.OPENED_BEFORE * stays + new * np.cumsum(stays)
    active = held * p.TARGET_ACTIVE
    season = np.array(p.SEASON)[(world.start.month - 1 + month) % 12]
    spend_fen = active * season * p.TARGET_SPEND_FEN
    activated = 1 - float(np.prod(1 - np.array(p.ACTIVATION)))

    def by_branch(level: np.ndarray, unit: int = 1, share: Floats = share) -> np.ndarray:
        return np.rint(np.outer(share, level) / unit).astype(np.int64).ravel() * unit

    flat = np.full(world.months, new)
    return {
        "targets": {
            "branch_id": np.repeat(np.arange(len(share)) + FIRST_BRANCH_ID, world.months),
            "month": np.tile(world.month_starts(0, world.months), len(share)),
            "new_cards": by_branch(flat).astype(np.int32),
            "activations": by_branch(flat * activated).astype(np.int32),
            "active_customers": by_branch(active).astype(np.int32),
            "spend_fen": by_branch(spend_fen, p.THOUSAND_YUAN, share * np.repeat(spending, branches)),
            "complaints_ceiling": np.maximum(by_branch(active * p.TARGET_COMPLAINTS), 1).astype(np.int32),
        }
    }
