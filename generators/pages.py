"""Pages: columns as arrays, and how they become a table in the dictionary's schema."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from generators.schema import TABLES, levels

Values = npt.NDArray[np.generic]
Columns = dict[str, Values]


def recode(names: Iterable[str], titles: levels.Levels) -> npt.NDArray[np.int8]:
    """The dictionary's code for each of the engine's codes."""
    order = list(titles)
    return np.array([order.index(name) for name in names], dtype=np.int8)


def to_arrow(name: str, pages: list[Columns]) -> pa.Table:
    """Pages of columns as one Arrow table with the dictionary's schema; category codes become dictionary arrays.

    A code of -1 and a NaT are null.
    """
    table = TABLES[name]
    arrays = []
    for column in table.columns:
        values: Any = (
            pages[0][column.name] if len(pages) == 1 else np.concatenate([page[column.name] for page in pages])
        )
        if column.kind == "category":
            codes = pa.array(values, type=pa.int8(), mask=values < 0)
            arrays.append(pa.DictionaryArray.from_arrays(codes, pa.array(list(column.levels), type=pa.string())))
        else:
            arrays.append(pa.array(values, type=column.arrow().type, from_pandas=True))
    return pa.Table.from_arrays(arrays, schema=table.arrow())
