"""Two kinds of picture that only a diagnosis draws: a table as colours, and many lines of which a few are told apart."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT, show


def heat(
    frame: pd.DataFrame,
    title: str,
    *,
    alt: str,
    fmt: str = "{:.0f}%",
    accent: Collection[tuple[str, str]] = (),
    xlabel: str = "",
    ylabel: str = "",
) -> None:
    """A table as colours, the darker the more, with its values; cells without one stay white.

    `accent` names (row, column) of the cells that carry the finding: they get a frame.
    """
    import matplotlib.pyplot as plt
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    shades = LinearSegmentedColormap.from_list("quiet", ["#f4f6f8", DEEP])
    values = frame.to_numpy(dtype=float)
    figure, axes = plt.subplots(figsize=(8.6, 1.6 + 0.36 * len(frame)))
    axes.imshow(values, aspect="auto", cmap=shades)
    middle = (np.nanmin(values) + np.nanmax(values)) / 2
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            ink = "white" if value > middle else INK
            axes.text(column, row, fmt.format(value), ha="center", va="center", color=ink, fontsize=9)
    for row, column in accent:
        place = [*map(str, frame.columns)].index(column) - 0.5, [*map(str, frame.index)].index(row) - 0.5
        axes.add_patch(Rectangle(place, 1, 1, fill=False, edgecolor=ACCENT, linewidth=2.5))
    axes.set_xticks(range(len(frame.columns)), [str(name) for name in frame.columns])
    axes.set_yticks(range(len(frame)), [str(name) for name in frame.index])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.set_title(title)
    show(figure, alt)


def told_apart(
    frame: pd.DataFrame, title: str, *, alt: str, named: dict[Any, str], fmt: str = "{:.0f}%", ylabel: str = ""
) -> None:
    """A line a column over dates; those in `named` are coloured and carry their names, the others are grey."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    for column in frame.columns:
        if column not in named:
            axes.plot(frame.index, frame[column], color=SOFT, linewidth=1.2)
    for column, colour in zip(named, (ACCENT, DEEP, QUIET), strict=False):
        axes.plot(frame.index, frame[column], color=colour, linewidth=2.6)
        axes.annotate(
            named[column],
            (frame.index[-1], frame[column].iloc[-1]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
        )
    axes.yaxis.set_major_formatter(lambda value, _: fmt.format(value).replace("-", "−"))
    axes.set_ylabel(ylabel)
    axes.set_title(title)
    axes.margins(x=0.01)
    show(figure, alt)
