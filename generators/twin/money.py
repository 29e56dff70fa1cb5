"""Money: what a customer is worth to the bank. One definition, for lessons and for the twin."""

from functools import lru_cache
from typing import Any

import numpy as np

from generators import parameters as p
from generators.arrays import Floats, Ints
from generators.parameters import LOSS_GIVEN_DEFAULT, RECENT_MONTHS, TERMINAL_MONTHS, WORTH_UNTIL_BUCKET

__all__ = [
    "LOSS_GIVEN_DEFAULT",
    "RECENT_MONTHS",
    "TERMINAL_MONTHS",
    "WORTH_UNTIL_BUCKET",
    "chance_of_default",
    "expected_loss",
    "margin",
    "terminal_months",
    "volume_fen",
]


def margin(purchases: Any, interest: Any, opening: Any) -> Any:
    """What a month earned, in the unit of its arguments: interest, plus interchange less network and points, less funding.

    Takes numbers or arrays. `opening` is the balance at the month's start. Credit losses, fees and the cost of running
    the bank are left out. The rates are those of `generators.parameters`.
    """
    return interest + (p.INTERCHANGE - p.NETWORK_FEE - p.POINTS_COST) * purchases - p.FUNDING * opening


def volume_fen(messages: Any, accounts: int, free: float = p.BROADCAST_SHARE) -> Any:
    """What so many texts and pushes of one month cost a bank of so many open cards by their volume alone, in fen.

    Nothing up to the share of cards that is `free`; beyond it the square of the further share. Takes numbers or arrays.
    """
    beyond = np.maximum(messages / max(accounts, 1) - free, 0.0)
    return p.BROADCAST_FEN * accounts * beyond**2


def terminal_months(watched: int) -> int:
    """Months of margin that whoever stays is worth beyond so many months watched."""
    return min(TERMINAL_MONTHS, max(p.COUNTED_MONTHS - watched, 0))


def expected_loss(balance: Any, bucket: Ints, months: int = TERMINAL_MONTHS) -> Any:
    """What is expected to be lost of each balance in so many months, in its unit; `bucket` is months overdue.

    Whoever is late is written off within a year or cured, whatever the months; whoever is not, by the months.
    """
    chance = chance_of_default()[np.minimum(bucket, p.WRITE_OFF_BUCKET)]
    chance = np.where(bucket == 0, chance * (months / TERMINAL_MONTHS), chance)
    return LOSS_GIVEN_DEFAULT * balance * chance


@lru_cache(maxsize=1)
def chance_of_default() -> Floats:
    """Chance that a balance is written off in the terminal months, by months overdue, 0 to the bucket of the write-off.

    For those who are late it follows from the roll rates: to be written off before they are cured.
    """
    late = len(p.ROLL_RATES)
    # One equation a bucket: chance = one back's + stays' + one on's, where current is taken for saved.
    rolls, known = np.eye(late), np.zeros(late)
    for place, (_, one_back, stays, one_on) in enumerate(p.ROLL_RATES):
        rolls[place, place] -= stays
        if place:
            rolls[place, place - 1] -= one_back
        if place + 1 < late:
            rolls[place, place + 1] -= one_on
        else:
            known[place] = one_on
    return np.concatenate([[p.DEFAULT_OF_CURRENT], np.linalg.solve(rolls, known), [1.0]])
