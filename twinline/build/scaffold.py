"""Laying out a new module: its two folders, with a lesson, an exercise, a memo and tests that pass from the first minute."""

import re
from dataclasses import dataclass
from pathlib import Path

from generators.errors import BilingualError
from generators.files import write_whole
from twinline.base.text import Language
from twinline.syllabus.modules import Module, read_syllabus

TEMPLATES = Path(__file__).parent / "new_module"
ID = re.compile(r"m\d\d")
_SMALL = {"a", "an", "and", "for", "in", "of", "on", "the", "to", "with"}
_WORDS = 2  # of a title, in a folder's name


@dataclass(frozen=True)
class LaidOut:
    """A module's folders, and the files that were written into them; all relative to the kit."""

    lessons: Path
    kit: Path
    written: list[Path]


def lay_out(id_: str, home: Path, en: str | None = None, zh: str | None = None) -> LaidOut:
    """Write the files of a module that the syllabus names and that has no lesson yet; no file is ever overwritten.

    Titles are the syllabus's unless given. Raises `BilingualError` for an id that is none, that the syllabus does not
    know, or whose module has a lesson already, and for a title that is not in its language.
    """
    module = _wanted(id_, home / "lessons")
    titles: dict[Language, str] = {"en": en or module.titles["en"], "zh": zh or module.titles["zh"]}
    folder = module.folder.name if module.folder else f"{id_}_{_slug(titles['en'])}"
    if not re.search(r"[\u4e00-\u9fff]", titles["zh"]):
        raise BilingualError(
            f"The second title is the Chinese one; {titles['zh']!r} holds no Chinese.",
            f"第二个标题应是中文，“{titles['zh']}”里没有汉字。",
        )
    places = {"lessons": Path("lessons", folder), "kit": Path("twinline", "modules", id_)}
    written = []
    for template in sorted(TEMPLATES.rglob("*.j2")):
        top, *rest = template.relative_to(TEMPLATES).with_suffix("").parts
        target = places[top].joinpath(*rest)
        if not (home / target).exists():
            write_whole(home / target, _filled(template, id_, folder, titles).encode())
            written.append(target)
    return LaidOut(places["lessons"], places["kit"], written)


def _wanted(id_: str, lessons: Path) -> Module:
    if not ID.fullmatch(id_):
        raise BilingualError(
            f"{id_!r} is no module's id: write m and two digits, such as m11.",
            f"“{id_}”不是模块编号：应为 m 加两位数字，如 m11。",
        )
    if not (lessons / "syllabus.yml").is_file():
        raise BilingualError(
            "There are no lessons beside this installation: run the command in a checkout of the course.",
            "这里没有课程源文件（lessons/）：请在课程的源代码目录里运行。",
        )
    syllabus, _ = read_syllabus(lessons)
    module = next((each for each in syllabus.modules if each.id == id_), None)
    if module is None:
        free = [each.id for each in syllabus.modules if not each.has_lesson]
        raise BilingualError(
            f"lessons/syllabus.yml names no module {id_}: add it there, or choose one without a lesson ({', '.join(free)}).",
            f"lessons/syllabus.yml 里没有模块 {id_}：请先补上，或选一个还没有课的模块（{'、'.join(free)}）。",
        )
    if module.folder is not None and module.has_lesson:
        raise BilingualError(
            f"Module {id_} is there already, in lessons/{module.folder.name}; nothing was changed.",
            f"模块 {id_} 已经有了，在 lessons/{module.folder.name}，未做任何改动。",
        )
    return module


def _slug(title: str) -> str:
    """`WeCom & service experience` gives `wecom_service`."""
    words = [word for word in re.findall(r"[a-z0-9]+", title.lower()) if word not in _SMALL]
    if not words:
        raise BilingualError(
            f"The first title is the English one; {title!r} holds no English word.",
            f"第一个标题应是英文，“{title}”里没有英文单词。",
        )
    return "_".join(words[:_WORDS])


def _filled(template: Path, id_: str, folder: str, titles: dict[Language, str]) -> str:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    return environment.from_string(template.read_text("utf-8")).render(id=id_, folder=folder, **titles)
