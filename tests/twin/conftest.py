"""One small bank in memory, for all tests of the twin. Look, do not touch: running a strategy changes nothing."""

import pytest

from generators.parameters import World
from twinline.twin.bank import Bank

WORLD = World(scale="tiny", seed=11, customers=1_200, block_size=1_200)


@pytest.fixture(scope="session")
def datasets(tmp_path_factory):
    return tmp_path_factory.mktemp("datasets")


@pytest.fixture(autouse=True)
def here(datasets, monkeypatch):
    """Snapshots and references of these tests are kept apart from the developer's."""
    monkeypatch.setenv("TWINLINE_DATASETS", str(datasets))


@pytest.fixture(scope="session")
def bank(datasets):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWINLINE_DATASETS", str(datasets))
        return Bank.open(WORLD)


@pytest.fixture(scope="session")
def seen(bank):
    return bank.observed()
