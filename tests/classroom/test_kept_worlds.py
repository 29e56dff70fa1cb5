"""The worlds that classes are graded on: each class has its own, they lie in the cache of whoever grades, and no sandbox shows them."""

import functools
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from generators import cache
from generators.parameters import MOST_SEED
from twinline.base.paths import LEARNED
from twinline.base.seeds import secret_seed, seed_from
from twinline.classroom import setup
from twinline.classroom.course import Course
from twinline.classroom.sandbox import wall
from twinline.classroom.students import Student
from twinline.questions.author.grading import HIDDEN
from twinline.questions.author.policy_points import UNSEEN
from twinline.questions.exam import new_code, plain, seed_of

WORLD, MINE = f"bank-{'0' * 16}.npz", f"mine-{'0' * 16}"
LOOK = (
    "import pathlib; from generators import cache; from twinline.base.paths import LEARNED; kept = pathlib.Path(%r); "
    "print([*kept.glob('*'), *LEARNED.glob('*')], cache.folder() == kept); cache.keep(%r, b'1')"
)


def test_nobody_can_tell_a_classs_worlds_beforehand(tmp_path):
    """Two classes made in the same way have no world and no bank in common, nor one of those that stand in the kit's code."""
    classes = [setup.new(tmp_path / name, "zh", ["m00"], [Student("s1")]) for name in "ab"]
    seeds = [seed for course in classes for seed in (*course.settings.worlds, *course.settings.banks)]
    public = (*UNSEEN, *HIDDEN)
    assert len({*seeds, *public}) == len(seeds) + len(public)
    settings = Course.open(tmp_path / "a").settings
    assert (settings.worlds, settings.banks) == (classes[0].settings.worlds, classes[0].settings.banks)


def test_no_hidden_seed_can_be_tried_out(tmp_path):
    """A contest's, an exam's and a class's seeds come from 60 random bits at least."""
    drawn = [secret_seed() for _ in range(200)]
    codes = [plain(new_code()) for _ in range(200)]
    signs = len(set("".join(codes)))
    assert {len(code) * math.log2(signs) >= 60 for code in codes} == {True}
    secret = setup.new(tmp_path / "class", "en", ["m00"], [Student("s1")]).settings.secret
    assert len(secret) * 4 >= 60
    derived = [seed_from(secret, "world", number) for number in range(200)]
    for seeds in (drawn, derived, [seed_of("20260001", code) for code in codes]):
        assert len(set(seeds)) == len(seeds)
        assert max(seeds) <= MOST_SEED
        assert all(20 < sum(seed >> bit & 1 for seed in seeds) < 180 for bit in range(60))


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
