"""An exercise's fixed cells, and a submission put back into them: whatever a learner did to the tests, ours are run."""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from generators.errors import BilingualError
from twinline.base.shown import legible
from twinline.base.words import Words

MOST_BYTES = 32 << 20
MOST_CELLS = 1_000
MOST_TEXT = 1_000_000  # characters of all cells together
_PICTURES = ("image/png", "image/jpeg", "image/gif")
_CHECK = re.compile(r"(?P<question>q\d+)-check$")
_HIDDEN = re.compile(r"\n?[ \t]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*", re.DOTALL)


class Damaged(BilingualError):
    """A file that is no notebook which could be graded."""

    @property
    def words(self) -> Words:
        """Its text."""
        return Words(en=self.en, zh=self.zh)


@dataclass(frozen=True)
class FixedCells:
    """The cells of an exercise that nbgrader knows, in order, as trainees got them; tests with their hidden part."""

    notebook: str
    cells: tuple[NotebookNode, ...]
    kernelspec: dict[str, Any]
    prelude: str
    """The exercise's own code before the first cell that trainees fill in: its imports and its data."""
    texts: frozenset[str] = frozenset()
    """The exercise's own texts, without blanks: what else stands in a notebook, a learner wrote."""

    def question(self, cell: NotebookNode) -> str | None:
        """The question that a cell checks, such as "q1"; None for other cells."""
        match = _CHECK.fullmatch(grade_id(cell))
        return match["question"] if match else None

    @property
    def questions(self) -> list[str]:
        """The questions, in order."""
        return [id_ for cell in self.cells if (id_ := self.question(cell))]


def grade_id(cell: NotebookNode) -> str:
    """nbgrader's name of a cell; "" for others, and for what is no name."""
    settings = cell.get("metadata", {}).get("nbgrader")
    name = settings.get("grade_id") if isinstance(settings, dict) else None
    return name if isinstance(name, str) else ""


def read_fixed_cells(source: Path, release: Path) -> FixedCells:
    """The fixed cells of an exercise, from its instructor's and its released notebook.

    A question's check keeps no hidden part: questions are judged outside of the notebook. Other tests are run with theirs.
    """
    full = {grade_id(cell): cell for cell in nbformat.read(source, as_version=4).cells if grade_id(cell)}
    released = nbformat.read(release, as_version=4)
    cells: list[NotebookNode] = []
    prelude = []
    texts = {_squeezed(cell.source) for cell in released.cells if cell.cell_type == "markdown"}
    for cell in released.cells:
        id_ = grade_id(cell)
        if not id_:
            prelude += [cell.source] if cell.cell_type == "code" and not cells else []
            continue
        settings = cell.metadata.nbgrader
        if settings.get("locked") and settings.get("grade") and not _CHECK.fullmatch(id_) and id_ in full:
            cell.source = full[id_].source
        cells.append(cell)
    return FixedCells(
        release.stem, tuple(cells), dict(released.metadata.get("kernelspec", {})), "\n".join(prelude), frozenset(texts)
    )


def read_submission(path: Path) -> NotebookNode:
    """A submitted notebook, whatever it is. Raises `Damaged` for what is none."""
    if path.is_symlink() or not path.is_file():
        raise Damaged(f"{path.name} is a link or no file.", f"{path.name} 是链接或不是普通文件。")
    if path.stat().st_size > MOST_BYTES:
        raise Damaged(
            f"{path.name} has over {MOST_BYTES >> 20} MB. Clear its outputs and hand it in again.",
            f"{path.name} 超过 {MOST_BYTES >> 20} MB。请清除全部输出后重新提交。",
        )
    try:
        given = nbformat.reader.reads(path.read_bytes().decode("utf-8-sig"))
        most = _counted(given)
        # Neither validated nor mended, which can take for ever: nothing but texts and names of cells is used.
        today = given if given.nbformat == 4 else nbformat.convert(given, 4)
        notebook: NotebookNode = today if most else nbformat.v4.new_notebook()
        fine = all(
            cell.cell_type in ("code", "markdown", "raw")
            and isinstance(cell.source, str)
            and isinstance(cell.metadata, dict)
            for cell in notebook.cells
        )
        for cell in notebook.cells if fine else []:
            cell.source = cell.source.encode("utf-8", "replace").decode()
    except Exception as error:  # a file of unknown making may fail in any way
        raise _no_notebook(path) from error
    if not fine:
        raise _no_notebook(path)
    if not most:
        raise Damaged(f"{path.name} has over {MOST_CELLS} cells.", f"{path.name} 的单元格超过 {MOST_CELLS} 个。")
    if sum(len(cell.source) for cell in notebook.cells) > MOST_TEXT:
        raise Damaged(
            f"The cells of {path.name} hold over {MOST_TEXT:,} characters.",
            f"{path.name} 的单元格内容超过 {MOST_TEXT:,} 个字符。",
        )
    return notebook


def _counted(given: NotebookNode) -> bool:
    """Whether a notebook of whatever version has no more cells than are read."""
    sheets = [given] if "cells" in given else given.get("worksheets", [])
    return sum(len(sheet["cells"]) for sheet in sheets) <= MOST_CELLS


def _no_notebook(path: Path) -> Damaged:
    return Damaged(
        f"{path.name} is no notebook that can be read. Open it in JupyterLab, save it, and hand it in again.",
        f"{path.name} 不是可读取的笔记本。请在 JupyterLab 里打开、保存后重新提交。",
    )


def put_back(submitted: NotebookNode, fixed: FixedCells) -> NotebookNode:
    """The submission with the exercise's own cells as they were handed out, and the learner's answers in them.

    Of cells that come twice the last one counts, as nbgrader has it; deleted ones come back behind the one before them. Cells
    that the learner added stay where they are. Outputs are left out: nothing that was written by hand is taken for a result.
    A memo that was written elsewhere (in a cell of its own, under an older version's name) waits for a person like any other.
    """
    known = {grade_id(cell): cell for cell in fixed.cells}
    submitted = _with_memo(submitted, fixed)
    last = {grade_id(cell): number for number, cell in enumerate(submitted.cells) if grade_id(cell) in known}
    cells: list[NotebookNode] = []
    for number, given in enumerate(submitted.cells):
        id_ = grade_id(given)
        if last.get(id_) == number:
            cells.append(_restored(known[id_], given))
        else:
            cells.append(_own(given))
    for place, cell in enumerate(fixed.cells):
        if grade_id(cell) not in last:
            before = [grade_id(each) for each in fixed.cells[:place]]
            at = next((n for n in range(len(cells), 0, -1) if grade_id(cells[n - 1]) in before), 0)
            cells.insert(at, _restored(cell, None))
    if any(_is_own_text(cell, fixed) for cell in submitted.cells):
        for cell in filter(_is_memo, cells):
            # nbgrader gives 0 to a text with the digest of the empty one, and asks nobody.
            cell.metadata.nbgrader.pop("checksum", None)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}" if not grade_id(cell) else re.sub(r"[^\w-]", "-", grade_id(cell))[:64]
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = fixed.kernelspec
    return notebook


def _is_memo(cell: NotebookNode) -> bool:
    """Whether a cell of the exercise's is a text that a person marks."""
    about = cell.get("metadata", {}).get("nbgrader")
    return (
        cell.cell_type == "markdown" and isinstance(about, dict) and bool(about.get("grade") and about.get("solution"))
    )


def _is_own_text(cell: NotebookNode, fixed: FixedCells) -> bool:
    """Whether a learner wrote a text of their own into a cell that is none of the exercise's."""
    if cell.cell_type == "code" or grade_id(cell) in {grade_id(each) for each in fixed.cells}:
        return False
    return bool(_squeezed(cell.source)) and _squeezed(cell.source) not in fixed.texts


def _with_memo(submitted: NotebookNode, fixed: FixedCells) -> NotebookNode:
    """A notebook whose only memo has another name, as in an older version, with the exercise's name for it."""
    ids = {grade_id(cell) for cell in submitted.cells}
    lacking = [cell for cell in fixed.cells if _is_memo(cell) and grade_id(cell) not in ids]
    known = {grade_id(cell) for cell in fixed.cells}
    there = [cell for cell in submitted.cells if _is_memo(cell) and grade_id(cell) not in known]
    if len(lacking) != 1 or len(there) != 1:
        return submitted
    named = copy.deepcopy(there[0])
    named.metadata = copy.deepcopy(lacking[0].metadata)
    cells = [named if cell is there[0] else cell for cell in submitted.cells]
    return nbformat.from_dict({**submitted, "cells": cells})  # type: ignore[no-any-return]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _restored(ours: NotebookNode, given: NotebookNode | None) -> NotebookNode:
    cell = copy.deepcopy(ours)
    if given is not None and not ours.metadata.nbgrader.get("locked"):
        cell.source = _as_read(cell, given.source)
        _keep_pictures(cell, given)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _as_read(cell: NotebookNode, source: str) -> str:
    """A text that a person reads, without signs that turn or hide a part of it; code is Python's to read."""
    return source if cell.cell_type == "code" else legible(source)


_MAKERS: dict[str, Callable[..., NotebookNode]] = {
    "code": nbformat.v4.new_code_cell,
    "markdown": nbformat.v4.new_markdown_cell,
    "raw": nbformat.v4.new_raw_cell,
}


def _own(given: NotebookNode) -> NotebookNode:
    """A cell of the learner's own, with nothing but its text and its pictures."""
    cell = _MAKERS[given.cell_type](given.source)
    cell.source = _as_read(cell, given.source)
    _keep_pictures(cell, given)
    return cell


def _keep_pictures(cell: NotebookNode, given: NotebookNode) -> None:
    """Pictures that were pasted into a text; nothing else that may be attached, such as SVG, which can hold scripts."""
    attached = given.get("attachments")
    if cell.cell_type != "markdown" or not isinstance(attached, dict):
        return
    kept = {
        name: {kind: data for kind, data in kinds.items() if kind in _PICTURES and _is_base64(data)}
        for name, kinds in attached.items()
        if isinstance(kinds, dict)
    }
    pictures = {name: kinds for name, kinds in kept.items() if kinds}
    if pictures:
        cell["attachments"] = nbformat.from_dict(pictures)


def _is_base64(data: Any) -> bool:
    return isinstance(data, str) and re.fullmatch(r"[A-Za-z0-9+/=\s]*", data) is not None


def without_hidden(source: str) -> str:
    """A test's source without its hidden part."""
    return _HIDDEN.sub("", source)
