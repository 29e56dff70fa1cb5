"""Which tests a run takes: `--module m10`, `--changed`, `--full`, and what takes turns from commit to commit.

`TESTS_OF` is the map from what changed to the tests that look at it.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
LESSONS = HOME / "lessons"
MODULES = "tests/modules"
BUILD_CHECK = "tests/build/test_build.py::test_the_kits_own_notebooks_are_up_to_date"
HABITS = "tests/project/test_habits.py"  # lint, layout and types are looked at whatever changed

# A changed file → what is run: folders of tests, and "module" for the course's module that the name holds. The first line
# that fits counts. What no line fits (the lock, pyproject.toml, twinline/base) is looked at by every test.
TESTS_OF: dict[str, tuple[str, ...]] = {
    r"(lessons|course|exercises|solutions)/.*\bm\d\d[_-]": ("module",),
    r"twinline/(modules|feedback)/m\d\d": ("module",),
    r"(lessons|course|exercises|solutions)/|tests/lessons_fixture/": ("tests/build",),
    r"tests/(?!support|__init__)(\w+)/": ("itself",),
    r"generators/": ("tests/generators", "tests/twin", "tests/kit", MODULES),
    r"twinline/(twin|gym)/": ("tests/twin", MODULES),
    r"twinline/cockpit/": ("tests/twin", "tests/browser"),
    r"twinline/questions/": ("tests/questions", "tests/classroom", MODULES),
    r"twinline/progress/": ("tests/questions", "tests/kit"),
    r"twinline/(data|prepared|pictures|report|modules)/": ("tests/kit", MODULES),
    r"twinline/(build|syllabus)/": ("tests/build", "tests/questions"),
    r"twinline/classroom/": ("tests/classroom", "tests/server"),
    r"twinline/hub/|deploy/": ("tests/server",),
    r"twinline/lab/": ("tests/kit", "tests/browser"),
    r"twinline/commands/": ("tests/kit", "tests/build", "tests/twin", "tests/classroom"),
    r"start\.py|\.ci/|benchmarks/|datasets/|docs/|[^/]*\.md$|LICEN|\.pre-commit|\.git": ("tests/project",),
}


class Refused(Exception):
    """A choice that cannot be kept: what is wrong and what mends it, in both languages."""


def add_options(parser: pytest.Parser) -> None:
    """The options that `python start.py test` passes on."""
    group = parser.getgroup("twinline", "the course's tests")
    group.addoption("--full", action="store_true", help="everything: all banks, seeds and worlds, both languages")
    group.addoption("--module", action="append", metavar="m10", default=[], help="one module's tests; may be repeated")
    group.addoption("--changed", action="store_true", help="the tests of what git says has changed")
    group.addoption("--turn", type=int, metavar="N", help="what is tried in rotation (default: by the commit's hash)")


def choose(config: pytest.Config) -> None:
    """Settle the options before anything is collected. Raises `Refused`."""
    option = config.option
    there = {} if config.args_source is pytest.Config.ArgsSource.ARGS and not option.module else modules()
    option.module = [_module(name, there) for name in option.module]
    if option.turn is None:
        option.turn = int(git("rev-parse", "HEAD")[:12] or "0", 16)
    if config.args_source is pytest.Config.ArgsSource.ARGS:  # the paths that somebody names are those that run
        return
    if option.changed:
        targets = tests_of(changed(), there)
        if targets is not None:
            option.module = sorted({*option.module, *(targets & there.keys())})
            config.args = [*sorted(targets - there.keys()), HABITS]
            config.args += _of_modules(option.module, there) if option.module else []
            if MODULES in targets:  # then each module's turn comes there
                option.module = []
    elif option.module:
        config.args = _of_modules(option.module, there)


def left_aside(item: pytest.Item, chosen: list[str]) -> bool:
    """Whether a test goes through the modules and is at another than those chosen."""
    module = module_of(item.nodeid)
    return bool(chosen) and module is not None and module not in chosen


def module_of(nodeid: str) -> str | None:
    """The module that a test under tests/modules is at, by its parameters: "[course-m10-q1]"."""
    path, _, test = nodeid.partition("::")
    found = re.search(r"\[.*?\b(m\d\d)(?=[-_\]])", test) if path.startswith(MODULES) else None
    return found[1] if found else None


def modules() -> dict[str, Path]:
    """The course's modules and their folders. Raises `Refused` for a folder that has no lesson."""
    found = {path.name.split("_")[0]: path for path in sorted(LESSONS.glob("m[0-9][0-9]_*")) if _holds_files(path)}
    for name, path in found.items():
        if not any(path.glob("lesson*.md")):
            where = path.relative_to(HOME).as_posix()
            raise Refused(
                f"{where} has no lesson: write {where}/lesson.md and run `twinline build {name}`, or remove the folder.",
                f"{where} 里没有课程：请写好 {where}/lesson.md 并运行 `twinline build {name}`，或删掉这个文件夹。",
            )
    return found


def _holds_files(folder: Path) -> bool:
    """Not what another branch leaves behind: Python's own folders."""
    return any(path.is_file() and "__pycache__" not in path.parts for path in folder.rglob("*"))


def _module(name: str, there: dict[str, Path]) -> str:
    known = name.split("_")[0]
    if known not in there:
        raise Refused(
            f"There is no module {name} (--module): choose {', '.join(there)}.",
            f"没有模块 {name}（--module）：可选 {'、'.join(there)}。",
        )
    return known


def _of_modules(chosen: list[str], there: dict[str, Path]) -> list[str]:
    own = [there[name] / "tests" for name in chosen]
    return [*(path.relative_to(HOME).as_posix() for path in own if path.is_dir()), MODULES, BUILD_CHECK]


def changed() -> list[str]:
    """The files that differ from where this branch left the main one, as git sees them, and those that are new."""
    for main in ("@{upstream}", "origin/HEAD", "origin/main", "main", "HEAD"):
        base = git("merge-base", "HEAD", main)
        if base:
            break
    else:
        raise Refused(
            "--changed asks git what changed, and here is no git checkout.",
            "--changed 要问 git 改了什么，但这里不是 git 仓库。",
        )
    listed = [git("diff", "--name-only", "--no-renames", base), git("ls-files", "--others", "--exclude-standard")]
    return sorted({name for names in listed for name in names.splitlines()})


def tests_of(files: Iterable[str], there: Iterable[str]) -> set[str] | None:
    """The folders of tests and the modules that look at these files; None for every test."""
    found: set[str] = set()
    for name in files:
        kinds = next((kinds for pattern, kinds in TESTS_OF.items() if re.match(pattern, name)), None)
        if kinds is None:
            return None
        for kind in kinds:
            module = re.search(r"\bm\d\d(?!\d)", name) if kind == "module" else None
            if kind == "module":
                found.add(module[0] if module and module[0] in there else "tests/build")
            else:
                found.add("/".join(name.split("/")[:2]) if kind == "itself" else kind)
    return found


def git(*words: str) -> str:
    """What git says; "" where it cannot."""
    try:
        done = subprocess.run(["git", *words], cwd=HOME, capture_output=True, text=True, check=False, encoding="utf-8")
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def refuse(refused: Refused) -> int:
    """Say a refusal, a line in each language; gives the exit code."""
    print(*refused.args, sep="\n", file=sys.stderr)
    return 2
