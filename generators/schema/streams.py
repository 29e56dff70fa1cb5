"""The tables of the event streams, in the order in which the dictionary lists them."""

from typing import Final

from generators.schema.app_log import APP_LOG
from generators.schema.digital import APP_EVENTS, WECOM_EVENTS, WECOM_INVITATIONS
from generators.schema.management import DIRTY_CUSTOMERS, DIRTY_TRANSACTIONS, TARGETS, TRUTH_DEFECTS
from generators.schema.model import Table
from generators.schema.service import DESK_HOURS, SERVICE_CALLS, SOCIAL_POSTS, TRUTH_COMPLAINT_WAVE, TRUTH_SOCIAL_POSTS

STREAM_TABLES: Final[tuple[Table, ...]] = (
    APP_EVENTS,
    WECOM_EVENTS,
    SERVICE_CALLS,
    SOCIAL_POSTS,
    TARGETS,
    DIRTY_CUSTOMERS,
    DIRTY_TRANSACTIONS,
    TRUTH_SOCIAL_POSTS,
    TRUTH_DEFECTS,
    APP_LOG,
    TRUTH_COMPLAINT_WAVE,
    WECOM_INVITATIONS,
    DESK_HOURS,
)
