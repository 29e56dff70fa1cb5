"""The bank as a learner plays it: what it observes, a strategy run beside doing nothing, round after round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generators.errors import BilingualError
from generators.parameters import World
from generators.twin.observed import observed_rows
from generators.twin.run import Comparison, Plan, Twin
from generators.twin.scenario import Scenario
from generators.twin.snapshot import Progress
from twinline.base.text import t
from twinline.twin import siblings
from twinline.twin.acquire import Acquisition, ordered
from twinline.twin.asking import ask
from twinline.twin.bet_history import Bets
from twinline.twin.bets import Bet, Deeds, as_said, show_results_of
from twinline.twin.branches import Branch, Tree
from twinline.twin.branching import grow
from twinline.twin.carry_over import news
from twinline.twin.check import PlanLimits, check
from twinline.twin.game_log import Round, Trials
from twinline.twin.happening import carry_out, cost_of, piloted
from twinline.twin.leaderboard import Standing, leaderboard
from twinline.twin.months import first_month
from twinline.twin.opening import first_morning, month_number, seen
from twinline.twin.order import Order
from twinline.twin.passed import Passed
from twinline.twin.pilot import Pilot, deal, run_pilot
from twinline.twin.pilot_worth import UNSAID, PilotResult
from twinline.twin.policy import Policy
from twinline.twin.prepared import Prepared, prepared
from twinline.twin.problems import Check, StrategyError
from twinline.twin.ranks import Ranks, rankable
from twinline.twin.result import Result
from twinline.twin.siblings import GENERATED

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from twinline.twin.scenarios.briefing import Briefing

FUTURES = 8
SIBLING_BANKS = 20
MOST_MONTHS, MOST_FUTURES = 24, 200


@dataclass(frozen=True, eq=False)
class Bank:
    """The bank on one morning. Running a strategy changes nothing: `advance` returns the bank some months on.

    `log` holds the rounds so far, `pilots` counts those of the game so far; `charge` is the cost of pilots, in yuan, that the
    next round has to carry. `trials` is where the game notes the strategies that are run. `acquisition` is what this round
    buys of new cards, and `before` the bank as it would be without. `saved` is in yuan that earlier rounds have left. `path`
    holds all that came to pass, rounds and pilots; `branched` is the number of the branch that this is, 0 for what happened.
    """

    twin: Twin
    log: tuple[Round, ...] = ()
    charge: float = 0.0
    pilots: int = 0
    trials: Trials = field(default_factory=Trials)
    acquisition: Acquisition | None = None
    before: Twin | None = None
    saved: float = 0.0
    path: tuple[Passed, ...] = field(default=(), repr=False)
    branched: int = 0

    @classmethod
    def open(
        cls,
        scale: "str | Path | World | None" = None,
        *,
        scenario: "Scenario | str | Path | None" = None,
        seed: int | None = None,
    ) -> "Bank":
        """The bank of a scale ("course" by default) or of a dataset's folder on the morning after its history.

        The history is lived once and kept in the user's cache. `scenario` sets the rules of the game: a name of
        `tw.worlds()` or a file (see docs/reference/twin.md). With a `seed` it is another bank, of which there are no tables to load:
        for contests. Raises `UnknownChoice` or `BilingualError` for a scale, seed or scenario that there is not.
        """
        return cls(first_morning(scale, scenario, seed))

    @property
    def scenario(self) -> Scenario:
        """The rules of the game."""
        return self.twin.scenario

    @property
    def briefing(self) -> "Briefing":
        """What the game is about: its story and its rules, to be shown or printed."""
        from twinline.twin.scenarios.briefing import Briefing

        return Briefing(self.scenario)

    @property
    def month(self) -> str:
        """The month that a strategy's month 1 is, as "2026-01"."""
        return first_month(self.twin)

    @property
    def tried(self) -> tuple[Result, ...]:
        """The results of the strategies run from here, in their order."""
        return self.trials.on(self.twin)

    @property
    def bets(self) -> Bets:
        """The bets of this game so far, beside what came; see `tw.Bet`."""
        happened = {id(done.result): done.happened.profit for done in self.log}
        judged = [result.judged(happened.get(id(result))) for result in self.trials.results]
        return Bets(tuple(each for each in judged if each is not None))

    @property
    def budget(self) -> float | None:
        """Yuan that this round may still plan, with what earlier rounds have left; None where there is no limit."""
        spent = self.charge + (self.acquisition.cost if self.acquisition else 0.0)
        return None if self.scenario.budget is None else max(self.scenario.budget + self.saved - spent, 0.0)

    @property
    def good_name(self) -> float:
        """How the bank's name stands: 1 as usual, less after rounds with many complaints."""
        return self.twin.climate.name

    @property
    def news(self) -> list[str]:
        """What this round begins with, in the language in use: a rival's answer, budget left over, the bank's name."""
        return list(news(self.twin, self.saved))

    @property
    def limit_raised(self) -> "npt.NDArray[np.int64]":
        """Ids of the customers who have said yes to a bigger limit: nobody is asked twice."""
        return self.twin.now.population.customer_id[self.twin.now.state.raised]

    @property
    def contact_limit(self) -> int | None:
        """Customers that this round may contact; None where there is no limit."""
        share = self.scenario.share
        return None if share is None else int(share * len(observed_rows(self.twin.now.monthly_pages)))

    def observed(self, month: Any = None) -> "pd.DataFrame":
        """What the bank knows on the first morning of a month ("2025-06"; now by default), a row an open account.

        Columns are those of the view "observed" (`tw.label("observed.spend_3m")`), money in yuan. Raises `BilingualError`
        for a month before the second of the history, or after this one.
        """
        now = self.twin.now
        at = now.month if month is None else month_number(month, now)
        return seen(now, now.monthly_pages[:at])

    def check(self, strategy: Any, months: int | None = None) -> Check:
        """What a strategy's table would do and what is wrong with it, found without running it."""
        return self._checked(Order.of(strategy), self._months(months))[0]

    def limits(self, months: int | None = None) -> PlanLimits:
        """What this round allows the contacts of so many months."""
        return PlanLimits(1, self._months(months), self.budget, self.contact_limit)

    def run(
        self,
        strategy: Any,
        months: int | None = None,
        futures: int = FUTURES,
        *,
        name: str | None = None,
        bet: Bet | None = None,
        seconds: float | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Result:
        """Run a strategy on the coming months, in several ways that they could go, beside the same months without it.

        A strategy is a table, `tw.segment(...).action(...)`, a function `policy(observed, month, budget)` that returns
        either for each month in turn, something that answers in its place (see `twinline.twin.policy.Answering`), or None for
        doing nothing; or a `tw.Order` of several of them with a control group, a pilot, a welcome for newcomers. In these months
        nobody else contacts customers: the bank's old rules have stopped. A function has so many `seconds` for each answer. A
        `bet` says what profit is expected, before it shows (see `tw.Bet`). `progress` is called with the number of futures that
        are done, and of all, when a table is run. Raises `StrategyError`, which lists everything wrong with the strategy before
        anything is run, and `PolicyError`.
        """
        span, count = self._months(months), _whole(futures, 1, MOST_FUTURES, "futures", "未来数")
        order, watched = Order.of(strategy), self.scenario.watched(span)
        if order.policy is not None:
            ready = self._prepared(order, span, self.observed())
            runs = ask(ready, self.twin, self.limits(span), list(range(1, count + 1)), watched, seconds)
            pairs, plans = tuple(run[0] for run in runs), tuple(run[1] for run in runs)
        else:
            chosen, ready = self._planned(order, span)
            plans = (ready.made(chosen, 0),)
            pairs = tuple(self._futures(plans[0], watched, count, progress))
        number = len(self.tried) + 1
        title = name or getattr(order.strategy, "__name__", None) or t(f"Strategy {number}", f"策略 {number}")
        deeds = [Deeds.of(self.twin, plan, self.acquisition) for plan in plans]
        said = as_said(bet, self.twin.now, deeds[0])
        carried = self.charge, self.contact_limit, self.acquisition, ready
        result = Result(self.twin, str(title), strategy, span, pairs, plans, *carried, self.budget, bet=said)
        show_results_of(self.twin.now, deeds)
        self.trials.note(result)
        return result

    def _futures(self, plan: Plan, months: int, count: int, progress: Progress) -> Iterator[Comparison]:
        for future in range(1, count + 1):
            yield self.twin.run(plan, months, future)
            progress(future, count)

    def advance(self, result: Result, *, reason: str = "") -> "Bank":
        """The bank after the result's months, in which its strategy was carried out: what truly happened then.

        The new bank's `log` holds the round, with the `reason` for the choice. Raises `BilingualError` for a result of another
        bank.
        """
        if result.twin is not self.twin:
            raise BilingualError(
                "This result was run on another bank, or on this one at another time. Run the strategy on this bank first.",
                "这个结果来自另一家银行，或同一家银行的另一个时点。请先在当前银行上运行策略。",
            )
        later: Bank = carry_out(self, result, reason)
        return later

    def branch(self, round: int, strategy: Any, *, reason: str, name: str | None = None) -> Branch:
        """Had I, in that round: the same game with another strategy in one round, and all that came later as it was.

        The luck is that of the game, so a branch in which nothing is changed is the same to the fen. What the round bought of new
        cards stays. Later tables are made as far as they can be, policies are asked anew. The branch's `bank` is today's, there;
        `tree` holds all that were tried. Raises `BilingualError` for a round that was not played and where no reason is given,
        and what `run` raises.
        """
        return grow(self, round, strategy, reason, name)

    @property
    def tree(self) -> Tree:
        """The rounds of this game and the branches tried from them."""
        tried = [replace(branch, tried=len(self.trials.branches)) for branch in self.trials.branches]
        rounds = [(done.number, done.result.name, done.reason, done.happened.profit) for done in self.log]
        return Tree(tuple(rounds), tuple(tried), self.branched)

    def acquire(self, plan: Any, months: int | None = None) -> "Bank":
        """The bank as this round's budget of acquisition makes it: more cards open in its months, and that is paid for.

        `plan` is a table with channel, scene and yuan, or `{("app", "app_search"): 20_000}`; the yuan are spent evenly over
        the round's months. Each further yuan brings less, and who comes differs by channel and scene as in the history.
        Run a strategy, or None, on the bank that this returns: the score tells what a card cost and what it is worth.
        Raises `BilingualError` for a plan that cannot be carried out, and for a second one in the same round.
        """
        if self.acquisition is not None:
            raise BilingualError(
                "This round has ordered its acquisition already. Put all of it into one plan, on the bank before.",
                "本轮已经安排过获客。请把全部投放写进同一个计划，并在安排之前的银行上执行。",
            )
        twin, acquisition = ordered(self.twin, plan, self._months(months), self.budget, self.twin.climate.pull)
        return replace(self, twin=twin, acquisition=acquisition, before=self.twin)

    def leaderboard(self, futures: int | None = None, months: int | None = None) -> "pd.DataFrame":
        """The references and the strategies tried on this bank so far, best first; rounds already played are named.

        References contact as many customers as the scenario allows, else the share `twinline.twin.references.SHARE` of the
        open accounts.
        """
        tried = [Standing.of("yours", result.name, result.score(references=False)) for result in self.tried]
        rounds = [Standing.of("round", _round_title(done), done.happened) for done in self.log]
        twin = (self.before or self.twin).with_budget(self.budget)
        return leaderboard(twin, self.contact_limit, self._months(months), futures or FUTURES, (*tried, *rounds))

    def ranks(
        self,
        plans: Mapping[str, Policy | Order | None],
        *,
        banks: int = SIBLING_BANKS,
        generated: int = GENERATED,
        seed: int | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Ranks:
        """Rank plans on sibling banks under the rules of this game, apart only where it is not noise.

        `plans` are functions `policy(observed, month, budget)` by name, orders of one, or None for doing nothing: a table names
        customers of this bank alone. Every bank is lived once, in the same future for all plans, so that equal plans earn the same.
        The banks are the same for everybody who gives no `seed`; whoever ranks a class gives a secret one. `progress` is called with
        the number of banks that are done, and of all. Raises `BilingualError` for what cannot be ranked, and what `run` raises.
        """
        number = _whole(banks, 2, MOST_FUTURES, "banks", "银行数")
        rankable(plans)
        worlds = siblings.sibling_worlds(self.twin.now.world, number, seed)
        return Ranks(*siblings.scored(plans, worlds, self.scenario, Bank, generated, progress))

    def pilot(self, design: Pilot, *, otherwise: Any = UNSAID) -> PilotResult:
        """Run a randomised test and wait for its outcome; see `tw.Pilot`.

        `otherwise` is what would be done without it, a strategy or None for nothing: said now, it lets the pilot's result tell
        what the pilot was worth. Raises `StrategyError` where that cannot be run.
        """
        if self.acquisition is not None:
            raise BilingualError(
                "This round buys new cards: advance it first, or run the pilot before you order the acquisition.",
                "本轮已经安排了获客：请先推进本轮，或在安排获客之前做试点。",
            )
        if otherwise is not UNSAID:
            self.plan_of(otherwise)
        done = run_pilot(design, self.twin, self.observed(), self.limits(design.months), self.pilots)
        bank = piloted(self, t("Pilot", "试点"), done.plan, design.months, done.pair, done.later)
        return PilotResult(design, done.data, cost_of(done.pair), bank, self, done.plan, otherwise)

    def plan_of(self, strategy: Any, months: int | None = None) -> Plan:
        """The contacts of a strategy's table as the engine takes them, none for a function; an order's own, those of its lot included.

        Raises `StrategyError` for what is wrong with it.
        """
        order = Order.of(strategy)
        return Plan.nothing() if order.policy is not None else self._planned(order, self._months(months))[0]

    def _months(self, months: int | None) -> int:
        return _whole(self.scenario.months if months is None else months, 1, MOST_MONTHS, "months", "月数")

    def _planned(self, order: Order, months: int) -> tuple[Plan, Prepared]:
        """The contacts of an order's tables, and the order made ready. Raises `StrategyError`."""
        found, plan, ready = self._checked(order, months)
        if not found.ok:
            raise StrategyError(found.problems)
        return plan, ready

    def _checked(self, order: Order, months: int) -> tuple[Check, Plan, Prepared]:
        shown, (table, left_out) = self.observed(), order.table()
        named = set(table["customer_id"]) if order.pilot and "customer_id" in table else set()
        ready = self._prepared(order, months, shown.loc[~shown["customer_id"].isin(named)])
        found, plan = check(table, shown, self.twin, ready.under(self.limits(months)))
        return replace(found, left_out=left_out), plan, ready

    def _prepared(self, order: Order, months: int, free: "pd.DataFrame") -> Prepared:
        """An order made ready; its pilot draws among the customers `free`."""
        if order.pilot is None:
            return prepared(order, self.twin, months)
        drawn, plan = deal(order.pilot, self.twin, free.reset_index(drop=True), self.limits(months), self.pilots)
        return prepared(order, self.twin, months, plan, drawn)


def _round_title(done: Round) -> str:
    return t(
        f"Round {done.number}: {done.result.name} ({done.month}, as it happened)",
        f"第 {done.number} 轮：{done.result.name}（{done.month}，实际发生）",
    )


def _whole(value: Any, low: int, high: int, en: str, zh: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise BilingualError(
            f"{en} = {value}: use a whole number from {low} to {high}.",
            f"{zh} {value} 不可用：请用 {low} 到 {high} 的整数。",
        )
    return int(value)
