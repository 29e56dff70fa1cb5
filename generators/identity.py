"""What an identity is: a statement about some tables that holds in every bank."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """A statement about some tables, and the SQL that counts where it does not hold.

    `broken(months, start)` makes the SQL for a history of so many months from that first day.
    """

    tables: tuple[str, ...]
    en: str
    zh: str
    broken: Callable[[int, str], str]
