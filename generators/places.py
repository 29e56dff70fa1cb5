"""Cities, branches and merchants: made once for the whole bank, the same for every block."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from generators import parameters as p
from generators.arrays import Codes, Flags, Ints, Lane, Words
from generators.draws import Draws, Purpose, lane_uniforms, split
from generators.pages import Columns
from generators.parameters import World
from generators.schema import levels

FIRST_MERCHANT_ID = 600_001
FIRST_BRANCH_ID = 101
ANYWHERE = -1  # no merchant that the customer is used to

_AREAS = ("中心", "滨江", "城南", "新区")
_SHOP_WORDS = "云锦星河南山青禾明月鹿鸣百川知味长乐万象清风小满未来一方"


def places(world: World) -> dict[str, Columns]:
    """Branches and merchants."""
    return {"branches": branches(), "merchants": merchants(world.seed)}


def branches() -> Columns:
    """The branches, one row each, in the columns of the dictionary."""
    rows = [
        (f"云渡银行{city.name}{area}支行", city.name, city.name_en, city.tier)
        for city in p.CITIES
        for area in _AREAS[: city.branches]
    ]
    name, city, city_en, tier = np.array(rows, dtype=object).T
    number = np.arange(len(rows), dtype=np.int64) + FIRST_BRANCH_ID
    return {
        "branch_id": number,
        "branch_name": name,
        "city": city,
        "city_en": city_en,
        "city_tier": tier.astype(np.int32),
    }


def merchants(seed: int) -> Columns:
    """The merchants, one row each: first every city's shops by category, then the online ones by category.

    Categories and sides are codes in the order of the dictionary.
    """
    words = [_SHOP_WORDS[i : i + 2] for i in range(0, len(_SHOP_WORDS), 2)]
    places = [(city.name, p.OFFLINE_SHOPS) for city in p.CITIES] + [(None, p.ONLINE_SHOPS)]
    rows = [(category, place, rank) for place, shops in places for category in p.CATEGORIES for rank in range(shops)]
    luck = Draws(seed, 0, len(rows)).uniform(0, Purpose.MERCHANT_NAME)
    names = [
        f"{words[int(u * len(words))]}{levels.CATEGORY[category.name][1]}"
        f"{f'{place}店' if place else '商城'}{rank + 1:02d}"
        for u, (category, place, rank) in zip(luck, rows, strict=True)
    ]
    codes, sides = list(levels.CATEGORY), list(levels.SIDE)
    return {
        "merchant_id": np.arange(len(rows), dtype=np.int64) + FIRST_MERCHANT_ID,
        "merchant_name": np.array(names, dtype=object),
        "category": np.array([codes.index(category.name) for category, _, _ in rows], dtype=np.int8),
        "mcc": np.array([category.mcc for category, _, _ in rows], dtype=np.int32),
        "side": np.array([sides.index("offline" if place else "online") for _, place, _ in rows], dtype=np.int8),
        "city": np.array([place for _, place, _ in rows], dtype=object),
    }


@dataclass(frozen=True)
class Streets:
    """Finds the shop of a purchase: which number of shop stands behind (city or online, category, luck)."""

    rank: npt.NDArray[np.int8]  # by online times 65,536 plus luck
    first: Ints  # the first shop by place times categories plus category; the last place is online
    habit: npt.NDArray[np.int8]  # as in `_habits`

    @classmethod
    def lay_out(cls) -> "Streets":
        """The tables of shops: how many come before a place and category, and how many more by luck."""
        part = (lane_uniforms() ** p.SHOP_SKEW * 65_536).astype(np.int64)
        counts = (p.OFFLINE_SHOPS, p.ONLINE_SHOPS)
        shops = np.repeat(counts, [len(p.CITIES) * len(p.CATEGORIES), len(p.CATEGORIES)])
        rank = np.concatenate([part * count // 65_536 for count in counts]).astype(np.int8)
        return cls(rank, FIRST_MERCHANT_ID + np.cumsum(shops) - shops, _habits())

    def shop(
        self, home: Codes, category: Codes, online: Flags, favourite: npt.NDArray[np.int8], seeds: Words, luck: Lane
    ) -> Ints:
        """Merchant ids, an entry a purchase.

        `home` and `category` are codes, `favourite` which of the customer's own merchants it is, or ANYWHERE; `seeds` is
        the word that each customer's favourites come from, `luck` a lane that picks a merchant elsewhere.
        """
        # Sums instead of choices: a processor cannot guess which way the next purchase goes.
        place = (home + online * (len(p.CITIES) - home)) * len(p.CATEGORIES) + category
        own, lanes = split(seeds, place), favourite.astype(np.uint64)
        anywhere = np.flatnonzero(favourite == ANYWHERE)
        own[anywhere], lanes[anywhere] = luck[anywhere], 0
        picked = (own >> (lanes << np.uint64(4)) & np.uint64(0xFFFF)).astype(np.int64)  # a lane has sixteen bits
        return np.asarray(self.first[place] + self.rank[online * 65_536 + picked])


@lru_cache(maxsize=1)
def _habits() -> npt.NDArray[np.int8]:
    """Which of the customer's merchants it is, by category times two plus online, times 256 plus eight bits of luck."""
    luck = (np.arange(256) + 0.5) / 256
    found = []
    for name in p.CATEGORY_NAMES:
        for shares in p.HABITS[name]:
            favourite = np.searchsorted(np.cumsum(shares), luck, side="right")
            found.append(np.where(favourite < len(shares), favourite, ANYWHERE))
    return np.concatenate(found).astype(np.int8)
