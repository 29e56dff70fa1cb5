"""Rewards for referrals, and the rings that refer themselves to get them."""

from enum import IntEnum
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Ints
from generators.draws import STATIC, Draws, gamma, lane, split
from generators.pages import Columns
from generators.parameters import World
from generators.people.circles import CIRCLE
from generators.people.days import last_day, opened_on
from generators.people.referrers import NOBODY, referrers
from generators.population import Population

FIRST_REWARD_ID: Final = 40_000_000_000
_PAYEES: Final = 2  # accounts that a ring is paid on


class Purpose(IntEnum):
    """What a draw is for, 2191 to 2199. Append only."""

    RING = 2191
    RING_JOINS = 2192
    PAYEE = 2193
    REWARD = 2194


def rewards(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """A row for each friend of the history whose card brought a reward, and to which ring they belong, if to any.

    Rings are found among referred people who hardly shop, for nobody behind a ring's card means to.
    """
    sender = referrers(world, int(population.number[0]), int(population.number[-1]) + 1)
    luck = draws.words(STATIC, Purpose.REWARD)
    least, more = p.REWARD_DAYS
    paid = opened_on(population, world) + (least + lane(luck, 0).astype(np.int64) * more // 65_536)
    rows = np.flatnonzero((sender != NOBODY) & (population.open_month >= 0) & (paid <= last_day(world)))
    circle, sender = population.number[rows] // CIRCLE, sender[rows]
    quiet = population.rate[rows] < p.RATE_MEAN * gamma(np.array([p.RING_QUIET]), p.RATE_SHAPE)[0]
    joins = draws.uniform(STATIC, Purpose.RING_JOINS)[rows] < p.RING_JOINS
    ring = quiet & joins & _has_ring(circle, world)
    device = lane(luck, 1)[rows] < np.where(ring, p.SHARES_DEVICE[1], p.SHARES_DEVICE[0]) * 65_536
    reward = FIRST_REWARD_ID + population.number[rows]
    columns: Columns = {
        "reward_id": reward,
        "customer_id": population.customer_id[rows],
        "referrer_customer_id": sender + p.FIRST_CUSTOMER_ID,
        "paid_on": paid[rows],
        "amount_fen": np.full(len(rows), p.REFERRAL_GIFT_YUAN * p.FEN, dtype=np.int64),
        "payee_hash": _payee(np.where(ring, -1 - (_PAYEES * circle + lane(luck, 2)[rows] % _PAYEES), sender), world),
        "same_device": device,
    }
    truth: Columns = {"reward_id": reward[ring], "ring_id": circle[ring] + 1}
    return {"referral_rewards": columns, "truth_referral_rings": truth}


def _has_ring(circle: Ints, world: World) -> Flags:
    """Whether somebody runs a ring in each of these circles."""
    numbers, place = np.unique(circle, return_inverse=True)
    luck = [Draws(world.seed, int(one), int(one) + 1).uniform(STATIC, Purpose.RING)[0] for one in numbers]
    return np.asarray(np.array(luck)[place] < p.RING_CIRCLE if luck else np.zeros(0, dtype=bool))


def _payee(account: Ints, world: World) -> Ints:
    """A number of 52 bits that stands for an account at a payment service."""
    seed = Draws(world.seed, 0, 1).words(STATIC, Purpose.PAYEE)
    return np.asarray((split(np.repeat(seed, len(account)), account) >> np.uint64(12)).astype(np.int64))
