"""What is kept so as not to be made again: lived banks, learned references. A folder of the user's, always safe to delete.

Whatever is in it is named by a fingerprint of all that made it, so nothing in it is ever out of date, and a folder that is
cold, damaged, full or not ours to write costs time and nothing else.
"""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

MOST_DAYS: Final = 60  # without being used
MOST_BYTES: Final = 500 << 20  # some twenty banks of course size
_UNFINISHED: Final = ".part-"
_UNFINISHED_SECONDS: Final = 3_600.0


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


def _prune(home: Path) -> None:
    """Drop what has not been used for long, and the longest unused beyond the size; others may be pruning meanwhile."""
    now, left = time.time(), MOST_BYTES
    found = []
    for path in home.iterdir():
        with suppress(OSError):
            found.append((path.stat().st_mtime, path.stat().st_size, path))
    for used, size, path in sorted(found, reverse=True):
        most = _UNFINISHED_SECONDS if path.name.startswith(_UNFINISHED) else MOST_DAYS * 86_400
        left -= size
        if now - used > most or left < 0:
            with suppress(OSError):
                path.unlink()


__all__ = ["folder", "keep", "kept"]
