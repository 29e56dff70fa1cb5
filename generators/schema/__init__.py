"""The one dictionary: every table and column, with titles, units, meaning and privacy class in both languages.

`datasets/datapackage.json`, the Parquet schemas, the checks of `twinline data check` and the labels of every plot
derive from `TABLES`.
"""

from typing import Any

from generators.errors import UnknownChoice
from generators.parameters import world
from generators.schema.acquisition import REFERRAL_ASKS, REFERRAL_REWARDS, TRUTH_ACQUISITION, TRUTH_REFERRAL_RINGS
from generators.schema.applications import APPLICATION_STEPS, APPLICATIONS
from generators.schema.benefits import BENEFIT_TABLES
from generators.schema.bureau import BUREAU
from generators.schema.credit import CREDIT_TABLES
from generators.schema.diagnosis import DIAGNOSIS_TABLES
from generators.schema.experiments import TRUTH_PILOTS
from generators.schema.flows import POINTS, STATEMENTS, TOUCHES, TRANSACTIONS
from generators.schema.friends import FRIEND_TABLES
from generators.schema.holdings import CONTACTS, HOLDINGS, UPGRADES
from generators.schema.limits import LIMIT_OFFERS
from generators.schema.marketing import (
    AD_WEEKS,
    APPLICATION_IDENTITIES,
    MARKETING_SPEND,
    PATH_TOUCHES,
    SCENE_TRIAL,
    TRUTH_PATH_TOUCHES,
)
from generators.schema.model import Column, Table
from generators.schema.people import ACCOUNTS, BRANCHES, CUSTOMERS, MERCHANTS, TRUTH_CUSTOMERS
from generators.schema.recommender import RECOMMENDATIONS, TRUTH_RECOMMENDATIONS
from generators.schema.relationships import RELATIONSHIPS, TRUTH_RELATIONSHIPS
from generators.schema.risk import (
    APPLICATION_SCORES,
    DECLINED_BUREAU,
    MACRO_SCENARIOS,
    OPERATIONAL_LOSSES,
    TRUTH_DECLINED,
)
from generators.schema.staff import COMPANIES, MANAGERS, PORTFOLIOS
from generators.schema.steering import STEERING_TABLES
from generators.schema.streams import STREAM_TABLES
from generators.schema.views import VIEWS
from generators.schema.wallet import TRUTH_WALLETS
from generators.schema.welcome import FIRST_MEETINGS, SPEND_GOALS, TRUTH_FIRST_MEETINGS, WALLET_BINDINGS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        CUSTOMERS,
        ACCOUNTS,
        TRANSACTIONS,
        STATEMENTS,
        POINTS,
        TOUCHES,
        MERCHANTS,
        BRANCHES,
        TRUTH_CUSTOMERS,
        CONTACTS,
        BUREAU,
        HOLDINGS,
        UPGRADES,
        APPLICATIONS,
        APPLICATION_STEPS,
        PORTFOLIOS,
        RELATIONSHIPS,
        MANAGERS,
        COMPANIES,
        TRUTH_RELATIONSHIPS,
        TRUTH_PILOTS,
        *STREAM_TABLES,
        APPLICATION_SCORES,
        DECLINED_BUREAU,
        TRUTH_DECLINED,
        OPERATIONAL_LOSSES,
        MACRO_SCENARIOS,
        MARKETING_SPEND,
        AD_WEEKS,
        SCENE_TRIAL,
        APPLICATION_IDENTITIES,
        PATH_TOUCHES,
        TRUTH_PATH_TOUCHES,
        TRUTH_ACQUISITION,
        LIMIT_OFFERS,
        REFERRAL_ASKS,
        REFERRAL_REWARDS,
        TRUTH_REFERRAL_RINGS,
        *CREDIT_TABLES,
        *DIAGNOSIS_TABLES,
        *STEERING_TABLES,
        FIRST_MEETINGS,
        WALLET_BINDINGS,
        SPEND_GOALS,
        TRUTH_FIRST_MEETINGS,
        RECOMMENDATIONS,
        TRUTH_RECOMMENDATIONS,
        TRUTH_WALLETS,
        *FRIEND_TABLES,
        *BENEFIT_TABLES,
    )
}

# Made once for the whole bank; every other table is made block by block.
REFERENCE_TABLES = (
    "branches",
    "merchants",
    "managers",
    "companies",
    "targets",
    "operational_losses",
    "macro_scenarios",
    "marketing_spend",
    "ad_weeks",
    "scene_trial",
    "cobrand_cohorts",
    "branch_loans",
    "truth_branch_dips",
    "card_enquiries",
    "truth_enquiries",
    "problem_log",
    "manager_months",
    "truth_manager_months",
    "training_trial",
    "truth_training",
    "merchant_months",
    "truth_shocks",
    "truth_complaint_wave",
    "desk_hours",
    "truth_acquisition",
    "wecom_accounts",
    "truth_wecom_accounts",
)


def table(name: str) -> Table:
    """A table of the dictionary; raises `UnknownChoice`, which lists the tables, for any other name."""
    if name not in TABLES:
        raise UnknownChoice("table", "数据表", name, list(TABLES))
    return TABLES[name]


def table_or_view(name: str) -> Table:
    """A table of the dictionary or a view of the twin; raises `UnknownChoice` for any other name."""
    return VIEWS[name] if name in VIEWS else table(name)


def datapackage() -> dict[str, Any]:
    """The whole dictionary as a Frictionless data package descriptor."""
    blocks = len(world("course").blocks())
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "twinline-bank",
        "title": "Yundu Bank, a simulated card centre",
        "description": "Synthetic data of a fictional bank; no real person, merchant or account is in it. "
        "Money is stored in fen, times are Asia/Shanghai.",
        "x:title_zh": "云渡银行信用卡中心（模拟）",
        "x:description_zh": "虚构银行的模拟数据，不含任何真实的个人、商户或账户。金额以分存储，时间为北京时间。",
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "resources": [table.frictionless(1 if name in REFERENCE_TABLES else blocks) for name, table in TABLES.items()],
    }


__all__ = ["REFERENCE_TABLES", "TABLES", "VIEWS", "Column", "Table", "datapackage", "table", "table_or_view"]
