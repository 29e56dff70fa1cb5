"""History: the engine run month by month under yesterday's policy."""

from collections.abc import Callable, Iterator

from generators.draws import Draws
from generators.month import Actions, Events, State, start_state, step
from generators.parameters import World
from generators.policy import BusinessAsUsual
from generators.population import Population, draw_population

Plan = Callable[[State, int], Actions]


def live(population: Population, draws: Draws, world: World, plan: Plan | None = None) -> Iterator[Events]:
    """The events of each month in turn, for a block of customers.

    `plan(state, month)` says what the bank does; without one it is business as usual. Two calls with equal arguments
    yield equal events, and plans that differ for one customer yield events that differ for that customer only.
    """
    plan = plan or BusinessAsUsual(population, draws, world).plan
    state = start_state(population, draws)
    for month in range(world.months):
        state, events = step(population, state, plan(state, month), month, draws, world)
        yield events


def block_history(world: World, first: int, stop: int) -> tuple[Population, Draws, Iterator[Events]]:
    """A block's customers, their draws, and their history to iterate over."""
    draws = Draws(world.seed, first, stop)
    population = draw_population(world, draws)
    return population, draws, live(population, draws, world)
