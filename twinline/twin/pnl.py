"""Profit and loss: a run as the bank's finance department would write it down, with the strategy and without."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

from generators import parameters as p
from generators.twin.outcomes import Outcome
from generators.twin.run import Comparison
from twinline.base.text import t

if TYPE_CHECKING:
    import pandas as pd

_LINES: Final = {
    "interest": ("Interest, with instalment fees", "利息收入（含分期手续费）"),
    "interchange": ("Interchange less network fees", "回佣收入（已扣转接费）"),
    "fees": ("Annual, late and cash fees", "年费、违约金与取现手续费"),
    "points": ("Points", "积分成本"),
    "funding": ("Funding", "资金成本"),
    "operations": ("Operations", "运营成本"),
    "written_off": ("Written off", "核销损失"),
    "contacts": ("Contacts", "触达成本"),
    "offers": ("Offers used", "权益成本"),
    "complaints": ("Complaints", "投诉成本"),
    "unsubscribes": ("Permissions lost", "退订损失"),
    "friends": ("Managers' time for new friends", "新好友维护成本"),
    "volume": ("Too many texts and pushes", "群发超量成本"),
    "pilot": ("Pilots", "试点成本"),
    "acquisition": ("Acquisition", "获客成本"),
    "months": ("Profit of these months", "推演期利润"),
    "beyond": ("Worth beyond of those who stay, less expected losses", "推演期后价值（留下的客户，已扣预期损失）"),
    "profit": ("Profit as scored", "计分利润"),
}


LINES: Final = tuple(_LINES)  # codes, from the top
ADDED_UP: Final = ("months", "profit")  # those that add up what stands above


def profit_and_loss(pairs: Iterable[tuple[Comparison, Outcome]], pilot: float, acquisition: float) -> "pd.DataFrame":
    """The whole bank's profit and loss over a run's months, in yuan, means over the futures.

    `pairs` are the futures, each with the outcome of the whole bank without the strategy; `pilot` and `acquisition` cost.
    Index: the line's code. Columns: title, with_strategy, without, change. Lines that are nought in both are left out.
    """
    import pandas as pd

    with_plan, without = dict.fromkeys(_LINES, 0.0), dict.fromkeys(_LINES, 0.0)
    lived = [(_lines(whole), _lines(pair.with_plan), _lines(pair.without)) for pair, whole in pairs]
    for alone, new, old in lived:
        for code in alone:
            without[code] += alone[code] / len(lived)
            with_plan[code] += (alone[code] + new[code] - old[code]) / len(lived)
    with_plan["pilot"], with_plan["acquisition"] = -pilot, -acquisition
    for each in (with_plan, without):
        each["months"] = sum(value for code, value in each.items() if code not in ("months", "beyond", "profit"))
        each["profit"] = each["months"] + each["beyond"]
    table = pd.DataFrame({"with_strategy": with_plan, "without": without})
    table.insert(0, "title", [title(code) for code in table.index])
    table["change"] = table["with_strategy"] - table["without"]
    return table[(table[["with_strategy", "without"]] != 0).any(axis=1)]


def title(code: str) -> str:
    """The title of a line in the language in use."""
    return t(*_LINES[code])


def _lines(outcome: Outcome) -> dict[str, float]:
    """What an outcome comes to, line by line; costs are negative."""
    interest, spent, owed = (float(values.sum()) for values in (outcome.interest, outcome.spent, outcome.owed))
    lines = {
        "interest": interest,
        "interchange": (p.INTERCHANGE - p.NETWORK_FEE) * spent,
        "points": -p.POINTS_COST * spent,
        "funding": -p.FUNDING * owed,
        "operations": -p.OPERATIONS_FEN / p.FEN * float(outcome.months_open.sum()),
        "written_off": -float(outcome.lost_credit.sum()),
        "contacts": -float(outcome.contact_cost.sum()),
        "offers": -float(outcome.offer_cost.sum()),
        "complaints": -float(outcome.complaint_cost.sum()),
        "unsubscribes": -float(outcome.unsubscribe_cost.sum()),
        "friends": -float(outcome.upkeep.sum()),
        "volume": -float(outcome.volume.sum()),
        "beyond": float(outcome.terminal.sum()),
    }
    margin = sum(lines[code] for code in ("interest", "interchange", "points", "funding", "operations"))
    return {**lines, "fees": float(np.sum(outcome.earned)) - margin}


__all__ = ["ADDED_UP", "LINES", "profit_and_loss", "title"]
