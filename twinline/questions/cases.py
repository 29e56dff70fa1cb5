"""Cases: what a function is tried on. Small tables that one can check by hand, and the bank's own data."""

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from generators import manifest
from twinline.base.words import Words
from twinline.data.tables import dataset_folder

ANY_BANK = "any"  # the dataset of a case that does not depend on the bank


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SmallTable(_Input):
    """A small table, column by column; those in `dates` hold days such as "2025-06-01"."""

    kind: Literal["table"] = "table"
    columns: dict[str, list[Any]]
    dates: tuple[str, ...] = ()

    def read(self, dataset: Path | None) -> Any:
        """The table as a frame."""
        frame = pd.DataFrame(self.columns)
        return frame.assign(**{name: pd.to_datetime(frame[name]) for name in self.dates})


class Value(_Input):
    """A number, a text or a list; with `date` a day."""

    kind: Literal["value"] = "value"
    value: Any
    date: bool = False

    def read(self, dataset: Path | None) -> Any:
        """The value."""
        return pd.Timestamp(self.value) if self.date else self.value


class Data(_Input):
    """What a public function of the kit reads from the bank in use: "twinline.prepared.churn:pilot_file" with its arguments."""

    kind: Literal["data"] = "data"
    function: str = Field(pattern=r"^twinline(\.\w+)*:\w+$")
    arguments: dict[str, Any] = {}

    def read(self, dataset: Path | None) -> Any:
        """What the function returns for a dataset's folder, by default the one in use. Read once a kernel."""
        where, name = self.function.split(":")
        arguments = {key: tuple(value) if isinstance(value, list) else value for key, value in self.arguments.items()}
        return _read(where, name, tuple(sorted(arguments.items())), dataset or dataset_folder())


Input = Annotated[SmallTable | Value | Data, Field(discriminator="kind")]


class Case(_Input):
    """One call of a learner's function; `title` tells the learner what it is tried on."""

    name: str
    title: Words
    inputs: tuple[Input, ...]

    @property
    def on_bank(self) -> bool:
        """Whether its inputs depend on the bank in use."""
        return any(isinstance(each, Data) for each in self.inputs)

    def read(self, dataset: Path | None = None) -> list[Any]:
        """The inputs. They are shared: hand copies to code of others (see `handed`)."""
        return [each.read(dataset) for each in self.inputs]


@lru_cache(maxsize=24)
def _read(where: str, name: str, arguments: tuple[tuple[str, Any], ...], dataset: Path) -> Any:
    return getattr(import_module(where), name)(**dict(arguments), dataset=dataset)


def handed(inputs: list[Any]) -> list[Any]:
    """Inputs to be handed to a learner's function: what it does to them does not reach ours (pandas copies on write)."""
    return [each.copy() if isinstance(each, pd.DataFrame) else each for each in inputs]


def changed(before: list[Any], after: list[Any]) -> bool:
    """Whether a function that was handed copies of `before` left them changed."""
    for mine, given in zip(before, after, strict=True):
        if isinstance(mine, pd.DataFrame) and not (isinstance(given, pd.DataFrame) and mine.equals(given)):
            return True
    return False


def bank_name(dataset: Path | None = None) -> str:
    """What identifies a bank's data: its customers, months, start, seed and engine; "" where there is none."""
    held = manifest.held_world(dataset or dataset_folder())
    if held is None:
        return ""
    return "/".join(str(held[key]) for key in ("scale", "customers", "months", "start", "seed"))
