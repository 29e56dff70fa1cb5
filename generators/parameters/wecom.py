"""Where customers are asked to add the manager on WeCom, and the hotline's hours with a roster by lot. All of it is (a)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# --- asked to add the manager -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class JoinPlace:
    """A place where customers are asked to add the manager: its part of those who join without the pilot's call, and the
    chance a month that a customer is asked there in vain. The two make the join rate that is found in the table.
    """

    name: str
    share: float
    in_vain: float


# Of ten asked face to face three or four join, of a hundred texted one or two; a first meeting is had by new cards only.
JOIN_PLACES: Final = (
    JoinPlace(name="first_meeting", share=1.0, in_vain=0.140),
    JoinPlace(name="counter", share=0.38, in_vain=0.034),
    JoinPlace(name="hotline_end", share=0.20, in_vain=0.050),
    JoinPlace(name="app_banner", share=0.27, in_vain=0.180),
    JoinPlace(name="sms_link", share=0.15, in_vain=0.290),
)
# Times that chance, by how they came to the card: who came for a gift at a partner's, or was called, is asked in vain more
# often; who came to the counter or through a friend knows whom they add.
IN_VAIN_BY_ORIGIN: Final = {"branch": 0.70, "app": 0.95, "partner_scene": 1.50, "referral": 0.60, "outbound": 1.60}
JOIN_SEEN_DAYS: Final = 3  # from being asked to adding the manager, at most

# --- the hotline's hours ------------------------------------------------------------------------------------------------
DESK_MONTHS: Final = 4  # before the end of the history, that hours are kept of
DESK_HOURS: Final = (8, 21)  # first hour that is kept, and the hour after the last
DESK_CALLS: Final = 46.0  # calls in the mean hour of the day, to the whole bank's shared hotline
DESK_LOAD: Final = (0.45, 1.05, 1.50, 1.30, 1.20, 1.10, 1.15, 1.20, 1.05, 0.95, 0.80, 0.70, 0.55)  # by hour, times that
DESK_MONDAY: Final = 1.12  # times more on Mondays
DESK_WEEKEND: Final = 0.70
DESK_SPREAD: Final = 0.10  # of the log of a day's calls
DESK_HANDLE_MINUTES: Final = 4.6  # talk and notes, mean, exponential
DESK_PATIENCE_MINUTES: Final = 6.0  # mean time that callers wait before they hang up, exponential
DESK_TARGET_LOAD: Final = 0.80  # calls in work a person on shift, as the roster is made
DESK_DAY_SHIFT: Final = (9, 18)  # from, to: a day shift of as many people as its busiest hour needs
# How many are at lunch by hour: three at once for two hours, or one after the other over four: the same hours of work.
LUNCH: Final = {12: 3, 13: 3}
LUNCH_STAGGERED: Final = {11: 1, 12: 2, 13: 2, 14: 1}
# The trial of the lunch roster: of each two working days in a row, a lot picks the one on which lunch is staggered.
ROSTER_MONTH: Final = 3  # months before the end of the history, in which it begins
ROSTER_DAYS: Final = 56  # working days, whole pairs

# --- how many friends a manager keeps well ------------------------------------------------------------------------------
OTHER_FRIENDS: Final = 260  # median number of a manager's friends who hold no card of ours
OTHER_FRIENDS_SIGMA: Final = 0.85  # of its log
FRIENDS_KEPT: Final = 260  # friends up to which each gets all that a manager can give
ATTENTION_MOST: Final = 1.30  # what such a friend gets, where 1 is what a branch's shared account gives
ATTENTION_FALLS: Final = 1.5  # elasticity of it to the number of friends above

# --- the rhythm of messages: a trial that leaves half of some friends unwritten ------------------------------------------
RHYTHM_MONTH: Final = 18
RHYTHM_MONTHS: Final = 6
RHYTHM_SHARE: Final = 0.85  # of the friends who allow marketing on WeCom, drawn into the trial
RHYTHM_QUIET: Final = 0.5  # of those
FRIEND_FADE: Final = 0.40  # of what a friendship does is left after each month without a message

# --- invited by a campaign -------------------------------------------------------------------------------------------------
# Chance to join of those whom an invitation gets through to, by channel: what the pilot's calls found, and a text's link.
JOINS: Final[Mapping[str, float]] = {"sms": 0.05, "app_push": 0.05, "call": 0.58, "branch": 0.58}
JOINS_AGAIN: Final = 0.5  # times that, for each invitation that got through before
# A friend who was won by an invitation takes a manager's time, on top of what managers do anyway.
FRIEND_MINUTES: Final = 6.0  # a month: answers, and looking after the list
MINUTE_FEN: Final = 75  # of a manager's time: eight of them make a call
