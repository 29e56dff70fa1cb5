"""What the actions do that only the twin orders: see `parameters.ACTIONS`. Without them nothing here changes anything."""

from dataclasses import replace
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats
from generators.draws import Draws
from generators.month.contact import Actions, Contacts
from generators.month.instalments import CASH_PLAN, Offered, Plans
from generators.month.limit_rise import LimitOffers, Purpose, bigger, may_be_asked
from generators.month.state import State
from generators.month.ties import Ties
from generators.population import Population

_AMOUNTS: Final = np.array([action.amount for action in p.ACTIONS])
_NOBODY: Final = np.zeros(0, dtype=bool)


def got(actions: Actions, contacts: Contacts, effect: str) -> Flags:
    """Who was reached by an action of this effect; an empty array where nobody was, which is quicker to find."""
    if not (actions.offer >= len(p.OFFERS)).any():
        return _NOBODY
    does = np.array([action.effect == effect for action in p.ACTIONS])
    found = contacts.reached & does[actions.offer] & (actions.offer >= 0)
    return found if found.any() else _NOBODY


def settled(actions: Actions, contacts: Contacts) -> Contacts:
    """The contacts where those who were given a service fix lose their doubt, whoever they are; a fix annoys nobody."""
    fixed = got(actions, contacts, "settles")
    if not len(fixed):
        return contacts
    answered = np.where(fixed, _AMOUNTS[actions.offer], contacts.answered)
    return replace(contacts, answered=answered, complained=contacts.complained & ~fixed)


def warmed(actions: Actions, contacts: Contacts, ties: Ties) -> Ties:
    """The ties where friends who were written to by the standard rhythm are closer in this month."""
    written = got(actions, contacts, "warms")
    if not len(written):
        return ties
    more: Floats = np.where(written & ties.friend, _AMOUNTS[actions.offer], 0.0)
    return replace(ties, warmth=ties.warmth + more)


def instalment_offers(actions: Actions, contacts: Contacts) -> Offered | None:
    """Who was offered instalments, at which price; None where nobody was."""
    asked = got(actions, contacts, "instalment")
    if not len(asked):
        return None
    price = np.where(asked, _AMOUNTS[actions.offer], 1.0)
    push = np.where(asked, p.INSTALMENT_PUSH + p.INSTALMENT_PUSH_A_TENTH * (1 - price) * 10, 0.0)
    return Offered(push, price)


def raised_limits(
    actions: Actions,
    contacts: Contacts,
    population: Population,
    state: State,
    upgraded: Flags,
    offers: LimitOffers,
    month: int,
    draws: Draws,
) -> LimitOffers:
    """The month's offers of bigger limits with those whom the twin asked: as in the bank's trial, once a customer."""
    asked = got(actions, contacts, "raises_limit")
    if not len(asked):
        return offers
    asked = asked & may_be_asked(population, state, upgraded, month) & ~state.raised & ~offers.asked
    accepted = asked & (draws.uniform(month, Purpose.RISE_ACCEPT) < p.RISE_ACCEPTS)
    limit = np.where(accepted, bigger(offers.limit_fen), offers.limit_fen)
    return replace(offers, asked=offers.asked | asked, accepted=offers.accepted | accepted, limit_fen=limit)


def taken_up(actions: Actions, contacts: Contacts, planned: Plans, offers: LimitOffers) -> Flags:
    """Who took what only the twin offers: a bigger limit, instalments, a fix."""
    taken = np.zeros(len(actions.offer), dtype=bool)
    if (asked := got(actions, contacts, "raises_limit")).any():
        taken |= asked & offers.accepted
    if (offered := got(actions, contacts, "instalment")).any():
        plans = np.zeros_like(taken)
        plans[planned.row[planned.at != CASH_PLAN]] = True
        taken |= offered & plans
    if (fixed := got(actions, contacts, "settles")).any():
        taken |= fixed
    return taken
