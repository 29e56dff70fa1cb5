"""What the report reads from notebooks: the answers' cells of those handed in, and the rubric of what a person marks.

A notebook that was handed in is hostile: it is read as data, within limits, and whatever is odd about it is passed over.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from twinline.base.paths import EXERCISES, SOLUTIONS
from twinline.base.text import language
from twinline.classroom.course import Course
from twinline.classroom.submissions import folder_of

_MOST_BYTES = 8 << 20
_MOST_CHARACTERS = 20_000  # of an answer


@dataclass(frozen=True)
class Rubric:
    """What is judged in a cell, with the most points for each: rows of the table above the cell."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def answers(course: Course, assignment: str, student: str) -> dict[str, str]:
    """The text of each answer's cell of code in a submission, by the cell's id: of the exercise's own cells alone."""
    asked, names = set[str](), set[str]()
    for folder in _own(course, assignment):
        paths = list(folder.glob("*.ipynb"))
        names.update(path.name for path in paths)
        asked.update(_answers(paths))
    folder = folder_of(course, student, assignment)
    given = {} if folder.is_symlink() else _answers(folder / name for name in names)
    return {cell: text for cell, text in given.items() if cell in asked}


def model_answers(course: Course, assignment: str) -> list[dict[str, str]]:
    """What everybody's answers may be alike to: the model answers, and the stubs that were handed out."""
    return [_answers(folder.glob("*.ipynb")) for folder in _own(course, assignment)]


def _own(course: Course, assignment: str) -> list[Path]:
    """Where the exercise's own notebooks lie: the class's, and the kit's."""
    return [
        course.folder / "source" / assignment,
        course.folder / "release" / assignment,
        SOLUTIONS / course.settings.language / assignment,
        EXERCISES / course.settings.language / assignment,
    ]


def rubric(course: Course, assignment: str, cell: str) -> Rubric | None:
    """The table that stands above a cell marked by a person, in the language in use; None where there is none."""
    own = course.folder / "source" / assignment
    kit = EXERCISES / language() / assignment
    for folder in (own, kit) if course.settings.language == language() else (kit, own):
        for path in sorted(folder.glob("*.ipynb")):
            found = _table_above(_cells(path), cell)
            if found is not None:
                return found
    return None


def _answers(paths: Iterable[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(paths):
        for cell in _cells(path):
            about = _about(cell)
            if cell.get("cell_type") == "code" and about.get("solution") is True:
                found.setdefault(str(about.get("grade_id")), _text(cell)[:_MOST_CHARACTERS])
    return found


def _cells(path: Path) -> list[dict[str, Any]]:
    """A notebook's cells; none where it is a link, too large, or no notebook."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return []
        cells = json.loads(path.read_bytes()).get("cells")
    except (OSError, ValueError, AttributeError, RecursionError):
        return []
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []


def _about(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _table_above(cells: list[dict[str, Any]], name: str) -> Rubric | None:
    place = next((number for number, cell in enumerate(cells) if _about(cell).get("grade_id") == name), None)
    if place is None:
        return None
    for cell in reversed(cells[: place + 1]):  # a task's cell may hold its rubric itself
        if cell.get("cell_type") == "markdown" and (found := _table(_text(cell))) is not None:
            return found
        if _about(cell).get("grade_id") not in (None, name):
            break
    return None


def _table(markdown: str) -> Rubric | None:
    """The first table of a text, as plain texts."""
    rows: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows and token.level > 2:
            rows[-1].append("".join(part.content for part in token.children or []))
        elif token.type == "table_close":
            return Rubric(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))
    return None
