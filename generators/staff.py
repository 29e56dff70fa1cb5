"""Relationship managers: made once for the whole bank, three to eight a branch."""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

import numpy as np

from generators import parameters as p
from generators.arrays import Floats, Ints
from generators.draws import STATIC, Draws, lane, unit
from generators.draws import Purpose as Drawn
from generators.names import name_pools
from generators.pages import Columns
from generators.parameters import World
from generators.places import FIRST_BRANCH_ID

FIRST_MANAGER_ID: Final = 80_001
SKILLS: Final = ("activation", "retention", "credit", "wealth")


class Purpose(IntEnum):
    """What a draw is for, 2001 to 2004. Append only."""

    MANAGERS_OF_BRANCH = 2001
    MANAGER_NAME = 2002
    MANAGER_SKILLS = 2003
    MANAGER_MAKE = 2004


@dataclass(frozen=True)
class Staff:
    """The managers, one entry each, in the order of their branches."""

    branch: Ints  # 0-based number of the branch
    first_of_branch: Ints  # position of each branch's first manager
    count_of_branch: Ints
    skills: Floats  # (managers, SKILLS), 0 to 1
    willingness: Floats  # 0 to 1
    service: Ints  # full years when the history begins
    capacity: Ints  # contacts a month
    team: Ints
    luck: Ints  # for their names
    drive: Floats  # how driven each branch is, standard normal: an entry a branch

    def care(self, skill: str) -> Floats:
        """Each manager's willingness times one of SKILLS, in spreads around the middling: neither does much alone."""
        score = self.willingness * self.skills[:, SKILLS.index(skill)]
        return np.asarray((score - p.CARE_MIDDLE) / p.CARE_SPREAD)


@lru_cache(maxsize=2)
def staff(world: World) -> Staff:
    """The bank's managers, the same for every block. Do not write into what it returns."""
    branches = sum(city.branches for city in p.CITIES)
    size_luck = Draws(world.seed, 0, branches).uniform(STATIC, Purpose.MANAGERS_OF_BRANCH)
    fewest, most = p.MANAGERS_A_BRANCH
    count = fewest + np.floor(size_luck * (most - fewest + 1)).astype(np.int64)
    draws = Draws(world.seed, 0, int(count.sum()))
    talents, make = draws.words(STATIC, Purpose.MANAGER_SKILLS), draws.words(STATIC, Purpose.MANAGER_MAKE)
    share = {number: (lane(make, number) + 0.5) / 65_536 for number in range(4)}
    service = np.floor((p.LONGEST_SERVICE + 1) * share[0] ** p.SHORT_SERVICE_SKEW).astype(np.int64)
    talent = np.stack([(lane(talents, number) + 0.5) / 65_536 for number in range(len(SKILLS))], axis=1)
    learned = (service / p.LONGEST_SERVICE)[:, None]
    team = np.searchsorted(np.cumsum(p.TEAM_SHARES)[:-1], share[3], side="right")
    return Staff(
        branch=np.repeat(np.arange(branches), count),
        first_of_branch=np.cumsum(count) - count,
        count_of_branch=count,
        skills=np.round((1 - p.SKILL_FROM_SERVICE) * talent + p.SKILL_FROM_SERVICE * learned, 4),
        willingness=np.round(share[1], 4),
        service=service,
        capacity=np.round(p.CAPACITY[0] + (p.CAPACITY[1] - p.CAPACITY[0]) * share[2], -1).astype(np.int64),
        team=team.astype(np.int64),
        luck=np.floor(unit(draws.words(STATIC, Purpose.MANAGER_NAME)) * 2**31).astype(np.int64),
        drive=Draws(world.seed, 0, branches).normal(STATIC, Drawn.BRANCH_DRIVE),
    )


def rating(score: Floats) -> Ints:
    """A score from 0 to 1 as people see it: 1 to 5."""
    return np.asarray(1 + np.minimum(np.floor(score * 5), 4), dtype=np.int64)


def managers(world: World) -> dict[str, Columns]:
    """The managers, one row each, in the columns of the dictionary."""
    people = staff(world)
    pools = name_pools()
    female = people.luck % 2 == 0
    names = {sex: np.array(pool, dtype=object) for sex, pool in pools.items()}
    place = people.luck // 2
    columns: Columns = {
        "manager_id": np.arange(len(people.branch), dtype=np.int64) + FIRST_MANAGER_ID,
        "name": np.where(female, names["f"][place % len(names["f"])], names["m"][place % len(names["m"])]),
        "branch_id": people.branch + FIRST_BRANCH_ID,
        "team": people.team.astype(np.int8),
        "years_of_service": people.service.astype(np.int32),
        "willingness": rating(people.willingness).astype(np.int32),
        "monthly_capacity": people.capacity.astype(np.int32),
    }
    for number, skill in enumerate(SKILLS):
        columns[f"skill_{skill}"] = rating(people.skills[:, number]).astype(np.int32)
    return {"managers": columns}
