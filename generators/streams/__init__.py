"""Streams: what a month leaves behind besides the core ledger, a file a subject.

A stream turns a block's month into pages, one or more tables by name, each with all columns of the dictionary. Nobody's
future depends on it: streams may read everything and change nothing.
"""

from collections.abc import Callable

from generators.draws import Draws
from generators.month import Events
from generators.pages import Columns
from generators.parameters import World
from generators.population import Population
from generators.streams.app_log import app_and_log
from generators.streams.asks import referral_asks
from generators.streams.benefits import points_rules, theme_campaigns
from generators.streams.calls import service_calls
from generators.streams.charges import charges
from generators.streams.goals import spend_goals
from generators.streams.invitations import wecom_invitations
from generators.streams.payments import payments
from generators.streams.posts import social_posts
from generators.streams.recommender import recommendations
from generators.streams.rhythm import wecom_rhythm
from generators.streams.wecom import wecom_events

Stream = Callable[[Population, Events, Draws, World], dict[str, Columns]]

STREAMS: tuple[Stream, ...] = (
    app_and_log,
    wecom_events,
    wecom_invitations,
    service_calls,
    social_posts,
    payments,
    charges,
    referral_asks,
    spend_goals,
    recommendations,
    wecom_rhythm,
    points_rules,
    theme_campaigns,
)
