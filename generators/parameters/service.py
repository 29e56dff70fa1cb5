"""The service desk's unsolved calls, and the outcry: a complaint that spreads. All of it is (a)."""

from typing import Final

# What an unsolved call about an everyday matter adds to doubt, which raises the closure logit (DOUBT_LOGIT) and fades
# (DOUBT_DECAY): most of an enquiry's weight.
UNSOLVED_DOUBT: Final = 0.76

# --- the outcry: points that expired without a word, told on one evening and repeated for eight days --------------------
OUTCRY_MONTH: Final = 13  # of the history, counted from 0; a history that ends before has none
OUTCRY_DAY: Final = 10  # 0-based, of that month
OUTCRY_HOUR: Final = 20  # of the first post
OUTCRY_HOURS: Final = 192  # until nobody speaks of it
OUTCRY_RISE: Final = 20.0  # hours to the peak, were nobody to answer and nobody to sleep
OUTCRY_POSTS: Final = 0.07  # posts and replies a customer of the bank, were nobody to answer; outsiders' are among them
OUTCRY_REPLIES: Final = 0.62  # share of them that reply to the platform's first post or to the bank's answer
OUTCRY_TO_BANK: Final = 0.5  # of the replies after the answer, to the answer
OUTCRY_BEGINS: Final = {"microblog": 1, "short_video": 3, "lifestyle": 0, "card_forum": 2}  # hours after the first post
OUTCRY_ANSWERED: Final = {
    "microblog": 14,
    "short_video": 44,
    "lifestyle": 38,
    "card_forum": 20,
}  # the bank speaks there
OUTCRY_ANSWER: Final = -1.1  # on the log rate of posts on a platform, from the bank's answer there on
# Negative, neutral, positive: before the answer, and after it.
OUTCRY_MOODS: Final = ((0.86, 0.11, 0.03), (0.52, 0.28, 0.20))
OUTCRY_CALLS: Final = 0.055  # chance to call about it, of those who hold points
OUTCRY_DESK_TOLD: Final = 38  # hours after the first post at which the desk is told what to say
OUTCRY_RESOLVED: Final = (0.28, 0.85)  # of the calls about it, before that and after
