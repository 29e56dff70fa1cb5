"""A bank's observed books as facts and lessons read them: observed tables, a column at a time, each read once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from math import isfinite, nan
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from generators import manifest
from generators.errors import BilingualError
from generators.parameters import World
from twinline.data.tables import dataset_folder, load

MOST_CUSTOMERS = 200_000  # a bank of this size fills some 10 GB of memory
Kept = TypeVar("Kept")
Asked = ParamSpec("Asked")


class Books:
    """Reads a finished dataset's tables: `bank("accounts", "customer_id", "open_date")`, money in yuan.

    `world` says which bank it is. Raises `BilingualError` where the folder holds no finished dataset, or one too big.
    """

    def __init__(self, folder: str | Path | None = None) -> None:
        load("branches", folder)  # makes a scale's data on first use, and refuses what is no dataset
        self.folder = dataset_folder(folder)
        held = manifest.read(self.folder)
        if held is None:
            raise manifest.no_dataset(self.folder)
        self.content_hash: str = held["content_hash"]
        known = {key: value for key, value in held["world"].items() if key != "engine"}
        self.world = World(**{**known, "start": date.fromisoformat(known["start"])})
        if self.world.customers > MOST_CUSTOMERS:
            raise BilingualError(
                f"The report looks at banks of up to {MOST_CUSTOMERS:,} customers; this one has {self.world.customers:,}. "
                "Make a smaller one with the same seed: twinline data generate --customers 20000.",
                f"报告最多支持 {MOST_CUSTOMERS:,} 位客户，这家银行有 {self.world.customers:,} 位。"
                "请用同一种子生成一家小一些的银行：twinline data generate --customers 20000。",
            )
        self.start = pd.Timestamp(self.world.start)
        self.months = self.world.months
        self.end = self.start + pd.DateOffset(months=self.months)
        self.last_year = self.end - pd.DateOffset(years=1)
        self._columns: dict[str, pd.DataFrame] = {}
        self.kept: dict[Any, Any] = {}

    def __call__(self, table: str, *columns: str) -> pd.DataFrame:
        """Some columns of a table. The frame is the caller's own; what it holds is read once."""
        held = self._columns.get(table, pd.DataFrame())
        lacking = [column for column in columns if column not in held]
        if lacking:
            read = load(table, self.folder, columns=lacking)
            held = pd.concat([held, read], axis=1) if len(held.columns) else read
            self._columns[table] = held
        return held[list(columns)].copy(deep=False)

    def forget(self) -> None:
        """Let go of all that was read, for the memory."""
        self._columns.clear()
        self.kept.clear()

    def month(self, dates: pd.Series) -> pd.Series:
        """Months from the first of the history, 0 for the first; empty where the date is."""
        number: pd.Series = (dates.dt.year - self.start.year) * 12 + dates.dt.month - self.start.month
        return number


def once(make: Callable[Concatenate[Books, Asked], Kept]) -> Callable[Concatenate[Books, Asked], Kept]:
    """Keep with each bank what `make` finds in it, since several rows build on it."""

    @wraps(make)
    def kept(bank: Books, *asked: Asked.args, **named: Asked.kwargs) -> Kept:
        key = (make, asked, tuple(named.items()))
        if key not in bank.kept:
            bank.kept[key] = make(bank, *asked, **named)
        found: Kept = bank.kept[key]
        return found

    return cast(Callable[Concatenate[Books, Asked], Kept], kept)


@dataclass(frozen=True)
class Measured:
    """What a bank shows: the value, its standard error where a test is behind it, and of how many rows."""

    value: float
    error: float | None = None
    n: int = 0

    @property
    def here(self) -> bool:
        """Whether there was anything to measure."""
        return isfinite(self.value)


NOTHING = Measured(nan)


class NothingToMeasure(Exception):
    """A bank lacks the rows that a measure needs: its history is too short, or it is too small."""
