"""The user's cache: what is not used any more is dropped, and several processes may keep the same thing at once."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from generators import cache

DAY = 86_400


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def aged(path, days):
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def test_what_has_not_been_used_for_long_is_dropped(home):
    names = ("old", "used", "new", f"{cache._UNFINISHED}of-a-killed-run")
    for name in names:
        cache.keep(name, b"1")
    for name in names:
        aged(home / name, cache.MOST_DAYS + 1)
    assert cache.kept("used") == b"1"  # which counts
    cache.keep("new", b"2")
    assert sorted(path.name for path in home.iterdir()) == ["new", "used"]


def test_what_was_used_longest_ago_goes_where_it_becomes_too_much(home, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    for days, name in ((3, "a"), (2, "b"), (1, "c")):
        cache.keep(name, bytes(100))
        aged(home / name, days)
    cache.keep("d", bytes(100))
    assert sorted(path.name for path in home.iterdir()) == ["c", "d"]


def test_folders_are_dropped_whole_but_not_from_under_somebody(home, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 250)
    for days, name in ((cache.MOST_DAYS + 1, "forgotten"), (1, "large"), (0, "in use")):
        folder = cache.room(name) / "deeper"
        folder.mkdir()
        (folder / "file").write_bytes(bytes(300 if days else 10))
        aged(home / name, days)
    assert cache.room("in use") == home / "in use"
    assert sorted(path.name for path in home.iterdir()) == ["in use"]
    monkeypatch.setattr(cache, "MOST_BYTES", 5)
    cache.room("another")
    assert (home / "in use" / "deeper" / "file").exists()


def test_where_the_cache_cannot_be_written_a_folder_goes_with_the_process(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file is in the way")
    monkeypatch.setenv("TWINLINE_CACHE", str(tmp_path / "cache"))
    folder = cache.room("bank")
    (folder / "thing").write_bytes(b"1")
    assert (cache.room("bank") / "thing").read_bytes() == b"1"


def test_nobody_else_may_look_into_it(home):
    cache.keep("thing", b"1")
    if os.name == "posix":
        assert home.stat().st_mode & 0o077 == 0
        assert (home / "thing").stat().st_mode & 0o077 == 0


def test_several_who_keep_the_same_thing_leave_the_whole_of_one(home):
    contents = [bytes([number]) * 200_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: cache.keep("thing", content), contents))
    assert cache.kept("thing") in contents
    assert [path.name for path in home.iterdir()] == ["thing"]


def test_by_default_it_lies_where_this_system_keeps_caches(monkeypatch):
    monkeypatch.delenv("TWINLINE_CACHE", raising=False)
    assert cache.folder().name.lower() in ("twinline", "cache")
    assert cache.folder().is_absolute()
