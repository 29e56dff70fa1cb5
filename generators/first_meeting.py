"""The first ninety days of a card: what was tried at the first meeting by lot, who binds a wallet, and who sees a goal.

Every draw stands by itself (numbers of its own), so that nothing else about the customers depends on them.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints
from generators.draws import STATIC, Draws, choose, lane, logistic, logit


class Purpose(IntEnum):
    """What a draw is for, 2161 to 2169. Append only."""

    MEETING = 2161
    WALLET = 2162
    WALLET_DETAIL = 2163
    GOAL = 2164
    GOAL_SHOWN = 2165


_WALLET_LANE, _FIRST_USE_LANE, _TALK_LANE, _MINUTES_LANE = range(4)
_WHICH_LANE, _DAY_LANE = range(2)


@dataclass(frozen=True)
class FirstMeeting:
    """What was tried on each customer and what they did about a wallet: one entry each."""

    drawn: Flags  # in the trial: newcomers of its months who had allowed marketing by the opening
    ask_wallet: Flags
    first_use: Flags
    long_talk: Flags
    minutes: Ints
    binds_unasked: Flags
    binds_asked: Flags
    newcomer: Flags  # opened in the history

    @property
    def bound(self) -> Flags:
        """Who binds a wallet soon after the opening."""
        return self.newcomer & np.where(self.ask_wallet, self.binds_asked, self.binds_unasked)

    @property
    def head_start(self) -> Floats:
        """What the meeting and the wallet add to the logit of a first use in the first two months; 0 on average."""
        usual = np.where(self.drawn, p.WALLET_USUAL[1], p.WALLET_USUAL[0])
        wallet = p.WALLET_PUSH * (self.bound - usual)
        task = np.where(self.drawn, p.FIRST_USE_PUSH * (self.first_use - p.MEETING_HALF), 0.0)
        return np.where(self.newcomer, wallet + task, 0.0)


def first_meeting(open_month: Ints, allowed: Flags, rate: Floats, draws: Draws) -> FirstMeeting:
    """The lots and the wallets of customers by month of opening; `allowed` says who allowed marketing by the opening."""
    first, last = p.MEETING_OPENED
    drawn = (open_month >= first) & (open_month <= last) & allowed
    luck = draws.words(STATIC, Purpose.MEETING)

    def half(number: int) -> Flags:
        return np.asarray(drawn & (lane(luck, number) < p.MEETING_HALF * 65_536))

    wallet, use, talk = (half(number) for number in (_WALLET_LANE, _FIRST_USE_LANE, _TALK_LANE))
    added = p.WALLET_MINUTES * wallet + p.FIRST_USE_MINUTES * use + p.TALK_MINUTES * talk
    spread = (lane(luck, _MINUTES_LANE).astype(np.int64) * p.MINUTES_SPREAD) >> 16
    leaning = logit(np.array([p.BINDS_UNASKED]))[0] + p.BINDS_BY_RATE * np.log(np.maximum(rate, 0.1) / p.RATE_MEAN)
    binds = draws.uniform(STATIC, Purpose.WALLET)
    return FirstMeeting(
        drawn=drawn,
        ask_wallet=wallet,
        first_use=use,
        long_talk=talk,
        minutes=p.MEETING_MINUTES + added + spread,
        binds_unasked=binds < logistic(leaning),
        binds_asked=binds < logistic(leaning + p.BINDS_IF_ASKED),
        newcomer=open_month >= 0,
    )


def wallet_details(draws: Draws) -> tuple[Ints, Floats]:
    """Which of `parameters.WALLETS` each customer would bind, and luck for the day."""
    luck = draws.words(STATIC, Purpose.WALLET_DETAIL)
    which = choose((lane(luck, _WHICH_LANE) + 0.5) / 65_536, p.WALLET_SHARES)
    return np.asarray(which), np.asarray((lane(luck, _DAY_LANE) + 0.5) / 65_536)


def goals(open_month: Ints, allowed: Flags, draws: Draws) -> tuple[Ints, Flags]:
    """The goal drawn for each customer in fen, 0 for none, and whether it is shown: both by lot."""
    first, last = p.MEETING_OPENED
    drawn = (open_month >= first) & (open_month <= last) & allowed
    level = np.array(p.GOALS_FEN)[choose(draws.uniform(STATIC, Purpose.GOAL), p.GOAL_SHARES)]
    shown = drawn & (draws.uniform(STATIC, Purpose.GOAL_SHOWN) < p.MEETING_HALF)
    return np.where(drawn, level, 0), shown
