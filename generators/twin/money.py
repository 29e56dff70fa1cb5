"""Money: what a customer is worth to the bank. One definition, for lessons and for the twin."""

from typing import Any

from generators import parameters as p
from generators.parameters import LOSS_GIVEN_DEFAULT, RECENT_MONTHS, TERMINAL_MONTHS, WORTH_UNTIL_BUCKET

__all__ = ["LOSS_GIVEN_DEFAULT", "RECENT_MONTHS", "TERMINAL_MONTHS", "WORTH_UNTIL_BUCKET", "margin"]


def margin(purchases: Any, interest: Any, opening: Any) -> Any:
    """What a month earned, in the unit of its arguments: interest, plus interchange less network and points, less funding.

    Takes numbers or arrays. `opening` is the balance at the month's start. Credit losses, fees and the cost of running
    the bank are left out. The rates are those of `generators.parameters`.
    """
    return interest + (p.INTERCHANGE - p.NETWORK_FEE - p.POINTS_COST) * purchases - p.FUNDING * opening
