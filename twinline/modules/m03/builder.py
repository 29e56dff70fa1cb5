"""The scorecard builder: choose a variable, cut it into bins, and see at once what each bin is worth."""

import itertools
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from generators.errors import BilingualError
from twinline.base.text import t
from twinline.data.tables import label
from twinline.modules.m03 import scorecard
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET
from twinline.pictures.style import picture as as_html
from twinline.pictures.style import show as show_figure

FEWEST = 30  # cards in a bin, below which its share of bad is mostly chance


def title_of(variable: str) -> str:
    """What a variable is called, in the learner's language."""
    table = "customers" if variable == "income" else "bureau"
    return label(f"{table}.{variable}")


def equal_edges(values: pd.Series, bins: int) -> list[float]:
    """Edges of so many bins of about as many cards each; fewer where many cards share a value."""
    edges = np.unique(np.quantile(values.dropna().astype(float), np.arange(1, bins) / bins))
    return [float(f"{edge:.3g}") for edge in edges if edge < values.max()]


def read_edges(text: str) -> list[float]:
    """The edges that somebody typed: numbers with commas, full-width ones too. Raises `BilingualError` for anything else."""
    plain = text.replace("，", ",").replace("、", ",").replace(" ", "")
    try:
        edges = [float(part) for part in plain.split(",") if part]
    except ValueError:
        raise BilingualError(
            "Write numbers with commas between them, such as 0.2, 0.4, 0.6.",
            "请填数字，用逗号隔开，例如 0.2, 0.4, 0.6。",
        ) from None
    if not edges or any(high <= low for low, high in itertools.pairwise(edges)):
        raise BilingualError("The edges must rise, and there must be one at least.", "切点至少一个，并且要从小到大。")
    return edges


def verdict(table: pd.DataFrame) -> str:
    """What an analyst would say of these bins, in one line."""
    value = table["iv"].sum()
    small = int((table[["good", "bad"]].sum(axis=1) < FEWEST).sum())
    said = [t(f"IV {value:.2f}", f"IV {value:.2f}")]
    said.append(
        t("bad rates run one way", "坏账率单调")
        if scorecard.is_monotone(table)
        else t("bad rates go up and down: merge bins", "坏账率忽高忽低：请合并分箱")
    )
    if small:
        said.append(t(f"{small} bin(s) with under {FEWEST} cards: merge", f"有 {small} 个箱不到 {FEWEST} 张卡：请合并"))
    return t("; ", "；").join(said)


def figure(rows: pd.DataFrame, variable: str, edges: Sequence[float]) -> tuple[Any, str]:
    """The bins of a variable with their share of bad and its interval (95 %), and a text for those who cannot see it."""
    import matplotlib.pyplot as plt

    table = scorecard.woe_table(scorecard.cut(rows[variable], edges), rows["bad"])
    n = table[["good", "bad"]].sum(axis=1)
    share, error = table["bad_rate"] * 100, 196 * np.sqrt(table["bad_rate"] * (1 - table["bad_rate"]) / n)
    drawn, axes = plt.subplots(figsize=(8.2, 3.4))
    colours = [ACCENT if woe == table["woe"].min() else QUIET for woe in table["woe"]]
    places = np.arange(len(table))
    axes.bar(places, share, color=colours, width=0.62)
    axes.errorbar(places, share, yerr=error, fmt="none", ecolor=DEEP, capsize=3, linewidth=1.2)
    top = float((share + error).max())
    for place, (woe, high) in enumerate(zip(table["woe"], share + error, strict=True)):
        axes.annotate(
            f"WOE {woe:+.2f}".replace("-", "−"),
            (place, high),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            color=INK,
        )
    axes.set_ylim(0, top * 1.18)
    names = [t("no card", "无他行卡") if name == scorecard.MISSING else str(name) for name in table.index]
    axes.set_xticks(places, [f"{name}\n{count:,}" for name, count in zip(names, n, strict=True)])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    title = t(
        f"{title_of(variable)}: went bad (%)  ·  {verdict(table)}",
        f"{title_of(variable)}：变坏占比（%）  ·  {verdict(table)}",
    )
    axes.set_title(title, fontsize=12)
    said = t(", ", "、").join(f"{name} {value:.1f}%" for name, value in zip(names, share, strict=True))
    return drawn, f"{title}{t('. ', '。')}{said}"


def show(rows: pd.DataFrame, variable: str, edges: Sequence[float]) -> None:
    """Show the bins of a variable, as a picture that stays when the notebook is closed."""
    show_figure(*figure(rows, variable, edges))


def live(rows: pd.DataFrame, variables: Sequence[str]) -> Any:
    """The builder: a variable, a number of bins by mouse, or edges typed in; each change redraws. `rows` has a column `bad`."""
    import ipywidgets as w

    wide = {"description_width": "initial"}
    options = [(title_of(name), name) for name in variables]
    chooser = w.Dropdown(options=options, description=t("Variable", "变量："), style=wide)
    bins = w.IntSlider(4, 2, 8, description=t("Bins", "箱数："), continuous_update=False, style=wide)
    typed = w.Text(description=t("or edges", "或自填切点："), continuous_update=False, style=wide)
    place, said = w.HTML(), w.HTML()

    def draw(_: Any = None) -> None:
        try:
            edges = read_edges(typed.value)
        except BilingualError as error:
            said.value = f'<span style="color:{ACCENT}">{escape(t(error.en, error.zh))}</span>'
            return
        said.value = ""
        place.value = as_html(*figure(rows, chooser.value, edges))

    def spread(_: Any = None) -> None:
        typed.value = ", ".join(f"{edge:g}" for edge in equal_edges(rows[chooser.value], bins.value))

    typed.observe(draw, "value")
    chooser.observe(spread, "value")
    bins.observe(spread, "value")
    spread()
    return w.VBox([w.HBox([chooser, bins, typed]), said, place])
