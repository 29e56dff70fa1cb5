"""What a dataset's folder says about itself: which world it holds, which files, and their fingerprints.

`manifest.json` lists a finished dataset. `.run/` is the log of its making, one record a block, kept afterwards: an
interrupted run goes on from it, and a lost or damaged manifest is made again from it.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from generators.errors import BilingualError, FolderRefused
from generators.files import PARTS, write_whole
from generators.lock import one_at_a_time
from generators.names import NAMES
from generators.parameters import SCALES, World
from generators.schema import TABLES

FileEntry = dict[str, Any]  # what the manifest says about one file

MANIFEST = "manifest.json"
CSV_FOLDER = "csv"
DUCKDB_FILE = "twinline.duckdb"
NO_ENGINE = (
    "arrival_identities.py",
    "beside_identities.py",
    "cache.py",
    "check.py",
    "cluster.py",
    "errors.py",
    "files.py",
    "identities.py",
    "identity.py",
    "life_identities.py",
    "lock.py",
    "people_identities.py",
    "tie_identities.py",
)
"""No value of the data comes from these: they say where and when it is written, by whom, and what is wrong with it."""
_RUN = ".run"
_WORLD = "world.json"
_LOCK = "lock"
_OURS = (MANIFEST, CSV_FOLDER, DUCKDB_FILE, *sorted({table.folder.split("/")[0] for table in TABLES.values()}))
_IDENTITY = ("scale", "seed", "customers", "months", "start")
_ENTRY = {"table": str, "path": str, "rows": int, "bytes": int, "sha256": str, "content": str}


@lru_cache(maxsize=1)
def engine() -> str:
    """Fingerprint of the code that makes the data: data of another engine is made anew rather than mixed with ours."""
    return engine_in(Path(__file__).parent)


def engine_in(home: Path) -> str:
    """The same of a copy of this package."""
    left_out = {home / name for name in NO_ENGINE}
    digest = hashlib.sha256()
    for path in [*sorted(home.rglob("*.py")), home / NAMES.name]:
        if path not in left_out:
            # Line ends differ between checkouts on Windows and elsewhere; the code does not.
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def describe(world: World) -> dict[str, Any]:
    """A world as the manifest holds it."""
    return {**asdict(world), "start": world.start.isoformat(), "engine": engine()}


def fingerprint(world: World) -> str:
    """Of a world and of the code that makes it, as 16 hexadecimal digits: a name for what is made of them."""
    return hashlib.sha256(json.dumps(describe(world), sort_keys=True).encode()).hexdigest()[:16]


def read_json(path: Path) -> dict[str, Any] | None:
    """A file's JSON object; None where it is missing, cut short or no object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a file so that readers see either the old or the whole new one."""
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())


def read(out: Path) -> dict[str, Any] | None:
    """A finished dataset's manifest; None where there is none, or it is not what we write."""
    found = read_json(out / MANIFEST)
    if found is None or not _is_world(found.get("world")) or not isinstance(found.get("content_hash"), str):
        return None
    tables = found.get("tables")
    if not isinstance(tables, dict) or tables.keys() != TABLES.keys():
        return None
    whole = all(isinstance(entry, dict) and _are_entries(entry.get("files")) for entry in tables.values())
    return found if whole else None


def held_world(out: Path) -> dict[str, Any] | None:
    """The world that a folder holds, finished or not, of this edition or another; None where it holds none of ours."""
    for found in (read(out), read_json(out / _RUN / _WORLD)):
        if found is not None and _is_world(found.get("world")):
            return dict(found["world"])
    world = (read_json(out / MANIFEST) or {}).get("world")  # other tables than ours, if it is another edition's
    return dict(world) if isinstance(world, dict) and _is_world(world) and world["engine"] != engine() else None


def is_current(out: Path, world: World) -> bool:
    """Whether the folder holds this world, finished, made by this engine. Looks at the manifest only."""
    found = read(out)
    return found is not None and found["world"] == describe(world)


def is_whole(out: Path, world: World) -> bool:
    """Whether the folder is current, and none of its files is missing or cut short. Does not look into the files."""
    found = read(out)
    if found is None or found["world"] != describe(world):
        return False
    return all(_has_size(out, entry) for table in found["tables"].values() for entry in table["files"])


def mending(out: Path, world: dict[str, Any]) -> str:
    """The command that makes or mends a dataset."""
    # A world of no scale is named by what makes it.
    kind = (
        f"--scale {world['scale']}"
        if world["scale"] in SCALES
        else f"--customers {world['customers']} --months {world['months']} --start {str(world['start'])[:7]}"
    )
    return f'twinline data generate {kind} --seed {world["seed"]} --out "{out}"'


def files(out: Path, table: str) -> list[Path]:
    """A finished table's files. Raises `BilingualError` naming one that is missing or cut short, and how to mend it."""
    found = read(out)
    if found is None:
        raise no_dataset(out)
    paths = []
    for entry in found["tables"][table]["files"]:
        path = out / entry["path"]
        if not _has_size(out, entry):
            raise damaged(out, path, found["world"])
        paths.append(path)
    return paths


def _has_size(out: Path, entry: FileEntry) -> bool:
    path: Path = out / entry["path"]
    return path.is_file() and path.stat().st_size == int(entry["bytes"])


def damaged(out: Path, path: Path, world: dict[str, Any]) -> BilingualError:
    """The error of a file that is not as it was written."""
    command = mending(out, world)
    return BilingualError(
        f"{path} is missing or damaged. Run {command} to mend it; good files are kept.",
        f"{path} 缺失或已损坏。请运行 {command} 修复，完好的文件会保留。",
    )


def no_dataset(out: Path) -> BilingualError:
    """The error of a folder without a finished dataset."""
    if not out.exists():
        return BilingualError(f"There is no folder {out}.", f"没有文件夹 {out}。")
    world, path = held_world(out), out / MANIFEST
    if world and world["engine"] != engine():
        command = mending(out, world)
        return BilingualError(
            f"{out} was made by another edition of Twinline. Run {command} to make it anew; files that are not the bank's stay.",
            f"{out} 是另一个版本的双线生成的。请运行 {command} 重新生成；不属于银行数据的文件会保留。",
        )
    if world:
        command = mending(out, world)
        return BilingualError(
            f"{path} is missing or damaged, or the data is unfinished. Run {command} to mend it; good files are kept.",
            f"{path} 缺失或损坏，或数据尚未生成完。请运行 {command} 修复，完好的文件会保留。",
        )
    return BilingualError(
        f"{out} holds no dataset: {path.name} is missing or not ours. Name the folder that twinline data generate filled.",
        f"{out} 中没有数据集：{path.name} 缺失或不是本课程的文件。请指定由 twinline data generate 生成的文件夹。",
    )


@contextmanager
def claimed(out: Path, world: World) -> Iterator[None]:
    """Hold `out` for making this world in it, alone; or refuse.

    A folder of ours with the same world is kept for mending or resuming; one made by another engine is emptied; one
    that holds another world or anything that is not ours is left untouched; `FolderRefused` says so.
    """
    _refuse_others(out, world)
    with one_at_a_time(out / _RUN / _LOCK):
        _refuse_others(out, world)  # someone else may have been first
        if held_world(out) != describe(world):
            _empty(out)
            write_json(out / _RUN / _WORLD, {"world": describe(world)})
        _sweep(out)
        yield
        _sweep(out)  # a killed run's workers may outlive the first sweep by a moment


def _refuse_others(out: Path, world: World) -> None:
    held = held_world(out)
    if held is None:
        _refuse_strangers(out)
    elif any(held[key] != describe(world)[key] for key in _IDENTITY):
        raise FolderRefused(
            f"{out} holds another bank (scale {held['scale']}, seed {held['seed']}); nothing was changed. "
            "Choose another --out, or delete that folder first.",
            f"{out} 里已有另一家模拟银行的数据（规模 {held['scale']}，种子 {held['seed']}），未做任何改动。"
            "请换一个 --out，或先删除该文件夹。",
        )


def _refuse_strangers(out: Path) -> None:
    if not out.exists():
        return
    # A run that was ended before its first word leaves an empty log.
    strangers = sorted(item.name for item in out.iterdir() if item.name != _RUN) if out.is_dir() else [out.name]
    if strangers:
        raise FolderRefused(
            f"{out} holds something else ({', '.join(strangers[:3])}); nothing was changed. Choose an empty --out folder.",
            f"{out} 里有其他内容（{'、'.join(strangers[:3])}），未做任何改动。请为 --out 选一个空文件夹。",
        )


def _empty(out: Path) -> None:
    for path in [*(out / name for name in _OURS), *(out / _RUN).glob("*.json")]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _sweep(out: Path) -> None:
    """Remove what a killed run was writing. Exports are made outside the lock, so theirs are left alone."""
    for folder in (out / _RUN, *{out / table.folder.split("/")[0] for table in TABLES.values()}):
        for part in folder.rglob(PARTS):
            with suppress(OSError):
                part.unlink()


def record_file(out: Path, name: str) -> Path:
    """Where the log keeps the entries of a finished block, or of the tables that belong to none."""
    return out / _RUN / f"{name}.json"


def recorded(out: Path, name: str) -> list[FileEntry]:
    """The entries that the log keeps under a name; an empty list where it keeps none, or the record is damaged."""
    found = read_json(record_file(out, name)) or {}
    entries = found.get("rows")
    return entries if _are_entries(entries) and entries else []


def finish(out: Path, world: World, entries: list[FileEntry]) -> dict[str, Any]:
    """Write the manifest of a complete dataset from its files' entries, unless it is there already."""
    tables: dict[str, Any] = {}
    by_table: dict[str, list[FileEntry]] = {name: [] for name in TABLES}
    for entry in entries:
        by_table[entry["table"]].append(entry)
    for name, listed in by_table.items():
        listed.sort(key=lambda entry: str(entry["path"]))
        total = sum(int(entry["content"], 16) for entry in listed) % 2**64
        tables[name] = {"rows": sum(entry["rows"] for entry in listed), "content": f"{total:016x}", "files": listed}
    whole = hashlib.sha256("".join(tables[name]["content"] for name in TABLES).encode()).hexdigest()[:16]
    manifest = {"twinline": 1, "world": describe(world), "content_hash": whole, "tables": tables}
    if read(out) != manifest:
        write_json(out / MANIFEST, manifest)
    return manifest


def _is_world(found: object) -> bool:
    return isinstance(found, dict) and {*_IDENTITY, "engine"} <= found.keys()


def _are_entries(found: object) -> bool:
    return isinstance(found, list) and all(
        isinstance(entry, dict) and all(isinstance(entry.get(key), kind) for key, kind in _ENTRY.items())
        for entry in found
    )
