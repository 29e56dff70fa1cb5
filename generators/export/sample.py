"""A small bank to look at before installing anything: every table as CSV, a megabyte in all."""

import bisect
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from generators.export.spreadsheet import as_csv
from generators.manifest import files
from generators.parameters import DEFAULT_SEED, FIRST_CUSTOMER_ID, World
from generators.people.applications import FIRST_APPLICATION_ID
from generators.run import generate
from generators.schema import TABLES

WORLD = World(scale="sample", seed=DEFAULT_SEED, customers=1_000, block_size=1_000)
MOST_BYTES = 1_000_000  # of all files together
_WHOLE = 16_000  # bytes up to which a table is kept whole
_LONGEST_LIST = 10_000  # bytes of a table that knows no customers
_CUSTOMER, _APPLICATION = "customer_id", "application_id"
# Each column that points to another, with its table; and where it points to.
_KEYS = [(table.name, column.name, *column.key) for table in TABLES.values() for column in table.columns if column.key]

Rows = dict[str, pa.Table]


def sample_files() -> dict[str, bytes]:
    """The sample's CSV files by name, as stored ("code" headers), the same on every machine.

    Long tables hold the rows of some customers only, of as many as fit, the same in each of them: one can follow a customer
    through all tables. They are somebody of each table, such as one whose card was stolen, and then the first. Of what belongs to no customer, long tables hold the rows that others point to, or
    their first rows if none does. Every key finds its row within the sample.
    """
    tables = _bank()
    long = [name for name, rows in tables.items() if _size(name, rows) > _WHOLE]
    lives = [name for name in long if _follows_customers(name)]
    lists = [name for name in long if name not in lives and name in {other for _, _, other, _ in _KEYS}]
    tables |= {name: _beginning(name, tables[name]) for name in long if name not in lives + lists}

    order = _somebody_of_each(tables)

    def of_the_first(customers: int) -> Rows:
        who = pa.array(order[:customers])
        kept = {name: _of(who, rows) if name in lives else rows for name, rows in tables.items()}
        return _resolved(kept | {name: _named(name, kept) for name in lists})

    def too_large(customers: int) -> bool:
        return sum(_size(name, rows) for name, rows in of_the_first(customers).items()) > MOST_BYTES

    kept = of_the_first(bisect.bisect_left(range(1, WORLD.customers + 1), True, key=too_large))
    return {f"{name}.csv": as_csv(TABLES[name], kept[name]) for name in TABLES}


def _follows_customers(name: str) -> bool:
    """Whether rows belong to customers, or to applicants beside them, by their numbers.

    In the dirty copies those are text, and some are wrong.
    """
    return any(column.name in (_CUSTOMER, _APPLICATION) and column.kind == "id" for column in TABLES[name].columns)


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


def _of(who: pa.Array, rows: pa.Table) -> pa.Table:
    return rows.filter(pc.is_in(_whose(rows), who))


def _whose(rows: pa.Table) -> pa.ChunkedArray:
    """The place of each row's customer among all, from 0 on."""
    if _APPLICATION in rows.column_names:  # two numbers a customer: theirs, and of somebody who never became one
        return pc.divide(pc.subtract(rows[_APPLICATION], FIRST_APPLICATION_ID), 2)
    return pc.subtract(rows[_CUSTOMER], FIRST_CUSTOMER_ID)


def _somebody_of_each(tables: Rows) -> list[int]:
    """The customers' places: first one of each table, beginning with the rarest, then the others in order."""
    found: list[
        dict[int, set[int]]
    ] = []  # of a table, the places of customers, each with those whom their rows name too
    for name, rows in tables.items():
        owner = name
        if not _follows_customers(name):
            keys = [each for each in _KEYS if each[0] == name and _follows_customers(each[2])]
            if not keys:
                continue
            _, column, owner, key = keys[0]
            rows = tables[owner].filter(pc.is_in(tables[owner][key], rows[column].combine_chunks()))
        others = [column for one, column, other, _ in _KEYS if one == owner and other == "customers"]
        named = (
            list(zip(*(pc.subtract(rows[column], FIRST_CUSTOMER_ID).to_pylist() for column in others), strict=True))
            or [()] * rows.num_rows
        )
        whose = _whose(rows).to_pylist()
        found.append({place: {place, *them} - {None} for place, them in zip(whose, named, strict=True)})
    chosen: list[int] = []
    for places in sorted(filter(None, found), key=len):
        if not any(them <= set(chosen) for them in places.values()):
            chosen += sorted(places[min(places)] - set(chosen))
    return chosen + [place for place in range(WORLD.customers) if place not in chosen]


def _named(name: str, tables: Rows) -> pa.Table:
    """The rows of a table that others point to."""
    named = {
        value
        for one, column, other, _ in _KEYS
        if other == name and one != name
        for value in tables[one][column].unique().to_pylist()
    }
    (key,) = TABLES[name].key
    return tables[name].filter(pc.is_in(tables[name][key], pa.array(sorted(named - {None}), pa.int64())))


def _resolved(tables: Rows) -> Rows:
    """The tables without the rows that point to what is not there."""
    kept, before = dict(tables), -1
    while before != (before := sum(rows.num_rows for rows in kept.values())):
        for one, column, other, key in _KEYS:
            values = kept[one][column]
            known = pc.is_in(values, kept[other][key].combine_chunks())
            kept[one] = kept[one].filter(pc.or_(pc.is_null(values), known))
    return kept


def _beginning(name: str, rows: pa.Table) -> pa.Table:
    """As many of the first rows as a list may hold."""
    fit = bisect.bisect_left(
        range(1, rows.num_rows + 1), True, key=lambda many: _size(name, rows.slice(0, many)) > _LONGEST_LIST
    )
    return rows.slice(0, fit)
