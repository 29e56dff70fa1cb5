"""A Dask cluster makes the same bank; it says what is missing when its workers die, and goes on from there."""

import os
import re
import warnings

import dask
import distributed
import psutil
import pytest

from generators import cluster, run
from generators.check import check
from generators.errors import BilingualError
from generators.run import generate
from tests.support.banks import small_world

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")

WORLD = small_world(customers=480, block_size=60)


def kill_a_busy_worker() -> None:
    """With blocks on every worker, one ends in the middle of its own."""
    client = distributed.default_client()
    busy = next(worker for worker, blocks in client.processing().items() if blocks)
    (pid,) = client.run(os.getpid, workers=[busy]).values()
    psutil.Process(pid).kill()


def test_a_cluster_makes_the_same_bank_as_one_process_though_a_worker_is_killed(tmp_path, monkeypatch):
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")  # as a cluster that was here before leaves it
    out, told = tmp_path / "dask", []

    def progress(done, total):
        told.append((done, total))
        if done == 1:
            kill_a_busy_worker()

    with cluster.local(2) as pool:
        memory = distributed.default_client().run(os.getenv, "MALLOC_TRIM_THRESHOLD_")
        made = generate(WORLD, out, progress=progress, pool=pool)
    assert set(memory.values()) == {str(2**30)}  # Dask's own setting halves the rate
    assert os.environ["MALLOC_TRIM_THRESHOLD_"] == "65536"
    assert told == [(done, 8) for done in range(9)]
    assert made["content_hash"] == generate(WORLD, tmp_path / "here")["content_hash"]
    assert check(out)[1] == []
    assert not list(out.rglob("*.part"))


def test_blocks_that_nobody_may_try_again_are_named_and_the_others_are_made(tmp_path):
    out, told = tmp_path / "dask", []
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        cluster.local(2) as pool,
        pytest.raises(BilingualError, match=r"blocks are missing: \d.*Run the same command again") as error,
    ):
        generate(WORLD, out, progress=lambda done, _: kill_a_busy_worker() if done == 1 else None, pool=pool)
    missing = re.search("missing: ([0-9, ]+)", error.value.en)[1].split(", ")
    generate(WORLD, out, progress=lambda *at: told.append(at))
    assert told[0] == (8 - len(missing), 8)
    assert check(out)[1] == []


def test_a_scheduler_that_does_not_answer_is_one_line(monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            pytest.raises(BilingualError, match=r"No Dask scheduler answers at 'tcp://127\.0\.0\.1:9'") as error,
            cluster.remote("tcp://127.0.0.1:9"),
        ):
            pass
    assert "无法连接 Dask 调度器" in error.value.zh
    assert "\n" not in error.value.en + error.value.zh


def test_lost_workers_are_answered_with_the_missing_blocks_and_the_next_run_goes_on(tmp_path):
    def dies(world, out, missing):
        number, good = next(iter(missing.items()))
        yield number, run.make_block(world, out, number, good)
        raise run.WorkerLost

    with pytest.raises(
        BilingualError, match=r"7 blocks are missing: 1, 2, 3, 4, 5, 6, 7\. Run the same command again"
    ) as error:
        generate(WORLD, tmp_path / "out", pool=dies)
    assert "还缺 7 个数据块：1, 2, 3, 4, 5, 6, 7" in error.value.zh
    told = []
    generate(WORLD, tmp_path / "out", progress=lambda *at: told.append(at))
    assert told[0] == (1, 8)


def test_a_cluster_without_workers_ends_with_the_missing_blocks(tmp_path):
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        distributed.Client(empty) as client,
        pytest.raises(BilingualError, match="8 blocks are missing: 0, 1, 2, 3, 4, 5, 6, 7"),
    ):
        generate(WORLD, tmp_path / "out", pool=cluster.on(client, without_workers=1))
