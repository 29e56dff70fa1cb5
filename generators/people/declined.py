"""The bank's own score of whoever sent the form, and what became known, or never did, of those whom it declined.

They never were customers. To know what they would have been, they live a year in the bank's own engine, beside it.
"""

from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from generators import parameters as p
from generators.acquisition import Origin
from generators.arrays import Ints, Rows
from generators.draws import STATIC, Draws
from generators.month import Actions, start_state, step
from generators.pages import Columns
from generators.parameters import World
from generators.people.applications import FIRST_APPLICATION_ID
from generators.people.applying import DECISION, Applications, Made
from generators.people.bureau import bureau, risk_of, true_risk
from generators.people_chance import Beside
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population, draw_population
from generators.rows import join, take

_LEAST_SHARE = 1e-6


@dataclass(frozen=True)
class _Declined:
    """Who they are: an entry each."""

    row: Rows  # position in the block of the customer beside whom they applied
    score: Ints
    population: Population
    bureau: dict[str, Any]


def application_scores(population: Population, made: Made, draws: Draws, world: World) -> dict[str, Columns]:
    """Scores of all who were decided on; of the declined, the bureau's file, and their true first year."""
    own, others = made
    ours = FIRST_APPLICATION_ID + 2 * population.number
    sent = np.flatnonzero(others.last == DECISION)
    declined = _declined(take(others, sent), population, draws, world)
    theirs = FIRST_APPLICATION_ID + 2 * population.number[declined.row] + 1
    sent_on = others.entered[sent, DECISION].astype("datetime64[D]")
    score = own_score(population, draws)
    return {
        "application_scores": {
            "application_id": np.concatenate([ours, theirs]),
            "customer_id": np.concatenate([population.customer_id, np.full(len(declined.row), np.nan)]),
            "scored_on": np.concatenate([own.entered[:, DECISION].astype("datetime64[D]"), sent_on]),
            "score": np.concatenate([score, declined.score]).astype(np.int32),
            "review_line": np.full(len(score) + len(declined.row), p.REVIEW_LINE, dtype=np.int32),
            "approved": np.arange(len(score) + len(declined.row)) < len(score),
        },
        "declined_bureau": declined.bureau
        | {
            "as_of": sent_on,
            "application_id": theirs,
            "birth_year": declined.population.birth_year.astype(np.int32),
            "income_fen": declined.population.income_fen,
        },
        "truth_declined": {"application_id": theirs} | _first_year(declined, draws, world),
    }


def own_score(population: Population, draws: Draws) -> Ints:
    """The score that the bank itself gave to each; the higher, the safer."""
    use = np.clip(np.log(population.rate / p.RATE_MEAN), *p.OWN_SCORE_USE_LIMITS)
    risk = true_risk(population)
    risk = risk + p.OWN_SCORE_BUREAU * (risk_of(population) - risk)
    below = p.OWN_SCORE_RISK * risk + p.OWN_SCORE_USE * use
    below = below + p.OWN_SCORE_NOISE * draws.normal(STATIC, Purpose.OWN_SCORE)
    middles = p.OWN_SCORE_RISK * np.array(p.RISK_BY_STYLE)
    worse = sum(
        (
            share * ndtr((below - middle) / p.OWN_SCORE_SPREAD)
            for share, middle in zip(p.PAY_SHARES, middles, strict=True)
        ),
        np.zeros(len(below)),
    )
    # Nobody is so far out that the quantile would be infinite.
    score = np.rint(p.OWN_SCORE_MIDDLE - p.OWN_SCORE_UNIT * ndtri(np.clip(worse, _LEAST_SHARE, 1 - _LEAST_SHARE)))
    return np.clip(score, *p.OWN_SCORE_RANGE).astype(np.int64)


def _declined(made: Applications, population: Population, draws: Draws, world: World) -> _Declined:
    """Some candidates beside each declined application, and the one whom the bank declined: the score says whom."""
    row = made.row
    luck = [Beside.nth(draws, row, nth) for nth in range(p.CANDIDATES)]
    origin = Origin(made.channel, made.scene, population.open_month[row])
    people = [_candidates(made, population, draw_population(world, own, origin)) for own in luck]
    scores = np.stack([own_score(some, own) for some, own in zip(people, luck, strict=True)], axis=1)
    odds = np.exp(p.DECLINED_BY_SCORE * (p.OWN_SCORE_MIDDLE - scores) / p.OWN_SCORE_UNIT)
    edges = np.cumsum(odds, axis=1) / odds.sum(axis=1, keepdims=True)
    pick = draws.uniform(STATIC, Purpose.OTHER_PICK)[row]
    picked = np.minimum((pick[:, None] >= edges).sum(axis=1), p.CANDIDATES - 1)

    parts = [np.flatnonzero(picked == nth) for nth in range(p.CANDIDATES)]
    files = [
        bureau(take(some, part), own.take(part), world)["bureau"]
        for some, own, part in zip(people, luck, parts, strict=True)
    ]
    chosen = reduce(join, (take(some, part) for some, part in zip(people, parts, strict=True)))
    order = np.argsort(np.concatenate(parts))
    file = {name: np.concatenate([one[name] for one in files])[order] for name in files[0]}
    return _Declined(row, scores[np.arange(len(row)), picked], take(chosen, order), file)


def _candidates(made: Applications, population: Population, drawn: Population) -> Population:
    """Those drawn beside the customers, as if they had applied when and where these applications were made."""
    opened = population.open_month[made.row]
    return replace(
        drawn,
        number=population.number[made.row],
        open_month=opened,
        birth_year=drawn.birth_year + (opened - drawn.open_month) // 12,
    )


def _first_year(declined: _Declined, draws: Draws, world: World) -> Columns:
    """What their first year would have been: the most months overdue, when they were first so far overdue that the card
    counts as bad, and what they then owed."""
    luck = Beside.nth(draws, declined.row, p.CANDIDATES)
    people = replace(declined.population, open_month=np.zeros(len(declined.row), dtype=np.int64))
    state, alone = start_state(people, luck), np.zeros(len(people), dtype=bool)
    worst = np.zeros(len(people), dtype=np.int64)
    since, owed = np.full(len(people), np.nan), np.zeros(len(people), dtype=np.int64)
    for month in range(p.PERFORMANCE_MONTHS):
        state, events = step(people, state, Actions.none(len(people)), alone, month, luck, world)
        worst = np.maximum(worst, np.where(events.open, events.statement.bucket, 0))
        newly = np.isnan(since) & (worst >= p.BAD_FROM_BUCKET)
        since = np.where(newly, month, since)
        owed = np.where(newly, events.statement.closing_fen, owed)
    return {
        "would_default": worst >= p.BAD_FROM_BUCKET,
        "worst_bucket": worst.astype(np.int32),
        "default_month": since,
        "owed_fen": owed,
    }
