"""A class from the kit: its folder, its students, its exercises; and handing the exercises out."""

import logging
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from generators.errors import BilingualError
from twinline.classroom.course import SETTINGS, Course, Settings, scripts_on_path
from twinline.classroom.students import Student
from twinline.notebooks.modules import modules_named, read_syllabus
from twinline.paths import LESSONS, SOLUTIONS
from twinline.text import Language

Tell = Callable[[int, int], None]


def new(
    folder: Path,
    language: Language,
    modules: list[str],
    students: list[Student],
    *,
    title: str = "",
    exchange: str | None = None,
) -> Course:
    """Make a class: its folder with the chosen modules' exercises (all by default) and its students in the gradebook.

    Raises `BilingualError` where a class is there already, or the kit holds no exercises.
    """
    if (folder / SETTINGS).exists():
        raise BilingualError(
            f"{folder} is a class already. Use `twinline class add` for more exercises or students.",
            f"{folder} 已是一个班级。要加作业或学员，请用 `twinline class add`。",
        )
    if folder.exists() and any(folder.iterdir()):
        raise BilingualError(f"{folder} is not empty: choose a new folder.", f"{folder} 不是空文件夹，请换一个。")
    exercises = _exercises(language, modules)
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        title=title or folder.name,
        language=language,
        exercises=tuple(exercises),
        exchange=exchange,
        secret=secrets.token_hex(16),
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
    everything = tuple(dict.fromkeys([*course.settings.exercises, *exercises]))
    course = Course(course.folder, course.settings.model_copy(update={"exercises": everything}))
    course.save()
    with course.gradebook() as gradebook:
        for student in students:
            gradebook.update_or_create_student(
                student.id, last_name=student.family, first_name=student.given, email=student.email or None
            )
    return course


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


def release(course: Course, assignments: list[str] | None = None, tell: Tell = lambda done, total: None) -> list[str]:
    """Make the trainees' copies of the exercises, and put them into the exchange where the class has one. Returns their names."""
    from nbgrader.apps import NbGraderAPI

    chosen = course.assignments(assignments)
    api = NbGraderAPI(config=course.config(), log_level=logging.ERROR)
    with scripts_on_path():
        for number, assignment in enumerate(chosen, 1):
            made = api.generate_assignment(assignment, force=True)
            if made["success"] and course.settings.exchange:
                Path(course.config().Exchange.root).mkdir(parents=True, exist_ok=True)
                made = api.release_assignment(assignment)
            if not made["success"]:
                raise nbgrader_failed("release", "发布", assignment, made["log"])
            tell(number, len(chosen))
    return chosen


def nbgrader_failed(what_en: str, what_zh: str, assignment: str, log: str) -> BilingualError:
    """What nbgrader said, in its last lines."""
    said = " ".join((log or "").strip().splitlines()[-3:])[:400]
    return BilingualError(
        f"nbgrader could not {what_en} {assignment}: {said}", f"nbgrader 未能{what_zh} {assignment}：{said}"
    )
