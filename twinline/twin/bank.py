"""The bank as a learner plays it: what it observes, a strategy run beside doing nothing, round after round."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generators.errors import BilingualError
from generators.parameters import World
from generators.twin.observed import observed, observed_rows
from generators.twin.run import Comparison, Plan, Twin
from generators.twin.scenario import OPEN, Scenario
from generators.twin.snapshot import Progress, Snapshot, snapshot
from twinline.base.progress_bar import progress_bar
from twinline.base.text import t
from twinline.data.tables import default_scale, to_frame, world_of
from twinline.twin.check import Check, PlanLimits, StrategyError, check
from twinline.twin.game_log import Round, Trials
from twinline.twin.leaderboard import Standing, leaderboard
from twinline.twin.months import after, first_month, live, outside
from twinline.twin.pilot import Pilot, effects, run_pilot
from twinline.twin.planned import friend_minutes, planned_cost
from twinline.twin.policy import SECONDS, Answering, Policy, answering, is_policy
from twinline.twin.result import Result
from twinline.twin.strategy import as_table

if TYPE_CHECKING:
    import pandas as pd

    from generators.month import State
    from generators.twin.monthly_pages import MonthlyPage
    from twinline.twin.scenarios.briefing import Briefing

FUTURES = 8
MOST_MONTHS, MOST_FUTURES = 24, 200


@dataclass(frozen=True, eq=False)
class Bank:
    """The bank on one morning. Running a strategy changes nothing: `advance` returns the bank some months on.

    `log` holds the rounds so far, `pilots` counts those of the game so far; `charge` is the cost of pilots, in yuan, that the
    next round has to carry. `trials` is where the game notes the strategies that are run.
    """

    twin: Twin
    log: tuple[Round, ...] = ()
    charge: float = 0.0
    pilots: int = 0
    trials: Trials = field(default_factory=Trials)

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
        rules = OPEN if scenario is None else _rules(scenario)
        wanted = scale if isinstance(scale, World) else world_of(scale or default_scale(), seed)
        if wanted.customers > 200_000:
            raise BilingualError(
                f"The twin holds the whole bank in memory: {wanted.customers:,} customers are too many. Use course.",
                f"推演会把整家银行放进内存，{wanted.customers:,} 位客户太多，请用 course。",
            )
        return cls(Twin(_lived(wanted), rules))

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
    def budget(self) -> float | None:
        """Yuan that this round may still plan; None where there is no limit."""
        return None if self.scenario.budget is None else max(self.scenario.budget - self.charge, 0.0)

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
        at = now.month if month is None else _month_number(month, now)
        return _seen(now, now.monthly_pages[:at])

    def check(self, strategy: Any, months: int | None = None) -> Check:
        """What a strategy's table would do and what is wrong with it, found without running it."""
        return self._checked(strategy, self._months(months))[0]

    def run(
        self,
        strategy: Any,
        months: int | None = None,
        futures: int = FUTURES,
        *,
        name: str | None = None,
        seconds: float | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Result:
        """Run a strategy on the coming months, in several ways that they could go, beside the same months without it.

        A strategy is a table, `tw.segment(...).action(...)`, a function `policy(observed, month, budget)` that returns
        either for each month in turn, something that answers in its place (see `twinline.twin.policy.Answering`), or None for
        doing nothing. In these months nobody else contacts customers: the bank's old rules have stopped. A function has so
        many `seconds` for each answer. `progress` is called with the number of futures that are done, and of all, when a table
        is run. Raises `StrategyError`, which lists everything wrong with the strategy before anything is run, and
        `PolicyError`.
        """
        span, count = self._months(months), _whole(futures, 1, MOST_FUTURES, "futures", "未来数")
        if is_policy(strategy):
            runs = self._run_policy(strategy, span, self.scenario.watched(span), list(range(1, count + 1)), seconds)
            pairs, plans = tuple(run[0] for run in runs), tuple(run[1] for run in runs)
        else:
            found, plan = self._checked(strategy, span)
            if not found.ok:
                raise StrategyError(found.problems)
            plans = (plan,)
            pairs = tuple(self._futures(plan, self.scenario.watched(span), count, progress))
        number = len(self.tried) + 1
        title = name or getattr(strategy, "__name__", None) or t(f"Strategy {number}", f"策略 {number}")
        result = Result(self.twin, str(title), strategy, span, pairs, plans, self.charge, self.contact_limit)
        self.trials.note(result)
        return result

    def _futures(self, plan: Plan, months: int, count: int, progress: Progress) -> Iterator[Comparison]:
        for future in range(1, count + 1):
            yield self.twin.run(plan, months, future)
            progress(future, count)

    def advance(self, result: Result) -> "Bank":
        """The bank after the result's months, in which its strategy was carried out: what truly happened then.

        The new bank's `log` holds the round. Raises `BilingualError` for a result of another bank.
        """
        if result.twin is not self.twin:
            raise BilingualError(
                "This result was run on another bank, or on this one at another time. Run the strategy on this bank first.",
                "这个结果来自另一家银行，或同一家银行的另一个时点。请先在当前银行上运行策略。",
            )
        pair, plan, later = self._carry_out(result)
        happened = replace(result, pairs=(pair,), plans=(plan,), charge=self.charge, _scores={})
        done = Round(len(self.log) + 1, self.month, result, happened.score(references=False))
        return replace(self, twin=self._later(later), log=(*self.log, done), charge=0.0)

    def leaderboard(self, futures: int | None = None, months: int | None = None) -> "pd.DataFrame":
        """The references and the strategies tried on this bank so far, best first; rounds already played are named.

        References contact as many customers as the scenario allows, else the share `twinline.twin.references.SHARE` of the
        open accounts.
        """
        tried = [Standing.of("yours", result.name, result.score(references=False)) for result in self.tried]
        rounds = [Standing.of("round", _round_title(done), done.happened) for done in self.log]
        return leaderboard(self.twin, self.contact_limit, self._months(months), futures or FUTURES, (*tried, *rounds))

    def pilot(self, design: Pilot) -> "PilotResult":
        """Run a randomised test and wait for its outcome; see `tw.Pilot`."""
        limits = PlanLimits(1, design.months, self.budget, self.contact_limit)
        data, cost, later = run_pilot(design, self.twin, self.observed(), limits, self.pilots)
        bank = replace(self, twin=self._later(later), charge=self.charge + cost, pilots=self.pilots + 1)
        return PilotResult(design, data, cost, bank)

    def _months(self, months: int | None) -> int:
        return _whole(self.scenario.months if months is None else months, 1, MOST_MONTHS, "months", "月数")

    def _checked(self, strategy: Any, months: int) -> tuple[Check, Plan]:
        limits = PlanLimits(1, months, self.budget, self.contact_limit)
        return check(as_table(strategy), self.observed(), self.twin, limits)

    def _later(self, later: Snapshot) -> Twin:
        """The same game, elsewhere in time."""
        return Twin(later, self.scenario, self.twin.began)

    def _carry_out(self, result: Result) -> tuple[Comparison, Plan, Snapshot]:
        """Let a result's months come to pass."""
        if is_policy(result.given):
            ((pair, plan, books, state),) = self._run_policy(result.given, result.months, result.months, [0], None)
            return pair, plan, after(self.twin.now, result.months, books, state)
        pair, later = live(self.twin, result.plans[0], result.months)
        return pair, result.plans[0], later

    def _run_policy(
        self, policy: Policy, months: int, watched: int, futures: list[int], seconds: float | None
    ) -> list[tuple[Comparison, Plan, "tuple[MonthlyPage, ...]", "State"]]:
        """The bank under a policy, future after future; every month's table is checked before that month is lived.

        The policy is asked in each of `months`; the bank is lived for `watched`.
        """
        first: list[Plan] = []  # all futures begin with the same morning
        with answering(policy, SECONDS if seconds is None else seconds) as process:
            runs = []
            for future in futures:
                spent: list[Plan] = [Plan.nothing()]
                if future != futures[0] and months > 1:
                    process.again()

                def choose(
                    month: int, books: "tuple[MonthlyPage, ...]", spent: list[Plan] = spent, future: int = future
                ) -> Plan:
                    if month >= months:  # watched, and no longer planned
                        return Plan.nothing()
                    if month == 0 and first:
                        plan = first[0]
                    else:  # what it prints in one future is enough
                        quiet = future != futures[0]
                        plan = self._chosen(process, month, books, Plan.join(spent), quiet=quiet)
                        first.extend([plan] if month == 0 else [])
                    spent.append(plan)
                    return plan

                runs.append(self.twin.run_policy(choose, watched, future))
        return runs

    def _chosen(
        self, process: Answering, month: int, books: "tuple[MonthlyPage, ...]", spent: Plan, *, quiet: bool
    ) -> Plan:
        seen = _seen(self.twin.now, books)
        left = None if self.budget is None else self.budget - planned_cost(spent, self.twin)
        number = outside(month)
        table = process.answer(seen, number, left, quiet=quiet)
        friends = float(friend_minutes(spent, number)[month])
        limits = PlanLimits(number, number, left, self.contact_limit, np.unique(spent.row), friends)
        found, plan = check(table, seen, self.twin, limits)
        if not found.ok:
            raise StrategyError(found.problems)
        return plan


@dataclass(frozen=True, eq=False)
class PilotResult:
    """A pilot that was carried out. `data` has a row for each customer drawn; `cost` is in yuan.

    Columns of `data`: customer_id, arm, propensity (the share of the arm), reached, redeemed, complained, cost, and over the
    pilot's months open, bought (in the last of them), spent, margin; `outcome` is the one that the design names. `bank` is
    the bank after those months: the pilot's cost is charged to its next round.
    """

    design: Pilot
    data: "pd.DataFrame"
    cost: float
    bank: Bank

    def effects(self) -> "pd.DataFrame":
        """Each arm's mean outcome and its difference from the first arm, with standard error and 95 % interval."""
        return effects(self.data, self.design.arms)


def _round_title(done: Round) -> str:
    return t(
        f"Round {done.number}: {done.result.name} ({done.month}, as it happened)",
        f"第 {done.number} 轮：{done.result.name}（{done.month}，实际发生）",
    )


def _rules(scenario: "Scenario | str | Path") -> Scenario:
    """A scenario by its name or file."""
    if isinstance(scenario, Scenario):
        return scenario
    from twinline.twin.scenarios import load

    return load(scenario)


@lru_cache(maxsize=1)  # nothing is ever written to it, and a notebook opens the same bank again and again
def _lived(wanted: World) -> Snapshot:
    """The snapshot of a world; a bar shows how far its history is where it has to be lived."""
    with progress_bar(t("Living the bank's history", "正在重演银行的历史")) as tell:
        return snapshot(wanted, tell)


def _seen(now: Snapshot, books: "tuple[MonthlyPage, ...]") -> "pd.DataFrame":
    return to_frame("observed", observed(now, books))


def _month_number(month: Any, now: Snapshot) -> int:
    import pandas as pd

    first, last = now.world.month_start(1), now.world.month_start(now.month)
    try:
        at = pd.Timestamp(str(month))
        number = (at.year - now.world.start.year) * 12 + at.month - now.world.start.month
    except ValueError:
        number = -1
    if not 1 <= number <= now.month:
        raise BilingualError(
            f"The bank's books cannot be read as of {month}: name a month from {first:%Y-%m} to {last:%Y-%m}.",
            f"无法查看 {month} 的银行账簿：请用 {first:%Y-%m} 到 {last:%Y-%m} 之间的月份。",
        )
    return number


def _whole(value: Any, low: int, high: int, en: str, zh: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise BilingualError(
            f"{en} = {value}: use a whole number from {low} to {high}.",
            f"{zh} {value} 不可用：请用 {low} 到 {high} 的整数。",
        )
    return int(value)
