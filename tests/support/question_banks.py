"""The banks that questions are tried on, made once."""

import pytest

from twinline.data.tables import ensure
from twinline.questions.cases import _read


@pytest.fixture(scope="session", autouse=True)
def banks():
    for scale in ("course", "tiny"):
        ensure(scale, quiet=True)


@pytest.fixture(autouse=True)
def own_workspace(tmp_path, monkeypatch):
    """What a test does is no progress of the person who runs it."""
    monkeypatch.setenv("TWINLINE_WORKSPACE", str(tmp_path / "workspace"))


@pytest.fixture(params=["course", "tiny"])
def scale(request, monkeypatch):
    monkeypatch.setenv("TWINLINE_SCALE", request.param)
    yield request.param
    _read.cache_clear()
