"""Faults of event tracking, made on purpose: what a log looks like once something that counts is counted wrongly."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import pandas as pd

from twinline.base.text import t
from twinline.modules.m13.catalogue import Metric, moved
from twinline.modules.m13.log import Log, read

ALARM: Final = 0.05  # a line that went further than this has noticed the fault

Fault = Callable[[pd.DataFrame], pd.DataFrame]


def fired_twice(steps: pd.DataFrame) -> pd.DataFrame:
    """The newest version reports each page that opened twice."""
    newest = steps["app_version"].max()
    again = steps[(steps["app_version"] == newest) & steps["event_id"].notna()]
    return _in_order(pd.concat([steps, again.assign(entry=False, exit=False)]))


def errors_swallowed(steps: pd.DataFrame) -> pd.DataFrame:
    """Nobody writes down errors any more: the steps are there, their error is not."""
    return steps.assign(error_code=None, error_text=None)


def clock_wrong(steps: pd.DataFrame) -> pd.DataFrame:
    """HarmonyOS phones report universal time, eight hours behind ours."""
    late = steps["device"] == "harmony"
    return _in_order(steps.assign(timestamp=steps["timestamp"].mask(late, steps["timestamp"] - pd.Timedelta("8h"))))


def names_lost(steps: pd.DataFrame) -> pd.DataFrame:
    """Visits from the mini program come without a customer's number: it is 0 in all of them."""
    lost = steps["source"] == "mini_program"
    return steps.assign(customer_id=steps["customer_id"].mask(lost, 0))


def visits_cut(steps: pd.DataFrame) -> pd.DataFrame:
    """In WeCom's browser each page begins a visit of its own: the cookie is thrown away."""
    cut = steps["source"] == "wecom_link"
    return steps.assign(session_id=steps["session_id"].mask(cut, -steps["log_id"]))


def iphones_missing(steps: pd.DataFrame) -> pd.DataFrame:
    """No iPhone reports at all, after an update of the rules on privacy."""
    return steps[steps["device"] != "iphone"]


def _in_order(steps: pd.DataFrame) -> pd.DataFrame:
    return steps.sort_values(["customer_id", "timestamp", "log_id"], ignore_index=True)


FAULTS: Final[dict[str, tuple[tuple[str, str], Fault]]] = {
    "twice": (("Pages fired twice", "页面重复上报"), fired_twice),
    "swallowed": (("Errors swallowed", "错误没记下"), errors_swallowed),
    "clock": (("Clock wrong", "时钟错了"), clock_wrong),
    "nameless": (("Names lost", "用户名丢了"), names_lost),
    "cut": (("Visits cut", "会话被切断"), visits_cut),
    "missing": (("iPhones missing", "iPhone 没上报"), iphones_missing),
}
"""Faults by name: title and what it does to the steps."""


def trial(metrics: Sequence[Metric], steps: pd.DataFrame) -> pd.DataFrame:
    """How far each line moves under each fault: a row a metric (by key), a column a fault, shares of the healthy result.

    `steps` are healthy; a month of them is enough. A line that cannot be run on a faulty log counts as having moved wholly (1).
    """
    healthy = read(steps)
    before = {metric.key: metric.run(healthy) for metric in metrics}
    found = {}
    for name, (_, spoil) in FAULTS.items():
        log = read(spoil(steps))
        found[name] = {metric.key: _moved(metric, before, log) for metric in metrics}
    return pd.DataFrame(found)


def _moved(metric: Metric, before: dict[str, Any], log: Log) -> float:
    return moved(before[metric.key], metric.run(log))


def heat(noticed: pd.DataFrame, title: str, *, alt: str) -> None:
    """A picture of how many lines of each group noticed each fault: `noticed` has groups as rows, faults as columns."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    from twinline.pictures.style import ACCENT, INK, show

    figure, axes = plt.subplots(figsize=(9.2, 1.6 + 0.42 * len(noticed)))
    for row, values in enumerate(noticed.to_numpy()):
        for column, value in enumerate(values):
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=ACCENT, alpha=0.75 * float(value), lw=0))
            axes.annotate(f"{value:.0%}", (column, row), ha="center", va="center", color=INK)
    axes.set_xticks(range(noticed.shape[1]), [t(*FAULTS[name][0]) for name in noticed.columns], fontsize=9)
    axes.set_yticks(range(len(noticed)), [str(name) for name in noticed.index])
    axes.set_xlim(-0.5, noticed.shape[1] - 0.5)
    axes.set_ylim(len(noticed) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, pad=28)
    show(figure, alt)
