"""References and the strategies tried on a bank, beside each other."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from generators.twin.observed import observed_rows
from generators.twin.run import Twin
from twinline.base.text import t
from twinline.twin.references import REFERENCES, SHARE, measure
from twinline.twin.score import Score

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Standing:
    """A row of the board: which kind of policy, its title, mean profit in yuan with its standard error, reach and cost.

    `policy` is a name of `REFERENCES`, "yours", or "round" for what was carried out in another month.
    """

    policy: str
    title: str
    profit: float
    error: float | None
    reach: float
    cost: float

    @classmethod
    def of(cls, policy: str, title: str, score: Score) -> "Standing":
        """That of a score."""
        return cls(policy, title, score.profit, score.error, score.reach, score.cost)


def leaderboard(twin: Twin, most: int | None, months: int, futures: int, others: Iterable[Standing]) -> "pd.DataFrame":
    """References that contact `most` customers (by default SHARE of the open accounts) and others, best first; in yuan."""
    import pandas as pd

    most = most or int(SHARE * len(observed_rows(twin.now.monthly_pages)))
    rows = []
    for name, reference in REFERENCES.items():
        got = measure(twin, name, most, months, futures)
        rows.append(Standing(name, t(reference.en, reference.zh), got.profit, got.error, got.reach, got.cost))
    table = pd.DataFrame([asdict(row) for row in (*rows, *others)])
    now = table["policy"] != "round"  # rounds of other months are not measured by this month's references
    for column, name in (("share_of_best", "observable"), ("share_of_oracle", "oracle")):
        profit = next(row.profit for row in rows if row.policy == name)
        table[column] = (table["profit"] / profit).where(now & (profit > 0))
    return table.sort_values("profit", ascending=False, ignore_index=True)
