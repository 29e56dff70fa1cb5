"""Leaving: who will close the card in the coming month, and why."""

import numpy as np

from generators import parameters as p
from generators.draws import Draws, Ints, Purpose, logistic
from generators.month.state import CONTACT, DEFAULT, NO_USE, OWN_REASONS, STAYS, Codes, Flags, State
from generators.month.ties import Ties
from generators.parameters import Floats
from generators.population import Population

_ANNOYED = -0.4  # retention lift below which a leaver says that contact drove them off


def leaving(
    population: Population,
    state: State,
    asleep: Flags,
    retention: Floats,
    doubt: Floats,
    ties: Ties,
    bucket: Ints,
    month: int,
    draws: Draws,
) -> Codes:
    """A reason for those who leave next month, STAYS for the rest."""
    sleepy = asleep & (population.latent_type != p.TYPE_NAMES.index("loyal"))
    stays = p.FRIEND_STAYS * ties.friend + p.COMPANY_STAYS * ties.company
    hazard = logistic(
        population.closure_logit - retention + p.SLEEP_CLOSURE_LOGIT * sleepy + p.DOUBT_LOGIT * doubt - stays
    )
    decides = state.open & (draws.uniform(month, Purpose.LEAVE) < hazard)
    reason = np.where(retention < _ANNOYED, CONTACT, np.where(asleep, NO_USE, OWN_REASONS))
    written_off = state.open & (bucket >= p.WRITE_OFF_BUCKET)
    return np.where(written_off, DEFAULT, np.where(decides, reason, STAYS))
