"""The catalogue of metrics: for each its name, the question it answers, its definition, and a line of pandas that computes it.

A line sees three tables: `log` (a row a step), `visits` and `views` (pages that opened), as `twinline.modules.m13.log.read` makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

import pandas as pd

from generators.errors import BilingualError
from generators.parameters import CITIES
from generators.schema.log_levels import APP_VERSION, CARRIER, LOG_ERROR, LOG_STEP, SOURCE, SYSTEM
from twinline.base.text import t
from twinline.modules.m13.log import Log

Pair = tuple[str, str]
Result = float | pd.Series

_SHOWN: Final = 2  # entries of a list that a cell shows
_UNITS: Final[dict[str, Pair]] = {
    "share": ("{:.1%}", "{:.1%}"),
    "count": ("{:,.0f}", "{:,.0f}"),
    "number": ("{:,.2f}", "{:,.2f}"),
    "seconds": ("{:,.0f} s", "{:,.0f} 秒"),
    "ms": ("{:,.0f} ms", "{:,.0f} 毫秒"),
    "gb": ("{:,.1f} GB", "{:,.1f} GB"),
    "days": ("{:,.0f} days", "{:,.0f} 天"),
    "hour": ("{:,.0f}", "{:,.0f}"),
}
_NAMES: Final[dict[str, Pair]] = (
    LOG_STEP
    | SYSTEM
    | APP_VERSION
    | CARRIER
    | SOURCE
    | LOG_ERROR
    | {city.name: (city.name_en, city.name) for city in CITIES}
    | {
        "android": ("Android", "安卓"),
        "iphone": ("iPhone", "iPhone"),
        "harmony": ("HarmonyOS", "鸿蒙"),
        "own_shell": ("our app's own shell", "本行应用内置页面"),
        "phone_browser": ("the phone's browser", "手机浏览器"),
        "wecom_browser": ("WeCom's browser", "企业微信内置浏览器"),
        "mini_shell": ("the mini program's shell", "小程序容器"),
        "start": ("the start", "刚开始"),
        "nobody": ("nobody", "无名"),
        "young": ("Young card", "青年卡"),
        "classic": ("Classic card", "普卡"),
        "gold": ("Gold card", "金卡"),
        "platinum": ("Platinum card", "白金卡"),
    }
)


@dataclass(frozen=True)
class Metric:
    """A line of the catalogue. `code` is one expression of pandas; `unit` a key of `_UNITS`; `item` what it teaches, by id."""

    key: str
    item: str
    group: str
    name: Pair
    question: Pair
    definition: Pair
    code: str
    unit: str

    def run(self, log: Log) -> Result:
        """What the line comes to on this log: a number, or a Series whose first entry is the largest.

        Raises `BilingualError` where the line cannot be run, with what Python said.
        """
        names = {"log": log.steps, "visits": log.visits, "views": log.views, "pd": pd}
        try:
            found = eval(self.code, names)
        except Exception as error:
            raise BilingualError(
                f"The line “{t(*self.name)}” cannot be run: {error}. Mend its code, or put the old one back.",
                f"“{t(*self.name)}”这一行运行不了：{error}。请改好代码，或换回原来的写法。",
            ) from error
        return found.sort_values(ascending=False, kind="stable") if isinstance(found, pd.Series) else float(found)

    def told(self, log: Log) -> str:
        """The result as a cell of the catalogue shows it, in the reader's language."""
        found = self.run(log)
        if not isinstance(found, pd.Series):
            return _write(self.unit, found)
        return t("; ", "；").join(
            f"{title(key)} {_write(self.unit, value)}" for key, value in found.head(_SHOWN).items()
        )


def said(pair: Pair) -> str:
    """A pair of texts in the reader's language."""
    return t(*pair)


def title(key: Any) -> str:
    """A code of the log in the reader's language; pairs joined by a dot, days and what is no code as they are."""
    if isinstance(key, tuple):
        return " · ".join(title(part) for part in key)
    if isinstance(key, pd.Timestamp):
        return f"{key:%Y-%m-%d}"
    return t(*_NAMES[key]) if key in _NAMES else str(key)


def _write(unit: str, value: float) -> str:
    return "—" if pd.isna(value) else t(*_UNITS[unit]).format(value)


def table(metrics: Sequence[Metric], log: Log) -> Any:
    """The catalogue as a page shows it: metric, question, definition, code, and what it comes to on this log."""
    rows = [
        {
            t("Metric", "指标"): t(*metric.name),
            t("Question it answers", "回答什么问题"): t(*metric.question),
            t("Definition", "口径"): t(*metric.definition),
            t("Result", "结果"): metric.told(log),
            t("Code", "代码"): f"<details><summary>{t('show', '展开')}</summary>{escape(metric.code)}</details>",
        }
        for metric in metrics
    ]
    style = {"text-align": "left", "white-space": "normal", "vertical-align": "top"}
    frame = pd.DataFrame(rows)
    plain = [column for column in frame if column != t("Code", "代码")]
    shown = frame.style.format(escape="html", subset=plain).hide(axis="index").set_properties(**style)  # type: ignore[arg-type]
    narrow = {"font-family": "monospace", "font-size": "85%", "overflow-wrap": "anywhere", "max-width": "24em"}
    return shown.set_properties(subset=[t("Code", "代码")], **narrow)


def recoded(metric: Metric, code: str, name: str | None = None) -> Metric:
    """The same line of the catalogue with other code, and another name if one is given: for trying a definition before it is kept."""
    return replace(metric, code=code, name=(name, name) if name else metric.name)


def moved(before: Any, after: Any) -> float:
    """How far a result went, as a share of what it was; of a list, the sum of its entries' moves. 0 stays 0."""
    if isinstance(before, pd.Series):
        both = pd.concat([before, after], axis=1, keys=["before", "after"], sort=False).fillna(0.0)
        size = float(both["before"].abs().sum())
        return float((both["after"] - both["before"]).abs().sum()) / size if size else float(both["after"].abs().sum())
    if pd.isna(before) or pd.isna(after):
        return float(pd.isna(before) != pd.isna(after))
    return float(abs(after - before) / abs(before)) if before else float(after != 0)
