"""The few kinds of picture that lessons draw: the title says the finding, values stand at their marks, one accent.

Each function shows its picture, with `alt` as its text for those who cannot see it (see `plots.show`).
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from generators.errors import BilingualError
from twinline.base.text import t
from twinline.data.tables import label, load
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT, show

Format = str | Callable[[float], str]


def bars(
    values: pd.Series,
    title: str,
    *,
    alt: str,
    accent: object = None,
    fmt: Format = "{:,.0f}",
    limit: tuple[float, str] | None = None,
) -> None:
    """Horizontal bars, one an entry of `values`, labelled by its index and value.

    `accent` is the entry that carries the finding. `limit` draws a line at a value with a text, such as a break-even.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8.6, 1.3 + 0.52 * len(values)))
    _bars(axes, values, accent, fmt)
    axes.set_title(title)
    if limit:
        at, text = limit
        axes.axvline(at, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        axes.annotate(
            text, (at, 1), xycoords=("data", "axes fraction"), xytext=(5, 4), textcoords="offset points", color=DEEP
        )
        axes.set_title(title, pad=26)
    show(figure, alt)


def twin_bars(frame: pd.DataFrame, title: str, *, alt: str, accent: object = None, fmts: tuple[Format, Format]) -> None:
    """Two bar charts side by side over the same entries, one a column of `frame`: for a measure and the truth."""
    panels(frame, title, alt=alt, accent=accent, fmts=fmts)


def panels(
    frame: pd.DataFrame, title: str, *, alt: str, accent: object = None, fmts: Sequence[Format], width: float = 9.6
) -> None:
    """Bar charts side by side over the same entries, one a column of `frame`, each on a scale of its own."""
    import matplotlib.pyplot as plt

    size = (width, 1.5 + 0.5 * len(frame))
    figure, row = plt.subplots(1, frame.shape[1], figsize=size, sharey=True, layout="constrained")
    for axes, column, fmt in zip(row, frame.columns, fmts, strict=True):
        _bars(axes, frame[column], accent, fmt)
        axes.set_title(column, fontsize=11, color=DEEP, pad=8)
    figure.suptitle(title, x=0.01, ha="left", fontsize=14, color=INK)
    show(figure, alt)


def lines(
    frame: pd.DataFrame,
    title: str,
    *,
    alt: str,
    accent: object = None,
    fmt: Format = "{:,.0f}",
    xlabel: str = "",
) -> None:
    """A line for each column of `frame` over its index, named at its right end."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    figure, axes = plt.subplots()
    shown = np.append(frame.to_numpy(dtype=float).ravel(), 0.0)  # zero is in every picture
    ends = _spread(frame.iloc[-1], gap=float(np.nanmax(shown) - np.nanmin(shown)) * 0.075)
    for name in frame.columns:
        hot = name == accent or len(frame.columns) == 1
        colour = ACCENT if hot else QUIET
        axes.plot(frame.index, frame[name], color=colour, linewidth=2.8 if hot else 1.8)
        text = f"{name} {_write(fmt, frame[name].iloc[-1])}"
        axes.annotate(
            text,
            (frame.index[-1], ends[name]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=ACCENT if hot else DEEP,
            annotation_clip=False,
        )
    if frame.index.dtype.kind == "i":
        axes.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
    axes.set_title(title)
    axes.set_xlabel(xlabel)
    axes.axhline(0, color=SOFT, linewidth=1, zorder=0)
    axes.yaxis.set_major_formatter(lambda value, _: _write(fmt, value))
    axes.margins(x=0.01)
    show(figure, alt)


def effects(
    values: pd.Series,
    errors: pd.Series,
    title: str,
    *,
    alt: str,
    accent: object = None,
    fmt: Format = "{:+.1f}",
    wide: float = 1.96,
) -> None:
    """What something changed, an entry a line: a dot with its 95 % interval beside zero.

    The interval is `wide` times `errors` (in the order of `values`) to each side: 1 where these are halves of intervals,
    as scores have them.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8.6, 1.5 + 0.62 * len(values)))
    for place, (name, value, error) in enumerate(zip(values.index, values, errors, strict=True)):
        colour, width = (ACCENT if name == accent else DEEP), wide * error
        axes.plot([value - width, value + width], [place, place], color=colour, linewidth=3, alpha=0.45)
        axes.plot(value, place, marker="o", color=colour, markersize=10)
        axes.annotate(
            _write(fmt, value), (value, place), xytext=(0, 10), textcoords="offset points", ha="center", color=INK
        )
    axes.axvline(0, color=INK, linewidth=1)
    axes.set_yticks(range(len(values)), [str(name) for name in values.index])
    axes.set_ylim(len(values) - 0.5, -0.75)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: _write("{:g}", value))
    axes.set_title(title)
    show(figure, alt)


def life(customer_id: int, *, alt: str, dataset: str | None = None) -> None:
    """One customer's life with the card: what they bought each month online and offline, and when the bank spoke up.

    Raises `BilingualError` for a number that is no customer's; says so kindly where nothing was ever bought.
    """
    import matplotlib.pyplot as plt

    bought = load("transactions", dataset, columns=["customer_id", "timestamp", "side", "amount"])
    bought = bought[bought["customer_id"] == customer_id]
    months = bought["timestamp"].dt.to_period("M").dt.to_timestamp()
    sums = bought.pivot_table("amount", months, "side", "sum", observed=False, fill_value=0.0)
    touches = load("touches", dataset, columns=["customer_id", "date", "channel", "arm"])
    touches = touches[(touches["customer_id"] == customer_id) & (touches["arm"] == "treated")]
    accounts = load("accounts", dataset).set_index("customer_id")
    if customer_id not in accounts.index:
        raise BilingualError(
            f"There is no customer {customer_id}: choose one from {accounts.index.min()} to {accounts.index.max()}.",
            f"没有客户 {customer_id}：请从 {accounts.index.min()} 到 {accounts.index.max()} 之间选一个。",
        )
    if bought.empty:
        print(t(f"Customer {customer_id} never bought anything.", f"客户 {customer_id} 从未消费过。"))
        return
    account = accounts.loc[customer_id]

    figure, axes = plt.subplots(figsize=(9.2, 3.9))
    width = np.timedelta64(22, "D")
    axes.bar(sums.index, sums["offline"], width=width, color=QUIET)
    axes.bar(sums.index, sums["online"], width=width, bottom=sums["offline"], color=DEEP)
    top = float(sums.sum(axis=1).max())
    for column, text in (("open_date", t("card opened", "开卡")), ("close_date", t("card closed", "销户"))):
        day = account[column]
        if pd.notna(day) and day >= sums.index[0] - pd.DateOffset(months=2):
            axes.axvline(day, color=INK, linewidth=1)
            axes.annotate(text, (day, top * 1.14), xytext=(4, 0), textcoords="offset points", color=INK)
    for day in touches["date"]:
        axes.plot(day, top * 1.06, marker="v", color=ACCENT, markersize=8)
    axes.set_ylim(0, top * 1.24)
    axes.set_ylabel(label("amount"))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    key = (
        (DEEP, t("online", "线上")),
        (QUIET, t("offline", "线下")),
        (ACCENT, t("▼ the bank got in touch", "▼ 银行触达")),
    )
    for place, (colour, text) in enumerate(key):
        axes.text(0.0 + 0.12 * place, -0.2, text, transform=axes.transAxes, color=colour)
    axes.set_title(t(f"A life with the card: customer {customer_id}", f"一张卡的一生：客户 {customer_id}"))
    show(figure, alt)


def waterfall_figure(steps: list[tuple[str, float]], title: str, *, claims: int = 0, fmt: Format = "{:,.0f}") -> Any:
    """A figure of steps that add up to the last one, which is their sum and carries the finding.

    The first `claims` steps are drawn apart on a scale of their own: what is claimed dwarfs what is left of it. What they
    come to begins the rest.
    """
    import matplotlib.pyplot as plt

    rest = steps[claims:]
    left = sum(value for _, value in steps[:claims])
    if claims:
        rest = [(t("Truly more from them", "他们真正多出的"), left), *rest]
    height = 1.6 + 0.46 * len(steps)
    if not claims:
        figure, axes = plt.subplots(figsize=(8.6, height))
        _floating(axes, rest, fmt)
    else:
        figure, (claim, axes) = plt.subplots(
            2, 1, figsize=(8.6, height + 0.9), height_ratios=[claims + 1, len(rest) + 1], layout="constrained"
        )
        _floating(claim, [*steps[:claims], rest[0]], fmt)
        _floating(axes, rest, fmt)
        axes.set_title(t("From there, on a larger scale", "接着往下，放大来看"), fontsize=11, color=DEEP, pad=8)
    figure.suptitle(title, x=0.01, ha="left", fontsize=14, color=INK)
    return figure


def _floating(axes: Any, steps: list[tuple[str, float]], fmt: Format) -> None:
    """Bars that begin where the one before ended; the last one stands on zero."""
    values = np.array([value for _, value in steps])
    ends = np.append(np.cumsum(values[:-1]), values[-1])
    starts = np.append(np.append(0.0, ends[:-2]), 0.0)
    names = [name for name, _ in steps]
    colours = [QUIET if value >= 0 else DEEP for value in values[:-1]] + [ACCENT]
    axes.barh(range(len(steps)), values, left=starts, color=colours, height=0.6)
    for place, (start, value) in enumerate(zip(starts, values, strict=True)):
        axes.annotate(
            _write(fmt, value),
            (max(start, start + value), place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    axes.axvline(0, color=DEEP, linewidth=0.8)
    axes.set_yticks(range(len(steps)), names)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.14)


def _bars(axes: Any, values: pd.Series, accent: object, fmt: Format) -> None:
    names = [str(name) for name in values.index]
    colours = [ACCENT if name == accent else QUIET for name in values.index]
    axes.barh(names, values.to_numpy(), color=colours, height=0.62)
    axes.axvline(0, color=DEEP, linewidth=0.8)
    for place, value in enumerate(values):
        axes.annotate(
            _write(fmt, value),
            (value, place),
            xytext=(5 if value >= 0 else -5, 0),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="center",
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
    if not axes.yaxis_inverted():  # panels share the axis: two turns would undo each other
        axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.16)


def _write(fmt: Format, value: float) -> str:
    text = fmt.format(value) if isinstance(fmt, str) else fmt(value)
    return text.replace("-", "−")


def _spread(ends: pd.Series, gap: float) -> pd.Series:
    """Heights for the names at the lines' ends, at least `gap` apart, in the lines' own order."""
    placed = ends.sort_values().astype(float)
    for place in range(1, len(placed)):
        placed.iloc[place] = max(placed.iloc[place], placed.iloc[place - 1] + gap)
    return placed - (placed.mean() - ends.mean())
