"""Faults of event tracking, made on purpose: what a log looks like once something that counts is counted wrongly."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from twinline.base.text import t
from twinline.modules.m13.catalogue import Metric, moved
from twinline.modules.m13.log import Log, read

ALARM: Final = 0.05  # a line that went further than this has noticed the fault
NONE: Final = "none"

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
    "cut": (("Visits cut", "访问被切断"), visits_cut),
    "missing": (("iPhones missing", "iPhone 没上报"), iphones_missing),
}
"""Faults by name: title and what it does to the steps."""


def trial(metrics: Sequence[Metric], steps: pd.DataFrame, later: pd.DataFrame | None = None) -> pd.DataFrame:
    """How far each line moves under each fault: a row a metric (by key), a column a fault, shares of the healthy result.

    `steps` are healthy; a month of them is enough. With `later`, other healthy steps, there is a column `NONE`: how far each line
    moves to them without any fault.
    """
    healthy = read(steps)
    before = {metric.key: metric.run(healthy) for metric in metrics}
    found = {}
    if later is not None:
        log = read(later)
        found[NONE] = {metric.key: _moved(metric, before, log) for metric in metrics}
    for name, (_, spoil) in FAULTS.items():
        log = read(spoil(steps))
        found[name] = {metric.key: _moved(metric, before, log) for metric in metrics}
    return pd.DataFrame(found)


def _moved(metric: Metric, before: dict[str, Any], log: Log) -> float:
    return moved(before[metric.key], metric.run(log))


def guards(
    metrics: Mapping[str, Metric],
    must: Mapping[str, str],
    must_not: Mapping[str, str],
    steps: pd.DataFrame,
    weeks: pd.DataFrame,
) -> pd.DataFrame:
    """How well lines guard against faults: a row a fault, with guard and still (keys), moved, usual and still_moved.

    `must` and `must_not` name for each fault a line that should move and one that should not. moved and still_moved are shares of
    the result on healthy `steps`; usual is the guard's largest move from one week of healthy `weeks` to the next.
    """
    healthy = read(steps)
    logs = [read(week) for _, week in weeks.groupby(weeks["timestamp"].dt.to_period("W"))]
    rows = {}
    for fault, guard in must.items():
        log, still = read(FAULTS[fault][1](steps)), must_not[fault]
        weekly = [metrics[guard].run(week) for week in logs]
        rows[fault] = {
            "guard": guard,
            "moved": moved(metrics[guard].run(healthy), metrics[guard].run(log)),
            "usual": max(moved(one, other) for one, other in pairwise(weekly)),
            "still": still,
            "still_moved": moved(metrics[still].run(healthy), metrics[still].run(log)),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def guard_table(found: pd.DataFrame, metrics: Mapping[str, Metric]) -> Any:
    """What `guards` found, as a page shows it."""
    rows = [
        {
            t("Fault", "故障"): t(*FAULTS[str(fault)][0]),
            t("Must move", "必须动的"): t(*metrics[row["guard"]].name),
            t("by the fault", "故障时变动"): f"{row['moved']:.0%}",
            t("usual, at most", "平时最多"): f"{row['usual']:.0%}",
            t("Must not move", "必须不动的"): t(*metrics[row["still"]].name),
            t("moved", "实际变动"): f"{row['still_moved']:.0%}",
        }
        for fault, row in found.iterrows()
    ]
    return pd.DataFrame(rows).style.hide(axis="index").set_properties(**{"text-align": "left"})  # type: ignore[arg-type]


def heat(noticed: pd.DataFrame, title: str, *, alt: str) -> None:
    """A picture of how many lines of each group noticed each fault: `noticed` has groups as rows, faults (or `NONE`) as columns."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    from twinline.pictures.style import ACCENT, INK, show

    titles = {NONE: ("Nothing broken", "没有故障")} | {name: pair for name, (pair, _) in FAULTS.items()}
    figure, axes = plt.subplots(figsize=(9.6, 1.6 + 0.42 * len(noticed)))
    for row, values in enumerate(noticed.to_numpy()):
        for column, value in enumerate(values):
            axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, color=ACCENT, alpha=0.75 * float(value), lw=0))
            axes.annotate(f"{value:.0%}", (column, row), ha="center", va="center", color=INK)
    axes.set_xticks(range(noticed.shape[1]), [t(*titles[name]) for name in noticed.columns], fontsize=9)
    axes.set_yticks(range(len(noticed)), [str(name) for name in noticed.index])
    axes.set_xlim(-0.5, noticed.shape[1] - 0.5)
    axes.set_ylim(len(noticed) - 0.5, -0.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, pad=28)
    show(figure, alt)
