"""Loading the bank's tables, with money in yuan, and reading them in one's own language."""

import os
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from generators import manifest
from generators.errors import BilingualError, UnknownChoice
from generators.parameters import DEFAULT_SEED, SCALES, World, world
from generators.schema import TABLES, VIEWS, Column, table, table_or_view
from generators.sql import literally
from twinline.base.paths import datasets
from twinline.base.progress_bar import progress_bar
from twinline.base.text import t

if TYPE_CHECKING:  # a second to import: `ensure`, which runs at every start, does without
    import pandas as pd
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from generators.pages import Columns

FEN_IN_YUAN = 100
_MONEY = "_fen"


def default_scale() -> str:
    """The scale that `load` reads where none is named: `TWINLINE_SCALE`, else "course"."""
    return os.environ.get("TWINLINE_SCALE") or "course"


def dataset_folder(dataset: str | Path | None = None) -> Path:
    """The folder of a dataset: a scale's own below `datasets/`, or the folder that was named."""
    named = str(dataset or default_scale())
    return datasets() / named if named in SCALES else Path(named).expanduser()


def world_of(named: str | Path, seed: int | None = None) -> World:
    """The world of a scale, or the one that a dataset's folder holds; with another seed if one is given.

    Raises `UnknownChoice` for what is neither.
    """
    if str(named) not in SCALES:
        folder = Path(named).expanduser()
        held = manifest.held_world(folder)
        if held is None:
            raise UnknownChoice("world", "世界", named, [*SCALES, "FOLDER"])
        found = {field.name: held[field.name] for field in fields(World) if field.name in held}
        kept = World(**found | {"start": date.fromisoformat(held["start"])})
        return kept if seed is None else replace(kept, seed=seed)
    return world(str(named), DEFAULT_SEED if seed is None else seed)


def ensure(scale: str | None = None, *, quiet: bool = False) -> Path:
    """Make the data of a scale if it is not there, with a progress bar; returns its folder. Quick if it is there."""
    wanted = world(default_scale() if scale is None else scale, DEFAULT_SEED)
    folder = dataset_folder(wanted.scale)
    if not manifest.is_current(folder, wanted):
        generate_with_progress(wanted, folder, quiet=quiet)
    return folder


def generate_with_progress(
    wanted: World, folder: Path, workers: int | None = None, *, quiet: bool = False, pool: Any = None
) -> dict[str, Any]:
    """Make a dataset, on processes of this machine or a cluster's `pool`, and show how far it is; returns its manifest."""
    from generators.run import generate

    title = t(
        f"Making the bank's data ({wanted.customers:,} customers)", f"正在生成银行数据（{wanted.customers:,} 位客户）"
    )
    with progress_bar(title, kept=True, quiet=quiet) as told:
        told(0, len(wanted.blocks()))
        return generate(wanted, folder, workers, told, pool)


def load(
    name: str,
    dataset: str | Path | None = None,
    *,
    engine: Literal["pandas", "duckdb"] = "pandas",
    columns: list[str] | str | None = None,
) -> Any:
    """A table of the bank: a pandas frame, or with `engine="duckdb"` a DuckDB relation.

    Money columns are in yuan and lose their `_fen`: `amount_fen` is loaded as `amount`. Dates are timestamps, categories
    hold the dictionary's codes (see `readable`). `dataset` is a scale ("course", "tiny") or a folder; the data of a
    scale is made on first use. `columns` names the columns wanted, all by default. Raises `UnknownChoice` for an unknown
    table, engine or column, and `BilingualError` where a folder holds no finished dataset or a file is damaged.
    """
    wanted = table(name)
    if engine not in ("pandas", "duckdb"):
        raise UnknownChoice("engine", "引擎", engine, ["pandas", "duckdb"])
    chosen = _choose(wanted.columns, [columns] if isinstance(columns, str) else columns)
    folder = _finished(dataset)
    files = manifest.files(folder, name)
    return _relation(folder, files, chosen) if engine == "duckdb" else _frame(folder, files, chosen)


def _frame(folder: Path, files: list[Path], chosen: list[Column]) -> "pd.DataFrame":
    import pyarrow as pa
    import pyarrow.parquet as pq

    stored = []
    for path in files:
        try:
            stored.append(pq.read_table(path, columns=[column.name for column in chosen]))
        except (pa.ArrowException, OSError) as error:
            raise _damaged(folder, path) from error
    frame: pd.DataFrame = pa.concat_tables(stored).to_pandas(date_as_object=False)
    for column in chosen:
        if column.kind == "money":
            frame[column.name] = frame[column.name] / FEN_IN_YUAN
        elif column.optional and column.kind in ("id", "integer"):
            frame[column.name] = frame[column.name].astype("Int64")  # whole numbers, also beside empty cells
    return frame.rename(columns=yuan_name)


def yuan_name(name: str) -> str:
    """The name that a stored column has once its money is in yuan."""
    return name.removesuffix(_MONEY)


def _choose(all_columns: tuple[Column, ...], names: list[str] | None) -> list[Column]:
    if names is None:
        return list(all_columns)
    by_name = {yuan_name(column.name): column for column in all_columns}
    for name in names:
        if name not in by_name:
            raise UnknownChoice("column", "字段", name, list(by_name))
    return [by_name[name] for name in names]


def _finished(dataset: str | Path | None) -> Path:
    named = default_scale() if dataset is None else str(dataset)
    if named in SCALES:
        return ensure(named)
    folder = dataset_folder(named)
    if manifest.read(folder) is None and manifest.held_world(folder) is None:
        raise BilingualError(
            f"Unknown dataset {named!r}: choose one of {', '.join(SCALES)}, or the folder of a finished dataset.",
            f"没有数据集“{named}”，可选：{'、'.join(SCALES)}，或一个已生成数据的文件夹。",
        )
    return folder


def _relation(folder: Path, files: list[Path], columns: list[Column]) -> Any:
    import duckdb

    picked = ", ".join(
        f"{column.name} / {FEN_IN_YUAN}.0 AS {yuan_name(column.name)}" if column.kind == "money" else column.name
        for column in columns
    )
    try:
        return duckdb.read_parquet(literally(files)).project(picked)
    except duckdb.Error as error:
        raise _damaged(folder, files[0].parent) from error


def _damaged(folder: Path, path: Path) -> BilingualError:
    return manifest.damaged(folder, path, manifest.held_world(folder) or {})


def column_of(name: str) -> Column:
    """The dictionary's entry for a column by its loaded or stored name; raises `UnknownChoice` for others.

    Where tables disagree about a name (the channel of a purchase and of a contact), "touches.channel" says which is
    meant; a bare name means the first table of the dictionary that has it.
    """
    if "." in name:
        wanted, _, inside = name.partition(".")
        return _choose(table_or_view(wanted).columns, [yuan_name(inside)])[0]
    known = _by_name()
    if yuan_name(name) not in known:
        raise UnknownChoice("column", "字段", name, sorted(known))
    return known[yuan_name(name)][0][1]


@cache
def _by_name() -> dict[str, list[tuple[str, Column]]]:
    """Every (table, column) that goes by a loaded name, in the dictionary's order; the twin's views come last."""
    known: dict[str, list[tuple[str, Column]]] = {}
    for entry in (*TABLES.values(), *VIEWS.values()):
        for column in entry.columns:
            known.setdefault(yuan_name(column.name), []).append((entry.name, column))
    return known


def label(name: str) -> str:
    """A column's title in the language in use, with its unit where a reader needs it: "Amount (yuan)"."""
    return _title(column_of(name))


def _title(column: Column) -> str:
    title = t(column.en, column.zh)
    return t(f"{title} (yuan)", f"{title}（元）") if column.kind == "money" else title


def readable(frame: "pd.DataFrame") -> "pd.DataFrame":
    """A copy of a frame for people to read: columns and category codes by their titles in the language in use.

    Columns and values that the dictionary does not know stay as they are.
    """
    shown = frame.copy()
    meant = {name: _meant(name, frame) for name in frame.columns if name in _by_name()}
    for name, column in meant.items():
        if column.levels:
            shown[name] = shown[name].astype(object).replace(_level_titles(column))
        elif column.kind in ("date", "month") and shown[name].dtype.kind == "M":
            shown[name] = shown[name].dt.strftime("%Y-%m-%d")
    return shown.rename(columns={name: _title(column) for name, column in meant.items()})


def _meant(name: str, frame: "pd.DataFrame") -> Column:
    """The column of the dictionary that a frame's column is: the one whose table shares the most columns with it."""
    meanings = {tuple(column.levels) for _, column in _by_name()[name]}
    values = set(frame[name].dropna().unique()) if len(meanings) > 1 else set()

    def likeness(candidate: tuple[str, Column]) -> tuple[bool, int]:
        shared = [column for column in table_or_view(candidate[0]).columns if yuan_name(column.name) in frame.columns]
        return values <= candidate[1].levels.keys(), len(shared)

    return max(_by_name()[name], key=likeness)[1]


def _level_titles(column: Column) -> dict[str, str]:
    return {code: t(en, zh) for code, (en, zh) in column.levels.items()}


def titles(name: str) -> "pd.Series":
    """The titles of a category column's codes in the language in use, indexed by code."""
    import pandas as pd

    column = column_of(name)
    if not column.levels:
        raise BilingualError(f"The column {name} holds no categories.", f"字段 {name} 不是类别字段。")
    return pd.Series(_level_titles(column))


def tables(dataset: str | Path | None = None) -> "pd.DataFrame":
    """A list of the bank's tables as a learner meets them: name, title, what a row is, and how many rows there are."""
    import pandas as pd

    folder = _finished(dataset)
    held = manifest.read(folder)
    if held is None:
        raise manifest.no_dataset(folder)
    rows = [
        (entry.name, t(entry.en, entry.zh), t(entry.row_en, entry.row_zh), held["tables"][entry.name]["rows"])
        for entry in TABLES.values()
        if not entry.truth
    ]
    names = [t("Name in code", "代码里的名字"), t("Table", "表"), t("A row is", "一行是什么"), t("Rows", "行数")]
    return pd.DataFrame(rows, columns=names)


def to_frame(view: str, columns: "Columns") -> "pd.DataFrame":
    """The frame of a view, as learners get tables: money in yuan, categories by their codes, empty cells empty."""
    import pandas as pd

    found: dict[str, Any] = {}
    for column in table_or_view(view).columns:
        values: Any = columns[column.name]
        if column.kind == "money":
            values = values / FEN_IN_YUAN
        elif column.kind == "category":
            values = pd.Categorical.from_codes(values, categories=pd.Index(list(column.levels)))
        elif column.kind == "id" and column.optional:
            values = pd.arrays.IntegerArray(values.astype(np.int64), values == 0)
        elif column.kind in ("id", "integer"):
            values = values.astype(np.int64)
        found[yuan_name(column.name)] = values
    return pd.DataFrame(found)
