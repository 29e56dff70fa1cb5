"""A strip plot: one row's target as a band, and each bank's value as a dot with its interval."""

from dataclasses import dataclass
from math import isfinite

from twinline.base.text import t
from twinline.data.books import Measured
from twinline.report.fact import Fact, FactVerdict

WIDTH, LANE, FOOT, SIDE = 300.0, 11.0, 16.0, 12.0
INTERVAL = 1.96  # standard errors


@dataclass(frozen=True)
class Dot:
    """A bank's value, in picture units."""

    name: str
    x: float
    y: float
    left: float
    right: float
    verdict: FactVerdict
    radius: float


@dataclass(frozen=True)
class Tick:
    """An end of the target, or nought: its text and where the text's middle stands."""

    x: float
    text: str


@dataclass(frozen=True)
class Strip:
    """All that the template draws."""

    height: float
    band: tuple[float, float] | None  # left end, width
    nought: float | None
    dots: list[Dot]
    ticks: list[Tick]
    alt: str
    width: float = WIDTH
    side: float = SIDE
    foot: float = FOOT


def strip(fact: Fact, found: dict[str, Measured]) -> Strip | None:
    """The strip of a row over banks (by name, the first is the one reported on); None where none could be measured."""
    here = {name: one for name, one in found.items() if one.here}
    if not here:
        return None
    ends = [end for end in (fact.target.low, fact.target.high) if isfinite(end)]
    if not ends:
        ends = [0.0]
    spans = {name: INTERVAL * (one.error or 0.0) for name, one in here.items()}
    reach = [*ends, *(one.value + side * spans[name] for name, one in here.items() for side in (-1, 1))]
    low, high = min(reach), max(reach)
    pad = 0.12 * (high - low) or abs(high) or 1.0
    low, high = low - pad, high + pad

    def x(value: float) -> float:
        return SIDE + (WIDTH - 2 * SIDE) * (min(max(value, low), high) - low) / (high - low)

    dots = [
        Dot(
            f"{name}: {fact.unit.write(one.value)}",
            x(one.value),
            LANE * (place + 0.8),
            x(one.value - spans[name]),
            x(one.value + spans[name]),
            fact.verdict(one),
            5.0 if place == 0 else 3.8,
        )
        for place, (name, one) in enumerate(here.items())
    ]
    banded = isfinite(fact.target.low) or isfinite(fact.target.high)
    told = t("; ", "；").join(dot.name for dot in dots)
    target = fact.target.write(fact.unit)
    return Strip(
        height=LANE * (len(here) + 0.6) + FOOT,
        band=(x(fact.target.low), x(fact.target.high) - x(fact.target.low)) if banded else None,
        nought=x(0.0) if low < 0 < high else None,
        dots=dots,
        ticks=_ticks(fact, [(end, x(end)) for end in ends]),
        alt=t(f"Target: {target}. {told}.", f"目标：{target}。{told}。"),
    )


def _ticks(fact: Fact, ends: list[tuple[float, float]]) -> list[Tick]:
    """Texts below the ends, kept inside the picture and off each other."""
    texts = [fact.unit.write(end) if end else "0" for end, _ in ends]
    near = len(ends) == 2 and ends[1][1] - ends[0][1] < 90
    ticks = []
    for place, ((_, at), text) in enumerate(zip(ends, texts, strict=True)):
        half = sum(5.5 if ord(letter) > 0x2E80 else 3.2 for letter in text)  # Chinese is wider
        shift = 0.0 if not near else half * (2 * place - 1)
        ticks.append(Tick(min(max(at + shift, half), WIDTH - half), text))
    return ticks
