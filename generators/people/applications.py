"""Applications: a row for each, a row for each of their steps, and who sent the referred ones."""

from typing import Final

import numpy as np

from generators import parameters as p
from generators.draws import STATIC, Draws, Ints
from generators.pages import Columns, recode
from generators.parameters import Floats, World
from generators.people.applying import (
    DECISION,
    DEVICES,
    SCENES,
    STEPS,
    Applications,
    customers_applications,
    other_applications,
)
from generators.people.chance import PeoplePurpose as Purpose
from generators.people.circles import Circle, circles_of
from generators.population import Population
from generators.schema import levels, people_levels

FIRST_APPLICATION_ID: Final = 300_000_000
REFERRAL: Final = p.ACQUISITION.index("referral")
TIES_REFER: Final = 0.90  # of those whose relation or colleague had a card before and would refer, referred by them (a)
# The bank's friends (a). They seldom leave: a referrer's card is still open when they refer, but for a few.
WHO_REFERS: Final = ("loyal", "growth", "persuadable")
_HELD_FOR = 30  # days that a referrer has held a card at least
_NOBODY = -1


def applications(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """The block's applications and their steps."""
    ours = customers_applications(population, draws, world)
    others = other_applications(population, draws, world)
    approved = np.arange(len(population)) >= 0
    pages = [_rows(ours, population, approved), _rows(others, population, np.zeros(len(others.row), dtype=bool))]
    pages[0]["referrer_customer_id"] = _referrers(population, ours, world)
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
        "scene": recode(SCENES, people_levels.SCENE)[made.scene],
        "device": recode(DEVICES, people_levels.DEVICE)[made.device],
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


def _referrers(population: Population, ours: Applications, world: World) -> Floats:
    """Ids of those who sent the referred customers, empty for the rest and where nobody could have."""
    first, stop = int(population.number[0]), int(population.number[-1]) + 1
    found = np.full(len(population), np.nan)
    for circle in circles_of(world, first, stop):
        size = len(circle.people)
        low, high = max(first, circle.first), min(stop, circle.first + size)
        here, inside = slice(low - first, high - first), slice(low - circle.first, high - circle.first)
        whole = _referrers_in(circle, world)
        who = whole[inside]
        referred = (ours.channel[here] == REFERRAL) & (who != _NOBODY)
        found[here] = np.where(referred, who + circle.first + p.FIRST_CUSTOMER_ID, np.nan)
    return found


def _referrers_in(circle: Circle, world: World) -> Ints:
    """For each person of a circle, who would have sent them: a tie if there is one, else somebody who came before."""
    size = len(circle.people)
    draws = Draws(world.seed, circle.first, circle.first + size)
    before = circle.opened - _HELD_FOR - 7  # a week from the form to the card at most
    refers = np.isin(circle.people.latent_type, [p.TYPE_NAMES.index(name) for name in WHO_REFERS])
    willing = np.flatnonzero(refers)
    willing = willing[np.argsort(circle.opened[willing], kind="stable")]
    older = np.searchsorted(circle.opened[willing], before, side="right")
    pick = np.floor(draws.uniform(STATIC, Purpose.REFERRER) * older).astype(np.int64)
    who = np.where(older > 0, willing[np.minimum(pick, len(willing) - 1)] if len(willing) else 0, _NOBODY)
    by_tie = draws.uniform(STATIC, Purpose.REFERRED_BY_TIE) < TIES_REFER
    for pairs in circle.pairs:
        for sent, sender in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
            could = by_tie[sent] & refers[sender] & (circle.opened[sender] <= before[sent])
            who[sent[could]] = sender[could]
    return who
