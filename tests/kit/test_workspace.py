import json
import platform
import shutil
from datetime import date

import pytest
from typer.testing import CliRunner

from generators.errors import BilingualError
from generators.files import PARTS
from twinline import cli
from twinline.base import paths
from twinline.lab.workspace import STATE, Report, update

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def cell(source, kind="code", **more):
    outputs = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {
        "cell_type": kind,
        "id": f"id-{''.join(source)[:4].strip()}",
        "metadata": {},
        "source": source,
        **outputs,
        **more,
    }


def notebook(*cells):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"cells": list(cells), "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def kit(tmp_path):
    """A small kit of an index, a lesson and its exercise."""
    write(tmp_path / "course/index.ipynb", notebook(cell("# 目录", "markdown")))
    write(tmp_path / "course/m00_a/m00-lesson.ipynb", notebook(cell("a = 1"), cell("b = 2")))
    write(tmp_path / "exercises/m00_a/m00-exercise.ipynb", notebook(cell("def f(): ...")))
    return tmp_path


@pytest.fixture
def lay_out(kit):
    return lambda today=MONDAY: update([kit / "course", kit / "exercises"], kit / "mine", today)


def lesson(kit):
    return kit / "course/m00_a/m00-lesson.ipynb", kit / "mine/m00_a/m00-lesson.ipynb"


def names(kit):
    return sorted(path.name for path in (kit / "mine").rglob("*") if path.is_file())


def test_lessons_and_exercises_come_side_by_side(kit, lay_out):
    report = lay_out()
    assert [path.as_posix() for path in report.added] == [
        "index.ipynb",
        "m00_a/m00-lesson.ipynb",
        "m00_a/m00-exercise.ipynb",
    ]
    assert names(kit) == [STATE, "index.ipynb", "m00-exercise.ipynb", "m00-lesson.ipynb"]


def test_a_second_start_does_nothing(kit, lay_out):
    lay_out()
    before = {path: path.stat().st_mtime_ns for path in (kit / "mine").rglob("*.ipynb")}
    report = lay_out()
    assert report == Report()
    assert before == {path: path.stat().st_mtime_ns for path in (kit / "mine").rglob("*.ipynb")}


def test_an_untouched_file_follows_the_kit(kit, lay_out):
    source, mine = lesson(kit)
    lay_out()
    write(source, notebook(cell("a = 10")))
    assert [path.name for path in lay_out().updated] == ["m00-lesson.ipynb"]
    assert read(mine)["cells"] == read(source)["cells"]


def test_a_notebook_names_this_python_so_that_lab_has_nothing_to_add(kit, lay_out):
    _, mine = lesson(kit)
    lay_out()
    assert read(mine)["metadata"]["language_info"]["version"] == platform.python_version()


def test_running_saving_and_folding_are_no_changes(kit, lay_out):
    source, mine = lesson(kit)
    lay_out()
    ran = notebook(
        cell(["a = ", "1"], execution_count=4, outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]),
        cell("b = 2", metadata={"scrolled": True, "jupyter": {"source_hidden": True}, "execution": {}}),
        cell(""),
    )
    ran["metadata"] |= {"language_info": {"name": "python", "version": "3.13"}}
    write(mine, ran)
    write(source, notebook(cell("a = 1"), cell("b = 20")))
    report = lay_out()
    assert report.updated
    assert not report.beside
    assert [c["source"] for c in read(mine)["cells"]] == ["a = 1", "b = 20"]


def test_an_update_keeps_results_of_code_that_is_the_same(kit, lay_out):
    source, mine = lesson(kit)
    lay_out()
    result = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    ran = notebook(cell("a = 1", outputs=result, execution_count=1), cell("b = 2", outputs=result, execution_count=2))
    write(mine, ran)
    write(source, notebook(cell("a = 1"), cell("b = 20")))
    lay_out()
    first, second = read(mine)["cells"]
    assert (first["outputs"], first["execution_count"]) == (result, 1)
    assert (second["outputs"], second["execution_count"]) == ([], None)


def test_a_changed_file_stays_and_the_new_version_lies_beside_it_once(kit, lay_out):
    source, mine = lesson(kit)
    lay_out()
    write(mine, notebook(cell("a = 1  # my note")))
    assert not lay_out().beside, "the kit has nothing new to offer"
    write(source, notebook(cell("a = 10")))
    assert [new.name for _, new in lay_out(MONDAY).beside] == ["m00-lesson.new-2026-11-23.ipynb"]
    assert read(mine) == notebook(cell("a = 1  # my note"))
    assert not lay_out(TUESDAY).beside
    assert names(kit).count("m00-lesson.new-2026-11-23.ipynb") == 1


def test_a_newer_offer_takes_the_place_of_an_older_one_unless_it_was_worked_on(kit, lay_out):
    source, mine = lesson(kit)
    lay_out()
    write(mine, notebook(cell("mine")))
    write(source, notebook(cell("a = 10")))
    lay_out(MONDAY)
    write(source, notebook(cell("a = 100")))
    lay_out(TUESDAY)
    offers = sorted(path.name for path in mine.parent.glob("*.new-*"))
    assert offers == ["m00-lesson.new-2026-11-24.ipynb"]
    write(mine.with_name(offers[0]), notebook(cell("worked on")))
    write(source, notebook(cell("a = 1000")))
    lay_out(TUESDAY)
    assert sorted(path.name for path in mine.parent.glob("*.new-*")) == [
        "m00-lesson.new-2026-11-24-2.ipynb",
        "m00-lesson.new-2026-11-24.ipynb",
    ]
    assert read(mine.with_name(offers[0])) == notebook(cell("worked on"))


def test_taking_over_the_new_version_makes_the_file_follow_the_kit_again(kit, lay_out):
    source, mine = lesson(kit)
    lay_out()
    write(mine, notebook(cell("mine")))
    write(source, notebook(cell("a = 10")))
    lay_out()
    write(mine, notebook(cell("a = 10")))
    write(source, notebook(cell("a = 100")))
    assert [path.name for path in lay_out(TUESDAY).updated] == ["m00-lesson.ipynb"]


def test_a_deleted_file_comes_back_and_own_files_are_left_alone(kit, lay_out):
    _, mine = lesson(kit)
    lay_out()
    mine.unlink()
    own = kit / "mine/m00_a/notes.ipynb"
    own.write_text("my own", encoding="utf-8")
    assert [path.name for path in lay_out().restored] == ["m00-lesson.ipynb"]
    assert own.read_text(encoding="utf-8") == "my own"


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"cells": 3}', '{"cells": [3]}', "\x00"])
def test_a_file_that_is_no_notebook_counts_as_changed(kit, lay_out, broken):
    source, mine = lesson(kit)
    lay_out()
    mine.write_text(broken, encoding="utf-8")
    write(source, notebook(cell("a = 10")))
    assert lay_out().beside
    assert mine.read_text(encoding="utf-8") == broken


@pytest.mark.parametrize("state", [None, "", "[]", '{"m00_a/m00-lesson.ipynb": 3}', '{"m00_a/m00-lesson.ipynb": {}}'])
def test_without_a_state_nothing_of_the_learners_is_lost(kit, lay_out, state):
    _, mine = lesson(kit)
    lay_out()
    (kit / "mine" / STATE).unlink()
    if state is not None:
        (kit / "mine" / STATE).write_text(state, encoding="utf-8")
    write(mine, notebook(cell("mine")))
    report = lay_out()
    assert [path.name for path, _ in report.beside] == ["m00-lesson.ipynb"]
    assert read(mine) == notebook(cell("mine"))
    assert not lay_out().beside


def test_other_files_go_by_their_bytes_and_hidden_ones_stay_out(kit, lay_out):
    (kit / "course/m00_a/picture.svg").write_text("<svg/>", encoding="utf-8")
    write(kit / "course/m00_a/.ipynb_checkpoints/m00-lesson-checkpoint.ipynb", notebook())
    lay_out()
    assert "picture.svg" in names(kit)
    assert "m00-lesson-checkpoint.ipynb" not in names(kit)
    (kit / "course/m00_a/picture.svg").write_text("<svg></svg>", encoding="utf-8")
    assert [path.name for path in lay_out().updated] == ["picture.svg"]


def test_a_write_that_fails_leaves_the_old_file_and_no_rubbish(kit, lay_out, monkeypatch):
    source, mine = lesson(kit)
    lay_out()
    before = mine.read_bytes()
    write(source, notebook(cell("a = 10")))
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        lay_out()
    assert mine.read_bytes() == before
    assert not list((kit / "mine").rglob(PARTS))


def test_missing_notebooks_are_named(tmp_path):
    with pytest.raises(BilingualError, match="twinline build"):
        update([tmp_path / "course"], tmp_path / "mine", MONDAY)


@pytest.mark.parametrize(
    ("lang", "first", "changed"), [("en", "3 new", "you changed it"), ("zh", "新增 3 份", "您改过")]
)
def test_the_command_tells_what_it_did(kit, monkeypatch, lang, first, changed):
    for folder in ("course", "exercises"):
        shutil.move(kit / folder, kit / "kit" / folder / lang)
    monkeypatch.setattr(paths, "COURSE", kit / "kit/course")
    monkeypatch.setattr(paths, "EXERCISES", kit / "kit/exercises")
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(kit / "workspace"))
    command = ["workspace", "--lang", lang]
    assert first in CliRunner().invoke(cli.app, command).output
    write(kit / "workspace" / lang / "index.ipynb", notebook(cell("mine")))
    write(kit / "kit/course" / lang / "index.ipynb", notebook(cell("new")))
    answer = CliRunner().invoke(cli.app, command)
    assert answer.exit_code == 0, answer.output
    assert changed in answer.output
    assert "index.new-" in answer.output


def test_an_unknown_language_is_refused():
    answer = CliRunner().invoke(cli.app, ["workspace", "--lang", "fr"])
    assert isinstance(answer.exception, BilingualError)
    assert "en, zh" in answer.exception.en
