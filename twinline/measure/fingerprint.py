"""A fingerprint of all the code that numbers come from: ours, as far as it is imported, and the libraries that compute.

Imports are followed as they are written, also those within functions, so that a fingerprint rather changes once too often.
"""

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from generators.manifest import NO_ENGINE
from twinline.base.paths import HOME
from twinline.measure.essence import LeftOut, essence

Code = tuple[str, LeftOut]

_OURS = ("generators", "twinline")
# Pictures are drawn, but shown to nobody while numbers are measured: no number comes from there, nor from these files.
_UNSEEN = ("twinline.pictures", *(f"generators.{name.removesuffix('.py')}" for name in NO_ENGINE))
_DATA = ("*.json", "*.yml")
_LIBRARIES = ("lifelines", "networkx", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "statsmodels")
_PINNED = re.compile(rf"^(?:{'|'.join(_LIBRARIES)})==[^\\\n]*", re.MULTILINE)


def fingerprint(code: Iterable[Code], roots: Iterable[str] = (), home: Path = HOME) -> str:
    """Of pieces of code, of our modules named in `roots`, of all that these import, and of the data beside it.

    Of each the essence counts; for a piece of code a function says what else is left out of it (see `essence`).
    """
    code = list(code)
    behind = reached(code, roots, home)
    files = _modules(home)
    hashed = hashlib.sha256()
    for source, left_out in code:
        _add(hashed, "code", essence(source, left_out))
    for name in sorted(behind):
        _add(hashed, name, _essence_of(files[name]))
    for path in sorted({path for name in behind for kind in _DATA for path in files[name].parent.glob(kind)}):
        _add(hashed, path.relative_to(home).as_posix(), path.read_text(encoding="utf-8"))
    _add(hashed, "lock", "\n".join(_PINNED.findall((home / "requirements.lock").read_text(encoding="utf-8"))))
    return hashed.hexdigest()[:16]


def reached(code: Iterable[Code], roots: Iterable[str] = (), home: Path = HOME) -> set[str]:
    """Our modules that pieces of code and `roots` import, and what these import in turn, by dotted name."""
    found, files, todo = set[str](), _modules(home), [*roots]
    for source, _ in code:
        todo += _imported(source, home)
    while todo:
        name = todo.pop()
        if name in found or name not in files or name.startswith(_UNSEEN):
            continue
        found.add(name)
        todo += _imports_of(files[name], home)
        if "." in name:  # a package is imported before what it holds
            todo.append(name.rpartition(".")[0])
    return found


def _add(hashed: "hashlib._Hash", name: str, text: str) -> None:
    hashed.update(f"{name}\n{len(text)}\n{text}\n".encode())


@cache
def _essence_of(path: Path) -> str:
    return essence(path.read_text(encoding="utf-8"))


@cache
def _modules(home: Path) -> dict[str, Path]:
    """Our modules by dotted name."""
    found = {}
    for path in (path for top in _OURS for path in (home / top).rglob("*.py")):
        parts = path.relative_to(home).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def _public(home: Path) -> dict[str, str]:
    """Where `twinline` has its public names from: {"load": "twinline.data.tables"}; it imports them when first used."""
    stub = ast.parse((home / "twinline" / "__init__.pyi").read_text(encoding="utf-8"))
    files, found = _modules(home), {}
    for node in (node for node in stub.body if isinstance(node, ast.ImportFrom)):
        base = ".".join(filter(None, ("twinline", node.module)))
        for alias in node.names:
            found[alias.asname or alias.name] = _existing(f"{base}.{alias.name}", files) or base
    return found


@cache
def _imports_of(path: Path, home: Path) -> frozenset[str]:
    return frozenset(_imported(path.read_text(encoding="utf-8"), home))


def _imported(source: str, home: Path) -> set[str]:
    """Our modules that some code imports, and those of `tw.name` that it names."""
    files, found, aliases = _modules(home), set[str](), set[str]()
    nodes = list(_run(ast.parse(source)))
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
            aliases.update(alias.asname or alias.name for alias in node.names if alias.name == "twinline")
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.update(_existing(f"{node.module}.{alias.name}", files) or node.module for alias in node.names)
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
            found.add(_public(home).get(node.attr, "twinline"))
    return {name for name in found if name in files}


def _existing(name: str, files: dict[str, Path]) -> str | None:
    return name if name in files else None


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """A tree's nodes but those that only type checkers read."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and child in node.body:
            continue
        yield from _run(child)
