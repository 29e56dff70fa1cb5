"""Lesson sources: MyST Markdown notebooks, read by jupytext into cells that know their line."""

import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext.myst

from twinline.syllabus.problems import Problem

CODE_FENCE = "{code-cell} ipython3"


@dataclass(frozen=True)
class RawCell:
    """A cell as it stands in the source: `kind` is "markdown" or "code", `options` what its author wrote above it."""

    kind: str
    line: int
    text: str
    options: dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One source file; `file` is its name in messages and in the notebooks' metadata, always with forward slashes."""

    file: str
    cells: list[RawCell]


def read(path: Path, file: str) -> tuple[Source, list[Problem]]:
    """Read one MyST notebook; problems are for text that jupytext cannot read or would silently drop."""
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    problems: list[Problem] = []
    tokens = jupytext.myst.get_parser().parse(text + "\n")
    for token in tokens:
        if token.type == "fence" and token.info.startswith("{code-cell}") and token.info.strip() != CODE_FENCE:
            problems.append(
                Problem(
                    file,
                    token.map[0] + 1,
                    "",
                    f"the fence says {token.info.strip()!r}: write ```{CODE_FENCE}",
                    f"代码块标记写成了“{token.info.strip()}”，请写 ```{CODE_FENCE}",
                )
            )
    broken = [token for token in tokens if token.type == "myst_block_break" and not _is_json_object(token.content)]
    for token in broken:
        problems.append(
            Problem(
                file,
                token.map[0] + 1,
                "",
                f"what follows +++ is not JSON: {token.content.strip()}",
                f"+++ 后面不是合法的 JSON：{token.content.strip()}",
            )
        )
    if broken:
        return Source(file, []), problems
    try:
        with warnings.catch_warnings():
            # The one warning here, about mixed languages of code cells, is reported above as a problem with its line.
            warnings.simplefilter("ignore")
            notebook = jupytext.myst.myst_to_notebook(text, add_source_map=True)
    except jupytext.myst.MystMetadataParsingError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where.group(1)) if where else 1
        said = " ".join(str(error).split())
        return Source(file, []), [Problem(file, line, "", f"cannot be read: {said}", f"读不了：{said}")]
    starts = notebook.metadata["source_map"]
    lines = text.split("\n")
    opened = {token.map[0] + 1 for token in tokens if token.type == "myst_block_break"}
    cells = []
    for cell, start in zip(notebook.cells, starts, strict=True):
        # jupytext counts a Markdown cell from the line after its +++, 0-based: that is the line of the +++, 1-based.
        line = start
        if cell.cell_type == "markdown" and start not in opened:
            line = next(number for number, text in enumerate(lines, 1) if number > start and text.strip())
        cells.append(RawCell(cell.cell_type, line, cell.source, dict(cell.metadata)))
    kept = {cell.line for cell in cells if cell.kind == "markdown"}
    for token in tokens:
        # A bare +++ closes nothing and means nothing; one with options opens a cell, and jupytext drops empty ones.
        if token.type == "myst_block_break" and token.content.strip() and token.map[0] + 1 not in kept:
            problems.append(
                Problem(
                    file,
                    token.map[0] + 1,
                    str(json.loads(token.content).get("name", "")),
                    "this cell is empty: write its text or remove it",
                    "这个单元格是空的：请写上内容，或者删掉",
                )
            )
    return Source(file, cells), problems


def _is_json_object(content: str) -> bool:
    """Whether the text after a `+++` is empty or a JSON object."""
    if not content.strip():
        return True
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False
