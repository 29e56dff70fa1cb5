"""Worlds: how many customers, which months, which seed; and the scales that have a name."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from generators.arrays import Days
from generators.errors import BilingualError, UnknownChoice

DEFAULT_SEED: Final = 2026
MOST_SEED: Final = 2**63 - 1
FIRST_CUSTOMER_ID: Final = 10_000_001


@dataclass(frozen=True)
class World:
    """One bank: how many customers, which months, which seed. Two equal worlds hold equal data."""

    scale: str
    seed: int
    customers: int
    months: int = 24
    start: date = date(2024, 1, 1)
    block_size: int = 2_000

    def month_start(self, month: int) -> date:
        """First day of month number `month` (0 is the first month of the history; negative is before it)."""
        year, rest = divmod(self.start.month - 1 + month, 12)
        return date(self.start.year + year, rest + 1, 1)

    def month_starts(self, first: int, last: int) -> Days:
        """First days of months `first` … `last - 1`, as datetime64[D]."""
        origin = np.datetime64(self.start, "M")
        return (origin + np.arange(first, last)).astype("datetime64[D]")

    def blocks(self) -> list[tuple[int, int]]:
        """The (first, stop) customer numbers of each block."""
        starts = range(0, self.customers, self.block_size)
        return [(first, min(first + self.block_size, self.customers)) for first in starts]


SCALES: Final[dict[str, int]] = {"tiny": 2_000, "course": 20_000, "city": 1_000_000, "bank": 100_000_000}
# Bigger banks have bigger blocks, for fewer files; what is in them is the same. Others take `World.block_size`.
BLOCK_SIZES: Final[dict[str, int]] = {"course": 10_000, "city": 10_000, "bank": 20_000}


def world(scale: str = "course", seed: int = DEFAULT_SEED) -> World:
    """The world of a named scale. Raises `UnknownChoice` or `BilingualError` for a scale or seed that is not allowed."""
    if scale not in SCALES:
        raise UnknownChoice("scale", "数据规模", scale, list(SCALES))
    if not 0 <= seed <= MOST_SEED:
        raise BilingualError(
            f"Unknown seed {seed}: use a whole number from 0 to {MOST_SEED}.",
            f"随机种子 {seed} 不可用：请用 0 到 {MOST_SEED} 之间的整数。",
        )
    size = BLOCK_SIZES.get(scale, World.block_size)
    return World(scale=scale, seed=seed, customers=SCALES[scale], block_size=size)
