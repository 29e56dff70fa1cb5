"""Checking a dataset: every file as written, every table as the dictionary says, every key resolved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from generators import manifest
from generators.run import damage
from generators.schema import TABLES, Column, Table


@dataclass(frozen=True)
class Problem:
    """Something wrong with a dataset: where, and what, in both languages. Files can be mended, wrong values cannot."""

    where: str
    en: str
    zh: str
    mendable: bool = False


def check(out: Path) -> tuple[dict[str, Any], list[Problem]]:
    """A dataset's manifest and all that is wrong with it (an empty list if nothing is).

    Raises `BilingualError` where there is no dataset to check.
    """
    found = manifest.read(out)
    if found is None:
        raise manifest.no_dataset(out)
    problems = list(_files(out, found))
    if not problems:
        problems = list(_contents(out))
    return found, problems


def _files(out: Path, found: dict[str, Any]) -> Iterator[Problem]:
    for table in found["tables"].values():
        for row in table["files"]:
            wrong = damage(out, row)
            if wrong:
                yield Problem(str(out / row["path"]), *wrong, mendable=True)


def _contents(out: Path) -> Iterator[Problem]:
    for name, table in TABLES.items():
        for path in manifest.files(out, name):
            if not pq.read_schema(path).equals(table.arrow()):
                yield Problem(str(path), "has other columns than the dictionary", "字段与数据字典不一致")
                return
    frames = {name: read(out, table) for name, table in TABLES.items()}
    for name, table in TABLES.items():
        yield from _against_dictionary(table, frames[name])
        for column in table.columns:
            if column.key:
                other, key = column.key
                # An empty cell of an optional key points nowhere.
                strangers = ~frames[name][column.name].dropna().isin(frames[other][key])
                if strangers.any():
                    count = int(strangers.sum())
                    yield Problem(
                        f"{name}.{column.name}",
                        f"{count} values are not in {other}.{key}",
                        f"有 {count} 个值在 {other}.{key} 中找不到",
                    )


def read(out: Path, table: Table) -> pd.DataFrame:
    """A stored table as it lies, money in fen."""
    frame: pd.DataFrame = pq.read_table(manifest.files(out, table.name)).to_pandas(date_as_object=False)
    return frame


def _against_dictionary(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    # Two seconds to import: only where it is used.
    from pandera.errors import SchemaErrors
    from pandera.pandas import Column as Rules
    from pandera.pandas import DataFrameSchema

    schema = DataFrameSchema(
        {column.name: Rules(checks=_checks(column), nullable=column.optional) for column in table.columns},
        strict=True,
        unique=list(table.key),
    )
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        for (column, what), cases in errors.failure_cases.groupby(["column", "check"], dropna=False):
            where = table.name if pd.isna(column) else f"{table.name}.{column}"
            yield Problem(where, f"breaks {what} in {len(cases)} rows", f"有 {len(cases)} 行不符合 {what}")


def _checks(column: Column) -> list[Any]:
    from pandera.pandas import Check

    checks = []
    if column.low is not None:
        checks.append(Check.ge(column.low))
    if column.high is not None:
        checks.append(Check.le(column.high))
    if column.levels:
        checks.append(Check.isin(list(column.levels)))
    return checks
