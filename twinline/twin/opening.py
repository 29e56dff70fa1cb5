"""Opening a bank: its rules, its history lived or fetched, and what it knows on a morning."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators.errors import BilingualError
from generators.parameters import World
from generators.twin.observed import observed
from generators.twin.run import Twin
from generators.twin.scenario import OPEN, Scenario
from generators.twin.snapshot import Snapshot, snapshot
from twinline.base.progress_bar import progress_bar
from twinline.base.text import t
from twinline.data.tables import default_scale, to_frame, world_of
from twinline.twin.carry_over import morning

if TYPE_CHECKING:
    import pandas as pd

    from generators.twin.monthly_pages import MonthlyPage

_MOST_CUSTOMERS = 200_000  # of a bank that is held in memory


def first_morning(scale: str | Path | World | None, scenario: Scenario | str | Path | None, seed: int | None) -> Twin:
    """The twin on the morning after a bank's history; see `Bank.open`."""
    rules = OPEN if scenario is None else _rules(scenario)
    wanted = scale if isinstance(scale, World) else world_of(scale or default_scale(), seed)
    if wanted.customers > _MOST_CUSTOMERS:
        raise BilingualError(
            f"The twin holds the whole bank in memory: {wanted.customers:,} customers are too many. Use course.",
            f"推演会把整家银行放进内存，{wanted.customers:,} 位客户太多，请用 course。",
        )
    return morning(_lived(wanted), rules)


def seen(now: Snapshot, books: "tuple[MonthlyPage, ...]") -> "pd.DataFrame":
    """What the bank knows by these pages, a row an open account; see `Bank.observed`."""
    return to_frame("observed", observed(now, books))


def month_number(month: Any, now: Snapshot) -> int:
    """The number of a month of the books, named as in "2025-06". Raises `BilingualError` for one that they cannot be read as of."""
    import pandas as pd

    first, last = now.world.month_start(1), now.world.month_start(now.month)
    try:
        at = pd.Timestamp(str(month))
        number = (at.year - now.world.start.year) * 12 + at.month - now.world.start.month
    except ValueError:
        number = -1
    if not 1 <= number <= now.month:
        raise BilingualError(
            f"The bank's books cannot be read as of {month}: name a month from {first:%Y-%m} to {last:%Y-%m}.",
            f"无法查看 {month} 的银行账簿：请用 {first:%Y-%m} 到 {last:%Y-%m} 之间的月份。",
        )
    return number


def _rules(scenario: Scenario | str | Path) -> Scenario:
    """A scenario by its name or file."""
    if isinstance(scenario, Scenario):
        return scenario
    from twinline.twin.scenarios import load

    return load(scenario)


@lru_cache(maxsize=1)  # nothing is ever written to it, and a notebook opens the same bank again and again
def _lived(wanted: World) -> Snapshot:
    """The snapshot of a world; a bar shows how far its history is where it has to be lived."""
    with progress_bar(t("Living the bank's history", "正在重演银行的历史")) as tell:
        return snapshot(wanted, tell)


__all__ = ["first_morning", "month_number", "seen"]
