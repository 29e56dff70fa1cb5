"""Pictures and pages to turn over for the lessons on peers: how long rules took, the modes to sort, what a wallet hides,
what one price for all leaves behind, and the map of capabilities.

Each page shows a picture in plain HTML that can be read without a kernel; the controls only draw it again.
"""

from html import escape
from typing import Any

import pandas as pd

from generators.twin.money import LOSS_GIVEN_DEFAULT
from twinline.base.text import t
from twinline.modules.m01 import modes, peers
from twinline.modules.m01.channel_views import cell, page
from twinline.pictures.style import ACCENT, DEEP, INK, QUIET, show

_BOX = f'style="max-width:900px;line-height:1.45;color:{INK}"'
_TABLE = 'style="border-collapse:separate;border-spacing:3px;font-size:13px;margin:6px 0px"'


def waits(facts: pd.DataFrame, title: str, *, alt: str) -> None:
    """From a first date to a second, a line each with the years between: columns start and end (dates), index the names.

    The longest wait stands last and carries the accent.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8.6, 1.3 + 0.62 * len(facts)))
    facts = facts.assign(years=(facts["end"] - facts["start"]).dt.days / 365.25).sort_values("years", kind="stable")
    for place, row in enumerate(facts.to_dict("records")):
        colour, start, end = (ACCENT if place == len(facts) - 1 else DEEP), row["start"], row["end"]
        axes.plot([start, end], [place, place], color=colour, linewidth=3, alpha=0.45)
        axes.plot(start, place, marker="o", color=colour, markersize=9, markerfacecolor="white")
        axes.plot(end, place, marker="o", color=colour, markersize=9)
        waited = t(f"{row['years']:.1f} years", f"{row['years']:.1f} 年")
        axes.annotate(waited, (end, place), xytext=(10, 0), textcoords="offset points", va="center", color=INK)
    axes.set_yticks(range(len(facts)), [str(name) for name in facts.index])
    axes.set_ylim(len(facts) - 0.5, -0.5)
    axes.margins(x=0.12)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title(title)
    show(figure, alt)


def live_sort() -> Any:
    """The modes of 2014 to sort by hand; what is sorted is answered at once, with our verdict and a dated fact."""
    import ipywidgets as w

    choices = [(t("your guess …", "您猜……"), ""), *((t(*name), key) for key, name in modes.VERDICTS.items())]
    style, width = {"description_width": "210px"}, "440px"
    drops = [
        w.Dropdown(options=choices, value="", description=t(*mode.name), style=style, layout=w.Layout(width=width))
        for mode in modes.MODES
    ]

    def answer() -> str:
        given = zip(modes.MODES, drops, strict=True)
        guesses = {mode.name[0]: str(drop.value) for mode, drop in given if drop.value}
        if guesses:
            return modes.verdicts(guesses)
        names = "; ".join(t(*mode.name) for mode in modes.MODES)
        return f"<div {_BOX}>{t('Sort these into three heaps', '把它们分成三堆')}: {escape(names)}.</div>"

    return page(drops, answer)


def blind_picture(seen: pd.DataFrame, hidden: float) -> str:
    """What the bank still sees while wallets hide a share of the phone payments, as HTML; `seen` as `peers.blind` returns it."""
    now = seen.iloc[int(abs(seen.index.to_numpy(dtype=float) - hidden).argmin())]
    names = {
        "spend": t("Amount whose scene we know", "知道花在哪的金额"),
        "favourite": t("Customers whose favourite scene we name right", "最常用场景说得对的客户"),
        "travellers": t("Travellers whom we still find", "还找得到的出行客户"),
    }
    rows = "".join(_bar(names[key], float(now[key]), key == "favourite") for key in names)
    head = t(f"Wallets hide the shop of {hidden:.0%} of phone payments", f"钱包挡住 {hidden:.0%} 手机支付的商户")
    return f"<div {_BOX}><b>{head}</b><table {_TABLE}>{rows}</table></div>"


def live_blind(seen: pd.DataFrame) -> Any:
    """The same with a slider: how much of the phone payments a wallet hides (an assumption; half at first)."""
    import ipywidgets as w

    slider = w.IntSlider(50, 0, 100, 10, description=t("Hidden, %", "挡住 %"), continuous_update=False)
    return page([slider], lambda: blind_picture(seen, slider.value / 100))


def lending_picture(bands: pd.DataFrame, riskier: float, rate: float) -> str:
    """One price for everybody, as HTML: what the lender expects if everybody stays, and what is left once people choose."""
    found = peers.lending(bands, riskier, [rate]).iloc[0]
    whole = min(riskier * float((bands["bad"] * bands["people"]).sum() / bands["people"].sum()), 0.95)
    hoped = 100 * ((1 - whole) * rate - whole * LOSS_GIVEN_DEFAULT)
    lines = [
        (t("Of those who asked, still take the loan", "还愿意借的人"), f"{found['volume']:.0%}"),
        (t("Default, of everybody", "全体的违约率"), f"{whole:.1%}"),
        (t("Default, of those who take it", "真来借的人的违约率"), f"{found['bad']:.1%}"),
        (t("Lender keeps of 100 yuan, as hoped", "出借人每百元净得：想象中"), f"{hoped:+.1f}"),
        (t("Lender keeps of 100 yuan, in fact", "出借人每百元净得：实际上"), f"{found['net']:+.1f}"),
    ]
    rows = "".join(
        f'<tr><td style="padding:3px 8px;width:320px;text-align:left">{name}</td><td style="padding:3px 8px;text-align:right"><b>{value}</b></td></tr>'
        for name, value in lines
    )
    head = t(
        f"A simulation: borrowers {riskier:g} times as risky as ours, at {rate:.0%} a year",
        f"模拟：借款人风险是我们客户的 {riskier:g} 倍，年利率 {rate:.0%}",
    )
    return f"<div {_BOX}><b>{head}</b><table {_TABLE}>{rows}</table></div>"


def live_lending(bands: pd.DataFrame) -> Any:
    """The same with the rate and the borrowers' risk to choose."""
    import ipywidgets as w

    rate = w.IntSlider(18, 6, 36, 1, description=t("Rate, %", "利率 %"), continuous_update=False)
    risk = w.IntSlider(4, 1, 6, 1, description=t("Risk, times", "风险倍数"), continuous_update=False)
    return page([rate, risk], lambda: lending_picture(bands, float(risk.value), rate.value / 100))


def capability_picture(marks: pd.DataFrame) -> str:
    """The map of capabilities as HTML, the widest gap first: columns matters and have (1 to 5) and look (what to look at)."""
    ranked = marks.assign(gap=marks["matters"] - marks["have"]).sort_values("gap", ascending=False, kind="stable")
    titles = (
        t("Capability", "能力"),
        t("Matters", "重要"),
        t("Have", "现有"),
        t("Gap", "差距"),
        t("The figure that would settle it", "用哪个数说话"),
    )
    top = "".join(f'<th scope="col" style="padding:4px 8px;text-align:left">{name}</th>' for name in titles)
    rows = []
    for place, (name, row) in enumerate(ranked.iterrows()):
        gap = row["gap"]
        bold = f"color:{ACCENT}" if place < 3 and gap > 0 else ""
        rows.append(
            f'<tr><th scope="row" style="text-align:left;padding:3px 8px;{bold}">{escape(str(name))}</th>'
            f"{cell(row['matters'] / 5, str(row['matters']))}{cell(row['have'] / 5, str(row['have']))}{cell(max(gap, 0) / 4, f'{gap:+d}' if gap else '0')}"
            f'<td style="padding:3px 8px;text-align:left">{escape(str(row["look"]))}</td></tr>'
        )
    return f"<div {_BOX}><table {_TABLE}><tr>{top}</tr>{''.join(rows)}</table></div>"


def live_capabilities(marks: pd.DataFrame) -> Any:
    """The map with two sliders a capability, how much it matters and how well we do it; begins with the marks given."""
    import ipywidgets as w

    def slider(name: str, value: int) -> Any:
        style, layout = {"description_width": "190px"}, w.Layout(width="420px")
        return w.IntSlider(int(value), 1, 5, description=name, continuous_update=False, style=style, layout=layout)

    words = {"matters": t("matters", "重要"), "have": t("have", "现有")}
    pairs = [[slider(f"{name} · {word}", row[key]) for key, word in words.items()] for name, row in marks.iterrows()]

    def picture() -> str:
        now = marks.assign(matters=[pair[0].value for pair in pairs], have=[pair[1].value for pair in pairs])
        return capability_picture(now)

    return page([one for pair in pairs for one in pair], picture)


def _bar(name: str, share: float, hot: bool) -> str:
    """A row of a table: a name, a bar as long as its share, and the share."""
    colour, width = ACCENT if hot else QUIET, max(320 * share, 2)
    bar = f'<div style="background-color:{colour};height:16px;width:{width:.0f}px"></div>'
    return f'<tr><td style="padding:3px 8px;width:300px;text-align:left">{escape(name)}</td><td style="width:330px">{bar}</td><td style="text-align:right;padding:3px 8px"><b>{share:.0%}</b></td></tr>'
