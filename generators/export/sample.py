"""A small bank to look at before installing anything: every table of 200 customers as CSV, a megabyte in all."""

import bisect
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from generators.export.spreadsheet import as_csv
from generators.manifest import files
from generators.parameters import DEFAULT_SEED, FIRST_CUSTOMER_ID, World
from generators.run import generate
from generators.schema import TABLES

WORLD = World(scale="sample", seed=DEFAULT_SEED, customers=200, block_size=200)
MOST_BYTES = 1_000_000  # of all files together
_WHOLE = 20_000  # bytes up to which a table is kept whole
_LONGEST_LIST = 30_000  # bytes of a table that knows no customers
_CUSTOMER = "customer_id"

Rows = dict[str, pa.Table]


def sample_files() -> dict[str, bytes]:
    """The sample's CSV files by name, as stored ("code" headers), the same on every machine.

    Long tables hold the rows of the first customers only, of as many as fit, the same in each of them: one can follow a
    customer through all tables. What belongs to no customer is cut after its first rows.
    """
    tables = _bank()
    long = {name: rows for name, rows in tables.items() if _size(name, rows) > _WHOLE}
    lives = {name: rows for name, rows in long.items() if _follows_customers(name)}
    short = {
        name: _beginning(name, rows) if name in long else rows for name, rows in tables.items() if name not in lives
    }
    room = MOST_BYTES - sum(_size(name, rows) for name, rows in short.items())

    def too_large(customers: int) -> bool:
        return sum(_size(name, rows) for name, rows in _of_the_first(customers, lives).items()) > room

    fit = bisect.bisect_left(range(1, WORLD.customers + 1), True, key=too_large)
    kept = {**short, **_of_the_first(fit, lives)}
    return {f"{name}.csv": as_csv(TABLES[name], kept[name]) for name in TABLES}


def _follows_customers(name: str) -> bool:
    """Whether rows belong to customers by their numbers (in the dirty copies those are text, and some are wrong)."""
    return any(column.name == _CUSTOMER and column.kind == "id" for column in TABLES[name].columns)


def _bank() -> Rows:
    with tempfile.TemporaryDirectory(prefix="twinline-sample-") as scratch:
        out = Path(scratch) / "bank"
        generate(WORLD, out, workers=1)
        return {
            name: pa.concat_tables(pq.read_table(path, memory_map=False) for path in files(out, name))
            for name in TABLES
        }


def _size(name: str, rows: pa.Table) -> int:
    return len(as_csv(TABLES[name], rows))


def _of_the_first(customers: int, tables: Rows) -> Rows:
    return {name: rows.filter(pc.less(rows[_CUSTOMER], FIRST_CUSTOMER_ID + customers)) for name, rows in tables.items()}


def _beginning(name: str, rows: pa.Table) -> pa.Table:
    """As many of the first rows as a list may hold."""
    fit = bisect.bisect_left(
        range(1, rows.num_rows + 1), True, key=lambda many: _size(name, rows.slice(0, many)) > _LONGEST_LIST
    )
    return rows.slice(0, fit)
