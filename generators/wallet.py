"""The wallet elsewhere: what a customer has and uses at other banks, as the credit bureau knows it.

Who uses much elsewhere has room to grow here; who already buys nearly everything with our card has none.
"""

import math
from dataclasses import dataclass

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Floats, Ints
from generators.draws import STATIC, Draws, logistic, poisson
from generators.people_chance import PeoplePurpose as Purpose


@dataclass(frozen=True)
class Elsewhere:
    """Cards of other banks when the customer applied, one entry a customer."""

    cards: Ints
    line_yuan: Ints  # of one card
    used: Floats  # share of the lines

    @property
    def weight(self) -> Floats:
        """How much is used elsewhere, from 0 (nothing) towards 1; a half at `WALLET_HALF_YUAN`."""
        yuan = self.cards * self.line_yuan * self.used
        return np.asarray(yuan / (yuan + p.WALLET_HALF_YUAN))


def elsewhere(pay_style: Codes, income_fen: Ints, own_risk: Floats, wealth: Floats, draws: Draws) -> Elsewhere:
    """What those have elsewhere whose ways of paying, incomes, risks and wealths these are."""
    income, risk = log_income(income_fen), bureau_risk(pay_style, income_fen, own_risk)
    mean_cards = np.exp(p.OTHER_CARDS.base + p.OTHER_CARDS.risk * risk + p.OTHER_CARDS.income * income)
    cards = np.minimum(poisson(draws.uniform(STATIC, Purpose.OTHER_CARDS), mean_cards), p.MOST_OTHER_CARDS)
    by_wealth = p.LINE_BY_WEALTH * wealth
    by_wealth = by_wealth + math.sqrt(1 - p.LINE_BY_WEALTH**2) * draws.normal(STATIC, Purpose.LINES)
    line_lean = p.LINE_LEAN.income * income + p.LINE_LEAN.noise * by_wealth
    lean = p.UTILISATION_ELSEWHERE
    return Elsewhere(
        cards=cards,
        line_yuan=np.rint(p.LINE_ELSEWHERE * np.exp(line_lean)).astype(np.int64) * p.LINE_STEP_YUAN,
        used=logistic(lean.base + lean.risk * risk + lean.noise * draws.normal(STATIC, Purpose.UTILISATION)),
    )


def room(rate: Floats, ticket: Floats) -> Floats:
    """From 1, for those whose habit leaves all the room to use this card more, to 0 for those who are full."""
    least, stretch = p.WALLET_ROOM
    return np.asarray(np.clip(1 - (rate * ticket / p.RATE_MEAN - least) / stretch, 0.0, 1.0))


def log_income(income_fen: Ints) -> Floats:
    """Log of each income over the median."""
    counted = np.maximum(income_fen, p.LEAST_INCOME_YUAN * p.FEN)
    return np.asarray(np.log(counted / (p.MEDIAN_INCOME_YUAN * p.FEN)))


def true_risk(pay_style: Codes, income_fen: Ints, own_risk: Floats) -> Floats:
    """How likely each is to be late, in log odds beside the middle."""
    by_style = np.array(p.RISK_BY_STYLE)[pay_style]
    return np.asarray(by_style + p.RISK.income * log_income(income_fen) + p.MISS_BY_RISK * own_risk)


def bureau_risk(pay_style: Codes, income_fen: Ints, own_risk: Floats) -> Floats:
    """The same as the bureau takes it: it makes too much of what is their own."""
    return true_risk(pay_style, income_fen, own_risk) + (p.RISK.noise - p.MISS_BY_RISK) * own_risk
