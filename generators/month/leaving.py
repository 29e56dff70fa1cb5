"""Leaving: who will close the card in the coming month, and why."""

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Flags, Floats, Ints
from generators.draws import Draws, Purpose, logistic
from generators.month.state import CONTACT, DEFAULT, NO_USE, OWN_REASONS, STAYS, State
from generators.month.ties import Ties
from generators.population import Population


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
    """Why each customer's account will close next month, a code of LEAVE_REASONS; STAYS for the rest.

    `asleep`, `retention`, `doubt` and `bucket` are as this month leaves them, `state` is as it found them.
    """
    sleepy = asleep & (population.latent_type != p.LOYAL)
    stays = p.FRIEND_STAYS * ties.warmth + p.PRESENCE_STAYS * ties.referrer_present + p.CARE_STAYS * population.care
    stays = stays + np.array(p.RISE_STAYS)[population.pay_style] * state.raised
    hazard = logistic(
        population.closure_logit - retention + p.SLEEP_CLOSURE_LOGIT * sleepy + p.DOUBT_LOGIT * doubt - stays
    )
    decides = state.open & (draws.uniform(month, Purpose.LEAVE) < hazard)
    decides &= ~population.forged  # whoever forged a name does not ask for a closing
    reason = np.where(retention < p.ANNOYED_BELOW, CONTACT, np.where(asleep, NO_USE, OWN_REASONS))
    written_off = state.open & (bucket >= p.WRITE_OFF_BUCKET)
    return np.where(written_off, DEFAULT, np.where(decides, reason, STAYS))
