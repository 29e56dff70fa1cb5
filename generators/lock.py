"""One process at a time: a lock file that the system lets go of however its holder ends."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_PATIENCE = 0.1  # seconds between two tries


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Wait until no other process holds the lock file `path`, and hold it meanwhile.

    A file system without locks (some network drives) lets everyone through.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        while _taken(file):
            time.sleep(_PATIENCE)
        yield


def _taken(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    return False
