"""Friends on WeCom: how many each manager has besides our cardholders, and which friends a lot leaves unwritten for a while.

A manager's hours are what they are: beyond some number of friends each of them gets less. Who is not written to for
months forgets the manager. Answers to what customers ask are never withheld.
"""

from enum import IntEnum
from functools import lru_cache

import numpy as np

from generators import parameters as p
from generators.arrays import Codes, Floats, Ints
from generators.draws import STATIC, Draws
from generators.pages import Columns
from generators.parameters import World
from generators.staff import FIRST_MANAGER_ID, staff

NOT_DRAWN, MONTHLY, QUIET = -1, 0, 1


class Purpose(IntEnum):
    """What a draw is for, 2201 to 2209. Append only."""

    OTHER_FRIENDS = 2201
    RHYTHM = 2202


@lru_cache(maxsize=2)
def other_friends(world: World) -> Ints:
    """Friends of each manager who hold no card of ours, as many whatever their skills. Do not write into it."""
    luck = Draws(world.seed, 0, len(staff(world).branch)).normal(STATIC, Purpose.OTHER_FRIENDS)
    return np.asarray(np.rint(p.OTHER_FRIENDS * np.exp(p.OTHER_FRIENDS_SIGMA * luck)), dtype=np.int64)


def attention(world: World) -> Floats:
    """What each manager's friends get of what a friendship usually does: more where they are few, ever less where many."""
    crowd = np.maximum(other_friends(world) / p.FRIENDS_KEPT, 1.0)
    return np.asarray(p.ATTENTION_MOST * crowd**-p.ATTENTION_FALLS)


def rhythm(draws: Draws) -> Codes:
    """What the lot of the trial says of each customer, should they be a friend when it begins."""
    luck = draws.uniform(STATIC, Purpose.RHYTHM)
    arm = np.where(luck < p.RHYTHM_SHARE * p.RHYTHM_QUIET, QUIET, MONTHLY)
    return np.asarray(np.where(luck < p.RHYTHM_SHARE, arm, NOT_DRAWN), dtype=np.intp)


def has_trial(world: World) -> bool:
    """Whether the history is long enough for the trial of the rhythm of messages."""
    return world.months >= p.RHYTHM_MONTH + p.RHYTHM_MONTHS


def in_trial(world: World, month: int) -> bool:
    """Whether the trial of the rhythm of messages runs in a month."""
    return has_trial(world) and p.RHYTHM_MONTH <= month < p.RHYTHM_MONTH + p.RHYTHM_MONTHS


def wecom_accounts(world: World) -> dict[str, Columns]:
    """A row a manager, and the truth about it."""
    number = np.arange(len(staff(world).branch), dtype=np.int64) + FIRST_MANAGER_ID
    return {
        "wecom_accounts": {"manager_id": number, "other_friends": other_friends(world).astype(np.int32)},
        "truth_wecom_accounts": {"manager_id": number, "attention": np.round(attention(world), 4)},
    }
