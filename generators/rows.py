"""Some customers out of many, or two groups in one: the same rows of every array of a record."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np

from generators.arrays import Rows

Record = TypeVar("Record")


def take(record: Record, rows: Rows) -> Record:
    """A record (a dataclass of arrays, one entry a customer) of those at positions `rows`, in that order."""
    kind: Any = type(record)
    return cast(Record, kind(*[getattr(record, name)[rows] for name in _names(kind)]))


def join(one: Record, other: Record) -> Record:
    """A record of one's customers and then the other's."""
    kind: Any = type(one)
    return cast(Record, kind(*[_joined(getattr(one, name), getattr(other, name)) for name in _names(kind)]))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _joined(one: Any, other: Any) -> Any:
    """Two fields as one: arrays one after the other, records of arrays likewise, and what was only remembered anew."""
    if isinstance(one, np.ndarray):
        return np.concatenate([one, other])
    return {} if isinstance(one, dict) else join(one, other)
