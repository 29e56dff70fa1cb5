"""The problem tree with yuan: eight areas, what each costs a year, what proves it, and what mending one would bring.

A picture in plain HTML that needs no kernel (`picture`), and the same with view, order and area to choose (`live`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

import pandas as pd

from generators.errors import UnknownChoice
from twinline.base.text import t
from twinline.data.tables import titles
from twinline.modules.m02.problems import VIEWS, yearly
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT

Pair = tuple[str, str]
ORDERS: Final[dict[str, Pair]] = {
    "yuan": ("Yuan a year", "一年损失（元）"),
    "complaints": ("Complaints a year", "一年投诉（件）"),
    "reports": ("Reports a year", "一年上报（条）"),
}
PROOFS: Final[dict[str, Pair]] = {
    "positioning": (
        "One card page for half of the visitors by lot: cards in use after six months",
        "抽签让一半访客只看一款卡：六个月后在用卡数",
    ),
    "segments": (
        "Message by segment against the message for all, by lot: margin a head",
        "抽签比较分群话术与统一话术：人均毛利",
    ),
    "limits": (
        "Split the sum (too high, too low), then new limits by the new rule or the old one, by lot: margin less losses",
        "先分开批高与批低；新批的抽签，一半按新办法定额、一半按老办法：毛利减预期损失",
    ),
    "product": (
        "New benefit for half by lot: margin after its cost",
        "抽签给一半客户新权益：扣成本后的毛利",
    ),
    "service": (
        "Second employee at half of the peak hours by lot: asked again within a week",
        "抽签在一半高峰时段加一名坐席：一周内再次来电",
    ),
    "technology": (
        "New version to one phone in a hundred by lot, then a tenth, then half: forms and visits finished",
        "新版本抽签先推百分之一的手机，再一成、一半：办完的比例",
    ),
    "points": (
        "Everybody is told; a lot decides how and when: points used, and margin kept",
        "到期人人告知；抽签比的是何时、怎么说：积分使用率与后续毛利",
    ),
    "channels": (
        "Hold a tenth of each channel back by lot: what the rest brings more",
        "每个渠道抽签留一成不触达：其余多带来多少",
    ),
}
SIDES: Final[dict[str, Pair]] = {
    "": ("Everyone", "全部"),
    "bank": ("Head of the bank", "行领导"),
    "middle_office": ("Middle office", "中台部门"),
    "front_line": ("Front line", "一线"),
}
_EACH: Final = 1_000  # yuan in which costs are entered


@dataclass(frozen=True, eq=False)
class Tree:
    """What the tree is drawn from: `sized` (by view, "" for everyone, the areas of `problems.yearly`) and `evidence` (by
    area, what our own tables say of it, as lines of text)."""

    sized: Mapping[str, pd.DataFrame]
    evidence: Mapping[str, list[str]] = field(default_factory=dict)


def grow(evidence: Mapping[str, list[str]] | None = None, dataset: str | Path | None = None) -> Tree:
    """The tree of one bank, with what the lesson found in its tables by area."""
    return Tree({view: yearly(dataset, view) for view in ("", *VIEWS)}, evidence or {})


def net(tree: Tree, area: str, won_back: float, cost: float) -> tuple[float, float]:
    """What mending one area brings a year, once it works, in yuan, and half the width of its 95 % interval.

    `won_back` is the share of its yuan that the mending would end, `cost` its price in yuan: both are assumptions. The
    interval holds the chance of the months alone, not whether the assumptions are right. Raises `UnknownChoice`.
    """
    if area not in PROOFS:
        raise UnknownChoice("area", "领域", area, [*PROOFS])
    costs = tree.sized[""]
    yuan, error = (float(costs[column].to_dict()[area]) for column in ("yuan", "error"))
    return yuan * won_back - cost, 1.96 * error * won_back


def picture(
    tree: Tree, view: str = "", order: str = "yuan", area: str = "limits", won_back: float = 0.2, cost: float = 100_000
) -> str:
    """The tree as HTML: the areas in their order, one of them opened, and what mending it would bring."""
    rows = tree.sized[view].sort_values(order, ascending=False)
    names = titles("problem_log.area")
    whole, most = rows["yuan"].sum(), rows["yuan"].max()
    head = t(
        f"All problems raised by “{t(*SIDES[view])}”: {whole / 1e6:.1f} million yuan a year · in the order of “{t(*ORDERS[order])}”",
        f"上报方：{t(*SIDES[view])} · 合计每年 {whole / 1e4:,.0f} 万元 · 排序：{t(*ORDERS[order])}",
    )
    lines = "".join(
        _row(place, names[str(name)], row, most, name == area) for place, (name, row) in enumerate(rows.iterrows(), 1)
    )
    titles_ = "".join(
        f'<th style="text-align:left;padding:2px 8px;font-weight:normal;color:{DEEP}">{escape(word)}</th>'
        for word in (
            "",
            t("Area", "领域"),
            t("Yuan a year (± 95 % interval)", "一年损失，万元（± 95% 区间）"),
            t("Complaints", "投诉（件）"),
            t("Reports", "上报（条）"),
        )
    )
    return (
        f'<div style="max-width:900px;line-height:1.45;font-size:13px;color:{INK}"><div style="font-size:15px">{escape(head)}</div>'
        f'<table style="border-collapse:collapse;width:100%;font-size:13px"><tr>{titles_}</tr>{lines}</table>{_opened(tree, area, won_back, cost)}</div>'
    )


def live(tree: Tree) -> Any:
    """The tree with a view, an order, an area, a share and a cost to choose. Another choice redraws it at once."""
    import ipywidgets as w

    names = titles("problem_log.area")
    style = {"description_width": "initial"}
    view = w.Dropdown(
        options=[(t(*word), key) for key, word in SIDES.items()], description=t("Raised by", "上报方"), style=style
    )
    order = w.Dropdown(
        options=[(t(*word), key) for key, word in ORDERS.items()], description=t("Order", "排序"), style=style
    )
    area = w.Dropdown(
        options=[(names[key], key) for key in PROOFS], value="limits", description=t("Open", "展开"), style=style
    )
    share = w.IntSlider(20, 0, 100, 5, description=t("Won back (%)", "可挽回（%）"), style=style)
    cost = w.IntSlider(100, 0, 1_000, 20, description=t("Cost (thousand yuan)", "成本（千元）"), style=style)
    choices = (view, order, area, share, cost)
    shown = w.HTML(picture(tree))

    def redraw(_: Any) -> None:
        shown.value = picture(tree, view.value, order.value, area.value, share.value / 100, cost.value * _EACH)

    for choice in choices:
        choice.observe(redraw, "value")
    return w.VBox([w.HBox([view, order, area]), w.HBox([share, cost]), shown])


def show(tree: Tree, view: str = "", order: str = "yuan", area: str = "limits") -> None:
    """Show the tree as a picture that stays when the notebook is closed."""
    from IPython.display import HTML, display

    display(HTML(picture(tree, view, order, area)))


def _row(place: int, name: str, row: Any, most: float, hot: bool) -> str:
    """One area: its place, a bar of its yuan, and how often it was heard of."""
    colour = ACCENT if hot else QUIET
    bar = f'<span style="display:inline-block;height:12px;width:{row["yuan"] / most * 220:.0f}px;background:{colour}"></span>'
    wide = 1.96 * row["error"]
    yuan = t(f"{row['yuan']:,.0f} ± {wide:,.0f}", f"{row['yuan'] / 1e4:,.0f} ± {wide / 1e4:,.0f}")
    cells = (
        str(place),
        f"<b>{escape(name)}</b>" if hot else escape(name),
        f"{bar} {yuan}",
        f"{row['complaints']:,.0f}",
        f"{row['reports']:,.0f}",
    )
    return (
        f'<tr style="border-top:1px solid {SOFT}">'
        + "".join(f'<td style="text-align:left;padding:2px 8px">{cell}</td>' for cell in cells)
        + "</tr>"
    )


def _opened(tree: Tree, area: str, won_back: float, cost: float) -> str:
    """The opened area: what our tables say, how it would be proven, and what mending would bring."""
    found = tree.evidence.get(area) or [t("nothing measured on this page yet", "本页尚未测量")]
    brings, wide = net(tree, area, won_back, cost)
    lines = [escape(t(f"Our own tables: {line}", f"我们自己的表：{line}")) for line in found]
    lines.append(escape(t(f"How to prove it: {t(*PROOFS[area])}.", f"怎么证明：{t(*PROOFS[area])}。")))
    lines.append(
        escape(
            t(
                f"If {won_back:.0%} could be won back at {cost:,.0f} yuan (assumptions): {brings:+,.0f} ± {wide:,.0f} yuan a year, once it works.",
                f"假设能挽回 {won_back:.0%}，成本 {cost / 1e4:,.0f} 万元：见效以后每年净得 {brings / 1e4:+,.0f} ± {wide / 1e4:,.0f} 万元。",
            ).replace("-", "−")
        )
    )
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<div style="border-left:4px solid {ACCENT};margin:8px 0;padding:2px 12px"><b>{escape(titles("problem_log.area")[area])}</b><ul style="margin:2px 0">{items}</ul></div>'
