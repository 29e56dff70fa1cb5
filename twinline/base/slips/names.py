"""Names that Python does not know: written with another case, without quotes, or made in a cell that was not run."""

import builtins
import difflib
import keyword
import re
from collections.abc import Mapping
from typing import Any

from twinline.base.slips.columns import near
from twinline.base.slips.slip import Slip
from twinline.base.slips.syntax import is_prose, prose

_IMPORTS = {
    "pd": "import pandas as pd",
    "np": "import numpy as np",
    "plt": "import matplotlib.pyplot as plt",
    "sns": "import seaborn as sns",
    "pandas": "import pandas as pd",
    "numpy": "import numpy as np",
    "os": "import os",
}
_NOTHING = {"null", "NULL", "nil", "Null", "nan", "NaN", "NAN", "NA"}
_RUN_ABOVE = (
    "Run the cells above first: menu Run → Run All Above Selected Cell. After a restart of the kernel nothing is known any more.",
    "请先运行上面的单元格：菜单“运行 → 运行所选单元格上方的所有单元格”。内核重启后，之前的结果都不在了。",
)


def slip(name: str, line: str, known: Mapping[str, Any], number: int | None = None) -> Slip | None:
    """What is meant by a name that is not known, on a line of code, among what is known there."""
    if number is not None and (is_prose(line) or (not name.isascii() and line.strip().rstrip("。！？") == name)):
        return prose(number)
    other = _other_case(name, known)
    if other:
        return _of(
            number,
            f"Python tells capital from small letters: {name!r} is not known, {other!r} is.",
            f"Python 区分大小写：没有“{name}”，有“{other}”。",
            _put(line, name, other),
        )
    if name in _NOTHING:
        return _of(
            number, f"“Nothing” is written None, not {name}.", f"“空”写成 None，不是 {name}。", _put(line, name, "None")
        )
    if name in _IMPORTS:
        return _of(
            number,
            f"{name} is not loaded yet: run `{_IMPORTS[name]}`, or the cells above.",
            f"还没有载入 {name}：请运行 `{_IMPORTS[name]}`，或先运行上面的单元格。",
        )
    if name == "tw" or re.fullmatch(r"q\d+", name):
        made = "`import twinline as tw`" if name == "tw" else "`tw.exercise(…)`"
        return _of(
            number,
            f"{name} is made further up, by {made}. {_RUN_ABOVE[0]}",
            f"{name} 是在上面用 {made} 得到的。{_RUN_ABOVE[1]}",
        )
    text = _without_quotes(name, line, known)
    if text:
        return _of(number, *text, _put(line, name, f'"{name}"'))
    checked = re.search(rf"\bq\d+\.check\(\s*{re.escape(name)}\b", line)
    alike = _alike(name, known)
    if alike:
        return _of(
            number,
            f"{name!r} is not known. Did you mean {alike!r}?",
            f"没有“{name}”。是不是想写“{alike}”？",
            _put(line, name, alike),
        )
    if checked:
        return _of(
            number,
            f"The function {name} is not there yet: run the cell with `def {name}(…)` first.",
            f"还没有函数 {name}：请先运行写有 `def {name}(…)` 的那一格。",
        )
    if len([each for each in known if not each.startswith("_")]) <= _FEW:
        return _of(number, f"{name!r} is not known. {_RUN_ABOVE[0]}", f"没有“{name}”。{_RUN_ABOVE[1]}")
    return _of(
        number,
        f"Python does not know the name {name!r}: a typing slip, a text without quotes, or a cell further up was not run yet.",
        f"Python 不认识名字“{name}”：可能写错了，可能是文本没加引号，也可能上面的单元格还没运行。",
    )


_FEW = 6  # names in a kernel that was just started


def attribute(value: Any, name: str, line: str = "", number: int | None = None) -> Slip | None:
    """What is meant by an attribute that something does not have."""
    if value is None:
        return _of(
            number,
            f"There is nothing to take .{name} of: the value is None. Does a function end without return?",
            f"无法取 .{name}：这个值是空的（None）。是不是函数没有写 return？",
        )
    columns = [str(each) for each in getattr(value, "columns", ())] if hasattr(value, "columns") else []
    there = [each for each in dir(type(value)) + dir(value) if not each.startswith("_")]
    other = next((each for each in there if each.lower() == name.lower()), "")
    close = [] if other else near(name, columns)
    if not other and not close:
        other = next(iter(difflib.get_close_matches(name, there, n=1, cutoff=0.75)), "")
    if close:
        from twinline.base.slips.columns import missing

        return _of(number, *missing(name, columns))
    if other:
        return _of(
            number,
            f"There is no .{name} here. Did you mean .{other}?",
            f"这里没有 .{name}。是不是想写 .{other}？",
            _put(line, f".{name}", f".{other}"),
        )
    if isinstance(value, list | tuple | dict) and name in ("mean", "sum", "groupby", "head", "std", "median"):
        kind = type(value).__name__
        return _of(
            number,
            f"A {kind} has no .{name}: make it a column by pd.Series(…) first.",
            f"{kind} 没有 .{name}：请先用 pd.Series(…) 转成一列。",
        )
    return None


def not_loaded(error: ImportError, line: str = "", number: int | None = None) -> Slip | None:
    """What is meant by a package, or something of it, that is not there."""
    import sys

    wanted = (error.name or "").split(".")[0]
    if not wanted:
        return None
    if isinstance(error, ModuleNotFoundError):
        common = ["pandas", "numpy", "matplotlib", "twinline", "sklearn", "scipy", "statsmodels", "lifelines"]
        alike = difflib.get_close_matches(wanted.lower(), common, n=1, cutoff=0.75)
        if alike and alike[0] != wanted:
            return _of(
                number,
                f"There is no package {wanted!r}. Did you mean {alike[0]!r}?",
                f"没有“{wanted}”这个包。是不是想写“{alike[0]}”？",
                _put(line, wanted, alike[0]),
            )
        if alike or "." in (error.name or ""):
            return _of(
                number,
                f"{error.name!r} is no package. Load the whole: `import {wanted}`.",
                f"“{error.name}”不是一个包。请整个载入：`import {wanted}`。",
            )
        return _of(
            number,
            f"The package {wanted!r} is not installed here, and the course does not need it.",
            f"这里没有安装“{wanted}”这个包，课程也不需要它。",
        )
    asked = re.search(r"cannot import name '(\w+)'", str(error))
    module = sys.modules.get(error.name or "")
    if not asked or module is None:
        return None
    alike = difflib.get_close_matches(asked.group(1), dir(module), n=1)
    en, zh = (f" Did you mean {alike[0]!r}?", f"是不是想写“{alike[0]}”？") if alike else ("", "")
    return _of(
        number,
        f"{error.name} has no {asked.group(1)!r}.{en}",
        f"{error.name} 里没有“{asked.group(1)}”。{zh}",
        _put(line, asked.group(1), alike[0]) if alike else "",
    )


def _of(number: int | None, en: str, zh: str, mended: str = "") -> Slip:
    return Slip(
        en if number is None else f"Line {number}: {en}",
        zh if number is None else f"第 {number} 行：{zh}",
        number,
        mended.strip(),
    )


def _put(line: str, name: str, other: str) -> str:
    begins = "" if name.startswith(".") else r"(?<![\w.\"'])"
    return re.sub(rf"{begins}{re.escape(name)}(?!\w)", lambda _: other, line, count=1) if other else ""


def _other_case(name: str, known: Mapping[str, Any]) -> str:
    bare = name.lower().replace("_", "")
    every = [*known, *dir(builtins), *keyword.kwlist]
    return next(
        (each for each in every if each != name and not each.startswith("_") and each.lower().replace("_", "") == bare),
        "",
    )


def _alike(name: str, known: Mapping[str, Any]) -> str:
    every = [each for each in [*known, *dir(builtins)] if not each.startswith("_")]
    return next(iter(difflib.get_close_matches(name, every, n=1, cutoff=0.78)), "") if len(name) > 2 else ""


def _without_quotes(name: str, line: str, known: Mapping[str, Any]) -> tuple[str, str] | None:
    """A column or a value that stands in the code without quotes."""
    tables = [value for value in list(known.values()) if type(value).__name__ == "DataFrame"]
    if any(name in map(str, table.columns) for table in tables):
        return f"The column {name} stands in quotes.", f"列名 {name} 要加引号。"
    compared = re.search(rf"(==|!=|\.isin\(\[?|\[)\s*{re.escape(name)}\s*(?=[\])&|,:\s]|$)", line)
    if compared:
        return (
            f"{name!r} is not known. If it is a text or a column, put it in quotes.",
            f"没有“{name}”。如果它是文本或列名，请加引号。",
        )
    return None
