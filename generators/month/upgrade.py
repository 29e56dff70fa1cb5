"""Upgrades: who takes the next bigger card, with a bigger limit."""

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Ints
from generators.draws import Draws, Purpose, logistic, logit
from generators.month.contact import Actions, Contacts
from generators.month.state import State
from generators.population import Population


def upgrade(
    population: Population,
    state: State,
    actions: Actions,
    contacts: Contacts,
    buys: Flags,
    month: int,
    draws: Draws,
) -> tuple[Codes, Ints]:
    """The product and the limit (in fen) with which each customer leaves the month.

    The busy come by themselves; an invitation works best on those who are growing, which is not the same.
    """
    may = state.open & buys & (state.bucket == 0) & (state.product < len(p.PRODUCTS) - 1)
    may &= month - population.open_month >= p.UPGRADE_TENURE
    rows = np.flatnonzero(may)
    invited = contacts.reached[rows] & (actions.offer[rows] == p.BIGGER_CARD)
    push = p.by_type("upgrade")[population.latent_type[rows]] * population.response[rows] * invited
    push = push * population.upgrade_room[rows]
    usual = logit(np.array(p.UPGRADE)) + p.UPGRADE_BY_RATE * np.log(population.rate[rows] / p.RATE_MEAN)
    takes = np.zeros_like(may)
    takes[rows] = draws.take(rows).uniform(month, Purpose.UPGRADE) < logistic(usual + push)
    bigger = np.rint(state.limit_fen * p.UPGRADE_LIMIT / p.THOUSAND_YUAN).astype(np.int64) * p.THOUSAND_YUAN
    return np.where(takes, state.product + 1, state.product), np.where(takes, bigger, state.limit_fen)
