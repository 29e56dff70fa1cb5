"""Making a dataset: block by block, on several workers, resumable, and the same whatever happens on the way."""

import errno
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import pyarrow as pa

from generators import manifest, places
from generators.errors import BilingualError
from generators.history import block_history
from generators.ledger import Ledger, to_arrow
from generators.names import name_pools
from generators.parameters import World
from generators.schema import REFERENCE_TABLES, TABLES
from generators.write import content_hash, file_digest, write_parquet

Row = dict[str, Any]
Progress = Callable[[int, int], None]
Names = dict[str, list[str]]


def generate(world: World, out: Path, workers: int | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """Make this world's tables below `out`, or complete and mend what is there.

    Finished files that are whole are kept. `progress(done, total)` is told after each block. Returns the manifest,
    whose `content_hash` depends on the world alone. Raises `BilingualError` where `out` holds something else or the
    disk is full.
    """
    try:
        manifest.claim(out, world)
        rows = _whole_rows(out, world)
        missing = [number for number in range(len(world.blocks())) if number not in rows]
        total = len(world.blocks())
        if progress:
            progress(total - len(missing), total)
        for done, (number, made) in enumerate(_make(world, out, missing, workers), start=total - len(missing) + 1):
            rows[number] = made
            if progress:
                progress(done, total)
        reference = _reference_rows(world, out)
        return manifest.finish(out, world, [row for block in rows.values() for row in block] + reference)
    except OSError as error:
        raise _explain(error, out) from error


def _make(world: World, out: Path, missing: list[int], workers: int | None) -> Iterator[tuple[int, list[Row]]]:
    if not missing:
        return
    names = name_pools()
    size = min(workers or os.cpu_count() or 1, len(missing))
    if size == 1:
        for number in missing:
            yield number, make_block(world, out, number, names)
        return
    # Spawned, not forked: a notebook's kernel has threads, and a fork of those can hang.
    with ProcessPoolExecutor(size, mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = {pool.submit(make_block, world, out, number, names): number for number in missing}
        try:
            for job in as_completed(jobs):
                yield jobs[job], job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def make_block(world: World, out: Path, number: int, names: Names) -> list[Row]:
    """Live one block's history, write its files, and return their rows of the manifest."""
    first, stop = world.blocks()[number]
    population, draws, history = block_history(world, first, stop)
    tables = Ledger(population, draws, world, names).write_up(history)
    rows = [_write(out, name, table, number) for name, table in tables.items()]
    manifest.write_json(manifest.block_file(out, number), {"rows": rows})
    return rows


def _write(out: Path, name: str, table: pa.Table, part: int) -> Row:
    path = out / TABLES[name].folder / f"part-{part:05d}.parquet"
    write_parquet(name, table, path)
    return {
        "table": name,
        "path": path.relative_to(out).as_posix(),
        "rows": table.num_rows,
        "bytes": path.stat().st_size,
        "sha256": file_digest(path),
        "content": f"{content_hash(table):016x}",
    }


def _reference_rows(world: World, out: Path) -> list[Row]:
    """The tables that belong to no block. They take milliseconds, so they are written whenever the rest is."""
    frames = {"branches": places.branches(), "merchants": places.merchants(world.seed)}
    rows = []
    for name in REFERENCE_TABLES:
        columns = {column.name: frames[name][column.name] for column in TABLES[name].columns}
        for column in TABLES[name].columns:
            if column.levels:
                order = list(column.levels)
                columns[column.name] = columns[column.name].map(order.index).astype("int8")
        page = {key: values.to_numpy() for key, values in columns.items()}
        rows.append(_write(out, name, to_arrow(name, [page]), 0))
    return rows


def _whole_rows(out: Path, world: World) -> dict[int, list[Row]]:
    """The rows of blocks whose files are all there and undamaged, by block number."""
    whole = {}
    listed = _listed_rows(out, world)
    for number, rows in listed.items():
        if rows and all(damage(out, row) is None for row in rows):
            whole[number] = rows
    return whole


def _listed_rows(out: Path, world: World) -> dict[int, list[Row]]:
    found = manifest.read(out)
    blocks: dict[int, list[Row]] = {}
    if found and found.get("world") == manifest.describe(world):
        for name, table in found["tables"].items():
            if name not in REFERENCE_TABLES:
                for row in table["files"]:
                    blocks.setdefault(int(Path(row["path"]).stem.removeprefix("part-")), []).append(row)
        return blocks
    for number in range(len(world.blocks())):
        kept = manifest.read_json(manifest.block_file(out, number))
        if kept:
            blocks[number] = kept["rows"]
    return blocks


def damage(out: Path, row: Row) -> tuple[str, str] | None:
    """What is wrong with a listed file, in both languages; None if it is as it was written."""
    path = out / row["path"]
    if not path.is_file():
        return "is missing", "缺失"
    if path.stat().st_size != row["bytes"]:
        return "is cut short or changed", "不完整或被改动"
    if file_digest(path) != row["sha256"]:
        return "is damaged", "已损坏"
    return None


def _explain(error: OSError, out: Path) -> BilingualError:
    if error.errno == errno.ENOSPC:
        return BilingualError(
            f"The disk that holds {out} is full. Free some space and run the same command again: "
            "what is finished is kept.",
            f"{out} 所在磁盘已满。请腾出空间后重新运行同一命令，已完成的部分会保留。",
        )
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return BilingualError(
            f"{out} cannot be written ({error.strerror}). Choose a folder of your own with --out.",
            f"无法写入 {out}（{error.strerror}）。请用 --out 指定一个有写权限的文件夹。",
        )
    return BilingualError(
        f"{out} could not be written: {error}. Run the same command again to go on.",
        f"写入 {out} 时出错：{error}。请重新运行同一命令以继续。",
    )
