"""The same tables in other forms: CSV that Excel opens with its Chinese intact, and one DuckDB file."""

import os
from pathlib import Path

import duckdb
import pyarrow.csv
import pyarrow.parquet as pq

from generators.errors import UnknownChoice, unwritable
from generators.manifest import CSV_FOLDER, DUCKDB_FILE, files
from generators.schema import TABLES

FORMATS = ("parquet", "csv", "duckdb")
_BOM = b"\xef\xbb\xbf"  # without it, Excel reads Chinese text as another encoding


def known_format(name: str) -> str:
    """`name`, if it is a format that can be made; raises `UnknownChoice` otherwise."""
    if name not in FORMATS:
        raise UnknownChoice("format", "数据格式", name, list(FORMATS))
    return name


def export(out: Path, form: str) -> Path:
    """Write a dataset's tables in another form beside their Parquet files; returns the file or folder made.

    Raises `BilingualError` where the disk is full or the folder cannot be written.
    """
    try:
        if known_format(form) == "csv":
            return _csv(out)
        return _duckdb(out) if form == "duckdb" else out
    except OSError as error:
        raise unwritable(error, out) from error
    except duckdb.IOException as error:
        raise unwritable(OSError(str(error)), out) from error


def _csv(out: Path) -> Path:
    folder = out / CSV_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        part = folder / f".{name}.{os.getpid()}.part"
        try:
            with part.open("wb") as file:
                file.write(_BOM)
                pyarrow.csv.write_csv(pq.read_table(files(out, name)), file)
            part.replace(folder / f"{name}.csv")
        finally:
            part.unlink(missing_ok=True)
    return folder


def _duckdb(out: Path) -> Path:
    path, part = out / DUCKDB_FILE, out / f".{DUCKDB_FILE}.{os.getpid()}.part"
    try:
        with duckdb.connect(str(part)) as database:
            for name in TABLES:
                parts = [str(file) for file in files(out, name)]
                database.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet(?)", [parts])
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
