"""Collect what trainees handed in: from nbgrader's exchange, or from a folder or zip of notebooks that came by mail.

Nothing is run and no link is followed. A file is matched to a trainee by an id or a name in its path, and to an exercise by
the notebook's name: `王小明-m10-exercise.ipynb`, `20260001/m10-exercise (1).ipynb`; see `names`.
"""

import logging
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from generators.errors import BilingualError
from twinline.base.words import Words
from twinline.classroom import history
from twinline.classroom.collect.choose import Choice
from twinline.classroom.collect.collected import Collected, Replaced
from twinline.classroom.collect.drop_box import sort_out
from twinline.classroom.collect.mail import Left, Other, mail
from twinline.classroom.collect.names import exercise_of, owner
from twinline.classroom.collect.take import take
from twinline.classroom.course import Course
from twinline.classroom.gradebook import students_of
from twinline.classroom.grading.fixed_cells import MOST_BYTES, FixedCells, read_fixed_cells
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.progress import Tell, nobody
from twinline.classroom.setup import nbgrader_failed
from twinline.classroom.submissions import folder_of, handed_in, stamp, submitted

_AHEAD = timedelta(days=1)  # that a sender's clock may be, before its time is believed no more


def collect_mailed(
    course: Course,
    source: Path,
    assignments: list[str] | None = None,
    tell: Tell = nobody,
    *,
    undone: bool = False,
) -> Collected:
    """Take over the notebooks of a folder or a zip. The newest of a trainee's counts; an older one never replaces a newer one.

    What was taken back by `undo` is left, unless `undone` files are wanted as well.
    """
    chosen = course.assignments(assignments)
    notebooks = {assignment: _notebook(course, assignment) for assignment in chosen}
    fixed = {assignment: _fixed(course, assignment, name) for assignment, name in notebooks.items()}
    students = students_of(course)
    found = Collected()
    choices: dict[tuple[str, str], Choice] = {}
    now = datetime.now(UTC).replace(microsecond=0)
    for file in list(mail(source)):
        if isinstance(file, Left):
            found.left.append((file.path, file.en, file.zh))
            continue
        if isinstance(file, Other):
            if not isinstance(exercise_of(file.path, notebooks, students), Words):
                found.leave(file.path, _NO_NOTEBOOK)
            continue
        assignment = exercise_of(file.path, notebooks, students)
        if isinstance(assignment, Words):
            found.leave(file.path, assignment)
            continue
        who = owner(file.path, notebooks[assignment], students)
        if isinstance(who, Words):
            found.leave(file.path, who)
        elif file.size > MOST_BYTES:
            found.leave(file.path, Words(en=f"it has over {MOST_BYTES >> 20} MB", zh=f"超过 {MOST_BYTES >> 20} MB"))
        else:
            if file.when > now + _AHEAD:
                file = file.at(now)
            key = who.id, assignment
            refuse = _nothing if undone else partial(_taken_back, course, *key)
            choice = choices.setdefault(key, Choice(who, fixed[assignment], refuse))
            for path, why in choice.offer(file):
                found.leave(path, why)
    for done, ((student, assignment), choice) in enumerate(sorted(choices.items()), 1):
        if choice.best is not None:
            name = notebooks[assignment]
            take(course, student, assignment, name, choice, found, latest=now + _AHEAD)
        tell(done, len(choices))
    return found


_NO_NOTEBOOK = Words(en="it is no notebook: its name must end in .ipynb", zh="不是笔记本文件：文件名应以 .ipynb 结尾")


def _taken_back(course: Course, student: str, assignment: str, digest: str) -> Words | None:
    return history.taken_back(course.folder, student, assignment, sha256=digest)


def _nothing(digest: str) -> None:
    return None


def collect_exchange(
    course: Course, assignments: list[str] | None = None, tell: Tell = nobody, *, undone: bool = False
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
    config.CollectOwn.undone = undone
    drop_box = Path(config.Exchange.root) / config.CourseDirectory.course_id / "inbound"
    api = NbGraderAPI(config=config, log_level=logging.ERROR)
    with scripts_on_path():
        for number, assignment in enumerate(chosen, 1):
            before = {
                student: (_stamp(course, student, assignment), handed_in(folder_of(course, student, assignment)))
                for student in submitted(course, assignment)
            }
            done = api.collect(assignment)
            if not done["success"]:
                raise nbgrader_failed("collect", "收取", assignment, done)
            box = sort_out(drop_box, assignment, check_owner=course.settings.accounts)
            found.left += [(path.name, why.en, why.zh) for path, why in box.refused]
            if not undone:
                found.left += [
                    (each.path.name, why.en, why.zh)
                    for each in box.accepted
                    if (why := history.taken_back(course.folder, each.student, assignment, file=each.path.name))
                ]
            for student in submitted(course, assignment):
                if student not in before:
                    found.new.append((student, assignment))
                elif before[student][0] != _stamp(course, student, assignment):
                    found.newer.append((student, assignment))
                    last = history.standing(history.steps(course.folder, student, assignment), "collected")[-1:]
                    now = handed_in(folder_of(course, student, assignment))
                    file = last[0].file if last else ""
                    found.replaced.append(Replaced(student, assignment, before[student][1], now, file))
                else:
                    found.kept.append((student, assignment))
            tell(number, len(chosen))
    return found


def _stamp(course: Course, student: str, assignment: str) -> str | None:
    return stamp(folder_of(course, student, assignment))


def _notebook(course: Course, assignment: str) -> str:
    names = sorted(path.stem for path in (course.folder / "source" / assignment).glob("*.ipynb"))
    if not names:
        raise BilingualError(f"{assignment} has no notebook in source/.", f"source/ 里没有 {assignment} 的笔记本。")
    return names[0]


def _fixed(course: Course, assignment: str, notebook: str) -> FixedCells | None:
    """The exercise's own cells, to which what comes in is compared; None before the exercise was released."""
    release = course.folder / "release" / assignment / f"{notebook}.ipynb"
    if not release.is_file():
        return None
    return read_fixed_cells(course.folder / "source" / assignment / f"{notebook}.ipynb", release)
