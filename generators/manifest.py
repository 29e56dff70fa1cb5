"""What a dataset's folder says about itself: which world it holds, which files, and their fingerprints."""

import hashlib
import json
import os
import shutil
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from generators.errors import BilingualError
from generators.parameters import World
from generators.schema import TABLES

MANIFEST = "manifest.json"
CSV_FOLDER = "csv"
DUCKDB_FILE = "twinline.duckdb"
_RUN = ".run"
_OURS = {MANIFEST, _RUN, CSV_FOLDER, DUCKDB_FILE, *(table.folder.split("/")[0] for table in TABLES.values())}


@lru_cache(maxsize=1)
def engine() -> str:
    """Fingerprint of the code that makes the data: data of another engine is made anew rather than mixed with ours."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        # Line ends differ between checkouts on Windows and elsewhere; the code does not.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def describe(world: World) -> dict[str, Any]:
    """A world as the manifest holds it."""
    return {**asdict(world), "start": world.start.isoformat(), "engine": engine()}


def read_json(path: Path) -> dict[str, Any] | None:
    """A file's JSON object; None where it is missing, cut short or no object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a file so that readers see either the old or the whole new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def read(out: Path) -> dict[str, Any] | None:
    """A finished dataset's manifest, or None."""
    return read_json(out / MANIFEST)


def is_current(out: Path, world: World) -> bool:
    """Whether the folder holds this world, finished, made by this engine. Looks at the manifest only."""
    found = read(out)
    return found is not None and found.get("world") == describe(world)


def claim(out: Path, world: World) -> None:
    """Make `out` ready for this world, or refuse.

    A folder of ours with the same world is kept for mending or resuming; one made by another engine is emptied; one
    that holds another world or anything that is not ours is left untouched and refused with a `BilingualError`.
    """
    found = read(out) or read_json(out / _RUN / "world.json")
    if found is not None:
        held = found.get("world", {})
        _refuse_another_world(out, world, held)
        if held != describe(world):
            _empty(out)
    elif out.exists():
        _refuse_strangers(out)
    write_json(out / _RUN / "world.json", {"world": describe(world)})


def _refuse_another_world(out: Path, world: World, held: dict[str, Any]) -> None:
    same = ("scale", "seed", "customers", "months", "start")
    if all(held.get(key) == describe(world)[key] for key in same):
        return
    raise BilingualError(
        f"{out} holds another bank (scale {held.get('scale')}, seed {held.get('seed')}); nothing was changed. "
        "Choose another --out, or delete that folder first.",
        f"{out} 里已有另一家模拟银行的数据（规模 {held.get('scale')}，种子 {held.get('seed')}），未做任何改动。"
        "请换一个 --out，或先删除该文件夹。",
    )


def _refuse_strangers(out: Path) -> None:
    strangers = (
        [out.name] if not out.is_dir() else sorted(item.name for item in out.iterdir() if item.name not in _OURS)
    )
    if strangers:
        raise BilingualError(
            f"{out} holds something else ({', '.join(strangers[:3])}); nothing was changed. Choose an empty --out folder.",
            f"{out} 里有其他内容（{'、'.join(strangers[:3])}），未做任何改动。请为 --out 选一个空文件夹。",
        )


def _empty(out: Path) -> None:
    for name in sorted(_OURS):
        path = out / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def block_file(out: Path, block: int) -> Path:
    """Where a finished block's rows wait until the whole is done."""
    return out / _RUN / f"block-{block:05d}.json"


def finish(out: Path, world: World, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Write the manifest of a complete dataset from its files' rows, and clear the traces of the run."""
    tables: dict[str, Any] = {}
    for name in TABLES:
        files = sorted((row for row in rows if row["table"] == name), key=lambda row: row["path"])
        total = sum(int(row["content"], 16) for row in files) % 2**64
        tables[name] = {"rows": sum(row["rows"] for row in files), "content": f"{total:016x}", "files": files}
    whole = hashlib.sha256("".join(tables[name]["content"] for name in TABLES).encode()).hexdigest()[:16]
    manifest = {"twinline": 1, "world": describe(world), "content_hash": whole, "tables": tables}
    write_json(out / MANIFEST, manifest)
    shutil.rmtree(out / _RUN, ignore_errors=True)
    return manifest
