"""The same tables in other forms: CSV that Excel opens with its Chinese intact, and one DuckDB file."""

from pathlib import Path

from generators.errors import unwritable
from generators.export.forms import CODE, FORMATS, HEADERS, known_format, known_headers


def export(out: Path, form: str, headers: str = CODE) -> Path:
    """Write a dataset's tables in another form beside their Parquet files; returns the file or folder made.

    `headers` says how CSV files speak: "code" as stored, "en" or "zh" for people (see `spreadsheet.write_csv`). Raises
    `UnknownChoice` for other forms or headers, and `BilingualError` where the disk is full or cannot be written.
    """
    known_headers(headers, known_format(form))
    try:
        if form == "csv":
            from generators.export.spreadsheet import write_csv

            return write_csv(out, headers)
        if form == "duckdb":
            from generators.export.database import write_database

            return write_database(out)
    except OSError as error:
        raise unwritable(error, out) from error
    return out


__all__ = ["FORMATS", "HEADERS", "export", "known_format", "known_headers"]
