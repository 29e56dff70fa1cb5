"""The same tables in other forms: CSV that Excel opens with its Chinese intact, and one DuckDB file."""

from pathlib import Path

import duckdb

from generators.errors import BilingualError, UnknownChoice, unwritable
from generators.export.database import write_database
from generators.export.spreadsheet import CODE, HEADERS, write_csv

FORMATS = ("parquet", "csv", "duckdb")


def known_format(name: str) -> str:
    """`name`, if it is a format that can be made; raises `UnknownChoice` otherwise."""
    if name not in FORMATS:
        raise UnknownChoice("format", "数据格式", name, list(FORMATS))
    return name


def known_headers(name: str, form: str = "csv") -> str:
    """`name`, if CSV files can have such headers; raises `UnknownChoice` or, where nothing has headers, `BilingualError`."""
    if name not in HEADERS:
        raise UnknownChoice("kind of headers", "表头", name, list(HEADERS))
    if form != "csv" and name != CODE:
        raise BilingualError(
            f"--headers {name} is for spreadsheets: use it with --format csv.",
            f"--headers {name} 只用于表格文件：请与 --format csv 一起使用。",
        )
    return name


def export(out: Path, form: str, headers: str = CODE) -> Path:
    """Write a dataset's tables in another form beside their Parquet files; returns the file or folder made.

    `headers` says how CSV files speak: "code" as stored, "en" or "zh" for people (see `spreadsheet.write_csv`). Raises
    `UnknownChoice` for other forms or headers, and `BilingualError` where the disk is full or cannot be written.
    """
    known_headers(headers, known_format(form))
    try:
        if form == "csv":
            return write_csv(out, headers)
        return write_database(out) if form == "duckdb" else out
    except OSError as error:
        raise unwritable(error, out) from error
    except duckdb.IOException as error:
        raise unwritable(OSError(str(error)), out) from error


__all__ = ["FORMATS", "HEADERS", "export", "known_format", "known_headers"]
