"""Making a dataset: block by block, on several workers, resumable, and the same whatever happens on the way."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed, wait
from itertools import islice
from pathlib import Path
from typing import Any

from generators import manifest
from generators.block import block_pages
from generators.errors import BilingualError, unwritable
from generators.manifest import FileEntry
from generators.pages import Columns
from generators.parameters import World
from generators.reference import REFERENCE
from generators.schema import REFERENCE_TABLES, TABLES
from generators.validate import refuse_impossible
from generators.write import Part, dropped_unless_settled, file_digest

Files = dict[str, FileEntry]  # of a block, by table
Missing = dict[int, Files]  # the good files of each block that lacks some
Progress = Callable[[int, int], None]  # (done, total)
Pool = Callable[[World, Path, Missing], Iterator[tuple[int, list[FileEntry]]]]  # makes blocks, in any order

BLOCK_TABLES = tuple(name for name in TABLES if name not in REFERENCE_TABLES)
_REFERENCE = "reference"
_CUSTOMERS_A_WORKER = 20_000
_LISTED = 12  # block numbers in an error's line


def generate(
    world: World, out: Path, workers: int | None = None, progress: Progress | None = None, pool: Pool | None = None
) -> dict[str, Any]:
    """Make this world's tables below `out`, or complete and mend what is there.

    Finished files that are whole are kept. `progress(done, total)` is told after each block. Returns the manifest,
    whose `content_hash` depends on the world alone. Blocks are made here, on `workers` processes, or by another `pool`
    (`generators.cluster`). Raises `FolderRefused` where `out` holds something else or the disk is full, `BilingualError`
    where the world or a parameter is impossible, and where workers died. A second run on the same folder waits for the first.
    """
    refuse_impossible(world)
    try:
        with manifest.claimed(out, world):
            return _complete(world, out, pool or _local(workers or default_workers(world)), progress)
    except OSError as error:
        raise unwritable(error, out) from error


def _complete(world: World, out: Path, pool: Pool, progress: Progress | None) -> dict[str, Any]:
    with ThreadPoolExecutor() as threads:  # fingerprints of big files are taken side by side
        names = map(block_name, range(len(world.blocks())))
        kept = dict(enumerate(threads.map(lambda name: _kept(out, name, BLOCK_TABLES), names)))
    entries = [entry for good in kept.values() for entry in good.values()]
    missing = {number: good for number, good in kept.items() if good.keys() != set(BLOCK_TABLES)}
    done, total = len(kept) - len(missing), len(kept)
    if progress:
        progress(done, total)
    if missing:
        left = set(missing)
        try:
            for number, made in pool(world, out, missing):
                entries += made
                left.discard(number)
                done += 1
                if progress:
                    progress(done, total)
        except WorkerLost as error:
            raise lost(left) from error
    reference = _kept(out, _REFERENCE, REFERENCE_TABLES)
    entries += reference.values()
    entries += _write_missing(out, _REFERENCE, _reference(world), 0, reference)
    return manifest.finish(out, world, entries)


def default_workers(world: World) -> int:
    """One process a core, but none that would wait longer for its start than for its work."""
    return max(1, min(os.cpu_count() or 1, world.customers // _CUSTOMERS_A_WORKER))


class WorkerLost(Exception):
    """A worker was ended from outside, or a cluster has none left."""


def lost(left: set[int]) -> BilingualError:
    """The error of blocks that nobody finished: which, and how to go on."""
    listed = ", ".join(map(str, sorted(left)[:_LISTED])) + (", …" if len(left) > _LISTED else "")
    return BilingualError(
        f"A worker process was ended from outside, perhaps for want of memory. {len(left)} blocks are missing: {listed}. "
        "Run the same command again, with fewer workers if memory is short: what is finished is kept.",
        f"有工作进程被意外终止，可能是内存不足。还缺 {len(left)} 个数据块：{listed}。"
        "请重新运行同一命令（内存不足时请减少工作进程），已完成的部分会保留。",
    )


def _local(workers: int) -> Pool:
    """Makes blocks in this process, or on so many of this machine's."""

    def make(world: World, out: Path, missing: Missing) -> Iterator[tuple[int, list[FileEntry]]]:
        if min(workers, len(missing)) == 1:
            for number, good in missing.items():
                yield number, make_block(world, out, number, good)
        else:
            yield from _on_processes(min(workers, len(missing)), world, out, missing)

    return make


def _on_processes(workers: int, world: World, out: Path, missing: Missing) -> Iterator[tuple[int, list[FileEntry]]]:
    # Not forked from here: a notebook's kernel has threads, and a fork of those can hang. This process is one of the
    # workers: it works while the others start, and all take the next block from one counter, so that none waits long.
    context = multiprocessing.get_context("spawn")
    shared = world, out, missing, context.Value("q", 0)
    with ProcessPoolExecutor(workers - 1, context, _begin_worker, (shared,)) as pool:
        jobs = {pool.submit(_next_block) for _ in missing}
        try:
            while made := _take(*shared):
                yield made
                done = wait(jobs, timeout=0).done
                jobs -= done
                yield from filter(None, (job.result() for job in done))
            yield from filter(None, (job.result() for job in as_completed(jobs)))
        except BrokenExecutor as error:
            raise WorkerLost from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_shared: tuple[World, Path, Missing, Any]  # of a worker process: told once, not with every block


def _begin_worker(shared: tuple[World, Path, Missing, Any]) -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends."""
    global _shared
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _next_block() -> tuple[int, list[FileEntry]] | None:
    return _take(*_shared)


def _take(world: World, out: Path, missing: Missing, taken: Any) -> tuple[int, list[FileEntry]] | None:
    """Make the first block that nobody has begun; None if there is none."""
    with taken.get_lock():
        place, taken.value = taken.value, taken.value + 1
    number = next(islice(missing, place, None), None)
    return None if number is None else (number, make_block(world, out, number, missing[number]))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def block_name(number: int) -> str:
    """The name of a block's record in the log."""
    return f"block-{number:05d}"


def make_block(world: World, out: Path, number: int, good: Files) -> list[FileEntry]:
    """Live one block's history, write the files that are not among the good ones, and return their entries.

    Memory is that of the block's state and of the months that share a row group.
    """
    first, stop = world.blocks()[number]
    return _write_missing(out, block_name(number), block_pages(world, first, stop), number, good)


def _write_missing(
    out: Path, name: str, turns: Iterable[dict[str, list[Columns]]], number: int, good: Files
) -> list[FileEntry]:
    parts: dict[str, Part] = {}
    with dropped_unless_settled(parts):
        for pages in turns:
            for table, added in pages.items():
                if table not in good:
                    if table not in parts:
                        parts[table] = Part(table, out / TABLES[table].folder / f"part-{number:05d}.parquet")
                    parts[table].add(added)
        for part in parts.values():
            part.settle()
    made = {table: part.entry(out) for table, part in parts.items()}
    if made:
        manifest.write_json(manifest.record_file(out, name), {"rows": [*({**good, **made}.values())]})
    return list(made.values())


def _kept(out: Path, name: str, tables: tuple[str, ...]) -> Files:
    """The entries of a block's files that are there and undamaged, by table."""
    entries = manifest.recorded(out, name) or _from_manifest(out, name)
    return {entry["table"]: entry for entry in entries if entry["table"] in tables and damage(out, entry) is None}


def _from_manifest(out: Path, name: str) -> list[FileEntry]:
    """A block's entries in the manifest, for a log that was lost."""
    found = manifest.read(out) or {"tables": {}}
    part = "part-00000" if name == _REFERENCE else name.replace("block", "part")
    every = [entry for table in found["tables"].values() for entry in table["files"]]
    return [entry for entry in every if Path(entry["path"]).stem == part]


def _reference(world: World) -> Iterator[dict[str, list[Columns]]]:
    """The tables that belong to no block."""
    for make in REFERENCE:
        yield {name: [page] for name, page in make(world).items()}


def damage(out: Path, entry: FileEntry) -> tuple[str, str] | None:
    """What is wrong with a listed file, in both languages; None if it is as it was written."""
    path = out / entry["path"]
    if not path.is_file():
        return "is missing", "缺失"
    if path.stat().st_size != entry["bytes"]:
        return "is cut short or changed", "不完整或被改动"
    if file_digest(path) != entry["sha256"]:
        return "is damaged", "已损坏"
    return None
