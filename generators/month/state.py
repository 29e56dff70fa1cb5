"""What changes about a customer from month to month."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generators.draws import Ints
from generators.parameters import Floats

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]

STAYS = -1  # no reason to leave
NO_CHANNEL = -1
LEAVE_REASONS = ("contact", "no_use", "own_reasons", "default")
CONTACT, NO_USE, OWN_REASONS, DEFAULT = range(len(LEAVE_REASONS))


@dataclass(frozen=True)
class State:
    """One entry a customer of the block. A step returns a new state and changes nothing in the old one."""

    open: Flags  # has an account that is not closed
    activated: Flags
    asleep: Flags  # activated, but out of the habit of buying
    quiet: Ints  # full months since the last purchase, or since opening
    log_rate: Floats  # slow wandering of the purchase rate
    retention: Floats  # fall of the closure logit left by past contacts
    spend: Floats  # rise of the log purchase rate left by past contacts
    pull: Floats  # purchases already pulled forward: log rate this month
    fatigue: Floats
    last_channel: Codes
    balance_fen: Ints
    bucket: Ints
    points_this_year: Ints
    points_last_year: Ints
    doubt: Floats  # what is left of past enquiries, which bring leaving nearer
    enquired: Flags  # asked about fees or about leaving in the month before
    friend_since: Ints  # day on which they add, or added, the manager on WeCom; `population.NEVER` if not
    product: Codes  # the card they have now
    limit_fen: Ints
    leaving: Codes  # why the account will close in the coming month, or STAYS

    def __len__(self) -> int:
        return len(self.open)
