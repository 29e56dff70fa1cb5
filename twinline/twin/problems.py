"""Problems: what is wrong with a strategy, and what it would do, told before anything is run."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generators.errors import BilingualError
from twinline.base.text import t

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class PlanProblem:
    """One thing wrong with a strategy: what, in how many rows, and some of them."""

    code: str
    en: str
    zh: str
    count: int
    examples: "pd.DataFrame"

    def __str__(self) -> str:
        return t(self.en, self.zh)


class StrategyError(BilingualError):
    """A strategy that cannot be run. `problems` lists everything that is wrong with it; nothing was run."""

    def __init__(self, problems: "list[PlanProblem]") -> None:
        self.problems = problems
        super().__init__(*(self._text(place) for place in (0, 1)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)

    def _text(self, place: int) -> str:
        head = (
            f"The strategy cannot be run: {len(self.problems)} problem(s). Nothing was run.",
            f"策略无法执行，共 {len(self.problems)} 个问题，未执行任何动作。",
        )[place]
        lines = [head]
        for problem in self.problems:
            lines.append(f"• {(problem.en, problem.zh)[place]}")
            lines += ["    " + line for line in _rows(problem.examples)]
        return "\n".join(lines)

    def _render_traceback_(self) -> list[str]:  # what IPython shows instead of a traceback: the path here helps nobody
        return [str(self)]

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li>{html.escape(str(problem))}{problem.examples.to_html(index=False, border=0) if len(problem.examples) else ''}</li>"
            for problem in self.problems
        )
        return f"<p><b>{html.escape(str(self).splitlines()[0])}</b></p><ul>{items}</ul>"


def _rows(examples: "pd.DataFrame") -> list[str]:
    return [", ".join(f"{name}={value}" for name, value in row.items()) for row in examples.to_dict("records")]


@dataclass(frozen=True)
class Check:
    """What a strategy would do, found without running it: contacts and customers, planned cost in yuan, staff hours.

    The planned cost is what the contacts cost, and the offers and complaints that are to be expected: as many of a
    contact as there were so far. `friends` is the part for those whom invitations are to win; `volume` is what too many texts
    and pushes in a month will cost besides. `left_out` counts contacts that gave way to another table's with the same customer.
    """

    problems: list[PlanProblem]
    contacts: int
    customers: int
    cost: float
    hours: float
    volume: float = 0.0
    friends: float = 0.0
    left_out: int = 0

    @property
    def ok(self) -> bool:
        """Whether it can be run."""
        return not self.problems

    def __str__(self) -> str:
        text = t(
            f"{self.contacts:,} contacts with {self.customers:,} customers, planned cost {self.cost:,.0f} yuan, "
            f"{self.hours:,.0f} hours of staff time.",
            f"触达 {self.customers:,} 位客户、{self.contacts:,} 次，计划成本 {self.cost:,.0f} 元，占用人力 {self.hours:,.0f} 小时。",
        )
        if self.volume > 0:
            text += t(
                f" So many texts and pushes in a month will cost another {self.volume:,.0f} yuan, outside the budget: answers to "
                "the regulator, blocked numbers.",
                f"一个月发这么多短信、推送，还会在预算之外再花 {self.volume:,.0f} 元：答复监管、号码被封。",
            )
        if self.left_out:
            text += t(
                f" {self.left_out:,} contacts of later tables give way: an earlier one has the customer in that month.",
                f"后面的表有 {self.left_out:,} 次触达让位给前面的表（同月同一客户）。",
            )
        return text if self.ok else f"{text}\n{StrategyError(self.problems)}"

    __repr__ = __str__


__all__ = ["Check", "PlanProblem", "StrategyError"]
