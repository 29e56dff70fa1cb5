"""A learner's own folder: the kit's notebooks are laid out in it, and what the learner wrote is never overwritten.

Plain `json` throughout: this runs at every start, and importing `nbformat` would take longer than the work.
"""

import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, cast

from generators.errors import BilingualError
from twinline.base import paths
from twinline.base.files import as_json, write

STATE = ".twinline.json"

# Jupyter writes these itself whenever a notebook is opened, run or folded: they are no work of the learner's.
JUPYTERS_OWN = {"ExecuteTime", "collapsed", "editable", "execution", "jupyter", "scrolled", "slideshow", "trusted"}
JUPYTERS_OWN_NOTEBOOK = {"kernelspec", "language_info", "widgets"}


class Laid(TypedDict, total=False):
    """What we remember of a file: the kit's bytes that we last dealt with, what we laid out, what lies beside it."""

    kit: str
    laid: str
    beside: str
    beside_laid: str


@dataclass
class Report:
    """What an update did, as paths relative to the workspace."""

    added: list[Path] = field(default_factory=list)
    updated: list[Path] = field(default_factory=list)
    restored: list[Path] = field(default_factory=list)
    beside: list[tuple[Path, Path]] = field(default_factory=list)
    """Files that the learner changed, each with the name under which the kit's new version now lies beside it."""


def folder(language: str) -> Path:
    """Where a learner's notebooks in one language lie."""
    return paths.workspace() / language


def update(sources: list[Path], workspace: Path, today: date) -> Report:
    """Lay out the files of `sources` (folder trees of the kit) in `workspace`, keeping whatever the learner changed.

    A file that the learner left as it was follows the kit. One that they changed stays, and the kit's new version is put
    beside it, once for each new version. One that they deleted is laid out again. Everything else is left alone.
    """
    state = read_state(workspace)
    report = Report()
    for path, source in files_of(sources):
        content = source.read_bytes()
        state[path.as_posix()] = lay_out(content, workspace, path, state.get(path.as_posix()), today, report)
    write(workspace / STATE, as_json(state))
    return report


def files_of(sources: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file of the kit: its place in the workspace, and where it is now."""
    for root in sources:
        if not root.is_dir():
            raise BilingualError(
                f"The notebooks are missing from {root}: run `twinline build`, then start again.",
                f"{root} 里没有课程笔记本：请运行 `twinline build` 生成后再启动。",
            )
        for source in sorted(root.rglob("*")):
            path = source.relative_to(root)
            if source.is_file() and not any(part.startswith(".") for part in path.parts):
                yield path, source


def lay_out(content: bytes, workspace: Path, path: Path, before: Laid | None, today: date, report: Report) -> Laid:
    """Bring one file of the workspace up to date; returns what to remember of it."""
    target = workspace / path
    kit = hashlib.sha256(content).hexdigest()
    content = with_this_python(content, path)
    now: Laid = {"kit": kit, "laid": digest(content, path)}
    if not target.exists():
        write(target, content)
        (report.restored if before else report.added).append(path)
        return now
    if before and before["kit"] == kit:  # the kit has nothing new; what the learner did is theirs
        return before
    mine = target.read_bytes()
    if digest(mine, path) == now["laid"]:
        return now
    if before and digest(mine, path) in (before["laid"], before.get("beside_laid")):  # also: took over what lay beside
        write(target, with_results(content, mine, path))
        report.updated.append(path)
        return now
    name = put_beside(content, target, before or {}, today)
    report.beside.append((path, path.with_name(name)))
    return {"kit": kit, "laid": before["laid"] if before else "", "beside": name, "beside_laid": now["laid"]}


def put_beside(content: bytes, target: Path, before: Laid, today: date) -> str:
    """Write the kit's new version next to the learner's file, in place of an older offer that they left untouched."""
    name, number = f"{target.stem}.new-{today.isoformat()}{target.suffix}", 2
    while target.with_name(name).exists():
        name, number = f"{target.stem}.new-{today.isoformat()}-{number}{target.suffix}", number + 1
    write(target.with_name(name), content)
    old = target.with_name(before["beside"]) if "beside" in before else None
    if old and old.is_file() and digest(old.read_bytes(), old) == before.get("beside_laid"):
        old.unlink()
    return name


def digest(content: bytes, path: Path) -> str:
    """What an author or a learner wrote in a file, as a digest; running a notebook or folding its cells is no change."""
    notebook = parse(content) if path.suffix == ".ipynb" else None
    if notebook is None:
        return hashlib.sha256(content).hexdigest()
    cells = [
        [cell.get("cell_type"), text(cell), without(cell.get("metadata"), JUPYTERS_OWN), cell.get("attachments")]
        for cell in notebook["cells"]
        if text(cell).strip() or "nbgrader" in (cell.get("metadata") or {})  # Shift-Enter at the end adds an empty cell
    ]
    written = [cells, without(notebook.get("metadata"), JUPYTERS_OWN_NOTEBOOK)]
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()


def with_this_python(content: bytes, path: Path) -> bytes:
    """A notebook that names this Python as Lab would: else Lab adds it on opening and calls the notebook unsaved."""
    notebook = parse(content) if path.suffix == ".ipynb" else None
    if notebook is None:
        return content
    notebook.setdefault("metadata", {})["language_info"] = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }
    return as_json(notebook)


def with_results(content: bytes, mine: bytes, path: Path) -> bytes:
    """The kit's new version, with the outputs that the learner's copy has for cells whose code is still the same."""
    new, old = (parse(content), parse(mine)) if path.suffix == ".ipynb" else (None, None)
    if new is None or old is None:
        return content
    seen = {(cell.get("id"), text(cell)): cell for cell in old["cells"] if cell.get("outputs")}
    kept = False
    for cell in new["cells"]:
        if cell.get("cell_type") == "code" and (ran := seen.get((cell.get("id"), text(cell)))):
            cell.update(outputs=ran["outputs"], execution_count=ran.get("execution_count"))
            kept = True
    return as_json(new) if kept else content


def parse(content: bytes) -> dict[str, Any] | None:
    """A notebook's JSON, or None for what is no notebook (broken, half-written, something else under that name)."""
    try:
        notebook = json.loads(content)
    except ValueError:
        return None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return notebook if isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells) else None


def text(cell: dict[str, Any]) -> str:
    """A cell's source, which may be a string or a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def without(metadata: dict[str, Any] | None, keys: set[str]) -> dict[str, Any]:
    """Metadata less some keys."""
    return {key: value for key, value in (metadata or {}).items() if key not in keys}


def read_state(workspace: Path) -> dict[str, Laid]:
    """What we laid out before. A lost or broken state only means that differing files count as the learner's own."""
    try:
        state: Any = json.loads((workspace / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(state, dict):
        return {}
    known = {path: laid for path, laid in state.items() if isinstance(laid, dict) and {"kit", "laid"} <= set(laid)}
    return cast(dict[str, Laid], known)
