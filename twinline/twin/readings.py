"""Readings: what a round's control group and pilot tell, once its months have passed. From the books alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from generators import parameters as p
from generators.errors import UnknownChoice
from generators.twin.run import Comparison, Plan
from generators.twin.snapshot import Snapshot
from twinline.twin.control import CONTACTED, CONTROL, Difference, differences
from twinline.twin.pilot import OUTCOMES, effects, with_outcomes
from twinline.twin.prepared import Prepared

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Reading:
    """A comparison by lot that was part of a round: its `kind` is "control" or "pilot".

    `data` has a row a customer with the columns of a pilot's data; `arms` are their names, the first is compared with.
    """

    kind: str
    data: "pd.DataFrame"
    arms: tuple[str, ...]

    def effects(self, outcome: str | None = None) -> "pd.DataFrame":
        """Each arm's mean outcome and its difference from the first arm, with standard error and 95 % interval.

        `outcome` is one of OUTCOMES, or the one that was chosen with the order. Raises `UnknownChoice`.
        """
        if outcome is not None and outcome not in OUTCOMES:
            raise UnknownChoice("outcome", "结果指标", outcome, list(OUTCOMES))
        data = self.data if outcome is None else self.data.assign(outcome=self.data[outcome])
        return effects(data, self.arms)

    def differences(self, strata: "Mapping[int, int] | None" = None) -> list[Difference]:
        """What the contacted of a control group did more than those left alone, by outcome; see `twinline.twin.control`.

        `strata` says by customer_id to which part of the round each belongs, numbered from 1, such as the cards of the cockpit.
        """
        numbers = None if strata is None else self.data["customer_id"].map(strata).to_numpy().astype(np.int64)
        return differences(self.data, numbers)


def readings(ready: Prepared, plan: Plan, pair: Comparison, later: Snapshot, months: int) -> tuple[Reading, ...]:
    """What the control group and the pilot of a round tell; `plan` are the contacts made, `later` is the bank after it."""
    import pandas as pd

    found = []
    held = ready.left_alone(0)
    if len(held):
        treated = np.setdiff1d(plan.row, ready.beside().row)
        rows = np.concatenate([held, treated])
        arm = np.repeat(np.array([CONTROL, CONTACTED], dtype=object), [len(held), len(treated)])
        share = ready.order.control
        data = pd.DataFrame({"customer_id": rows + p.FIRST_CUSTOMER_ID, "arm": arm})
        data = data.assign(propensity=np.where(arm == CONTROL, share, 1 - share))
        found.append(Reading(CONTROL, with_outcomes(data, pair, later, months, "margin"), (CONTROL, CONTACTED)))
    design = ready.order.pilot
    if design is not None and ready.drawn is not None:
        data = with_outcomes(ready.drawn, pair, later, months, design.outcome)
        found.append(Reading("pilot", data, tuple(design.arms)))
    return tuple(found)


__all__ = ["Reading", "readings"]
