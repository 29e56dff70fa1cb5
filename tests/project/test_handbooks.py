"""What the handbooks promise is there: their commands, links and pictures, the same in both languages, and tables that are current."""

import importlib.util
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main

from twinline import cli
from twinline.base.paths import LESSONS
from twinline.syllabus.modules import kind_of, read_syllabus

HOME = Path(__file__).resolve().parents[2]
BOOKS = HOME / "docs" / "handbooks"
NAMES = ["instructor", "trainee", "self-study"]
DOCS = [*sorted((HOME / "docs" / "reference").glob("*.md")), *sorted((HOME / "docs" / "contribute").glob("*.md"))]
PAGES = [
    *sorted(BOOKS.glob("*.md")),
    *DOCS,
    *(HOME / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")),
]
LOOSE = ("CONTRIBUTING.md", "tests.md", "scale.md")  # loops of the shell, options of pytest, commands without arguments
PICTURES = 2_000_000  # bytes, of all together


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    found = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = found  # where dataclasses look for their module
    spec.loader.exec_module(found)
    return found


tables = module(HOME / "docs" / "tables.py")


def book(name, language):
    return (BOOKS / (f"{name}.zh-CN.md" if language == "zh" else f"{name}.md")).read_text("utf-8")


def pictures(text):
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text)


def commands(text):
    """Every command of a page, in its code blocks or within a sentence, as words."""
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`((?:twinline|python start\.py) [^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def parsed(words):
    """The command that `twinline` would run, and its options; fails as the command line would."""
    command, path = typer.main.get_command(cli.app), []
    words = list(words[1:])
    while hasattr(command, "commands"):
        path.append(words.pop(0))
        assert path[-1] in command.commands, f"no command {' '.join(path)}"
        command = command.commands[path[-1]]
    command.make_context(" ".join(path), list(words))
    return " ".join(path), sorted(word for word in words if word.startswith("-"))


def parts(page):
    """The headings of a page as links name them."""
    return {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.+)$", page, re.M)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        target, _, part = unquote(link).partition("#")
        if "://" not in target:
            there = (page.parent / target) if target else page
            assert there.exists(), link
            assert not part or part in parts(there.read_text("utf-8")), link


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in LOOSE], ids=lambda page: page.name)
def test_every_command_of_a_page_is_one_that_the_kit_takes(page):
    found = commands(page.read_text("utf-8"))
    start = subprocess.run([sys.executable, HOME / "start.py", "--help"], capture_output=True, text=True, check=True)
    for words in found:
        if words[0] == "twinline" and words != ["twinline", "class"]:
            parsed(words)
        elif words[:2] == ["python", "start.py"]:
            assert [word for word in words if word.startswith("--") and word not in start.stdout] == []
    assert found or page in DOCS


def test_a_command_that_does_not_exist_would_be_noticed():
    for line in ("twinline class enrol", "twinline class grade --faster", "twinline twin run"):
        with pytest.raises((AssertionError, cli.UsageError)):
            parsed(line.split())


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_show_the_same_pictures_and_commands(name):
    shown, done = {}, {}
    for language in ("zh", "en"):
        text = book(name, language)
        shown[language] = [Path(path).name.removesuffix(f".{language}.png") for _, path in pictures(text)]
        done[language] = [
            parsed(words) if words[0] == "twinline" else words[: 1 if words[0] == "cd" else None]
            for words in commands(re.sub(r"`[^`\n]+`", "", text))
        ]
    assert shown["zh"] == shown["en"]
    assert done["zh"] == done["en"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_described_in_the_readers_language(language):
    for name in NAMES:
        for alt, path in pictures(book(name, language)):
            assert path.endswith(f".{language}.png"), path
            assert len(alt) > 15, path
            assert bool(re.search("[一-鿿]", alt)) == (language == "zh"), alt


def test_every_picture_is_used_and_all_together_are_small():
    used = {BOOKS / path for name in NAMES for language in ("zh", "en") for _, path in pictures(book(name, language))}
    there = set((BOOKS / "pictures").iterdir())
    assert there == used
    assert sum(path.stat().st_size for path in there) < PICTURES


def test_the_tables_in_the_docs_are_current():
    for path, language in tables.PAGES.items():
        text = path.read_text("utf-8")
        assert text.count("<!-- table ") == text.count("<!-- end of table -->") >= 1
        assert tables.written(text, language) == text, "run `python docs/tables.py` and commit the result"


MODULES = {module.id: module for module in read_syllabus(LESSONS)[0].modules}


@pytest.mark.parametrize("name", tables.AGENDAS)
def test_a_timetable_has_no_gaps_and_gives_every_notebook_its_time(name):
    halves = tables.AGENDAS[name]
    rows = tables.plan(halves, MODULES)
    starts = {tables._minutes(half[1]) for half in halves}
    assert all(row.end > row.begin for row in rows)
    assert all(after.begin == row.end or after.begin in starts for row, after in pairwise(rows))
    wanted = sum(tables._wanted(part, MODULES) for half in halves for part in half[3])
    pauses = sum(row.end - row.begin for row in rows if row.title["en"] == "Break")
    assert sum(row.end - row.begin + row.later for row in rows) == wanted + pauses


def test_a_half_day_that_is_too_full_is_refused():
    with pytest.raises(ValueError, match="No room"):
        tables.plan([("", "09:00", "10:30", ["m10 lesson", "m10 exercise"])], MODULES)
    with pytest.raises(ValueError, match="no minutes"):
        tables.plan([("", "09:00", "12:00", ["m10 lesson-9"])], MODULES)


PLANNED = [module for module in MODULES.values() if module.minutes]
SAID = {"an hour": 60, "seventy-five minutes": 75, "ninety minutes": 90, "a hundred minutes": 100}


@pytest.mark.parametrize("module", PLANNED, ids=lambda module: module.id)
def test_the_minutes_of_the_syllabus_are_those_that_trainees_are_told(module):
    sources = {path.stem: path for path in module.sources if kind_of(path) in ("lesson", "exercise")}
    assert set(module.minutes) == set(sources)
    low, high = map(int, re.search(r"(\d+) to (\d+) minutes", (LESSONS / "index.md").read_text("utf-8")).groups())
    for stem, minutes in module.minutes.items():
        if kind_of(sources[stem]) == "lesson":
            assert low <= minutes <= high
        else:
            told = re.search(r"[Aa]llow (an hour|[a-z-]+(?: [a-z]+)? minutes)\b", sources[stem].read_text("utf-8"))
            assert SAID[told[1]] == minutes
