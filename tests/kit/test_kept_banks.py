"""Banks in the cache: made once, mended where they are damaged, and never in anybody's way."""

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generators import cache, manifest, write
from generators.errors import BilingualError
from generators.run import generate
from tests.support.banks import small_world
from twinline.data.kept_banks import kept_bank

WORLD = small_world(120, block_size=60, months=6)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pristine") / "bank"
    generate(WORLD, folder)
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "twinline"


@pytest.fixture
def bank(pristine) -> Path:
    """A bank that is kept already."""
    folder = kept_bank(WORLD, quiet=True)
    assert tables(folder) == tables(pristine)
    return folder


def tables(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def written(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.parquet")}


def test_a_bank_is_made_once(bank, home):
    before = written(bank)
    assert kept_bank(WORLD, quiet=True) == bank
    assert written(bank) == before
    assert bank.name == WORLD.scale
    assert bank.parent.parent == home
    assert bank.parent.name.startswith("120x6-2024-01-seed-5-")


def test_what_is_missing_or_cut_short_is_made_again_and_nothing_else(bank, pristine):
    before = written(bank)
    missing, cut = "customers/part-00001.parquet", "statements/part-00000.parquet"
    (bank / missing).unlink()
    with (bank / cut).open("r+b") as file:
        file.truncate(100)
    kept_bank(WORLD, quiet=True)
    assert tables(bank) == tables(pristine)
    after = written(bank)
    assert {name for name in before if after[name] != before[name]} == {missing, cut}


def a_file(bank: Path) -> None:
    shutil.rmtree(bank)
    bank.write_text("a file is in the way")


def a_file_for_the_shelf(bank: Path) -> None:
    shutil.rmtree(bank.parent)
    bank.parent.write_text("a file is in the way")


def something_else(bank: Path) -> None:
    shutil.rmtree(bank)
    bank.mkdir()
    (bank / "thesis.tex").write_text("not ours")


def another_bank(bank: Path) -> None:
    shutil.rmtree(bank)
    generate(replace(WORLD, seed=6, months=1), bank)


def cut_manifests(bank: Path) -> None:
    for path in (bank / manifest.MANIFEST, bank / ".run" / "world.json"):
        path.write_text(path.read_text()[:50])


def a_folder_for_a_table(bank: Path) -> None:
    path = next((bank / "customers").iterdir())
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "harm",
    [a_file, a_file_for_the_shelf, something_else, another_bank, cut_manifests, a_folder_for_a_table],
)
def test_what_lies_in_a_banks_place_gives_way(bank, pristine, home, harm):
    harm(bank)
    assert kept_bank(WORLD, quiet=True) == bank
    assert tables(bank) == tables(pristine)
    assert not (bank / "thesis.tex").exists()
    assert list(home.iterdir()) == [bank.parent]


def test_a_link_in_a_banks_place_gives_way_and_nothing_is_written_behind_it(bank, pristine, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(bank)
    bank.symlink_to(outside)
    assert tables(kept_bank(WORLD, quiet=True)) == tables(pristine)
    assert not bank.is_symlink()
    assert not list(outside.iterdir())


def test_a_bank_that_the_cache_cannot_take_goes_with_this_process(home, pristine, monkeypatch):
    whole = write.Part.settle

    def full(part):
        if part.path.is_relative_to(home):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(part)

    monkeypatch.setattr(write.Part, "settle", full)
    folder = kept_bank(WORLD, quiet=True)
    assert folder.is_relative_to(cache.folders()[1])
    assert tables(folder) == tables(pristine)


def test_two_engines_do_not_take_a_bank_from_each_other(bank, monkeypatch):
    before = written(bank)
    monkeypatch.setattr(manifest, "engine", lambda: "another")
    other = kept_bank(WORLD, quiet=True)
    assert other.parent != bank.parent
    monkeypatch.undo()
    assert written(bank) == before


@pytest.mark.parametrize("scale", ["", ".", "..", "a/b", "a\\b", "/tmp", "C:", "tiny\n"])
def test_a_scale_leads_nowhere_else(home, scale):
    with pytest.raises(BilingualError, match="Impossible scale") as error:
        kept_bank(replace(WORLD, scale=scale), quiet=True)
    assert "scale" in error.value.zh
    assert not home.exists()
