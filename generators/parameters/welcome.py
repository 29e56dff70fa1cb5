"""The first ninety days: what the first meeting tries by lot, wallets, goals of spending. Effects are assumptions (a)."""

from typing import Final

# --- the first meeting: three things by lot, each for one half, apart from each other -----------------------------------
MEETING_OPENED: Final = (0, 17)  # first and last month of opening; half a year of the history follows at least
MEETING_HALF: Final = 0.5  # share of each side of each lot
# Minutes: the meeting itself, and what each part adds.
MEETING_MINUTES: Final = 14
WALLET_MINUTES: Final = 3
FIRST_USE_MINUTES: Final = 2
TALK_MINUTES: Final = 12
MINUTES_SPREAD: Final = 5  # minutes that luck adds, from 0 to so many less one
FIRST_USE_PUSH: Final = (
    0.45  # on the logit of a first use in the month of opening and the next, of whoever got the task
)

# --- wallets ------------------------------------------------------------------------------------------------------------
WALLETS: Final = ("alipay", "wechat_pay", "unionpay_app")
WALLET_SHARES: Final = (0.44, 0.46, 0.10)  # of the wallets that cards are bound to first
BINDS_UNASKED: Final = 0.40  # binds the card by themselves soon after the opening, of those who buy at the mean rate
BINDS_BY_RATE: Final = 0.70  # on its logit, per unit of the log rate: who means to use the card binds it
BINDS_IF_ASKED: Final = 1.95  # rise of the logit at the first meeting
BINDS_WITHIN: Final = 14  # days from the opening, in the month of opening
WALLET_PUSH: Final = 0.70  # on the logit of a first use, as above
WALLET_USUAL: Final = (0.33, 0.55)  # share with a wallet: outside the trial, in it; effects are counted from there

# --- goals ----------------------------------------------------------------------------------------------------------------
GOALS_FEN: Final = (100_000, 1_000_000, 5_000_000)  # of spending in the first three months: 1k, 10k, 50k yuan
GOAL_SHARES: Final = (0.3, 0.5, 0.2)
GOAL_MONTH: Final = 2  # months since opening: in the third month the goal is shown, or not
GOAL_NEAR: Final = 0.3  # of the goal: whoever has spent so much of it before feels it within reach
GOAL_LIFT: Final = 0.55  # log purchase rate of those, where they see it
