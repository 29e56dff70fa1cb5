"""The bets of a game together: whether somebody is as sure as they may be."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from twinline.base.text import t
from twinline.twin.bets import CHANCE, Judged
from twinline.twin.noise import estimate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Bets:
    """The bets of a game so far, and what they say together of how well a learner knows what they know."""

    judged: tuple[Judged, ...]

    @property
    def counted(self) -> tuple[Judged, ...]:
        """Those that count."""
        return tuple(each for each in self.judged if not each.void())

    @property
    def table(self) -> "pd.DataFrame":
        """A row a bet: yuan, the share of futures inside, the score in yuan and over luck's, and why it does not count."""
        import pandas as pd

        columns = ["name", "expected", "low", "high", "mean", "happened", "inside", "score", "times", "void"]
        rows = [
            (
                each.name,
                each.bet.expected,
                each.bet.low,
                each.bet.high,
                each.mean,
                each.happened,
                each.inside,
                each.score,
                each.times,
                each.void(),
            )
            for each in self.judged
        ]
        return pd.DataFrame(rows, columns=columns)

    def finding(self) -> str:
        """What the counted bets say together, and no more."""
        counted = self.counted
        if len(counted) < 2:
            return t(
                f"{len(counted)} counted bet(s): too few to say how well you know what you know.",
                f"计入的预判 {len(counted)} 次，太少，还看不出您对自己的判断有多少把握。",
            )
        inside = estimate(each.inside for each in counted)
        more = estimate(each.bet.expected - each.mean for each in counted)
        times = float(np.mean([each.times for each in counted]))
        half = inside.half or 0.0
        start = t(
            f"{len(counted)} counted bets: {inside.value:.0%} of the futures lay in your intervals, and 80 % should. ",
            f"计入的预判 {len(counted)} 次：{inside.value:.0%} 的未来落在您的区间里，本应是 80%。",
        )
        if inside.value + half < CHANCE:
            sure = t(
                "You are surer than you know: wider intervals would do better.", "您过于自信：区间放宽些，得分会更好。"
            )
        elif inside.value - half > CHANCE:
            sure = t(
                "You know more than you say: narrower intervals would do better.",
                "您过于保守：区间收窄些，得分会更好。",
            )
        else:
            sure = t("So few bets cannot tell that from 80 %.", "就这些次数而言，与 80% 没有可以分辨的差别。")
        if more.beyond_noise:
            amount = f"{abs(more.value):,.0f}"
            lean = (
                t(f" On average you expect {amount} yuan too much.", f"平均每次高估 {amount} 元。")
                if more.value > 0
                else t(f" On average you expect {amount} yuan too little.", f"平均每次低估 {amount} 元。")
            )
        else:
            lean = ""
        return (
            start
            + sure
            + lean
            + t(f" Mean score: {times:.1f} times luck alone.", f"平均得分是纯运气的 {times:.1f} 倍。")
        )

    def plot(self) -> None:
        """Draw each interval with the futures that came."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from matplotlib.ticker import StrMethodFormatter

        from twinline.pictures.style import ACCENT, DEEP, QUIET, blank

        shown = self.judged
        figure, axes = blank((8.6, 1.6 + 0.5 * max(len(shown), 1)), self._title())
        for place, each in enumerate(shown):
            axes.plot([each.bet.low, each.bet.high], [place, place], color=QUIET, linewidth=9, solid_capstyle="butt")
            axes.plot([each.bet.expected], [place], "|", color=DEEP, markersize=16, markeredgewidth=2)
            axes.plot(each.profits, [place] * len(each.profits), "o", color=ACCENT, markersize=4)
        axes.set_yticks(range(len(shown)), [each.name for each in shown])
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.set_xlabel(
            t(
                "Yuan. Bar: your interval, tick: what you expected, dots: the futures",
                "元。横条：您的区间；竖线：您的预期；圆点：各种未来",
            )
        )
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        lines = [
            t(
                f"{each.name}: {each.bet.low:,.0f} to {each.bet.high:,.0f}, {each.inside:.0%} of the futures inside",
                f"{each.name}：{each.bet.low:,.0f} 到 {each.bet.high:,.0f}，{each.inside:.0%} 的未来在内",
            )
            for each in shown
        ]
        return figure, t("Intervals and what came: ", "区间和结果：") + t("; ", "；").join(lines)

    def _title(self) -> str:
        futures = sum(len(each.profits) for each in self.judged)
        hits = sum(round(each.inside * len(each.profits)) for each in self.judged)
        return t(
            f"{hits} of {futures} futures lie in your 80 % intervals",
            f"{futures} 种未来中有 {hits} 种落在您的 80% 区间里",
        )

    def __repr__(self) -> str:
        return "\n".join([self.finding(), *(f"• {each.name}\n{each!r}" for each in self.judged)])

    def _repr_html_(self) -> str:
        parts = [f"<p>{html.escape(each.name)}</p>{each._repr_html_()}" for each in self.judged]
        return f"<p><b>{html.escape(self.finding())}</b></p>{''.join(parts)}"


__all__ = ["Bets"]
