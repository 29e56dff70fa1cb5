"""Names for people: pools made once with Faker and kept in a file beside this one. All invented."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from generators.arrays import Texts

NAMES = Path(__file__).with_name("names.json")
_LONGEST_WITH_SHORT_SURNAME = 3
_POOL = 1_500
_SEED = 20_240_101


@cache
def name_pools() -> dict[str, list[str]]:
    """Chinese names by sex ("f", "m"), the same in every run."""
    pools: dict[str, list[str]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return pools


def with_surname_of(theirs: Texts, ours: Texts) -> Texts:
    """Our names with their surnames, one entry each: of the few who have a relative here."""
    return np.array(
        [whose[: _surname(whose)] + own[_surname(own) :] for whose, own in zip(theirs, ours, strict=True)], dtype=object
    )


def _surname(name: str) -> int:
    """Length of a surname: two characters in the longest names, one in all others."""
    return 2 if len(name) > _LONGEST_WITH_SHORT_SURNAME else 1


def names_file() -> bytes:
    """What the file holds. Faker takes longer to import than the tiny bank to make, and other versions say otherwise."""
    from faker import Faker

    faker = Faker("zh_CN")
    faker.seed_instance(_SEED)
    pools = {
        "f": [faker.name_female() for _ in range(_POOL)],
        "m": [faker.name_male() for _ in range(_POOL)],
    }
    return (json.dumps(pools, ensure_ascii=False, indent=0) + "\n").encode()
