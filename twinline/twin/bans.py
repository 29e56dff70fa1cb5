"""Bans: which contacts of a table a scenario forbids, by what the bank knows today and by what the table itself does before."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Ints, Rows
from generators.twin.run import Twin
from generators.twin.scenario import Ban

if TYPE_CHECKING:
    import pandas as pd

_QUARTER: Final = 3
_CALL: Final = p.CHANNEL_NAMES.index("call")


def broken_bans(
    observed: "pd.DataFrame", row: Rows, month: Ints, channel: Ints, asked: Flags, twin: Twin
) -> Iterator[tuple[str, Flags, str, str]]:
    """(code, rows that break it, English, Chinese) for each ban; `{n}` stands for the number of rows.

    `row`, `month` (numbered from 1), `channel` and `asked` have an entry a row of the strategy's table; where `asked` is false,
    something else is wrong with the row.
    """
    for ban in twin.scenario.bans:
        holds = asked & (twin.now.month + month - twin.began >= ban.first)
        today, later = forbidden(ban, observed, row + p.FIRST_CUSTOMER_ID, month, channel, holds)
        yield "ban", today, f"{{n}} row(s) are forbidden: {ban.en}", f"{{n}} 行被禁止：{ban.zh}"
        yield (
            "ban_later",
            later,
            f"{{n}} row(s) will be forbidden by what the table does before: {ban.en}. "
            "Only a policy function sees who has said yes in the meantime.",
            f"{{n}} 行会因表中更早的触达而被禁止：{ban.zh}。期间谁使用了权益，只有策略函数看得到。",
        )


def forbidden(
    ban: Ban, observed: "pd.DataFrame", customer: Ints, month: Ints, channel: Ints, asked: Flags
) -> tuple[Flags, Flags]:
    """Which of the `asked` contacts break a ban today, and which only by contacts of the same customer earlier in the table.

    An entry a contact: customer_id, month of the plan, code of its channel. A table is read before anybody has answered: what it
    does earlier counts as done, and as not taken up.
    """
    import pandas as pd

    by_it = asked & (channel == p.CHANNEL_NAMES.index(ban.channel))
    today = by_it & np.isin(customer, observed.query(ban.where)["customer_id"])
    own = pd.DataFrame({"customer_id": customer, "call": channel == _CALL}).assign(at=np.arange(len(customer)))[asked]
    own = own.iloc[np.argsort(month[asked], kind="stable")]
    earlier = own.groupby("customer_id")["call"]
    own = own.assign(contacts=earlier.cumcount(), calls=earlier.cumsum() - own["call"])
    own = own[by_it[own["at"]] & ~today[own["at"]] & (own["contacts"] > 0)]
    then = own.merge(observed, on="customer_id")
    then = then.assign(
        contacts_12m=then["contacts_12m"] + then["contacts"],
        contacts_3m=then["contacts_3m"] + then["contacts"].clip(upper=_QUARTER - 1),
        calls_12m=then["calls_12m"] + then["calls"],
    )
    later = np.zeros(len(customer), dtype=bool)
    later[then.query(ban.where)["at"]] = True
    return today, later


__all__ = ["broken_bans", "forbidden"]
