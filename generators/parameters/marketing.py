"""Marketing: what a new card costs, what people see before they apply, and two trials: of search ads and a scene. All (a)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

# --- spending ---------------------------------------------------------------------------------------------------------
# Yuan for each new card that is expected, by channel of acquisition: media, gifts, staff.
SPEND_A_CARD: Final[dict[str, tuple[int, int, int]]] = {
    "branch": (18, 45, 120),
    "app": (95, 50, 6),
    "partner_scene": (52, 22, 6),
    "referral": (4, 112, 8),
    "outbound": (8, 85, 165),
}
SPEND_SIGMA: Final = 0.12  # of the log, by channel, city and month

# --- touches before an application ------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PathTouch:
    """A kind of touch that may come before an application."""

    kind: str
    chance: tuple[float, float, float, float, float]  # by channel of the application, in the order of ACQUISITION
    before: tuple[float, float]  # hours before the form was opened: least, and how many more by luck
    device: bool = False  # the device is known
    phone: float = 0.0  # chance that the telephone number is
    app: bool = False  # the app's own number is


PATH_TOUCHES: Final = (
    PathTouch(kind="feed_ad_seen", chance=(0.35, 0.60, 0.45, 0.25, 0.15), before=(48, 600), device=True),
    PathTouch(kind="feed_ad_clicked", chance=(0.06, 0.26, 0.20, 0.05, 0.03), before=(6, 240), device=True),
    PathTouch(kind="outdoor_stand", chance=(0.02, 0.02, 0.05, 0.02, 1.00), before=(0.1, 1.5), phone=0.70),
    PathTouch(kind="partner_visit", chance=(0.03, 0.08, 1.00, 0.03, 0.02), before=(0.1, 20), device=True),
    PathTouch(kind="friend_link", chance=(0.02, 0.03, 0.02, 1.00, 0.01), before=(0.1, 70), device=True),
    PathTouch(kind="app_visit", chance=(0.12, 0.85, 0.15, 0.20, 0.06), before=(0.2, 60), device=True, app=True),
    # Whoever means to go to a branch looks up where it is: the ad stands above the map, with a button to call.
    PathTouch(kind="search", chance=(0.74, 0.30, 0.12, 0.10, 0.05), before=(0.6, 24), device=True, phone=0.55),
    PathTouch(kind="branch_visit", chance=(1.00, 0.02, 0.02, 0.03, 0.03), before=(0.1, 0.5), phone=0.85),
)
SEARCH_ORGANIC: Final = 0.22  # of the searches, click a result that is no ad although there is one
SECOND_DEVICE: Final = 0.18  # of touches with a known device, on another one than the form's
OTHERS_WITH_APP: Final = 0.55  # of applicants who never became customers, have the bank's app

# --- search ads, switched off by lot ----------------------------------------------------------------------------------
# Weeks by city come in pairs, and of each pair one is drawn to go without search ads.
HOLDOUT_MONTH: Final = 10  # months from the end of the history in which the holdout begins
HOLDOUT_WEEKS: Final = 26
SEARCH_YUAN_A_CUSTOMER: Final = 0.09  # a week, of all customers of the city
SEARCH_YUAN_A_CLICK: Final = 4.5
SEARCH_CLICK_RATE: Final = 0.035  # clicks of impressions
SEARCH_SIGMA: Final = 0.18  # of the log of a week's spending
FIRST_MONDAY: Final = date(1999, 12, 27)  # from which weeks are counted

# --- a standard play for the bank's lobbies, tried by lot on branches and weeks ---------------------------------------
PLAY_MONTH: Final = 8  # months from the end of the history in which the trial begins
PLAY_WEEKS: Final = 16
PLAY_CARRIED_OUT: Final = (0.72, 0.22)  # of the weeks drawn, in a quiet week, and how much more in the busiest
PLAY_UNASKED: Final = 0.06  # of the weeks not drawn, in which a branch played all the same
VISITORS_A_CUSTOMER: Final = 0.035  # a week, of the branch's customers
BRANCH_SPREAD: Final = 0.25  # of the log of a branch's visitors, and of the odds that one leaves a number
WEEK_SPREAD: Final = 0.30
LEAVES_NUMBER: Final = 0.11  # of visitors
PLAY_LEAVES: Final = 0.60  # rise of the log odds in a week with the play
GIFT_YUAN: Final = 18  # for each number left in a week with the play
PLAY_MINUTES: Final = 420  # of staff, in a week with the play
LEAST_VISITORS: Final = 12  # of a branch in a week, however small the bank
