"""Two judges of the tables' form, shown in the report: our own check against the dictionary, and SDMetrics' diagnostic.

SDMetrics is asked where somebody has installed it and a second bank is shown: it compares two. It is in no lock of ours,
for it brings Copulas, whose licence is not an open one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq

from generators import beside_identities, identities, life_identities, manifest, people_identities
from generators.check import check
from generators.schema import TABLES, Column, Table
from twinline.report.fact import Pair

_KINDS: Final = {
    "id": "id",
    "money": "numerical",
    "integer": "numerical",
    "rate": "numerical",
    "flag": "boolean",
    "category": "categorical",
    "text": "name",  # it judges no text
    "date": "datetime",
    "month": "datetime",
    "datetime": "datetime",
}


@dataclass(frozen=True)
class Finding:
    """What a judge says of one property: how much of it holds, from 0 to 1, of how many columns, keys or statements."""

    judge: str
    what: Pair
    score: float
    n: int

    @property
    def share(self) -> str:
        """The score for people: never rounded up to all of it."""
        return "100%" if self.score == 1 else f"{min(self.score, 0.9999):.2%}"


def own_check(folder: Path) -> list[Finding]:
    """Values, keys, references and identities as `twinline data check` judges them, a share of those that hold."""
    problems = check(folder)[1]
    columns = [column for table in TABLES.values() for column in table.columns]
    stated = [len(module) for module in (identities.IDENTITIES, life_identities.BY_BLOCK, life_identities.WHOLE)]
    stated += [len(module) for module in (beside_identities.IDENTITIES, people_identities.IDENTITIES)]
    wrong = Counter(map(_property, (problem.en for problem in problems)))
    asked = {
        "values": (("Values within the dictionary's ranges and codes", "取值符合数据字典的范围和代码"), len(columns)),
        "keys": (("Keys unique", "主键唯一"), len(TABLES)),
        "references": (("References resolved", "外键都能找到"), sum(column.key is not None for column in columns)),
        "identities": (("Identities between tables", "表间勾稽关系"), sum(stated)),
    }
    return [
        Finding("twinline data check", what, max(1 - wrong[name] / number, 0.0), number)
        for name, (what, number) in asked.items()
    ]


def _property(said: str) -> str:
    """Which property a problem of `generators.check` is about."""
    if "multiple_fields_uniqueness" in said:
        return "keys"
    if "breaks" in said or "other columns" in said or "damaged" in said:
        return "values"
    return "references" if "values are not in" in said else "identities"


def sdmetrics_here() -> bool:
    """Whether SDMetrics is installed."""
    return find_spec("sdmetrics") is not None


def sdmetrics_diagnostic(folder: Path, other: Path) -> list[Finding]:
    """SDMetrics' diagnostic of one bank, taken as real, beside another: keys, validity, structure, numbers of rows a key.

    The first customers are looked at, with all that is theirs: a reference stays one.
    """
    from sdmetrics.reports.multi_table import DiagnosticReport  # type: ignore[import-not-found, unused-ignore]

    report = DiagnosticReport()
    report.generate(_frames(other), _frames(folder), metadata(), verbose=False)
    names = {
        "Data Validity": (
            "Keys unique, values within the other bank's ranges and codes",
            "主键唯一，取值在另一家银行的范围和代码之内",
        ),
        "Data Structure": ("Columns and types alike", "字段和类型一致"),
        "Relationship Validity": ("References resolved, numbers of rows a key alike", "外键都能找到，每键行数相近"),
    }
    scores = report.get_properties().set_index("Property")["Score"]
    return [
        Finding("SDMetrics", what, float(scores[name]), len(report.get_details(name))) for name, what in names.items()
    ]


def metadata() -> dict[str, Any]:
    """The dictionary as SDMetrics reads it. It knows no keys of several columns: `data check` judges those."""
    relations = [
        {
            "parent_table_name": column.key[0],
            "parent_primary_key": column.key[1],
            "child_table_name": table.name,
            "child_foreign_key": column.name,
        }
        for table in TABLES.values()
        for column in table.columns
        if column.key and len(TABLES[column.key[0]].key) == 1
    ]
    return {"tables": {table.name: _table(table) for table in TABLES.values()}, "relationships": relations}


def _table(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {"columns": {column.name: {"sdtype": _kind(column, table)} for column in table.columns}}
    return told | ({"primary_key": table.key[0]} if len(table.key) == 1 else {})


def _kind(column: Column, table: Table) -> str:
    return "id" if column.key or table.key == (column.name,) else _KINDS[column.kind]


def _frames(folder: Path) -> dict[str, pd.DataFrame]:
    """Each table's first file: those of one number hold the same customers. Tables of the whole bank have only one."""
    found = {}
    for name in TABLES:
        path = manifest.files(folder, name)[0]
        found[name] = pq.read_table(path).to_pandas(date_as_object=False)
    return found


def diagnose(folder: Path, others: Iterable[Path] = ()) -> list[Finding]:
    """What both judges say of a bank; SDMetrics where it is here and another bank is shown beside."""
    found = own_check(folder)
    other = next(iter(others), None)
    return found + (sdmetrics_diagnostic(folder, other) if other and sdmetrics_here() else [])
