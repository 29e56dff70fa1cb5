"""Ranks only beyond noise: plans scored on the same sibling banks, ranked apart only where luck cannot be the reason."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from generators.errors import BilingualError
from twinline.base.text import t
from twinline.twin.noise import LEVEL, Estimate, estimate
from twinline.twin.order import Order

if TYPE_CHECKING:
    import pandas as pd

Profits = npt.NDArray[np.float64]
_NAMED: Final = 4  # leaders that fit into a picture's title


@dataclass(frozen=True, eq=False)
class Ranks:
    """Plans on sibling banks: `profits` has an entry a bank for each, in yuan, `generated` a row a generated plan.

    A plan's place is a range: from 1 and as many as are better beyond noise, to as many as are not worse beyond noise
    (the confidence set of a rank; Mogstad, Romano, Shaikh and Wilhelm 2024). Differences are told bank by bank, with paired
    t tests, and Holm's correction for looking at all pairs at once; equal plans are one plan.
    """

    profits: Mapping[str, Profits]
    generated: Profits

    @property
    def banks(self) -> int:
        """On how many banks the plans were scored."""
        return len(next(iter(self.profits.values())))

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """The first and last place that each plan may have."""
        names = list(self.profits)
        values = np.array([self.profits[name] for name in names])
        kinds, kind = np.unique(values, axis=0, return_inverse=True)
        kind = kind.reshape(-1)
        copies = np.bincount(kind)
        ahead, behind = np.zeros(len(kinds), dtype=int), np.zeros(len(kinds), dtype=int)
        for one, other in _apart(kinds):
            ahead[other] += copies[one]
            behind[one] += copies[other]
        return {
            name: (1 + int(ahead[which]), len(names) - int(behind[which]))
            for name, which in zip(names, kind, strict=True)
        }

    @cached_property
    def among_generated(self) -> dict[str, tuple[int, int]]:
        """The first and last place that each plan may have among the generated ones and itself."""
        found = {}
        for name, own in self.profits.items():
            better, worse = _beyond_noise(self.generated - own)
            found[name] = (1 + better, 1 + len(self.generated) - worse)
        return found

    @property
    def means(self) -> dict[str, Estimate]:
        """Each plan's mean profit over the banks, with its interval."""
        return {name: estimate(values) for name, values in self.profits.items()}

    @property
    def table(self) -> "pd.DataFrame":
        """A row a plan, best mean first: yuan, tie group, and the range of its place here and among the generated plans."""
        import pandas as pd

        groups = sorted({first for first, _ in self.places.values()})
        rows = [
            (
                name,
                mean.value,
                mean.half,
                groups.index(self.places[name][0]) + 1,
                *self.places[name],
                *self.among_generated[name],
            )
            for name, mean in self.means.items()
        ]
        columns = ["plan", "profit", "half", "group", "first", "last", "first_of_generated", "last_of_generated"]
        found = pd.DataFrame(rows, columns=columns)
        return found.sort_values(["first", "last", "profit"], ascending=[True, True, False], ignore_index=True)

    def finding(self) -> str:
        """Who is ahead, and no more than the banks can tell."""
        table = self.table
        leaders = table["plan"][table["group"] == 1].tolist()
        if len(table) == 1:
            return t(f"{leaders[0]}: one plan, nobody to rank it with.", f"只有“{leaders[0]}”一个方案，没有可比的。")
        if len(leaders) == len(table):
            return t(
                f"{self.banks} banks cannot tell these {len(table)} plans apart: all are tied.",
                f"{self.banks} 家银行上分不出这 {len(table)} 个方案的高低：全部并列。",
            )
        if len(leaders) == 1:
            return t(
                f"{leaders[0]} is ahead by more than noise on {self.banks} banks.",
                f"在 {self.banks} 家银行上，“{leaders[0]}”领先，超出噪声。",
            )
        if len(leaders) > _NAMED:
            return t(
                f"{len(leaders)} plans are tied for the lead on {self.banks} banks.",
                f"在 {self.banks} 家银行上，{len(leaders)} 个方案并列领先。",
            )
        return t(
            f"{len(leaders)} plans are tied for the lead on {self.banks} banks: {', '.join(leaders)}.",
            f"在 {self.banks} 家银行上，{len(leaders)} 个方案并列领先：{'、'.join(leaders)}。",
        )

    def notes(self) -> list[str]:
        """How the places are to be read."""
        return [
            t(
                f"Profit in yuan, mean over the banks ± half of the 95 % interval (Student's t). Plans are ranked apart only where "
                f"their differences, bank by bank, are beyond noise (Holm over all pairs). The last column: the place among "
                f"{len(self.generated)} plans made by lot from the same columns, channels and offers.",
                f"利润为各银行平均（元），± 为 95% 区间的一半（学生 t 分布）。只有逐家银行比较、差别超出噪声时才分先后（对所有配对做 Holm 校正）。"
                f"最后一列是在 {len(self.generated)} 个随机生成的方案中的名次，它们用的是同样的字段、渠道和权益。",
            )
        ]

    def rows(self) -> list[tuple[str, str, str, str]]:
        """(place, plan, profit, place among the generated plans) as text, best first."""
        means = self.means
        return [
            (
                _range(int(row["first"]), int(row["last"])),
                str(row["plan"]),
                str(means[row["plan"]]),
                _range(int(row["first_of_generated"]), int(row["last_of_generated"])),
            )
            for row in self.table.to_dict("records")
        ]

    def heads(self) -> tuple[str, str, str, str]:
        """The titles of `rows`."""
        return (
            t("Place", "名次"),
            t("Plan", "方案"),
            t("Profit (yuan)", "利润（元）"),
            t(f"Among {len(self.generated)} generated", f"在 {len(self.generated)} 个生成方案中"),
        )

    def plot(self) -> None:
        """Draw the plans with their intervals, and the generated ones behind them."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from matplotlib.ticker import StrMethodFormatter

        from twinline.pictures.style import ACCENT, DEEP, QUIET, SOFT, blank

        table, means = self.table, self.means
        figure, axes = blank((8.6, 2.2 + 0.45 * len(table)), self.finding())
        for place, row in enumerate(table.to_dict("records")):
            mean, colour = means[row["plan"]], ACCENT if row["group"] == 1 else DEEP
            half = mean.half or 0.0
            axes.plot([mean.value - half, mean.value + half], [place, place], color=colour, linewidth=4)
            axes.plot([mean.value], [place], "o", color=colour, markersize=9)
        last = len(table)
        if len(self.generated):
            axes.plot(self.generated.mean(axis=1), [last] * len(self.generated), "|", color=QUIET, markersize=14)
        axes.axhline(last - 0.5, color=SOFT)
        names = [f"{_range(row['first'], row['last'])}  {row['plan']}" for row in table.to_dict("records")]
        axes.set_yticks(range(last + 1), [*names, t("generated", "随机生成的")])
        axes.set_ylim(last + 0.5, -0.5)
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.set_xlabel(t("Yuan, mean over the sibling banks", "各姊妹银行平均（元）"))
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        told = [f"{where} {plan} {profit}" for where, plan, profit, _ in self.rows()]
        return figure, t("Places and profits: ", "名次和利润：") + t("; ", "；").join(told)

    def __repr__(self) -> str:
        lines = ["  ".join(row) for row in (self.heads(), *self.rows())]
        return "\n".join([self.finding(), *lines, *self.notes()])

    def _repr_html_(self) -> str:
        head = "".join(f"<th scope='col' style='text-align:left'>{html.escape(text)}</th>" for text in self.heads())
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in self.rows()
        )
        notes = "".join(f"<p style='font-size:.9em'>{html.escape(note)}</p>" for note in self.notes())
        return f"<p><b>{html.escape(self.finding())}</b></p><table><tr>{head}</tr>{body}</table>{notes}"


def rankable(plans: object) -> None:
    """Raise `BilingualError` for what cannot be ranked on other banks."""
    if not isinstance(plans, Mapping) or not plans:
        raise BilingualError(
            "Name the plans that are to be ranked: bank.ranks({'calls': policy, 'nothing': None}).",
            "请给要排名的方案起名：bank.ranks({'外呼': policy, '不做': None})。",
        )
    for name, plan in plans.items():
        order = Order.of(plan)
        if order.strategy is not None and order.policy is None:
            raise BilingualError(
                f"“{name}” is a table: its customers are of this bank, and other banks have others. Hand in a function "
                "policy(observed, month, budget) that makes the table.",
                f"“{name}”是一张表，里面的客户只属于这家银行，别的银行没有这些人。请交一个能生成这张表的函数 policy(observed, month, budget)。",
            )


def _apart(kinds: Profits) -> list[tuple[int, int]]:
    """Pairs (better, worse) of different plans that are apart beyond noise, all pairs looked at together."""
    pairs = list(combinations(range(len(kinds)), 2))
    if not pairs:
        return []
    gaps = np.array([kinds[one] - kinds[other] for one, other in pairs])
    apart = _rejected(gaps)
    return [
        (one, other) if gap.mean() > 0 else (other, one)
        for (one, other), gap, differs in zip(pairs, gaps, apart, strict=True)
        if differs
    ]


def _beyond_noise(gaps: Profits) -> tuple[int, int]:
    """How many rows of differences are above zero and below it beyond noise, all looked at together."""
    if not len(gaps):
        return 0, 0
    apart, above = _rejected(gaps), gaps.mean(axis=1) > 0
    return int((apart & above).sum()), int((apart & ~above).sum())


def _rejected(gaps: Profits) -> npt.NDArray[np.bool_]:
    """Which rows differ from zero at LEVEL, by t tests with Holm's correction; where there is one bank, none do."""
    from scipy import stats
    from statsmodels.stats.multitest import multipletests

    count = gaps.shape[1]
    if count < 2:
        return np.zeros(len(gaps), dtype=bool)
    mean, error = gaps.mean(axis=1), gaps.std(axis=1, ddof=1) / np.sqrt(count)
    # Where the difference is the same on every bank there is no noise: it is one, or there is none.
    ratio = np.divide(mean, error, out=np.where(mean == 0, 0.0, np.inf), where=error > 0)
    chance = 2 * stats.t.sf(np.abs(ratio), count - 1)
    return np.asarray(multipletests(chance, alpha=1 - LEVEL, method="holm")[0], dtype=bool)


def _range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


__all__ = ["Ranks", "rankable"]
