"""Writing and fingerprinting one file of a table."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from generators.draws import Words, split
from generators.schema import TABLES

_HASH_ROWS = 1 << 14  # at a time: they stay in the processor's cache
_NULL = np.uint64(0x6E756C6C)  # the word of an empty cell


def write_parquet(name: str, table: pa.Table, path: Path) -> None:
    """Write a table's part so that `path` holds either nothing, the old file or the whole new one.

    Integers are delta-packed, only categories have dictionaries, pages are zstd-1: twice the default's rate (design).
    """
    columns = TABLES[name].columns
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(
            table,
            part,
            compression="zstd",
            compression_level=1,
            use_dictionary=[column.name for column in columns if column.kind in ("category", "text")],
            column_encoding={
                column.name: "DELTA_BINARY_PACKED"
                for column in columns
                if column.kind in ("id", "money", "integer", "date", "month", "datetime")
            },
        )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def content_hash(table: pa.Table) -> int:
    """Fingerprint of a table's rows, whatever their order or the files they lie in: the sum of the rows' hashes.

    Parquet bytes differ between library versions, this does not. Sums of parts add up (modulo 2**64) to the whole's.
    """
    columns = [_column_words(table[name].combine_chunks()) for name in table.column_names]
    total = 0
    for start in range(0, table.num_rows, _HASH_ROWS):
        rows = np.zeros(1, dtype=np.uint64)
        for number, words in enumerate(columns):
            # Mixed with the column's number: values that change places between columns change the row's hash.
            rows = split(rows ^ words[start : start + _HASH_ROWS], np.full(1, number))
        total += int(rows.sum(dtype=np.uint64))
    return total % 2**64


def _column_words(column: pa.Array) -> Words:
    """One 64-bit word a cell, equal for equal values."""
    if pa.types.is_string(column.type):
        column = column.dictionary_encode()
    if pa.types.is_dictionary(column.type):
        levels = [hashlib.blake2b(level.encode(), digest_size=8).digest() for level in column.dictionary.to_pylist()]
        words = np.array([int.from_bytes(level, "little") for level in levels] + [int(_NULL)], dtype=np.uint64)
        return np.asarray(words[pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False)])
    filled = pc.fill_null(column, False if pa.types.is_boolean(column.type) else pa.scalar(0, column.type))
    values = filled.to_numpy(zero_copy_only=False)
    if values.dtype == np.float64:
        values = (values + 0.0).view(np.uint64)  # minus zero is zero
    words = values.astype(np.int64 if values.dtype.kind in "iM" else np.uint64).astype(np.uint64)
    return np.where(column.is_null().to_numpy(zero_copy_only=False), _NULL, words)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
