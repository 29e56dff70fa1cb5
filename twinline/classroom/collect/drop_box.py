"""What trainees put into the exchange's drop box: whose it is, and how to take it without being led astray.

nbgrader reads a submission's author from the folder's name (student+assignment+time+random), which whoever makes the
folder chooses. The system knows better: a folder belongs to the account that made it, and only root can change that. So a
submission counts for a student only where the folder, and everything in it, belongs to the account of that name.
"""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generators.errors import BilingualError
from twinline.base.words import Words

if sys.platform != "win32":  # which has no exchange
    import pwd

MOST_BYTES = 100 << 20
MOST_ENTRIES = 2_000
_DEEPEST = 20


class Refused(BilingualError):
    """A submission that is not taken, and why."""


@dataclass(frozen=True)
class HandedIn:
    """A folder of the drop box. `claimed` is the time in its name, UTC without a zone as nbgrader keeps it."""

    path: Path
    student: str
    assignment: str
    claimed: datetime


@dataclass(frozen=True)
class Sorted:
    """The drop box of an assignment: what counts, oldest first, and what does not, with the reason."""

    accepted: list[HandedIn]
    refused: list[tuple[Path, Words]]


def owner_problem(path: Path, student: str) -> Words | None:
    """Why a folder of the drop box is not the named student's own, or None where it is.

    A link is nobody's folder, whoever owns what it points to. On Windows, which has no exchange, there is nothing to say.
    """
    try:
        found = path.lstat()
    except OSError as error:
        return _unreadable(path.name, error)
    return _not_theirs(path.name, found, student)


def sort_out(folder: Path, assignment: str, *, check_owner: bool = True) -> Sorted:
    """Read the names in the drop box and part those that count from those that do not.

    Folders of other assignments are passed over. Whoever takes the latest of each student's must choose among the
    accepted: a forged folder with a later time would otherwise displace the student's own.
    """
    accepted, refused = [], []
    for path in sorted(folder.iterdir()):
        parts = path.name.rsplit("+", 3)
        if len(parts) != 4 or parts[1] != assignment:
            continue
        student, _, stamp, _ = parts
        try:
            claimed = _time(stamp)
        except (ValueError, OverflowError):
            said = Words(en=f"{path.name}: its name holds no time.", zh=f"{path.name}：文件夹名中没有有效时间。")
            refused.append((path, said))
            continue
        problem = owner_problem(path, student) if check_owner else None
        if problem is None and claimed > _now() + timedelta(days=1):
            problem = Words(en=f"{path.name}: its time is yet to come.", zh=f"{path.name}：文件夹名中的时间还没有到。")
        if problem:
            refused.append((path, problem))
        else:
            accepted.append(HandedIn(path, student, assignment, claimed))
    return Sorted(sorted(accepted, key=lambda each: each.claimed), refused)


def take(path: Path, target: Path, student: str | None, most_bytes: int = MOST_BYTES) -> datetime:
    """Copy a submission into the new folder `target`; returns when it was last touched, by the server's clock.

    Every folder and file is opened first and judged afterwards, so that nothing can be swapped in between: no link is
    followed, and with a `student` all must be theirs. The time, UTC without a zone, is that of the last change of any entry,
    which unlike the name and timestamp.txt cannot be set by the student. Raises `Refused`, and leaves no target then.
    """
    target.mkdir(mode=0o700)
    try:
        top = os.open(path, _DIRECTORY)
        try:
            changed = _Copy(path.name, student, most_bytes).folder(top, target, 0)
            return datetime.fromtimestamp(changed, UTC).replace(tzinfo=None)
        finally:
            os.close(top)
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)
        if isinstance(error, OSError):
            said = _unreadable(path.name, error)
            raise Refused(said.en, said.zh) from error
        raise


_DIRECTORY = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe must not make us wait


class _Copy:
    """One submission on its way, and what is left of its allowance."""

    def __init__(self, name: str, student: str | None, most_bytes: int) -> None:
        self.name, self.student = name, student
        self.bytes, self.entries = most_bytes, MOST_ENTRIES

    def folder(self, source: int, target: Path, depth: int) -> float:
        latest = self._judge(os.fstat(source))
        if depth > _DEEPEST:
            raise self._refuse("has folders in folders in folders", "文件夹嵌套过深")
        for name in _names(source):
            self.entries -= 1
            if self.entries < 0:
                raise self._refuse(f"holds more than {MOST_ENTRIES} files", f"文件数超过 {MOST_ENTRIES}")
            kind = os.stat(name, dir_fd=source, follow_symlinks=False).st_mode
            inside = target / name
            if stat.S_ISDIR(kind):
                inside.mkdir(mode=0o700)
                handle = os.open(name, _DIRECTORY, dir_fd=source)
                try:
                    latest = max(latest, self.folder(handle, inside, depth + 1))
                finally:
                    os.close(handle)
            elif stat.S_ISREG(kind):
                latest = max(latest, self._file(source, name, inside))
            else:
                raise self._refuse(f"holds a link or device ({name})", f"含有链接或设备文件（{name}）")
        return latest

    def _file(self, source: int, name: str, target: Path) -> float:
        with os.fdopen(os.open(name, _FILE, dir_fd=source), "rb") as file, target.open("xb") as copy:
            found = os.fstat(file.fileno())
            changed = self._judge(found)
            if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
                raise self._refuse(f"holds a link or device ({name})", f"含有链接或设备文件（{name}）")
            while piece := file.read(1 << 20):
                self.bytes -= len(piece)
                if self.bytes < 0:
                    raise self._refuse("is too large", "体积过大")
                copy.write(piece)
        return changed

    def _judge(self, found: os.stat_result) -> float:
        problem = _not_theirs(self.name, found, self.student, folder=None) if self.student is not None else None
        if problem:
            raise Refused(problem.en, problem.zh)
        return found.st_ctime

    def _refuse(self, en: str, zh: str) -> Refused:
        return Refused(f"{self.name} {en}.", f"{self.name} {zh}。")


def _names(folder: int) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from sorted(entry.name for entry in entries)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _time(stamp: str) -> datetime:
    from nbgrader.utils import parse_utc

    found: datetime = parse_utc(stamp)
    return found


def _not_theirs(name: str, found: os.stat_result, student: str, folder: bool | None = True) -> Words | None:
    if folder and not stat.S_ISDIR(found.st_mode):
        return Words(en=f"{name} is no folder but a link or a file.", zh=f"{name} 不是文件夹，而是链接或文件。")
    if sys.platform == "win32":
        return None
    try:
        owner = pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        owner = str(found.st_uid)
    if owner == student:
        return None
    return Words(
        en=f"{name} claims to be {student}'s but belongs to {owner}: handed in under another's name.",
        zh=f"{name} 署名 {student}，实际属于账号 {owner}：冒用他人名义提交。",
    )


def _unreadable(name: str, error: OSError) -> Words:
    return Words(en=f"{name} cannot be read ({error.strerror}).", zh=f"无法读取 {name}（{error.strerror}）。")
