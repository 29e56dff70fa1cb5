"""The log of a game: the rounds that were carried out, and all that was tried on the way."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generators.twin.run import Twin
from twinline.twin.branches import Branch
from twinline.twin.passed import Passed
from twinline.twin.readings import Reading
from twinline.twin.regret import Autopsy
from twinline.twin.result import Result
from twinline.twin.score import Score

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Round:
    """A strategy that was carried out: what it was expected to bring, and what happened (the one future that came).

    `readings` are what its control group and its pilot tell; `reason` is why it was chosen, where that was said.
    """

    number: int
    month: str
    result: Result
    happened: Score
    readings: tuple[Reading, ...] = ()
    profit_and_loss: "pd.DataFrame | None" = None
    reason: str = ""

    @property
    def expected(self) -> Score:
        """The score over the futures that were run before."""
        return self.result.score(references=False)

    def autopsy(self) -> Autopsy:
        """Why it brought less than the best observable policy would have in the same months, luck apart from choices."""
        return self.result.autopsy_of(self.happened)


@dataclass(eq=False)
class Trials:
    """The strategies run in a game and the branches tried, in their order.

    Kept beside the banks, which no run changes: nothing is drawn by it.
    """

    results: list[Result] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    courses: dict[tuple[Passed, ...], list[float]] = field(
        default_factory=dict
    )  # yuan: what happened, and other futures

    def note(self, result: Result) -> None:
        """Add a strategy that was run."""
        self.results.append(result)

    def on(self, twin: Twin) -> tuple[Result, ...]:
        """Those that were run on one bank on one morning."""
        return tuple(result for result in self.results if result.twin is twin)
