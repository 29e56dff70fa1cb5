"""`twinline syllabus`: every item with the cells that teach it, and the gaps."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from generators.errors import UnknownChoice
from twinline import cli
from twinline.base import paths
from twinline.build import BuildError
from twinline.build.coverage import MOST_IDS, Place, coverage
from twinline.commands import syllabus as command

FIXTURE = Path(__file__).parents[1] / "lessons_fixture"
EXTRA_ITEMS = [
    {"id": "X-1", "en": "Ask [why] first", "zh": "先问[为]什么", "kind": "concept", "module": "m00"},
    {"id": "X-2", "en": "The loop again", "zh": "再说闭环", "kind": "concept", "module": "m01", "same_as": "S1-2.1.s1"},
    {"id": "X-3", "en": "Why, again", "zh": "再问为什么", "kind": "concept", "module": "m01", "same_as": "X-1"},
    {"id": "X-4", "en": "A stage", "zh": "阶段", "kind": "stage", "module": "m01"},
]


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fixture's two items, both taught, with a gap in m00, and in m01, which has no folder, repeats and gaps."""
    folder = Path(shutil.copytree(FIXTURE, tmp_path / "lessons"))
    add_items(folder, EXTRA_ITEMS)
    monkeypatch.setattr(command, "LESSONS", folder)
    monkeypatch.setenv("COLUMNS", "120")
    return folder


def add_items(lessons: Path, items: list[dict[str, str]]) -> None:
    path = lessons / "syllabus.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["items"] += items
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def add_cell(lessons: Path, source: str, name: str, ids: list[str]) -> None:
    path = lessons / "m00_orientation" / source
    cell = f"\n```{{code-cell}} ipython3\n:name: {name}\n:teaches: [{', '.join(ids)}]\nx = 1\n```\n"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text + cell, encoding="utf-8")


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(cli.app, ["syllabus", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def line_of(said: str, id_: str) -> str:
    return next(line for line in said.splitlines() if f" {id_} " in line)


@pytest.mark.parametrize(
    ("lang", "title", "kind", "gap", "summary"),
    [
        ("en", "Ask [why] first", "concept", "GAP", "2 of 3 taught · cells: 2 · ids in the fullest cell: 1"),
        ("zh", "先问[为]什么", "概念", "缺口", "已讲 2/3 条 · 单元格 2 个 · 最满的单元格挂 1 条"),
    ],
)
def test_a_module_shows_its_cells_and_its_gaps_in_both_languages(
    lessons: Path, lang: str, title: str, kind: str, gap: str, summary: str
) -> None:
    said = run("--module", "m00", "--lang", lang).output
    assert "m00-lesson · desk" in line_of(said, "S1-2.1.x1")
    assert gap not in line_of(said, "S1-2.1.x1")
    assert "m00-lesson · share" in line_of(said, "S1-2.1.s1")
    assert all(part in line_of(said, "X-1") for part in (title, kind, gap))
    assert summary in said
    assert "X-2" not in said


def test_lessons_extras_and_exercises_teach_and_an_item_may_have_several_cells(lessons: Path) -> None:
    add_cell(lessons, "extra.md", "aside", ["X-1"])
    add_cell(lessons, "exercise.md", "try", ["X-1", "X-4"])
    m00, m01 = coverage(lessons)
    row = next(row for row in m00.rows if row.item.id == "X-1")
    assert row.places == (Place("m00-extra", "aside"), Place("m00-exercise", "try"))
    assert (m00.taught, m00.gaps, m00.cells, m00.fullest) == (3, 0, 4, 2)
    assert {row.item.id: row.places for row in m01.rows}["X-4"] == (Place("m00-exercise", "try"),)


def test_a_repeat_is_taught_where_its_target_or_itself_is(lessons: Path) -> None:
    taught = {row.item.id: row.taught for row in coverage(lessons, ["m01"])[0].rows}
    assert taught == {"X-2": True, "X-3": False, "X-4": False}
    said = run("--module", "m01").output
    assert "same as S1-2.1.s1" in line_of(said, "X-2")
    assert "GAP" in line_of(said, "X-3")
    assert "same as X-1" in said
    add_cell(lessons, "lesson.md", "again", ["X-3"])
    rows = {row.item.id: row.taught for each in coverage(lessons) for row in each.rows}
    assert rows["X-3"]
    assert not rows["X-1"]


def test_without_a_module_each_has_a_line(lessons: Path) -> None:
    answer = run()
    assert answer.exit_code == 0
    assert "2/3" in line_of(answer.output, "m00")
    assert "1/3" in line_of(answer.output, "m01")
    assert "Together 3 of 6 items taught." in answer.output


def test_gaps_fail_only_in_the_modules_chosen(lessons: Path) -> None:
    assert run("--gaps").exit_code == 1
    said = run("--gaps", "--module", "m00")
    assert said.exit_code == 1
    assert "X-1" in said.output
    assert "S1-2.1.x1" not in said.output
    add_cell(lessons, "lesson.md", "why", ["X-1"])
    assert run("--gaps", "--module", "m00").exit_code == 0
    assert run("--gaps", "--module", "m00", "--module", "m01").exit_code == 1
    assert run("--module", "m01").exit_code == 0


def test_a_cell_with_too_many_ids_is_pointed_out(lessons: Path) -> None:
    ids = [f"Y-{number}" for number in range(MOST_IDS + 1)]
    add_items(lessons, [{"id": id_, "en": "One", "zh": "一条", "kind": "case", "module": "m01"} for id_ in ids])
    add_cell(lessons, "lesson.md", "enough", ids[:MOST_IDS])
    assert "probably a list" not in run().output
    add_cell(lessons, "lesson.md", "too-many", ids)
    assert "m00-lesson · too-many carries 9 ids: probably a list, not a lesson" in run("--module", "m00").output
    assert "m00-lesson · too-many 挂了 9 个条目：多半是罗列，不是讲授" in run("--lang", "zh").output


def test_an_unknown_module_is_refused(lessons: Path) -> None:
    with pytest.raises(UnknownChoice, match="Unknown module 'm99': choose one of m00, m01"):
        run("--module", "m99")


def test_lessons_that_cannot_be_built_are_refused(lessons: Path) -> None:
    add_cell(lessons, "lesson.md", "wrong", ["no-such-item"])
    with pytest.raises(BuildError, match="no-such-item"):
        run()


def test_every_id_that_m00_claims_is_listed_with_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    said = run(*(part for module in coverage(paths.LESSONS) for part in ("--module", module.module.id))).output
    claims = set()
    for path in [*paths.COURSE.glob("en/m00_*/*.ipynb"), *paths.EXERCISES.glob("en/m00_*/*.ipynb")]:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            claims |= {(f"{path.stem} · {cell['id']}", id_) for id_ in cell["metadata"]["twinline"].get("teaches", [])}
    assert claims
    for place, id_ in claims:
        assert "GAP" not in line_of(said, id_)
        assert place in said
