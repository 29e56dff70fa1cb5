"""A portrait card: six traits as a radar and a year as a timeline, for one customer or for a segment.

Traits are places among all customers (0 to 100), not amounts: enough to serve somebody, and less than the books hold. A card
says which contacts were refused; segments of fewer than `FEWEST` customers have none.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from generators.errors import BilingualError
from twinline.base.text import t
from twinline.data.books import Books
from twinline.data.tables import load
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET
from twinline.pictures.style import picture as as_html
from twinline.prepared.insight import portrait

FEWEST: Final = 50  # customers; of fewer, a segment's card would tell of persons
TRAITS: Final = ("spend_12m", "online_share", "visits_12m", "enquiries_12m", "points_used_12m", "tenure_months")
SEGMENTS: Final[dict[str, tuple[tuple[str, str], str]]] = {
    "asked": (("Asked about fees or closing", "问过费用或销户"), "enquiries_12m > 0"),
    "payroll": (("Paid through us", "代发客户"), "payroll"),
    "senior": (("60 and over", "60 岁及以上"), "age >= 60"),
    "asleep": (("No purchase for two months", "两个月以上没消费"), "months_since_purchase >= 2"),
}
_REFUSALS: Final = (
    ("sms_opt_out", ("text", "短信")),
    ("call_opt_out", ("call", "电话")),
    ("wecom_opt_out", ("WeCom", "企业微信")),
)


@dataclass(frozen=True, eq=False)
class Album:
    """What cards are drawn from: `view` (the 360 view with its ranks as `places`), purchases by customer and `months`, and
    the months in which somebody asked or was contacted. Made once; each card then takes a moment."""

    view: pd.DataFrame
    places: pd.DataFrame
    months: pd.DatetimeIndex
    spent: pd.DataFrame
    marks: pd.DataFrame


def album(dataset: str | Path | None = None) -> Album:
    """All that the cards of one bank need, as known on the morning after its history."""
    view = portrait(dataset=dataset).set_index("customer_id", drop=False)
    places = view[list(TRAITS)].rank(pct=True).fillna(0.0) * 100
    end = Books(dataset).end
    months = pd.date_range(end - pd.DateOffset(months=12), periods=12, freq="MS")
    sheets = load("statements", dataset, columns=["customer_id", "month", "purchases"])
    sheets = sheets[sheets["month"] >= months[0]]
    spent = sheets.pivot_table("purchases", "customer_id", "month", "sum", fill_value=0.0)
    asked = load("service_calls", dataset, columns=["customer_id", "timestamp", "topic"])
    asked = asked[asked["topic"].isin(["fee_question", "cancel_card", "fee"])].rename(columns={"timestamp": "date"})
    sent = load("touches", dataset, columns=["customer_id", "date", "arm"])
    sent = sent[sent["arm"] != "control"]
    marks = pd.concat([asked.assign(kind="asked"), sent.assign(kind="sent")])[["customer_id", "date", "kind"]]
    marks = marks[marks["date"] >= months[0]]
    marks["month"] = marks["date"].dt.to_period("M").dt.to_timestamp()
    return Album(view, places, months, spent.reindex(index=view.index, columns=months, fill_value=0.0), marks)


def members(cards: Album, choice: int | str) -> pd.DataFrame:
    """The rows of the view behind a choice: a customer's number, or a name of `SEGMENTS`.

    Raises `BilingualError` for a customer without an open account and for a segment of fewer than `FEWEST`.
    """
    if isinstance(choice, str):
        found = cards.view.query(SEGMENTS[choice][1])
        if len(found) < FEWEST:
            raise BilingualError(
                f"Only {len(found)} customers: under {FEWEST} a segment has no card, since it would tell of persons.",
                f"只有 {len(found)} 位客户：少于 {FEWEST} 位的客群不出画像，以免对应到个人。",
            )
        return found
    if choice not in cards.view.index:
        raise BilingualError(
            f"Customer {choice} has no open account that morning.", f"那天早上，客户 {choice} 没有未销户的账户。"
        )
    return cards.view.loc[[choice]]


def refusals(rows: pd.DataFrame) -> str:
    """What these customers refused, in a line: the channels for one customer, the share of each for many."""
    if len(rows) == 1:
        said = [t(*name) for column, name in _REFUSALS if rows.iloc[0][column]]
        if not said:
            return t("Refused nothing. Still: only for a purpose.", "没有拒绝任何渠道；即便如此，有用途才触达。")
        return t(f"Refused: {', '.join(said)}. Do not use it.", f"已拒绝：{'、'.join(said)}。请勿使用。")
    parts = [f"{t(*name)} {rows[column].mean():.0%}" for column, name in _REFUSALS]
    return t(
        f"Refused: {', '.join(parts)}. Take them off every list.", f"已拒绝：{'、'.join(parts)}。任何名单都要先去掉。"
    )


def picture(cards: Album, choice: int | str) -> str:
    """The card as HTML that needs no kernel: radar, timeline, refusals, and a text for those who cannot see them."""
    import matplotlib.pyplot as plt

    rows = members(cards, choice)
    values = cards.places.loc[rows.index].mean()
    name = t(*SEGMENTS[choice][0]) if isinstance(choice, str) else t(f"Customer {choice}", f"客户 {choice}")
    title = t(f"{name} · {len(rows):,} customers", f"{name} · {len(rows):,} 位") if len(rows) > 1 else name
    figure = plt.figure(figsize=(10.4, 3.9))
    grid = figure.add_gridspec(1, 2, width_ratios=(1, 1.35), wspace=0.75)
    _radar(figure.add_subplot(grid[0], projection="polar"), values)
    _year(figure.add_subplot(grid[1]), cards, rows)
    figure.suptitle(title, x=0.02, y=1.06, ha="left", fontsize=14, color=INK)
    traits = t(", ", "、").join(f"{word} {value:.0f}" for word, value in zip(_words(), values, strict=True))
    alt = t(
        f"{title}: places among all customers, 0 to 100: {traits}.", f"{title}：在全体客户中的位次（0—100）：{traits}。"
    )
    return as_html(figure, alt) + f'<div style="color:{INK};font-size:14px;margin:2px 12px">{refusals(rows)}</div>'


def show(cards: Album, choice: int | str) -> None:
    """Show one card, as a picture that stays when the notebook is closed."""
    from IPython.display import HTML, display

    display(HTML(picture(cards, choice)))


def live(cards: Album, customers: list[int]) -> Any:
    """Cards to choose from: the segments, and these customers. Another choice redraws the picture."""
    import ipywidgets as w

    options: list[tuple[str, int | str]] = [(t(*title), name) for name, (title, _) in SEGMENTS.items()]
    options += [(t(f"Customer {number}", f"客户 {number}"), number) for number in customers]
    style = {"description_width": "initial"}
    chooser = w.Dropdown(options=options, description=t("Portrait of", "画像："), style=style)
    shown = w.HTML(picture(cards, chooser.value))

    def redraw(_: Any) -> None:
        shown.value = picture(cards, chooser.value)

    chooser.observe(redraw, "value")
    return w.VBox([chooser, shown])


def _words() -> list[str]:
    return [
        t("Spends", "消费"),
        t("Buys online", "线上"),
        t("Opens the app", "登录"),
        t("Asks", "咨询"),
        t("Uses points", "用积分"),
        t("Years with us", "卡龄"),
    ]


def _radar(axes: Any, values: pd.Series) -> None:
    """The traits around a circle; the grey line is the middle customer."""
    angles = np.linspace(0, 2 * np.pi, len(values), endpoint=False)
    around = np.append(angles, angles[0])
    axes.set_theta_offset(np.pi / 2)
    axes.set_theta_direction(-1)
    axes.plot(np.linspace(0, 2 * np.pi, 100), np.full(100, 50), color=QUIET, linewidth=1.2)
    axes.plot(around, np.append(values, values.iloc[0]), color=ACCENT)
    axes.fill(around, np.append(values, values.iloc[0]), color=ACCENT, alpha=0.15)
    axes.set_ylim(0, 100)
    axes.set_yticks([50], labels=[""])
    axes.set_xticks(angles, labels=[f"{word} {value:.0f}" for word, value in zip(_words(), values, strict=True)])
    axes.tick_params(pad=6)
    for written, angle in zip(axes.get_xticklabels(), angles, strict=True):
        side = np.sin(angle)  # names stand outside of the circle
        written.set_horizontalalignment("center" if abs(side) < 0.1 else "left" if side > 0 else "right")
    axes.spines["polar"].set_color(QUIET)


def _year(axes: Any, cards: Album, rows: pd.DataFrame) -> None:
    """Yuan a month, beside everybody's mean; for one customer also when they asked and when we spoke."""
    axes.bar(cards.months, cards.spent.loc[rows.index].mean(), width=22, color=DEEP)
    axes.plot(cards.months, cards.spent.mean(), color=QUIET, linewidth=1.5)
    top = max(float(cards.spent.loc[rows.index].mean().max()), float(cards.spent.mean().max()))
    axes.set_ylim(0, top * 1.3)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xticks(cards.months[::3], labels=[f"{month:%Y-%m}" for month in cards.months[::3]])
    axes.set_title(t("Yuan a month (grey: all customers)", "每月消费（元；灰线为全体平均）"), fontsize=10.5, color=DEEP)
    if len(rows) == 1:
        theirs = cards.marks[cards.marks["customer_id"] == rows.index[0]]
        for kind, height, mark, colour in (("asked", 1.08, "o", ACCENT), ("sent", 1.2, "v", INK)):
            when = theirs.loc[theirs["kind"] == kind, "month"].unique()
            axes.plot(when, np.full(len(when), top * height), mark, color=colour, markersize=7, linestyle="none")
        key = t("● asked about fees or closing   ▼ we got in touch", "● 问费用或销户　▼ 我们触达")
        axes.text(0, -0.22, key, transform=axes.transAxes, color=DEEP)
