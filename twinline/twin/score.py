"""Scores: how good a strategy was, in figures, as text and as HTML."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

from scipy.special import stdtrit

from generators.schema import levels
from twinline.base.text import t
from twinline.twin.acquire import Acquired
from twinline.twin.noise import LEVEL

_STEPS = {
    "gross": ("Those who responded are worth", "响应客户的价值"),
    "anyway": ("…and would be without us", "不做也会有的部分"),
    "others": ("Change among the others", "其他客户的变化"),
    "contacts": ("Contacts", "触达成本"),
    "offers": ("Offers used", "权益成本"),
    "complaints": ("Complaints", "投诉成本"),
    "unsubscribes": ("Permissions lost", "退订损失"),
    "friends": ("Managers' time for new friends", "新好友维护成本"),
    "volume": ("Too many texts and pushes", "群发超量成本"),
    "pilot": ("Pilot", "试点成本"),
    "acquired": ("Customers brought are worth", "新获客户的价值"),
    "acquisition": ("Acquisition", "获客成本"),
    "profit": ("True increment", "真实增量"),
}
_OUTSIDE_BUDGET = ("unsubscribes", "volume")  # nobody plans them, and the score counts them


@dataclass(frozen=True)
class Score:
    """How good a strategy was: means over the futures of a run; money in yuan.

    `profit` is what the bank has more than without the strategy and `error` its standard error (None for one future);
    `roi` is profit over cost; `reach` counts customers, `contacts` contacts; `take_up` is the share of contacts whose offer
    was used; `saved` counts accounts that stay with the strategy and would close without, `lost` the reverse; `lines` is
    the cost by line, `waterfall` leads from what responders are worth to the profit. `sleeping_dogs` counts customers
    contacted whom contact drives away, and is the simulator's truth, as are the two references: the profit of the best
    policy that sees what the bank sees, and of the one that sees everything, at as many customers. `acquired` says what
    became of the customers whom the round's budget of acquisition brought; None where there was none.
    """

    profit: float
    error: float | None
    futures: int
    cost: float
    reach: float
    contacts: float
    take_up: float
    saved: float
    lost: float
    complaints: float
    sleeping_dogs: float
    lines: dict[str, float]
    waterfall: tuple[tuple[str, float], ...]
    best_observable: float | None = None
    oracle: float | None = None
    acquired: Acquired | None = None

    @property
    def roi(self) -> float | None:
        """Profit over cost; None where nothing was spent."""
        return self.profit / self.cost if self.cost else None

    @property
    def paid(self) -> float:
        """Yuan that came off the round's budget: the cost without what no budget holds."""
        return self.cost - sum(self.lines.get(line, 0.0) for line in _OUTSIDE_BUDGET)

    @property
    def half(self) -> float | None:
        """Half of the 95 % interval of the mean profit by Student's t, in yuan: wide for few futures; None for one."""
        return None if self.error is None else float(stdtrit(self.futures - 1, (1 + LEVEL) / 2)) * self.error

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the mean profit, in yuan; None for one future."""
        return None if self.half is None else (self.profit - self.half, self.profit + self.half)

    @property
    def share_of_best(self) -> float | None:
        """Profit over that of the best policy on what the bank sees; None where that is unknown or earns nothing."""
        return _share(self.profit, self.best_observable)

    @property
    def share_of_oracle(self) -> float | None:
        """Profit over that of the policy that knows everything; None where that is unknown or earns nothing."""
        return _share(self.profit, self.oracle)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """(field, title, value as text) of everything there is to show, in the language in use."""
        half = "" if self.half is None else f" ± {self.half:,.0f}"
        yield "profit", t("Incremental profit (yuan)", "增量利润（元）"), f"{self.profit:,.0f}{half}"
        if self.interval is not None:
            low, high = self.interval
            yield (
                "interval",
                t("…± is its 95 % interval (Student's t)", "…± 即其 95% 置信区间（t 分布）"),
                t(f"{low:,.0f} to {high:,.0f}", f"{low:,.0f} 至 {high:,.0f}"),
            )
        yield "cost", t("Cost (yuan)", "成本（元）"), f"{self.cost:,.0f}"
        if self.roi is not None:
            yield "roi", t("Profit per yuan spent", "每元成本带来的利润"), f"{self.roi:.2f}"
        yield "reach", t("Customers contacted", "触达客户数"), f"{self.reach:,.0f}"
        yield "contacts", t("Contacts", "触达次数"), f"{self.contacts:,.0f}"
        yield "take_up", t("Offers used per contact", "权益使用率"), f"{self.take_up:.1%}"
        yield "saved", t("Accounts saved", "救回账户"), f"{self.saved:,.1f}"
        yield "lost", t("Accounts driven off", "赶走账户"), f"{self.lost:,.1f}"
        yield "complaints", t("Complaints", "投诉件数"), f"{self.complaints:,.1f}"
        yield (
            "sleeping_dogs",
            t("Sleeping dogs contacted (truth)", "惊动的勿扰型客户（真相）"),
            f"{self.sleeping_dogs:,.0f}",
        )
        if self.share_of_best is not None:
            yield (
                "share_of_best",
                t("Share of the best observable policy", "占“可观测最优”的比例"),
                f"{self.share_of_best:.0%}",
            )
        if self.share_of_oracle is not None:
            yield "share_of_oracle", t("Share of the oracle", "占“先知”的比例"), f"{self.share_of_oracle:.0%}"

        if self.acquired is not None:
            got = self.acquired
            yield "cards", t("Cards brought by the budget", "预算带来的新户"), f"{got.cards:,}"
            if got.cac is not None:
                yield "cac", t("Cost of such a card (yuan)", "单户获客成本（元）"), f"{got.cac:,.0f}"
                yield "value", t("Worth of such a card (yuan)", "单户价值（元）"), f"{got.value / got.cards:,.0f}"
            yield "written_off", t("Written off of them (yuan)", "其中核销损失（元）"), f"{got.written_off:,.0f}"

    def line_titles(self) -> dict[str, str]:
        """The titles of the cost's lines in the language in use."""
        return {line: _line_title(line) for line in self.lines}

    def step_titles(self) -> dict[str, str]:
        """The titles of the waterfall's steps in the language in use."""
        return {code: t(*_STEPS[code]) for code, _ in self.waterfall}

    def __repr__(self) -> str:
        shown, colon = list(self.rows()), t(": ", "：")
        lines = [f"  {_line_title(line)}{colon}{value:,.0f}" for line, value in self.lines.items()]
        return "\n".join(
            [*(f"{title}{colon}{value}" for _, title, value in shown), t("Cost by line:", "成本明细："), *lines]
        )

    def _repr_html_(self) -> str:
        main = _html_table(t("Score", "成绩单"), [(title, value) for _, title, value in self.rows()])
        spent = [(_line_title(line), f"{value:,.0f}") for line, value in self.lines.items()]
        costs = _html_table(t("Cost by line (yuan)", "成本明细（元）"), spent)
        return f"<div style='display:flex;gap:2.5em;flex-wrap:wrap;align-items:flex-start'>{main}{costs}</div>"


def _html_table(caption: str, rows: list[tuple[str, str]]) -> str:
    cells = [
        f"<tr><th scope='row' style='text-align:left'>{html.escape(name)}</th>"
        f"<td style='text-align:right'>{html.escape(value)}</td></tr>"
        for name, value in rows
    ]
    return f"<table><caption style='text-align:left'>{html.escape(caption)}</caption>{''.join(cells)}</table>"


def _share(profit: float, reference: float | None) -> float | None:
    return None if reference is None or reference <= 0 else profit / reference


def _line_title(line: str) -> str:
    group, _, name = line.partition(".")
    known = {"contact": levels.CONTACT_CHANNEL, "offer": levels.ACTION}
    return t(*known[group][name]) if name else cost_title(line)


def cost_title(line: str) -> str:
    """The title of a cost that is no contact and no offer, in the language in use."""
    return t(*_STEPS[line])


__all__ = ["Score", "cost_title"]
