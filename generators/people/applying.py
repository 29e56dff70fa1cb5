"""Applying for a card: when, where and how each application was made, of those who became customers and of the rest.

Beside every customer number there may be one other applicant, who never became a customer: declined, or gone before
the form was sent. So the rest needs no numbers of its own, and no block needs to know another's.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import ndtri

from generators import parameters as p
from generators.acquisition import pick_by_channel
from generators.arrays import Codes, Days, Floats, Ints, Rows, Words
from generators.draws import STATIC, Draws, choose, lane, lane_uniforms, unit
from generators.parameters import World
from generators.people.days import opened_on
from generators.people_chance import PeoplePurpose as Purpose
from generators.population import Population

STEPS: Final = ("start", "identity", "income", "consent", "submit", "decision")
DECISION: Final = len(STEPS) - 1

_SECOND = np.timedelta64(1, "s")


@dataclass(frozen=True)
class Applications:
    """Applications of one block: of its customers, or of the other applicants beside them."""

    row: Rows  # position of the customer in the block
    channel: Codes
    scene: Codes
    device: Codes
    entered: Days  # (applications, STEPS), to the second
    left: Days
    last: Ints  # the step that was reached last; DECISION for all that were sent
    requested_fen: Ints


Made = tuple[Applications, Applications]  # of the customers, and of the others beside them


def applications_of(population: Population, draws: Draws, world: World) -> Made:
    """The applications of the block's customers, and those of the applicants beside them."""
    return customers_applications(population, draws, world), other_applications(population, draws, world)


def customers_applications(population: Population, draws: Draws, world: World) -> Applications:
    """How each customer of the block applied, before the account opened."""
    opened = opened_on(population, world)
    channel = population.acquisition
    least, most = p.ASKED_LIMIT
    asked = least + (most - least) * draws.uniform(STATIC, Purpose.REQUESTED)
    words = [draws.words(STATIC, purpose) for purpose in (Purpose.SUBMITTED, Purpose.DECIDED)]
    times = [draws.words(STATIC, purpose) for purpose in (Purpose.STEP_TIMES, Purpose.LATE_STEP_TIMES)]
    last = np.full(len(population), DECISION)
    entered, left = _times(opened, channel, words, times, last)
    return Applications(
        row=np.arange(len(population)),
        channel=channel,
        scene=population.scene,
        device=pick_by_channel(p.FORM_DEVICES, p.FORM_DEVICE_SHARES, channel, draws.uniform(STATIC, Purpose.DEVICE)),
        entered=entered,
        left=left,
        last=last,
        requested_fen=_thousands(population.limit_fen * asked),
    )


def other_applications(population: Population, draws: Draws, world: World) -> Applications:
    """Those who applied in the months in which the block's customers opened, and did not become customers."""
    luck = draws.uniform(STATIC, Purpose.OTHER_APPLICANT)
    recent = population.open_month >= max(world.months - p.STUCK_MONTHS, 0)
    row = np.flatnonzero(luck < p.DECLINED + p.STOPPED + p.STUCK * recent)
    declined = luck[row] < p.DECLINED
    spare = luck[row] >= p.DECLINED + p.STOPPED  # here only if a broken step holds them up

    def uniform(purpose: Purpose) -> Floats:
        return draws.uniform(STATIC, purpose)[row]

    channel_luck = uniform(Purpose.OTHER_ACQUISITION)
    channel = np.where(
        declined, choose(channel_luck, p.DECLINED_BY_CHANNEL), choose(channel_luck, p.STOPPED_BY_CHANNEL)
    )
    device = pick_by_channel(p.FORM_DEVICES, p.FORM_DEVICE_SHARES, channel, uniform(Purpose.OTHER_DEVICE))
    last = np.where(declined, DECISION, choose(uniform(Purpose.OTHER_STOP), p.STOP_AT))
    last[spare] = p.STUCK_AT
    stuck = device == p.FORM_DEVICES.index(p.STUCK_ON)
    # On another device the step works, and the spare applicant does not exist.
    here = ~spare | stuck
    row, channel, device, last = row[here], channel[here], device[here], last[here]
    month = np.datetime64(world.start, "M") + population.open_month[row]
    first: Days = month.astype("datetime64[D]")
    day: Days = first + np.floor(uniform(Purpose.OTHER_DAY) * p.DAYS_OF_ANY_MONTH).astype(np.int64)
    words = [draws.words(STATIC, purpose)[row] for purpose in (Purpose.OTHER_SUBMITTED, Purpose.OTHER_DECIDED)]
    steps = (Purpose.OTHER_STEP_TIMES, Purpose.OTHER_LATE_STEP_TIMES)
    times = [draws.words(STATIC, purpose)[row] for purpose in steps]
    entered, left = _times(day, channel, words, times, last)
    least, more = p.OTHERS_ASKED_LIMIT
    asked = least + more * uniform(Purpose.OTHER_REQUESTED) ** 2
    return Applications(
        row=row,
        channel=channel,
        scene=pick_by_channel(p.SCENES, p.SCENE_SHARES, channel, uniform(Purpose.OTHER_SCENE)),
        device=device,
        entered=entered,
        left=left,
        last=last,
        requested_fen=_thousands(p.LIMIT_MEAN_YUAN * p.FEN * asked),
    )


def submitted_on(population: Population, draws: Draws, world: World) -> Days:
    """The day on which each customer of the block sent the form."""
    return _sent_on(opened_on(population, world), draws.words(STATIC, Purpose.DECIDED))


def _times(
    opened: Days,
    channel: Codes,
    words: list[Words],
    steps: list[Words],
    last: Ints,
) -> tuple[Days, Days]:
    """When each step was entered and left: decided before the day of opening, whatever the hour of the form."""
    moment, decide = words
    day = _sent_on(opened, decide)
    alone = np.isin(channel, [p.ACQUISITION.index(name) for name in p.FILLED_IN_ALONE])
    any_hour, office_hour = _seconds(p.HOURS_OF_FORMS), _seconds(p.HOURS_IN_OFFICES)
    second = np.where(alone, any_hour[lane(moment, 0)], office_hour[lane(moment, 0)])
    days = _days_to_decide(decide)
    least, more = p.MACHINE_SECONDS
    deciding = np.where(
        days > 0,
        days * p.DAY + office_hour[lane(moment, 1)] - second,
        least + lane(moment, 1).astype(np.int64) * more // 65_536,
    )
    sent = day.astype("datetime64[s]") + second
    taken = np.stack(
        [_step_seconds(step)[lane(steps[step // 3], step % 3)] for step in range(DECISION)] + [deciding], axis=1
    )
    left = np.cumsum(taken, axis=1) - taken[:, :DECISION].sum(axis=1, keepdims=True)
    left_at = sent[:, None] + left
    return np.asarray(left_at - taken * _SECOND), np.asarray(left_at)


def _sent_on(opened: Days, decide: Words) -> Days:
    """The day of the form: the decision is out on the eve of the opening at the latest."""
    return np.asarray(opened - p.DECIDED_BEFORE - _days_to_decide(decide))


def _days_to_decide(words: Words) -> Ints:
    """Whole days from the form to the decision; nought where the machine decides."""
    by_person = (unit(words) - p.DECIDED_AT_ONCE) / (1 - p.DECIDED_AT_ONCE)
    return np.where(by_person > 0, 1 + np.floor(by_person * p.LONGEST_DECISION), 0).astype(np.int64)


@lru_cache(maxsize=2)
def _seconds(hours: tuple[int, ...]) -> Ints:
    """Second of the day by 16-bit luck, quantiles of a profile of hours."""
    edges = np.concatenate([[0.0], np.cumsum(hours)]) / sum(hours)
    second: Ints = np.floor(np.interp(lane_uniforms(), edges, np.arange(25) * 3_600.0)).astype(np.int64)
    return np.minimum(second, p.DAY - 1)


@lru_cache(maxsize=DECISION)
def _step_seconds(step: int) -> Ints:
    """Seconds spent on a step by 16-bit luck, log-normal."""
    seconds: Ints = np.rint(p.STEP_SECONDS[step] * np.exp(p.STEP_SIGMA * ndtri(lane_uniforms()))).astype(np.int64)
    return np.maximum(seconds, p.LEAST_STEP_SECONDS)


def _thousands(fen: Floats) -> Ints:
    """Money rounded to whole thousands of yuan, one at least."""
    return np.maximum(np.rint(fen / p.THOUSAND_YUAN), 1).astype(np.int64) * p.THOUSAND_YUAN
