"""What a card may do: one table, in which a new action is one entry. The page, the logs and the lists all read it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generators import parameters as p
from generators.schema import levels
from generators.twin.scenario import Ban
from twinline.base.text import t
from twinline.twin.check import reachable

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CardAction:
    """Something that a contact is about: its title, the channels that carry it, and what there is to know before."""

    title: tuple[str, str]
    channels: tuple[str, ...] = p.CHANNEL_NAMES
    note: tuple[str, str] = ("", "")


ACTIONS: Final[dict[str, CardAction]] = {name: CardAction(title) for name, title in levels.OFFER.items()}


def action_title(name: str) -> str:
    """An action's title in the language in use."""
    return t(*ACTIONS[name].title)


def channel_title(name: str) -> str:
    """A channel's title in the language in use."""
    return t(*levels.CONTACT_CHANNEL[name])


def may_get(seen: "pd.DataFrame", action: str, channel: str, bans: tuple[Ban, ...] = ()) -> Any:
    """A mask of the customers whom an action may and can reach by a channel under these bans."""
    return reachable(seen, channel, bans)
