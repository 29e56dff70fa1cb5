"""Autopsy of a regret: why a strategy earned less than the best policy on what the bank sees, part by part.

How the parts are found stands in `twinline.twin.dissection`.
"""

import html
from dataclasses import dataclass, replace
from typing import Any, Final

from twinline.base.text import t
from twinline.twin.noise import Estimate
from twinline.twin.swaps import PARTS

_TITLES: Final = {
    "whom": ("Whom, and how many", "找谁、找多少人"),
    "timing": ("When, and how often", "什么时候、几次"),
    "channel": ("Channel", "渠道"),
    "offer": ("Offer", "权益"),
    "unknowable": ("What nobody could know on the first morning", "第一天早上谁也不可能知道的"),
    "control": ("Left alone as the control group", "留作对照组、没有触达的"),
    "beside": ("Pilot beside the strategy", "与策略同时进行的试点"),
    "pilot": ("Pilots charged to this round", "记在本轮的试点成本"),
    "luck": ("Luck", "运气"),
}


@dataclass(frozen=True)
class Autopsy:
    """The gap between the best observable policy and a strategy, in yuan, and its parts, which add up to it.

    `parts` maps a code to what that part explains: whom, timing, channel and offer; `unknowable` is what the best policy
    earns by answering what happens in the months, which no table made on the first morning can; `luck` is what the months
    told of differ by from the mean of `futures`; `control` and `beside` are what a control group and a pilot of the round take, and
    `pilot` is there where the round carries the cost of an earlier one. `mine`, `best`
    and `oracle` are mean profits, and what the oracle has more than the best is hidden from every book.
    """

    name: str
    gap: Estimate
    parts: dict[str, Estimate]
    mine: float
    best: float
    oracle: float
    futures: int
    happened: bool = False

    def of_one(self, mine: float, best: float) -> "Autopsy":
        """The gap in one future, by the profits there: what it differs by from the mean is luck."""
        gap = best - mine
        parts = self.parts | {"luck": Estimate(gap - self.gap.value, None, 1)}
        return replace(self, gap=Estimate(gap, None, 1), parts=parts, mine=mine, happened=True)

    def titles(self) -> dict[str, str]:
        """The parts' titles in the language in use."""
        return {code: t(*_TITLES[code]) for code in self.parts}

    def headline(self) -> str:
        """How far the strategy is from the best, in a sentence."""
        gap = f"{abs(self.gap.value):,.0f}"
        if not self.happened and not self.gap.beyond_noise:
            return t(
                f"{self.name} and the best observable policy differ by no more than noise: there is nothing to explain.",
                f"“{self.name}”和“可观测最优”的差距没有超出噪声，没有什么需要解释。",
            )
        if self.gap.value <= 0:
            return t(
                f"{self.name} brings {gap} yuan more than the best observable policy: no regret.",
                f"“{self.name}”比“可观测最优”还多 {gap} 元，没有遗憾。",
            )
        return t(
            f"{self.name} is {gap} yuan behind the best observable policy.",
            f"“{self.name}”落后“可观测最优” {gap} 元。",
        )

    def finding(self) -> str:
        """The headline and what the parts allow to say of its cause, and no more."""
        if self.gap.value <= 0 or not (self.happened or self.gap.beyond_noise):
            return self.headline()
        choices = [code for code in PARTS if self.parts[code].value > 0 and self.parts[code].beyond_noise]
        if not choices:
            hidden = self.parts.get("unknowable", self.gap)
            if hidden is not self.gap and hidden.beyond_noise and hidden.value > 0:
                return self.headline() + t(
                    f" No choice explains it beyond noise; {hidden.value:,.0f} yuan of it nobody could know on the first morning. "
                    "A function that is asked every month can answer that.",
                    f"没有哪一项选择能在噪声之外解释它；其中 {hidden.value:,.0f} 元是第一天早上谁也不可能知道的，"
                    "每月问一次的策略函数才应对得了。",
                )
            none = t(" No single choice explains it beyond noise.", "没有哪一项选择能在噪声之外解释这个差距。")
            return self.headline() + none
        worst = max(choices, key=lambda code: self.parts[code].value)
        yuan, title = f"{self.parts[worst].value:,.0f}", self.titles()[worst]
        return self.headline() + t(
            f" The choice that cost most: {title.lower()} ({yuan} yuan).", f"代价最大的选择：{title}（{yuan} 元）。"
        )

    def rows(self) -> list[tuple[str, str]]:
        """(title, yuan as text) of every part, and their sum."""
        shown = [(title, _told(self.parts[code])) for code, title in self.titles().items()]
        return [*shown, (t("The gap", "差距合计"), str(self.gap))]

    def notes(self) -> list[str]:
        """How the figures are to be read."""
        read = t(
            f"Yuan, measured on the same {self.futures} futures, ± half of the 95 % interval (Student's t). Parts in brackets lie "
            "within noise.",
            f"金额单位为元，在相同的 {self.futures} 种未来上测得，± 为 95% 区间的一半（学生 t 分布）。括号里的没有超出噪声。",
        )
        if self.oracle <= self.best:
            return [read]
        hidden = t(
            f"Knowing the truth as well, the oracle would earn {self.oracle - self.best:,.0f} yuan more than the best: no book shows "
            "that, and it is not in the gap.",
            f"连真相都知道的“先知”，比“可观测最优”还要多 {self.oracle - self.best:,.0f} 元：账上看不出来，不算在差距里。",
        )
        return [read, hidden]

    def plot(self) -> None:
        """Draw the way from the strategy's profit to the best observable policy's."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from twinline.pictures import charts

        titles, best = self.titles(), self.gap.value + self.mine
        steps = [(self.name, self.mine), *((titles[code], part.value) for code, part in self.parts.items())]
        steps.append((t("Best observable", "可观测最优"), best))
        told = t("; ", "；").join(f"{name} {value:,.0f}" for name, value in steps)
        return charts.waterfall_figure(steps, self.headline()), t(
            "From the strategy to the best, in yuan: ", "从策略到最优（元）："
        ) + told

    def __repr__(self) -> str:
        lines = [f"  {title}{t(': ', '：')}{value}" for title, value in self.rows()]
        return "\n".join([self.finding(), *lines, *self.notes()])

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><th scope='row' style='text-align:left'>{html.escape(title)}</th>"
            f"<td style='text-align:right'>{html.escape(value)}</td></tr>"
            for title, value in self.rows()
        )
        caption = html.escape(t("Autopsy of the gap (yuan)", "差距剖析（元）"))
        notes = "".join(f"<p style='font-size:.9em'>{html.escape(note)}</p>" for note in self.notes())
        table = f"<table><caption style='text-align:left'>{caption}</caption>{cells}</table>"
        return f"<p><b>{html.escape(self.finding())}</b></p>{table}{notes}"


def _told(part: Estimate) -> str:
    return str(part) if part.half is None or part.beyond_noise or not part.value else f"({part})"


__all__ = ["Autopsy"]
