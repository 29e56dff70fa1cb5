"""Scoring: what the futures of a run come to, all together, line by line, and customer by customer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from generators import parameters as p
from generators.arrays import Rows
from generators.twin.observed import observed_rows
from generators.twin.outcomes import Outcome
from generators.twin.run import Comparison, Twin
from twinline.twin.acquire import Acquisition, reading
from twinline.twin.score import Score

if TYPE_CHECKING:
    import pandas as pd

_COSTS: Final = ("contacts", "offers", "complaints", "unsubscribes", "friends", "volume", "pilot", "acquisition")
_OF_OUTCOME: Final = {
    "complaints": "complaint_cost",
    "unsubscribes": "unsubscribe_cost",
    "friends": "upkeep",
    "volume": "volume",
}
_SELDOM: Final = (
    "unsubscribes",
    "friends",
    "volume",
    "pilot",
    "acquisition",
    "acquired",
)  # not shown where there are none


def future_by_future(pairs: Sequence[Comparison], charged: float, bought: Rows) -> "pd.DataFrame":
    """A row a future, from 1: incremental profit and cost in yuan, and what became of customers.

    `charged` is in yuan, besides the contacts; `bought` are rows of those whom a budget brings.
    """
    import pandas as pd

    rows = [_future(pair, charged, bought) for pair in pairs]
    return pd.DataFrame(rows, index=pd.Index(range(1, len(rows) + 1), name="future"))


def score_of(
    twin: Twin,
    pairs: Sequence[Comparison],
    futures: "pd.DataFrame",
    pilot: float,
    acquisition: Acquisition | None,
    best: tuple[float | None, float | None],
) -> Score:
    """The score of a run; `futures` as above, `pilot` the yuan of pilots that it carries, `best` what the references earn."""
    mean, count = futures.mean(), len(futures)
    dogs = twin.now.population.latent_type == p.TYPE_NAMES.index("sleeping_dog")
    hit = np.mean([(dogs[pair.rows] & (pair.with_plan.contacts > 0)).sum() for pair in pairs])
    steps = [_steps(pair, twin.bought) for pair in pairs]
    waterfall = {code: float(np.mean([step[code] for step in steps])) for code in steps[0]}
    lines = _lines(twin, pairs) | {"pilot": pilot, "acquisition": acquisition.cost if acquisition else 0.0}
    spent = {
        "contacts": sum(value for line, value in lines.items() if line.startswith("contact.")),
        "offers": sum(value for line, value in lines.items() if line.startswith("offer.")),
        **{code: lines[code] for code in _COSTS[2:]},
    }
    waterfall |= {code: -spent[code] for code in _COSTS}
    waterfall = {code: value for code, value in waterfall.items() if value or code not in _SELDOM}
    profit = float(mean["profit"])
    return Score(
        profit=profit,
        error=float(futures["profit"].std(ddof=1) / np.sqrt(count)) if count > 1 else None,
        futures=count,
        cost=float(mean["cost"]),
        reach=float(mean["reach"]),
        contacts=float(mean["contacts"]),
        take_up=float(mean["redeemed"] / mean["contacts"]) if mean["contacts"] else 0.0,
        saved=float(mean["saved"]),
        lost=float(mean["lost"]),
        complaints=float(mean["complaints"]),
        sleeping_dogs=float(hit),
        lines={line: value for line, value in lines.items() if value},
        waterfall=(*waterfall.items(), ("profit", profit)),
        best_observable=best[0],
        oracle=best[1],
        acquired=reading(acquisition, tuple(pairs)) if acquisition else None,
    )


def _future(pair: Comparison, charge: float, bought: Rows) -> dict[str, float]:
    with_plan, without = pair.with_plan, pair.without
    held = ~np.isin(pair.rows, bought)  # nobody is saved who was not there
    return {
        "profit": float((with_plan.profit - without.profit).sum()) - charge,
        "cost": float((with_plan.cost - without.cost).sum()) + charge,
        "reach": int((with_plan.contacts > 0).sum()),
        "contacts": int(with_plan.contacts.sum()),
        "redeemed": int(with_plan.redeemed.sum()),
        "complaints": int(with_plan.complaints.sum()),
        "saved": int((with_plan.open & ~without.open & held).sum()),
        "lost": int((~with_plan.open & without.open).sum()),
        "spent": float((with_plan.spent - without.spent).sum()),
    }


def _steps(pair: Comparison, bought: Rows) -> dict[str, float]:
    """What those are worth who bought after a contact got through, what they would be without, and how others changed.

    Apart from them, what those are worth whom a budget brought.
    """
    new = np.isin(pair.rows, bought)
    responded, others = pair.with_plan.responded & ~new, ~pair.with_plan.responded & ~new
    with_plan, without = pair.with_plan.worth, pair.without.worth
    return {
        "gross": float(with_plan[responded].sum()),
        "anyway": -float(without[responded].sum()),
        "others": float((with_plan - without)[others].sum()),
        "acquired": float(with_plan[new].sum()),
    }


def _lines(twin: Twin, pairs: Sequence[Comparison]) -> dict[str, float]:
    """Mean cost by line of what customers were done, in yuan."""
    attempt = twin.scenario.attempt_fen() / p.FEN
    offer = np.array([offer.cost_fen for offer in p.ACTIONS]) / p.FEN
    count = len(pairs)
    made = sum(pair.with_plan.made.sum(axis=0, dtype=np.int64) for pair in pairs) / count
    taken = sum(pair.with_plan.taken.sum(axis=0, dtype=np.int64) for pair in pairs) / count
    lines = {f"contact.{name}": float(value) for name, value in zip(p.CHANNEL_NAMES, made * attempt, strict=True)}
    lines |= {f"offer.{name}": float(value) for name, value in zip(p.ACTION_NAMES, taken * offer, strict=True)}
    for line, name in _OF_OUTCOME.items():
        more = [(getattr(pair.with_plan, name) - getattr(pair.without, name)).sum() for pair in pairs]
        lines[line] = float(np.mean(more))
    return lines


def by_customer(twin: Twin, lived: Sequence[tuple[Comparison, Outcome]]) -> "pd.DataFrame":
    """A row a customer, touched or not, with the strategy and without: means over the futures; see view "outcomes".

    `lived` are the futures, each with the outcome of the whole bank without the strategy.
    """
    from twinline.data.tables import to_frame

    sums: dict[str, Any] = {}
    for pair, alone in lived:
        for name, values in _columns(alone, pair).items():
            sums[name] = sums.get(name, 0) + values / len(lived)
    rows = observed_rows(twin.now.monthly_pages)
    columns = {name: np.asarray(values)[rows] for name, values in sums.items()}
    money = {name: np.rint(values) for name, values in columns.items() if name.endswith("_fen")}
    people = twin.now.population.customer_id[rows]
    return to_frame("outcomes", {"customer_id": people, **columns, **money})


def _columns(alone: Any, pair: Comparison) -> dict[str, Any]:
    """The columns of the view "outcomes" for one future, one entry for every customer of the bank."""

    def put(without: Any, with_plan: Any) -> Any:
        values = np.array(without, dtype=float)
        values[pair.rows] = with_plan
        return values

    size, new = len(alone.open), pair.with_plan
    nothing = np.zeros(size)
    both = {
        "profit_with_fen": put(alone.profit, new.profit) * 100,
        "profit_without_fen": alone.profit * 100,
        "spent_with_fen": put(alone.spent, new.spent) * 100,
        "spent_without_fen": alone.spent * 100,
        "active_with": put(alone.active, new.active),
        "active_without": alone.active.astype(float),
        "open_with": put(alone.open, new.open),
        "open_without": alone.open.astype(float),
    }
    return {
        "contacts": put(nothing, new.contacts),
        "reached": put(nothing, new.reached),
        "redeemed": put(nothing, new.redeemed),
        "complaints": put(nothing, new.complaints),
        "cost_fen": put(nothing, new.cost - pair.without.cost) * 100,
        **both,
        "gain_fen": both["profit_with_fen"] - both["profit_without_fen"],
        "saved": np.maximum(both["open_with"] - both["open_without"], 0),
        "lost": np.maximum(both["open_without"] - both["open_with"], 0),
    }


__all__ = ["by_customer", "future_by_future", "score_of"]
