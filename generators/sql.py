"""Reading the bank's files with DuckDB."""

from collections.abc import Iterable
from pathlib import Path


def literally(files: Iterable[Path]) -> list[str]:
    """Paths as DuckDB's `read_parquet` takes them: it would read a folder called "bank [1]" as a pattern."""
    return ["".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path)) for path in files]
