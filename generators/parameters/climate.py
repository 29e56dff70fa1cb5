"""Climate: what carries over from round to round besides the customers themselves: the bank's name. All of it is (a)."""

from typing import Final

# A bank's good name is 1 as usual. Complaints cost a part of it, which comes back little by little. What is lost raises
# the log odds of closing for everybody and keeps applicants away.
NAME_LOST: Final = 0.012  # for each complaint a thousand open cards
NAME_MOST_LOST: Final = 0.5
NAME_COMES_BACK: Final = 0.12  # of what is lost, a month
NAME_LEAVES: Final = 1.0  # on the log odds of closing, were all of it lost
NAME_APPLIES: Final = 1.5  # of the applicants that a budget brings, kept away for each part that is lost
