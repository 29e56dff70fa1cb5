"""Acquiring: what a budget by channel and scene brings besides the cards that open anyway, and who these customers are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Ints, Rows
from generators.draws import Draws
from generators.parameters import World
from generators.twin.newcomers import BROUGHT, Purpose, joined, place
from generators.twin.snapshot import Snapshot

Way = tuple[str, str]  # channel and scene
WAYS: Final[tuple[Way, ...]] = tuple((channel, scene) for channel, shares in p.SCENE_SHARES.items() for scene in shares)


@dataclass(frozen=True)
class Brought:
    """Customers whom a budget brings: their rows in the snapshot, and by which of WAYS each came."""

    rows: Rows
    way: Codes

    @classmethod
    def nobody(cls) -> "Brought":
        """Nobody is brought."""
        none = np.zeros(0, dtype=np.intp)
        return cls(none, none)


def usual_cards(world: World, way: Way) -> float:
    """Cards that open anyway in a month by a channel and scene, on average."""
    channel, scene = way
    share = p.ACQUISITION_SHARES[p.ACQUISITION.index(channel)] * p.SCENE_SHARES[channel][scene]
    return world.customers * (1 - p.OPENED_BEFORE) / world.months * share


def usual_cost(way: Way) -> float:
    """Yuan that such a card costs: media, gifts and staff."""
    return float(sum(p.SPEND_A_CARD[way[0]]))


def more_cards(world: World, way: Way, yuan: float, pull: float = 1.0) -> float:
    """Cards a month that so many yuan a month bring besides, on average: ever fewer for each further yuan.

    `pull` is how readily people apply, 1 as usual. A saturating curve, as in models of the marketing mix (Little 1979,
    "Aggregate advertising models"), with a power of one.
    """
    most = p.MORE_CARDS[way[0]] * usual_cards(world, way) * pull
    half = p.MORE_CARDS[way[0]] * usual_cards(world, way) * usual_cost(way) * p.FIRST_EXTRA_CARD
    return most * yuan / (yuan + half) if yuan > 0 else 0.0


def bring(now: Snapshot, yuan: Mapping[Way, float], months: int, pull: float = 1.0) -> tuple[Snapshot, Brought]:
    """The snapshot with those whom a budget of so many yuan by way, spent evenly over the months, brings.

    More yuan for a way add customers to those whom fewer would bring, and change nobody who comes by another.
    """
    order, month, way = _slots(now, yuan, months, pull)
    if not len(order):
        return now, Brought.nobody()
    channel = np.array([p.ACQUISITION.index(name) for name, _ in WAYS])[way]
    scene = np.array([p.SCENES.index(name) for _, name in WAYS])[way]
    first = len(now)
    later = joined(now, place(now.world, order, BROUGHT), now.month + month, (channel, scene))
    return later, Brought(np.arange(first, first + len(order)), way)


def _slots(now: Snapshot, yuan: Mapping[Way, float], months: int, pull: float) -> tuple[Ints, Ints, Codes]:
    """(order, month, way) of each customer who is brought; `order` is a number that nobody else has, or had before."""
    found = []
    for code, way in enumerate(WAYS):
        mean = more_cards(now.world, way, yuan.get(way, 0.0) / months, pull)
        for month in range(months):
            luck = float(Draws(now.world.seed, 0, len(WAYS)).uniform(now.month + month, Purpose.BROUGHT)[code])
            nth = np.arange(int(mean + luck))  # rises with the mean: whoever came for less still comes
            found.append((nth, np.full(len(nth), month), np.full(len(nth), code)))
    nths, opens, ways = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return _first_free(now) + (nths * len(WAYS) + ways) * months + opens, opens, ways


def _first_free(now: Snapshot) -> int:
    """The first order that no customer brought so far has."""
    if now.luck is None:
        return 0
    order, kind = np.divmod(now.luck - now.world.customers, 2)
    theirs = order[(now.luck >= now.world.customers) & (kind == BROUGHT)]
    return int(theirs.max(initial=-1)) + 1


__all__ = ["WAYS", "Brought", "Way", "bring", "more_cards", "usual_cards", "usual_cost"]
