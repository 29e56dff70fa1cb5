"""People: what is true of a customer besides the traits that the engine needs, a file a subject.

Each function turns a block's customers into pages, one or more tables by name, each with all columns of the dictionary.
"""

from collections.abc import Callable

from generators.draws import Draws
from generators.pages import Columns
from generators.parameters import World
from generators.people.applications import applications
from generators.people.bureau import bureau
from generators.people.contacts import contacts
from generators.people.declined import application_scores
from generators.people.holdings import holdings
from generators.people.paths import paths
from generators.people.portfolios import portfolios
from generators.people.relationships import relationships
from generators.population import Population

Traits = Callable[[Population, Draws, World], dict[str, Columns]]

PEOPLE: tuple[Traits, ...] = (
    contacts,
    bureau,
    holdings,
    applications,
    portfolios,
    relationships,
    application_scores,
    paths,
)
