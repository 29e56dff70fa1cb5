"""Code cells in one language: `t("English", "中文")` and `# t: English | 中文` become the learner's own text."""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from twinline.base.text import Language

COMMENT = re.compile(r"#\s*t:\s*(?P<texts>.*)$")
# Lines that IPython takes before Python sees them: %magic, !shell, ?help.
MAGIC = re.compile(r"^(?P<indent>\s*)(%{1,2}[A-Za-z]|!|\?).*$")
# Cell magics whose body is still Python; any other body is left as it is.
PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
PARSE_ONLY = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
# Nodes that keep their meaning wherever their text is put.
ATOMS = (
    ast.Constant,
    ast.JoinedStr,
    ast.Name,
    ast.Attribute,
    ast.Call,
    ast.Subscript,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.Tuple,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
)


class CodeError(Exception):
    """A code cell that cannot be put into a language: `line` counts from 1 inside the cell."""

    def __init__(self, line: int, en: str, zh: str) -> None:
        super().__init__(en)
        self.line, self.en, self.zh = line, en, zh


@dataclass(frozen=True)
class Comment:
    """A comment of a code cell, with its line (from 1) and columns in characters."""

    line: int
    start: int
    end: int
    text: str


def parse(code: str) -> ast.Module | None:
    """The syntax tree of a cell, IPython lines counted as `pass`; None for cells in another language (`%%bash`)."""
    first = code.lstrip().split("\n", 1)[0]
    if first.startswith("%%") and not first.startswith(PYTHON_MAGICS):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a doubtful escape such as "\d" would print a warning into the lesson
            tree = compile(masked(code), "<cell>", "exec", PARSE_ONLY, dont_inherit=True)
            assert isinstance(tree, ast.Module)
            return tree
    except SyntaxError as error:
        line = error.lineno or 1
        raise CodeError(
            line,
            f"line {line} of the code is not Python: {error.msg}",
            f"代码第 {line} 行不是合法的 Python：{error.msg}",
        ) from error


def masked(code: str) -> str:
    """The cell with IPython lines replaced by `pass`, line for line; plain Python comes back as it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code)
        return code
    except SyntaxError:
        return "\n".join(MAGIC.sub(r"\g<indent>pass", line) for line in code.split("\n"))


def comments(code: str) -> list[Comment]:
    """Every comment of a cell, found by Python's own tokenizer (so not those inside strings)."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(masked(code)).readline):
        if token.type == tokenize.COMMENT:
            found.append(Comment(token.start[0], token.start[1], token.end[1], token.string))
    return found


def texts(tree: ast.Module) -> Iterator[ast.Call]:
    """Every call of `t` in a cell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
            yield node


def in_language(code: str, language: Language) -> str:
    """The code as a learner of `language` sees it; raises `CodeError` where a text is not given in two languages."""
    tree = parse(code)
    if tree is None:
        return code
    return _comments_in(_calls_in(code, tree, language), language)


def _calls_in(code: str, tree: ast.Module, language: Language) -> str:
    """Replace every call of `t` by one of its arguments."""
    calls = list(texts(tree))
    if not calls:
        return code
    # Positions in the tree are counted in UTF-8 bytes, so the cell is edited as bytes.
    data = code.encode()
    line_starts = [0]
    for line in data.split(b"\n"):
        line_starts.append(line_starts[-1] + len(line) + 1)

    def span(node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return line_starts[node.lineno - 1] + node.col_offset, line_starts[node.end_lineno - 1] + node.end_col_offset

    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    chosen: dict[ast.expr, ast.expr] = {}
    for call in calls:
        if len(call.args) != 2 or call.keywords or any(isinstance(arg, ast.Starred) for arg in call.args):
            raise CodeError(
                call.lineno,
                f'line {call.lineno} of the code: t() takes exactly two texts, t("English", "中文")',
                f'代码第 {call.lineno} 行：t() 要正好两个参数，写成 t("English", "中文")',
            )
        start, end = span(call)
        if not _is_written_there(data[start:end], call):
            raise CodeError(
                call.lineno,
                f"line {call.lineno} of the code: t() inside this f-string cannot be found; give it a name on its own line",
                f"代码第 {call.lineno} 行：这个 f 字符串里的 t() 无法定位，请先单独赋给一个变量",
            )
        chosen[call] = call.args[1 if language == "zh" else 0]

    def outermost(inside: list[ast.Call]) -> list[ast.Call]:
        return [call for call in inside if not any(_inside(call, other, parents) for other in inside)]

    def emit(node: ast.expr) -> bytes:
        """The text of a node in the language; a call of `t` gives the text of its chosen argument."""
        if node in chosen:
            text = emit(chosen[node])
            return b"(" + text + b")" if _needs_parentheses(chosen[node], parents.get(node), text) else text
        return splice(*span(node), outermost([call for call in calls if _inside(call, node, parents)]))

    def splice(start: int, end: int, inside: list[ast.Call]) -> bytes:
        parts, at = [], start
        for call in sorted(inside, key=span):
            call_start, call_end = span(call)
            text = emit(call)
            plain = _plain_text(chosen[call])
            in_braces = data[call_start - 1 : call_start] + data[call_end : call_end + 1] == b"{}"
            if plain is not None and in_braces and isinstance(parents.get(call), ast.FormattedValue):
                # f"{t('Share', '占比')}: {x}" reads best as f"占比: {x}"
                call_start, call_end, text = call_start - 1, call_end + 1, plain.encode()
            parts += [data[at:call_start], text]
            at = call_end
        return b"".join([*parts, data[at:end]])

    return splice(0, len(data), outermost(calls)).decode()


def _inside(node: ast.AST, other: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether `node` lies below `other` in the tree."""
    parent = parents.get(node)
    while parent is not None and parent is not other:
        parent = parents.get(parent)
    return parent is not None


def _is_written_there(text: bytes, call: ast.Call) -> bool:
    """Whether the call really stands at its position: before Python 3.12 positions inside f-strings may be wrong."""
    try:
        return ast.dump(ast.parse(text.decode(), mode="eval").body) == ast.dump(call)
    except (SyntaxError, UnicodeDecodeError):
        return False


def _plain_text(node: ast.expr) -> str | None:
    """The text of a literal that can be part of the f-string around it without its quotes; else None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and not set(node.value) & set("{}\"'\\\n"):
        return node.value
    return None


def _needs_parentheses(node: ast.expr, parent: ast.AST | None, text: bytes) -> bool:
    """Whether a text must be bracketed to mean the same in the place of its call."""
    if not isinstance(node, ATOMS):
        return True
    if isinstance(parent, ast.Call | ast.keyword | ast.List | ast.Set | ast.Dict):
        return False
    # "one " "text" over several lines: joined only inside brackets.
    several = isinstance(node, ast.Constant | ast.JoinedStr) and b"\n" in text
    return several and not _is_one_string(text.decode())


def _is_one_string(text: str) -> bool:
    """Whether a text is a single string literal, such as a docstring over several lines."""
    tokens = tokenize.generate_tokens(io.StringIO(f"({text})").readline)
    starts = [token for token in tokens if tokenize.tok_name[token.type] in ("STRING", "FSTRING_START")]
    return len(starts) == 1


def _comments_in(code: str, language: Language) -> str:
    """Replace every `# t: English | 中文` by a plain comment in one language."""
    lines = code.split("\n")
    for comment in comments(code):
        match = COMMENT.match(comment.text)
        if not match:
            continue
        halves = [half.strip() for half in match["texts"].split(" | ")]
        if len(halves) != 2 or not all(halves):
            raise CodeError(
                comment.line,
                f"line {comment.line} of the code: write the comment as # t: English | 中文",
                f"代码第 {comment.line} 行：注释要写成 # t: English | 中文",
            )
        line = lines[comment.line - 1]
        lines[comment.line - 1] = (
            line[: comment.start] + "# " + halves[1 if language == "zh" else 0] + line[comment.end :]
        )
    return "\n".join(lines)
