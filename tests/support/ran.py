"""Which of the modules' long runs are made: lessons in a kernel, a trainee's walk, notebooks built, solutions graded.

Each follows from the code alone. One that ended well is noted in `tests/modules/ran.json`, with a digest of all that it may
depend on, the system and Python's version among it. The tests make again whatever is noted of anything else or not at all,
and a third of the modules' by turns: a stale note costs time. `--module` makes that module's, `--full` all. A build server
notes nothing. What is no file of the project, as the system's fonts, is seen by those in turn alone.
"""

import hashlib
import json
import os
import sys
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
# What no lesson and no exercise reaches (tests/project/test_choosing.py looks), but for those runs that use it.
APART = {"classroom", "hub", "commands", "build", "measure"}
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
    notes = _notes()
    # Before anything is run: what somebody changes meanwhile was not tried.
    digests = {module: _digest(what, module) for module in sorted(modules)}
    if option.full:
        return list(digests)
    if option.module:
        return [module for module in digests if module in option.module]
    turns = in_turn(option.turn)
    return [module for module in digests if module in turns or notes.get(module, {}).get(what) != digests[module]]


def in_turn(turn: int) -> list[str]:
    """The modules whose noted runs are made again in a turn, the same for each kind of run."""
    modules = sorted(path.stem for path in FEEDBACK.glob("m*.json"))
    share = -(-len(modules) // _SHARE)
    return sorted({modules[(turn * share + place) % len(modules)] for place in range(share)})


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
    hashed = hashlib.sha256(f"{sys.platform} {sys.version_info[:2]}\n".encode())
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
    folders = [
        path for path in (HOME / "twinline").iterdir() if path.is_dir() and path.name not in {*APART, "__pycache__"}
    ]
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
