"""Choosing under limits: each thing that is scarce gets a price, and everybody the action that is worth most beyond its price."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Flags, Ints
from generators.parameters import Floats
from twinline.twin.trees import Matrix

_STEPS: Final = 24  # of a search for a price, each half as long as the one before
_ROUNDS: Final = 3  # in which prices that depend on each other settle


@dataclass(frozen=True)
class Limits:
    """What a month may take: new customers, yuan of planned cost (None: as many as one likes), minutes of staff time.

    Texts and pushes beyond `texts_free` of the `accounts` cost by their volume.
    """

    customers: int
    yuan: float | None
    minutes: float
    accounts: int
    texts_free: float


class Takes(Protocol):
    """What each action takes: yuan of planned cost, staff minutes, and whether it is a text or a push."""

    costs: Floats
    minutes: Floats
    broadcast: Flags


def choice(gains: Matrix, least: Floats, new: Flags, limits: Limits, takes: Takes) -> Ints:
    """By customer the number of the action to take, -1 for none.

    `gains` has a row a customer and a column an action, `least` is what an action must add to a customer, and `new` says
    whose contact takes one of the places.
    """
    prices = np.zeros(3)  # of a yuan, a minute, a message
    uses = np.column_stack([takes.costs, takes.minutes, takes.broadcast.astype(float)])

    def chosen() -> Ints:
        worth = gains - uses @ prices
        best = worth.argmax(axis=1)
        return np.where(worth[np.arange(len(worth)), best] > least, best, -1)

    def used(which: int) -> float:
        picked = chosen()
        return float(uses[picked[picked >= 0], which].sum())

    def too_much(which: int, price: float) -> bool:
        prices[which] = price
        if which == 2:  # the price of a message is what one more of them costs by volume
            free = limits.texts_free + price / (2 * p.BROADCAST_FEN / p.FEN)
            return used(2) > free * limits.accounts
        most = limits.yuan if which == 0 else limits.minutes
        return most is not None and used(which) > most

    if not len(gains):
        return np.zeros(0, dtype=np.int64)
    for _ in range(_ROUNDS):
        if not [which for which in range(3) if _settle(which, prices, too_much)]:
            break
    return _trimmed(chosen(), gains - uses @ prices, new, limits, uses)


def _settle(which: int, prices: npt.NDArray[np.float64], too_much: Any) -> bool:
    """Find the least price at which not too much is taken; whether it is another than before."""
    before = float(prices[which])
    if not too_much(which, 0.0):
        prices[which] = 0.0
        return before > 0
    low, high = 0.0, 1.0
    while too_much(which, high) and high < 1e6:
        low, high = high, 4 * high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if too_much(which, middle) else (low, middle)
    prices[which] = high
    return abs(high - before) > 1e-3 * max(before, 1.0)


def _trimmed(chosen: Ints, worth: Matrix, new: Flags, limits: Limits, uses: Matrix) -> Ints:
    """The same without those who go beyond a limit all the same, the least worthy first."""
    at = np.flatnonzero(chosen >= 0)
    at = at[np.argsort(-worth[at, chosen[at]], kind="stable")]
    fits = ~new[at] | (np.cumsum(new[at]) <= limits.customers)
    at = at[fits]
    for which, most in ((0, limits.yuan), (1, limits.minutes)):
        if most is not None:
            at = at[np.cumsum(uses[chosen[at], which]) <= most + 1e-9]
    kept = np.full(len(chosen), -1, dtype=np.int64)
    kept[at] = chosen[at]
    return kept


__all__ = ["Limits", "Takes", "choice"]
