"""Checking a dataset: every file as written, every table as the dictionary says, every key resolved.

A bank of any size is checked in the same memory: DuckDB reads the files a few million rows at a time, and puts on disk
what does not fit. Keys rise from file to file, so a key need only be looked for in the files that may hold it.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from generators import beside_identities, identities, life_identities, manifest, people_identities
from generators.run import damage
from generators.schema import TABLES, Column, Table
from generators.sql import literally

MEMORY = "300MB"  # that DuckDB may use; it fails rather than take more
_THREADS = 4  # each needs memory of its own
_ROWS = 2_000_000  # looked at together, where files are smaller

_Counts = dict[tuple[str, str], int]  # by column and rule


@dataclass(frozen=True)
class DataProblem:
    """Something wrong with a dataset: where, and what, in both languages. Files can be mended, wrong values cannot."""

    where: str
    en: str
    zh: str
    mendable: bool = False


@dataclass(frozen=True)
class _Span:
    """Some files of a table, and the lowest and highest value of each column that is a key or points to one."""

    files: tuple[Path, ...]
    ends: dict[str, tuple[Any, Any]]

    def may_hold(self, key: str, ends: tuple[Any, Any]) -> bool:
        low, high = self.ends[key]
        return None not in (low, *ends) and bool(low <= ends[1] and ends[0] <= high)


def check(out: Path) -> tuple[dict[str, Any], list[DataProblem]]:
    """A dataset's manifest and all that is wrong with it (an empty list if nothing is).

    Raises `BilingualError` where there is no dataset to check.
    """
    found = manifest.read(out)
    if found is None:
        raise manifest.no_dataset(out)
    problems = list(_files(out, found))
    if not problems:
        problems = list(_contents(out, found))
    return found, problems


def _files(out: Path, found: dict[str, Any]) -> Iterator[DataProblem]:
    entries = [entry for table in found["tables"].values() for entry in table["files"]]
    with ThreadPoolExecutor() as threads:
        for entry, wrong in zip(entries, threads.map(lambda entry: damage(out, entry), entries), strict=True):
            if wrong:
                yield DataProblem(str(out / entry["path"]), *wrong, mendable=True)


def _contents(out: Path, found: dict[str, Any]) -> Iterator[DataProblem]:
    for name, table in TABLES.items():
        for path in manifest.files(out, name):
            if not pq.read_schema(path).equals(table.arrow()):
                older = found["world"]["engine"] != manifest.engine()  # to be made anew
                yield DataProblem(str(path), "has other columns than the dictionary", "字段与数据字典不一致", older)
                return
    with tempfile.TemporaryDirectory(prefix="twinline-check-") as scratch, duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
        database.execute(f"SET threads = {min(os.cpu_count() or 1, _THREADS)}")
        database.execute("SET temp_directory = ?", [scratch])
        wrong = list(_columns(database, out, found))
        yield from wrong
        if not wrong:  # else what follows from it would be told once for each table beside
            yield from _identities(database, out, found)


def _columns(database: duckdb.DuckDBPyConnection, out: Path, found: dict[str, Any]) -> Iterator[DataProblem]:
    """What the dictionary says of single values, keys and where keys point."""
    spans: dict[str, list[_Span]] = {}
    for name, table in TABLES.items():
        counts, spans[name] = _against_dictionary(database, table, _batches(out, found["tables"][name]["files"]))
        twice = sum(_repeated(database, table, files) for files in _that_may_share_keys(table, spans[name]))
        for key in table.key:
            counts[key, "multiple_fields_uniqueness"] = twice
        for (where, what), count in counts.items():
            if count:
                yield DataProblem(f"{name}.{where}", f"breaks {what} in {count} rows", f"有 {count} 行不符合 {what}")
    for name, table in TABLES.items():
        for column in table.columns:
            if column.key:
                yield from _strangers(database, name, column, spans)


def _identities(database: duckdb.DuckDBPyConnection, out: Path, found: dict[str, Any]) -> Iterator[DataProblem]:
    """What must hold between tables, and between rows."""
    for people, count in people_identities.broken(database, out):
        yield DataProblem(people.where, f"{count} rows {people.en}", f"有 {count} 行{people.zh}")
    of_blocks = (*identities.IDENTITIES, *life_identities.BY_BLOCK)
    books = identities.broken(database, out, found["tables"], of_blocks)
    for entry, count in chain(books, life_identities.broken(database, out, found["tables"])):
        yield DataProblem(entry.where, f"does not hold in {count} rows: {entry.en}", f"有 {count} 行不成立：{entry.zh}")
    for beside, count in beside_identities.broken(database, out, found["world"]):
        yield DataProblem(beside.tables[0], f"{beside.en}: not so in {count} cases", f"{beside.zh}：有 {count} 处不符")


def _batches(out: Path, entries: list[manifest.FileEntry]) -> Iterator[tuple[Path, ...]]:
    """A table's files in their order, several together where they are small."""
    files: list[Path] = []
    together = 0
    for entry in entries:
        if files and together + entry["rows"] > _ROWS:
            yield tuple(files)
            files, together = [], 0
        files.append(out / entry["path"])
        together += entry["rows"]
    yield tuple(files)


def _against_dictionary(
    database: duckdb.DuckDBPyConnection, table: Table, batches: Iterable[tuple[Path, ...]]
) -> tuple[_Counts, list[_Span]]:
    """How many rows break each of the dictionary's rules, and what the files span."""
    rules = {(column.name, what): broken for column in table.columns for what, broken in _rules(column).items()}
    spanned = [column.name for column in table.columns if column.key or column.name in table.key]
    asked = [f"count(*) FILTER ({broken})" for broken in rules.values()]
    asked += [f"{end}({name})" for name in spanned for end in ("min", "max")]
    counts, spans = dict.fromkeys(rules, 0), []
    for files in batches:
        found = list(_one(database, f"SELECT {', '.join(asked)} FROM read_parquet(?)", literally(files)))
        for rule in rules:
            counts[rule] += found.pop(0)
        spans.append(_Span(files, {name: (found.pop(0), found.pop(0)) for name in spanned}))
    return counts, spans


def _rules(column: Column) -> dict[str, str]:
    """What is demanded of a column's values, and the SQL condition of one that breaks it."""
    value = f"nullif({column.name}, 'nan'::DOUBLE)" if column.kind == "rate" else column.name
    rules = {}
    if not column.optional:
        rules["not_nullable"] = f"{value} IS NULL"
    if column.low is not None:
        rules[f"greater_than_or_equal_to({column.low})"] = f"{value} < {column.low}"
    if column.high is not None:
        rules[f"less_than_or_equal_to({column.high})"] = f"{value} > {column.high}"
    if column.levels:
        listed = ", ".join(f"'{code}'" for code in column.levels)
        rules[f"isin({list(column.levels)})"] = f"{value} NOT IN ({listed})"
    return rules


def _that_may_share_keys(table: Table, spans: list[_Span]) -> Iterator[tuple[Path, ...]]:
    """The files of spans whose keys overlap, together; of a bank that we made, those of one span."""
    key = table.key[0]
    files: tuple[Path, ...] = ()
    highest: Any = None
    for span in sorted((span for span in spans if span.ends[key][0] is not None), key=lambda span: span.ends[key][0]):
        low, high = span.ends[key]
        if files and low > highest:
            yield files
            files = ()
        highest = max(high, highest) if files else high
        files += span.files
    if files:
        yield files


def _repeated(database: duckdb.DuckDBPyConnection, table: Table, files: tuple[Path, ...]) -> int:
    """How many rows share their key with another."""
    query = f"SELECT count(*) AS rows FROM read_parquet(?) GROUP BY {', '.join(table.key)} HAVING rows > 1"
    return int(_one(database, f"SELECT coalesce(sum(rows), 0) FROM ({query})", literally(files))[0])


def _strangers(
    database: duckdb.DuckDBPyConnection, name: str, column: Column, spans: dict[str, list[_Span]]
) -> Iterator[DataProblem]:
    """Whether each value is in the column that it points to. An empty cell of an optional key points nowhere."""
    other, key = column.key or ("", "")
    count = 0
    for span in spans[name]:
        ends = span.ends[column.name]
        if ends[0] is None:
            continue
        known = [path for others in spans[other] if others.may_hold(key, ends) for path in others.files]
        query = f"SELECT count(one.{column.name}) FROM read_parquet(?) AS one"
        if known:
            query += f" ANTI JOIN read_parquet(?) AS other ON one.{column.name} = other.{key}"
        count += _one(database, query, literally(span.files), *([literally(known)] if known else []))[0]
    if count:
        yield DataProblem(
            f"{name}.{column.name}",
            f"{count} values are not in {other}.{key}",
            f"有 {count} 个值在 {other}.{key} 中找不到",
        )


def _one(database: duckdb.DuckDBPyConnection, query: str, *files: list[str]) -> tuple[Any, ...]:
    """A query's only row."""
    row: tuple[Any, ...] = database.execute(query, list(files)).fetchall()[0]
    return row
