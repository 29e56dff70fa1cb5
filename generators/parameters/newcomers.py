"""Newcomers: whose cards open in the twin's months, and what more a budget of acquisition brings. All of it is (a)."""

from typing import Final

NEWCOMER_MONTHS: Final = 24  # months ahead of which the twin knows whose card will open
# What a budget brings besides the cards that come anyway, by channel of acquisition: at most so many times those, half of
# it at so many times what those cost as the first extra card costs, for the likeliest come first.
MORE_CARDS: Final[dict[str, float]] = {
    "branch": 0.6,
    "app": 2.0,
    "partner_scene": 1.6,
    "referral": 0.7,
    "outbound": 1.2,
}
FIRST_EXTRA_CARD: Final = 1.15  # its cost beside that of a card that comes anyway
