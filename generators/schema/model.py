"""What a column and a table are. The dictionary itself is in the sibling files; everything else derives from it."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:  # slow to import, and most readers of the dictionary do without
    import pyarrow as pa

Kind = Literal["id", "money", "integer", "rate", "date", "datetime", "month", "category", "text", "flag"]
Privacy = Literal["none", "personal", "sensitive", "identifier"]


@cache
def arrow_types() -> dict[str, "pa.DataType"]:
    """How each kind is stored."""
    import pyarrow as pa

    return {
        "id": pa.int64(),
        "money": pa.int64(),
        "integer": pa.int32(),
        "rate": pa.float64(),
        "date": pa.date32(),
        "datetime": pa.timestamp("ms"),
        "month": pa.date32(),
        "category": pa.dictionary(pa.int8(), pa.string()),
        "text": pa.string(),
        "flag": pa.bool_(),
    }


FRICTIONLESS: dict[str, str] = {
    "id": "integer",
    "money": "integer",
    "integer": "integer",
    "rate": "number",
    "date": "date",
    "datetime": "datetime",
    "month": "date",
    "category": "string",
    "text": "string",
    "flag": "boolean",
}

# A unit that follows from the kind; a count, a score or a share of something names its own.
UNITS: dict[str, tuple[str, str]] = {
    "money": ("fen (1/100 yuan)", "分（1/100元）"),
    "rate": ("fraction", "小数"),
    "date": ("day, Asia/Shanghai", "日，北京时间"),
    "datetime": ("second, Asia/Shanghai", "秒，北京时间"),
    "month": ("first day of the month", "当月首日"),
}


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, title and meaning in both languages, privacy class, and what values it may hold.

    `levels` maps each code of a category to its (English, Chinese) title. `key` names the table and column that a
    foreign key points to. `low` and `high` are inclusive bounds.
    """

    name: str
    kind: Kind
    en: str
    zh: str
    meaning_en: str
    meaning_zh: str
    privacy: Privacy = "none"
    unit: tuple[str, str] | None = None
    levels: dict[str, tuple[str, str]] = field(default_factory=dict)
    key: tuple[str, str] | None = None
    optional: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def units(self) -> tuple[str, str]:
        """The unit in both languages; two empty strings where a column has none."""
        return self.unit or UNITS.get(self.kind, ("", ""))

    def arrow(self) -> "pa.Field":
        """The Arrow field, as stored."""
        import pyarrow as pa

        return pa.field(self.name, arrow_types()[self.kind], nullable=self.optional)

    def frictionless(self) -> dict[str, Any]:
        """The field's entry in `datapackage.json` (Frictionless Table Schema, with our own `x:` keys for the rest)."""
        constraints: dict[str, Any] = {"required": not self.optional}
        if self.levels:
            constraints["enum"] = list(self.levels)
        if self.low is not None:
            constraints["minimum"] = self.low
        if self.high is not None:
            constraints["maximum"] = self.high
        entry: dict[str, Any] = {
            "name": self.name,
            "type": FRICTIONLESS[self.kind],
            "title": self.en,
            "description": self.meaning_en,
            "constraints": constraints,
            "x:title_zh": self.zh,
            "x:description_zh": self.meaning_zh,
            "x:privacy": self.privacy,
        }
        if any(self.units):
            entry["x:unit"], entry["x:unit_zh"] = self.units
        if self.levels:
            entry["x:levels"] = {code: {"en": en, "zh": zh} for code, (en, zh) in self.levels.items()}
        return entry


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key and its columns. `truth` tables lie apart and no lesson loads them early."""

    name: str
    en: str
    zh: str
    row_en: str
    row_zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    truth: bool = False

    @property
    def folder(self) -> str:
        """Where the table's files lie below a dataset's folder."""
        return f"truth/{self.name.removeprefix('truth_')}" if self.truth else self.name

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def arrow(self) -> "pa.Schema":
        """The Arrow schema of the stored files."""
        import pyarrow as pa

        return pa.schema([column.arrow() for column in self.columns])

    def frictionless(self, files: int) -> dict[str, Any]:
        """The table's resource in `datapackage.json`: so many files of the `course` dataset."""
        paths = [f"course/{self.folder}/part-{number:05d}.parquet" for number in range(files)]
        schema: dict[str, Any] = {
            "fields": [column.frictionless() for column in self.columns],
            "primaryKey": list(self.key),
        }
        keys = [
            {"fields": column.name, "reference": {"resource": column.key[0].replace("_", "-"), "fields": column.key[1]}}
            for column in self.columns
            if column.key
        ]
        if keys:
            schema["foreignKeys"] = keys
        return {
            "name": self.name.replace("_", "-"),
            "path": paths if files > 1 else paths[0],
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "title": self.en,
            "description": self.row_en,
            "x:title_zh": self.zh,
            "x:description_zh": self.row_zh,
            "x:truth": self.truth,
            "schema": schema,
        }
