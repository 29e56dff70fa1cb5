"""Of several files of one trainee for one exercise: which counts, and why the others do not."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from twinline.base.words import Words
from twinline.classroom.collect.mail import Mailed
from twinline.classroom.collect.names import is_fresh
from twinline.classroom.grading.fit import ANOTHER, Fit, fit
from twinline.classroom.grading.fixed_cells import Damaged, FixedCells, read_submission
from twinline.classroom.students import Student

_MOST_PARTS = 2_000_000  # of a file's JSON: more would fill the memory of whoever reads it
Reasons = list[tuple[PurePosixPath, Words]]


@dataclass(frozen=True)
class Read:
    """A file that was looked at, and how it fits the exercise (None where that cannot be told)."""

    file: Mailed
    fit: Fit | None

    @property
    def answered(self) -> int:
        """How many cells were filled in."""
        return self.fit.answered if self.fit is not None else 0


@dataclass
class Choice:
    """The file that counts so far of what one trainee sent for one exercise."""

    student: Student
    fixed: FixedCells | None
    refuse: Callable[[str], Words | None] = lambda digest: None
    """Why a file with this digest may not count at all; None for others."""
    best: Read | None = None

    def offer(self, file: Mailed) -> Reasons:
        """Look at another file; returns those that do not count, with why."""
        try:
            content = file.read()
        except Exception as error:  # zip alone knows four ways to pack, each with errors of its own
            return [(file.path, Words(en=f"it cannot be read ({error})", zh=f"无法读取（{error}）"))]
        if why := self.refuse(hashlib.sha256(content).hexdigest()):
            return [(file.path, why)]
        found = Read(file, how_it_fits(content, self.fixed))
        if found.fit is not None and found.fit.another:
            return [(file.path, ANOTHER)]
        if self.best is None:
            self.best = found
            return []
        older, why = self._worse(self.best, found)
        self.best = found if older is self.best else self.best
        return [(older.file.path, why)]

    def _worse(self, one: Read, other: Read) -> tuple[Read, Words]:
        """Which of two does not count, and why."""
        if self.fixed is not None:
            for worse, better in ((one, other), (other, one)):
                if why := nothing_new(worse, better.answered, believed=better.file.believed):
                    return worse, why
        elif is_fresh(one.file.path) != is_fresh(other.file.path):
            return (one if is_fresh(one.file.path) else other), _FRESH
        older, newer = (one, other) if other.file.when > one.file.when else (other, one)
        en, zh = f"{self.student.id} sent a newer one", f"{self.student.id} 另有更新的一份"
        if older.answered > newer.answered:
            more = older.answered, newer.answered
            en += f", {newer.file.path}, with fewer answers ({more[1]}, here {more[0]}): look which was meant"
            zh += f"（{newer.file.path}），但作答更少（{more[1]} 处，这份 {more[0]} 处）：请核对以哪份为准"
        return older, Words(en=en, zh=zh)


_FRESH = Words(
    en="it is the fresh copy that the kit puts beside one's own, with fewer answers: the fuller one counts, however new",
    zh="这是课程更新时放在旁边的新版副本，作答较少：以作答较多的那份为准，不论哪份更新",
)


def nothing_new(read: Read, answered: int, *, believed: bool = True) -> Words | None:
    """Why a file takes no other's place, however new it is: nothing in it is filled in, or it is a fresh copy of the kit's.

    `answered` is how many cells of the other are filled in, `believed` whether its hour can be.
    """
    if read.fit is None and answered:
        return Words(
            en="it is no notebook that can be read: the one that can counts, whichever is newer",
            zh="不是可读取的笔记本：以能读取的那份为准，不论哪份更新",
        )
    if read.answered == 0 < answered:
        return Words(
            en="nothing in it is filled in: the one with answers counts, whichever is newer",
            zh="里面一题都没有作答：以作答过的那份为准，不论哪份更新",
        )
    if believed and not read.file.believed and read.answered <= answered:
        return Words(
            en="its time is yet to come, and it has no more answers: the one with a time that can be counts",
            zh="文件时间还没有到，作答也不更多：以时间正常的那份为准",
        )
    if is_fresh(read.file.path) and read.answered < answered:
        return _FRESH
    return None


def how_it_fits(content: bytes, fixed: FixedCells | None) -> Fit | None:
    """How a notebook fits an exercise; None for what is no notebook, or where there is nothing to compare it to."""
    if fixed is None or sum(content.count(sign) for sign in (b",", b"[", b"{")) > _MOST_PARTS:
        return None
    with TemporaryDirectory() as folder:
        path = Path(folder, "read.ipynb")
        path.write_bytes(content)
        try:
            return fit(read_submission(path).cells, fixed)
        except Damaged:
            return None
