"""History: the engine run month by month under yesterday's policy."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from generators.draws import Draws
from generators.month import Actions, Events, State, start_state, step
from generators.parameters import World
from generators.people.referrers import NOBODY
from generators.policy import BusinessAsUsual
from generators.population import Population, draw_population
from generators.referrer_presence import ReferrerPresence, inside, uses_the_card, with_their_referrers

Planner = Callable[[State, int], Actions]  # (state, month) -> what the bank does to each customer in that month


def live(
    population: Population,
    draws: Draws,
    world: World,
    plan: Planner | None = None,
    presence: ReferrerPresence | None = None,
) -> Iterator[Events]:
    """The events of months 0 … `world.months - 1` in turn, for a block of customers that `draws` is the luck of.

    `plan(state, month)` says what the bank does; without one it is business as usual. `presence` is that of the block's
    referrers where it was found before. Two calls with equal arguments yield equal events, and plans that differ for
    one customer yield events that differ for that customer only, and for those whom they brought.
    """
    plan = plan or BusinessAsUsual(population, draws, world).plan
    presence = presence or presence_of(world, draws.first, draws.stop)
    state = start_state(population, draws)
    for month in range(world.months):
        present = presence.now(state, month)
        state, events = step(population, state, plan(state, month), present, month, draws, world)
        yield events


def presence_of(world: World, first: int, stop: int) -> ReferrerPresence:
    """The presence of the referrers of customers `first` … `stop - 1`, in that order.

    Lives the history of referrers outside, should there be any.
    """
    presence, strangers = inside(world, first, stop)
    waiting = strangers != NOBODY
    if not waiting.any():
        return presence
    found = [np.zeros(stop - first, dtype=bool) for _ in range(world.months)]
    for draws, people, theirs, numbers in with_their_referrers(world, strangers[waiting]):
        ours = np.flatnonzero(np.isin(strangers, numbers))
        place = np.searchsorted(numbers, strangers[ours])
        uses = uses_the_card(start_state(people, draws))
        for month, events in enumerate(live(people, draws, world, presence=theirs)):
            found[month][ours] = uses[place]
            uses = uses_the_card(events.after)
    return replace(presence, outside=tuple(found))


def block_history(world: World, first: int, stop: int) -> tuple[Population, Draws, Iterator[Events]]:
    """A block's customers, their draws, and their history to iterate over."""
    draws = Draws(world.seed, first, stop)
    population = draw_population(world, draws)
    return population, draws, live(population, draws, world)
