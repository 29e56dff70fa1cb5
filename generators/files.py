"""Whole files: a reader, or whoever starts again after a power cut, finds the old file or the new one, never a half."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

PARTS = ".*.part"
"""What files are called, as a glob, while they are written; a killed program leaves them behind."""
_SHOWN = 40  # characters of a name: with all of a long Chinese one, no system would take the part's


def part_of(path: Path) -> Path:
    """Where to write what will be `path`: a hidden file in the same folder that nobody else writes to.

    Not named by the process: threads of it, and machines that share a disk, may write the same file at the same time.
    """
    return path.with_name(f".{path.name[:_SHOWN]}.{uuid4().hex[:12]}.part")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield the part to write to; it becomes `path` if the block ends well, and is removed if not.

    Folders that are missing are made. Raises `OSError` where the disk is full or the folder cannot be written, and on
    Windows `PermissionError` where another program has `path` open.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is at hand as bytes; raises as `whole_file` does."""
    with whole_file(path) as part:
        part.write_bytes(content)
