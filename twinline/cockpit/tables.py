"""Tables of the page and the report, as HTML, and what their cells hold: means with their intervals, plans in words."""

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from twinline.base.text import t
from twinline.cockpit.footing import half_interval
from twinline.twin.acquire import title

if TYPE_CHECKING:
    from twinline.cockpit.log import Trial


def interval(profits: Sequence[float]) -> str:
    """A mean over futures with half its 95 % interval."""
    half = half_interval(profits)
    mean = f"{float(np.mean(profits)):,.0f}"
    return mean if np.isnan(half) else f"{mean} ± {half:,.0f}"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], note: str = "") -> str:
    """A table of cells that are escaped already; the first cell of a row is its header, texts begin with a tag."""
    held = list(rows)
    texts = {place for row in held for place, cell in enumerate(row) if place and cell.startswith("<")}
    head = "".join(f"<th scope='col'{_text(place in texts)}>{name}</th>" for place, name in enumerate(heads))
    body = "".join(
        f"<tr><th scope='row'>{row[0]}</th>"
        + "".join(f"<td{_text(place in texts)}>{cell}</td>" for place, cell in enumerate(row[1:], start=1))
        + "</tr>"
        for row in held
    )
    said = f"<p class='tw-note'>{note}</p>" if note else ""
    return (
        f"<div class='tw-scroll'><table class='tw-rounds'><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{said}</div>"
    )


def _text(of_text: bool) -> str:
    return " class='tw-text'" if of_text else ""


def described(trial: "Trial") -> str:
    """All that a trial's plan says, card by card."""
    parts = []
    for place, card in trial.plan.played:
        why = (
            f"<span class='tw-note'>{t('Hypothesis: ', '假设：')}{html.escape(card.hypothesis)}</span>"
            if card.hypothesis
            else ""
        )
        parts.append(
            f"<div><b>{place}</b> {html.escape(card.name)}<span class='tw-note'>{html.escape(card.details)}</span>{why}</div>"
        )
    for channel, scene, yuan in trial.plan.acquire:
        said = t(
            f"newcomers: {yuan:,.0f} yuan, {title((channel, scene))}",
            f"获客：{yuan:,.0f} 元，{title((channel, scene))}",
        )
        parts.append(f"<div>{html.escape(said)}</div>")
    if trial.plan.control and parts:
        parts.append(f"<div class='tw-note'>{t('with a control group', '留出对照组')}</div>")
    return "".join(parts) or f"<div>{html.escape(trial.plan.name)}</div>"
