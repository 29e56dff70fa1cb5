"""How whoever runs a class hears how far it is."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Told, as often as there is news, how many are done and of how many."""


def nobody(done: int, total: int) -> None:
    """Nobody wants to know."""
