"""Which of the modules' long runs are made: lessons in a kernel, a trainee's walk, notebooks built, solutions graded.

Each follows from the code alone. One that ended well is noted in `tests/modules/ran.json`, with a digest of all that it may
depend on. The tests make again whatever is noted of other code or not at all, and a third of the modules' by turns: a note
that is stale costs time and hides nothing. `--module` makes that module's, `--full` all. A build server notes nothing.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock

from tests.support.needs import nothing_may_be_left_out
from twinline.base.files import as_json, write
from twinline.base.paths import FEEDBACK

HOME = Path(__file__).resolve().parents[2]
NOTES = HOME / "tests" / "modules" / "ran.json"
LESSONS, ENGLISH, WALK, BUILT, GRADED = "lessons", "lessons in English", "trainee's walk", "built", "solutions graded"

_SHARE = 3  # of the modules whose runs are noted, each run makes one in so many again
_BUILT = ("course", "exercises", "solutions")
# What no lesson and no exercise reaches (a contract of the imports says so), but for those runs that use it.
_APART = {"classroom", "hub", "report", "commands", "build", "measure", "__pycache__"}
_USED = {ENGLISH: {"measure"}, BUILT: {"build"}, GRADED: {"classroom", "build"}}
_TESTS = {
    LESSONS: "tests/modules/test_lessons_run.py",
    ENGLISH: "tests/modules/test_lessons_run.py",
    WALK: "tests/modules/test_trainee.py",
    BUILT: "tests/build/test_build.py",
    GRADED: "tests/modules/test_model_solutions_are_graded.py",
}


def due(what: str, modules: Iterable[str], option: Any) -> list[str]:
    """The modules of which this run makes `what`."""
    modules, notes = sorted(modules), _notes()
    if option.full:
        return modules
    if option.module:
        return [module for module in modules if module in option.module]
    share = -(-len(modules) // _SHARE)
    turns = {modules[(option.turn * share + place) % len(modules)] for place in range(share)} if modules else set()
    return [module for module in modules if module in turns or notes.get(module, {}).get(what) != _digest(what, module)]


def note(what: str, modules: Iterable[str]) -> None:
    """Note that it ended well."""
    if nothing_may_be_left_out():
        return
    with FileLock(Path(tempfile.gettempdir(), "twinline-ran.lock")):
        notes = _notes()
        changed = {module: notes.get(module, {}) | {what: _digest(what, module)} for module in modules}
        if changed.items() <= notes.items():
            return
        write(NOTES, as_json(notes | changed))


def told(option: Any) -> Iterator[str]:
    """A line on what is made again, for the head of a run."""
    modules = [path.stem for path in FEEDBACK.glob("m*.json")]
    again = "; ".join(f"{what} {' '.join(due(what, modules, option))}" for what in (LESSONS, WALK, BUILT, GRADED))
    yield f"made again: {again} (others are noted in {NOTES.relative_to(HOME).as_posix()})"


def module_of(notebook: Path) -> str:
    """Of "m10-lesson-1.ipynb" it is "m10"."""
    return notebook.stem.split("-")[0]


def _notes() -> dict[str, dict[str, str]]:
    try:
        found = json.loads(NOTES.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # a note that cannot be read is none
        return {}
    return found if isinstance(found, dict) and all(isinstance(each, dict) for each in found.values()) else {}


@cache
def _digest(what: str, module: str) -> str:
    hashed = hashlib.sha256()
    for path in sorted({*_kit(), *_of_module(module), *_besides(what)}):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{path.relative_to(HOME).as_posix()}\n{len(content)}\n".encode() + content)
    if what == BUILT:  # a notebook without a source is a fault of the whole build
        names = sorted(path.relative_to(HOME).as_posix() for root in _BUILT for path in _files(HOME / root))
        hashed.update("\n".join(names).encode())
    return hashed.hexdigest()[:16]


def _files(folder: Path) -> Iterator[Path]:
    """All but what a program leaves behind, and the records of measurements: those follow from the rest."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        yield from (Path(where, name) for name in names if not (where.endswith("tests") and name.endswith(".json")))


@cache
def _kit() -> tuple[Path, ...]:
    """What every module's runs may depend on."""
    folders = [path for path in (HOME / "twinline").iterdir() if path.is_dir() and path.name not in _APART]
    tops = [path for name in ("twinline", "lessons") for path in (HOME / name).iterdir() if path.is_file()]
    of_kit = [path for folder in [HOME / "generators", *folders] for path in _files(folder)]
    return (HOME / "requirements.lock", HOME / "requirements-test.lock", HOME / "tests/support/ran.py", *tops, *of_kit)


def _of_module(module: str) -> Iterator[Path]:
    for folder in (HOME / "lessons").glob(f"{module}_*"):
        yield from _files(folder)
    for root in _BUILT:
        yield from (path for path in _files(HOME / root) if module_of(path) == module)


def _besides(what: str) -> Iterator[Path]:
    yield HOME / _TESTS[what]
    for name in _USED.get(what, ()):
        yield from _files(HOME / "twinline" / name)
    if what == BUILT:  # the index names all modules, and a term may be explained in another one
        yield from _files(HOME / "lessons")
        yield from (HOME / _BUILT[0]).glob("*/index.ipynb")
