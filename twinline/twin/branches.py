"""Branches: "in round 2, had I …" on the same luck, each plan with its reason, and what of the difference is noise."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from twinline.base.text import t
from twinline.twin.noise import Estimate, estimate
from twinline.twin.passed import Passed

if TYPE_CHECKING:
    import pandas as pd

FUTURES: Final = 8  # on which a branch is set beside what was done


@dataclass(frozen=True, eq=False)
class Branch:
    """A game as it would have gone with another plan in one round, and the later ones as they were.

    `bank` is the bank today in that game, of which `path` holds the steps. `happened` is in yuan what today's bank would have
    earned more since that morning, what lies beyond included, by the luck that came; `futures` are the same differences by
    luck that might have come as well. `unmade` counts later contacts that this branch cannot make: their customers left,
    or may not be contacted there, or there is no budget for them; `unspent` is in yuan of later acquisitions for which there
    is none.
    """

    number: int
    parent: int
    round: int
    name: str
    reason: str
    bank: Any
    path: tuple[Passed, ...]
    happened: float
    futures: tuple[float, ...]
    unmade: int
    tried: int = 1
    unspent: float = 0.0

    @property
    def expected(self) -> Estimate:
        """What the branch is better by whatever the luck, its interval wide enough for all branches that were tried."""
        return estimate(self.futures, tests=self.tried)

    def finding(self) -> str:
        """What the branch says, and how much of it is luck."""
        if not self.happened and not any(self.futures):
            return t("The same plan: the same bank, to the fen.", "计划没有变，银行一分钱都不差。")
        came, mean = f"{self.happened:+,.0f}", self.expected
        sign = "多" if self.happened >= 0 else "少"
        start = t(
            f"Had you done “{self.name}” in round {self.round}: {came} yuan by today, on the luck that came. ",
            f"如果第 {self.round} 轮做的是“{self.name}”：按当时的运气，到今天{sign} {abs(self.happened):,.0f} 元。",
        )
        spread = f"{mean.value:+,.0f} ± {mean.half or 0:,.0f}"
        if not mean.beyond_noise:
            return start + t(
                f"In {len(self.futures)} other futures: {spread}. That is noise: the branch teaches nothing.",
                f"换 {len(self.futures)} 种未来看：{spread} 元。这只是噪声，说明不了什么。",
            )
        better = (
            t("The other plan is the better one, luck apart.", "撇开运气，另一个方案更好。")
            if mean.value > 0
            else t("What you did is the better plan, luck apart.", "撇开运气，还是您原来的方案更好。")
        )
        return start + t(
            f"In {len(self.futures)} other futures: {spread}. {better}",
            f"换 {len(self.futures)} 种未来看：{spread} 元。{better}",
        )

    def notes(self) -> list[str]:
        """What else is to be known of the figures."""
        said = [t(f"Why: {self.reason}", f"理由：{self.reason}")]
        if self.unmade:
            said.append(
                t(
                    f"{self.unmade:,} later contact(s) cannot be made in this branch: the customers have left, or may not be contacted, "
                    "or the budget is gone.",
                    f"这条分支里，后面几轮有 {self.unmade:,} 次触达做不成：客户已销户，或不能再触达，或预算已用完。",
                )
            )
        if self.unspent:
            said.append(
                t(
                    f"{self.unspent:,.0f} yuan of later acquisition cannot be spent in this branch: the budget is gone.",
                    f"这条分支里，后面几轮有 {self.unspent:,.0f} 元获客投放花不出去：预算已用完。",
                )
            )
        if self.tried > 1:
            said.append(
                t(
                    f"± allows for the {self.tried} branches that you have tried: the best of many is mostly luck.",
                    f"± 已考虑您试过的 {self.tried} 条分支：试得多了，最好的那条多半是运气。",
                )
            )
        return said

    def __repr__(self) -> str:
        return "\n".join([self.finding(), *self.notes()])

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes())
        return f"<p><b>{html.escape(self.finding())}</b></p>{notes}"


@dataclass(frozen=True)
class Tree:
    """A game's rounds as they happened, and the branches that were tried from them."""

    rounds: tuple[tuple[int, str, str, float], ...]
    """Number, plan, reason, and profit as it happened, in yuan."""
    branches: tuple[Branch, ...]
    root: int = 0
    """The branch that this game is itself, 0 for what happened."""

    @property
    def table(self) -> "pd.DataFrame":
        """A row a round and a branch: yuan; `half` is half of the interval, wide enough for all branches."""
        import pandas as pd

        done = [(0, 0, number, name, reason, profit, None, None, None) for number, name, reason, profit in self.rounds]
        tried = [
            (b.number, b.parent, b.round, b.name, b.reason, None, b.happened, b.expected.value, b.expected.half)
            for b in self.branches
        ]
        columns = ["branch", "parent", "round", "plan", "reason", "profit", "happened", "expected", "half"]
        return pd.DataFrame([*done, *tried], columns=columns)

    def lines(self) -> list[str]:
        """The tree as text, a line a round and a branch."""
        said = []
        for number, name, reason, profit in self.rounds:
            why = t(f" ({reason})", f"（{reason}）") if reason else ""
            said.append(
                t(
                    f"Round {number}: {name}{why}: {profit:,.0f} yuan as it happened",
                    f"第 {number} 轮：{name}{why}，实际 {profit:,.0f} 元",
                )
            )
            said += self._from(self.root, number, 1)
        return said

    def _from(self, parent: int, number: int | None, depth: int) -> list[str]:
        said = []
        for branch in self.branches:
            if branch.parent == parent and number in (None, branch.round):
                said.append(f"{'    ' * depth}└ {branch.number}. {branch.finding()} {branch.notes()[0]}")
                said += self._from(branch.number, None, depth + 1)
        return said

    def plot(self) -> None:
        """Draw what each branch is better by, luck apart, and what it would have been by the luck that came."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from matplotlib.ticker import StrMethodFormatter

        from twinline.pictures.style import ACCENT, DEEP, QUIET, blank

        clear = sum(branch.expected.beyond_noise for branch in self.branches)
        title = t(
            f"{clear} of {len(self.branches)} branches differ by more than noise",
            f"{len(self.branches)} 条分支里，有 {clear} 条的差别超出噪声",
        )
        figure, axes = blank((8.6, 1.7 + 0.55 * max(len(self.branches), 1)), title)
        names = []
        for place, branch in enumerate(self.branches):
            mean, half = branch.expected.value, branch.expected.half or 0.0
            colour = ACCENT if branch.expected.beyond_noise else QUIET
            axes.plot([mean - half, mean + half], [place, place], color=colour, linewidth=5, solid_capstyle="butt")
            axes.plot([mean], [place], "o", color=colour, markersize=9)
            axes.plot([branch.happened], [place], "x", color=DEEP, markersize=8, markeredgewidth=2)
            names.append(t(f"Round {branch.round}: {branch.name}", f"第 {branch.round} 轮：{branch.name}"))
        axes.axvline(0, color=DEEP, linewidth=0.8)
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        axes.set_xlabel(
            t(
                "Yuan more than what was done. Dot and bar: over other futures; cross: on the luck that came",
                "比实际做法多多少（元）。圆点和横条：换几种未来；叉：按当时的运气",
            )
        )
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        told = [
            f"{name} {branch.expected.value:,.0f} ± {branch.expected.half or 0:,.0f}"
            for name, branch in zip(names, self.branches, strict=True)
        ]
        return figure, t("Branches, in yuan: ", "各分支（元）：") + t("; ", "；").join(told)

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        return f"<pre style='white-space:pre-wrap'>{html.escape(chr(10).join(self.lines()))}</pre>"


__all__ = ["FUTURES", "Branch", "Tree"]
