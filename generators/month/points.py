"""Points: earned by spending, redeemed now and then, expired at the end of the year after."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Ints
from generators.draws import Draws, Purpose
from generators.month.state import State
from generators.parameters import World
from generators.population import Population

_DECEMBER = 12


@dataclass(frozen=True)
class Points:
    """Each customer's entries of the month, all as positive numbers, and what is left by the year it was earned in."""

    earned: Ints
    given: Ints  # by the bank, as an offer
    redeemed: Ints
    expired: Ints
    this_year: Ints
    last_year: Ints


def points(
    population: Population, state: State, purchases_fen: Ints, gift: Flags, month: int, draws: Draws, world: World
) -> Points:
    """Each customer's month of points; `gift` says who took a gift of some. The oldest go first.

    Last year's points die at the end of December.
    """
    earned = purchases_fen // p.FEN * p.POINTS_PER_YUAN
    given = np.where(gift, round(p.OFFERS[p.POINTS_GIFT].cost_fen / p.POINT_FEN), 0)
    old, new = state.points_last_year, state.points_this_year + earned + given
    balance = old + new
    chance = p.by_name(p.REDEEM_CHANCE, p.REDEEM_CHANCE_ELSE)[population.latent_type]
    buys = state.open & (purchases_fen > 0)
    wants = buys & (balance >= p.REDEEM_FROM) & (draws.uniform(month, Purpose.POINTS_REDEEM) < chance)
    rows = np.flatnonzero(wants)
    share = p.REDEEM_SHARE[0] + p.REDEEM_SHARE[1] * draws.take(rows).uniform(month, Purpose.POINTS_SHARE)
    redeemed = np.zeros_like(balance)
    redeemed[rows] = np.floor(balance[rows] * share / p.REDEEM_STEP).astype(np.int64) * p.REDEEM_STEP
    from_old = np.minimum(old, redeemed)
    old, new = old - from_old, new - (redeemed - from_old)
    # Closing the account forfeits what is left.
    expired = np.where(state.open, 0, old + new)
    old, new = np.where(state.open, old, 0), np.where(state.open, new, 0)
    if world.month_start(month).month == _DECEMBER:
        expired, old, new = expired + old, new, np.zeros_like(new)
    return Points(earned, given, redeemed, expired, this_year=new, last_year=old)
