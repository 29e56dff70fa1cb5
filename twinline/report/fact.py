"""What a row of the report is: a statement about the bank, its target, how it is measured, and the verdict.

The page and the tests ask the same rows for the same verdict; nothing else decides what is green.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite, nan

from generators.errors import UnknownChoice
from twinline.base.text import t
from twinline.data.books import NOTHING, Books, Measured, NothingToMeasure

Pair = tuple[str, str]
"""A text in English and in Chinese."""

ASSUMPTION: Pair = ("assumption", "假设")


def say(pair: Pair) -> str:
    """A pair's text in the language in use."""
    return t(*pair)


class FactVerdict(StrEnum):
    """How a row came out, from best to worst."""

    GREEN = "green"
    LABELLED = "labelled"
    ABSENT = "absent"
    RED = "red"


class Unit(StrEnum):
    """How a row's numbers are written: 0.123 is 12.3 %, 12.3 points or 123 per mille; or as they are."""

    PERCENT = "percent"
    POINTS = "points"
    PER_MILLE = "per_mille"
    YUAN = "yuan"
    TIMES = "times"
    NUMBER = "number"

    def write(self, value: float) -> str:
        """A value for people, in the language in use."""
        if not isfinite(value):
            return t("none", "无")
        size = abs(value)
        digits = 0 if size >= 1_000 else 1 if size >= 10 else 2
        text = {
            Unit.PERCENT: f"{value:.2%}" if 0 < size < 0.02 else f"{value:.1%}",
            Unit.POINTS: t(f"{100 * value:+.1f} pp", f"{100 * value:+.1f} 个百分点"),
            Unit.PER_MILLE: f"{1_000 * value:.2f} ‰",
            Unit.YUAN: t(f"¥{value:,.{digits}f}".replace("¥-", "-¥"), f"{value:,.{digits}f} 元"),
            Unit.TIMES: t(f"{value:.2f} ×", f"{value:.2f} 倍"),
            Unit.NUMBER: f"{value:,.{max(digits, 2)}f}",
        }[self]
        return text.replace("-", "−")

    def write_range(self, low: float, high: float) -> str:
        """Two values for people, with the unit behind the second only."""
        first = self.write(low).split(" ")[0]
        return t(f"{first} to {self.write(high)}", f"{first} 至 {self.write(high)}")


@dataclass(frozen=True)
class Target:
    """Where a value should lie: between two ends; at least so many standard errors from nought, or at most so many."""

    low: float = -inf
    high: float = inf
    least_z: float | None = None
    most_z: float | None = None

    def met(self, measured: Measured) -> bool:
        """Whether a measured value is where it should be."""
        if not self.low <= measured.value <= self.high:
            return False
        if self.least_z is None and self.most_z is None:
            return True
        z = abs(measured.value) / measured.error if measured.error else nan
        return (self.least_z is None or z >= self.least_z) and (self.most_z is None or z <= self.most_z)

    def write(self, unit: Unit) -> str:
        """The target for people, in the language in use."""
        low, high = isfinite(self.low), isfinite(self.high)
        parts = []
        if low and high:
            parts.append(unit.write_range(self.low, self.high))
        elif low and self.low == 0:
            parts.append(t("above nought", "大于零"))
        elif high and self.high == 0:
            parts.append(t("below nought", "小于零"))
        elif low:
            parts.append(t(f"at least {unit.write(self.low)}", f"不低于 {unit.write(self.low)}"))
        elif high:
            parts.append(t(f"at most {unit.write(self.high)}", f"不高于 {unit.write(self.high)}"))
        if self.least_z is not None:
            parts.append(
                t(f"{self.least_z:g} standard errors or more from nought", f"与零相差 {self.least_z:g} 个标准误以上")
            )
        if self.most_z is not None:
            parts.append(
                t(f"within {self.most_z:g} standard errors of nought", f"与零相差不超过 {self.most_z:g} 个标准误")
            )
        return t(", ", "，").join(parts)


@dataclass(frozen=True)
class Note:
    """Why our bank differs from a target, and between which values it is known to lie; outside them it is red."""

    low: float
    high: float
    text: Pair


@dataclass(frozen=True)
class Fact:
    """A row of the report."""

    code: str
    module: str  # the lesson it serves; "bank" for a calibration row
    title: Pair
    sentence: Pair
    target: Target
    unit: Unit
    source: Pair
    measure_it: Callable[[Books], Measured]
    note: Note | None
    truth: bool  # looks at what only the simulator knows

    def measure(self, bank: Books) -> Measured:
        """What a bank shows; `NOTHING` where it has too little for this row."""
        try:
            return self.measure_it(bank)
        except (NothingToMeasure, ZeroDivisionError):  # a ratio to nothing
            return NOTHING

    def verdict(self, measured: Measured) -> FactVerdict:
        """Green within the target, labelled where the note explains the difference, else red."""
        if not measured.here:
            return FactVerdict.ABSENT
        if self.target.met(measured):
            return FactVerdict.GREEN
        if self.note and self.note.low <= measured.value <= self.note.high:
            return FactVerdict.LABELLED
        return FactVerdict.RED


class Registry(dict[str, Fact]):
    """Rows by code, in the order in which they are shown."""

    def row(
        self,
        code: str,
        module: str,
        *,
        title: Pair,
        sentence: Pair,
        target: Target,
        unit: Unit,
        source: Pair = ASSUMPTION,
        note: Note | None = None,
        truth: bool = False,
    ) -> Callable[[Callable[[Books], Measured]], Callable[[Books], Measured]]:
        """Decorate a measure, which looks at a bank and returns what it found, to make it a row."""

        def add(measure: Callable[[Books], Measured]) -> Callable[[Books], Measured]:
            if code in PLANTED or code in CALIBRATION:
                raise UnknownChoice("new row", "新条目", code, ["a code that no row has"])
            self[code] = Fact(code, module, title, sentence, target, unit, source, measure, note, truth)
            return measure

        return add


PLANTED = Registry()
CALIBRATION = Registry()
