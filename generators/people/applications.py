"""Applications: a row for each, a row for each of their steps, and who sent the referred ones."""

from typing import Final

import numpy as np

from generators import parameters as p
from generators.pages import Columns, recode
from generators.parameters import World
from generators.people.applying import DECISION, STEPS, Applications, Made
from generators.people.referrers import NOBODY, referrers
from generators.population import Population
from generators.schema import levels, people_levels

FIRST_APPLICATION_ID: Final = 300_000_000


def applications(population: Population, made: Made, world: World) -> dict[str, Columns]:
    """The block's applications and their steps."""
    ours, others = made
    approved = np.arange(len(population)) >= 0
    pages = [_rows(ours, population, approved), _rows(others, population, np.zeros(len(others.row), dtype=bool))]
    brought_by = referrers(world, int(population.number[0]), int(population.number[-1]) + 1)
    pages[0]["referrer_customer_id"] = np.where(brought_by == NOBODY, np.nan, brought_by + p.FIRST_CUSTOMER_ID)
    pages[1]["referrer_customer_id"] = np.full(len(others.row), np.nan)
    steps = [_steps(made, page) for made, page in zip((ours, others), pages, strict=True)]
    return {"applications": _join(pages), "application_steps": _join(steps)}


def _join(pages: list[Columns]) -> Columns:
    return {name: np.concatenate([page[name] for page in pages]) for name in pages[0]}


def _rows(made: Applications, population: Population, approved: np.ndarray) -> Columns:
    customer = population.customer_id[made.row]
    never = np.datetime64("NaT")
    sent = made.last == DECISION
    return {
        "application_id": FIRST_APPLICATION_ID + 2 * population.number[made.row] + ~approved,
        "customer_id": np.where(approved, customer, np.nan),
        "started": made.entered[:, 0],
        "submitted": np.where(sent, made.entered[:, DECISION], never),
        "decided": np.where(sent, made.left[:, DECISION], never),
        "channel": recode(p.ACQUISITION, levels.ACQUISITION)[made.channel],
        "scene": recode(p.SCENES, people_levels.SCENE)[made.scene],
        "device": recode(p.FORM_DEVICES, people_levels.DEVICE)[made.device],
        "approved": approved,
        "requested_limit_fen": made.requested_fen,
        "approved_limit_fen": np.where(approved, population.limit_fen[made.row], 0),
    }


def _steps(made: Applications, page: Columns) -> Columns:
    """One row for each step that was reached; the last one of a form that was never sent is where it was left."""
    step = np.broadcast_to(np.arange(len(STEPS)), made.entered.shape)
    reached = step <= made.last[:, None]
    count = reached.sum(axis=1)
    return {
        "application_id": np.repeat(page["application_id"], count),
        "customer_id": np.repeat(page["customer_id"], count),
        "step": step[reached].astype(np.int8),
        "entered_at": made.entered[reached],
        "left_at": made.left[reached],
        "abandoned": ((step == made.last[:, None]) & (made.last < DECISION)[:, None])[reached],
    }
