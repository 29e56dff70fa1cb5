"""The limit-policy slider: how far down a ranking to ask, and what that brings before and after expected losses, by lot."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd

from generators.twin.money import LOSS_GIVEN_DEFAULT
from twinline.base.text import t
from twinline.modules.m03 import limits
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT
from twinline.pictures.style import picture as as_html
from twinline.pictures.style import show as show_figure

Order = Callable[[pd.DataFrame], pd.Series]
# How customers can be ranked, the first to be asked first; all of it was known before the lot.
ORDERS: Final[dict[str, tuple[tuple[str, str], Order]]] = {
    "bills": (
        ("Fewest bills at the minimum first", "只还最低的期数少的优先"),
        lambda rows: rows["minimum_bills"] + rows["utilisation"].rank(pct=True),
    ),
    "score": (("Best application score first", "申请评分高的优先"), lambda rows: -rows["own_score"]),
    "full_up": (("Highest utilisation first", "额度使用率高的优先"), lambda rows: -rows["utilisation"]),
}
STEPS: Final = 20


def curves(rows: pd.DataFrame, order: str = "bills", lgd: float = LOSS_GIVEN_DEFAULT) -> pd.DataFrame:
    """The curve of a ranking of `ORDERS` with another loss given default: see `limits.curve`."""
    moved = rows.assign(profit=rows["margin"] - rows["loss"] * lgd / LOSS_GIVEN_DEFAULT)
    return limits.curve(moved, ORDERS[order][1](rows), steps=STEPS)


def figure(found: pd.DataFrame, at: float, title: str) -> tuple[Any, str]:
    """Margin and profit by share asked, with the profit's interval, and a mark at the share chosen; and a text of it."""
    import matplotlib.pyplot as plt

    drawn, axes = plt.subplots(figsize=(8.4, 3.9))
    low, high = found["profit"] - 1.96 * found["profit_error"], found["profit"] + 1.96 * found["profit_error"]
    axes.fill_between(found.index, low, high, color=ACCENT, alpha=0.13, linewidth=0)
    for column, colour, name in (
        ("margin", QUIET, t("margin", "毛利")),
        ("profit", ACCENT, t("after expected loss", "扣预期损失后")),
    ):
        axes.plot(found.index, found[column], color=colour, linewidth=2.6)
        end = found[column].iloc[-1]
        text = f"{name} {end:+,.0f}".replace("-", "−")
        axes.annotate(
            text,
            (100, end),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=colour if colour == ACCENT else DEEP,
            annotation_clip=False,
        )
    here = found.loc[min(found.index, key=lambda share: abs(share - at))]
    axes.axhline(0, color=SOFT, linewidth=1, zorder=0)
    axes.axvline(at, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    said = t(
        f"asking {at:.0f}%: margin {here['margin']:+,.0f}, after loss {here['profit']:+,.0f} ± {1.96 * here['profit_error']:,.0f}",
        f"询问前 {at:.0f}%：毛利 {here['margin']:+,.0f}，扣损失后 {here['profit']:+,.0f} ± {1.96 * here['profit_error']:,.0f}",
    ).replace("-", "−")
    axes.set_title(f"{title}\n", fontsize=13)
    axes.text(0, 1.03, said, transform=axes.transAxes, color=DEEP)
    axes.set_xlabel(
        t(
            "share of customers asked, %  (yuan per customer of the trial, 11 months)",
            "询问的客户占比（%）；纵轴：试验客户人均，元，11 个月",
        )
    )
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace("-", "−"))
    axes.margins(x=0.01)
    return drawn, t(
        f"Margin and profit after expected loss by share of customers asked; {said} (95 % interval).",
        f"按询问比例画出的毛利与扣预期损失后的利润；{said}（95% 区间）。",
    )


def show(rows: pd.DataFrame, title: str, order: str = "bills", at: float = 60) -> None:
    """Show one curve, as a picture that stays when the notebook is closed."""
    show_figure(*figure(curves(rows, order), at, title))


def live(rows: pd.DataFrame) -> Any:
    """The curve with a ranking, a share asked, and a loss given default to turn; each change redraws the picture."""
    import ipywidgets as w

    wide = {"description_width": "initial"}
    order = w.Dropdown(
        options=[(t(*name), key) for key, (name, _) in ORDERS.items()], description=t("Ranking", "排序："), style=wide
    )
    share = w.IntSlider(60, 0, 100, 5, description=t("Ask, %", "询问占比 %："), continuous_update=False, style=wide)
    lgd = w.FloatSlider(
        LOSS_GIVEN_DEFAULT,
        min=0.5,
        max=1.0,
        step=0.05,
        description=t("LGD", "违约损失率："),
        continuous_update=False,
        style=wide,
    )
    place = w.HTML()
    kept: dict[tuple[str, float], pd.DataFrame] = {}

    def draw(_: Any = None) -> None:
        key = (order.value, float(np.round(lgd.value, 2)))
        if key not in kept:
            kept[key] = curves(rows, *key)
        title = t("What a limit policy brings (randomised trial)", "额度策略值多少（随机对照试验）")
        place.value = as_html(*figure(kept[key], share.value, title))

    for knob in (order, share, lgd):
        knob.observe(draw, "value")
    draw()
    return w.VBox([w.HBox([order, share, lgd]), place])
