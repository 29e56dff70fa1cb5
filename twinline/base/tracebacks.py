"""A traceback shortened to the learner's own lines."""

import linecache
import re
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from twinline.base.paths import HOME
from twinline.base.text import t

_CELL = re.compile(r"ipykernel_\d+[\\/]\d+\.py$|<ipython-input-")


def own_lines(frames: Iterable[tuple[str, int, str]]) -> list[str]:
    """Text for (file, line, function) frames, without those of Python, its packages and the kit.

    A notebook's cell is called so, and each line of code stands below its place.
    """
    hidden = [sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")]
    hidden += [str(HOME / "twinline"), str(HOME / "generators"), "<frozen"]
    said = []
    for file, line, name in frames:
        if file.startswith(tuple(filter(None, hidden))):
            continue
        place = t("cell", "单元格") if _CELL.search(file) else Path(file).name
        said.append(t(f"  {place}, line {line}, in {name}", f"  {place} 第 {line} 行，{name} 中"))
        code = linecache.getline(file, line).strip()
        said += [f"    {code}"] if code else []
    return said
