"""Small banks in memory, for tests to look at."""

from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from generators.draws import Draws
from generators.history import Plan, live
from generators.ledger import Ledger
from generators.names import name_pools
from generators.parameters import World
from generators.population import draw_population
from generators.schema import TABLES

names = lru_cache(maxsize=1)(name_pools)
Frames = dict[str, pd.DataFrame]


def small_world(customers: int = 400, seed: int = 5, **changes) -> World:
    return World(scale="tiny", seed=seed, customers=customers, **{"block_size": 400, **changes})


def block_tables(bank: World, first: int, stop: int, plan: Plan | None = None) -> dict[str, pa.Table]:
    draws = Draws(bank.seed, first, stop)
    people = draw_population(bank, draws)
    return Ledger(people, draws, bank, names()).write_up(live(people, draws, bank, plan))


def frames(tables: dict[str, pa.Table]) -> Frames:
    return {name: table.to_pandas(date_as_object=False) for name, table in tables.items()}


def stored(folder: Path, name: str, columns: list[str] | None = None) -> pd.DataFrame:
    table = pq.read_table(folder / TABLES[name].folder, columns=columns)
    return table.to_pandas(date_as_object=False)
