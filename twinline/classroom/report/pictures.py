"""The two pictures of an exercise: how the points are spread, and when the work came in."""

from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from twinline.base.text import t
from twinline.classroom.report.gather import ExerciseResults
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, blank, date_axis, picture, setup

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (5.6, 3.3)
_BARS = 10
FEWEST = 3
"""Points that make a picture; fewer are told in words."""


def pictures(exercise: ExerciseResults) -> list[str]:
    """Every picture of an exercise that there is enough for, as HTML in the language in use; leaves Matplotlib as it was."""
    import matplotlib as mpl

    drawn = []
    with mpl.rc_context():
        setup()
        if len(exercise.graded) >= FEWEST and exercise.out_of:
            drawn.append(points([each.questions for each in exercise.graded], exercise.out_of, t("questions", "题目")))
        if exercise.whole and len(exercise.graded) >= FEWEST:
            most = exercise.out_of + exercise.marks.memos
            drawn.append(points([each.total for each in exercise.graded], most, t("questions and memo", "题目加短评")))
        if len([each for each in exercise.submissions if each.submitted]) >= FEWEST:
            drawn.append(hours(exercise))
    return drawn


def points(values: list[float], most: float, what: str) -> str:
    """A histogram of points, with the median."""
    most = max(most, *values)
    counts, edges = np.histogram(values, bins=_BARS, range=(0, most))
    middle = median(values)
    figure, axes = blank(
        _SIZE,
        t(
            f"Half have {_short(middle)} of {_short(most)} points or more",
            f"一半人得分不低于 {_short(middle)}（满分 {_short(most)}）",
        ),
    )
    axes.bar(edges[:-1], counts, width=most / _BARS * 0.92, align="edge", color=QUIET)
    for edge, count in zip(edges[:-1], counts, strict=True):
        if count:
            _label(axes, f"{count}", (edge + most / _BARS * 0.46, count), (0, 3), color=INK)
    axes.axvline(middle, color=ACCENT, linewidth=1.8)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.margins(y=0.16)
    axes.set_xlabel(t(f"points for {what}; bars: people", f"{what}得分；柱高为人数"))
    counted = ", ".join(
        f"{_short(low)}–{_short(high)}: {count}" for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )
    return picture(
        figure,
        t(
            f"Histogram of points for {what}, {len(values)} people, median {_short(middle)}. {counted}.",
            f"{what}得分直方图，共 {len(values)} 人，中位数 {_short(middle)}。各段人数：{counted}。",
        ),
    )


def hours(exercise: ExerciseResults) -> str:
    """Who had handed in by when, and the due date."""
    from matplotlib.ticker import MaxNLocator

    came = sorted((_clock(each.submitted), each.late) for each in exercise.submissions if each.submitted is not None)
    number = len(came)
    late = sum(is_late for _, is_late in came)
    due = exercise.marks.due
    if due is not None:
        title = t(
            f"{number - late} of {number} in time, {late} late",
            f"{number} 份中，按时 {number - late} 份，迟交 {late} 份",
        )
    else:
        half = came[(number - 1) // 2][0].strftime("%m-%d %H:%M")
        title = t(f"Half were in by {half}", f"{half} 前收到一半")
    figure, axes = blank(_SIZE, title)
    axes.step([_day(moment) for moment, _ in came], range(1, number + 1), where="post", color=DEEP, linewidth=1.4)
    for place, (moment, is_late) in enumerate(came, 1):
        axes.plot(_day(moment), place, "o", color=ACCENT if is_late else DEEP, markersize=6 if is_late else 4)
    if due is not None:
        last_day = _day(_clock(due))
        axes.axvline(last_day, color=ACCENT, linewidth=1.2, linestyle=(0, (4, 3)))
        _label(axes, t("due", "截止"), (last_day, number), (-5, 0), color=ACCENT, ha="right", va="top")
    axes.set_ylim(0, number * 1.08)
    axes.set_ylabel(t("handed in", "已交份数"))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    date_axis(axes, 5)
    if due is None and came[-1][0] - came[0][0] < timedelta(hours=1):
        # Almost at one moment, as when one person packed the zip: without more room the axis would show years.
        axes.set_xlim(_day(came[0][0]) - 0.5, _day(came[-1][0]) + 0.5)
    first, last = (moment.strftime("%Y-%m-%d %H:%M") for moment, _ in (came[0], came[-1]))
    return picture(
        figure,
        t(
            f"Number handed in over time: {number} from {first} to {last}; {late} late.",
            f"累计提交份数随时间的变化：{first} 到 {last} 共 {number} 份，其中迟交 {late} 份。",
        ),
    )


def _label(axes: "Axes", words: str, at: tuple[float, float], points: tuple[int, int], **look: Any) -> None:
    """Words beside a place of the data, so many points off; in the middle above it where `look` does not say otherwise."""
    axes.annotate(words, at, xytext=points, textcoords="offset points", **{"ha": "center", **look})


def _clock(moment: datetime) -> datetime:
    """As clocks show it here; Matplotlib would show UTC."""
    return moment.astimezone().replace(tzinfo=None)


def _day(moment: datetime) -> float:
    from matplotlib.dates import date2num

    return float(date2num(moment))  # type: ignore[no-untyped-call]


def _short(value: float) -> str:
    return f"{round(value, 1):g}"
