"""Swaps: plans that take some of their parts from one plan and the others from another.

A plan has four parts: whom it contacts, when (and how often), by which channel, with which offer. For a customer whom only
the plan that gives the list contacts, the other plan's way is what it does to the customers on its own list: as few of the
list's own ways are changed as it takes to reach the same mix, so that plans of the same habits differ in whom alone.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from generators.twin.run import Plan, Twin
from twinline.twin.allowed import Allowed

PARTS: Final = ("whom", "timing", "channel", "offer")
Way = tuple[int, ...]  # of one customer: months, or the channels or offers of the contacts in turn


@dataclass(frozen=True)
class Ways:
    """A plan by customer: months of the contacts, and their channels and offers in turn."""

    timing: dict[int, Way]
    channel: dict[int, Way]
    offer: dict[int, Way]

    @classmethod
    def of(cls, plan: Plan) -> "Ways":
        """Those of a plan."""
        order = np.lexsort((plan.month, plan.row))
        timing: dict[int, Way] = {}
        channel: dict[int, Way] = {}
        offer: dict[int, Way] = {}
        listed = (plan.row[order], plan.month[order], plan.channel[order], plan.offer[order])
        for row, month, by, what in zip(*(values.tolist() for values in listed), strict=True):
            timing[row] = (*timing.get(row, ()), month)
            channel[row] = (*channel.get(row, ()), by)
            offer[row] = (*offer.get(row, ()), what)
        return cls(timing, {row: _short(way) for row, way in channel.items()}, {r: _short(w) for r, w in offer.items()})

    def part(self, name: str) -> dict[int, Way]:
        """One of the parts besides whom."""
        ways: dict[int, Way] = getattr(self, name)
        return ways


@dataclass(frozen=True)
class Pair:
    """Two plans of which others are put together; `allowed` says whom an action may reach by a channel."""

    mine: Ways
    best: Ways
    allowed: Allowed
    seed: int

    def plan(self, from_best: frozenset[str]) -> Plan:
        """The plan whose parts named in `from_best` are the best plan's and whose others are mine."""
        lister = self.best if "whom" in from_best else self.mine
        parts = [self._laid(name, lister, name in from_best) for name in PARTS[1:]]
        rows: list[int] = []
        contacts: list[tuple[int, int, int]] = []
        for row in sorted(lister.timing):
            months, channels, offers = (part[row] for part in parts)
            for place, month in enumerate(months):
                channel, offer = _nth(channels, place), _nth(offers, place)
                if not self.allowed.mask(channel, offer)[row]:  # an action has rules of its own: the list keeps its way
                    channel, offer = _nth(lister.channel[row], place), _nth(lister.offer[row], place)
                rows.append(row)
                contacts.append((month, channel, offer))
        columns = np.array(contacts, dtype=np.int64).reshape(-1, 3).T
        return Plan(np.array(rows, dtype=np.intp), columns[0], columns[1].astype(np.intp), columns[2].astype(np.intp))

    def _laid(self, name: str, lister: Ways, from_best: bool) -> dict[int, Way]:
        """A part for everybody on the list, as the plan that gives it does it."""
        source = self.best if from_best else self.mine
        own, theirs = lister.part(name), source.part(name)
        if source is lister or not theirs:
            return own
        both = {row: theirs[row] for row in own if row in theirs}
        mine = {row: way for row, way in own.items() if row not in theirs}
        habit = [way for row, way in theirs.items() if row not in own] or list(theirs.values())
        rng = np.random.default_rng([self.seed, PARTS.index(name)])
        laid = _with_mix(mine, Counter(habit), rng)
        if name == "channel":
            laid = {row: way if way == own[row] or self._may(row, way) else own[row] for row, way in laid.items()}
        return both | laid

    def _may(self, row: int, channels: Way) -> bool:
        return all(bool(self.allowed.mask(channel)[row]) for channel in channels)


class Swapping:
    """A bank on whose plans parts are swapped."""

    def __init__(self, twin: Twin) -> None:
        self._allowed, self._seed = Allowed(twin), twin.now.world.seed

    def pair(self, mine: Plan, best: Plan) -> Pair:
        """Two plans, ready to swap their parts."""
        return Pair(Ways.of(mine), Ways.of(best), self._allowed, self._seed)


def _with_mix(own: dict[int, Way], habit: "Counter[Way]", rng: np.random.Generator) -> dict[int, Way]:
    """Everybody's way, changed for as few as it takes to have the mix of `habit`; which ones, the lot decides."""
    rows = [int(row) for row in rng.permutation(sorted(own))]
    room = Counter(_shares(habit, len(rows)))
    laid: dict[int, Way] = {}
    for row in rows:
        if room[own[row]] > 0:
            room[own[row]] -= 1
            laid[row] = own[row]
    left = [way for way, number in sorted(room.items()) for _ in range(number)]
    others = [row for row in rows if row not in laid]
    return laid | dict(zip(others, (left[place] for place in rng.permutation(len(left))), strict=True))


def _shares(mix: "Counter[Way]", size: int) -> dict[Way, int]:
    """`size` split as a mix is, by the largest remainders."""
    total, ways = sum(mix.values()), sorted(mix)
    exact = np.array([mix[way] * size / total for way in ways])
    whole = np.floor(exact + 1e-9).astype(int)
    for place in np.argsort(whole - exact, kind="stable")[: size - int(whole.sum())]:
        whole[place] += 1
    return dict(zip(ways, whole.tolist(), strict=True))


def _nth(way: Way, place: int) -> int:
    """What a way does at a place: it goes on as its last contact does."""
    return way[min(place, len(way) - 1)]


def _short(way: Way) -> Way:
    """A way that goes on as its last contact does is told by what comes before."""
    last = len(way)
    while last > 1 and way[last - 2] == way[-1]:
        last -= 1
    return way[:last]


__all__ = ["PARTS", "Pair", "Swapping"]
