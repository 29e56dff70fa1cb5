"""Hostile submissions as files: notebooks that are none, notebooks whose fixed cells were changed, and what lies beside them.

Each gets the released notebook with every answer filled in ("honest") or with q3 alone ("cheating"), and puts a folder together.
"""

import copy
import gzip
import json
import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.hostile import HONEST
from tests.support.hostile_harm import SCRIPTS

FULL = 11.0
NAME = "m90-exercise.ipynb"


@dataclass(frozen=True)
class File:
    """One submission; `points` is what it gets, `says` part of the reason for none."""

    name: str
    make: Callable[[dict, dict, Path], bytes | None]
    """From (honest, cheating, folder) to the notebook's bytes; None where it wrote them itself."""
    points: float = 0.0
    says: str = ""


def _cell(book: dict, name: str) -> dict:
    return next(cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def _changed(change: Callable[[dict], object], *, honest: bool = False) -> Callable[[dict, dict, Path], bytes]:
    def make(good: dict, bad: dict, folder: Path) -> bytes:
        book = copy.deepcopy(good if honest else bad)
        change(book)
        return json.dumps(book).encode()

    return make


def _bytes(turn: Callable[[bytes], bytes]) -> Callable[[dict, dict, Path], bytes]:
    return lambda good, bad, folder: turn(json.dumps(good, ensure_ascii=False).encode())


def _beside(put: Callable[[Path, dict], object]) -> Callable[[dict, dict, Path], bytes]:
    def make(good: dict, bad: dict, folder: Path) -> bytes:
        put(folder, good)
        return json.dumps(good).encode()

    return make


def _sources(book: dict, source: str) -> None:
    for name in ("q1-check", "q2-check"):
        _cell(book, name)["source"] = source


def _metadata(book: dict, **values: object) -> None:
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(values)


def _drop(book: dict, *names: str) -> None:
    book["cells"] = [
        cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") not in names
    ]


def _swap(book: dict) -> None:
    one, other = _cell(book, "q1-check"), _cell(book, "q3-check")
    for cell, name in ((one, "q3-check"), (other, "q1-check")):
        cell["metadata"]["nbgrader"]["grade_id"] = name


def _twice(book: dict) -> None:
    book["cells"] += [copy.deepcopy(_cell(book, "q1-check")) | {"source": "3.0"} for _ in range(3)]
    book["cells"] += [copy.deepcopy(_cell(book, "memo"))]


def _outputs(book: dict) -> None:
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            result = {"data": {"text/plain": "99.0"}, "metadata": {}, "execution_count": 1}
            cell["outputs"] = [{"output_type": "execute_result", **result}]


def _script(book: dict) -> None:
    _cell(book, "memo")["source"] = SCRIPTS
    for kind in ("markdown", "raw"):
        book["cells"].append({"cell_type": kind, "metadata": {}, "source": SCRIPTS, "id": f"s-{kind}"})
    book["cells"][-1]["metadata"] = {"format": "text/html", "raw_mimetype": "text/html"}
    attached = {"x.svg": {"image/svg+xml": "<svg onload=alert(1)>"}}
    book["cells"].append(
        {"cell_type": "markdown", "metadata": {}, "source": "![x](attachment:x.svg)", "attachments": attached}
    )


def _version_3(good: dict, bad: dict, folder: Path) -> bytes:
    cells = []
    for cell in good["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        text = {"input": cell["source"], "language": "python", "collapsed": False, "outputs": []}
        cells.append(old | (text if cell["cell_type"] == "code" else {"source": cell["source"]}))
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}).encode()


class _Opened:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("/tmp/CANARY-OPENED",)


def _folder(good: dict, bad: dict, folder: Path) -> None:
    (folder / NAME).mkdir()


def _linked(target: str) -> Callable[[dict, dict, Path], None]:
    def make(good: dict, bad: dict, folder: Path) -> None:
        (folder / NAME).symlink_to(folder.parent.parent.parent / target)

    return make


def _copy(folder: Path, good: dict) -> None:
    (folder / "m90-exercise-Copy1.ipynb").write_text(json.dumps(good), encoding="utf-8")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "m90-exercise-checkpoint.ipynb").write_text("{}")


def _modules(folder: Path, good: dict) -> None:
    for name in ("pandas", "sitecustomize", "ipykernel_launcher", "twinline", "conftest"):
        (folder / f"{name}.py").write_text("open('/tmp/CANARY-OPENED', 'w')\nraise SystemExit\n")


NONE = "no notebook that can be read"
FILES = (
    File("empty", lambda good, bad, folder: b"", says=NONE),
    File("list", lambda good, bad, folder: b"[]", says=NONE),
    File("null", lambda good, bad, folder: b"null", says=NONE),
    File("no-cells", lambda good, bad, folder: b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', says=NONE),
    File("version-99", _changed(lambda book: book.update(nbformat=99)), says=NONE),
    File("version-text", _changed(lambda book: book.update(nbformat="4")), says=NONE),
    File("version-3", _version_3, points=FULL),
    File("random", lambda good, bad, folder: bytes(range(256)) * 99, says=NONE),
    File("gzip", _bytes(gzip.compress), says=NONE),
    File("pickle", lambda good, bad, folder: pickle.dumps(_Opened()), says=NONE),
    File("utf-16", _bytes(lambda text: text.decode().encode("utf-16")), says=NONE),
    File("gbk", _bytes(lambda text: text.decode().replace("Clean the list", "名单").encode("gbk")), says=NONE),
    File("nul", _bytes(lambda text: b"\0\0" + text), says=NONE),
    File("half", _bytes(lambda text: text[: len(text) // 2]), says=NONE),
    File("deep", lambda good, bad, folder: b'{"cells":' * 200_000, says=NONE),
    File("mark", _bytes(lambda text: b"\xef\xbb\xbf" + text), points=FULL),
    File("100-mb", _changed(lambda book: _cell(book, "q1").update(source="#" * (100 << 20))), says="over 64 MB"),
    File("2-mb", _changed(lambda book: _cell(book, "q1").update(source="#" * (2 << 20))), says="characters"),
    File(
        "5000-cells",
        _changed(lambda book: book["cells"].extend([copy.deepcopy(book["cells"][0])] * 5_000)),
        says="cells",
    ),
    File("cells-dict", _changed(lambda book: book.update(cells={"a": 1})), says=NONE),
    File("cell-null", _changed(lambda book: book["cells"].append(None)), says=NONE),
    File("cell-kind", _changed(lambda book: book["cells"][0].update(cell_type="evil")), says=NONE),
    File("source-number", _changed(lambda book: book["cells"][0].update(source=5)), says=NONE),
    File(
        "same-ids", _changed(lambda book: [cell.update(id="same") for cell in book["cells"]], honest=True), points=FULL
    ),
    File("no-metadata", _changed(lambda book: [cell.pop("metadata") for cell in book["cells"]]), says=NONE),
    File(
        "odd-metadata",
        _changed(lambda book: [cell.update(metadata={"nbgrader": [1]}) for cell in book["cells"]]),
        HONEST,
    ),
    File("odd-names", _changed(lambda book: _metadata(book, grade_id={"a": 1})), HONEST),
    File(
        "half-character",
        _changed(
            lambda book: book["cells"].insert(
                0, {"cell_type": "code", "metadata": {}, "source": "x = '\ud800'", "outputs": []}
            )
        ),
        HONEST,
    ),
    File("more-points", _changed(lambda book: _metadata(book, points=1_000, schema_version=99)), HONEST),
    File("tests-edited", _changed(lambda book: _sources(book, "99.0")), HONEST),
    File("tests-deleted", _changed(lambda book: _drop(book, "q1-check", "q2-check", "memo")), HONEST),
    File(
        "tests-renamed",
        _changed(lambda book: _cell(book, "q1-check")["metadata"]["nbgrader"].update(grade_id="zz")),
        HONEST,
    ),
    File("tests-swapped", _changed(_swap), HONEST),
    File("tests-twice", _changed(_twice), HONEST),
    File("tests-retyped", _changed(lambda book: _cell(book, "q1-check").update(cell_type="markdown")), HONEST),
    File("tests-unlocked", _changed(lambda book: _metadata(book, locked=False, grade=False, solution=True)), HONEST),
    File("results-written", _changed(_outputs), HONEST),
    File(
        "other-kernel",
        _changed(lambda book: book["metadata"].update(kernelspec={"name": "bash", "language": "bash"})),
        HONEST,
    ),
    File("memo-scripts", _changed(_script), HONEST),
    File(
        "link-beside",
        _beside(lambda folder, good: (folder / "data.db").symlink_to("../../../gradebook.db")),
        says="link",
    ),
    File("link-folder", _beside(lambda folder, good: (folder / "all").symlink_to("../../..", True)), says="link"),
    File("link-solution", _linked(f"source/m90_list/{NAME}"), says="link"),
    File("link-neighbour", _linked(f"submitted/honest-0/m90_list/{NAME}"), says="link"),
    File("folder", _folder, says="no file"),
    File("pipe", _beside(lambda folder, good: os.mkfifo(folder / "pipe")), says="no ordinary file"),
    File(
        "70-mb-beside",
        _beside(lambda folder, good: (folder / "data.csv").write_bytes(b"x" * (70 << 20))),
        says="over 64 MB",
    ),
    File("modules-beside", _beside(_modules), FULL),
    File("copy-beside", _beside(_copy), FULL),
)
