"""What every lesson must keep: two languages that say the same, ids that exist, code that both languages can run."""

from collections.abc import Iterable

from twinline.notebooks.cells import Cell
from twinline.notebooks.problems import Problem


def check(file: str, cells: Iterable[Cell], items: frozenset[str]) -> list[Problem]:
    """Problems of one source; `items` are the syllabus ids that exist."""
    problems = []
    for cell in cells:
        for item in cell.teaches:
            if item not in items:
                problems.append(
                    Problem(
                        file,
                        cell.line,
                        cell.name,
                        f"no syllabus item {item!r} in lessons/syllabus.yml",
                        f"lessons/syllabus.yml 里没有条目“{item}”",
                    )
                )
    return problems


def index_directive(file: str, cells: Iterable[Cell], directive: str) -> list[Problem]:
    """The index needs the line that the list of modules takes the place of."""
    if any(all(directive in text.split("\n") for text in cell.texts.values()) for cell in cells):
        return []
    return [
        Problem(
            file,
            1,
            "",
            f"put the line {directive} into a pair of cells, in both languages: the list of modules goes there",
            f"请在一对单元格的两种语言里都写上一行 {directive}，模块列表会放在那里",
        )
    ]
