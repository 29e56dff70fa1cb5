"""What a card may do: one table, in which a new action is one entry. The page, the logs and the lists all read it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generators import parameters as p
from generators.schema import levels
from twinline.base.text import t
from twinline.twin.action_rules import by_name, given_once
from twinline.twin.reach import reachable

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank


@dataclass(frozen=True)
class CardAction:
    """Something that a contact is about: its title, the channels that carry it, and what there is to know before."""

    title: tuple[str, str]
    channels: tuple[str, ...] = p.CHANNEL_NAMES
    note: tuple[str, str] = ("", "")


ACTIONS: Final[dict[str, CardAction]] = {
    action.name: CardAction(levels.ACTION[action.name], action.channels, (action.en, action.zh)) for action in p.ACTIONS
}


def action_title(name: str) -> str:
    """An action's title in the language in use."""
    return t(*ACTIONS[name].title)


def channel_title(name: str) -> str:
    """A channel's title in the language in use."""
    return t(*levels.CONTACT_CHANNEL[name])


def may_get(seen: "pd.DataFrame", action: str, channel: str, bank: "Bank") -> Any:
    """A mask of the customers for whom an action may be ordered, and whom it can reach by a channel."""
    return reachable(seen, channel, action=action) & given_once(seen, action, bank.twin)


def may_get_code(source: str, action: str, channel: str) -> str:
    """The same as code on the frame called `source`; needs `bank`."""
    own = by_name(action)
    ruled = own is not None and (own.where or own.consent == "service")
    code = f'reachable({source}, "{channel}"' + (f', action="{action}")' if ruled else ")")
    if own is not None and own.effect == "raises_limit":
        code += f' & ~{source}["customer_id"].isin(bank.limit_raised)'
    return code
