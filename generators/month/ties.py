"""Ties: the manager's friends on WeCom, and the presence of the customer who brought them."""

from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints
from generators.draws import Draws, Purpose
from generators.friends import NOT_DRAWN, QUIET, in_trial
from generators.month.contact import Actions, Contacts
from generators.month.state import State
from generators.parameters import World
from generators.population import NEVER, Population


@dataclass(frozen=True)
class Ties:
    """Who has which tie as the month begins, one entry a customer."""

    friend: Flags  # of the manager, on WeCom
    warmth: Floats  # what friendship does this month: 0 for no friend, 1 as usual, more or less by manager and messages
    referrer_present: Flags  # the customer who brought them is here and uses the card


def friends(population: Population, state: State, day: int) -> Flags:
    """Who is the manager's friend on WeCom on the evening before a day, counted from the history's first (0)."""
    return np.asarray((state.friend_since < day) & (population.friend_until >= day))


def drawn_friends(population: Population, state: State, world: World) -> Flags:
    """Who is in the trial of the rhythm of messages: drawn, a friend on the evening before, and may be written to."""
    first = (world.month_start(p.RHYTHM_MONTH) - world.start).days
    may = population.may_contact("wecom", first)
    return np.asarray((population.rhythm != NOT_DRAWN) & may & friends(population, state, first))


def warmth(population: Population, state: State, friend: Flags, month: int, world: World) -> Floats:
    """What friendship does to each customer this month: by the manager's attention, fading where nobody writes."""
    if month >= world.months:
        # Managers go on writing to the friends whom the history left them. Whom a campaign won is written to by campaigns.
        since = np.where(won(population.friend_since, state, world), month - 1 - state.last_word, 0)
        return friend * population.attention * p.FRIEND_FADE ** np.maximum(since, 0)
    if not in_trial(world, month):
        return np.asarray(friend * population.attention)
    quiet = drawn_friends(population, state, world) & (population.rhythm == QUIET)
    return friend * population.attention * np.where(quiet, p.FRIEND_FADE ** (month - p.RHYTHM_MONTH), 1.0)


def won(unasked: Ints, state: State, world: World) -> Flags:
    """Whom an invitation made after the history has won, or will have by the month's end.

    `unasked` are the days on which they would join by themselves (`Population.friend_since`).
    """
    after = state.friend_since >= (world.month_start(world.months) - world.start).days
    return np.asarray(after & (state.friend_since < NEVER) & (state.friend_since != unasked))


def invitations(actions: Actions, contacts: Contacts) -> Flags:
    """Whom an invitation to add the manager gets through to this month."""
    return np.asarray(contacts.reached & (actions.offer == p.ADD_WECOM))


def joining(
    population: Population, state: State, actions: Actions, contacts: Contacts, month: int, draws: Draws, world: World
) -> Ints:
    """The day on which each customer adds the manager: sooner for those who were asked this month and would."""
    first, stop = ((world.month_start(at) - world.start).days for at in (month, month + 1))
    chance = np.array([p.JOINS.get(name, 0.0) for name in p.CHANNEL_NAMES])[actions.channel]
    would = population.join_luck < chance * p.JOINS_AGAIN**state.invited
    asked = invitations(actions, contacts) & would & (state.friend_since >= stop)
    # Those asked in the month of opening add the manager after that.
    first_day = first + np.where(population.open_month == month, population.open_day, 0)
    day = first_day + np.floor(draws.uniform(month, Purpose.JOIN_DAY) * (stop - first_day)).astype(np.int64)
    return np.where(asked, day, state.friend_since)
