"""Where a question's idea is taught: a cell of a lesson, as learners find it."""

import itertools
import re
from pathlib import Path

from generators.errors import BilingualError
from twinline.base.words import Words
from twinline.build.source import RawCell, read
from twinline.questions.sheet import Sheet, Taught

_HEADING = re.compile(r"^#{1,4} +(.+)$", re.MULTILINE)


def with_lessons(sheet: Sheet, taught: dict[str, str], lessons: Path) -> Sheet:
    """The sheet with a link for each question that names a cell, such as "lesson-2:voucher" (its notebook and its name).

    Raises `BilingualError` for a cell that is not there or has no heading.
    """
    (folder,) = lessons.glob(f"{sheet.module}_*")
    found = {id_: _place(folder, sheet.module, id_, place) for id_, place in taught.items() if place}
    questions = tuple(each.model_copy(update={"taught": found.get(each.id)}) for each in sheet.questions)
    return sheet.model_copy(update={"questions": questions})


def _place(folder: Path, module: str, id_: str, place: str) -> Taught:
    notebook, _, name = place.partition(":")
    path = folder / f"{notebook}.md"
    cells = read(path, path.name)[0].cells if path.is_file() else []
    for english, chinese in itertools.pairwise(cells):
        if english.options.get("name") == name and english.options.get("lang") == "en":
            titles = [_HEADING.search(each.text) for each in (english, chinese)]
            if titles[0] and titles[1]:
                title = Words(en=titles[0].group(1).strip(), zh=titles[1].group(1).strip())
                return Taught(notebook=f"{module}-{notebook}.ipynb", title=title)
    known = ", ".join(str(cell.options.get("name")) for cell in cells if _begins(cell))
    raise BilingualError(
        f"{module} {id_}: no cell with a heading is called {place!r}. There are in {path.name}: {known}.",
        f"{module} {id_}：没有名为“{place}”且带标题的单元格。{path.name} 里有：{known}。",
    )


def _begins(cell: RawCell) -> bool:
    return cell.options.get("lang") == "en" and bool(_HEADING.search(cell.text))
