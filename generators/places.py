"""Cities, branches and merchants: made once for the whole bank, the same for every block."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from generators.draws import Draws, Ints, Purpose, lane_uniforms
from generators.parameters import CATEGORIES, CITIES
from generators.schema import levels

OFFLINE_SHOPS = 14  # of each category in each city
ONLINE_SHOPS = 18  # of each category in the whole country
FIRST_MERCHANT_ID = 600_001
FIRST_BRANCH_ID = 101
_POPULARITY = 2.2  # a shop's rank is u ** 2.2: the first few take most of the purchases (a)

_AREAS = ("中心", "滨江", "城南", "新区")
_SHOP_WORDS = "云锦星河南山青禾明月鹿鸣百川知味长乐万象清风小满未来一方"


def branches() -> pd.DataFrame:
    """The branches, one row each, in the columns of the dictionary."""
    rows = [
        (f"云渡银行{city.name}{area}支行", city.name, city.name_en)
        for city in CITIES
        for area in _AREAS[: city.branches]
    ]
    frame = pd.DataFrame(rows, columns=["branch_name", "city", "city_en"])
    frame.insert(0, "branch_id", np.arange(len(frame), dtype=np.int64) + FIRST_BRANCH_ID)
    return frame


def merchants(seed: int) -> pd.DataFrame:
    """The merchants, one row each: first every city's shops by category, then the online ones by category."""
    words = [_SHOP_WORDS[i : i + 2] for i in range(0, len(_SHOP_WORDS), 2)]
    places = [(city.name, OFFLINE_SHOPS) for city in CITIES] + [(None, ONLINE_SHOPS)]
    rows = [
        (category.name, category.mcc, "offline" if place else "online", place, rank)
        for place, shops in places
        for category in CATEGORIES
        for rank in range(shops)
    ]
    luck = Draws(seed, 0, len(rows)).uniform(0, Purpose.MERCHANT_NAME)
    frame = pd.DataFrame(rows, columns=["category", "mcc", "side", "city", "rank"])
    frame["merchant_name"] = [
        f"{words[int(u * len(words))]}{levels.CATEGORY[category][1]}{f'{place}店' if place else '商城'}{rank + 1:02d}"
        for u, (category, _, _, place, rank) in zip(luck, rows, strict=True)
    ]
    frame.insert(0, "merchant_id", np.arange(len(frame), dtype=np.int64) + FIRST_MERCHANT_ID)
    return frame[["merchant_id", "merchant_name", "category", "mcc", "side", "city"]]


@dataclass(frozen=True)
class Streets:
    """Finds the shop of a purchase: which number of shop stands behind (city or online, category, luck)."""

    rank: Ints

    @classmethod
    def lay_out(cls) -> "Streets":
        """The table of shop ranks, in parts of 65,536, by luck."""
        return cls((lane_uniforms() ** _POPULARITY * 65_536).astype(np.int64))

    def shop(self, city: Ints, category: Ints, online: np.ndarray, luck: np.ndarray) -> Ints:
        """Merchant ids: `city` and `category` are codes, `luck` a 16-bit lane."""
        kinds = len(CATEGORIES)
        shops = np.where(online, ONLINE_SHOPS, OFFLINE_SHOPS)
        before = np.where(
            online,
            len(CITIES) * kinds * OFFLINE_SHOPS + category * ONLINE_SHOPS,
            (city * kinds + category) * OFFLINE_SHOPS,
        )
        return np.asarray(FIRST_MERCHANT_ID + before + self.rank[luck] * shops // 65_536)
