"""A block: so many customers' lives, as pages of every table that is made block by block."""

from collections.abc import Iterator

from generators.draws import Draws
from generators.history import Plan, company_of, live
from generators.ledger import Ledger
from generators.names import name_pools
from generators.pages import Columns
from generators.parameters import World
from generators.population import draw_population
from generators.potential import Potential


def block_pages(world: World, first: int, stop: int, plan: Plan | None = None) -> Iterator[dict[str, list[Columns]]]:
    """Pages by table, handed over month by month, of customers `first` … `stop - 1`.

    With another `plan` than business as usual there are no tests, and so no potential outcomes of any.
    """
    draws = Draws(world.seed, first, stop)
    people, company = draw_population(world, draws), company_of(world, first, stop)
    ledger = Ledger(people, draws, world, name_pools())
    if plan is not None:
        yield from ledger.month_by_month(live(people, draws, world, plan, company))
        return
    potential = Potential(people, draws, world, company)
    yield from ledger.month_by_month(potential.watch(live(people, draws, world, potential.plan, company)))
    yield {"truth_pilots": potential.pages()}
