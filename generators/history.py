"""History: the engine run month by month under yesterday's policy."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from generators.company import Company, inside, uses_the_card, with_their_referrers
from generators.draws import Draws
from generators.month import Actions, Events, State, start_state, step
from generators.parameters import World
from generators.people.referrers import NOBODY
from generators.policy import BusinessAsUsual
from generators.population import Population, draw_population

Plan = Callable[[State, int], Actions]


def live(
    population: Population, draws: Draws, world: World, plan: Plan | None = None, company: Company | None = None
) -> Iterator[Events]:
    """The events of each month in turn, for a block of customers.

    `plan(state, month)` says what the bank does; without one it is business as usual. `company` is that of the block
    where it was found before. Two calls with equal arguments yield equal events, and plans that differ for one customer
    yield events that differ for that customer only, and for those whom they brought.
    """
    plan = plan or BusinessAsUsual(population, draws, world).plan
    company = company or company_of(world, draws.first, draws.stop)
    state = start_state(population, draws)
    for month in range(world.months):
        together = company.now(state, month)
        state, events = step(population, state, plan(state, month), together, month, draws, world)
        yield events


def company_of(world: World, first: int, stop: int) -> Company:
    """The company of customers `first` … `stop - 1`. Lives the history of referrers outside, should there be any."""
    company, strangers = inside(world, first, stop)
    waiting = strangers != NOBODY
    if not waiting.any():
        return company
    found = [np.zeros(stop - first, dtype=bool) for _ in range(world.months)]
    for draws, people, theirs, numbers in with_their_referrers(world, strangers[waiting]):
        ours = np.flatnonzero(np.isin(strangers, numbers))
        place = np.searchsorted(numbers, strangers[ours])
        uses = uses_the_card(start_state(people, draws))
        for month, events in enumerate(live(people, draws, world, company=theirs)):
            found[month][ours] = uses[place]
            uses = uses_the_card(events.after)
    return replace(company, outside=tuple(found))


def block_history(world: World, first: int, stop: int) -> tuple[Population, Draws, Iterator[Events]]:
    """A block's customers, their draws, and their history to iterate over."""
    draws = Draws(world.seed, first, stop)
    population = draw_population(world, draws)
    return population, draws, live(population, draws, world)
