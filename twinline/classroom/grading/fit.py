"""Whether a notebook is the exercise's own: another exercise's, an older version, or one with cells that are missing.

What was handed in is hostile: its texts are compared, and nothing in it is run.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinline.base.words import Words
from twinline.classroom.grading.fixed_cells import FixedCells, grade_id

_CALLED = re.compile(r"\.check\(\s*(\w+)")  # the function that a check asks
_STUB = "raise NotImplementedError"
_MOST = 6  # cells that are named


@dataclass(frozen=True)
class Fit:
    """How a notebook fits an exercise."""

    another: bool = False
    """Whether nothing in it is of this exercise: the notebook of another one under its name."""
    missing: tuple[str, ...] = ()
    """Cells of the exercise that it does not have, by id."""
    changed: tuple[str, ...] = ()
    """Checks that are not as they were handed out."""
    answered: int = 0
    """Answers and memos that are not as they were handed out."""

    @property
    def note(self) -> Words | None:
        """What an instructor is told; None for a notebook as it should be."""
        if self.another:
            return ANOTHER
        said = []
        if self.missing:
            said.append((f"it lacks {_some(self.missing, ', ')}", f"缺少 {_some(self.missing, '、')}"))
        if self.changed:
            changed = [id_.removesuffix("-check") for id_ in self.changed]
            said.append(
                (f"the checks of {_some(changed, ', ')} are others", f"{_some(changed, '、')} 的检查单元格不一样")
            )
        if not said:
            return None
        return Words(
            en=f"It is an older version of the exercise, or cells were removed: {'; '.join(en for en, _ in said)}. "
            "What is there was graded; compare before you count the rest as 0.",
            zh=f"不是本班这一版作业，或被删过单元格：{'；'.join(zh for _, zh in said)}。"
            "已有的部分照常批改，其余的请核对后再按 0 分算。",
        )


ANOTHER = Words(
    en="It is another exercise's notebook under this one's name: none of this exercise's cells is in it. "
    "Ask for the right one.",
    zh="文件名是这份作业，内容却是另一份：里面没有本作业的任何单元格。请学员交对的那份。",
)


def fit(cells: Iterable[Any], fixed: FixedCells) -> Fit:
    """How the cells of a notebook, as dictionaries, fit an exercise."""
    given = {grade_id(cell): _source(cell) for cell in cells if grade_id(cell)}
    code = "\n".join(_source(cell) for cell in cells if cell.get("cell_type") == "code")
    wanted = [grade_id(cell) for cell in fixed.cells]
    checks = {grade_id(cell): cell.source for cell in fixed.cells if fixed.question(cell)}
    functions = {found[1] for source in checks.values() if (found := _CALLED.search(source))}
    known = any(re.search(rf"\b{name}\b", code) for name in functions)
    same = any(_plain(given.get(id_, "")) == _plain(source) for id_, source in checks.items())
    another = bool(checks) and not (known or same) if functions else bool(wanted) and given.keys().isdisjoint(wanted)
    if another:
        return Fit(another=True)
    return Fit(
        missing=tuple(id_ for id_ in wanted if id_ not in given),
        changed=tuple(id_ for id_, source in checks.items() if id_ in given and _plain(given[id_]) != _plain(source)),
        answered=sum(_is_answered(given.get(grade_id(cell), ""), cell) for cell in fixed.cells),
    )


def _is_answered(source: str, ours: Any) -> bool:
    if ours.metadata.nbgrader.get("locked") or not _plain(source) or _plain(source) == _plain(ours.source):
        return False
    return ours.cell_type != "code" or _STUB not in source


def _source(cell: Any) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _plain(source: str) -> str:
    return " ".join(source.split())


def _some(ids: Iterable[str], between: str) -> str:
    ids = list(ids)
    return between.join(ids[:_MOST]) + (" …" if len(ids) > _MOST else "")
