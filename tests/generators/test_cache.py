"""The user's cache: what is not used any more is dropped, strangers' things are not, and several may keep the same at once."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generators import cache

DAY = 86_400


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "twinline"


def named(word):
    """A name as things in the cache have them."""
    return f"{word}-{'0' * 16}"


def words(home):
    return sorted(path.name.removesuffix(named("")) for path in home.iterdir())


def aged(path, days):
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def shelved(word, size, days=0.0):
    """A shelf with a file of so many bytes, that was used so many days ago."""
    shelf = cache.shelf(named(word))
    (shelf / "deeper").mkdir()
    (shelf / "deeper" / "file").write_bytes(bytes(size))
    aged(shelf, days)
    return shelf


def test_what_has_not_been_used_for_long_is_dropped(home):
    for word in ("old", "used", "new"):
        cache.keep(named(word), b"1")
    for word in ("old", "used", "new"):
        aged(home / named(word), cache.MOST_DAYS + 1)
    (home / f"{cache._UNFINISHED}a_killed").write_bytes(b"1")
    aged(home / f"{cache._UNFINISHED}a_killed", 1)
    assert cache.kept(named("used")) == b"1"  # which counts
    cache.keep(named("new"), b"2")
    assert words(home) == ["new", "used"]


def test_what_was_used_longest_ago_goes_where_it_becomes_too_much(home, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    for days, word in ((3, "a"), (2, "b"), (1, "c")):
        cache.keep(named(word), bytes(100))
        aged(home / named(word), days)
    cache.keep(named("d"), bytes(100))
    assert words(home) == ["c", "d"]


def test_folders_are_dropped_whole_but_not_from_under_somebody(home, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    shelved("forgotten", 10, cache.MOST_DAYS + 1)
    shelved("large", 300, 1)
    used = shelved("used", 10)
    assert cache.shelf(named("used")) == used == home / named("used")
    assert words(home) == ["used"]
    monkeypatch.setattr(cache, "MOST_BYTES", 5)
    cache.shelf(named("another"))
    assert (used / "deeper" / "file").exists()


def test_a_bank_above_the_limit_drives_nothing_else_out(home, monkeypatch):
    for word in ("a", "b"):
        cache.keep(named(word), bytes(100))
        aged(home / named(word), 1)
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    shelved("city", 300)
    cache.keep(named("c"), b"1")
    assert words(home) == ["a", "b", "c", "city"]


def test_strangers_things_stay_where_they_are(home, monkeypatch):
    """In the folder that is named, in one of our name in it, and where a link leads to."""
    monkeypatch.setattr(cache, "MOST_BYTES", 10)
    other = home.parent / named("other")
    for folder in (home.parent, home, other):
        (folder / "thesis").mkdir(parents=True)
        (folder / ".part-1-of-it").mkdir()
        for file in (folder / "thesis" / "chapter.tex", folder / "photo.jpg"):
            file.write_bytes(bytes(100))
    for path in [*home.parent.iterdir(), *home.iterdir(), other / "photo.jpg"]:
        aged(path, 2 * cache.MOST_DAYS)
    (home / named("link")).symlink_to(other)
    cache.keep(named("mine"), b"1")
    (home / named("link")).unlink(missing_ok=True)
    cache.shelf(named("shelf"))
    for folder in (home.parent, home, other):
        assert (folder / ".part-1-of-it").is_dir()
        assert (folder / "thesis" / "chapter.tex").stat().st_size == (folder / "photo.jpg").stat().st_size == 100


def test_a_link_is_not_followed_and_what_is_behind_it_not_counted(home, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 2_500)  # a link itself has as many bytes as the path that it names
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_bytes(bytes(3_000))
    cache.keep(named("a"), bytes(1_000))
    for word, target in (("file", outside / "file"), ("folder", outside)):
        (home / named(word)).symlink_to(target)
    (cache.shelf(named("bank")) / "inside").symlink_to(outside / "file")
    assert cache.kept(named("file")) is None
    assert not cache.shelf(named("folder")).is_symlink()
    cache.keep(named("file"), b"1")
    assert cache.kept(named("a")) == bytes(1_000)
    cache.drop(named("bank"))
    assert [path.name for path in outside.iterdir()] == ["file"]
    assert (outside / "file").stat().st_size == 3_000


def test_what_was_taken_while_others_prune_stays(home, monkeypatch):
    shelf = shelved("bank", 10, cache.MOST_DAYS + 1)
    whole = cache._held

    def slowly(folder):
        found = list(whole(folder))
        os.utime(shelf)  # here another process takes it
        return found

    monkeypatch.setattr(cache, "_held", slowly)
    cache.keep(named("new"), b"1")
    assert (shelf / "deeper" / "file").exists()


def test_pruning_that_fails_does_not_matter(home, monkeypatch):
    monkeypatch.setattr(cache, "_prune", lambda folder: (folder / "nothing").stat())
    assert cache.shelf(named("bank")) == home / named("bank")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "thing", f"../{named('a')}", f"/{named('a')}", f"a/{named('b')}", "a-0\n"]
)
def test_nothing_is_kept_under_a_name_that_is_not_ours(home, name):
    for ask in (cache.kept, cache.shelf, cache.passing_shelf, cache.drop, lambda name: cache.keep(name, b"1")):
        with pytest.raises(ValueError, match="no name of the cache"):
            ask(name)
    assert not home.exists()


def test_a_file_in_a_shelfs_place_gives_way(home):
    cache.keep(named("bank"), b"1")
    assert cache.shelf(named("bank")).is_dir()


def test_where_the_cache_cannot_be_written_a_folder_goes_with_the_process(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file is in the way")
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    shelf = cache.shelf(named("bank"))
    (shelf / "thing").write_bytes(b"1")
    assert (cache.shelf(named("bank")) / "thing").read_bytes() == b"1"
    assert shelf.is_relative_to(cache.folders()[1])
    shutil.rmtree(shelf.parent)  # as systems tidy up
    assert cache.shelf(named("bank")).is_dir()


FORK = """
import os, sys
from generators import cache
mine = cache.passing_shelf(NAME)
child = os.fork()
if not child:
    print(cache.passing_shelf(NAME), flush=True)
    sys.exit()
os.waitpid(child, 0)
print(mine, mine.is_dir())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_child_leaves_its_parents_folder_alone():
    code = FORK.replace("NAME", repr(named("bank")))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    childs, (mine, there) = done.stdout.split()[0], done.stdout.split()[1:]
    assert childs != mine
    assert there == "True"
    assert not Path(childs).parent.exists()
    assert not Path(mine).parent.exists()


def test_nobody_else_may_look_into_it(home):
    cache.keep(named("thing"), b"1")
    if os.name == "posix":
        for folder in (home, cache.passing_shelf(named("thing")).parent):
            assert folder.stat().st_mode & 0o077 == 0
        assert (home / named("thing")).stat().st_mode & 0o077 == 0


def test_several_who_keep_the_same_thing_leave_the_whole_of_one(home):
    contents = [bytes([number]) * 200_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: cache.keep(named("thing"), content), contents))
    assert cache.kept(named("thing")) in contents
    assert words(home) == ["thing"]


def test_by_default_it_lies_where_this_system_keeps_caches(monkeypatch):
    monkeypatch.delenv("TWINLINE_CACHE", raising=False)
    assert cache.folder().name.lower() in ("twinline", "cache")
    assert cache.folder().is_absolute()
