"""Pages: columns as arrays, how they become a table in the dictionary's schema, and how to look at that table's cells.

Arrow arrays are made from NumPy's buffers and read as NumPy's buffers: `pyarrow.array` and `to_numpy` would import
pandas, which takes longer than making the tiny bank.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generators.arrays import Flags
from generators.schema import TABLES, Column, levels

Values = npt.NDArray[np.generic]
Columns = dict[str, Values]

# How a kind lies in memory, and what an empty cell of NumPy's looks like; an integer's NaN is a float's.
_MEMORY: dict[str, str] = {
    "id": "i8",
    "money": "i8",
    "integer": "i4",
    "rate": "f8",
    "date": "datetime64[D]",
    "month": "datetime64[D]",
    "datetime": "datetime64[ms]",
    "category": "i1",
}
_DAYS = ("date", "month")  # Arrow counts them in 32 bits


class Named(npt.NDArray[np.int16]):
    """Texts of a page that are few different ones: codes of `names`, -1 where there is none.

    Some of its rows know the names, too, and so do copies.
    """

    names: tuple[str, ...]

    def __new__(cls, codes: Any, names: tuple[str, ...]) -> "Named":
        """The texts `names[code]` of each code."""
        found = np.asarray(codes, dtype=np.int16).view(cls)
        found.names = names
        return found

    def __array_finalize__(self, other: Any) -> None:
        self.names = getattr(other, "names", ())


def recode(names: Iterable[str], titles: levels.Levels) -> npt.NDArray[np.int8]:
    """The dictionary's code for each of the engine's codes."""
    order = list(titles)
    return np.array([order.index(name) for name in names], dtype=np.int8)


def to_arrow(name: str, pages: list[Columns]) -> pa.Table:
    """Pages of columns as one Arrow table with the dictionary's schema; category codes become dictionary arrays.

    A code of -1, a NaT, a NaN and a None are null. Raises `OverflowError` where a number does not fit its column.
    """
    table = TABLES[name]
    arrays = []
    for column in table.columns:
        parts = [page[column.name] for page in pages]
        values = parts[0] if len(parts) == 1 else np.concatenate(parts)
        arrays.append(_by_name(values, parts[0].names) if isinstance(parts[0], Named) else _to_array(column, values))
    return pa.Table.from_arrays(arrays, schema=table.arrow())


def _to_array(column: Column, values: Any) -> pa.Array:
    if column.kind == "text":
        return _strings(values)
    if column.kind == "flag":
        return _array(pa.bool_(), len(values), np.packbits(values, bitorder="little"), None)
    if column.kind == "category":
        codes = _array(pa.int8(), len(values), values.astype("i1", copy=False), values < 0)
        return pa.DictionaryArray.from_arrays(codes, _levels(tuple(column.levels)))
    empty = np.isnan(values) if values.dtype.kind == "f" else np.isnat(values) if values.dtype.kind == "M" else None
    if empty is not None and values.dtype.kind == "f" and column.kind != "rate":
        values = np.where(empty, 0, values)
    cells = values.astype(_MEMORY[column.kind], copy=False)
    if column.kind in _DAYS:
        cells = cells.view("i8").astype("i4")
    elif cells.dtype.kind == "i" and cells.dtype != values.dtype and (cells != values).any():
        raise OverflowError(f"{column.name} holds a number that does not fit {cells.dtype}")
    return _array(column.arrow().type, len(values), cells, empty)


def _by_name(values: Values, names: tuple[str, ...]) -> pa.Array:
    codes = values.view(np.ndarray)
    return _levels(names).take(_array(pa.int16(), len(codes), codes, codes < 0))


def _array(kind: pa.DataType, length: int, cells: Any, empty: Flags | None) -> pa.Array:
    some_empty = empty is not None and empty.any()
    there = pa.py_buffer(np.packbits(~empty, bitorder="little")) if some_empty and empty is not None else None
    return pa.Array.from_buffers(kind, length, [there, pa.py_buffer(np.ascontiguousarray(cells))])


def _strings(values: Iterable[Any]) -> pa.Array:
    texts = pa.lib.StringBuilder()
    texts.append_values(values)
    return texts.finish()


@cache
def _levels(codes: tuple[str, ...]) -> pa.Array:
    return _strings(codes)


def cells(column: pa.Array) -> tuple[Any, Flags | None]:
    """An Arrow array's numbers, dates, codes or flags as NumPy's, and which of them are empty (None where none is).

    What stands in an empty cell is anything.
    """
    there, held = column.buffers()
    size, first = len(column), column.offset
    empty = None if not column.null_count else ~_bits(there, first, size)
    if pa.types.is_boolean(column.type):
        return _bits(held, first, size), empty
    kind = "f" if pa.types.is_floating(column.type) else "i"
    width = column.type.bit_width // 8
    return np.frombuffer(held, f"{kind}{width}", size, first * width), empty


def _bits(packed: pa.Buffer, first: int, size: int) -> Flags:
    whole = np.unpackbits(np.frombuffer(packed, np.uint8), count=first + size, bitorder="little")
    return whole[first:].view(np.bool_)
