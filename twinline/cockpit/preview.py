"""Previews: what a choice would do, found on every change and before anything is run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from generators import parameters as p
from twinline.cockpit.choice import Choice, code, cost_a_customer, may_contact, pick, strategy, where
from twinline.cockpit.past import Response, response
from twinline.twin.check import Check
from twinline.twin.planned import MINUTES, available_hours, complaints_to_come
from twinline.twin.strategy import Strategy

if TYPE_CHECKING:
    import pandas as pd

    from twinline.twin.bank import Bank


@dataclass(frozen=True)
class Preview:
    """What a choice would do. Money in yuan, time in hours.

    `matching` customers fit the segment and filters, `left_out` of them may not or cannot be reached; `lines` is the planned
    cost by line as in a score, `busiest` the hours of the month that needs most, `fits` the number of customers that all
    limits of the game allow (None where none binds).
    """

    strategy: Strategy
    check: Check
    matching: int
    left_out: int
    lines: dict[str, float]
    busiest: float
    available: float
    fits: int | None
    response: Response | None
    code: str


def preview(choice: Choice, bank: "Bank", seen: "pd.DataFrame", made: "pd.DataFrame", months: int) -> Preview:
    """Look ahead: `seen` is what the bank observes now, `made` the contacts that it made (see `past`)."""
    planned = strategy(choice, seen, bank, months)
    found = bank.check(planned, months)
    matching = pick(seen, where(choice, seen))
    shut = int((~may_contact(choice, matching, bank, months)).sum()) if choice.willing else 0
    hours = planned.table["channel"].map(dict(zip(p.CHANNEL_NAMES, MINUTES / 60, strict=True))).astype(float)
    busiest = hours.groupby(planned.table["month"]).sum().max() if len(hours) else 0.0
    return Preview(
        planned,
        found,
        len(matching),
        shut,
        _lines(choice, planned, found, bank),
        float(busiest),
        available_hours(bank.twin),
        _fits(choice, bank),
        response(made, choice, seen),
        code(choice, seen, bank, months),
    )


def _lines(choice: Choice, planned: Strategy, found: Check, bank: "Bank") -> dict[str, float]:
    """Planned cost by line: contacts, complaints to come, and the rest for offers at the share of them used so far."""
    attempt = dict(zip(p.CHANNEL_NAMES, bank.scenario.attempt_fen() / 100, strict=True))
    made = planned.table["channel"]
    lines = {f"contact.{way}": float((made == way).sum() * attempt[way]) for way in dict.fromkeys(choice.ways)}
    lines["complaints"] = complaints_to_come(len(made), bank.twin)
    lines["friends"] = found.friends
    lines[f"offer.{choice.offer}"] = found.cost - sum(lines.values())
    lines["volume"] = found.volume
    return {line: yuan for line, yuan in lines.items() if yuan > 0.005}


def _fits(choice: Choice, bank: "Bank") -> int | None:
    """Customers whom budget, share and hours of the game allow with these waves; None for no limit."""
    most: list[float] = []
    if bank.contact_limit is not None:
        most.append(bank.contact_limit)
    if bank.budget is not None and (each := cost_a_customer(choice, bank)) > 0:
        most.append(bank.budget / each)
    hours = max(MINUTES[p.CHANNEL_NAMES.index(way)] for way in choice.ways) / 60
    if hours:
        most.append(available_hours(bank.twin) / hours)
    return int(np.floor(min(most) + 1e-9)) if most else None
