"""The past: what the bank saw after its own contacts. Gross: nothing in it says what would have happened without them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from generators import parameters as p
from generators.twin.observed import observed
from twinline.cockpit.choice import Choice
from twinline.cockpit.selection import pick, where
from twinline.data.tables import to_frame

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank

ENOUGH: Final = 30  # contacts below which a share says nothing


@dataclass(frozen=True)
class Response:
    """What was seen after `contacts` earlier contacts: shares of them, gross.

    `alike` tells whether the customers were such as are chosen now, `same_offer` whether the offer was the one of now.
    """

    contacts: int
    bought: float  # bought in the month of the contact
    used: float  # used the offer
    complained: float
    alike: bool
    same_offer: bool


def contacts_made(bank: "Bank") -> "pd.DataFrame":
    """A row a contact that the bank made: what it knew of the customer that morning, and what it saw afterwards.

    Columns are those of `bank.observed()`, and channel, offer, bought, used, complained. Contacts in the month of opening are
    left out, for nothing was known of these customers then.
    """
    import pandas as pd

    now, months = bank.twin.now, []
    channels, offers = np.array(p.CHANNEL_NAMES, dtype=object), np.array(p.ACTION_NAMES, dtype=object)
    for month in range(1, now.month):
        page, books = now.monthly_pages[month], now.monthly_pages[:month]
        rows = np.flatnonzero((page.channel >= 0) & books[-1].open)
        if len(rows):
            known = to_frame("observed", observed(now, books, rows))
            months.append(
                known.assign(
                    channel=channels[page.channel[rows]],
                    offer=offers[page.offer[rows]],
                    bought=page.count[rows] > 0,
                    used=page.redeemed[rows],
                    complained=page.complained[rows],
                )
            )
    empty = bank.observed().head(0).assign(channel="", offer="", bought=False, used=False, complained=False)
    return pd.concat(months, ignore_index=True) if months else empty


def response(made: "pd.DataFrame", choice: Choice, seen: "pd.DataFrame") -> Response | None:
    """What was seen after earlier contacts like the first wave of a choice.

    The closest ones of which there are enough: by the channel with the offer to such customers, else to any, else by the
    channel with any offer. None where the channel was hardly ever used.
    """
    by_channel = made[made["channel"] == choice.channel]
    same = by_channel[by_channel["offer"] == choice.offer]
    for found, alike, same_offer in (
        (pick(same, where(choice, seen)), True, True),
        (same, False, True),
        (by_channel, False, False),
    ):
        if len(found) >= ENOUGH:
            bought, used, complained = found[["bought", "used", "complained"]].mean().to_list()
            return Response(len(found), bought, used, complained, alike, same_offer)
    return None
