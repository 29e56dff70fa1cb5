"""A class from the kit: its folder, its students, its exercises; and handing the exercises out."""

import json
import logging
import re
import secrets
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from generators.errors import BilingualError
from twinline.base.paths import LESSONS, SOLUTIONS
from twinline.base.text import Language
from twinline.classroom.course import Course, can_be_class
from twinline.classroom.gradebook import open_gradebook, students_of
from twinline.classroom.nbgrader_config import scripts_on_path
from twinline.classroom.progress import Tell, nobody
from twinline.classroom.settings import SETTINGS, Exam, Settings
from twinline.classroom.students import Student
from twinline.syllabus.modules import modules_named, read_syllabus


def new(
    folder: Path,
    language: Language,
    modules: list[str],
    students: list[Student],
    *,
    title: str = "",
    exchange: str | None = None,
    exam: Exam | None = None,
) -> Course:
    """Make a class: its folder with the chosen modules' exercises (all by default) and its students in the gradebook.

    Raises `BilingualError` where a class is there already, or the kit holds no exercises.
    """
    if (folder / SETTINGS).exists():
        raise BilingualError(
            f"{folder} is a class already. Use `twinline class add` for more exercises or students.",
            f"{folder} 已是一个班级。要加作业或学员，请用 `twinline class add`。",
        )
    can_be_class(folder)
    if folder.exists() and not folder.is_dir():
        raise BilingualError(f"{folder} is a file: choose a new folder.", f"{folder} 是一个文件，请换一个文件夹。")
    if folder.exists() and any(folder.iterdir()):
        raise BilingualError(f"{folder} is not empty: choose a new folder.", f"{folder} 不是空文件夹，请换一个。")
    exercises = _exercises(language, modules)
    if exam is not None:
        for source in exercises.values():
            for path in source.glob("*.ipynb"):
                _exam_notebook(path)
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        title=title or folder.name,
        language=language,
        exercises=tuple(exercises),
        exchange=exchange,
        exam=exam,
        secret=new_secret(),
    )
    course = Course(folder.resolve(), settings)
    course.save()
    add(course, list(exercises), students)
    return course


def add(course: Course, modules: list[str], students: list[Student]) -> Course:
    """The class with more exercises and more students; what is there stays as it is."""
    exercises = _exercises(course.settings.language, modules) if modules else {}
    for name, source in exercises.items():
        target = course.folder / "source" / name
        if not target.exists():
            shutil.copytree(source, target)
            if course.settings.exam is not None:
                try:
                    for path in target.glob("*.ipynb"):
                        _as_exam(path)
                except BilingualError:
                    shutil.rmtree(target)  # or it would be taken for one that is no exam
                    raise
    everything = tuple(dict.fromkeys([*course.settings.exercises, *exercises]))
    course = Course(course.folder, course.settings.model_copy(update={"exercises": everything}))
    course.save()
    with open_gradebook(course) as gradebook:
        for student in students:
            known = {"last_name": student.family, "first_name": student.given, "email": student.email}
            gradebook.update_or_create_student(student.id, **{name: value for name, value in known.items() if value})
    return course


def new_secret() -> str:
    """What a new class's hidden banks and unseen worlds come from: 128 random bits."""
    return secrets.token_hex(16)


_EXERCISE = re.compile(r"""tw\.exercise\((?P<module>["']\w+["'])\)""")
_EMPTY = 'student="", code=""'


def _as_exam(path: Path) -> None:
    """Let an exercise's notebook be worked on in an exam: each trainee's bank in the place of everybody's."""
    nbformat.write(_exam_notebook(path), path)


def _exam_notebook(path: Path) -> NotebookNode:
    """An exercise's notebook as it is for an exam. Raises `BilingualError` for one without questions."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    module = path.parent.name.split("_")[0]
    found = 0
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source, number = _EXERCISE.subn(rf"tw.exam(\g<module>, {_EMPTY})", cell.source)
            found += number
    if not found:
        raise BilingualError(
            f"{module} has no questions that could be asked in an exam.", f"{module} 没有可用于考试的题目。"
        )
    return notebook


def exam_bundle(course: Course, out: Path) -> Path:
    """One zip with a folder a student, in which their id stands in the notebooks already. Sealed: without the code it is of no use."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for assignment in course.settings.exercises:
            for path in sorted((course.folder / "release" / assignment).glob("*.ipynb")):
                text = path.read_text(encoding="utf-8")
                for student in students_of(course):
                    mine = text.replace(json.dumps(_EMPTY)[1:-1], json.dumps(f'student="{student.id}", code=""')[1:-1])
                    archive.writestr(f"{student.id}/{path.name}", mine)
    return out


def _exercises(language: Language, names: list[str]) -> dict[str, Path]:
    """The kit's exercises with their solutions, by folder name."""
    syllabus, _ = read_syllabus(LESSONS)
    there = {
        module.folder.name: SOLUTIONS / language / module.folder.name
        for module in syllabus.modules
        if module.folder is not None and (SOLUTIONS / language / module.folder.name).is_dir()
    }
    if not there:
        raise BilingualError(
            f"There are no exercises in {SOLUTIONS}: run `twinline build` first.",
            f"{SOLUTIONS} 里没有练习：请先运行 `twinline build`。",
        )
    if not names:
        return there
    with_exercise = [module for module in syllabus.modules if module.folder is not None and module.folder.name in there]
    chosen = [module.folder.name for module in modules_named(names, with_exercise) if module.folder is not None]
    return {name: there[name] for name in chosen}


def release(course: Course, assignments: list[str] | None = None, tell: Tell = nobody) -> list[str]:
    """Make the trainees' copies of the exercises, and put them into the exchange where the class has one. Returns their names."""
    from nbgrader.apps import NbGraderAPI

    chosen = course.assignments(assignments)
    if course.settings.exam is not None and course.settings.exam.closes is not None:
        with open_gradebook(course) as gradebook:
            for assignment in chosen:
                gradebook.update_or_create_assignment(assignment, duedate=_utc(course.settings.exam.closes))
    api = NbGraderAPI(config=course.config(), log_level=logging.ERROR)
    with scripts_on_path():
        for number, assignment in enumerate(chosen, 1):
            made = api.generate_assignment(assignment, force=True)
            if made["success"] and course.settings.exchange:
                Path(course.config().Exchange.root).mkdir(parents=True, exist_ok=True)
                made = api.release_assignment(assignment)
            if not made["success"]:
                raise nbgrader_failed("release", "发布", assignment, made)
            tell(number, len(chosen))
    return chosen


def _utc(when: datetime) -> datetime:
    """A time of China's clocks as nbgrader keeps it: in UTC, without saying so."""
    return when - timedelta(hours=8) if when.tzinfo is None else when.astimezone(UTC).replace(tzinfo=None)


def nbgrader_failed(what_en: str, what_zh: str, assignment: str, result: dict[str, Any]) -> BilingualError:
    """What nbgrader said, in its last lines."""
    log = str(result.get("log") or result.get("error") or "")
    said = " ".join(log.strip().splitlines()[-3:])[:400]
    return BilingualError(
        f"nbgrader could not {what_en} {assignment}: {said}", f"nbgrader 未能{what_zh} {assignment}：{said}"
    )
