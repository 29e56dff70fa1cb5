"""A Dask cluster makes the same bank; it says what is missing when its workers die, and goes on from there."""

import os
import warnings

import distributed
import pytest
from banks import small_world

from generators import cluster, run
from generators.errors import BilingualError
from generators.run import generate

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")

WORLD = small_world(customers=180, block_size=60, months=6)


def test_a_cluster_of_processes_makes_the_same_bank_as_one_process(tmp_path):
    told = []
    with cluster.local(2) as pool:
        memory = distributed.default_client().run(os.getenv, "MALLOC_TRIM_THRESHOLD_")
        made = generate(WORLD, tmp_path / "dask", progress=lambda *at: told.append(at), pool=pool)
    assert set(memory.values()) == {str(2**30)}  # Dask's own setting halves the rate
    assert told == [(done, 3) for done in range(4)]
    assert made["content_hash"] == generate(WORLD, tmp_path / "here")["content_hash"]


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

    with pytest.raises(BilingualError, match=r"2 blocks are missing: 1, 2\. Run the same command again") as error:
        generate(WORLD, tmp_path / "out", pool=dies)
    assert "还缺 2 个数据块：1, 2" in error.value.zh
    told = []
    generate(WORLD, tmp_path / "out", progress=lambda *at: told.append(at))
    assert told[0] == (1, 3)


def test_a_cluster_without_workers_ends_with_the_missing_blocks(tmp_path):
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        distributed.Client(empty) as client,
        pytest.raises(BilingualError, match="3 blocks are missing: 0, 1, 2"),
    ):
        generate(WORLD, tmp_path / "out", pool=cluster.on(client, without_workers=1))
