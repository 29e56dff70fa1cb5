"""Put a mailed notebook into the class, unless what lies there is as new; what it replaces is kept in the history."""

import hashlib
from datetime import datetime
from pathlib import Path

from twinline.base.files import write
from twinline.base.words import Words
from twinline.classroom import history
from twinline.classroom.collect.choose import Choice, how_it_fits, nothing_new
from twinline.classroom.collect.collected import Collected, Replaced
from twinline.classroom.course import Course
from twinline.classroom.grading.fixed_cells import MOST_BYTES, FixedCells
from twinline.classroom.submissions import folder_of, handed_in

_STAMP = "%Y-%m-%d %H:%M:%S"


def take(
    course: Course,
    student: str,
    assignment: str,
    notebook: str,
    choice: Choice,
    found: Collected,
    *,
    latest: datetime,
) -> None:
    """Take a file over, or say why not. A time stamp that is there and later than `latest` keeps nobody out."""
    assert choice.best is not None
    chosen = choice.best
    file = chosen.file
    try:
        content = file.read()
    except Exception as error:  # it was there when it was looked at
        found.leave(file.path, Words(en=f"it cannot be read ({error})", zh=f"无法读取（{error}）"))
        return
    folder = folder_of(course, student, assignment)
    target = folder / f"{notebook}.ipynb"
    there, before = folder.is_dir(), handed_in(folder)
    steps = history.steps(course.folder, student, assignment)
    digest = hashlib.sha256(content).hexdigest()
    if target.is_file() and not target.is_symlink() and target.read_bytes() == content:
        found.kept.append((student, assignment))
        return
    guessed = any(step.guessed for step in history.standing(steps, "collected")[-1:])
    if before is not None and file.when <= before <= latest and not (guessed and file.believed):
        if any(step.sha256 == digest for step in steps):
            found.kept.append((student, assignment))
        else:
            found.leave(file.path, _older(student, before))
        return
    before_answered = _answered(target, choice.fixed)
    if choice.fixed is not None and (why := nothing_new(chosen, before_answered, believed=there and not guessed)):
        found.leave(file.path, why)
        return
    history.keep_what_was_there(course.folder, student, assignment, folder, before)
    write(target, content)
    write(folder / "timestamp.txt", f"{file.when.strftime(_STAMP)} UTC\n".encode())
    history.keep(course.folder, student, assignment, folder, str(file.path), file.when, guessed=not file.believed)
    (found.newer if there else found.new).append((student, assignment))
    found.unzoned += not file.zoned
    if there:
        fewer = (before_answered, chosen.answered) if chosen.answered < before_answered else None
        found.replaced.append(Replaced(student, assignment, before, file.when, str(file.path), fewer))
    if not file.believed:
        found.notes.append((str(file.path), _FUTURE))
    if chosen.fit is not None and (note := chosen.fit.note):
        found.notes.append((str(file.path), note))
    if chosen.fit is not None and not chosen.answered:
        found.notes.append((str(file.path), _BLANK))


_FUTURE = Words(
    en="its time is yet to come: it counts as handed in now", zh="文件时间还没有到：按本次收取的时间记为提交时间"
)


_BLANK = Words(en="nothing in it is filled in: is it the right one?", zh="里面一题都没有作答：请确认没有交错")


def _answered(target: Path, fixed: FixedCells | None) -> int:
    """How many cells of the notebook that is there are filled in."""
    if target.is_symlink() or not target.is_file() or target.stat().st_size > MOST_BYTES:
        return 0
    there = how_it_fits(target.read_bytes(), fixed)
    return there.answered if there is not None else 0


def _older(student: str, before: datetime) -> Words:
    clock = before.astimezone().strftime("%Y-%m-%d %H:%M")
    return Words(
        en=f"it is no newer than what {student} handed in before ({clock})",
        zh=f"不比 {student} 之前交的（{clock}）更新",
    )
