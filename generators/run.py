"""Making a dataset: block by block, on several workers, resumable, and the same whatever happens on the way."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import pyarrow as pa

from generators import manifest
from generators.errors import BilingualError, unwritable
from generators.history import block_history
from generators.ledger import Ledger
from generators.manifest import Row
from generators.names import name_pools
from generators.pages import to_arrow
from generators.parameters import World
from generators.possible import refuse_impossible
from generators.reference import REFERENCE
from generators.schema import REFERENCE_TABLES, TABLES
from generators.write import content_hash, file_digest, write_parquet

Rows = dict[str, Row]  # by table
Progress = Callable[[int, int], None]
Names = dict[str, list[str]]

BLOCK_TABLES = tuple(name for name in TABLES if name not in REFERENCE_TABLES)
_REFERENCE = "reference"
_CUSTOMERS_A_WORKER = 20_000


def generate(world: World, out: Path, workers: int | None = None, progress: Progress | None = None) -> dict[str, Any]:
    """Make this world's tables below `out`, or complete and mend what is there.

    Finished files that are whole are kept. `progress(done, total)` is told after each block. Returns the manifest,
    whose `content_hash` depends on the world alone. Raises `BilingualError` where `out` holds something else or the
    disk is full, and where the world or a parameter is impossible. A second run on the same folder waits for the first.
    """
    refuse_impossible(world)
    try:
        with manifest.claimed(out, world):
            return _complete(world, out, workers, progress)
    except OSError as error:
        raise unwritable(error, out) from error
    except BrokenExecutor as error:
        raise BilingualError(
            "A worker process was ended from outside, perhaps for want of memory. Run the same command again, with "
            "fewer --workers: what is finished is kept.",
            "有工作进程被系统终止，可能是内存不足。请减少 --workers 后重新运行同一命令，已完成的部分会保留。",
        ) from error


def _complete(world: World, out: Path, workers: int | None, progress: Progress | None) -> dict[str, Any]:
    kept = {number: _kept(out, block_name(number), BLOCK_TABLES) for number in range(len(world.blocks()))}
    rows = [row for good in kept.values() for row in good.values()]
    missing = {number: good for number, good in kept.items() if good.keys() != set(BLOCK_TABLES)}
    done, total = len(kept) - len(missing), len(kept)
    if progress:
        progress(done, total)
    for made in _make(world, out, missing, workers or default_workers(world)):
        rows += made
        done += 1
        if progress:
            progress(done, total)
    reference = _kept(out, _REFERENCE, REFERENCE_TABLES)
    rows += reference.values()
    rows += _write_missing(out, _REFERENCE, _reference(world), 0, reference)
    return manifest.finish(out, world, rows)


def default_workers(world: World) -> int:
    """One process a core, but none that would wait longer for its start than for its work."""
    return max(1, min(os.cpu_count() or 1, world.customers // _CUSTOMERS_A_WORKER))


def _make(world: World, out: Path, missing: dict[int, Rows], workers: int) -> Iterator[list[Row]]:
    """The new rows of each block that lacks some, as they are made."""
    if not missing:
        return
    names = name_pools()
    if min(workers, len(missing)) == 1:
        for number, good in missing.items():
            yield make_block(world, out, number, names, good)
        return
    # Spawned, not forked: a notebook's kernel has threads, and a fork of those can hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(missing)), mp_context=context, initializer=_begin_worker) as pool:
        jobs = [pool.submit(make_block, world, out, number, names, good) for number, good in missing.items()]
        try:
            for job in as_completed(jobs):
                yield job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def block_name(number: int) -> str:
    """The name of a block's record in the log."""
    return f"block-{number:05d}"


def make_block(world: World, out: Path, number: int, names: Names, good: Rows) -> list[Row]:
    """Live one block's history, write the files that are not among the good ones, and return their rows."""
    first, stop = world.blocks()[number]
    population, draws, history = block_history(world, first, stop)
    tables = Ledger(population, draws, world, names).write_up(history)
    return _write_missing(out, block_name(number), tables, number, good)


def _write_missing(out: Path, name: str, tables: dict[str, pa.Table], part: int, good: Rows) -> list[Row]:
    made = {table: _write(out, table, rows, part) for table, rows in tables.items() if table not in good}
    if made:
        manifest.write_json(manifest.record_file(out, name), {"rows": [*({**good, **made}.values())]})
    return list(made.values())


def _kept(out: Path, name: str, tables: tuple[str, ...]) -> Rows:
    """The rows of a block's files that are there and undamaged, by table."""
    rows = manifest.recorded(out, name) or _from_manifest(out, name)
    return {row["table"]: row for row in rows if row["table"] in tables and damage(out, row) is None}


def _from_manifest(out: Path, name: str) -> list[Row]:
    """A block's rows in the manifest, for a log that was lost."""
    found = manifest.read(out) or {"tables": {}}
    part = "part-00000" if name == _REFERENCE else name.replace("block", "part")
    return [row for table in found["tables"].values() for row in table["files"] if Path(row["path"]).stem == part]


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


def _reference(world: World) -> dict[str, pa.Table]:
    """The tables that belong to no block."""
    return {name: to_arrow(name, [page]) for make in REFERENCE for name, page in make(world).items()}


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
