"""`twinline build`: the notebooks that come out, and the command around them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import typer
import yaml
from nbclient import NotebookClient
from typer.testing import CliRunner

from generators.errors import UnknownChoice
from tests.support import choose, ran
from twinline.base import paths
from twinline.base.text import LANGUAGES
from twinline.build import BuildError, build_all, stale, write
from twinline.commands import build as command

FIXTURE = Path(__file__).parents[1] / "lessons_fixture"


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURE, tmp_path / "lessons"))


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    return build_all(FIXTURE)


def notebook(files: dict[str, bytes], path: str) -> nbformat.NotebookNode:
    return nbformat.reads(files[path].decode(), as_version=4)


def cell(book: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in book.cells if cell.id == name)


def test_every_source_makes_its_notebooks_in_both_languages(built: dict[str, bytes]) -> None:
    assert list(built) == sorted(
        f"{top}/{language}/{name}"
        for language in LANGUAGES
        for top, name in [
            ("course", "index.ipynb"),
            ("course", "m00_orientation/m00-lesson.ipynb"),
            ("exercises", "m00_orientation/m00-exercise.ipynb"),
            ("solutions", "m00_orientation/m00-exercise.ipynb"),
        ]
    )


def test_notebooks_are_valid_and_plain(built: dict[str, bytes]) -> None:
    for path, content in built.items():
        book = notebook(built, path)
        nbformat.validate(book)
        assert (book.nbformat, book.nbformat_minor) == (4, 5)
        assert book.metadata.kernelspec.name == "python3"
        assert set(book.metadata) == {"kernelspec", "language_info", "twinline"}
        assert book.metadata.twinline.lang == path.split("/")[1]
        assert all(not each.get("outputs") and each.get("execution_count") is None for each in book.cells)
        text = content.decode()
        assert text.endswith("}\n")
        assert "\r" not in text
        assert "\\u" not in text.replace("\\\\u", "")


def test_both_languages_have_the_same_cells_and_each_its_own_text(built: dict[str, bytes]) -> None:
    en, zh = (notebook(built, f"course/{language}/m00_orientation/m00-lesson.ipynb") for language in LANGUAGES)
    assert (
        [each.id for each in en.cells] == [each.id for each in zh.cells] == ["desk", "set-up", "share-intro", "share"]
    )
    assert cell(en, "share").source == (
        "%matplotlib inline\n"
        "# Change this number\n"
        "share = 0.42\n"
        'names = {"online": share, "in the shop": 1 - share}\n'
        'print(f"Shares: {names}")'
    )
    assert cell(zh, "share").source == (
        "%matplotlib inline\n"
        "# 改一改这个数\n"
        "share = 0.42\n"
        'names = {"线上": share, "门店": 1 - share}\n'
        'print(f"占比: {names}")'
    )
    assert cell(zh, "desk").metadata == {"twinline": {"name": "desk", "teaches": ["S1-2.1.x1"]}}
    assert cell(zh, "share").metadata == {
        "tags": ["hide-input"],
        "twinline": {"name": "share", "teaches": ["S1-2.1.s1"]},
    }


def test_ids_stay_when_a_cell_is_inserted(lessons: Path, built: dict[str, bytes]) -> None:
    path = lessons / "m00_orientation/lesson.md"
    text = path.read_text(encoding="utf-8")
    path.write_text("```{code-cell} ipython3\n:name: first\nx = 1\n```\n\n" + text, encoding="utf-8")
    name = "course/en/m00_orientation/m00-lesson.ipynb"
    before, after = notebook(built, name), notebook(build_all(lessons), name)
    assert [each.id for each in after.cells] == ["first", *[each.id for each in before.cells]]


def test_lessons_in_parts_are_numbered(lessons: Path) -> None:
    folder = lessons / "m00_orientation"
    shutil.copy(folder / "lesson.md", folder / "lesson-10.md")
    shutil.copy(folder / "lesson.md", folder / "lesson-2.md")
    (folder / "lesson.md").unlink()
    files = build_all(lessons)
    assert "course/zh/m00_orientation/m00-lesson-10.ipynb" in files
    index = cell(notebook(files, "course/en/index.ipynb"), "modules").source
    assert "[Lesson 1](m00_orientation/m00-lesson-2.ipynb) · [Lesson 2](m00_orientation/m00-lesson-10.ipynb)" in index


def test_the_index_lists_modules_as_they_lie_in_a_workspace(built: dict[str, bytes]) -> None:
    source = cell(notebook(built, "course/zh/index.ipynb"), "modules").source
    assert "[课程](m00_orientation/m00-lesson.ipynb) · [练习](m00_orientation/m00-exercise.ipynb)" in source
    assert "01 O2O阶段与模式" in source
    assert "m01_" not in source
    assert "<!--" not in source


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_reaches_the_student_version(built: dict[str, bytes], language: str) -> None:
    student = notebook(built, f"exercises/{language}/m00_orientation/m00-exercise.ipynb")
    text = "\n".join(each.source for each in student.cells)
    for secret in (
        "SOLUTION",
        "HIDDEN",
        "online / total",
        "return 0.0",
        "lines = 2",
        "online_share(0, 0)",
        "counter",
        "柜台",
    ):
        assert secret not in text
    say, error = {
        "en": ("# Write your code here, then delete the next line", 'raise NotImplementedError("Not answered yet.")'),
        "zh": ("# 在这里写您的代码，写好后删掉下一行", 'raise NotImplementedError("这道题还没有作答。")'),
    }[language]
    assert cell(student, "q1-answer").source.endswith(f"    {say}\n    {error}")
    assert cell(student, "q2-spare").source == f"{say}\n{error}"
    assert cell(student, "q3-memo").source == {"en": "Write your answer here.", "zh": "在这里写下您的回答。"}[language]
    assert cell(student, "q1-check").metadata.editable is False


def secret_lines(instructor: nbformat.NotebookNode) -> set[str]:
    """Lines that only the instructor may read: inside regions, or in answers that are a whole cell."""
    secret, public = set(), set()
    for each in instructor.cells:
        region = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)
        inside = "\n".join(found[2] for found in region.finditer(each.source))
        whole = each.metadata.get("nbgrader", {}).get("solution") and not inside
        secret |= set((each.source if whole else inside).splitlines())
        public |= set("" if whole else region.sub("", each.source).splitlines())
    return {line.strip() for line in secret if len(line.strip()) > 8} - {line.strip() for line in public}


@pytest.fixture(scope="module")
def again(request: pytest.FixtureRequest) -> list[str]:
    """The modules that are built again, by their folders; none where it is all of them, and the index with them."""
    modules = choose.modules()
    due = ran.due(ran.BUILT, modules, request.config.option)
    return [] if due == sorted(modules) else [path.name for module in due for path in paths.LESSONS.glob(f"{module}_*")]


@pytest.fixture(scope="module")
def kits_own(again: list[str]) -> dict[str, bytes]:
    """What is built from the kit's own sources."""
    return build_all(paths.LESSONS, again)


def no_secret_line_reaches_a_student(files: dict[str, bytes]) -> None:
    exercises = [path for path in files if path.startswith("exercises/")]
    assert exercises
    for path in exercises:
        secrets = secret_lines(notebook(files, path.replace("exercises/", "solutions/")))
        assert secrets
        seen = {line.strip() for each in notebook(files, path).cells for line in each.source.splitlines()}
        assert not secrets & seen


def test_no_secret_line_of_the_kits_exercises_reaches_a_student(kits_own: dict[str, bytes]) -> None:
    no_secret_line_reaches_a_student(kits_own)


def test_grading_metadata(built: dict[str, bytes]) -> None:
    book = notebook(built, "solutions/en/m00_orientation/m00-exercise.ipynb")
    kinds = {
        each.id: tuple(each.metadata.nbgrader.get(key) for key in ("grade", "solution", "locked", "points"))
        for each in book.cells
        if "nbgrader" in each.metadata
    }
    assert kinds == {
        "q1-answer": (False, True, False, None),
        "q1-check": (True, False, True, 2),
        "q2-answer": (False, True, False, None),
        "q2-spare": (False, True, False, None),
        "q2-check": (True, False, True, 1),
        "q3-intro": (False, False, True, None),
        "q3-memo": (True, True, False, 10),
    }


def test_built_notebooks_pass_ruff(built: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path, built)
    ruff = Path(sys.executable).with_name("ruff")
    settings = str(paths.HOME / "pyproject.toml")
    for task in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *task, "--no-cache", "--config", settings, tmp_path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_built_lesson_runs(built: dict[str, bytes]) -> None:
    book = notebook(built, "course/zh/m00_orientation/m00-lesson.ipynb")
    NotebookClient(book, timeout=60).execute()
    assert cell(book, "share").outputs[0].text == "占比: {'线上': 0.42, '门店': 0.5800000000000001}\n"


PRINT_HASHES = """
import hashlib, sys
from pathlib import Path
from twinline.build import build_all
for path, content in build_all(Path(sys.argv[1])).items():
    print(path, hashlib.sha256(content).hexdigest())
"""


def test_a_rebuild_is_identical_whatever_the_surroundings(lessons: Path, tmp_path: Path) -> None:
    runs = []
    for seed, locale in (("1", "C"), ("2", "zh_CN.UTF-8")):
        cwd = tmp_path / f"在别处 {seed}"
        cwd.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TWINLINE_LANG": ""}
        command = [sys.executable, "-c", PRINT_HASHES, lessons]
        runs.append(subprocess.Popen(command, cwd=cwd, env=environment, stdout=subprocess.PIPE))
    first, second = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert first == second
    assert first.count(b"\n") == 8


@pytest.fixture
def kit(lessons: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "HOME", lessons.parent)
    monkeypatch.setattr(command, "LESSONS", lessons)
    monkeypatch.setenv("TWINLINE_LANG", "en")
    return lessons.parent


def run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command.build)
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_build_writes_then_check_agrees(kit: Path) -> None:
    code, said = run("--check")
    assert code == 1
    assert "course/en/index.ipynb" in said
    assert "8 built notebooks differ from lessons/: run `twinline build` and commit the result." in said
    assert not (kit / "course").exists()
    assert run()[1].endswith("8 notebooks built, 8 changed.\n")
    assert run("--check") == (0, "All 8 notebooks are up to date.\n")
    times = {path: path.stat().st_mtime_ns for path in kit.rglob("*.ipynb")}
    assert run()[1] == "8 notebooks built, 0 changed.\n"
    assert times == {path: path.stat().st_mtime_ns for path in kit.rglob("*.ipynb")}


def test_an_edited_notebook_is_stale_and_only_it_is_written_again(kit: Path) -> None:
    run()
    edited = kit / "course/zh/index.ipynb"
    edited.write_text("{}", encoding="utf-8")
    code, said = run("--check")
    assert code == 1
    assert said.startswith("course/zh/index.ipynb\n1 built notebooks differ")
    assert run()[1] == "course/zh/index.ipynb\n8 notebooks built, 1 changed.\n"


def test_a_notebook_without_a_source_is_reported_then_removed(kit: Path) -> None:
    run()
    checkpoint = kit / "course/zh/m00_orientation/.ipynb_checkpoints/old.ipynb"
    old = kit / "exercises/zh/m03_old/m03-exercise.ipynb"
    for path in (checkpoint, old):
        path.parent.mkdir(parents=True)
        path.write_text("{}", encoding="utf-8")
    assert run("--check")[1].startswith("exercises/zh/m03_old/m03-exercise.ipynb\n")
    assert run("m00", "--check")[0] == 0
    assert "removed exercises/zh/m03_old/m03-exercise.ipynb" in run()[1]
    assert not old.parent.exists()
    assert checkpoint.exists()


def test_one_module_is_built_by_id_or_folder(kit: Path) -> None:
    assert run("m00")[1].endswith("6 notebooks built, 6 changed.\n")
    assert run("m00_orientation")[1] == "6 notebooks built, 0 changed.\n"
    with pytest.raises(UnknownChoice, match="Unknown module 'm01': choose one of m00"):
        run("m01")


def test_a_failed_build_writes_nothing(kit: Path) -> None:
    path = kit / "lessons/index.md"
    path.write_text("Text.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(BuildError, match="has no language"):
        run()
    assert not (kit / "course").exists()


def test_the_kits_own_notebooks_are_up_to_date(kits_own: dict[str, bytes], again: list[str]) -> None:
    assert stale(paths.HOME, kits_own, again or None) == []
    if not again:
        no_secret_line_reaches_a_student(
            kits_own
        )  # what is noted is not looked at, so it is noted of both or of neither
        ran.note(ran.BUILT, choose.modules())


def test_the_glossary_has_both_languages() -> None:
    terms = yaml.safe_load((paths.LESSONS / "glossary.yml").read_text(encoding="utf-8"))
    for id_, term in terms.items():
        assert re.fullmatch(r"[a-z0-9_]+", id_)
        assert {"en", "zh"} <= set(term) <= {"en", "zh", "note_en", "note_zh"}, id_
    english = [json.dumps(term["en"]) for term in terms.values()]
    assert len(set(english)) == len(english)
