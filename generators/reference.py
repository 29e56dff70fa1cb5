"""The tables that belong to no block: made once for the whole bank."""

from collections.abc import Callable

from generators import (
    acquisition,
    corporate_clients,
    desk_hours,
    diagnosis,
    friends,
    marketing,
    places,
    risk_tables,
    staff,
    steering,
    targets,
)
from generators.pages import Columns
from generators.parameters import World
from generators.streams import outcry

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
    diagnosis.cobrand_cohorts,
    diagnosis.branch_loans,
    diagnosis.enquiries,
    diagnosis.problems,
    steering.manager_months,
    steering.training_trial,
    steering.merchant_months,
    outcry.complaint_wave,
    desk_hours.desk_hours,
    acquisition.truth_acquisition,
    friends.wecom_accounts,
)
