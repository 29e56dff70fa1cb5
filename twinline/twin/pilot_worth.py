"""What was the pilot worth? The better decision afterwards, beside the one that would have been made, less the cost."""

import html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from generators.errors import BilingualError
from generators.twin.run import Plan, Twin
from twinline.base.text import t
from twinline.twin.noise import Estimate, estimate
from twinline.twin.order import Order
from twinline.twin.pilot import Pilot, effects
from twinline.twin.plan_table import table_of
from twinline.twin.possible import still_possible
from twinline.twin.references import REFERENCES
from twinline.twin.result import Result

if TYPE_CHECKING:
    import pandas as pd

UNSAID: Final = object()  # where nobody said what they would do without the pilot
FUTURES: Final = 8
Profits = npt.NDArray[np.float64]  # yuan, one entry a future


@dataclass(frozen=True, eq=False)
class PilotResult:
    """A pilot that was carried out. `data` has a row for each customer drawn; `cost` is in yuan.

    Columns of `data`: customer_id, arm, propensity (the share of the arm), reached, redeemed, complained, cost, and over the
    pilot's months open, bought (in the last of them), spent, margin; `outcome` is the one that the design names. `bank` is
    the bank after those months: the pilot's cost is charged to its next round. `before` is the bank on the pilot's morning, `plan`
    the contacts that it made, and `otherwise` what would have been done without it, as it was said then.
    """

    design: Pilot
    data: "pd.DataFrame"
    cost: float
    bank: Any
    before: Any
    plan: Plan
    otherwise: Any = UNSAID

    def effects(self) -> "pd.DataFrame":
        """Each arm's mean outcome and its difference from the first arm, with standard error and 95 % interval."""
        return effects(self.data, self.design.arms)

    def worth(self, decided: Any, *, futures: int = FUTURES) -> "PilotWorth":
        """What the pilot was worth: what `decided` brings more from now on than `otherwise`, less the pilot's cost, in yuan.

        Both are run on the bank after the pilot, on the same futures; hand in the pilot's own `otherwise` where it changed no
        mind. Raises `BilingualError` where it was not said before the pilot what would be done without it, and what
        `bank.run` raises.
        """
        if self.otherwise is UNSAID:
            raise BilingualError(
                "Nobody knows afterwards what they would have done: say it before, with bank.pilot(design, otherwise=plan), "
                "or otherwise=None for doing nothing.",
                "事后谁也说不清当初会怎么做：请在试点之前写明，bank.pilot(design, otherwise=方案)；什么也不做就写 otherwise=None。",
            )
        free = replace(self.bank, charge=0.0)  # without the pilot there would be nothing to carry
        now, unmade = self._stated_now()
        stated = free.run(now, futures=futures, name=t("Without the pilot", "不做试点"))
        if decided is self.otherwise:
            new = stated
        else:
            new = self.bank.run(decided, futures=futures, name=t("After the pilot", "试点之后"))
        before, after = _profits(stated), _profits(new)
        return PilotWorth(
            cost=self.cost,
            stated=estimate(before),
            decided=estimate(after),
            worth=estimate(after - before - self.cost),
            known=estimate(after - _old_pilots(new, futures)),
            contacts=self._contacts(futures),
            waiting=self._waiting(stated, futures),
            futures=futures,
            unmade=unmade,
        )

    def _stated_now(self) -> tuple[Any, int]:
        """What was said before the pilot, as far as it can be done after it, and how many contacts cannot be made."""
        order = Order.of(self.otherwise)
        if order.policy is not None or order.strategy is None:
            return self.otherwise, 0
        planned = self._stated_plan()
        possible = still_possible(planned, self.before.twin.now, self.bank.twin)
        return replace(order, strategy=table_of(possible)), len(planned.row) - len(possible.row)

    def _stated_plan(self) -> Plan:
        plan: Plan = self.before.plan_of(self.otherwise)
        return plan

    def _contacts(self, futures: int) -> Estimate:
        """What the pilot's contacts changed in those whom it contacted, its cost aside."""
        plan, twin = self.plan, self.before.twin
        pairs = [twin.run(plan, self.design.months, future) for future in range(1, futures + 1)]
        return estimate(float((pair.with_plan.worth - pair.without.worth).sum()) for pair in pairs)

    def _waiting(self, stated: Result, futures: int) -> Estimate | None:
        """What `otherwise` brings less by beginning after the pilot's months; None where it is asked month by month."""
        if Order.of(self.otherwise).policy is not None:
            return None
        plan, twin = self._stated_plan(), self.before.twin
        wait = self.design.months
        late = replace(plan, month=plan.month + wait)
        gains = [_gains(twin, each, wait + stated.months, futures) for each in (plan, late)]
        return estimate(gains[0] - gains[1])


@dataclass(frozen=True)
class PilotWorth:
    """The worth of a pilot, in yuan; means over the same futures.

    `worth` is `decided` less `stated` less `cost`. Beside it, and not in it: `known` is what `decided` brings more than a list
    from the bank's old pilots, with as many customers; `contacts` what the pilot's contacts brought by themselves, as any
    campaign does; `waiting` what the stated plan brings less because it begins after the pilot. `unmade` counts contacts of the
    stated plan whose customers have left since, or may not be contacted any more.
    """

    cost: float
    stated: Estimate
    decided: Estimate
    worth: Estimate
    known: Estimate
    contacts: Estimate
    waiting: Estimate | None
    futures: int
    unmade: int

    def finding(self) -> str:
        """What the pilot was worth, and no more than the figures say."""
        if self.worth.value == -self.cost and not self.worth.half:
            return t(
                f"The pilot changed no decision: it is worth minus its cost, {-self.cost:,.0f} yuan.",
                f"试点没有改变任何决定：它的价值就是负的成本，{-self.cost:,.0f} 元。",
            )
        if not self.worth.beyond_noise:
            return t(
                f"The pilot was worth {self.worth} yuan: that cannot be told from nothing.",
                f"试点的价值是 {self.worth} 元：与零没有可以分辨的差别。",
            )
        if self.stated.value <= 0 < self.worth.value:
            return t(
                f"The pilot was worth {self.worth} yuan at most: any plan that pays looks good beside one that earns nothing.",
                f"试点的价值最多 {self.worth} 元：和不赚钱的方案比，什么方案都显得好。",
            )
        return t(f"The pilot was worth {self.worth} yuan.", f"试点的价值是 {self.worth} 元。")

    def rows(self) -> list[tuple[str, str]]:
        """(title, yuan as text) of the worth and what it is made of."""
        return [
            (t("Decided after the pilot", "试点之后的决定"), str(self.decided)),
            (t("What you would have done, said before", "试点之前写下的做法"), str(self.stated)),
            (t("Cost of the pilot", "试点成本"), f"{self.cost:,.0f}"),
            (t("Worth of the pilot", "试点的价值"), str(self.worth)),
        ]

    def beside(self) -> list[tuple[str, str]]:
        """(title, yuan as text) of what is told beside the worth and is no part of it."""
        told = [
            (
                t("The decision beside a list from the bank's old pilots", "这个决定比只用银行旧试点拉名单多"),
                str(self.known),
            ),
            (t("What the pilot's contacts brought by themselves", "试点触达本身带来的"), str(self.contacts)),
        ]
        if self.waiting is not None:
            told.append((t("What waiting for the pilot cost", "等试点结果的代价"), str(self.waiting)))
        return told

    def notes(self) -> list[str]:
        """How the figures are to be read."""
        said = [
            t(
                f"Yuan from the morning after the pilot, {self.futures} futures, ± half of the 95 % interval (Student's t). The last "
                "lines are no part of the worth: contacts that pay by themselves are a campaign, not knowledge.",
                f"金额单位为元，自试点结束后的第一天算起，{self.futures} 种未来，± 为 95% 区间的一半（学生 t 分布）。"
                "后几行不算进价值：触达本身赚的钱是活动的功劳，不是试点带来的认识。",
            )
        ]
        if self.unmade:
            said.append(
                t(
                    f"What you would have done: {self.unmade:,} contact(s) of it cannot be made after the pilot, customers have left or opted out.",
                    f"试点之前写下的做法里，有 {self.unmade:,} 次触达在试点之后做不成：客户已销户或已拒收。",
                )
            )
        return said

    def plot(self) -> None:
        """Draw how the worth comes about."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from twinline.pictures import charts

        names = [title for title, _ in self.rows()]
        values = [self.decided.value, -self.stated.value, -self.cost, self.worth.value]
        steps = list(zip(names, values, strict=True))
        alt = t("; ", "；").join(f"{name} {value:,.0f}" for name, value in steps)
        return charts.waterfall_figure(steps, self.finding()), t("In yuan: ", "单位元：") + alt

    def __repr__(self) -> str:
        lines = [f"  {title}{t(': ', '：')}{value}" for title, value in (*self.rows(), *self.beside())]
        return "\n".join([self.finding(), *lines, *self.notes()])

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><th scope='row' style='text-align:left'>{html.escape(title)}</th>"
            f"<td style='text-align:right'>{html.escape(value)}</td></tr>"
            for title, value in (*self.rows(), *self.beside())
        )
        notes = "".join(f"<p style='font-size:.9em'>{html.escape(note)}</p>" for note in self.notes())
        return f"<p><b>{html.escape(self.finding())}</b></p><table>{cells}</table>{notes}"


def _profits(result: Result) -> Profits:
    """What a strategy brings in each future, without the pilots that its round has to carry."""
    return np.asarray(result.by_future["profit"] + result.charge, dtype=float)


def _gains(twin: Twin, plan: Plan, months: int, futures: int) -> Profits:
    pairs = [twin.run(plan, months, future) for future in range(1, futures + 1)]
    return np.array([float((pair.with_plan.profit - pair.without.profit).sum()) for pair in pairs])


def _old_pilots(result: Result, futures: int) -> Profits:
    """What a list from the bank's own past pilots brings, with as many customers as a strategy contacts."""
    most = int(np.ceil(result.by_future["reach"].mean()))
    if not most:
        return np.zeros(futures)
    played = [
        REFERENCES["uplift"].play(result.twin, most, result.months, future)[0] for future in range(1, futures + 1)
    ]
    return np.array([float((pair.with_plan.profit - pair.without.profit).sum()) for pair in played])


__all__ = ["UNSAID", "PilotResult", "PilotWorth"]
