"""Bilingual cells to a notebook in one language, and notebooks to bytes that never vary."""

import io
import json
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from generators.errors import BilingualError
from twinline.base.paths import HOME
from twinline.base.text import Language
from twinline.build.cells import Cell
from twinline.build.tags import nbgrader_metadata, passed_on

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def make(cells: Iterable[Cell], language: Language, module: str, source: str) -> NotebookNode:
    """The notebook of one language, with no outputs; cell ids are the cells' names."""
    notebook: NotebookNode = nbformat.from_dict(
        {
            "cells": [_cell(cell, language) for cell in cells],
            "metadata": {
                "kernelspec": dict(KERNEL),
                "language_info": {"name": "python"},
                "twinline": {"lang": language, "module": module, "source": source},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    return notebook


def _cell(cell: Cell, language: Language) -> dict[str, Any]:
    ours: dict[str, Any] = {"name": cell.name}
    if cell.teaches:
        ours["teaches"] = list(cell.teaches)
    metadata: dict[str, Any] = {"twinline": ours}
    grading = nbgrader_metadata(cell)
    if grading:
        metadata["nbgrader"] = grading
    if passed_on(cell):
        metadata["tags"] = passed_on(cell)
    made: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.name,
        "metadata": metadata,
        "source": cell.texts[language],
    }
    if cell.kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made


def to_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as its file: nbformat's own layout, UTF-8, LF, one newline at the end."""
    written = io.StringIO(newline="\n")
    nbformat.write(notebook, written, version=4)
    return (written.getvalue().rstrip("\n") + "\n").encode()


def format_code(notebooks: Iterable[NotebookNode]) -> None:
    """Lay out the code of all notebooks in place, by one run of ruff with the kit's own settings."""
    notebooks = list(notebooks)
    with tempfile.TemporaryDirectory(prefix="twinline-build-") as folder:
        paths = [Path(folder) / f"{number}.ipynb" for number in range(len(notebooks))]
        for path, notebook in zip(paths, notebooks, strict=True):
            path.write_bytes(to_bytes(notebook))
        settings = HOME / "pyproject.toml"
        command = [_ruff(), "format", "--quiet", "--no-cache", "--config", str(settings), folder]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)
        if done.returncode:
            raise BilingualError(
                f"ruff could not lay out the code: {done.stderr.strip()}",
                f"ruff 无法整理代码格式：{done.stderr.strip()}",
            )
        for path, notebook in zip(paths, notebooks, strict=True):
            laid_out = json.loads(path.read_text(encoding="utf-8"))
            for cell, formatted in zip(notebook.cells, laid_out["cells"], strict=True):
                if cell.cell_type == "code":
                    cell.source = "".join(formatted["source"])


def _ruff() -> str:
    """Where ruff is: beside this Python, or on PATH."""
    suffix = ".exe" if sys.platform == "win32" else ""
    beside = Path(sysconfig.get_path("scripts")) / f"ruff{suffix}"
    found = str(beside) if beside.exists() else shutil.which("ruff")
    if not found:
        raise BilingualError(
            "`twinline build` needs ruff, one of the authors' tools: run `python start.py test` once, it installs them.",
            "`twinline build` 需要 ruff（作者工具之一）：先运行一次 `python start.py test`，它会装好。",
        )
    return found
