"""Banks that several tests look at: made once, kept with those that claims are measured on."""

from collections.abc import Callable

import pandas as pd
import pytest

from tests.support.banks import stored
from tests.support.slices import slice_of
from twinline.measure.banks import SCALE, bank_of
from twinline.measure.parts import planted_facts


def pytest_generate_tests(metafunc):
    if "course_seed" in metafunc.fixturenames:
        metafunc.parametrize("course_seed", slice_of(planted_facts(), metafunc.config), scope="session")


@pytest.fixture(scope="session")
def course(course_seed) -> Callable[..., pd.DataFrame]:
    """Reads a table of a bank at course scale: the one on which this run measures everything again, or each with `--full`."""
    folder = bank_of(course_seed) / SCALE

    def read(name: str, columns: list[str] | None = None) -> pd.DataFrame:
        return stored(folder, name, columns)

    read.seed = course_seed
    return read
