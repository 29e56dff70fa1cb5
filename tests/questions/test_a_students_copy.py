"""What learners get holds no answers: neither their notebooks nor the installed package."""

import ast
import re
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from twinline.base.paths import COURSE, EXERCISES, FEEDBACK, HOME
from twinline.lab.workspace import update
from twinline.questions.author.authoring import PolicyQuestion, read_questions
from twinline.questions.sheet import read_sheet

MODULES = sorted(path.stem for path in FEEDBACK.glob("m*.json"))


def lines_of(function_source):
    """The telling lines of a model answer: long enough that nobody writes them by chance."""
    return [line.strip() for line in function_source.splitlines() if len(line.strip()) > 30]


def secrets():
    """Every telling line of every model answer and typical mistake."""
    found = {}
    for module in MODULES:
        for question in read_questions(module):
            for line in lines_of(question.source()[1]):
                found[line] = f"{module} {question.id}"
    return found


def normal(text):
    """Text without what laying out changes: spaces, and how a notebook's JSON writes quotes."""
    return re.sub(r"\s+", "", text.replace('\\"', '"'))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The built package. From a copy: building leaves files beside the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    tracked = subprocess.run(listing, cwd=HOME, capture_output=True, text=True, check=True).stdout
    for name in tracked.splitlines():
        if (
            name.startswith(("twinline/", "generators/", "pyproject.toml", "README.md", "LICENSE"))
            and (HOME / name).is_file()
        ):
            target = folder / "source" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((HOME / name).read_bytes())
    build = "import setuptools.build_meta as b, sys; b.build_wheel(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", build, str(folder)],
        cwd=folder / "source",
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_a_workspace_holds_no_answers(tmp_path):
    for language in ("en", "zh"):
        update([COURSE / language, EXERCISES / language], tmp_path / language, date(2026, 1, 1))
    known = secrets()
    assert len(known) > 10
    exercises = 0
    for path in tmp_path.rglob("*"):
        if path.is_file():
            text = normal(path.read_text(encoding="utf-8"))
            if "exercise" in path.name:
                exercises += 1
                assert not [where for line, where in known.items() if normal(line) in text], path.name
                assert "HIDDENTESTS" not in text
                assert ".grade(" not in text
    assert exercises >= 4


@pytest.mark.needs("git")
def test_the_wheel_holds_the_sheets_and_no_answers(wheel):
    known = secrets()
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert {f"twinline/feedback/{module}.json" for module in MODULES} <= set(names)
        assert not [
            name for name in names if name.startswith(("lessons/", "solutions/")) or re.search(r"/q\d+\.py$", name)
        ]
        for name in names:
            text = normal(archive.read(name).decode("utf-8", errors="replace"))
            assert not [where for line, where in known.items() if normal(line) in text], name


def test_a_sheet_tells_messages_and_hints_and_of_results_only_those_of_the_small_tables():
    for module in MODULES:
        sheet = read_sheet(module)
        for question in sheet.questions:
            assert question.hints
            stated = next(each for each in read_questions(module) if each.id == question.id)
            assert set(question.messages) == {wrong.code for wrong in stated.wrongs}
            if isinstance(stated, PolicyQuestion):
                continue
            for case in question.cases:
                assert (case.expected is None) == case.on_bank
                for known in (each for every in case.known.values() for each in every):
                    for mark in known.parts.values():
                        assert set(mark.model_dump()) == {"step", "grids", "salt", "digest"}
                        assert re.fullmatch(r"[abx]*|x\*\d+", mark.grids)
                        assert re.fullmatch(r"[0-9a-f]{24}", mark.digest)


def test_no_package_file_defines_a_model_answer():
    ours = {question.right.__name__ for module in MODULES for question in read_questions(module)}
    for path in (HOME / "twinline").rglob("*.py"):
        # Those that one could import: what lies within a function is out of reach.
        defined = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
        assert not ours & defined, path.name
