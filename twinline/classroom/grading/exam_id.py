"""Whose exam a notebook says it is: the id that was typed into its exam cell, held against the owner's.

What was handed in is hostile: it is read as text, and nothing in it is run.
"""

import ast
from collections.abc import Iterable
from typing import Any

from twinline.base.words import Words
from twinline.questions.exam import same_student

_MOST = 40  # characters of an id that are shown


def another_id(cells: Iterable[Any], student: str) -> Words | None:
    """What an instructor is told where an exam's notebook was worked on under another id; None where it was not."""
    typed = [id_ for cell in cells for id_ in _ids(cell) if id_.strip()]
    others = sorted({id_.strip()[:_MOST] for id_ in typed if not same_student(id_, student)})
    if not others:
        return None
    listed = ", ".join(others)
    return Words(
        en=f"Its exam cell names another id: {listed}. So it was worked on with that person's bank, and may be their work. "
        "It was graded on the owner's bank; ask both.",
        zh=f"考试单元格里填的是别人的学号：{listed.replace(', ', '、')}。也就是说，它是用那个人的银行数据做的，可能是那个人的答卷。"
        "已按本人的银行数据批改，请向两人核实。",
    )


def _ids(cell: Any) -> list[str]:
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    if cell.get("cell_type") != "code" or "exam" not in text:
        return []
    try:
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found = []
    for call in calls:
        if getattr(call.func, "attr", getattr(call.func, "id", "")) != "exam":
            continue
        given = [keyword.value for keyword in call.keywords if keyword.arg == "student"] or call.args[1:2]
        found += [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return found
