"""A block: so many customers' lives, as pages of every table that is made block by block."""

from collections.abc import Iterator

from generators.draws import Draws
from generators.history import Planner, live, presence_of
from generators.ledger import Ledger
from generators.names import name_pools
from generators.pages import Columns
from generators.parameters import World
from generators.population import draw_population
from generators.potential_outcomes import PotentialOutcomes


def block_pages(world: World, first: int, stop: int, plan: Planner | None = None) -> Iterator[dict[str, list[Columns]]]:
    """Pages by table, handed over month by month, of customers `first` … `stop - 1`.

    A turn for each month with what it left behind, one with what is true of the customers, and one with the truth about
    the pilots. With another `plan` than business as usual there are no tests, and so no potential outcomes of any.
    """
    draws = Draws(world.seed, first, stop)
    people, presence = draw_population(world, draws), presence_of(world, first, stop)
    ledger = Ledger(people, draws, world, name_pools())
    if plan is not None:
        yield from ledger.month_by_month(live(people, draws, world, plan, presence))
        return
    potential = PotentialOutcomes(people, draws, world, presence)
    yield from ledger.month_by_month(potential.watch(live(people, draws, world, potential.plan, presence)))
    yield {"truth_pilots": potential.pages()}
