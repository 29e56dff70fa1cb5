"""One digest of all that grades: where it changed, a grade that was kept is no longer the one that would be given, and is made anew.

What is part of it: the class's language, exam, hidden banks and unseen worlds (its secret); its copies of the exercise, with the fixed cells;
the module's questions and its sheet; the kit's own code, with what data and references are made by; the packages that are
installed, and those that the lock asks for; the datasets that exercises read. How grading is run is none: its limits, the
number of workers, with or without a sandbox, on which machine.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generators import manifest
from twinline.base.paths import FEEDBACK, HOME, LESSONS, datasets
from twinline.classroom.course import Course, module_of
from twinline.classroom.submissions import stamp
from twinline.data.tables import dataset_folder

LOCK = HOME / "requirements.lock"
CODE = (HOME / "twinline", HOME / "generators")
"""The packages of which every file counts, but for those below."""
NOT_GRADING = (
    "twinline/__main__.py",
    "twinline/classroom/collect",
    "twinline/classroom/report",
    "twinline/cli.py",
    "twinline/commands",
    "twinline/feedback",  # the module's own sheet counts, and no other's
    "twinline/hub",
    "twinline/lab",
)
"""What has no part in grading: paths in the kit."""
_READ = ("course", "tiny", "sample")  # datasets that exercises may read
_PINNED = re.compile(rb"(?m)^([A-Za-z0-9][A-Za-z0-9._-]*)==")
_PART = 1 << 20


def graders_digest(course: Course, assignment: str, due: datetime | None = None) -> str:
    """Of all that an assignment's submissions are graded with, as hexadecimal digits. `due` is when an exam's are late."""
    found = hashlib.sha256()
    for name, content in _parts(course, assignment, due):
        found.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return found.hexdigest()


def submission_digest(folder: Path, graders: str) -> str:
    """Of a submission (its notebooks and when it was handed in), and of what it is graded with."""
    found = hashlib.sha256(f"{graders}\0{stamp(folder)}".encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" and path.is_file() and not path.is_symlink():
            found.update(path.name.encode("utf-8", "surrogateescape"))
            with path.open("rb") as file:
                while part := file.read(_PART):
                    found.update(part)
    return found.hexdigest()


def _parts(course: Course, assignment: str, due: datetime | None) -> Iterator[tuple[str, bytes]]:
    """What grades, piece by piece: its name and its content."""
    settings = course.settings
    exam = settings.exam.model_dump(mode="json") if settings.exam else None
    yield "class", json.dumps([settings.language, exam, settings.worlds, settings.banks, str(due)]).encode()
    for step in ("source", "release"):
        yield from _files(course.folder / step / assignment, course.folder, ("*.ipynb",))
    module = module_of(assignment)
    yield from _files(FEEDBACK, FEEDBACK, (f"{module}.json",))
    for folder in sorted(LESSONS.glob(f"{module}_*")):
        yield from ((name, content) for name, content in _files(folder, folder) if not name.startswith("tests/"))
    yield from _code()
    yield "python", sys.version.encode()
    lock = LOCK.read_bytes() if LOCK.is_file() else b""
    yield "lock", lock
    yield "installed", _installed(lock).encode()
    for folder in sorted({datasets() / name for name in _READ} | {dataset_folder()}):
        path = folder / manifest.MANIFEST  # which holds the fingerprint of each of its files
        yield f"{folder.name}/{path.name}", path.read_bytes() if path.is_file() else b""
    yield "scale", os.environ.get("TWINLINE_SCALE", "").encode()


def _code() -> Iterator[tuple[str, bytes]]:
    """The kit's own code."""
    for package in CODE:
        for name, content in _files(package, package.parent, ("*.py", "*.json", "*.yml", "*.j2")):
            if not any(name == each or name.startswith(f"{each}/") for each in NOT_GRADING):
                yield name, content


def _files(folder: Path, root: Path, patterns: Iterable[str] = ("*.py",)) -> Iterator[tuple[str, bytes]]:
    """A folder's files by their paths below `root`. Line ends differ between checkouts; what they hold does not."""
    for path in sorted({path for pattern in patterns for path in folder.rglob(pattern)}):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes().replace(b"\r\n", b"\n")


@lru_cache(maxsize=2)
def _installed(lock: bytes) -> str:
    """The versions that are installed of what the lock names: those of this process, whatever is installed later."""
    found = []
    for name in sorted({match.decode() for match in _PINNED.findall(lock)}):
        try:
            found.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            continue
    return "\n".join(found)
