"""A traceback shortened to the learner's own lines."""

import linecache
import re
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from twinline.base.paths import HOME
from twinline.base.text import t

_CELL = re.compile(r"ipykernel_\d+[\\/]\d+\.py$|<ipython-input-")
_NUMPY = re.compile(r"\b(?:np|numpy)\.(?:float|int|uint|str|bytes|bool|datetime|timedelta)\w*\(([^()]*)\)")
_NUMPY_BOOL = re.compile(r"\bnp\.(True|False)_")
_CLASS = re.compile(r"<class '(?:[\w.]*\.)?(\w+)'>")
_DOTTED = re.compile(r"\b(?:pandas|numpy|twinline|generators)(?:\.\w+)*\.([A-Z]\w*)")
_ADDRESS = re.compile(r"<(?:bound )?(?:function|method) ([\w.<>]+?)(?: of .*)?(?: at 0x[0-9a-fA-F]+)?>")


def is_cell(file: str) -> bool:
    """Whether code of this file name stands in a notebook's cell."""
    return bool(_CELL.search(file))


def plain(text: str) -> str:
    """A result or an error's text without how numpy and Python write types: 0.5 rather than np.float64(0.5)."""
    text = _NUMPY_BOOL.sub(r"\1", _NUMPY.sub(r"\1", text))
    text = _CLASS.sub(r"\1", text)
    text = _DOTTED.sub(r"\1", text)
    return _ADDRESS.sub(lambda found: found.group(1).split(".")[-1] + "()", text)


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
        place = t("cell", "单元格") if is_cell(file) else Path(file).name
        said.append(t(f"  {place}, line {line}, in {name}", f"  {place} 第 {line} 行，{name} 中"))
        code = linecache.getline(file, line).strip()
        said += [f"    {code}"] if code else []
    return said
