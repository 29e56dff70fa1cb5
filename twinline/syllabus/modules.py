"""Which modules and sources there are, in the order of `lessons/syllabus.yml`."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from generators.errors import UnknownChoice
from twinline.base.text import Language
from twinline.syllabus.problems import Problem

# lesson.md, or lesson-1.md and lesson-2.md where a module has several; the same for extras and exercises.
SOURCE_FILE = re.compile(r"^(?P<kind>lesson|extra|exercise|memos)(?P<part>-\d+)?\.md$")
KINDS = ("lesson", "extra", "exercise", "memos")


@dataclass(frozen=True)
class Module:
    """A module of the course; `folder` is None while it has no lesson yet."""

    id: str
    titles: dict[Language, str]
    folder: Path | None
    minutes: dict[str, int] = field(default_factory=dict)
    """What to plan in class for a notebook, by its source's name: {"lesson": 60, "exercise": 90}."""

    @property
    def sources(self) -> list[Path]:
        """Its lessons, then its extras, its exercises and its sample memos, each in order of their part."""
        if self.folder is None:
            return []
        found = [path for path in self.folder.iterdir() if SOURCE_FILE.match(path.name)]
        return sorted(found, key=lambda path: (KINDS.index(kind_of(path)), _part(path)))

    @property
    def has_lesson(self) -> bool:
        """Whether there is anything to read on it."""
        return any(kind_of(path) == "lesson" for path in self.sources)

    @property
    def is_left_over(self) -> bool:
        """Whether its folder holds but what Python left there, as after a change to another branch."""
        files = [path for path in self.folder.rglob("*") if path.is_file()] if self.folder else []
        return bool(files) and all(path.suffix == ".pyc" for path in files)


@dataclass(frozen=True)
class Item:
    """Something that the course promises to teach; `same_as` is the id of the item that it repeats, if it does."""

    id: str
    titles: dict[Language, str]
    kind: str
    module: str
    same_as: str | None = None


@dataclass(frozen=True)
class Syllabus:
    """The modules in order, and every item that a lesson may teach by its id."""

    modules: list[Module]
    items: dict[str, Item]


def for_learners(path: Path) -> bool:
    """Whether learners get what a source makes; sample memos with their marks are for those who grade."""
    return kind_of(path) != "memos"


def kind_of(path: Path) -> str:
    """Which of KINDS a source is."""
    return next(kind for kind in KINDS if path.name.startswith(kind))


def notebook_name(path: Path) -> str:
    """File name of the notebook made from a source: m00_orientation/lesson-1.md gives m00-lesson-1.ipynb."""
    return f"{path.parent.name.split('_')[0]}-{path.stem}.ipynb"


def _part(path: Path) -> int:
    match = SOURCE_FILE.match(path.name)
    return int(match["part"][1:]) if match and match["part"] else 0


def read_syllabus(lessons: Path) -> tuple[Syllabus, list[Problem]]:
    """The syllabus with the folders found beside it; a folder that it does not list is a problem."""
    # The C loader reads the 220 kB file in a tenth of the time, where it is built in.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load((lessons / "syllabus.yml").read_text(encoding="utf-8"), Loader=loader)
    problems: list[Problem] = []
    known = {entry["id"] for entry in content["modules"]}
    folders: dict[str, Path] = {}
    for folder in sorted(path for path in lessons.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))):
        id_ = folder.name.split("_")[0]
        name = f"{lessons.name}/{folder.name}"
        if id_ not in known:
            problems.append(
                Problem(
                    name,
                    1,
                    "",
                    f"no module {id_!r} in {lessons.name}/syllabus.yml: add it there or rename the folder",
                    f"{lessons.name}/syllabus.yml 里没有模块“{id_}”：请补上，或者改文件夹名",
                )
            )
        elif id_ in folders:
            problems.append(
                Problem(
                    name,
                    1,
                    "",
                    f"module {id_} has a second folder, {folders[id_].name}: keep one",
                    f"模块 {id_} 已有文件夹 {folders[id_].name}，只能留一个",
                )
            )
        else:
            folders[id_] = folder
    modules = [
        Module(
            entry["id"],
            {"en": entry["en"], "zh": entry["zh"]},
            folders.get(entry["id"]),
            dict(entry.get("minutes", {})),
        )
        for entry in content["modules"]
    ]
    items = {
        entry["id"]: Item(
            entry["id"], {"en": entry["en"], "zh": entry["zh"]}, entry["kind"], entry["module"], entry.get("same_as")
        )
        for entry in content["items"]
    }
    return Syllabus(modules, items), problems


def chosen_modules(syllabus: Syllabus, names: list[str]) -> list[Module]:
    """The modules that have a folder, or those among them called by id (`m00`) or folder name."""
    present = [module for module in syllabus.modules if module.folder is not None]
    return modules_named(names, present) if names else present


def modules_named(names: list[str], modules: list[Module]) -> list[Module]:
    """Those of `modules`, in their order, that are called by id or folder name; raises `UnknownChoice` for others."""
    by_name = {module.id: module for module in modules}
    by_name |= {module.folder.name: module for module in modules if module.folder is not None}
    for name in names:
        if name.strip("/") not in by_name:
            raise UnknownChoice("module", "模块", name, [module.id for module in modules])
    wanted = {by_name[name.strip("/")].id for name in names}
    return [module for module in modules if module.id in wanted]


def short_title(module: Module, language: Language) -> str:
    """A module's title without what stands in brackets after it."""
    return module.titles[language].split(" (")[0].split("（")[0]
