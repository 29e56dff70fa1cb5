"""The five-dimension radar: sub-scores of one applicant or the mean of many, beside that of everybody approved.

The names are those that Sesame Credit made public; the figures are our own bureau's.
"""

from typing import Any

import numpy as np
import pandas as pd

from twinline.base.text import t
from twinline.data.tables import label
from twinline.modules.m03.applicants import DIMENSIONS
from twinline.pictures.style import ACCENT, QUIET
from twinline.pictures.style import picture as as_html
from twinline.pictures.style import show as show_figure


def words() -> list[str]:
    """What the five dimensions are called, in the learner's language."""
    return [label(f"bureau.{name}") for name in DIMENSIONS]


def figure(values: pd.Series, usual: pd.Series, title: str) -> Any:
    """One radar from 0 to 100: `values` in the accent colour, `usual` as a grey line; both indexed by `DIMENSIONS`."""
    import matplotlib.pyplot as plt

    drawn = plt.figure(figsize=(5.6, 4.3))
    axes: Any = drawn.add_subplot(projection="polar")
    angles = np.linspace(0, 2 * np.pi, len(DIMENSIONS), endpoint=False)
    around = np.append(angles, angles[0])
    axes.set_theta_offset(np.pi / 2)
    axes.set_theta_direction(-1)
    for series, colour, width in ((usual, QUIET, 1.6), (values, ACCENT, 2.4)):
        heights = series.reindex(list(DIMENSIONS)).to_numpy(float)
        axes.plot(around, np.append(heights, heights[0]), color=colour, linewidth=width)
    heights = values.reindex(list(DIMENSIONS)).to_numpy(float)
    axes.fill(around, np.append(heights, heights[0]), color=ACCENT, alpha=0.12)
    axes.set_ylim(0, 100)
    axes.set_yticks([25, 50, 75], labels=["", "50", ""])
    axes.set_xticks(angles, labels=[f"{word} {value:.0f}" for word, value in zip(words(), heights, strict=True)])
    for written, angle in zip(axes.get_xticklabels(), angles, strict=True):
        side = np.sin(angle)  # names stand outside of the circle
        written.set_horizontalalignment("center" if abs(side) < 0.1 else "left" if side > 0 else "right")
    axes.spines["polar"].set_color(QUIET)
    axes.tick_params(pad=5)
    axes.set_title(title, pad=34)
    return drawn


def _alt(title: str, values: pd.Series) -> str:
    said = t(", ", "、").join(f"{word} {values[name]:.0f}" for word, name in zip(words(), DIMENSIONS, strict=True))
    return t(f"Radar of five sub-scores, 0 to 100. {title}: {said}.", f"五个分项（0—100）的雷达图。{title}：{said}。")


def show(values: pd.Series, usual: pd.Series, title: str) -> None:
    """Show one radar, as a picture that stays when the notebook is closed."""
    show_figure(figure(values, usual, title), _alt(title, values))


def choices(rows: pd.DataFrame, declined: pd.DataFrame, some: int = 4) -> dict[str, pd.Series]:
    """What can be looked at: the means of groups, and the first `some` applicants who went bad and who did not."""
    names = list(DIMENSIONS)
    found = {
        t("Went bad (mean)", "后来变坏的（均值）"): rows.loc[rows["bad"], names].mean(),
        t("Did not (mean)", "没有变坏的（均值）"): rows.loc[~rows["bad"], names].mean(),
        t("Declined (mean)", "被拒绝的（均值）"): declined[names].mean(),
    }
    for bad, said in ((True, t("went bad", "后来变坏")), (False, t("did not", "没有变坏"))):
        for _, row in rows[rows["bad"] == bad].head(some).iterrows():
            number = int(row["customer_id"])
            found[t(f"Customer {number} ({said})", f"客户 {number}（{said}）")] = row[names].astype(float)
    return found


def live(rows: pd.DataFrame, declined: pd.DataFrame) -> Any:
    """Radars to choose from, each beside the mean of everybody approved; another choice redraws the picture."""
    import ipywidgets as w

    shown, usual = choices(rows, declined), rows[list(DIMENSIONS)].mean()
    chooser = w.Dropdown(options=list(shown), description=t("Whose:", "看谁："), style={"description_width": "initial"})
    place = w.HTML()

    def draw(_: Any = None) -> None:
        name = chooser.value
        place.value = as_html(figure(shown[name], usual, name), _alt(name, shown[name]))

    chooser.observe(draw, "value")
    draw()
    return w.VBox([chooser, place])
