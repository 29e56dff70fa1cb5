"""Acquisition: how those who come by a scene differ, and the channel whose applicants change from a month on. All (a)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How people differ from the middling, in standard deviations of the trait's own normal; leaving in log odds a month.

    `style` leans their way of paying to the minimum (above nought) or to the whole bill (below).
    """

    risk: float = 0.0
    style: float = 0.0
    leaving: float = 0.0


# By scene: whoever has their wages paid here stays and pays; who takes a card at a shop's checkout for the gift pays late.
# Weighted by the scenes' shares, they come to nearly nought.
QUALITY: Final[dict[str, Quality]] = {
    "payroll_visit": Quality(risk=-1.0, style=-0.30, leaving=-0.55),
    "fuel_partner": Quality(risk=-0.3),
    "checkout": Quality(risk=1.0, style=0.30),
    "mall_stand": Quality(risk=0.7, style=0.15),
}
# Besides: a comparison site that a channel bought its leads from, from a month of the history on, counted from 0.
DRIFT_CHANNEL: Final = "app"
DRIFT_MONTH: Final = 7
DRIFT: Final = Quality(risk=1.5, style=0.36)
