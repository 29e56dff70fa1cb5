"""Referrers: which customer brought which. The truth, of which applications keep the record."""

from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Ints
from generators.draws import STATIC, Draws
from generators.parameters import World
from generators.people.chance import PeoplePurpose as Purpose
from generators.people.circles import Circle, circles_of

REFERRAL: Final = p.ACQUISITION.index("referral")
NOBODY: Final = -1


def referrers(world: World, first: int, stop: int) -> Ints:
    """Number of the customer who brought each of customers `first` … `stop - 1`; NOBODY for those who came otherwise.

    A referrer is of the same circle and opened before.
    """
    found = np.full(stop - first, NOBODY, dtype=np.int64)
    for circle in circles_of(world, first, stop):
        low, high = max(first, circle.first), min(stop, circle.first + len(circle.people))
        inside = slice(low - circle.first, high - circle.first)
        who = _referrers_in(circle, world)[inside]
        referred = (circle.people.acquisition[inside] == REFERRAL) & (who != NOBODY)
        found[low - first : high - first] = np.where(referred, who + circle.first, NOBODY)
    return found


def _referrers_in(circle: Circle, world: World) -> Ints:
    """For each person of a circle, who would have sent them: a tie if there is one, else somebody who came before."""
    size = len(circle.people)
    draws = Draws(world.seed, circle.first, circle.first + size)
    before = circle.opened - p.REFERRER_HELD_FOR - p.FORM_TO_CARD
    refers = np.isin(circle.people.latent_type, [p.TYPE_NAMES.index(name) for name in p.WHO_REFERS])
    willing = np.flatnonzero(refers)
    willing = willing[np.argsort(circle.opened[willing], kind="stable")]
    older = np.searchsorted(circle.opened[willing], before, side="right")
    pick = np.floor(draws.uniform(STATIC, Purpose.REFERRER) * older).astype(np.int64)
    who = np.where(older > 0, willing[np.minimum(pick, len(willing) - 1)] if len(willing) else 0, NOBODY)
    by_tie = draws.uniform(STATIC, Purpose.REFERRED_BY_TIE) < p.TIES_REFER
    for pairs in circle.pairs:
        for sent, sender in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
            could = by_tie[sent] & refers[sender] & (circle.opened[sender] <= before[sent])
            who[sent[could]] = sender[could]
    return who
