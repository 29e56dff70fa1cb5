"""Names for people: pools made once with Faker, off the hot path. All invented."""

from functools import cache

_POOL = 1_500
_SEED = 20_240_101


@cache
def name_pools() -> dict[str, list[str]]:
    """Chinese names by sex ("f", "m"), the same in every run."""
    from faker import Faker  # half a second to import: only when data is made

    faker = Faker("zh_CN")
    faker.seed_instance(_SEED)
    return {
        "f": [faker.name_female() for _ in range(_POOL)],
        "m": [faker.name_male() for _ in range(_POOL)],
    }
