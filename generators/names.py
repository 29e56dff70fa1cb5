"""Names for people: pools made once with Faker and kept in a file beside this one. All invented."""

import json
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("names.json")
_POOL = 1_500
_SEED = 20_240_101


@cache
def name_pools() -> dict[str, list[str]]:
    """Chinese names by sex ("f", "m"), the same in every run."""
    pools: dict[str, list[str]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return pools


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
