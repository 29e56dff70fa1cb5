"""The built notebooks on disk: what differs from them, writing them, removing what has no source any more."""

from collections.abc import Mapping
from pathlib import Path

from generators.files import write_whole
from twinline.base.text import LANGUAGES

# Folders that hold nothing but built notebooks.
DERIVED = ("course", "exercises", "solutions")
SHEETS = "twinline/feedback"


def stale(home: Path, files: Mapping[str, bytes], folders: list[str] | None = None) -> list[str]:
    """Paths that a build would write or remove: missing, different, or without a source.

    `folders` limits the search for notebooks without a source to those module folders.
    """
    differing = [path for path, content in files.items() if not _holds(home / path, content)]
    return sorted(differing + _orphans(home, files, folders))


def write(home: Path, files: Mapping[str, bytes], folders: list[str] | None = None) -> list[str]:
    """Bring the derived folders up to date; returns the paths that changed. Files already right are not touched."""
    changed = stale(home, files, folders)
    for path in changed:
        target = home / path
        if path in files:
            write_whole(target, files[path])
        else:
            target.unlink()
            if not any(target.parent.iterdir()):
                target.parent.rmdir()
    return changed


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _orphans(home: Path, files: Mapping[str, bytes], folders: list[str] | None) -> list[str]:
    """Notebooks in the derived folders that no source makes."""
    found = []
    for top in DERIVED:
        for language in LANGUAGES:
            for path in (home / top / language).rglob("*.ipynb"):
                inside = path.relative_to(home / top / language).parts
                mine = folders is None or inside[0] in folders
                name = path.relative_to(home).as_posix()
                if mine and name not in files and ".ipynb_checkpoints" not in inside:
                    found.append(name)
    if folders is None:
        sheets = (path.relative_to(home).as_posix() for path in (home / SHEETS).glob("*.json"))
        found += [name for name in sheets if name not in files]
    return found
