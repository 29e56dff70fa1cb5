"""What is kept so as not to be made again: lived banks, learned references. A folder of the user's, always safe to delete.

Whatever is in it is named by a fingerprint of all that made it, or says itself what made it, so nothing in it is ever out of
date, and a folder that is cold, damaged, full or not ours to write costs time and nothing else.
"""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

import platformdirs

MOST_DAYS: Final = 60  # without being used
MOST_BYTES: Final = 1 << 30  # some fifteen banks of course size, written and lived
_UNFINISHED: Final = ".part-"
_UNFINISHED_SECONDS: Final = 3_600.0
_IN_USE_SECONDS: Final = 6 * 3_600.0  # a folder that somebody may still be reading


def folder() -> Path:
    """The user's cache folder of this system; `TWINLINE_CACHE` moves it (a server's shared disk, a test)."""
    chosen = os.environ.get("TWINLINE_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("twinline", appauthor=False)


def kept(name: str) -> bytes | None:
    """What is kept under a name, which counts as used from now on; None where there is nothing that can be read."""
    path = folder() / name
    try:
        content = path.read_bytes()
    except OSError:
        return None
    with suppress(OSError):
        os.utime(path)
    return content


def keep(name: str, content: bytes) -> None:
    """Keep something under a name. Readers, and others who write it now, see the whole of one or nothing."""
    home = folder()
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)  # among it are the banks that a class is graded on
        handle, part = tempfile.mkstemp(dir=home, prefix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(part, home / name)  # noqa: PTH105 - what came of mkstemp is a text
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        _prune(home)


def room(name: str) -> Path:
    """A folder in the cache for files that belong together, which counts as used from now on.

    Where the cache cannot be written it is a folder that goes with this process.
    """
    home = folder()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        (home / name).mkdir(exist_ok=True)
        os.utime(home / name)
    except OSError:
        found = Path(_for_now().name) / name
        found.mkdir(exist_ok=True)
        return found
    _prune(home)
    return home / name


@cache
def _for_now() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="twinline-")


def _prune(home: Path) -> None:
    """Drop what has not been used for long, and the longest unused beyond the size; others may be pruning meanwhile."""
    now, left = time.time(), MOST_BYTES
    found = []
    for path in home.iterdir():
        with suppress(OSError):
            found.append((path.stat().st_mtime, _size(path), path))
    for used, size, path in sorted(found, reverse=True):
        most = _UNFINISHED_SECONDS if path.name.startswith(_UNFINISHED) else MOST_DAYS * 86_400
        left -= size
        if path.is_dir():
            if now - used > most or (left < 0 and now - used > _IN_USE_SECONDS):
                shutil.rmtree(path, ignore_errors=True)
        elif now - used > most or left < 0:
            with suppress(OSError):
                path.unlink()


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if not path.is_dir():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())


__all__ = ["folder", "keep", "kept", "room"]
