"""The worlds that classes are graded on: each class has its own, they lie in the cache of whoever grades, and no sandbox shows them."""

import functools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from generators import cache
from twinline.base.paths import LEARNED
from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.sandbox import wall
from twinline.classroom.students import Student
from twinline.questions.author.policy_points import UNSEEN

WORLD, MINE = f"bank-{'0' * 16}.npz", f"mine-{'0' * 16}"
LOOK = (
    "import pathlib; from generators import cache; from twinline.base.paths import LEARNED; kept = pathlib.Path(%r); "
    "print([*kept.glob('*'), *LEARNED.glob('*')], cache.folder() == kept); cache.keep(%r, b'1')"
)


def test_nobody_can_tell_a_classs_worlds_beforehand(tmp_path):
    """Two classes made in the same way have no world in common, nor one of those that come with the kit."""
    classes = [setup.new(tmp_path / name, "zh", ["m00"], [Student("s1")]) for name in "ab"]
    worlds = [world for course in classes for world in course.settings.worlds]
    assert len({*worlds, *UNSEEN}) == len(worlds) + len(UNSEEN)
    assert Course.open(tmp_path / "a").settings.worlds == classes[0].settings.worlds


@pytest.fixture(params=["outside", "inside"])
def kept(request, tmp_path, monkeypatch):
    """A cache with a world in it: outside all that a sandbox shows, or inside of it, in Python's own folder."""
    home = tmp_path if request.param == "outside" else Path(tempfile.mkdtemp(dir=sys.prefix, prefix=".cache-"))
    home.chmod(0o755)
    monkeypatch.setenv("TWINLINE_CACHE", str(home))
    cache.keep(WORLD, b"unseen")
    yield home / "twinline"
    if home != tmp_path:
        shutil.rmtree(home)


def look(folder, at):
    """What a sandbox shows of a folder of kept things and of the learned references, and whether its cache lies there."""
    at.chmod(0o755)  # or root's folder would be closed to the sandbox's user anyway
    exchange, given = folder / "exchange", folder / "given"
    exchange.mkdir()
    given.mkdir()
    command = wall.command(exchange, given, [sys.executable, "-c", LOOK % (str(at), MINE)])
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.strip()


def test_no_kept_world_and_no_learned_policy_shows_in_the_sandbox(kept, tmp_path):
    assert look(tmp_path, kept) == "[] False"
    assert [*LEARNED.glob("*")]
    assert [path.name for path in kept.iterdir()] == [WORLD]


def test_no_bank_that_the_cache_could_not_take_shows_in_the_sandbox(tmp_path, monkeypatch, request):
    """Where this process keeps it for now lies in Python's own folder, if that is where temporary files go."""
    temporary = Path(tempfile.mkdtemp(dir=sys.prefix, prefix=".tmp-"))
    request.addfinalizer(lambda: shutil.rmtree(temporary))
    temporary.chmod(0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(cache, "_for_now", functools.cache(cache._for_now.__wrapped__))
    shelf = cache.passing_shelf(MINE)
    (shelf / WORLD).write_bytes(b"unseen")
    done = look(tmp_path, shelf.parent)
    assert done == "[] False"
    assert (shelf / WORLD).exists()
