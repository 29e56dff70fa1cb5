"""What each card of a plan brought: cards share no customer, so their parts add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from generators import parameters as p
from twinline.cockpit.footing import Profits

if TYPE_CHECKING:
    from twinline.cockpit.round_plan import Dealt
    from twinline.twin.result import Result


@dataclass(frozen=True)
class Part:
    """A card's part of a result: customers contacted, mean cost in yuan, and incremental profit by future.

    Place 0 is what no card's customers account for: those whom they brought, and the cost of pilots.
    """

    place: int
    customers: int
    cost: float
    profits: Profits


def by_card(result: "Result", dealt: "Iterable[Dealt]") -> list[Part]:
    """The parts of a result, by card; the last one is what is left over, where anything is."""
    parts, left = [], result.by_future["profit"].to_numpy(dtype=float)
    for each in dealt:
        rows = each.contacts.customers["customer_id"].to_numpy() - p.FIRST_CUSTOMER_ID
        profits, costs = [], []
        for pair in result.pairs:
            mine = np.isin(pair.rows, rows)
            profits.append(float((pair.with_plan.profit - pair.without.profit)[mine].sum()))
            costs.append(float((pair.with_plan.cost - pair.without.cost)[mine].sum()))
        left = left - profits
        parts.append(Part(each.place, len(rows), float(np.mean(costs)), tuple(profits)))
    if np.abs(left).max(initial=0.0) > 0.5:
        parts.append(Part(0, 0, result.charge, tuple(float(profit) for profit in left)))
    return parts
