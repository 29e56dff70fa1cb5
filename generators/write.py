"""Writing and fingerprinting one file of a table."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from generators.schema import TABLES

_HASH_ROWS = 1 << 18  # hash in slices, so that memory stays bounded


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
    total = np.uint64(0)
    for start in range(0, table.num_rows, _HASH_ROWS):
        frame = table.slice(start, _HASH_ROWS).to_pandas()
        total += pd.util.hash_pandas_object(frame, index=False).to_numpy().sum(dtype=np.uint64)
    return int(total)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
