"""Rewards for referrals, and the rings that refer themselves to get them."""

from enum import IntEnum
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Flags, Floats, Ints, Words
from generators.draws import STATIC, Draws, gamma, lane, split
from generators.pages import Columns
from generators.parameters import World
from generators.people.circles import CIRCLE
from generators.people.days import last_day, opened_on
from generators.people.households import households
from generators.people.referrers import NOBODY, referrers
from generators.population import Population

FIRST_REWARD_ID: Final = 40_000_000_000
_MOST_IN_A_CIRCLE: Final = 100  # accounts of rings and collectors


class Purpose(IntEnum):
    """What a draw is for, 2191 to 2199. Append only."""

    RING = 2191
    RING_JOINS = 2192
    PAYEE = 2193
    REWARD = 2194
    RING_PAYEES = 2195
    COLLECTS = 2196


def rewards(population: Population, draws: Draws, world: World) -> dict[str, Columns]:
    """A row for each friend of the history whose card brought a reward, and to which ring they belong, if to any.

    Rings are found among referred people who hardly shop, for nobody behind a ring's card means to. They spread their
    rewards over several accounts, and honest people share one too: families, and bargain hunters with one who collects.
    """
    sender = referrers(world, int(population.number[0]), int(population.number[-1]) + 1)
    luck = draws.words(STATIC, Purpose.REWARD)
    least, more = p.REWARD_DAYS
    paid = opened_on(population, world) + (least + lane(luck, 0).astype(np.int64) * more // 65_536)
    rows = np.flatnonzero((sender != NOBODY) & (population.open_month >= 0) & (paid <= last_day(world)))
    circle, sender = population.number[rows] // CIRCLE, sender[rows]
    quiet = population.rate[rows] < p.RATE_MEAN * gamma(np.array([p.RING_QUIET]), p.RATE_SHAPE)[0]
    joins = draws.uniform(STATIC, Purpose.RING_JOINS)[rows] < p.RING_JOINS
    ring = quiet & joins & (_luck_of(circle, Purpose.RING, world) < p.RING_CIRCLE)
    head, first = _heads(circle, world)
    honest, collected = _honest(sender, circle, head[sender - first], world)
    beside = collected | (head[population.number[rows] - first] == head[sender - first])
    shares = np.where(ring, p.RING_DEVICE, np.where(beside, p.BESIDE_DEVICE, p.FRIENDS_DEVICE))
    device = lane(luck, 1)[rows] < shares * 65_536
    least, more = p.RING_PAYEES
    payees = least + np.floor(_luck_of(circle, Purpose.RING_PAYEES, world) * more).astype(np.int64)
    of_ring = _MOST_IN_A_CIRCLE * circle + lane(luck, 2)[rows] % payees
    reward = FIRST_REWARD_ID + population.number[rows]
    columns: Columns = {
        "reward_id": reward,
        "customer_id": population.customer_id[rows],
        "referrer_customer_id": sender + p.FIRST_CUSTOMER_ID,
        "paid_on": paid[rows],
        "amount_fen": np.full(len(rows), p.REFERRAL_GIFT_YUAN * p.FEN, dtype=np.int64),
        "payee_hash": _payee(np.where(ring, -1 - of_ring, honest), world),
        "same_device": device,
    }
    truth: Columns = {"reward_id": reward[ring], "ring_id": circle[ring] + 1}
    return {"referral_rewards": columns, "truth_referral_rings": truth}


def _honest(sender: Ints, circle: Ints, head: Ints, world: World) -> tuple[Ints, Flags]:
    """Whose account each referrer would name who is honest (their own, the family's, a collector's), and whether the last."""
    words = _words(Purpose.COLLECTS, sender, world)  # of the referrer: all their rewards go one way
    collected = lane(words, 0) < p.COLLECTED * 65_536
    family = lane(words, 1) < p.FAMILY_ACCOUNT * 65_536
    collector = -1 - (_MOST_IN_A_CIRCLE * (circle + 1) - 1 - lane(words, 2) % p.COLLECTORS)
    return np.where(collected, collector, np.where(family, head, sender)), collected


def _heads(circle: Ints, world: World) -> tuple[Ints, int]:
    """The head of the household of every customer of these circles, and the number of the first of them."""
    if not len(circle):
        return circle, 0
    first, stop = int(circle.min()) * CIRCLE, min((int(circle.max()) + 1) * CIRCLE, world.customers)
    return households(world, first, stop).head, first


def _luck_of(circle: Ints, purpose: Purpose, world: World) -> Floats:
    """Luck of each of these circles as a whole, from 0 to 1."""
    return (_words(purpose, circle, world) >> np.uint64(11)).astype(np.float64) / 2**53


def _payee(account: Ints, world: World) -> Ints:
    """A number of 52 bits that stands for an account at a payment service."""
    return np.asarray((_words(Purpose.PAYEE, account, world) >> np.uint64(12)).astype(np.int64))


def _words(purpose: Purpose, number: Ints, world: World) -> Words:
    """A word of luck for each of these numbers, whichever block asks."""
    seed = Draws(world.seed, 0, 1).words(STATIC, purpose)
    return split(np.repeat(seed, len(number)), number)
