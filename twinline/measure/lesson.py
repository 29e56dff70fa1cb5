"""A module's lessons, run on the bank of another seed, in a process that does nothing else."""

import json
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from twinline.base.chinese import NOT_ENGLISH
from twinline.base.paths import COURSE
from twinline.measure.banks import bank_of
from twinline.measure.cells import fresh_cells
from twinline.measure.claims import NotMeasured, claims_files, read_claims, said_of
from twinline.measure.numbers import Numbers
from twinline.syllabus.modules import KINDS, kind_of, notebook_name

_LESSON = KINDS[0]
_CHINESE = re.compile(f"{NOT_ENGLISH.pattern}.*")


def lessons_of(folder: Path) -> list[Path]:
    """The English notebooks of a module's lessons, in order; `folder` is its source, as `lessons/m10_churn`."""
    sources = sorted(path for path in folder.glob(f"{_LESSON}*.md") if kind_of(path) == _LESSON)
    return [COURSE / "en" / folder.name / notebook_name(path) for path in sources]


def code_of(notebook: Path, left_out: Collection[str]) -> dict[str, str]:
    """A notebook's code, cell by cell, but for the cells that are left out."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = (cell for cell in cells if cell["cell_type"] == "code")
    return {cell["id"]: "".join(cell["source"]) for cell in code if cell["id"] not in left_out}


def measure_claims(module: str, seed: int) -> dict[str, Numbers]:
    """The numbers of a module's claims on the bank of a seed. Changes this process: see `on_bank`."""
    paths = claims_files()[module]
    claims = read_claims(paths)
    on_bank(seed)
    skipped = claims.left_out(seed)
    return claims.measured([names(notebook, skipped) for notebook in lessons_of(paths[0].parents[1])], seed)


def on_bank(seed: int) -> None:
    """From now on this process has the bank of a seed for the course's, speaks English, and prints what is written in pictures.

    References are learned on other banks, for minutes; no claim is about them, and here they are one yuan.
    """
    import matplotlib as mpl

    from twinline.base.text import use_language
    from twinline.data import tables
    from twinline.pictures import style
    from twinline.twin.bank import Bank

    os.environ["TWINLINE_DATASETS"] = str(bank_of(seed))
    os.environ.pop("TWINLINE_SCALE", None)
    mpl.use("agg")
    use_language("en")
    patches: list[tuple[object, str, object]] = [
        (tables, "DEFAULT_SEED", seed),
        (style, "_png", written_in),
        (Bank, "reference_profits", lambda self, result: (1.0, 1.0)),
    ]
    for thing, name, value in patches:
        setattr(thing, name, value)


def written_in(figure: Any) -> bytes:
    """Print what is written in a picture instead of drawing it, so that it is read like what else a lesson shows."""
    import matplotlib.pyplot as plt
    from matplotlib.text import Text

    for axes in figure.figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels()  # written when somebody asks for them
    print(*dict.fromkeys(text.get_text() for text in figure.figure.findobj(Text)), sep="\n")
    plt.close(figure.figure)
    return b""


def names(notebook: Path, left_out: Collection[str] = ()) -> dict[str, Any]:
    """What a notebook's code leaves behind. A warning is an error, and so is Chinese where a learner reads English.

    Raises `NotMeasured`, which says in which cell.
    """
    with fresh_cells() as cells:
        for cell, code in code_of(notebook, left_out).items():
            place = f"{notebook.stem}, cell {cell}"
            try:
                shown = cells.run(code)
            except (Exception, SystemExit) as error:
                raise NotMeasured(f"{place}: {said_of(error)}") from error
            if shown.complaints:
                raise NotMeasured(f"{place} writes to standard error: {shown.complaints.strip()}")
            if chinese := _CHINESE.search(shown.text):
                raise NotMeasured(f"{place} says in English: {chinese[0]}")
        return cells.names
