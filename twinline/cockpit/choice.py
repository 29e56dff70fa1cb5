"""Choices: what one card says, in words, as a file holds it, and with nothing in it that cannot be."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Final

from twinline.base.text import t
from twinline.cockpit.actions import ACTIONS, action_title, channel_title
from twinline.cockpit.segments import RANKINGS, SEGMENTS, title

LONGEST_QUIET: Final = 24  # months; the slider's end means "or more"
LONGEST_TENURE: Final = 120
MOST_WAVES: Final = 3
MOST_APART: Final = 3
MOST_CUSTOMERS: Final = 10**7
MOST_BUDGET: Final = 1e9
MOST_WORDS: Final = 2_000  # characters of a hypothesis


@dataclass(frozen=True)
class Choice:
    """What a card says. Pairs are ranges with both ends inside; months, and per cent of the margin's ranking."""

    segment: str = "asleep"
    quiet: tuple[int, int] = (0, LONGEST_QUIET)
    tenure: tuple[int, int] = (0, LONGEST_TENURE)
    value: tuple[int, int] = (0, 100)
    channel: str = "call"
    offer: str = "fee_waiver"
    start: int = 1  # month of the round in which the first wave goes out
    waves: int = 1
    every: int = 1
    then: str = ""  # channel of the waves after the first, "" for the same
    hypothesis: str = ""
    customers: int = 300
    budget: float = 0.0  # yuan, 0 for no limit of one's own
    by: str = "margin_12m"
    willing: bool = True  # leave out whom the channels may not or cannot reach
    on: bool = True

    @property
    def ways(self) -> list[str]:
        """The channel of each wave."""
        return [self.channel] + [self.then or self.channel] * (self.waves - 1)

    @property
    def name(self) -> str:
        """Who, how, offering what, in the language in use."""
        ways = " → ".join(channel_title(way) for way in self.ways)
        return t(" · ", "·").join([title(self.segment), ways, action_title(self.offer)])

    @property
    def details(self) -> str:
        """The rest of what is set, in the language in use: timing, filters, ranking, limits."""
        said = []
        if self.start > 1:
            said.append(t(f"from month {self.start}", f"第 {self.start} 个月起"))
        if self.waves > 1:
            said.append(t(f"every {self.every} month(s)", f"每隔 {self.every} 个月一波"))
        for (low, high), last, en, zh in (
            (self.quiet, LONGEST_QUIET, "quiet {} months", "未消费 {} 个月"),
            (self.tenure, LONGEST_TENURE, "held {} months", "持卡 {} 个月"),
            (self.value, 100, "place by margin {} %", "利润排名 {}%"),
        ):
            if (low, high) != (0, last):
                ends = f"{low}–{high}" if high < last or last == 100 else t(f"{low} or more", f"{low} 及以上")
                said.append(t(en.format(ends), zh.format(ends)))
        said.append(
            t(
                f"{self.customers:,} at most, {t(*RANKINGS[self.by]).lower()}",
                f"最多 {self.customers:,} 位，{t(*RANKINGS[self.by])}",
            )
        )
        if self.budget:
            said.append(t(f"{self.budget:,.0f} yuan at most", f"本卡预算 {self.budget:,.0f} 元"))
        if not self.willing:
            said.append(t("opt-outs not left out", "未剔除拒收客户"))
        return t("; ", "；").join(said)

    def as_json(self) -> dict[str, Any]:
        """The choice as a file holds it."""
        return asdict(self)

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> "Choice":
        """The choice that a file holds. Raises `ValueError`, `TypeError` or `KeyError` for what is none."""
        pairs = {name: tuple(map(int, found[name])) for name in ("quiet", "tenure", "value")}
        choice = cls(**{**found, **pairs})
        _known(choice.segment, SEGMENTS)
        _known(choice.offer, ACTIONS)
        _known(choice.by, RANKINGS)
        for way in choice.ways if choice.waves in range(1, MOST_WAVES + 1) else ():
            _known(way, ACTIONS[choice.offer].channels)
        for pair, last in ((choice.quiet, LONGEST_QUIET), (choice.tenure, LONGEST_TENURE), (choice.value, 100)):
            low, high = pair
            _within(low, 0, high)
            _within(high, low, last)
        _within(choice.start, 1, 24)
        _within(choice.waves, 1, MOST_WAVES)
        _within(choice.every, 1, MOST_APART)
        _within(choice.customers, 1, MOST_CUSTOMERS)
        budget = float(choice.budget)
        words = isinstance(choice.hypothesis, str) and len(choice.hypothesis) <= MOST_WORDS
        ticks = isinstance(choice.willing, bool) and isinstance(choice.on, bool)
        if not (words and ticks and math.isfinite(budget) and 0 <= budget <= MOST_BUDGET):
            raise ValueError("not a choice")
        return choice


def _known(name: object, names: Any) -> None:
    if not isinstance(name, str) or name not in names:
        raise ValueError(f"not a choice: {name!r}")


def _within(value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"not a choice: {value!r}")
