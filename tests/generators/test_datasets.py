"""Datasets on disk: made once, mended file by file, never at the cost of what was there."""

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generators import manifest, run, write
from generators.check import check
from generators.errors import BilingualError
from generators.run import default_workers, generate
from generators.schema import TABLES
from tests.support.banks import small_world

WORLD = small_world(customers=240, block_size=60)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> tuple[Path, dict]:
    out = tmp_path_factory.mktemp("pristine") / "bank"
    return out, generate(WORLD, out)


@pytest.fixture
def bank(pristine, tmp_path) -> Path:
    """A finished dataset of one's own, in a folder with spaces and Chinese characters."""
    out = tmp_path / "银行 data"
    shutil.copytree(pristine[0], out)
    return out


def snapshot(out: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(out).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in out.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def mended(out: Path, pristine) -> None:
    assert generate(WORLD, out) == pristine[1]
    assert check(out)[1] == []


def test_the_manifest_tells_the_truth(pristine):
    out, made = pristine
    assert manifest.read(out) == made
    assert manifest.is_current(out, WORLD)
    assert made["world"]["seed"] == WORLD.seed
    for name, table in TABLES.items():
        entry = made["tables"][name]
        files = sorted((out / table.folder).glob("*.parquet"))
        assert [out / row["path"] for row in entry["files"]] == files
        assert entry["rows"] == sum(pq.read_metadata(file).num_rows for file in files)
        assert [row["bytes"] for row in entry["files"]] == [file.stat().st_size for file in files]
        assert entry["rows"] == sum(row["rows"] for row in entry["files"])
    assert made["tables"]["customers"]["rows"] == WORLD.customers
    assert len(made["tables"]["customers"]["files"]) == 4
    assert check(out)[1] == []


def test_making_a_finished_dataset_again_touches_nothing(bank, pristine):
    before = snapshot(bank)
    mended(bank, pristine)
    assert snapshot(bank) == before


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("hurt", [flip, cut, Path.unlink], ids=["one bit", "cut short", "missing"])
@pytest.mark.parametrize("name", ["transactions/part-00002.parquet", "merchants/part-00000.parquet"])
def test_a_damaged_file_is_named_and_only_it_is_made_again(bank, pristine, hurt, name):
    before = snapshot(bank)
    hurt(bank / name)
    problems = check(bank)[1]
    assert [problem.where for problem in problems] == [str(bank / name)]
    assert problems[0].mendable
    mended(bank, pristine)
    after = snapshot(bank)
    changed = {file for file in before if after[file] != before[file]}
    record = ".run/block-00002.json" if "transactions" in name else ".run/reference.json"
    assert changed == {name, record}


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"world": {}}', b'{"name": "a web app"}', b"\xff\xfe"])
def test_a_lost_or_garbled_manifest_is_made_again_from_the_log(bank, pristine, content):
    (bank / "manifest.json").unlink()
    if content is not None:
        (bank / "manifest.json").write_bytes(content)
    with pytest.raises(BilingualError) as error:
        check(bank)
    command = f'twinline data generate --scale tiny --seed 5 --out "{bank}"'
    assert str(bank / "manifest.json") in error.value.en
    assert f"Run {command} to mend it; good files are kept." in error.value.en
    assert command in error.value.zh
    before = snapshot(bank)
    mended(bank, pristine)
    after = snapshot(bank)
    assert {file for file in after if after[file] != before.get(file)} == {"manifest.json"}


def test_a_manifest_that_lacks_a_table_or_a_field_counts_as_none(bank, pristine):
    for spoil in (
        lambda found: found["tables"].pop("points"),
        lambda found: found["tables"]["points"]["files"][0].pop("sha256"),
        lambda found: found.update(world="tiny"),
    ):
        found = json.loads((bank / "manifest.json").read_text(encoding="utf-8"))
        spoil(found)
        (bank / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
        assert manifest.read(bank) is None
        mended(bank, pristine)


def test_a_lost_log_is_no_loss(bank, pristine):
    shutil.rmtree(bank / ".run")
    before = snapshot(bank)
    mended(bank, pristine)
    assert before.items() <= snapshot(bank).items()


def test_what_a_killed_run_was_writing_is_swept_away(bank, pristine):
    left = [bank / "points" / ".part-00001.parquet.4242.part", bank / ".run" / ".world.json.4242.part"]
    for part in left:
        part.write_bytes(b"half")
    mended(bank, pristine)
    assert not any(part.exists() for part in left)


def test_a_garbled_log_is_no_loss(bank, pristine):
    for record in (bank / ".run").glob("*.json"):
        record.write_text('{"rows": [{"path": 1}]}')
    before = snapshot(bank)
    mended(bank, pristine)
    after = snapshot(bank)
    assert all(after[file] == before[file] for file in before if not file.startswith(".run"))


@pytest.mark.parametrize("name", ["notes.txt", "customers/mine.csv", "manifest.json", ".run/mine"])
def test_a_folder_that_holds_something_else_is_refused_and_untouched(tmp_path, name):
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text('{"name": "my web app"}')
    before = contents(out)
    if name == ".run/mine":  # an empty log is a run that was ended at once
        generate(WORLD, out)
        assert before.items() <= contents(out).items()
        return
    with pytest.raises(BilingualError, match=r"holds something else .*nothing was changed") as error:
        generate(WORLD, out)
    assert "未做任何改动" in error.value.zh
    assert contents(out) == before


def test_a_file_in_the_folders_place_is_refused_and_untouched(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(BilingualError, match="holds something else"):
        generate(WORLD, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("other", [small_world(240, seed=6, block_size=60), small_world(241, block_size=60)])
def test_a_folder_that_holds_another_bank_is_refused_and_untouched(bank, other):
    before = contents(bank)
    with pytest.raises(BilingualError, match=r"holds another bank \(scale tiny, seed 5\); nothing was changed"):
        generate(other, bank)
    (bank / "manifest.json").unlink()
    with pytest.raises(BilingualError, match="holds another bank"):
        generate(other, bank)
    assert contents(bank).items() <= before.items()


def test_data_of_another_engine_is_made_anew(bank, pristine, monkeypatch):
    monkeypatch.setattr(manifest, "engine", lambda: "newer")
    (bank / "csv").mkdir()
    (bank / "csv" / "customers.csv").write_text("stale")
    before = snapshot(bank)
    made = generate(WORLD, bank)
    assert made["content_hash"] == pristine[1]["content_hash"]
    assert not (bank / "csv").exists()
    after = snapshot(bank)
    assert all(after[file] != before[file] for file in after)


def test_a_full_disk_is_said_in_both_languages_and_what_is_done_is_kept(tmp_path, pristine, monkeypatch):
    out, whole = tmp_path / "out", write.Part.settle
    written = []

    def until_full(part):
        if len(written) > len(run.BLOCK_TABLES) + 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(part)
        whole(part)

    monkeypatch.setattr(write.Part, "settle", until_full)
    with pytest.raises(
        BilingualError, match=r"disk .* is full\. Free some space and run the same command again"
    ) as error:
        generate(WORLD, out)
    assert "磁盘已满" in error.value.zh
    monkeypatch.undo()
    kept = snapshot(out)
    assert not list(out.rglob("*.part"))
    assert generate(WORLD, out) == pristine[1]
    first_block = [file for file in kept if file.endswith("part-00000.parquet")]
    assert len(first_block) == len(run.BLOCK_TABLES)
    assert all(snapshot(out)[file] == kept[file] for file in first_block)


def test_a_folder_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(run, "Part", forbidden)
    with pytest.raises(BilingualError, match="cannot be written") as error:
        generate(WORLD, tmp_path / "out")
    assert "无法写入" in error.value.zh


GENERATE = """
import sys
from pathlib import Path

from generators.run import generate
from tests.support.banks import small_world

out, workers, stop = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def halt(done, total):
    if done == stop:
        print("there", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    generate(small_world(customers=720, block_size=60), out, workers=workers, progress=halt)
"""


@pytest.fixture(scope="module")
def larger(tmp_path_factory) -> dict:
    """The manifest of a bank of twelve blocks."""
    return generate(small_world(customers=720, block_size=60), tmp_path_factory.mktemp("larger") / "bank")


@contextlib.contextmanager
def start(tmp_path: Path, workers: int, stop: int = -1) -> Iterator[tuple[subprocess.Popen, Path]]:
    """A run in a process of its own, which waits after so many blocks until its input ends."""
    program, out = tmp_path / "program.py", tmp_path / "out"
    program.write_text(GENERATE)
    command = [sys.executable, str(program), str(out), str(workers), str(stop)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if stop > 0:
            assert process.stdout.readline() == "there\n"
        yield process, out


@pytest.mark.parametrize(("workers", "blocks"), [(1, 1), (1, 7), (2, 5)])
def test_a_killed_run_goes_on_where_it_was(tmp_path, larger, workers, blocks):
    with start(tmp_path, workers, blocks) as (process, out):
        process.kill()
    assert manifest.read(out) is None
    done = {file: stamp for file, stamp in snapshot(out).items() if file.endswith("part-00000.parquet")}
    assert done
    assert generate(small_world(customers=720, block_size=60), out) == larger
    assert done.items() <= snapshot(out).items()
    assert not list(out.rglob("*.part"))


def test_two_runs_at_once_end_with_one_good_dataset(tmp_path, larger):
    with start(tmp_path, 1, 2) as (first, out), start(tmp_path, 1) as (second, _):
        first.communicate()
        second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert manifest.read(out) == larger
    assert not list(out.rglob("*.part"))


def test_two_threads_at_once_end_with_one_good_dataset(tmp_path, pristine):
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(lambda _: generate(WORLD, tmp_path / "out"), range(2)))
    assert made == [pristine[1]] * 2


def test_progress_counts_up_to_the_number_of_blocks_and_skips_what_is_done(tmp_path, bank):
    told = []
    generate(WORLD, tmp_path / "new", progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 4) for done in range(5)]
    told.clear()
    (bank / "points" / "part-00001.parquet").unlink()
    generate(WORLD, bank, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 4), (4, 4)]


def test_no_process_is_started_where_it_would_not_pay():
    assert default_workers(small_world()) == 1
    assert default_workers(small_world(customers=20_000)) == 1
    assert default_workers(small_world(customers=10**6)) == min(os.cpu_count() or 1, 50)


def test_values_that_break_the_dictionary_are_named(bank):
    path = bank / "touches" / "part-00000.parquet"
    rows = pq.read_table(path)
    place = rows.column_names.index("propensity")
    wrong = rows.set_column(place, rows.field("propensity"), [[1.5] * len(rows)])
    stranger = wrong.set_column(1, rows.field("customer_id"), [[42] * len(rows)])
    forge(bank, "touches", stranger)
    problems = check(bank)[1]
    assert [(problem.where, problem.en) for problem in problems] == [
        ("touches.propensity", f"breaks less_than_or_equal_to(1) in {len(rows)} rows"),
        ("touches.customer_id", f"{len(rows)} values are not in customers.customer_id"),
    ]
    assert not any(problem.mendable for problem in problems)
    assert all(problem.en and problem.zh for problem in problems)


def test_other_columns_than_the_dictionarys_are_named(bank):
    path = bank / "points" / "part-00000.parquet"
    forge(bank, "points", pq.read_table(path).drop_columns(["entry"]))
    assert [problem.where for problem in check(bank)[1]] == [str(path)]


def test_a_key_that_occurs_twice_is_named(bank):
    rows = pq.read_table(bank / "branches" / "part-00000.parquet")
    forge(bank, "branches", rows.take([0, 0, *range(1, len(rows))]))
    assert "branches" in {problem.where.split(".")[0] for problem in check(bank)[1]}


def test_a_key_that_occurs_in_two_files_is_named(bank):
    first, second = (pq.read_table(bank / "customers" / f"part-0000{number}.parquet") for number in (0, 1))
    forge(bank, "customers", pa.concat_tables([first.slice(1), second.slice(0, 1)]))
    problems = {problem.where: problem.en for problem in check(bank)[1]}
    assert problems["customers.customer_id"] == "breaks multiple_fields_uniqueness in 2 rows"
    assert problems["contacts.customer_id"] == "1 values are not in customers.customer_id"


def test_an_empty_cell_and_an_unknown_code_are_named(bank):
    rows = pq.read_table(bank / "transactions" / "part-00000.parquet")
    place = rows.column_names.index("side")
    sides = pa.array([None, "nowhere", *rows["side"].to_pylist()[2:]]).dictionary_encode()
    schema = TABLES["transactions"].arrow()
    schema = schema.set(place, schema.field("side").with_nullable(True))
    rows = rows.set_column(place, schema.field("side"), sides.cast(schema.field("side").type))
    forge(bank, "transactions", rows)
    assert [problem.where for problem in check(bank)[1]] == [str(bank / "transactions" / "part-00000.parquet")]
    rows = rows.set_column(
        place, "side", pa.array(["up", "nowhere", *rows["side"].to_pylist()[2:]]).dictionary_encode()
    )
    forge(bank, "transactions", rows.cast(TABLES["transactions"].arrow()))
    assert [(problem.where, problem.en) for problem in check(bank)[1]] == [
        ("transactions.side", "breaks isin(['online', 'offline']) in 2 rows")
    ]


def test_a_bank_is_checked_in_less_memory_than_it_would_fill(tiny_folder, tiny, monkeypatch):
    """DuckDB keeps to its bound or fails."""
    monkeypatch.setattr("generators.check.MEMORY", "25MB")
    monkeypatch.setattr("generators.check._THREADS", 2)  # each needs memory of its own
    monkeypatch.setattr("generators.check._ROWS", 20_000)
    assert sum(frame.memory_usage(index=False).sum() for frame in tiny.values()) > 25_000_000
    assert check(tiny_folder)[1] == []


def forge(bank: Path, name: str, rows) -> None:
    """Replace a table's first file by other rows, and the manifest's word on it too."""
    path = bank / name / "part-00000.parquet"
    pq.write_table(rows, path)
    found = json.loads((bank / "manifest.json").read_text(encoding="utf-8"))
    entry = next(row for row in found["tables"][name]["files"] if row["path"] == f"{name}/part-00000.parquet")
    entry.update(bytes=path.stat().st_size, sha256=run.file_digest(path))
    (bank / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
