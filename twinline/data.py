"""Loading the bank's tables, with money in yuan, and reading them in one's own language."""

import os
import sys
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from generators.errors import BilingualError, UnknownChoice
from generators.manifest import is_current
from generators.manifest import read as read_manifest
from generators.parameters import DEFAULT_SEED, SCALES, World, world
from generators.schema import TABLES, Column, table
from twinline.paths import datasets
from twinline.text import t

FEN_IN_YUAN = 100
_MONEY = "_fen"


def default_scale() -> str:
    """The scale that `load` reads where none is named: `TWINLINE_SCALE`, else "course"."""
    return os.environ.get("TWINLINE_SCALE") or "course"


def dataset_folder(dataset: str | Path | None = None) -> Path:
    """The folder of a dataset: a scale's own below `datasets/`, or the folder that was named."""
    named = str(dataset or default_scale())
    return datasets() / named if named in SCALES else Path(named)


def ensure(scale: str | None = None, *, quiet: bool = False) -> Path:
    """Make the data of a scale if it is not there, with a progress bar; returns its folder. Quick if it is there."""
    wanted = world(scale or default_scale(), DEFAULT_SEED)
    folder = dataset_folder(wanted.scale)
    if not is_current(folder, wanted):
        generate_with_progress(wanted, folder, quiet=quiet)
    return folder


def generate_with_progress(
    wanted: World, folder: Path, workers: int | None = None, *, quiet: bool = False
) -> dict[str, Any]:
    """Make a dataset and show how far it is; returns its manifest."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from generators.run import generate

    title = t(
        f"Making the bank's data ({wanted.customers:,} customers)", f"正在生成银行数据（{wanted.customers:,} 位客户）"
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stdout), disable=quiet) as bar:
        task = bar.add_task(title, total=len(wanted.blocks()))
        return generate(wanted, folder, workers, lambda done, total: bar.update(task, completed=done, total=total))


def load(
    name: str,
    dataset: str | Path | None = None,
    *,
    engine: Literal["pandas", "duckdb"] = "pandas",
    columns: list[str] | None = None,
) -> Any:
    """A table of the bank: a pandas frame, or with `engine="duckdb"` a DuckDB relation.

    Money columns are in yuan and lose their `_fen`: `amount_fen` is loaded as `amount`. Dates are timestamps, categories
    hold the dictionary's codes (see `readable`). `dataset` is a scale ("course", "tiny") or a folder; the data of a
    scale is made on first use. `columns` names the columns wanted, all by default. Raises `UnknownChoice` for an unknown
    table, engine or column, and `BilingualError` where a folder holds no finished dataset.
    """
    wanted = table(name)
    if engine not in ("pandas", "duckdb"):
        raise UnknownChoice("engine", "引擎", engine, ["pandas", "duckdb"])
    chosen = _choose(wanted.columns, columns)
    folder = _finished(dataset)
    if engine == "duckdb":
        return _relation(folder / wanted.folder, chosen)
    import pyarrow.parquet as pq

    stored = pq.read_table(folder / wanted.folder, columns=[column.name for column in chosen])
    frame = stored.to_pandas(date_as_object=False)
    for column in chosen:
        if column.kind == "money":
            frame[column.name] = frame[column.name] / FEN_IN_YUAN
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
    if dataset is None or str(dataset) in SCALES:
        return ensure(None if dataset is None else str(dataset))
    folder = dataset_folder(dataset)
    if read_manifest(folder) is None:
        raise BilingualError(
            f"{folder} holds no finished dataset. Use one of {', '.join(SCALES)}, or make it with: "
            f"twinline data generate --out {folder}",
            f"{folder} 中没有完整的数据。可用 {'、'.join(SCALES)}，或先运行：twinline data generate --out {folder}",
        )
    return folder


def _relation(folder: Path, columns: list[Column]) -> Any:
    import duckdb

    picked = ", ".join(
        f"{column.name} / {FEN_IN_YUAN}.0 AS {yuan_name(column.name)}" if column.kind == "money" else column.name
        for column in columns
    )
    return duckdb.read_parquet(str(folder / "*.parquet")).project(picked)


def column_of(name: str) -> Column:
    """The dictionary's entry for a column by its loaded or stored name; raises `UnknownChoice` for others."""
    known = {yuan_name(column.name): column for entry in TABLES.values() for column in entry.columns}
    if yuan_name(name) not in known:
        raise UnknownChoice("column", "字段", name, sorted(known))
    return known[yuan_name(name)]


def label(name: str) -> str:
    """A column's title in the language in use, with its unit where a reader needs it: "Amount (yuan)"."""
    column = column_of(name)
    title = t(column.en, column.zh)
    return t(f"{title} (yuan)", f"{title}（元）") if column.kind == "money" else title


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy of a frame for people to read: columns and category codes by their titles in the language in use.

    Columns that the dictionary does not know keep their names.
    """
    known = {yuan_name(column.name): column for entry in TABLES.values() for column in entry.columns}
    shown = frame.copy()
    for name in frame.columns:
        column = known.get(name)
        if column is not None and column.levels:
            titles = {code: t(en, zh) for code, (en, zh) in column.levels.items()}
            shown[name] = shown[name].astype(object).map(titles)
        elif column is not None and column.kind in ("date", "month"):
            shown[name] = shown[name].dt.strftime("%Y-%m-%d")
    return shown.rename(columns={name: label(name) for name in frame.columns if name in known})


def titles(name: str) -> pd.Series:
    """The titles of a category column's codes in the language in use, indexed by code."""
    column = column_of(name)
    if not column.levels:
        raise BilingualError(f"The column {name} holds no categories.", f"字段 {name} 不是类别字段。")
    return pd.Series({code: t(en, zh) for code, (en, zh) in column.levels.items()})


def tables(dataset: str | Path | None = None) -> pd.DataFrame:
    """A list of the bank's tables as a learner meets them: name, title, what a row is, and how many rows there are."""
    from generators.manifest import read as read_manifest

    held = read_manifest(_finished(dataset)) or {"tables": {}}
    rows = [
        (entry.name, t(entry.en, entry.zh), t(entry.row_en, entry.row_zh), held["tables"][entry.name]["rows"])
        for entry in TABLES.values()
        if not entry.truth
    ]
    names = [t("Name in code", "代码里的名字"), t("Table", "表"), t("A row is", "一行是什么"), t("Rows", "行数")]
    return pd.DataFrame(rows, columns=names)
