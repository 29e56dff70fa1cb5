"""Collect what trainees handed in: from nbgrader's exchange, or from a folder or zip of notebooks that came by mail.

Nothing is run and no link is followed. A file is matched to a trainee by an id or a name in its path, and to an exercise by
the notebook's name: `王小明-m10-exercise.ipynb`, `20260001/m10-exercise (1).ipynb`.
"""

import logging
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from generators.errors import BilingualError
from twinline.base.files import write
from twinline.base.words import Words
from twinline.classroom.collect.drop_box import sort_out
from twinline.classroom.collect.mail import Left, Mailed, mail
from twinline.classroom.course import Course
from twinline.classroom.gradebook import students_of
from twinline.classroom.grading.fixed_cells import MOST_BYTES
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.progress import Tell, nobody
from twinline.classroom.setup import nbgrader_failed
from twinline.classroom.students import Student
from twinline.classroom.submissions import folder_of, handed_in, stamp, submitted

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


def collect_mailed(
    course: Course, source: Path, assignments: list[str] | None = None, tell: Tell = nobody
) -> Collected:
    """Take over the notebooks of a folder or a zip. The newest of a trainee's counts; an older one never replaces a newer one."""
    chosen = course.assignments(assignments)
    notebooks = {assignment: _notebook(course, assignment) for assignment in chosen}
    students = students_of(course)
    found = Collected()
    newest: dict[tuple[str, str], Mailed] = {}
    for file in list(mail(source)):
        if isinstance(file, Left):
            found.left.append((file.path, file.en, file.zh))
            continue
        assignment = next((name for name, stem in notebooks.items() if _holds(file.path.stem, stem)), None)
        if assignment is None:
            found.left.append((str(file.path), "it has the name of no exercise", "文件名不是任何一份作业"))
            continue
        who = owner(file.path, notebooks[assignment], students)
        if isinstance(who, Words):
            found.left.append((str(file.path), who.en, who.zh))
        elif file.size > MOST_BYTES:
            found.left.append((str(file.path), f"it has over {MOST_BYTES >> 20} MB", f"超过 {MOST_BYTES >> 20} MB"))
        else:
            key = who.id, assignment
            older = file if key in newest and newest[key].when >= file.when else newest.get(key)
            if older is not None:
                found.left.append((str(older.path), f"{who.id} sent a newer one", f"{who.id} 另有更新的一份"))
            if older is not file:
                newest[key] = file
    for done, ((student, assignment), file) in enumerate(sorted(newest.items()), 1):
        _take(course, student, assignment, notebooks[assignment], file, found)
        tell(done, len(newest))
    return found


def collect_exchange(course: Course, assignments: list[str] | None = None, tell: Tell = nobody) -> Collected:
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
    drop_box = Path(config.Exchange.root) / config.CourseDirectory.course_id / "inbound"
    api = NbGraderAPI(config=config, log_level=logging.ERROR)
    with scripts_on_path():
        for number, assignment in enumerate(chosen, 1):
            before = {student: _stamp(course, student, assignment) for student in submitted(course, assignment)}
            done = api.collect(assignment)
            if not done["success"]:
                raise nbgrader_failed("collect", "收取", assignment, done)
            refused = sort_out(drop_box, assignment, check_owner=course.settings.accounts).refused
            found.left += [(path.name, why.en, why.zh) for path, why in refused]
            for student in submitted(course, assignment):
                if student not in before:
                    found.new.append((student, assignment))
                elif before[student] != _stamp(course, student, assignment):
                    found.newer.append((student, assignment))
                else:
                    found.kept.append((student, assignment))
            tell(number, len(chosen))
    return found


def _take(course: Course, student: str, assignment: str, notebook: str, file: Mailed, found: Collected) -> None:
    folder = folder_of(course, student, assignment)
    target = folder / f"{notebook}.ipynb"
    there, before = folder.is_dir(), handed_in(folder)
    try:
        content = file.read()
    except Exception as error:  # zip alone knows four ways to pack, each with errors of its own
        found.left.append((str(file.path), f"it cannot be read ({error})", f"无法读取（{error}）"))
        return
    if (before is not None and before >= file.when) or (target.is_file() and target.read_bytes() == content):
        found.kept.append((student, assignment))
        return
    write(target, content)
    write(folder / "timestamp.txt", f"{file.when.strftime(_STAMP)} UTC\n".encode())
    (found.newer if there else found.new).append((student, assignment))


def _stamp(course: Course, student: str, assignment: str) -> str | None:
    return stamp(folder_of(course, student, assignment))


def _notebook(course: Course, assignment: str) -> str:
    names = sorted(path.stem for path in (course.folder / "source" / assignment).glob("*.ipynb"))
    if not names:
        raise BilingualError(f"{assignment} has no notebook in source/.", f"source/ 里没有 {assignment} 的笔记本。")
    return names[0]


def _holds(stem: str, notebook: str) -> bool:
    """Whether a file's name is a notebook's, with whatever was put before or behind it."""
    return re.search(rf"(?<![a-z0-9]){re.escape(notebook.lower())}(?![a-z0-9-])", stem.lower()) is not None


_SHORT = 4  # digits: a number with fewer may be anything, such as a day or the number of a copy
_COPY = r"(?:[\s_-]*(?:\(\d+\)|copy\s*\d*|副本\s*\d*))*"  # as browsers and JupyterLab call a second download
_BETWEEN = " _-.()（）"


def owner(path: PurePosixPath, notebook: str, students: list[Student]) -> Student | Words:
    """The trainee whose id stands in a path as a word of its own, or else their name; or why it is nobody's for sure."""
    text = _plain(str(path.with_suffix("")))
    text = re.sub(re.escape(_plain(notebook)) + _COPY, " ", text)

    def stands(word: str) -> bool:
        # Between digits and Latin letters a word ends at another sign; Chinese names may touch anything but more of a name.
        return bool(word) and re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None

    def called(student: Student) -> bool:
        return student.name != student.id and stands(_plain(student.name))

    def numbered(student: Student) -> bool:
        id_ = _plain(student.id)
        if not (id_.isdigit() and len(id_) < _SHORT):
            return stands(id_)
        parts = (part.replace(_plain(student.name), " ") for part in text.split("/"))
        return any(part.strip(_BETWEEN) == id_ for part in parts)

    by_id, by_name = [list(filter(fits, students)) for fits in (numbered, called)]
    if len(by_id) == 1 and by_name and by_id[0] not in by_name:
        return Words(
            en=f"it says {by_id[0].id}, and also {by_name[0].name}, who is {by_name[0].id}",
            zh=f"路径里既有学号 {by_id[0].id}，又有 {by_name[0].name}（学号 {by_name[0].id}）",
        )
    who = by_id or by_name
    if not who:
        return Words(en="no trainee's id or name is in its path", zh="路径里没有学员的学号或姓名")
    return who[0] if len(who) == 1 else Words(en="it fits several trainees", zh="同时符合多位学员")


def _plain(text: str) -> str:
    """For comparing: full-width signs as ordinary ones, without case."""
    return unicodedata.normalize("NFKC", text).casefold()
