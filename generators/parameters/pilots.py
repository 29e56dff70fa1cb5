"""What the bank did yesterday: the rules of business as usual, and the randomised pilots in between."""

from dataclasses import dataclass
from typing import Final

from generators.parameters.customers import UPGRADE_TENURE

# --- business as usual ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of business as usual: whom it picks (`generators.policy` knows how), with what chance, and what they get."""

    campaign: str
    channel: str
    offer: str
    chance: float


# Targeted by what the bank sees, so a comparison of contacted with not contacted customers is confounded on purpose.
RULES: Final = (
    # The month after opening.
    Rule(campaign="welcome", channel="sms", offer="reminder", chance=0.35),
    # No purchase for two to four months.
    Rule(campaign="keep", channel="call", offer="fee_waiver", chance=0.18),
    # January and November, to those who buy.
    Rule(campaign="festival", channel="sms", offer="points_gift", chance=0.15),
    # Those who buy; far more likely after an enquiry.
    Rule(campaign="care_call", channel="call", offer="fee_waiver", chance=0.0055),
    # Those who buy; the channel for whoever did not enquire.
    Rule(campaign="care_sms", channel="sms", offer="reminder", chance=0.080),
)
WELCOME_TENURE: Final = 1  # months since opening (a)
KEEP_QUIET: Final = (2, 4)  # months without a purchase, least and most (a)
SETTLED_AFTER: Final = 3  # months since opening up to which a card is new to the other rules (a)
# After an enquiry the care list turns to the phone: the reason why calls look worse than SMS and are not.
CARE_AFTER_ENQUIRY: Final = {"care_call": 0.62, "care_sms": 0.34}
FESTIVAL_MONTHS: Final = (1, 11)

# --- pilots -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Arm:
    """One arm of a pilot: its share of the drawn, and in which months after the start it is contacted."""

    name: str
    share: float
    months: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Pilot:
    """A randomised test that the bank once ran: who could be drawn, what the arms got, when.

    Everyone drawn is left alone otherwise for `quiet_months` from the pilot's month on.
    """

    campaign: str
    month: int
    channel: str
    offer: str
    segments: tuple[str, ...]  # which of SEGMENTS may be drawn
    share: float  # of the eligible, drawn into the pilot
    arms: tuple[Arm, ...]
    quiet_months: int = 2
    last: int | None = None  # a rolling pilot draws every month until this one
    enquired: bool = False  # draws only those who asked about fees or leaving in the month before
    strangers: bool = False  # draws only those who are not the manager's friends on WeCom
    tenure: int = 0  # draws only cards held for so many months at least


@dataclass(frozen=True, kw_only=True)
class Hook:
    """A randomised test of timing: every new card of some months is given by lot the month of its first contact."""

    campaign: str
    opened: tuple[int, ...]  # months of opening
    channel: str
    offer: str
    arms: tuple[Arm, ...]
    quiet_months: int


# What the bank sees when it draws a pilot: a new card (third month at most) that was never used; no purchase in the
# last two months; the rest.
SEGMENTS: Final = ("new_unused", "asleep", "regular")
NEW_UNTIL: Final = 2  # months since opening
ASLEEP_FROM: Final = 2  # months without a purchase
HALVES: Final = (
    Arm(name="treated", share=0.5, months=(0,)),
    Arm(name="control", share=0.5, months=()),
)
WAVES: Final = (
    Arm(name="control", share=0.25, months=()),
    Arm(name="one_wave", share=0.25, months=(0,)),
    Arm(name="two_waves", share=0.25, months=(0, 1)),
    Arm(name="three_waves", share=0.25, months=(0, 1, 2)),
)
TIMINGS: Final = (
    Arm(name="control", share=0.25, months=()),
    Arm(name="month_0", share=0.25, months=(0,)),
    Arm(name="month_1", share=0.25, months=(1,)),
    Arm(name="month_5", share=0.25, months=(5,)),
)
ARM_NAMES: Final = tuple(dict.fromkeys(arm.name for arms in (HALVES, WAVES, TIMINGS) for arm in arms))
PILOTS: Final = (
    Pilot(
        campaign="after_enquiry",
        month=1,
        last=17,
        channel="call",
        offer="fee_waiver",
        segments=("asleep", "regular"),
        enquired=True,
        share=0.70,
        arms=HALVES,
        quiet_months=5,
    ),
    Pilot(
        campaign="points_reminder",
        month=4,
        channel="call",
        offer="points_gift",
        segments=("asleep",),
        share=0.90,
        arms=HALVES,
    ),
    Pilot(
        campaign="bigger_card",
        month=5,
        channel="call",
        offer="bigger_card",
        segments=("regular",),
        tenure=UPGRADE_TENURE,
        share=0.80,
        arms=HALVES,
        quiet_months=1,
    ),
    Pilot(
        campaign="add_wecom",
        month=8,
        channel="call",
        offer="add_wecom",
        segments=("asleep", "regular"),
        strangers=True,
        share=0.90,
        arms=HALVES,
        quiet_months=1,
    ),
    # Late, so that a year's record lies before it; its outcome takes half a year, in which others may draw them again.
    Pilot(
        campaign="retention_call",
        month=12,
        channel="call",
        offer="fee_waiver",
        segments=("asleep", "regular"),
        share=1.0,
        arms=HALVES,
    ),
    Pilot(
        campaign="voucher_for_all",
        month=14,
        channel="sms",
        offer="voucher",
        segments=SEGMENTS,
        share=0.95,
        arms=HALVES,
    ),
    Pilot(
        campaign="call_waves",
        month=16,
        channel="call",
        offer="reminder",
        segments=("asleep", "regular"),
        share=0.28,
        arms=WAVES,
        quiet_months=4,
    ),
    Pilot(
        campaign="voucher_where_it_counts",
        month=20,
        channel="sms",
        offer="voucher",
        segments=("new_unused", "asleep"),
        share=1.0,
        arms=HALVES,
    ),
)
HOOK: Final = Hook(
    campaign="hook_timing",
    # Not those whom the first voucher pilot (month 14) or the second (month 20) finds new and unused.
    opened=(*range(12), 15, 16, 17),
    channel="call",
    offer="voucher",
    arms=TIMINGS,
    quiet_months=6,
)
PILOT_MONTHS: Final = 6  # months after the entry that outcomes are taken from
PILOT_LATER: Final = 3  # months from the entry to the later look
