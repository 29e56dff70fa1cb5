"""Collect what trainees handed in: from nbgrader's exchange, or from a folder or zip of notebooks that came by mail.

Nothing is run and no link is followed. A file is matched to a trainee by an id or a name in its path, and to an exercise by
the notebook's name: `王小明-m10-exercise.ipynb`, `20260001/m10-exercise (1).ipynb`.
"""

import logging
import re
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath

from generators.errors import BilingualError
from twinline.classroom.course import Course, handed_in, scripts_on_path, stamp
from twinline.classroom.frame import MOST_BYTES
from twinline.classroom.inbound import sort_out
from twinline.classroom.setup import nbgrader_failed
from twinline.classroom.students import Student
from twinline.workspace import write

Tell = Callable[[int, int], None]
_CHINA = timezone(timedelta(hours=8))
_UNKNOWN = datetime(1980, 1, 1, tzinfo=UTC)  # of a file without a time; any other is newer
_STAMP = "%Y-%m-%d %H:%M:%S"


@dataclass
class Collected:
    """What collecting did: (student, assignment) pairs, and files that belong to nobody known or were not taken, with the reason."""

    new: list[tuple[str, str]] = field(default_factory=list)
    newer: list[tuple[str, str]] = field(default_factory=list)
    """Those that replaced an earlier submission."""
    kept: list[tuple[str, str]] = field(default_factory=list)
    """Those that were there already, as new or newer."""
    left: list[tuple[str, str, str]] = field(default_factory=list)
    """Files left alone: their path, and why, in English and in Chinese."""


@dataclass(frozen=True)
class _File:
    path: PurePosixPath
    when: datetime
    size: int
    read: Callable[[], bytes]


def collect_mailed(
    course: Course, source: Path, assignments: list[str] | None = None, tell: Tell = lambda done, total: None
) -> Collected:
    """Take over the notebooks of a folder or a zip. The newest of a trainee's counts; an older one never replaces a newer one."""
    chosen = course.assignments(assignments)
    notebooks = {assignment: _notebook(course, assignment) for assignment in chosen}
    students = course.students()
    files = list(_zipped(source) if zipfile.is_zipfile(source) else _in_folder(source))
    found = Collected()
    newest: dict[tuple[str, str], _File] = {}
    for file in files:
        assignment = next((name for name, stem in notebooks.items() if _holds(file.path.stem, stem)), None)
        who = _owners(file.path, students)
        if assignment is None:
            found.left.append((str(file.path), "it has the name of no exercise", "文件名不是任何一份作业"))
        elif len(who) != 1:
            few = ("no trainee's id or name is in its path", "路径里没有学员的学号或姓名")
            many = ("it fits several trainees", "同时符合多位学员")
            found.left.append((str(file.path), *(many if who else few)))
        elif file.size > MOST_BYTES:
            found.left.append((str(file.path), f"it has over {MOST_BYTES >> 20} MB", f"超过 {MOST_BYTES >> 20} MB"))
        else:
            key = who[0].id, assignment
            if key not in newest or newest[key].when < file.when:
                newest[key] = file
    for done, ((student, assignment), file) in enumerate(sorted(newest.items()), 1):
        _take(course, student, assignment, notebooks[assignment], file, found)
        tell(done, len(newest))
    return found


def collect_exchange(
    course: Course, assignments: list[str] | None = None, tell: Tell = lambda done, total: None
) -> Collected:
    """Take over what lies in the exchange. What was put there in another's name is not taken."""
    from nbgrader.apps import NbGraderAPI

    if not course.settings.exchange:
        raise BilingualError(
            "This class has no exchange. Name the folder or zip that the notebooks came in: `twinline class collect FOLDER`.",
            "本班没有设置共享目录。请指定收到的文件夹或 zip：`twinline class collect 文件夹`。",
        )
    chosen = course.assignments(assignments)
    found = Collected()
    config = course.config()
    config.ExchangeCollect.update = True
    inbound = Path(config.Exchange.root) / config.CourseDirectory.course_id / "inbound"
    api = NbGraderAPI(config=config, log_level=logging.ERROR)
    with scripts_on_path():
        for number, assignment in enumerate(chosen, 1):
            before = {student: _stamp(course, student, assignment) for student in course.submitted(assignment)}
            done = api.collect(assignment)
            if not done["success"]:
                raise nbgrader_failed("collect", "收取", assignment, done)
            refused = sort_out(inbound, assignment, check_owner=course.settings.accounts).refused
            found.left += [(path.name, why.en, why.zh) for path, why in refused]
            for student in course.submitted(assignment):
                if student not in before:
                    found.new.append((student, assignment))
                elif before[student] != _stamp(course, student, assignment):
                    found.newer.append((student, assignment))
                else:
                    found.kept.append((student, assignment))
            tell(number, len(chosen))
    return found


def _take(course: Course, student: str, assignment: str, notebook: str, file: _File, found: Collected) -> None:
    folder = course.folder / "submitted" / student / assignment
    target = folder / f"{notebook}.ipynb"
    there, before = folder.is_dir(), handed_in(folder)
    try:
        content = file.read()
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        found.left.append((str(file.path), f"it cannot be read ({error})", f"无法读取（{error}）"))
        return
    if (before is not None and before >= file.when) or (target.is_file() and target.read_bytes() == content):
        found.kept.append((student, assignment))
        return
    write(target, content)
    write(folder / "timestamp.txt", f"{file.when.strftime(_STAMP)} UTC\n".encode())
    (found.newer if there else found.new).append((student, assignment))


def _stamp(course: Course, student: str, assignment: str) -> str | None:
    return stamp(course.folder / "submitted" / student / assignment)


def _notebook(course: Course, assignment: str) -> str:
    names = sorted(path.stem for path in (course.folder / "source" / assignment).glob("*.ipynb"))
    if not names:
        raise BilingualError(f"{assignment} has no notebook in source/.", f"source/ 里没有 {assignment} 的笔记本。")
    return names[0]


def _holds(stem: str, notebook: str) -> bool:
    """Whether a file's name is a notebook's, with whatever was put before or behind it."""
    return re.search(rf"(?<![a-z0-9]){re.escape(notebook.lower())}(?![a-z0-9-])", stem.lower()) is not None


def _owners(path: PurePosixPath, students: list[Student]) -> list[Student]:
    """The trainees whose id stands in a path, as a word of its own; where there is none, those whose name does."""
    text = unicodedata.normalize("NFC", str(path.with_suffix(""))).casefold()

    def stands(word: str) -> bool:
        plain = unicodedata.normalize("NFC", word).casefold()
        # Between digits and Latin letters a word ends at another sign; Chinese names may touch anything but more of a name.
        return bool(plain) and re.search(rf"(?<![a-z0-9]){re.escape(plain)}(?![a-z0-9])", text) is not None

    return [each for each in students if stands(each.id)] or [
        each for each in students if each.name != each.id and stands(each.name)
    ]


def _in_folder(source: Path) -> Iterator[_File]:
    if not source.is_dir():
        raise BilingualError(
            f"{source} is neither a folder nor a zip of notebooks.", f"{source} 既不是文件夹，也不是 zip 压缩包。"
        )
    for path in sorted(source.rglob("*.ipynb")):
        mode = path.lstat()
        if stat.S_ISREG(mode.st_mode) and ".ipynb_checkpoints" not in path.parts and not _through_link(path, source):
            name = PurePosixPath(path.relative_to(source).as_posix())
            yield _File(name, _written(mode.st_mtime), mode.st_size, path.read_bytes)


def _written(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):  # no time at all
        return _UNKNOWN


def _through_link(path: Path, source: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents if parent != source and source in parent.parents)


def _zipped(source: Path) -> Iterator[_File]:
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BilingualError(
            f"{source} is a damaged zip ({error}). Ask for it again.", f"{source} 已损坏（{error}），请对方重新发送。"
        ) from error
    for info in archive.infolist():
        name = info.filename
        if not info.flag_bits & 0x800:  # Windows in China writes names in GBK, without saying so
            raw = name.encode("cp437", errors="replace")
            try:
                name = raw.decode("gbk")
            except UnicodeDecodeError:
                name = info.filename
        path = PurePosixPath(name.replace("\\", "/"))
        plain = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
        if (
            plain
            and path.suffix == ".ipynb"
            and not path.name.startswith("._")
            and ".ipynb_checkpoints" not in path.parts
        ):
            yield _File(path, _packed(info), info.file_size, lambda info=info: archive.read(info))  # type: ignore[misc]


def _packed(info: zipfile.ZipInfo) -> datetime:
    """A zip holds the local time of whoever packed it; ours is China's, in which there is no summer time."""
    try:
        return datetime(*info.date_time, tzinfo=_CHINA).astimezone(UTC)
    except ValueError:  # some programs write none
        return _UNKNOWN
