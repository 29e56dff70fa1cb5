"""What is kept so as not to be made again: banks of other seeds, lived banks, learned references. Always safe to delete.

Whatever is kept is named by a fingerprint of all that made it, so nothing is ever out of date, and a folder that is cold,
damaged, full or not ours to write costs time and nothing else. What has another kind of name is a stranger's, and stays.
"""

import atexit
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final
from uuid import uuid4

import platformdirs

MOST_DAYS: Final = 60  # without being used
MOST_BYTES: Final = 1 << 30  # some fifteen banks of course size, written and lived
_UNFINISHED: Final = ".part-"  # what is being written, or deleted
_UNFINISHED_SECONDS: Final = 3_600.0
_IN_USE_SECONDS: Final = 6 * 3_600.0  # a folder that somebody may still be reading
_PART: Final = re.compile(
    re.escape(_UNFINISHED) + r"(\w{8}|[0-9a-f]{32})", re.ASCII
)  # as mkstemp and `_delete` name them
_NAME: Final = re.compile(r"[\w-]+-[0-9a-f]{16}(\.\w+)?", re.ASCII)


def folder() -> Path:
    """The user's cache folder of this system, or a folder `twinline` in the one that `TWINLINE_CACHE` names."""
    chosen = os.environ.get("TWINLINE_CACHE")
    return Path(chosen) / "twinline" if chosen else platformdirs.user_cache_path("twinline", appauthor=False)


def folders() -> list[Path]:
    """All places where this process may keep something, there or not: for walls that shut others out of them."""
    return [folder(), _for_now(os.getpid())]


def kept(name: str) -> bytes | None:
    """What is kept under a name, which counts as used from now on; None where there is nothing that can be read."""
    path = folder() / _own(name)
    try:
        if path.is_symlink():  # to something that is not in the cache
            return None
        content = path.read_bytes()
    except OSError:
        return None
    with suppress(OSError):
        os.utime(path)
    return content


def keep(name: str, content: bytes) -> None:
    """Keep something under a name. Readers, and others who write it now, see the whole of one or nothing."""
    path = folder() / _own(name)
    with suppress(OSError):
        _make(path.parent)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(part, path)  # noqa: PTH105 - what came of mkstemp is a text
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        _prune(path.parent)


def shelf(name: str) -> Path:
    """A folder in the cache for files that belong together, which counts as used from now on.

    What is no folder gives way to it. Where the cache cannot be written it is a `passing_shelf`.
    """
    path = folder() / _own(name)
    try:
        _make(path.parent)
        if path.is_symlink() or path.is_file():
            _delete(path)
        fresh = not path.exists()
        path.mkdir(exist_ok=True)
        os.utime(path)  # before anybody reads it: who prunes looks at the time again before deleting
    except OSError:
        return passing_shelf(name)
    if fresh:  # only then is there more than before
        with suppress(OSError):
            _prune(path.parent)
    return path


def passing_shelf(name: str) -> Path:
    """A folder outside the cache that goes with this process. Raises `OSError` where there is no room for it either."""
    path = _for_now(os.getpid()) / _own(name)
    _make(path.parent)
    path.mkdir(exist_ok=True)
    return path


def drop(name: str) -> None:
    """Delete what is kept under a name; where that cannot be done, it stays."""
    with suppress(OSError):
        _delete(folder() / _own(name))


def _own(name: str) -> str:
    """A name that is ours. Raises `ValueError` for any other: it would never be pruned, or lie elsewhere."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of the cache: it ends in a fingerprint of 16 hexadecimal digits")
    return name


def _make(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)  # among it are the banks that a class is graded on


@cache
def _for_now(process: int) -> Path:
    """Where a process keeps what the cache cannot take. A forked child has a place of its own, and leaves its parent's."""
    path = Path(tempfile.gettempdir()) / f"twinline-{uuid4().hex}"
    atexit.register(_leave, path, process)
    return path


def _leave(path: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(path, ignore_errors=True)


def _prune(home: Path) -> None:
    """Drop what has not been used for long, and of what does not fit what was used longest ago.

    A folder that may be in use stays, and takes no place from others where it does not fit. Strangers' things are not ours.
    """
    now, left = time.time(), MOST_BYTES
    for used, size, path in sorted(_held(home), reverse=True):
        age, unfinished = now - used, path.name.startswith(_UNFINISHED)
        old = age > (_UNFINISHED_SECONDS if unfinished else MOST_DAYS * 86_400)
        if old or (size > left and not (_is_folder(path) and age <= _IN_USE_SECONDS)):
            with suppress(OSError):
                if path.lstat().st_mtime == used:  # nobody has taken it meanwhile
                    _delete(path)
        elif size <= left:
            left -= size


def _held(home: Path) -> Iterator[tuple[float, int, Path]]:
    """When each thing of ours was last used, and its bytes."""
    for path in home.iterdir():
        if _PART.fullmatch(path.name) or _NAME.fullmatch(path.name):
            with suppress(OSError):  # somebody else dropped it, or is just writing it
                yield path.lstat().st_mtime, _size(path), path


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder. What a link leads to is not in the cache."""
    if not _is_folder(path):
        return path.lstat().st_size
    return sum((Path(inside) / name).lstat().st_size for inside, _, names in os.walk(path) for name in names)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _delete(path: Path) -> None:
    """Delete a file, a link or a folder, which is renamed first: nobody finds the half of it."""
    away = path.with_name(f"{_UNFINISHED}{uuid4().hex}")
    path.rename(away)
    if _is_folder(away):
        shutil.rmtree(away, ignore_errors=True)
    else:
        away.unlink()


__all__ = ["drop", "folder", "folders", "keep", "kept", "passing_shelf", "shelf"]
