"""Banks that several tests look at: made once, kept with those that claims are measured on."""

from collections.abc import Callable

import pandas as pd
import pytest

from tests.support.banks import stored
from twinline.measure.banks import SCALE, bank_of


@pytest.fixture(scope="session", params=[11, 12, 13])
def course(request) -> Callable[..., pd.DataFrame]:
    """Reads a table of a bank at course scale: each fact is looked for in three banks."""
    folder = bank_of(request.param) / SCALE

    def read(name: str, columns: list[str] | None = None) -> pd.DataFrame:
        return stored(folder, name, columns)

    read.seed = request.param
    return read
