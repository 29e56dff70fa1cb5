"""The tables that belong to no block: made once for the whole bank."""

from collections.abc import Callable

from generators import acquisition, corporate_clients, marketing, places, risk_tables, staff, targets
from generators.pages import Columns
from generators.parameters import World

Reference = Callable[[World], dict[str, Columns]]

REFERENCE: tuple[Reference, ...] = (
    places.places,
    staff.managers,
    corporate_clients.companies,
    targets.targets,
    risk_tables.operational_losses,
    risk_tables.macro_scenarios,
    marketing.marketing_spend,
    marketing.ad_weeks,
    marketing.scene_trial,
    acquisition.truth_acquisition,
)
