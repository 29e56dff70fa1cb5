"""What a learner's policy may not read, though it lies among Python's own files."""

import functools
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from generators import cache
from generators.errors import BilingualError


def reads(path):
    def policy(observed, month, budget):
        with open(str(path)) as file:  # noqa: PTH123
            return file.read()

    return policy


def test_a_policy_does_not_read_what_the_cache_could_not_take(bank, monkeypatch, request):
    temporary = Path(tempfile.mkdtemp(dir=sys.prefix, prefix=".tmp-"))  # in Python's own folder, which it may read
    request.addfinalizer(lambda: shutil.rmtree(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(cache, "_for_now", functools.cache(cache._for_now.__wrapped__))
    for folder, refused in ((temporary, False), (cache.passing_shelf(f"bank-{'0' * 16}"), True)):
        (folder / "file").write_text("1")
        with pytest.raises(BilingualError) as error:  # a text is no strategy either
            bank.run(reads(folder / "file"), futures=1, months=1)
        assert ("may not have" in error.value.en) == refused
