"""Every built lesson and every model solution runs from top to bottom, in both languages, without a word of complaint."""

import json
from pathlib import Path

import nbclient
import nbformat
import pytest

from twinline.base.paths import COURSE, HOME, SOLUTIONS

NOTEBOOKS = sorted(path for root in (COURSE, SOLUTIONS) for path in root.rglob("*.ipynb"))
CJK = range(0x4E00, 0xA000)


def run(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(HOME).as_posix())
def test_it_runs_clean(path):
    notebook = run(path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    complaints = [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert not complaints
    if "lesson" not in path.name:
        return
    pictures = [
        output["data"]["text/html"] for output in outputs if "<figure" in output.get("data", {}).get("text/html", "")
    ]
    assert len(pictures) >= 5
    chinese = path.relative_to(COURSE).parts[0] == "zh"
    for picture in pictures:
        alt = picture.split('alt="')[1].split('"')[0]
        assert any(ord(character) in CJK for character in alt) == chinese
    printed = "".join(output.get("text", "") for output in outputs)
    assert any(ord(character) in CJK for character in printed) == chinese


def test_there_are_lessons_and_solutions_in_both_languages():
    assert {(path.relative_to(HOME).parts[:2]) for path in NOTEBOOKS} == {
        (folder, language) for folder in ("course", "solutions") for language in ("en", "zh")
    }


def test_built_notebooks_hold_no_outputs():
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells), path
