"""Reach: which customers may be contacted by a channel, and can be."""

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from generators.twin.run import Twin
from generators.twin.scenario import Ban
from twinline.twin.action_rules import may_get, needs_no_leave

if TYPE_CHECKING:
    import pandas as pd

OPT_OUTS: Final = {"sms": "sms_opt_out", "call": "call_opt_out", "wecom": "wecom_opt_out"}
NEEDS: Final = {"wecom_friend": "wecom", "app_user": "app_push"}  # what a customer must be for a channel


def reachable(
    observed: "pd.DataFrame", channel: str, bans: tuple[Ban, ...] = (), action: str | None = None
) -> "npt.NDArray[np.bool_]":
    """Which of the observed customers may be contacted by a channel under these bans, and can be.

    Without an `action` it is marketing; with one, its own rules count, too.
    """
    may = np.ones(len(observed), dtype=bool) if action is None else may_get(observed, action)
    if channel in OPT_OUTS and not needs_no_leave(action):
        may &= ~observed[OPT_OUTS[channel]].to_numpy()
    for needs, way in NEEDS.items():
        if channel == way:
            may &= observed[needs].to_numpy()
    for ban in bans:
        if channel == ban.channel:
            may &= ~observed["customer_id"].isin(observed.query(ban.where)["customer_id"]).to_numpy()
    return may


def bans_now(twin: Twin) -> tuple[Ban, ...]:
    """The scenario's bans that hold in the coming month."""
    return tuple(ban for ban in twin.scenario.bans if ban.first <= twin.now.month - twin.began + 1)


__all__ = ["NEEDS", "OPT_OUTS", "bans_now", "reachable"]
