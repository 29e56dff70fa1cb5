"""One small bank in memory, for all tests of the twin. Look, do not touch: running a strategy changes nothing."""

import pytest

from generators.parameters import World
from twinline.twin.bank import Bank

WORLD = World(scale="tiny", seed=11, customers=1_200, block_size=1_200)


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Where these tests keep banks and references: they harm some, and no developer's."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def here(kept, monkeypatch):
    monkeypatch.setenv("TWINLINE_CACHE", str(kept))


@pytest.fixture(scope="session")
def bank(kept):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_CACHE", str(kept))
        return Bank.open(WORLD)


@pytest.fixture(scope="session")
def seen(bank):
    return bank.observed()
