"""Money: what a customer is worth to the bank. One definition, for lessons and for the twin."""

from typing import Any, Final

from generators import parameters as p

# Assumptions (a), shown as such wherever a score is shown.
LOSS_GIVEN_DEFAULT: Final = 0.85  # of a balance that is written off
TERMINAL_MONTHS: Final = 18  # months' margin that whoever stays is worth beyond the months watched; not discounted
RECENT_MONTHS: Final = 12  # months over which that margin is averaged
WORTH_UNTIL_BUCKET: Final = 3  # months overdue beyond which nothing is expected of a customer


def margin(purchases: Any, interest: Any, opening: Any) -> Any:
    """What a month earned, in the unit of its arguments: interest, plus interchange less network and points, less funding.

    `opening` is the balance at the month's start. Credit losses, fees and the cost of running the bank are left out. The
    rates are those of `generators.parameters`.
    """
    return interest + (p.INTERCHANGE - p.NETWORK_FEE - p.POINTS_COST) * purchases - p.FUNDING * opening
