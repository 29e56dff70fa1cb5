"""The notebooks in a folder or a zip that came by mail, whatever programs made of names, times and archives.

Nothing is run and no link is followed. What is not taken is told, with the reason.
"""

import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

from generators.errors import BilingualError
from twinline.classroom.settings import SETTINGS

_CHINA = timezone(timedelta(hours=8))
_UNKNOWN = datetime(1980, 1, 1, tzinfo=UTC)  # of a file without a time; any other is newer
MOST_ENTRIES = 20_000  # of a zip
_EXTENDED = 0x5455  # a zip's "extended timestamp"
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_CLASSES_OWN = frozenset(
    [
        "source",
        "release",
        "submitted",
        "autograded",
        "feedback",
        "records",
        "history",
        "report",
        "set-aside",
        ".jupyter",
    ]
)


@dataclass(frozen=True)
class Mailed:
    """A notebook in the mail: its path there, when it was written (UTC), its size, and how to read it.

    `zoned` tells whether that hour is certain: most zips hold the clock of whoever packed them and do not say where it hung.
    `believed` is False where it cannot be: then `when` is the hour of collecting.
    """

    path: PurePosixPath
    when: datetime
    size: int
    read: Callable[[], bytes]
    zoned: bool = True
    believed: bool = True

    def at(self, moment: datetime) -> "Mailed":
        """The same with the hour of collecting, for one whose own cannot be."""
        return replace(self, when=moment, zoned=True, believed=False)


@dataclass(frozen=True)
class Left:
    """Something in the mail that is not taken, and why."""

    path: str
    en: str
    zh: str


@dataclass(frozen=True)
class Other:
    """A file that is neither a notebook nor an archive; one with an exercise's name was meant to be handed in."""

    path: PurePosixPath


def mail(source: Path) -> Iterator[Mailed | Left | Other]:
    """What lies in a folder, in the zips in it, or in a zip. Raises `BilingualError` for what is neither."""
    if source.is_dir():
        yield from _in_folder(source.resolve())
    elif zipfile.is_zipfile(source):
        try:
            yield from _zipped(source, PurePosixPath())
        except _DAMAGED as error:
            raise BilingualError(
                f"{source} is a damaged zip ({error}). Ask for it again.",
                f"{source} 已损坏（{error}），请对方重新发送。",
            ) from error
    else:
        raise BilingualError(
            f"{source} is neither a folder nor a zip of notebooks.", f"{source} 既不是文件夹，也不是 zip 压缩包。"
        )


_DAMAGED = (zipfile.BadZipFile, OSError, NotImplementedError, ValueError)


def _in_folder(source: Path) -> Iterator[Mailed | Left | Other]:
    passed_over = set()
    for path in sorted(source.rglob("*")):
        kind = path.suffix.lower()
        mode = path.lstat()
        name = PurePosixPath(_legible(path.relative_to(source)))
        if _by_a_program(name) or _through_link(path, source):
            continue
        wanted = kind in (".ipynb", *_ARCHIVES)
        if wanted and (own := _of_a_class(path)) is not None:
            passed_over.add(own)
        elif stat.S_ISDIR(mode.st_mode) and not wanted:
            if not os.access(path, os.R_OK | os.X_OK):
                yield Left(str(name), "this folder may not be read", "没有读取这个文件夹的权限")
        elif not stat.S_ISREG(mode.st_mode):
            if wanted or path.is_dir():
                yield Left(str(name), *_NO_FILE)
        elif not wanted:
            yield Other(name)
        elif kind == ".ipynb":
            yield Mailed(name, _written(mode.st_mtime), mode.st_size, path.read_bytes)
        elif kind == ".zip":
            try:
                yield from list(_zipped(path, name.with_suffix("")))
            except _DAMAGED as error:
                yield Left(str(name), f"it is a damaged zip ({error})", f"压缩包已损坏（{error}）")
        else:
            yield Left(str(name), *_PACKED)
    for own in sorted(passed_over):
        yield Left(str(own), "it is a class's own folder, and no mail", "这是班级自己的文件夹，不是收到的作业")


def _by_a_program(path: PurePosixPath) -> bool:
    """Whether nobody wrote it: what a Mac keeps beside each file, what JupyterLab keeps of each notebook."""
    return path.name.startswith("._") or not _NOBODYS.isdisjoint(path.parts)


_NOBODYS = frozenset([".ipynb_checkpoints", "__MACOSX"])
_NO_FILE = "it is a link or no ordinary file, and links are not followed", "这是链接或非普通文件，不接受链接"
_PACKED = "it is packed: unpack it first", "这是压缩包：请先解压"


def _of_a_class(path: Path) -> Path | None:
    """The folder in which a class keeps its own copies, where a file lies in one."""
    for folder in path.parents:
        if (folder / SETTINGS).is_file():
            step = path.relative_to(folder).parts[0]
            return folder / step if step in _CLASSES_OWN else None
    return None


def _legible(path: Path) -> str:
    """A path as a person reads it: names that some program unpacked in GBK are no text to Python."""
    text = path.as_posix()
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text).decode("gbk", errors="replace")
    return text


def _written(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):  # no time at all
        return _UNKNOWN


def _through_link(path: Path, source: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents if parent != source and source in parent.parents)


def _zipped(source: Path, inside: PurePosixPath) -> Iterator[Mailed | Left | Other]:
    archive = zipfile.ZipFile(source)
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        yield Left(
            str(inside) if inside.parts else source.name,
            f"it holds {len(entries):,} entries, over {MOST_ENTRIES:,}: nothing in it was looked at. "
            "Unpack what is needed",
            f"压缩包里有 {len(entries):,} 个条目，超过 {MOST_ENTRIES:,} 个，整包未收：请解压后只留需要的文件",
        )
        return
    for info in entries:
        path = PurePosixPath(_name(info).replace("\\", "/"))
        kind = path.suffix.lower()
        if info.is_dir() or _by_a_program(path):
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            yield Left(str(inside / path), *_NO_FILE)
        elif kind in _ARCHIVES:
            yield Left(str(inside / path), *_PACKED)
        elif kind == ".ipynb":
            when, zoned = _packed(info)
            yield Mailed(inside / path, when, info.file_size, lambda info=info: archive.read(info), zoned)  # type: ignore[misc]
        else:
            yield Other(inside / path)


def _name(info: zipfile.ZipInfo) -> str:
    """A file's name in a zip: a Mac writes it in UTF-8 and Windows in China in GBK, neither of which says so."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gbk"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _packed(info: zipfile.ZipInfo) -> tuple[datetime, bool]:
    """When a file in a zip was written, and whether that is certain.

    Some programs add the time in UTC. Else there is the clock of whoever packed it; ours is China's, without summer time.
    """
    seconds = _unix_time(info.extra)
    if seconds:
        return _written(seconds), True
    try:
        return datetime(*info.date_time, tzinfo=_CHINA).astimezone(UTC), False
    except ValueError:  # some programs write none
        return _UNKNOWN, False


def _unix_time(extra: bytes) -> int:
    """The time of a zip's "extended timestamp" field, in seconds since 1970; 0 for none."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _EXTENDED and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return int(struct.unpack_from("<i", extra, 5)[0])
        extra = extra[4 + size :]
    return 0
