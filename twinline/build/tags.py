"""Authors' tags, and the nbgrader metadata that they stand for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinline.build.cells import Cell
from twinline.syllabus.problems import Problem

# Tags that are Jupyter's own and are passed on as they are.
PASSED_ON = ("hide-input", "hide-output", "hide-cell", "remove-cell", "raises-exception")
GRADING = ("question qN", "solution", "test points=N", "memo points=N", "readonly")
GRADED = re.compile(r"^(?P<what>test|memo) points=(?P<points>\d+(\.\d+)?)$")
SCHEMA_VERSION = 3
REGIONS = {"SOLUTION": ("solution", "memo"), "HIDDEN TESTS": ("test",)}


@dataclass(frozen=True)
class Role:
    """What a cell is to nbgrader: "solution", "test", "memo", "readonly" or "" for an ordinary cell."""

    what: str = ""
    points: float | None = None


def role(cell: Cell) -> Role:
    """The cell's grading role, from its tags."""
    for tag in cell.tags:
        graded = GRADED.match(tag)
        if graded:
            return Role(graded["what"], float(graded["points"]))
        if tag in ("solution", "readonly"):
            return Role(tag)
    return Role()


def nbgrader_metadata(cell: Cell) -> dict[str, Any] | None:
    """The `nbgrader` entry of a cell's metadata; None for an ordinary cell."""
    its = role(cell)
    if not its.what:
        return None
    metadata: dict[str, Any] = {
        "grade": its.what in ("test", "memo"),
        "grade_id": cell.name,
        "locked": its.what in ("test", "readonly"),
        "schema_version": SCHEMA_VERSION,
        "solution": its.what in ("solution", "memo"),
        "task": False,
    }
    if its.points is not None:
        metadata["points"] = int(its.points) if its.points.is_integer() else its.points
    return metadata


def passed_on(cell: Cell) -> list[str]:
    """The tags that stay in the built notebook."""
    return [tag for tag in cell.tags if tag in PASSED_ON]


def check(file: str, cells: Iterable[Cell], graded: bool) -> list[Problem]:
    """Problems with tags and regions; `graded` is whether the file is an exercise."""
    problems: list[Problem] = []
    for cell in cells:

        def wrong(en: str, zh: str, cell: Cell = cell) -> None:
            problems.append(Problem(file, cell.line, cell.name, en, zh))

        allowed = [*GRADING, *PASSED_ON]
        for tag in cell.tags:
            if tag not in ("solution", "readonly", *PASSED_ON) and not GRADED.match(tag):
                wrong(
                    f"unknown tag {tag!r}: use one of {', '.join(allowed)}",
                    f"没有标签“{tag}”，可用：{'、'.join(allowed)}",
                )
        its = role(cell)
        roles = [tag for tag in cell.tags if tag in ("solution", "readonly") or GRADED.match(tag)]
        if len(roles) > 1:
            wrong(
                f"one grading tag a cell, not {' and '.join(roles)}",
                f"一个单元格只能有一个评分标签，现在有 {'、'.join(roles)}",
            )
        if its.what and not graded:
            wrong(
                f"the tag {its.what!r} belongs in exercise.md, not in a lesson", f"标签“{its.what}”只用于 exercise.md"
            )
        if its.what in ("solution", "test") and cell.kind != "code":
            wrong(f"the tag {its.what!r} is for code cells", f"标签“{its.what}”只用于代码单元格")
        if its.what == "memo" and cell.kind != "markdown":
            wrong("the tag 'memo' is for a pair of Markdown cells", "标签“memo”只用于一对 Markdown 单元格")
        _check_regions(cell, its.what, wrong)
    return problems


def _check_regions(cell: Cell, what: str, wrong: Any) -> None:
    for text in dict.fromkeys(cell.texts.values()):
        for region, roles in REGIONS.items():
            marks = re.findall(rf"### (BEGIN|END) {region}\b", text)
            if len(marks) != text.count(f"BEGIN {region}") + text.count(f"END {region}"):
                wrong(
                    f"write the marks exactly as ### BEGIN {region} and ### END {region}",
                    f"标记要写成 ### BEGIN {region} 和 ### END {region}",
                )
            elif marks != ["BEGIN", "END"] * (len(marks) // 2):
                wrong(
                    f"every ### BEGIN {region} needs its ### END {region}",
                    f"每个 ### BEGIN {region} 都要有对应的 ### END {region}",
                )
            elif marks and what not in roles:
                wrong(
                    f"a region {region} needs the tag {' or '.join(roles)}, else learners would see it",
                    f"含有 {region} 区域的单元格要加标签 {' 或 '.join(roles)}，否则学员会看到",
                )
