"""Small banks in memory, for tests to look at."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from generators.block import block_pages
from generators.history import Planner
from generators.pages import Columns, to_arrow
from generators.parameters import World
from generators.schema import REFERENCE_TABLES, TABLES

Frames = dict[str, pd.DataFrame]


def small_world(customers: int = 400, seed: int = 5, **changes) -> World:
    return World(scale="tiny", seed=seed, customers=customers, **{"block_size": 400, **changes})


def block_tables(bank: World, first: int, stop: int, plan: Planner | None = None) -> dict[str, pa.Table]:
    whole: dict[str, list[Columns]] = {name: [] for name in TABLES if name not in REFERENCE_TABLES}
    for part in block_pages(bank, first, stop, plan):
        for name, pages in part.items():
            whole[name] += pages
    return {name: to_arrow(name, pages) for name, pages in whole.items() if pages}


def frames(tables: dict[str, pa.Table]) -> Frames:
    return {name: table.to_pandas(date_as_object=False) for name, table in tables.items()}


def stored(folder: Path, name: str, columns: list[str] | None = None) -> pd.DataFrame:
    table = pq.read_table(folder / TABLES[name].folder, columns=columns)
    return table.to_pandas(date_as_object=False)
