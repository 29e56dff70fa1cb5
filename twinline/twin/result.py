"""Results: what a strategy made of the bank, beside the same bank without it, and how good that is."""

import html
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from generators.errors import BilingualError
from generators.twin.acquiring import Brought
from generators.twin.run import Comparison, Plan, Twin
from twinline.base.text import t
from twinline.twin.acquire import Acquisition
from twinline.twin.acquire import table as acquisition_table
from twinline.twin.bets import Bet, Judged
from twinline.twin.dissection import Lived, autopsy, best_profit
from twinline.twin.plan_table import table_of
from twinline.twin.pnl import profit_and_loss
from twinline.twin.prepared import Prepared
from twinline.twin.references import best_profits
from twinline.twin.regret import Autopsy
from twinline.twin.score import Score
from twinline.twin.scoring import by_customer, future_by_future, score_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Result:
    """A strategy that was run on a bank: one pair of worlds a future, with the strategy and without.

    `plan` is the strategy's table as it was run (of the first future, for a policy); `given` what was handed in; `charge`
    is in yuan of pilots that this round has to carry; `contact_limit` is in customers and `budget` in yuan, None where there is
    no limit; `acquisition` is what the round buys of new cards, and `prepared` the order as it was carried out. `bet` is what was
    expected of it before it was run, where that was said.
    """

    twin: Twin
    name: str
    given: Any
    months: int
    pairs: tuple[Comparison, ...]
    plans: tuple[Plan, ...]
    charge: float = 0.0
    contact_limit: int | None = None
    acquisition: Acquisition | None = None
    prepared: Prepared | None = None
    budget: float | None = None
    bet: Bet | None = None
    first_future: int = 1
    _scores: dict[bool, Score] = field(default_factory=dict, repr=False)

    def score(self, references: bool = True) -> Score:
        """How good the strategy was. Without `references` it is not compared with the policies that know more: quicker."""
        if references not in self._scores:
            best = self._best_profits() if references else (None, None)
            parts = self.twin, self.pairs, self.by_future, self.charge, self.acquisition, best
            self._scores[references] = score_of(*parts)
        return self._scores[references]

    def _best_profits(self) -> tuple[float | None, float | None]:
        """What the best observable policy and the oracle earn in the same months and futures, with as many customers."""
        if self.acquisition is not None:  # they buy no customers: no comparison would be like with like
            return None, None
        return best_profits(self._judge(), self._most(), self.months, len(self.pairs))

    def _judge(self) -> Twin:
        """The bank on which the references play: with as many yuan as the round had."""
        return self.twin if self.prepared is None else self.twin.with_budget(self.budget)

    def _most(self) -> int:
        """Customers that the references may contact: what the round allows, else as many as were contacted."""
        if self.contact_limit is not None:
            return self.contact_limit
        return int(max(np.ceil(self.by_future["reach"].mean()), 1))

    @property
    def watched(self) -> int:
        """Months for which outcomes were watched: the round's, or the scenario's horizon where that is longer.

        What happened is known for the round's months alone.
        """
        return self.twin.scenario.watched(self.months) if self.first_future else self.months

    @property
    def plan(self) -> "pd.DataFrame":
        """The contacts that were planned: customer_id, month, channel, offer."""
        return table_of(self.plans[0])

    @property
    def charged(self) -> float:
        """Yuan that this round carries besides its contacts: pilots and acquisition."""
        return self.charge + (self.acquisition.cost if self.acquisition else 0.0)

    @property
    def futures(self) -> range:
        """The numbers of the futures that were run; 0 is what happened."""
        return range(self.first_future, self.first_future + len(self.pairs))

    @property
    def profit_and_loss(self) -> "pd.DataFrame":
        """The whole bank's profit and loss with the strategy and without; see `twinline.twin.pnl`."""
        return profit_and_loss(self._beside_the_whole_bank(), self.charge, self.charged - self.charge)

    @property
    def newcomers(self) -> "pd.DataFrame":
        """What the budget of acquisition brought, a row a channel and scene; empty without one. See `acquire.table`."""
        return acquisition_table(self.acquisition or Acquisition({}, Brought.nobody()), self.pairs)

    @cached_property
    def by_future(self) -> "pd.DataFrame":
        """A row a future: incremental profit and cost in yuan, and what became of customers."""
        return future_by_future(self.pairs, self.charged, self.twin.bought)

    @cached_property
    def outcomes(self) -> "pd.DataFrame":
        """A row a customer, touched or not, with the strategy and without: means over the futures; see view "outcomes"."""
        return by_customer(self.twin, self._beside_the_whole_bank())

    def _beside_the_whole_bank(self) -> list[tuple[Comparison, Any]]:
        """Each future with the outcome of the whole bank without the strategy."""
        alone = (self.twin.without(self.watched, future).outcome for future in self.futures)
        return list(zip(self.pairs, alone, strict=True))

    def autopsy(self, future: int | None = None) -> Autopsy:
        """Why the strategy earns less than the best observable policy: whom, when, channel, offer, and what was no fault.

        On the mean of the futures, or of one future by its number, where luck has its part. Raises `BilingualError` for a
        result of too few futures, for a future that was not run, and where a budget bought new cards: the best policy buys none.
        """
        if future is not None and future not in self.by_future.index:
            raise BilingualError(
                f"future = {future}: this result has futures 1 to {len(self.pairs)}.",
                f"未来 {future} 不存在：这个结果有未来 1 到 {len(self.pairs)}。",
            )
        if future is None:
            return self._autopsy
        return self._in_one(future, float(self.by_future["profit"][future]))

    def autopsy_of(self, happened: Score) -> Autopsy:
        """The same of what truly happened as the strategy was carried out."""
        return self._in_one(0, happened.profit)

    def _in_one(self, future: int, profit: float) -> Autopsy:
        mean = self._autopsy  # says first what cannot be told
        watched = self.watched if future else self.months
        return mean.of_one(profit, best_profit(self._judge(), self._most(), self.months, future, watched))

    @cached_property
    def _autopsy(self) -> Autopsy:
        if self.acquisition is not None:
            raise BilingualError(
                "This round bought new cards, and the best observable policy buys none: the two are not like with like. Run the "
                "strategy on the bank without the acquisition for an autopsy; result.newcomers tells what the cards are worth.",
                "本轮投放获客买了新户，而“可观测最优”不买新户，两者不可比。要剖析差距，请在没有安排获客的银行上运行该策略；新户价值请看 result.newcomers。",
            )
        return autopsy(
            self._judge(),
            self.name,
            [self._lived(place) for place in range(len(self.pairs))],
            months=self.months,
            most=self._most(),
            charge=self.charge,
            asked_monthly=len(self.plans) > 1,
        )

    def _lived(self, place: int) -> Lived:
        """One of the futures, with the contacts as they were made and as the strategy meant them."""
        made = self.plans[place if len(self.plans) > 1 else 0]
        if self.prepared is None or not self.prepared.by_lot:
            return Lived(self.pairs[place], made)
        future = self.futures[place] if len(self.plans) > 1 else 0
        return Lived(self.pairs[place], made, self.prepared.to_all(future), self.prepared.own(future))

    def plot(self) -> None:
        """Draw the way from what the campaign report would claim to what was truly gained."""
        from twinline.pictures.style import show

        show(*self.picture())

    def picture(self) -> tuple[Any, str]:
        """The figure that `plot` shows, and its text alternative."""
        from twinline.pictures import charts

        score = self.score(references=False)
        names = score.step_titles()
        steps = [(names[code], value) for code, value in score.waterfall]
        claimed, gained = score.waterfall[0][1], score.profit
        title = t(
            f"Responders are worth {claimed:,.0f} yuan; the strategy added {gained:,.0f}",
            f"响应客户价值 {claimed:,.0f} 元，策略真正带来的是 {gained:,.0f} 元",
        )
        alt = t("Waterfall in yuan: ", "瀑布图（元）：") + t("; ", "；").join(
            f"{name} {value:,.0f}" for name, value in steps
        )
        return charts.waterfall_figure(steps, title, claims=2), alt

    def _head(self) -> str:
        return t(
            f"{self.name}: {self.months} months, {len(self.pairs)} futures",
            f"{self.name}：{self.months} 个月，{len(self.pairs)} 种未来",
        )

    def judged(self, happened: float | None = None) -> Judged | None:
        """The bet on the strategy beside what came; None where there was none."""
        if self.bet is None:
            return None
        customers = len(np.unique(self.plans[0].row))
        if self.acquisition is not None:
            customers += len(self.acquisition.brought.rows)
        return Judged(self.name, self.bet, tuple(self.by_future["profit"]), happened, customers)

    def __repr__(self) -> str:
        judged = self.judged()
        bet = f"\n{judged!r}" if judged else ""
        return f"{self._head()}{bet}\n{self.score(references=False)!r}"

    def _repr_html_(self) -> str:
        judged = self.judged()
        bet = judged._repr_html_() if judged else ""
        return f"<p><b>{html.escape(self._head())}</b></p>{bet}{self.score(references=False)._repr_html_()}"


__all__ = ["Result"]
