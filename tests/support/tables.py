"""The tables of a small world, as learners load them but for money, which is in fen."""

from functools import lru_cache

from tests.support.banks import block_tables, frames


@lru_cache(maxsize=1)
def tables_of(world):
    return frames(block_tables(world, 0, world.customers))
