"""Some customers out of many, or two groups in one: the same rows of every array of a record."""

from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from generators.arrays import Rows

Record = TypeVar("Record")


def take(record: Record, rows: Rows) -> Record:
    """A record (a dataclass of arrays, one entry a customer) of those at positions `rows`, in that order."""
    taken: dict[str, Any] = {field.name: getattr(record, field.name)[rows] for field in fields(record)}  # type: ignore[arg-type]
    return type(record)(**taken)


def join(one: Record, other: Record) -> Record:
    """A record of one's customers and then the other's."""
    both = {field.name: (getattr(one, field.name), getattr(other, field.name)) for field in fields(one)}  # type: ignore[arg-type]
    return type(one)(**{name: _joined(*parts) for name, parts in both.items()})


def _joined(one: Any, other: Any) -> Any:
    """Two fields as one: arrays one after the other, records of arrays likewise, and what was only remembered anew."""
    if isinstance(one, np.ndarray):
        return np.concatenate([one, other])
    return {} if isinstance(one, dict) else join(one, other)
