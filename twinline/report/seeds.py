"""The same bank with other seeds."""

import re
from dataclasses import replace
from pathlib import Path

from generators.errors import BilingualError
from generators.parameters import MOST_SEED, World
from twinline.data.kept_banks import kept_bank

MOST_BANKS = 20


def parse_seeds(given: str) -> list[int]:
    """Seeds from a range ("1-5") or a list ("1,3,7"), in their order. Raises `BilingualError` for anything else."""
    seeds: list[int] = []
    for part in given.split(","):
        named = re.fullmatch(r"\s*(\d{1,19})(?:-(\d{1,19}))?\s*", part, re.ASCII)
        first, last = (int(named[1]), int(named[2] or named[1])) if named else (1, 0)
        if not first <= last <= MOST_SEED or last - first >= MOST_BANKS:
            seeds = []
            break
        seeds.extend(range(first, last + 1))
    seeds = list(dict.fromkeys(seeds))
    if not 1 <= len(seeds) <= MOST_BANKS:
        raise BilingualError(
            f"Unknown seeds {given!r}: write 1-5 or 1,3,7; {MOST_BANKS} seeds at most.",
            f"随机种子“{given}”不可用：请写作 1-5 或 1,3,7，最多 {MOST_BANKS} 个。",
        )
    return seeds


def sibling(world: World, seed: int) -> Path:
    """The folder of the same bank with another seed, which is made if it is not there yet."""
    return kept_bank(replace(world, seed=seed))
