"""Applying for a card: when, where and how each application was made, of those who became customers and of the rest.

Beside every customer number there may be one other applicant, who never became a customer: declined, or gone before
the form was sent. So the rest needs no numbers of its own, and no block needs to know another's.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from generators import parameters as p
from generators.draws import STATIC, Draws, Ints, Words, choose, lane, lane_uniforms, unit
from generators.parameters import Floats, World
from generators.people.chance import PeoplePurpose as Purpose
from generators.people.days import opened_on
from generators.population import Population

SCENES: Final = (
    "bank_lobby",
    "payroll_visit",
    "app_banner",
    "app_search",
    "fuel_partner",
    "checkout",
    "friends_link",
    "campus",
    "mall_stand",
)
STEPS: Final = ("start", "identity", "income", "consent", "submit", "decision")
DECISION: Final = len(STEPS) - 1

# Assumptions (a), a row a channel in the order of `parameters.ACQUISITION`.
SCENE_SHARES: Final = {
    "branch": {"bank_lobby": 0.70, "payroll_visit": 0.30},
    "app": {"app_banner": 0.60, "app_search": 0.40},
    "partner_scene": {"fuel_partner": 0.42, "checkout": 0.58},
    "referral": {"friends_link": 1.0},
    "outbound": {"campus": 0.28, "mall_stand": 0.44, "payroll_visit": 0.28},
}
DEVICES: Final = ("android", "iphone", "staff_tablet", "terminal", "computer")
DEVICE_SHARES: Final = {
    "branch": (0.10, 0.06, 0.30, 0.54, 0.0),
    "app": (0.62, 0.38, 0.0, 0.0, 0.0),
    "partner_scene": (0.55, 0.33, 0.0, 0.0, 0.12),
    "referral": (0.58, 0.40, 0.0, 0.0, 0.02),
    "outbound": (0.12, 0.08, 0.80, 0.0, 0.0),
}
# Beside the customers: applicants who were declined, and who stopped half-way, per customer.
DECLINED, STOPPED = 0.20, 0.12
# Where those who stop do so, by step before the decision: most where papers and numbers are asked for.
STOP_AT: Final = (0.14, 0.30, 0.34, 0.14, 0.08)
STOPPERS_BY_CHANNEL: Final = (0.20, 0.34, 0.30, 0.08, 0.08)  # forms filled in alone are left more often
DECLINED_BY_CHANNEL: Final = (0.24, 0.26, 0.28, 0.08, 0.14)
AT_ONCE: Final = 0.72  # decided by the machine, within minutes
LONGEST_DECISION: Final = 3  # days, where a person decides
MEDIAN_SECONDS: Final = (35, 110, 75, 30, 12)  # on each step before the decision
STEP_SIGMA: Final = 0.6
OFFICE_HOURS: Final = (0,) * 9 + (9, 12, 11, 5, 6, 10, 11, 9) + (0,) * 7
ALL_HOURS: Final = (1, 0, 0, 0, 0, 0, 1, 2, 5, 7, 8, 8, 9, 8, 7, 7, 7, 7, 8, 10, 12, 12, 9, 4)
ASKED: Final = (0.9, 2.2)  # the limit asked for, as a multiple of the one a customer got

_DAY = 86_400
_SECOND = np.timedelta64(1, "s")


@dataclass(frozen=True)
class Applications:
    """Applications of one block: of its customers, or of the other applicants beside them."""

    row: Ints  # position of the customer in the block
    channel: npt.NDArray[np.intp]
    scene: npt.NDArray[np.intp]
    device: npt.NDArray[np.intp]
    entered: npt.NDArray[np.datetime64]  # (applications, STEPS), to the second
    left: npt.NDArray[np.datetime64]
    last: Ints  # the step that was reached last; DECISION for all that were sent
    requested_fen: Ints


def customers_applications(population: Population, draws: Draws, world: World) -> Applications:
    """How each customer of the block applied, before the account opened."""
    opened = opened_on(population, world)
    channel = population.acquisition
    asked = ASKED[0] + (ASKED[1] - ASKED[0]) * draws.uniform(STATIC, Purpose.REQUESTED)
    words = [draws.words(STATIC, purpose) for purpose in (Purpose.SUBMITTED, Purpose.DECIDED)]
    times = [draws.words(STATIC, purpose) for purpose in (Purpose.STEP_TIMES, Purpose.LATE_STEP_TIMES)]
    last = np.full(len(population), DECISION)
    entered, left = _times(opened, channel, words, times, last)
    return Applications(
        row=np.arange(len(population)),
        channel=channel,
        scene=_pick(_scene_shares(), channel, draws.uniform(STATIC, Purpose.SCENE)),
        device=_pick(_device_shares(), channel, draws.uniform(STATIC, Purpose.DEVICE)),
        entered=entered,
        left=left,
        last=last,
        requested_fen=_thousands(population.limit_fen * asked),
    )


def other_applications(population: Population, draws: Draws, world: World) -> Applications:
    """Those who applied in the months in which the block's customers opened, and did not become customers."""
    luck = draws.uniform(STATIC, Purpose.OTHER_APPLICANT)
    row = np.flatnonzero(luck < DECLINED + STOPPED)
    declined = luck[row] < DECLINED

    def uniform(purpose: Purpose) -> Floats:
        return draws.uniform(STATIC, purpose)[row]

    channel_luck = uniform(Purpose.OTHER_ACQUISITION)
    channel = np.where(declined, choose(channel_luck, DECLINED_BY_CHANNEL), choose(channel_luck, STOPPERS_BY_CHANNEL))
    month = np.datetime64(world.start, "M") + population.open_month[row]
    day = month.astype("datetime64[D]") + np.floor(uniform(Purpose.OTHER_DAY) * 28).astype(np.int64)
    last = np.where(declined, DECISION, choose(uniform(Purpose.OTHER_STOP), STOP_AT))
    words = [draws.words(STATIC, purpose)[row] for purpose in (Purpose.OTHER_SUBMITTED, Purpose.OTHER_DECIDED)]
    steps = (Purpose.OTHER_STEP_TIMES, Purpose.OTHER_LATE_STEP_TIMES)
    entered, left = _times(day, channel, words, [draws.words(STATIC, purpose)[row] for purpose in steps], last)
    return Applications(
        row=row,
        channel=channel,
        scene=_pick(_scene_shares(), channel, uniform(Purpose.OTHER_SCENE)),
        device=_pick(_device_shares(), channel, uniform(Purpose.OTHER_DEVICE)),
        entered=entered,
        left=left,
        last=last,
        requested_fen=_thousands(p.LIMIT_MEAN_YUAN * 100 * (0.2 + 3 * uniform(Purpose.OTHER_REQUESTED) ** 2)),
    )


def submitted_on(population: Population, draws: Draws, world: World) -> npt.NDArray[np.datetime64]:
    """The day on which each customer of the block sent the form."""
    return _sent_on(opened_on(population, world), draws.words(STATIC, Purpose.DECIDED))


def _times(
    opened: npt.NDArray[np.datetime64],
    channel: npt.NDArray[np.intp],
    words: list[Words],
    steps: list[Words],
    last: Ints,
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]]:
    """When each step was entered and left: decided before the day of opening, whatever the hour of the form."""
    moment, decide = words
    day = _sent_on(opened, decide)
    alone = np.isin(channel, [p.ACQUISITION.index(name) for name in ("app", "partner_scene", "referral")])
    second = np.where(alone, _seconds(ALL_HOURS)[lane(moment, 0)], _seconds(OFFICE_HOURS)[lane(moment, 0)])
    days = _days_to_decide(decide)
    deciding = np.where(
        days > 0,
        days * _DAY + _seconds(OFFICE_HOURS)[lane(moment, 1)] - second,
        20 + lane(moment, 1).astype(np.int64) // 256,  # the machine takes five minutes at most
    )
    sent = day.astype("datetime64[s]") + second
    taken = np.stack(
        [_step_seconds(step)[lane(steps[step // 3], step % 3)] for step in range(DECISION)] + [deciding], axis=1
    )
    left = np.cumsum(taken, axis=1) - taken[:, :DECISION].sum(axis=1, keepdims=True)
    left_at = sent[:, None] + left
    return np.asarray(left_at - taken * _SECOND), np.asarray(left_at)


def _sent_on(opened: npt.NDArray[np.datetime64], decide: Words) -> npt.NDArray[np.datetime64]:
    """The day of the form: the decision is out on the eve of the opening at the latest."""
    return np.asarray(opened - 2 - _days_to_decide(decide))


def _days_to_decide(words: Words) -> Ints:
    """Whole days from the form to the decision; nought where the machine decides."""
    by_person = (unit(words) - AT_ONCE) / (1 - AT_ONCE)
    return np.where(by_person > 0, 1 + np.floor(by_person * LONGEST_DECISION), 0).astype(np.int64)


@lru_cache(maxsize=2)
def _seconds(hours: tuple[int, ...]) -> Ints:
    """Second of the day by 16-bit luck, quantiles of a profile of hours."""
    edges = np.concatenate([[0.0], np.cumsum(hours)]) / sum(hours)
    second: Ints = np.floor(np.interp(lane_uniforms(), edges, np.arange(25) * 3_600.0)).astype(np.int64)
    return np.minimum(second, _DAY - 1)


@lru_cache(maxsize=DECISION)
def _step_seconds(step: int) -> Ints:
    """Seconds spent on a step by 16-bit luck, log-normal."""
    seconds: Ints = np.rint(MEDIAN_SECONDS[step] * np.exp(STEP_SIGMA * ndtri(lane_uniforms()))).astype(np.int64)
    return np.maximum(seconds, 2)


def _scene_shares() -> Floats:
    return np.array([[SCENE_SHARES[channel].get(scene, 0.0) for scene in SCENES] for channel in p.ACQUISITION])


def _device_shares() -> Floats:
    return np.array([DEVICE_SHARES[channel] for channel in p.ACQUISITION])


def _pick(shares: Floats, channel: npt.NDArray[np.intp], luck: Floats) -> npt.NDArray[np.intp]:
    """The column of `shares` that `luck` falls into, in each channel's own row."""
    edges = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
    return np.asarray(np.minimum((luck[:, None] >= edges[channel]).sum(axis=1), shares.shape[1] - 1), dtype=np.intp)


def _thousands(fen: Floats) -> Ints:
    """Money rounded to whole thousands of yuan, one at least."""
    return np.maximum(np.rint(fen / 100_000), 1).astype(np.int64) * 100_000
