"""A trial of bigger limits: some are asked by lot, and whoever says yes has a bigger limit from the next month on."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Ints
from generators.draws import Draws
from generators.month.state import STAYS, State
from generators.parameters import World
from generators.population import Population


class Purpose(IntEnum):
    """What a draw is for, 2181 to 2189. Append only."""

    RISE_DRAW = 2181
    RISE_ARM = 2182
    RISE_ACCEPT = 2183
    RISE_DAY = 2184


@dataclass(frozen=True)
class LimitOffers:
    """One entry a customer: who was in the trial, who of them was asked, who said yes; the limit in fen after it."""

    drawn: Flags
    asked: Flags
    accepted: Flags
    limit_fen: Ints


def limit_offers(
    population: Population, state: State, upgraded: Flags, limit_fen: Ints, month: int, draws: Draws, world: World
) -> LimitOffers:
    """Who is asked this month. Nobody is who has not allowed marketing, is overdue, leaves, or takes a bigger card.

    `limit_fen` is the limit with which each customer would leave the month otherwise.
    """
    nobody = np.zeros(len(state), dtype=bool)
    if month != p.RISE_MONTH:
        return LimitOffers(nobody, nobody, nobody, limit_fen)
    today = (world.month_start(month) - world.start).days
    may = may_be_asked(population, state, upgraded, month) & population.may_contact("sms", today)
    drawn = may & (draws.uniform(month, Purpose.RISE_DRAW) < p.RISE_SHARE)
    asked = drawn & (draws.uniform(month, Purpose.RISE_ARM) < p.RISE_OFFERED)
    accepted = asked & (draws.uniform(month, Purpose.RISE_ACCEPT) < p.RISE_ACCEPTS)
    return LimitOffers(drawn, asked, accepted, np.where(accepted, bigger(limit_fen), limit_fen))


def may_be_asked(population: Population, state: State, upgraded: Flags, month: int) -> Flags:
    """Whose card is in use, held for long enough, not overdue, and neither leaves nor gets bigger this month."""
    may = state.open & state.activated & (state.bucket == 0) & (state.leaving == STAYS) & ~upgraded
    return np.asarray(may & (month - population.open_month >= p.RISE_TENURE))


def bigger(limit_fen: Ints) -> Ints:
    """The limits that follow these, in fen: a whole thousand yuan more at least."""
    return np.ceil(limit_fen * p.RISE_LIMIT / p.THOUSAND_YUAN).astype(np.int64) * p.THOUSAND_YUAN
