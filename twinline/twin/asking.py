"""Asking: a bank under a policy, month after month, future after future; each answer is checked before its month is lived."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from generators import parameters as p
from generators.twin.run import Comparison, Plan, Twin
from twinline.twin.check import PlanLimits, check
from twinline.twin.months import outside
from twinline.twin.opening import seen
from twinline.twin.planned import friend_minutes, planned_cost
from twinline.twin.policy import SECONDS, Answering, answering
from twinline.twin.prepared import Prepared
from twinline.twin.problems import StrategyError

if TYPE_CHECKING:
    from generators.month import State
    from generators.twin.monthly_pages import MonthlyPage

Asked = tuple[Comparison, Plan, "tuple[MonthlyPage, ...]", "State"]  # as `Twin.run_policy` returns it


def ask(
    ready: Prepared, twin: Twin, limits: PlanLimits, futures: list[int], watched: int, seconds: float | None = None
) -> list[Asked]:
    """The bank under the policy of an order in each of these futures.

    `limits` are those of the whole round, in each of whose months the policy is asked; the bank is lived for `watched`.
    """
    first: list[Plan] = []  # all futures begin with the same morning
    with answering(ready.order.policy, SECONDS if seconds is None else seconds) as process:
        runs = []
        for future in futures:
            if future != futures[0] and limits.last > 1:
                process.again()
            asking = _Asking(process, ready, twin, limits, future, quiet=future != futures[0], first=first)
            runs.append(twin.run_policy(asking.month, watched, future))
    return runs


@dataclass(eq=False)
class _Asking:
    """One future of a policy."""

    process: Answering
    ready: Prepared
    twin: Twin
    limits: PlanLimits
    future: int
    quiet: bool  # what it prints in one future is enough
    first: list[Plan]  # the first month's contacts, once they are known

    def __post_init__(self) -> None:
        self.spent: list[Plan] = [Plan.nothing()]
        self.ready.begin(self.future)

    def month(self, month: int, books: "tuple[MonthlyPage, ...]") -> Plan:
        """The contacts of a month."""
        if month >= self.limits.last:  # watched, and no longer planned
            return Plan.nothing()
        if month == 0 and self.first:
            plan = self.first[0]
        else:
            plan = self._chosen(month, books)
            self.first.extend([plan] if month == 0 else [])
        self.spent.append(self.ready.made(plan, self.future, month))
        return self.spent[-1]

    def _chosen(self, month: int, books: "tuple[MonthlyPage, ...]") -> Plan:
        """What the policy answers, checked. Raises `StrategyError`."""
        shown, spent, limits = seen(self.twin.now, books), Plan.join(self.spent), self.limits
        if len(self.ready.in_pilot):  # they belong to the pilot for the whole round
            mine = ~shown["customer_id"].isin(self.ready.in_pilot + p.FIRST_CUSTOMER_ID)
            shown = shown[mine].reset_index(drop=True)
        left = None if limits.budget is None else limits.budget - planned_cost(spent, self.twin)
        number, friends = outside(month), float(friend_minutes(spent, month + 1)[month])
        table = self.process.answer(shown, number, left, quiet=self.quiet)
        already = np.unique(spent.row)
        of_month = replace(limits, first=number, last=number, budget=left, already=already, friends=friends)
        found, plan = check(table, shown, self.twin, self.ready.under(of_month, month))
        if not found.ok:
            raise StrategyError(found.problems)
        return plan


__all__ = ["Asked", "ask"]
