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
]


def margin(purchases: Any, interest: Any, opening: Any) -> Any:
    """What a month earned, in the unit of its arguments: interest, plus interchange less network and points, less funding.

    Takes numbers or arrays. `opening` is the balance at the month's start. Credit losses, fees and the cost of running
    the bank are left out. The rates are those of `generators.parameters`.
    """
    return interest + (p.INTERCHANGE - p.NETWORK_FEE - p.POINTS_COST) * purchases - p.FUNDING * opening


def expected_loss(balance: Any, bucket: Ints) -> Any:
    """What is expected to be lost of each balance in the terminal months, in its unit; `bucket` is months overdue."""
    return LOSS_GIVEN_DEFAULT * balance * chance_of_default()[np.minimum(bucket, p.WRITE_OFF_BUCKET)]


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
