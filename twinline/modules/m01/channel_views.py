"""Three pages to turn over: the map of channels, the funnel from the app into the shops, and the modes with their weights.

Each is a picture in plain HTML that needs no kernel (`map_picture`, `funnel_picture`, `modes_picture`), and the same with
controls (`live_map`, `live_funnel`, `live_modes`).
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

import numpy as np
import pandas as pd

from twinline.base.text import t
from twinline.data.tables import titles
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, SOFT
from twinline.prepared.channels import MOST_DAYS, WAYS, weightings

EVERYBODY: Final = 0  # instead of a decade of birth
ANYWHERE: Final = "any"  # instead of a scene
_TINT = "11,114,133"  # of a cell: the more, the darker
_BOX = f'style="max-width:900px;line-height:1.45;color:{INK}"'
_TABLE = 'style="border-collapse:separate;border-spacing:3px;font-size:13px;margin:6px 0px"'


def map_picture(cube: pd.DataFrame, quarter: str, decade: int = EVERYBODY) -> str:
    """The map of channels as HTML: scenes of life by ways of paying, percent of the scene's purchases.

    `cube` is what `twinline.prepared.channels.ways` returns. Scenes stand in order of their online share in the whole history.
    """
    rows = cube if decade == EVERYBODY else cube[cube["decade"] == decade]
    scenes = _scenes_by_online(cube)
    now = rows[rows["quarter"] == quarter].pivot_table("purchases", "category", "channel", "sum", observed=True)
    now = now.reindex(index=scenes, columns=list(WAYS), fill_value=0).fillna(0)
    names = titles("merchants.category")
    total = max(int(now.to_numpy().sum()), 1)
    online = now[["in_app", "ecommerce"]].to_numpy().sum() / total
    who = t("all customers", "全部客户") if decade == EVERYBODY else _born(decade)
    head = t(
        f"{quarter} · {who}: {online:.0%} of {total:,} purchases online",
        f"{quarter} · {who}：{total:,} 笔消费，线上 {online:.0%}",
    )
    ways = titles("transactions.channel")
    top = "".join(f'<th scope="col" style="padding:4px 8px;width:120px">{escape(ways[way])}</th>' for way in WAYS)
    sides = f'<tr><td></td><td colspan="2" style="text-align:center;color:{DEEP}">{t("in the shop", "线下（到店）")}</td><td colspan="2" style="text-align:center;color:{DEEP}">{t("online", "线上")}</td></tr>'
    body = "".join(
        f'<tr><th scope="row" style="text-align:left;padding:3px 8px">{escape(names[scene])}</th>{_shares(now.loc[[scene]].sum())}</tr>'
        for scene in scenes
    )
    every = f'<tr><th scope="row" style="text-align:left;padding:3px 8px">{t("All scenes", "全部场景")}</th>{_shares(now.sum())}</tr>'
    note = t("% of the scene's purchases; the darker, the more", "占该场景消费笔数的 %；颜色越深，占比越高")
    return f'<div {_BOX}><b>{escape(head)}</b><table {_TABLE}>{sides}<tr><td></td>{top}</tr>{body}{every}</table><span style="font-size:12px;color:{DEEP}">{note}</span></div>'


def live_map(cube: pd.DataFrame) -> Any:
    """The map with a quarter and a generation to choose. Shows the last quarter of all customers at once."""
    import ipywidgets as w

    quarters = list(cube["quarter"].cat.categories)
    when = w.SelectionSlider(options=quarters, value=quarters[-1], description=t("Quarter", "季度"))
    decades = sorted(int(decade) for decade in cube["decade"].unique())
    choices = [(t("all customers", "全部客户"), EVERYBODY), *((_born(decade), decade) for decade in decades)]
    who = w.Dropdown(options=choices, value=EVERYBODY, description=t("Who", "客户"))
    return page([when, who], lambda: map_picture(cube, when.value, who.value))


def journey_counts(
    visits: pd.DataFrame, scene: str = ANYWHERE, days: int = MOST_DAYS, customers: bool = True
) -> pd.Series:
    """How many get how far: explore (open the app), find (look at the offers), buy (in a shop of that scene within so many
    days), enjoy (redeem points). Each step counts only who took all those before it.

    `visits` is what `twinline.prepared.channels.visits` returns; counts customers, or visits if `customers` is False.
    """
    wait = visits["wait" if scene == ANYWHERE else scene]
    here = pd.Series(True, visits.index)
    steps = {"explore": here, "find": visits["looked"], "buy": wait <= days, "enjoy": visits["enjoyed"]}
    counts = {}
    for name, taken in steps.items():
        here = here & taken
        counts[name] = int(visits.loc[here, "customer_id"].nunique() if customers else here.sum())
    return pd.Series(counts)


def usual(visits: pd.DataFrame, scene: str = ANYWHERE, days: int = MOST_DAYS) -> tuple[float, float]:
    """Of the visits that looked at the offers, the share followed by a purchase in a shop of that scene within so many
    days; and the same share for the same customers, counted from the same hour two weeks earlier.
    """
    looked = visits[visits["looked"]]
    then, before = ("wait", "usual_wait") if scene == ANYWHERE else (scene, f"usual_{scene}")
    return float((looked[then] <= days).mean()), float((looked[before] <= days).mean())


def funnel_picture(visits: pd.DataFrame, scene: str = ANYWHERE, days: int = MOST_DAYS, customers: bool = True) -> str:
    """The funnel as HTML: a bar a step with its count, its share of all and of the step before, and below it what the same
    customers buy in an ordinary week."""
    counts = journey_counts(visits, scene, days, customers)
    where = t("any shop", "任意商户") if scene == ANYWHERE else titles("merchants.category")[scene]
    names = {
        "explore": t("Explore: opened the app", "逛：打开手机银行"),
        "find": t("Find: looked at the offers", "找：看了优惠页"),
        "buy": t(f"Buy: in a shop within {days} days ({where})", f"买：{days} 天内到店消费（{where}）"),
        "enjoy": t("Enjoy: redeemed points", "享：兑换了积分"),
    }
    first, before, rows = max(counts.iloc[0], 1), None, []
    for step, count in counts.items():
        share = (
            ""
            if before is None
            else t(f"{count / max(before, 1):.0%} of the step before", f"占上一步 {count / max(before, 1):.0%}")
        )
        bar = f'<div style="background-color:{ACCENT if step == "buy" else QUIET};height:16px;width:{max(320 * count / first, 2):.0f}px"></div>'
        rows.append(
            f'<tr><td style="padding:3px 8px;width:250px">{escape(names[str(step)])}</td><td style="width:330px">{bar}</td>'
            f'<td style="text-align:right;padding:3px 8px"><b>{count:,}</b></td><td style="padding:3px 8px;color:{DEEP}">{count / first:.0%}</td>'
            f'<td style="padding:3px 8px;color:{DEEP}">{share}</td></tr>'
        )
        before = count
    after, ordinary = usual(visits, scene, days)
    said = t(
        f"After looking at the offers, {after:.1%} of visits lead to such a purchase within {days} days. The same customers, two weeks earlier: {ordinary:.1%}.",
        f"看过优惠页之后，{days} 天内有这类到店消费的访问占 {after:.1%}；同一批客户，倒退两周来看：{ordinary:.1%}。",
    )
    what = t("customers", "客户数") if customers else t("visits", "访问次数")
    return f'<div {_BOX}><span style="font-size:12px;color:{DEEP}">{t("Counted: ", "口径：")}{what}</span><table {_TABLE}>{"".join(rows)}</table><div style="border-left:4px solid {ACCENT};padding-left:8px">{said}</div></div>'


def live_funnel(visits: pd.DataFrame) -> Any:
    """The funnel with a scene, a number of days and what is counted to choose."""
    import ipywidgets as w

    names = titles("merchants.category")
    scenes = [(t("any shop", "任意商户"), ANYWHERE), *((name, scene) for scene, name in names.items())]
    scene = w.Dropdown(options=scenes, value=ANYWHERE, description=t("Scene", "场景"))
    days = w.IntSlider(MOST_DAYS, 1, MOST_DAYS, description=t("Days", "天数"), continuous_update=False)
    unit = w.ToggleButtons(options=[(t("customers", "客户数"), True), (t("visits", "访问次数"), False)])
    return page([scene, days, unit], lambda: funnel_picture(visits, scene.value, days.value, unit.value))


def wins(marks: pd.DataFrame, draws: int = 1_000) -> pd.Series:
    """How often each row of marks comes first, over weightings drawn evenly from all: shares; ties are shared."""
    scores = marks.to_numpy(dtype=float) @ weightings(marks.shape[1], draws).T
    best = np.isclose(scores, scores.max(axis=0))
    return pd.Series((best / best.sum(axis=0)).mean(axis=1), marks.index)


def modes_picture(marks: pd.DataFrame, weights: Sequence[float]) -> str:
    """The marks as HTML with their weighted mean, best first, and how often each would win whatever the weights."""
    share = np.asarray(weights, dtype=float)
    share = share / share.sum() if share.sum() else np.full(len(share), 1 / len(share))
    means = pd.Series(marks.to_numpy(dtype=float) @ share, marks.index)
    won = wins(marks)
    best = float(means.max())
    top = "".join(
        f'<th scope="col" style="padding:4px 8px">{escape(str(name))}<br><span style="font-weight:normal;color:{DEEP}">{part:.0%}</span></th>'
        for name, part in zip(marks.columns, share, strict=True)
    )
    rows = []
    for name in means.sort_values(ascending=False, kind="stable").index:
        cells = "".join(cell(value / 5, f"{value:g}") for value in marks.loc[name])
        bar = f'<div style="display:inline-block;background-color:{ACCENT if means[name] == best else QUIET};height:12px;width:{70 * means[name] / 5:.0f}px"></div> <b>{means[name]:.1f}</b>'
        rows.append(
            f'<tr><th scope="row" style="text-align:left;padding:3px 8px">{escape(str(name))}</th>{cells}<td style="padding:3px 8px;white-space:nowrap">{bar}</td><td style="text-align:right;padding:3px 8px">{won[name]:.0%}</td></tr>'
        )
    last = f'<th scope="col" style="padding:4px 8px">{t("Weighted", "加权分")}</th><th scope="col" style="padding:4px 8px">{t("First, over all weights", "换遍权重，拿第一的比例")}</th>'
    return f"<div {_BOX}><table {_TABLE}><tr><td></td>{top}{last}</tr>{''.join(rows)}</table></div>"


def live_modes(marks: pd.DataFrame) -> Any:
    """The modes with a slider a criterion for its weight; equal weights at first."""
    import ipywidgets as w

    sliders = [
        w.IntSlider(3, 0, 5, description=str(name), continuous_update=False, style={"description_width": "130px"})
        for name in marks.columns
    ]
    return page(sliders, lambda: modes_picture(marks, [slider.value for slider in sliders]))


def show(picture: str) -> None:
    """Show one of the pictures, which stays when the notebook is closed."""
    from IPython.display import HTML, display

    display(HTML(picture))


def page(controls: list[Any], picture: Callable[[], str]) -> Any:
    """Controls above a picture that is drawn again when one of them changes."""
    import ipywidgets as w

    shown = w.HTML(picture())

    def redraw(_: Any) -> None:
        shown.value = picture()

    for control in controls:
        control.observe(redraw, "value")
    row = w.Box(controls, layout=w.Layout(flex_flow="row wrap"))
    return w.VBox([row, shown])


def _scenes_by_online(cube: pd.DataFrame) -> list[str]:
    online = cube["purchases"].where(cube["channel"].isin(["in_app", "ecommerce"]), 0)
    sums = cube.assign(online=online).groupby("category", observed=True)[["online", "purchases"]].sum()
    return [str(name) for name in (sums["online"] / sums["purchases"]).sort_values().index]


def _shares(counts: pd.Series) -> str:
    total = counts.sum()
    return "".join(cell(share, f"{share:.0%}") for share in (counts / total if total else counts))


def cell(share: float, text: str) -> str:
    """A cell that is the darker, the larger its share; never so dark that its text is lost."""
    return f'<td style="text-align:center;padding:3px 8px;border:1px solid {SOFT};background-color:rgba({_TINT},{0.65 * min(share, 1):.2f})">{text}</td>'


def _born(decade: int) -> str:
    return t(f"born in the {decade}s", f"{decade % 100:02d} 后")
