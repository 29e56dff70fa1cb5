"""Writing and fingerprinting one file of a table."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from generators.arrays import Flags, Words
from generators.draws import mix
from generators.files import part_of
from generators.manifest import FileEntry
from generators.pages import Columns, cells, to_arrow
from generators.schema import TABLES

GROUP_ROWS = 8_192  # a row group is a month, or several where they hold fewer rows than this between them
_HASH_ROWS = 1 << 14  # at a time: they stay in the processor's cache
_FEW_LEVELS = 256  # texts whose words are kept: categories, cities, addresses
_NULL = np.uint64(0x6E756C6C)  # the word of an empty cell
_SEED = np.uint64(0x9E3779B97F4A7C15)  # a row of zeros counts too
_INTEGERS = ("id", "money", "integer", "date", "month", "datetime")
_AS_SMALL = ("category", "flag", "date", "datetime")  # kinds, besides amounts, that compressing hardly makes smaller
_FILTERED = ("date", "month", "datetime")  # kinds that readers look for rows by; so is the customer


class Part:
    """One file of a table, written page by page. Its place holds nothing, the old file or the whole new one.

    Integers are delta-packed, only categories have dictionaries, pages are zstd-1 where that makes them smaller: twice the
    default's rate (design).
    Months lie in row groups of their own, with the range of dates and customers of each: a reader who filters by month
    reads no more than that. (Statistics of every column would cost a seventh of the writing.)
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path, self.rows, self.content = name, path, 0, 0
        self._pages: list[Columns] = []
        self._waiting = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._hidden = part_of(path)
        self._file = _Fingerprinted(self._hidden)
        self._writer = pq.ParquetWriter(self._file, TABLES[name].arrow(), **settings(name))

    def add(self, pages: Iterable[Columns]) -> None:
        """Take a month's pages; write what makes a row group."""
        for page in pages:
            self._pages.append(page)
            self._waiting += len(next(iter(page.values())))
        if self._waiting >= GROUP_ROWS:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            rows = to_arrow(self.name, self._pages)
            self._writer.write_table(rows, row_group_size=rows.num_rows)
            self.rows += rows.num_rows
            self.content = (self.content + content_hash(rows)) % 2**64
        self._pages, self._waiting = [], 0

    def settle(self) -> None:
        """Write what is left and put the file in its place."""
        self._write()
        self._writer.close()
        self._file.close()
        self._hidden.replace(self.path)

    def drop(self) -> None:
        """Leave no trace of a file that was not settled."""
        with suppress(OSError, pa.ArrowException):  # a full disk cannot even end a file
            self._file.close()
        self._hidden.unlink(missing_ok=True)

    def entry(self, out: Path) -> FileEntry:
        """What the manifest of the dataset in `out` says about the settled file."""
        return {
            "table": self.name,
            "path": self.path.relative_to(out).as_posix(),
            "rows": self.rows,
            "bytes": self._file.size,
            "sha256": self._file.digest.hexdigest(),
            "content": f"{self.content:016x}",
        }


@contextmanager
def dropped_unless_settled(parts: dict[str, Part]) -> Iterator[None]:
    """Remove what was half written, however the block ends."""
    try:
        yield
    finally:
        for part in parts.values():
            part.drop()


class _Fingerprinted:
    """A file that counts and digests what is written to it, so that nobody need read it again."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        if self.closed:  # a writer that was given up still tries to end its file when it is forgotten
            return len(data)
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        if not self.closed:
            self._file.flush()

    def close(self) -> None:
        self._file.close()

    @property
    def closed(self) -> bool:
        return self._file.closed


def settings(name: str) -> dict[str, Any]:
    """How a table's Parquet is encoded, as arguments of `pyarrow.parquet.write_table`."""
    columns = TABLES[name].columns
    filtered = [column.name for column in columns if column.kind in _FILTERED or column.name == "customer_id"]
    packed = [column.name for column in columns if column.kind not in _AS_SMALL and column.name != "amount_fen"]
    return {
        "compression": {column.name: "zstd" if column.name in packed else "none" for column in columns},
        "compression_level": dict.fromkeys(packed, 1),
        "use_dictionary": [column.name for column in columns if column.kind in ("category", "text")],
        "column_encoding": {column.name: "DELTA_BINARY_PACKED" for column in columns if column.kind in _INTEGERS},
        "write_statistics": filtered or False,
    }


def content_hash(table: pa.Table) -> int:
    """Fingerprint of a table's rows, whatever their order or the files they lie in: the sum of the rows' hashes.

    Parquet bytes differ between library versions, this does not. Sums of parts add up (modulo 2**64) to the whole's.
    A row's hash is a multilinear one of its cells (Lemire and Kaser 2014), mixed: a multiplication a cell.
    """
    if not table.num_rows:
        return 0
    columns = [_column_words(table[name].combine_chunks()) for name in table.column_names]
    # A factor a column: values that change places between columns change the row's hash.
    factors = mix(np.arange(1, len(columns) + 1, dtype=np.uint64) * _SEED) | np.uint64(1)
    total = 0
    for start in range(0, table.num_rows, _HASH_ROWS):
        rows = np.full(min(_HASH_ROWS, table.num_rows - start), _SEED)
        for factor, words in zip(factors, columns, strict=True):
            rows += words(start, start + len(rows)) * factor
        total += int(mix(rows).sum(dtype=np.uint64))
    return total % 2**64


def _column_words(column: pa.Array) -> Callable[[int, int], Words]:
    """Gives one 64-bit word a cell, equal for equal values, for the rows from one number to another."""
    if pa.types.is_string(column.type):
        column = column.dictionary_encode()
    if pa.types.is_dictionary(column.type):
        levels = tuple(column.dictionary.to_pylist())
        named = (_named if len(levels) <= _FEW_LEVELS else _named.__wrapped__)(levels)
        codes, empty = cells(column.indices)
        return _emptied(lambda first, stop: named.take(codes[first:stop], mode="clip"), empty)
    values, empty = cells(column)
    if values.dtype.kind == "f":
        return _emptied(lambda first, stop: (values[first:stop] + 0.0).view(np.uint64), empty)  # minus zero is zero
    return _emptied(lambda first, stop: values[first:stop].astype(np.int64, copy=False).view(np.uint64), empty)


@lru_cache(maxsize=1_024)
def _named(levels: tuple[str, ...]) -> Words:
    """A word for each of these texts, and then that of an empty cell."""
    words = b"".join([hashlib.blake2b(level.encode(), digest_size=8).digest() for level in levels])
    return np.append(np.frombuffer(words, "<u8").astype(np.uint64), _NULL)


def _emptied(words: Callable[[int, int], Words], empty: Flags | None) -> Callable[[int, int], Words]:
    if empty is None:
        return words
    return lambda first, stop: np.where(empty[first:stop], _NULL, words(first, stop))


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
