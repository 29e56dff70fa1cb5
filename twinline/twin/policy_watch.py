"""What a policy does on a small bank: month after month, asked again, and shown half of the customers."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from generators.twin.observed import observed as observed_columns
from generators.twin.run import Plan
from twinline.data.tables import to_frame
from twinline.twin.apart.probe import FACTS, Probe
from twinline.twin.bank import Bank
from twinline.twin.check import PlanLimits, check
from twinline.twin.planned import planned_cost
from twinline.twin.policy import PolicyError, PolicyProcess
from twinline.twin.problems import PlanProblem

if TYPE_CHECKING:
    import pandas as pd

    from generators.twin.monthly_pages import MonthlyPage


@dataclass
class Watched:
    """What a policy was seen to do: in a small bank's months, asked again, and shown half of the customers."""

    policy: Any
    bank: Bank
    seconds: float
    trouble: PolicyError | None = None
    facts: list[dict[str, Any]] = field(default_factory=list)
    problems: list[PlanProblem] = field(default_factory=list)
    tables: "list[pd.DataFrame]" = field(default_factory=list)
    again: "pd.DataFrame | None" = None
    outside: int = 0
    """Customers whom it would contact though the table that it was given did not hold them."""

    @property
    def months(self) -> int:
        """Months that it was asked about."""
        return len(self.facts)

    def watch(self) -> None:
        """Run it, ask it again, and show it half of the customers."""
        twin = self.bank.twin
        with PolicyProcess(Probe(self.policy), self.seconds) as process:
            spent = [Plan.nothing()]

            def choose(month: int, books: "tuple[MonthlyPage, ...]") -> Plan:
                if self.trouble is None:
                    spent.append(self._asked(process, month, books, Plan.join(spent)))
                    return spent[-1]
                return Plan.nothing()

            twin.run_policy(choose, twin.scenario.months, 1)
        if self.trouble is None:
            self._compare()

    def _asked(self, process: PolicyProcess, month: int, books: "tuple[MonthlyPage, ...]", spent: Plan) -> Plan:
        """What of a month's answer can be carried out; what is wrong with it is noted."""
        twin, budget = self.bank.twin, self.bank.budget
        seen = to_frame("observed", observed_columns(twin.now, books))
        left = None if budget is None else budget - planned_cost(spent, twin)
        try:
            table = process.answer(seen, month + 1, left, quiet=month > 0)
        except PolicyError as error:
            self.trouble = error
        if self.trouble is None or self.trouble.traceback:  # else its process is no more
            facts = process.answer(seen.head(0), FACTS, None, quiet=True)["facts"]
            self.facts.append(json.loads(facts.iloc[0]))
        if self.trouble is not None:
            return Plan.nothing()
        self.tables.append(table)
        limits = PlanLimits(month + 1, month + 1, left, self.bank.contact_limit, np.unique(spent.row))
        found, plan = check(table, seen, twin, limits)
        self.problems += found.problems
        return plan

    def _compare(self) -> None:
        seen = self.bank.observed()
        half = seen.iloc[::2].reset_index(drop=True)
        try:
            with PolicyProcess(Probe(self.policy), self.seconds) as process:
                self.again = process.answer(seen, 1, self.bank.budget, quiet=True)
            with PolicyProcess(Probe(self.policy), self.seconds) as process:
                shown = process.answer(half, 1, self.bank.budget, quiet=True)
        except PolicyError as error:  # a policy that runs on one table, and not on another
            self.trouble = error
            return
        if "customer_id" in shown:
            others = seen["customer_id"].iloc[1::2]
            self.outside = int(shown["customer_id"].isin(others).sum())
