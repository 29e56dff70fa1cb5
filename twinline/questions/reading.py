"""Reading a learner's code: values that it compares a column with, and that the column never holds."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd

from twinline.base.text import t

_SHOWN = 8  # values of a column that are named
_MANY = 40  # different values, from which on a column holds no categories


def unmatched(function: Callable[..., Any], tables: Iterable[Any]) -> tuple[str, ...]:
    """Sentences on filters that match no row whatever the data; none where the code cannot be read."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, ValueError):
        return ()
    frames = [each for each in tables if isinstance(each, pd.DataFrame)]
    said = []
    for column, value in dict.fromkeys(_compared(tree)):
        held = [frame[column] for frame in frames if column in frame.columns]
        if held and not any(_holds(values, value) for values in held):
            there = list(dict.fromkeys(each for values in held for each in values.dropna().unique()))
            if len(there) > _MANY:
                continue
            shown = ", ".join(repr(_native(each)) for each in there[:_SHOWN]) + (" …" if len(there) > _SHOWN else "")
            said.append(
                t(
                    f"Your filter matches no row: `{column}` never holds `{value!r}`. It holds: `{shown}`.",
                    f"筛选条件一行都没选中：`{column}` 列里没有 `{value!r}`。它的取值有：`{shown}`。",
                )
            )
    return tuple(said)


def _compared(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            for one, other in ((node.left, node.comparators[0]), (node.comparators[0], node.left)):
                column = _column(one)
                if column and isinstance(other, ast.Constant) and isinstance(other.value, str):
                    yield column, other.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("eq", "isin"):
            column = _column(node.func.value)
            for given in node.args[:1]:
                for each in given.elts if isinstance(given, ast.List | ast.Tuple | ast.Set) else [given]:
                    if column and isinstance(each, ast.Constant) and isinstance(each.value, str):
                        yield column, each.value


def _column(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return node.attr if isinstance(node, ast.Attribute) else ""


def _holds(values: "pd.Series", value: Any) -> bool:
    try:
        return bool((values == value).any())
    except (TypeError, ValueError):
        return False


def _native(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
