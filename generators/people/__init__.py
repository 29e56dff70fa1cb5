"""People: what is true of a customer besides the traits that the engine needs, a file a subject.

Each function turns a block's customers into pages, one or more tables by name, each with all columns of the dictionary.
"""

from collections.abc import Callable

from generators.draws import Draws
from generators.pages import Columns
from generators.parameters import World
from generators.people.applications import applications
from generators.people.applying import applications_of
from generators.people.bureau import bureau
from generators.people.contacts import contacts
from generators.people.declined import application_scores
from generators.people.holdings import holdings
from generators.people.paths import paths
from generators.people.portfolios import portfolios
from generators.people.relationships import relationships
from generators.people.rewards import rewards
from generators.people.wallets import wallets
from generators.people.welcome import welcome
from generators.population import Population

Traits = Callable[[Population, Draws, World], dict[str, Columns]]


def applicants(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """Applications, the scores and files of those who sent them, and what came before."""
    made = applications_of(population, draws, world)
    pages = applications(population, made, world)
    return pages | application_scores(population, made, draws, world) | paths(population, made, draws, world)


PEOPLE: tuple[Traits, ...] = (
    *(contacts, bureau, holdings, applicants, portfolios, relationships, rewards, welcome),
    wallets,
)
