"""What of some code a number can depend on: not its comments, its docstrings, or the texts of its pictures.

Parts are cut out of the text rather than printed from the syntax tree, which each version of Python prints differently.
"""

import ast
import io
import tokenize
from collections.abc import Callable, Iterable, Iterator

Span = tuple[int, int, int, int]
"""Line and column of the first character, and of the one behind the last; columns in bytes of UTF-8."""

Node = ast.expr | ast.stmt
LeftOut = Callable[[ast.Module], Iterable[Node]]
"""Names parts of a syntax tree that do not count."""

_SHOWN_BY = ("print", "tw.show", "tw.charts.")  # what these are told is for the eye
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def essence(source: str, left_out: LeftOut = lambda tree: ()) -> str:
    """The source without comments, docstrings, blank lines, and the parts of its syntax tree that `left_out` names."""
    tree = ast.parse(source)
    parts = [*_docstrings(tree), *left_out(tree)]
    lines = [line.encode() for line in io.StringIO(source)]
    for span in sorted({*map(_span, parts), *_comments(source)}, reverse=True):
        _cut(lines, span)
    kept = (line.decode().rstrip() for line in lines)
    return "\n".join(line for line in kept if line)


def shown_texts(tree: ast.Module) -> Iterator[Node]:
    """The texts, such as titles and alt texts, that statements hand to pictures and to `print`."""
    for node in ast.walk(tree):
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith(_SHOWN_BY):
            yield from _texts(call)


def _texts(node: ast.AST) -> Iterator[Node]:
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str)):
            yield part
        else:
            yield from _texts(part)


def _docstrings(tree: ast.Module) -> Iterator[Node]:
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and node.body:
            first = node.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                yield first


def _span(node: Node) -> Span:
    """Where a node stands; a decorated function from the @ of its first decorator."""
    line, column = node.lineno, node.col_offset
    for decorator in getattr(node, "decorator_list", []):
        line, column = min((line, column), (decorator.lineno, decorator.col_offset - 1))
    return line, column, node.end_lineno or line, node.end_col_offset or column


def _comments(source: str) -> Iterator[Span]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            (line, column), size = token.start, len(token.string.encode())
            before = len(token.line[:column].encode())
            yield line, before, line, before + size


def _cut(lines: list[bytes], span: Span) -> None:
    """Take a span out of the lines, which keep their numbers."""
    first, column, last, end = span
    after = lines[last - 1][end:]
    lines[first - 1 : last] = [lines[first - 1][:column] + after, *[b""] * (last - first)]
