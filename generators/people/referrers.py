"""Referrers: which customer brought which. The truth, of which applications keep the record."""

from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Ints
from generators.draws import STATIC, Draws
from generators.draws import Purpose as Moment
from generators.parameters import World
from generators.people.circles import Circle, circles_of
from generators.people_chance import PeoplePurpose as Purpose

REFERRAL: Final = p.ACQUISITION.index("referral")
NOBODY: Final = -1


def referrers(world: World, first: int, stop: int) -> Ints:
    """Number of the customer who brought each of customers `first` … `stop - 1`; NOBODY for those who came otherwise.

    A referrer is of the same circle, opened before, and has luck that keeps them until then.
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
    until = _leaves_from(circle, draws, world)
    pays = circle.people.pay_style != p.PAY_STYLES.index("minimum")  # so that no default ends it
    willing = np.flatnonzero(refers & pays & (until >= world.months))
    willing = willing[np.argsort(circle.opened[willing], kind="stable")]
    older = np.searchsorted(circle.opened[willing], before, side="right")
    pick = np.floor(draws.uniform(STATIC, Purpose.REFERRER) * older).astype(np.int64)
    who = np.where(older > 0, willing[np.minimum(pick, len(willing) - 1)] if len(willing) else 0, NOBODY)
    by_tie = draws.uniform(STATIC, Purpose.REFERRED_BY_TIE) < p.TIES_REFER
    for pairs in circle.pairs:
        for sent, sender in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
            month = circle.people.open_month[sent]
            # Contact drives sleeping dogs off, whatever their luck.
            sure = pays[sender] & (circle.people.latent_type[sender] != p.SLEEPING_DOG)
            here = (month < 0) | ((until[sender] >= month) & sure)
            could = by_tie[sent] & here & (circle.opened[sender] <= before[sent])
            who[sent[could]] = sender[could]
    return who


def _leaves_from(circle: Circle, draws: Draws, world: World) -> Ints:
    """The first month of the history in which each person of a circle might decide to leave; `world.months` if in none.

    Whoever refers a friend has stayed until then. Who leaves is known only when lives are lived, but their luck is known
    now, and those whose luck is better than any likely hazard stay.
    """
    likely = p.REFERRER_STAYS * p.by_type("closure")[circle.people.latent_type]
    found = np.full(len(circle.people), world.months)
    for month in reversed(range(world.months)):
        found[draws.uniform(month, Moment.LEAVE) < likely] = month
    return found
