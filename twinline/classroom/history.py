"""What became of each trainee's work: every hand-in with its notebook, every grading, every mark by hand, and what was undone.

A folder a trainee and exercise, `history/STUDENT/EXERCISE/`: a line a step in `steps.jsonl`, and beside it each hand-in as it was
collected, by the number of its step. Nothing is ever taken out again; what is undone gets a step that says so.
"""

import getpass
import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from twinline.base.words import Words

FOLDER = "history"
_STEPS = "steps.jsonl"

Kind = Literal["collected", "graded", "marked", "undone"]


class Step(BaseModel):
    """One thing that happened to a trainee's work on an exercise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int
    kind: Kind
    at: datetime
    """When it happened here."""
    by: str = ""
    """Whose account did it on this machine."""
    file: str = ""
    """Of a hand-in: the file or folder that it came from."""
    handed_in: datetime | None = None
    sha256: str = ""
    """Of a hand-in: the digest of its notebooks."""
    guessed: bool = False
    """Of a hand-in: whether its own hour could not be, and it has that of collecting."""
    cell: str = ""
    before: float | None = None
    after: float | None = None
    """Of a mark: which cell, and its points by hand before and after."""
    outcome: str = ""
    points: float | None = None
    reason: Words | None = None
    """Of a grading: what came of it."""
    undoes: int | None = None
    """Of what was undone: the number of that step."""


def place(course: Path, student: str, assignment: str) -> Path:
    """Where the history of a trainee's work on an exercise lies, in a class's folder."""
    return course / FOLDER / student / assignment


def steps(course: Path, student: str, assignment: str) -> list[Step]:
    """All that happened, oldest first; a line that cannot be read is passed over."""
    try:
        lines = (place(course, student, assignment) / _STEPS).read_bytes().splitlines()
    except OSError:
        return []
    return list(_read(lines))


def _read(lines: list[bytes]) -> Iterator[Step]:
    for line in lines:
        try:
            yield Step.model_validate_json(line)
        except ValueError:
            continue


def standing(found: list[Step], *kinds: Kind) -> list[Step]:
    """Those steps of some kinds that were not undone."""
    undone = {step.undoes for step in found if step.undoes is not None}
    return [step for step in found if step.kind in kinds and step.number not in undone]


def undone(found: list[Step]) -> list[Step]:
    """The hand-ins that were taken back, and that no later hand-in brought in again."""
    back = {step.undoes for step in found if step.undoes is not None}
    here = {step.sha256 for step in standing(found, "collected")}
    return [step for step in found if step.kind == "collected" and step.number in back and step.sha256 not in here]


def taken_back(course: Path, student: str, assignment: str, *, file: str = "", sha256: str = "") -> Words | None:
    """Why a hand-in is not collected again, by the folder that it came from or by its digest: somebody took it back."""
    found = steps(course, student, assignment)
    for step in undone(found):
        if step.sha256 == sha256 or (file and step.file == file):
            when = next(each.at for each in found if each.undoes == step.number).astimezone().strftime("%Y-%m-%d %H:%M")
            return Words(
                en=f"it was taken back by `undo` on {when}; `collect --undone` takes it all the same",
                zh=f"已于 {when} 用 undo 撤回；确实要收，请加 --undone",
            )
    return None


def add(course: Path, student: str, assignment: str, kind: Kind, **told: object) -> Step:
    """Write down a step."""
    folder = place(course, student, assignment)
    _private(course, folder)
    with (folder / _STEPS).open("ab") as file:
        number = max((step.number for step in steps(course, student, assignment)), default=0) + 1
        step = Step.model_validate({"number": number, "kind": kind, "at": datetime.now(UTC), "by": _account(), **told})
        file.write(step.model_dump_json(exclude_defaults=True).encode() + b"\n")
    return step


def keep(
    course: Path,
    student: str,
    assignment: str,
    folder: Path,
    file: str,
    handed_in: datetime | None,
    *,
    guessed: bool = False,
) -> Step:
    """Keep what was handed in, and lies in a folder, for good."""
    told = {"file": file, "handed_in": handed_in, "sha256": digest_of(folder), "guessed": guessed}
    step = add(course, student, assignment, "collected", **told)
    shutil.copytree(folder, kept(course, student, assignment, step), symlinks=True, ignore=_no_files)
    return step


def _no_files(folder: str, names: list[str]) -> list[str]:
    """What is neither a file nor a folder nor a link: a pipe would be waited for."""
    paths = [Path(folder, name) for name in names]
    return [path.name for path in paths if not (path.is_symlink() or path.is_file() or path.is_dir())]


def keep_what_was_there(course: Path, student: str, assignment: str, folder: Path, handed_in: datetime | None) -> None:
    """Keep a submission that was put into the class without our collecting, before another takes its place."""
    latest = standing(steps(course, student, assignment), "collected")
    if folder.is_dir() and not folder.is_symlink() and (not latest or latest[-1].sha256 != digest_of(folder)):
        keep(course, student, assignment, folder, "", handed_in)


def kept(course: Path, student: str, assignment: str, step: Step) -> Path:
    """Where a hand-in is kept."""
    return place(course, student, assignment) / f"{step.number:04d}"


def digest_of(folder: Path) -> str:
    """Of the notebooks in a folder, as hexadecimal digits; that of a single one is the file's own."""
    own = [path for path in sorted(folder.rglob("*.ipynb")) if path.is_file() and not path.is_symlink()]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in own]
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _private(course: Path, folder: Path) -> None:
    """The folder, which nobody but its owner may look into: all trainees' work is in there."""
    (course / FOLDER).mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return str(os.getuid()) if hasattr(os, "getuid") else ""
