"""A plan as people read it: the engine's arrays as a strategy's table."""

from typing import TYPE_CHECKING

import numpy as np

from generators import parameters as p
from generators.twin.run import Plan
from twinline.twin.months import outside

if TYPE_CHECKING:
    import pandas as pd


def table_of(plan: Plan) -> "pd.DataFrame":
    """A plan as a strategy's table, sorted by month and customer."""
    import pandas as pd

    table = pd.DataFrame(
        {
            "customer_id": plan.row + p.FIRST_CUSTOMER_ID,
            "month": outside(plan.month),
            "channel": np.array(p.CHANNEL_NAMES, dtype=object)[plan.channel],
            "offer": np.array(p.ACTION_NAMES, dtype=object)[plan.offer],
        }
    )
    return table.sort_values(["month", "customer_id"], ignore_index=True)


__all__ = ["table_of"]
