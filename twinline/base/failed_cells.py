"""Functions whose newest version did not come to be, because its cell stopped: what Python holds under that name is older.

Kept in the learner's kernel alone; nothing is kept where the hook of `twinline.lab.slips` is not active, as while grading.
"""

_cells: dict[str, int | None] = {}


def note(names: list[str], cell: int | None) -> None:
    """Remember that a cell, by its number in brackets, stopped before these functions were made."""
    _cells.update(dict.fromkeys(names, cell))


def forget(names: list[str]) -> None:
    """These functions are there again as they stand in their cell."""
    for name in names:
        _cells.pop(name, None)


def why_older(name: str) -> tuple[str, str] | None:
    """What to say before a function is judged that is not the one of its cell; None where it is."""
    if name not in _cells:
        return None
    cell = _cells[name]
    where_en, where_zh = ("", "") if cell is None else (f" (number [{cell}])", f"（编号 [{cell}]）")
    return (
        f"The cell that makes `{name}`{where_en} stopped with an error, so your last change is not in use. Mend that cell first: "
        "its message says how. Run it, then run this one again.",
        f"写 `{name}` 的那一格{where_zh}运行出错，您最近的改动还没有生效。请先按那一格的提示改好并运行，再运行这一格。",
    )
