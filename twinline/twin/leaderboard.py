"""References and the strategies tried on a bank, beside each other."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from generators.twin.observed import observed_rows
from generators.twin.run import Twin
from twinline.base.text import t
from twinline.twin.references import POLICIES, SHARE, measure

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank
    from twinline.twin.result import Result


def profits(result: "Result") -> tuple[float, float]:
    """What the best observable policy and the oracle earn in a result's months and futures, with as many customers."""
    bank = result.bank
    most = bank.contact_limit
    if most is None:
        most = int(max(np.ceil(result.by_future["reach"].mean()), 1))
    best, oracle = (
        measure(bank.twin, name, most, result.months, len(result.pairs))[0] for name in ("observable", "oracle")
    )
    return best, oracle


def leaderboard(bank: "Bank", futures: int, months: int) -> "pd.DataFrame":
    """References and the learner's own, best first; money in yuan."""
    import pandas as pd

    most = bank.contact_limit or int(SHARE * len(observed_rows(bank.twin.now.monthly_pages)))
    rows = list(_reference_rows(bank.twin, most, months, futures))
    best, oracle = (next(row["profit"] for row in rows if row["policy"] == name) for name in ("observable", "oracle"))
    for result in bank.tried:
        score = result.score(references=False)
        rows.append({"policy": "yours", "title": result.name, "profit": score.profit, "error": score.error, "reach": score.reach, "cost": score.cost})  # fmt: skip
    for done in bank.log:
        score = done.happened
        title = t(f"Round {done.number}: {done.result.name} ({done.month}, as it happened)", f"第 {done.number} 轮：{done.result.name}（{done.month}，实际发生）")  # fmt: skip
        rows.append({"policy": "round", "title": title, "profit": score.profit, "error": None, "reach": score.reach, "cost": score.cost})  # fmt: skip
    table = pd.DataFrame(rows)
    now = table["policy"] != "round"  # rounds of other months are not measured by this month's references
    table["share_of_best"] = (table["profit"] / best).where(now & (best > 0))
    table["share_of_oracle"] = (table["profit"] / oracle).where(now & (oracle > 0))
    return table.sort_values("profit", ascending=False, ignore_index=True)


def _reference_rows(twin: Twin, most: int, months: int, futures: int) -> Iterator[dict[str, Any]]:
    for name, (_, en, zh) in POLICIES.items():
        profit, error, reach, cost = measure(twin, name, most, months, futures)
        yield {
            "policy": name,
            "title": t(en, zh),
            "profit": profit,
            "error": error,
            "reach": float(reach),
            "cost": cost,
        }
