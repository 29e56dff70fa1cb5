"""Write the tables of docs/ whose facts stand elsewhere.

Timetables come from `lessons/syllabus.yml`, limits from `sandbox/limits.py`, a scenario's fields from its form, rooms from the contracts of pyproject.toml and what
the folders say of themselves.

`python docs/tables.py` writes them between their markers; `--check` only compares.
"""

import argparse
import ast
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from twinline.base.paths import HOME, LESSONS  # noqa: E402
from twinline.base.text import LANGUAGES, Language  # noqa: E402
from twinline.build.index import LABELS  # noqa: E402
from twinline.classroom.sandbox import limits  # noqa: E402
from twinline.syllabus.modules import Module, kind_of, read_syllabus, short_title  # noqa: E402
from twinline.twin.scenarios import ready  # noqa: E402
from twinline.twin.scenarios.fields import fields  # noqa: E402

PAGES: dict[Path, Language] = {
    HERE / "handbooks" / "instructor.zh-CN.md": "zh",
    HERE / "handbooks" / "instructor.md": "en",
    HERE / "reference" / "classroom.md": "en",
    HERE / "reference" / "scenarios.md": "en",
    HERE / "contribute" / "map.md": "en",
}
MARKS = re.compile(r"(?P<begin><!-- table (?P<name>[\w-]+): .*? -->\n).*?(?P<end><!-- end of table -->)", re.DOTALL)
BREAK, LONGEST, SHORT = 15, 90, 40  # minutes: a break, people's patience, and what is not worth a break before it

Pair = dict[Language, str]


@dataclass(frozen=True)
class Fixed:
    """What is in every class and in no notebook."""

    minutes: int
    title: Pair


START = Fixed(
    20,
    {
        "en": "Everybody opens the course and runs a cell; `twinline class release`",
        "zh": "全员打开课程、跑通一个单元格；`twinline class release`",
    },
)
MIRROR = Fixed(
    20,
    {
        "en": "`twinline class collect`, `grade`, `report`: look at the typical mistakes together",
        "zh": "`twinline class collect`、`grade`、`report`：一起看典型错误",
    },
)
END = Fixed(20, {"en": "Each says what they will do on Monday", "zh": "每人说一件周一上班就做的事"})

# Each half-day: when it begins and ends, and what is done, in order. A text is a module and a notebook of it. Lessons and fixed
# parts take their time; an exercise gets what is left, and is finished afterwards.
Half = tuple[str, str, str, list[Fixed | str]]
AGENDAS: dict[str, list[Half]] = {
    "half-day": [("", "09:00", "12:30", [START, "m10 lesson", "m10 exercise", MIRROR, END])],
    "two-days": [
        ("1", "09:00", "12:00", [START, "m00 lesson-1", "m00 exercise", MIRROR]),
        ("1", "13:30", "17:00", ["m05 lesson-1", "m05 lesson-2", "m05 exercise"]),
        ("2", "09:00", "12:00", ["m09 lesson-1", "m09 lesson-2", "m09 exercise"]),
        ("2", "13:30", "17:00", ["m10 lesson", "m10 exercise", MIRROR, END]),
    ],
}


@dataclass(frozen=True)
class Row:
    """A line of a timetable: minutes after midnight, and what is on."""

    day: str
    begin: int
    end: int
    title: Pair
    later: int = 0
    """Minutes of an exercise for which the half-day has no room."""


def plan(halves: list[Half], modules: dict[str, Module]) -> list[Row]:
    """The timetable of a class. Raises `ValueError` where a half-day has no room, or a notebook no minutes."""
    rows = []
    for day, first, last, parts in halves:
        now, since = _minutes(first), 0
        for place, part in enumerate(parts):
            wanted = _wanted(part, modules)
            if since and since + wanted > LONGEST and wanted >= SHORT:
                rows.append(Row(day, now, now + BREAK, {"en": "Break", "zh": "休息"}))
                now, since = now + BREAK, 0
            given = wanted
            if isinstance(part, str) and "exercise" in part:
                given = min(wanted, _minutes(last) - now - _after(parts[place + 1 :], modules))
            if given < min(wanted, SHORT) or now + given > _minutes(last):
                raise ValueError(f"No room for {part} on day {day or 1} before {last}.")
            rows.append(Row(day, now, now + given, _title(part, modules), wanted - given))
            now, since = now + given, since + given
    return rows


def _after(parts: list[Fixed | str], modules: dict[str, Module]) -> int:
    return sum(_wanted(part, modules) for part in parts)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _wanted(part: Fixed | str, modules: dict[str, Module]) -> int:
    if isinstance(part, Fixed):
        return part.minutes
    module, stem = part.split()
    if stem not in modules[module].minutes:
        raise ValueError(f"Module {module} has no minutes for {stem} in lessons/syllabus.yml.")
    return modules[module].minutes[stem]


def _title(part: Fixed | str, modules: dict[str, Module]) -> Pair:
    if isinstance(part, Fixed):
        return part.title
    id_, stem = part.split()
    source = next(path for path in modules[id_].sources if path.stem == stem)
    number = f" {stem.partition('-')[2]}" if "-" in stem else ""
    kind = LABELS[kind_of(source)]
    return {
        language: f"**{id_}** {short_title(modules[id_], language)} · {kind[language]}{number}"
        for language in LANGUAGES
    }


def table(rows: list[Row], language: Language) -> str:
    """A timetable in Markdown."""
    head: Pair = {"en": "| Time | Minutes | What |", "zh": "| 时间 | 分钟 | 内容 |"}
    day: Pair = {"en": "**Day %s**", "zh": "**第 %s 天**"}
    later: Pair = {"en": " (the other %d minutes at home)", "zh": "（其余 %d 分钟课后完成）"}
    lines = [head[language], "|:--|--:|:--|"]
    for number, row in enumerate(rows):
        if row.day and (number == 0 or rows[number - 1].day != row.day):
            lines.append(f"| | | {day[language] % row.day} |")
        what = row.title[language] + (later[language] % row.later if row.later else "")
        lines.append(f"| {_clock(row.begin)}–{_clock(row.end)} | {row.end - row.begin} | {what} |")
    return "\n".join(lines)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def limit_table() -> str:
    """What one submission may use, in Markdown; the words are those of the code."""
    body = next(
        node for node in ast.parse(Path(limits.__file__).read_text("utf-8")).body if isinstance(node, ast.ClassDef)
    )
    lines = ["| Limit | | |", "|:--|--:|:--|"]
    for node, after in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            value = getattr(limits.Limits(), node.target.id)
            said = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            shown = f"{value // limits.MIB:,} MiB" if value >= limits.MIB else f"{value:g}"
            shown += " s" if "seconds" in node.target.id else ""
            lines.append(f"| {node.target.id.replace('_', ' ')} | {shown} | {said} |")
    return "\n".join(lines)


def room_table() -> str:
    """Every room from the top to the ground, what its folder says of itself, and the rooms that it imports, in Markdown."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))
    contract = next(each for each in project["tool"]["importlinter"]["contracts"] if each["id"] == "rooms")
    rooms = contract["layers"]
    lines = ["| Room | What is in it | Imports |", "|:--|:--|:--|"]
    for room in rooms:
        place = HOME / room.replace(".", "/")
        files = sorted(place.rglob("*.py")) or [place.with_suffix(".py")]
        code = {file: ast.parse(file.read_text("utf-8")) for file in files}
        said = ast.get_docstring(code[place / "__init__.py" if place.is_dir() else files[0]]) or ""
        taken = {name for tree in code.values() for name in imported(tree)}
        below = [
            _short(other)
            for other in rooms
            if other != room and any(f"{name}.".startswith(f"{other}.") for name in taken)
        ]
        shown = f"`{room.replace('.', '/')}{'/' if place.is_dir() else '.py'}`"
        lines.append(f"| {shown} | {' '.join(said.split(chr(10) * 2)[0].split())} | {', '.join(below)} |")
    return "\n".join(lines)


def imported(tree: ast.Module) -> set[str]:
    """The modules that a file imports, those among the names that it takes from a package included."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _short(room: str) -> str:
    return room.removeprefix("twinline.")


def field_table() -> str:
    """The fields of a scenario file, in both languages, in Markdown."""
    lines = ["| Field · 字段 | It takes | 应填 | Left out · 不写 |", "|:--|:--|:--|:--|"]
    for each in fields():
        default = "–" if each.default in (None, [], {}) else f"`{each.default:g}`"
        left_out = "**must be there · 必填**" if each.required else default
        lines.append(f"| `{each.place}` | {each.en} | {each.zh} | {left_out} |")
    return "\n".join(lines)


def game_table() -> str:
    """The ready games and their files, in both languages, in Markdown."""
    lines = ["| File · 文件 | Game | 情景 |", "|:--|:--|:--|"]
    for game in ready():
        path = f"twinline/twin/scenarios/{game.name}.yml"
        if (HOME / path).is_file():
            lines.append(f"| [`{game.name}.yml`](../../{path}) | {game.en} | {game.zh} |")
    return "\n".join(lines)


FACTS = {"limits": limit_table, "rooms": room_table, "fields": field_table, "games": game_table}


def written(text: str, language: Language) -> str:
    """A page with its tables as they should be."""
    modules = {module.id: module for module in read_syllabus(LESSONS)[0].modules}

    def fresh(found: re.Match[str]) -> str:
        name = found["name"]
        made = FACTS[name]() if name in FACTS else table(plan(AGENDAS[name], modules), language)
        return f"{found['begin']}\n{made}\n\n{found['end']}"

    return MARKS.sub(fresh, text)


def main() -> None:
    """Write the tables, or say that they are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a table is stale")
    check = parser.parse_args().check
    stale = []
    for path, language in PAGES.items():
        text = path.read_text(encoding="utf-8")
        if (fresh := written(text, language)) != text:
            stale.append(path.name)
            if not check:
                path.write_text(fresh, encoding="utf-8", newline="\n")
    print(*stale, sep="\n")
    if check and stale:
        sys.exit("Stale: run `python docs/tables.py` and commit the result.")


if __name__ == "__main__":
    main()
