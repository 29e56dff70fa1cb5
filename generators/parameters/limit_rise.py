"""A trial of bigger limits: a lot says who is asked, the customer says yes or no, and the limit rises. All (a)."""

from typing import Final

RISE_MONTH: Final = 12  # of the history, counted from 0, in which customers are asked
RISE_TENURE: Final = 6  # months for which the card has been held, at least
RISE_SHARE: Final = 0.90  # of those who may be asked, drawn into the trial
RISE_OFFERED: Final = 0.50  # of the drawn, asked
RISE_ACCEPTS: Final = 0.80  # of those asked, say yes
RISE_LIMIT: Final = 1.22  # new limit beside the old one, rounded up to whole thousands of yuan
RISE_SPEND: Final = 0.02  # log of the purchases in a month, from the next month on, besides what the old limit declined
# By pay style (in full, in part, the minimum), from the next month on: the chance to miss a bill beside the usual, for some
# owe more than they can carry; and what is taken off the log odds of leaving, for a card with room is the one kept.
RISE_MISS: Final = (1.00, 1.00, 2.40)
RISE_STAYS: Final = (1.80, 1.20, 0.00)
